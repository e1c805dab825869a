/** Sheet rows as the grid shows them: states, problems with their reasons, what counts in empty cells. Pure. */
import { type CodeSet, isCode } from '@renshe/domain/code/code-set.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { normalizeCitizenId, parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { telephoneDigits } from '@renshe/domain/resident/resident.search.ts';
import { surveyHouseholds } from '@renshe/domain/survey/survey.households.ts';
import { notKeptOf } from '@renshe/domain/survey/survey.rules.ts';
import { type CellProblem, cellOf, type GridRow, isBlankRow } from '../grid/grid.model.ts';
import { rowStateKinds } from '../grid/row-view.ts';
import type { Translate } from '../resident/timeline-sentence.ts';
import { identityFault } from '../resident/use-identity-check.ts';
import { type CodedColumn, surveyCodeSets } from './survey-columns.ts';
import type { SheetRow, SurveyColumn } from './survey-sheet.ts';

type Problems = Record<string, CellProblem>;

export interface SheetFacts {
  /** Household of each row, null for empty ones. */
  households: (number | null)[];
  /** The address that counts for a household whose rows leave it empty. */
  addresses: Map<number, string>;
  /** Rows whose number stands in an earlier row, with that row's number on the screen. */
  repeated: Map<string, number>;
  /** Rows that are a second head of their household. */
  secondHeads: Set<string>;
}

/** What rows say of each other. */
export function factsOf(rows: readonly SheetRow[]): SheetFacts {
  const households = surveyHouseholds(
    rows.map((row) => ({
      household: cellOf(row, 'household'),
      relation: cellOf(row, 'relation'),
      blank: isBlankRow(row),
    })),
  );
  const addresses = new Map<number, string>();
  const heads = new Set<number>();
  const numbers = new Map<string, number>();
  const repeated = new Map<string, number>();
  const secondHeads = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const household = households[index];
    if (household === null || household === undefined) continue;
    const address = cellOf(row, 'address');
    if (address !== '' && !addresses.has(household)) addresses.set(household, address);
    if (cellOf(row, 'relation') === headOfHousehold) {
      if (heads.has(household)) secondHeads.add(row.id);
      heads.add(household);
    }
    const number = row.status === 'saved' ? (row.number ?? '') : cellOf(row, 'citizenId');
    // Two people of a family may have the same mask.
    if (number === '' || number === row.person?.citizenIdMasked) continue;
    const first = numbers.get(number);
    if (first === undefined) numbers.set(number, index + 1);
    else repeated.set(row.id, first);
  }
  return { households, addresses, repeated, secondHeads };
}

const coded: readonly CodedColumn[] = ['relation', 'sex', 'hukouType', 'education', 'employmentStatus'];

/** Everything that is wrong with the row as it stands, apart from what only the server knows. */
function ownProblems(row: SheetRow, facts: SheetFacts, today: PlainDate, t: Translate): Problems {
  const problems: Problems = {};
  const refuse = (column: SurveyColumn, text: string) => {
    problems[column] ??= { kind: 'refused', text };
  };
  const warn = (column: SurveyColumn, text: string) => {
    problems[column] ??= { kind: 'warning', text };
  };
  const cell = (column: SurveyColumn) => cellOf(row, column);
  if (cell('name') === '' && row.tried) refuse('name', t('survey.problem.name'));
  const number = cell('citizenId');
  if (number === '') {
    if (row.tried) refuse('citizenId', t('resident.fault.id-missing'));
  } else {
    const fault = number === row.person?.citizenIdMasked ? undefined : identityFault(number, today, t);
    if (fault !== undefined) refuse('citizenId', fault);
    const first = facts.repeated.get(row.id);
    if (first !== undefined) refuse('citizenId', t('survey.problem.repeated', { row: first }));
  }
  if (cell('phone') !== row.person?.phoneMasked && telephoneDigits(cell('phone')) === undefined)
    refuse('phone', t('survey.problem.phone', { text: cell('phone') }));
  for (const column of coded) {
    const set: CodeSet = surveyCodeSets[column];
    if (cell(column) !== '' && !isCode(set, cell(column)))
      refuse(column, t('survey.problem.word', { text: cell(column) }));
  }
  if (cell('employmentStatus') === '99') refuse('employmentStatus', t('survey.problem.dead'));
  const lost = notKeptOf(cell('employmentStatus'));
  if (lost !== undefined) warn('employmentStatus', t(`survey.problem.${lost}`));
  const workBefore = row.began?.employmentStatus ?? '';
  if (workBefore !== '' && cell('employmentStatus') !== workBefore)
    warn('employmentStatus', t('survey.problem.workChanged'));
  if (facts.secondHeads.has(row.id)) refuse('relation', t('survey.problem.twoHeads'));
  const parsed = parseCitizenId(number, today);
  if (parsed.ok) {
    if (cell('sex') !== '' && cell('sex') !== parsed.sex)
      warn('sex', t('survey.problem.sex', { sex: t(`resident.sex.${parsed.sex}`) }));
    if (cell('birthOn') !== '' && cell('birthOn') !== parsed.birthOn)
      warn('birthOn', t('survey.problem.birth', { birthOn: parsed.birthOn }));
  }
  if (cell('birthOn') !== '' && !isPlainDate(cell('birthOn')))
    problems.birthOn = { kind: 'refused', text: t('survey.problem.date', { text: cell('birthOn') }) };
  return problems;
}

function inheritedOf(row: SheetRow, household: number | null, facts: SheetFacts, today: PlainDate, t: Translate) {
  const inherited: Record<string, string> = {};
  const number = row.status === 'saved' ? (row.number ?? '') : cellOf(row, 'citizenId');
  const parsed = parseCitizenId(number, today);
  const sex = parsed.ok ? parsed.sex : row.result?.sex;
  const birthOn = parsed.ok ? parsed.birthOn : row.result?.birthOn;
  if (sex) inherited.sex = t(`resident.sex.${sex}`);
  if (birthOn) inherited.birthOn = birthOn;
  if (household !== null) {
    inherited.household = t('survey.householdNumber', { number: household + 1 });
    const address = facts.addresses.get(household);
    if (address !== undefined) inherited.address = address;
  }
  return inherited;
}

function changedWords(row: SheetRow, t: Translate): string {
  return (row.result?.changed ?? []).map((field) => t(`survey.changed.${field}`)).join(t('survey.comma'));
}

function noteOf(row: SheetRow, t: Translate): string | undefined {
  if (row.status === 'failed') return row.failure;
  if (row.status === 'waiting') return t('survey.note.waiting', { fields: changedWords(row, t) });
  const { result } = row;
  if (row.status === 'saved' && result) {
    const words = changedWords(row, t);
    const outcome =
      result.outcome === 'updated' && words !== ''
        ? t('survey.note.updatedFields', { fields: words })
        : t(`survey.note.${result.outcome}`);
    return result.message === null ? outcome : `${outcome} ${result.message}`;
  }
  if (row.status === 'refused' && result?.message) return result.message;
  return row.known && row.known.citizenId === normalizeCitizenId(cellOf(row, 'citizenId')).id
    ? row.known.text
    : undefined;
}

function viewRow(row: SheetRow, index: number, facts: SheetFacts, today: PlainDate, t: Translate): GridRow {
  if (isBlankRow(row)) return { id: row.id, cells: row.cells, state: 'blank', stateText: '', problems: {} };
  const saved = row.status === 'saved';
  const problems = saved || row.status === 'saving' ? {} : ownProblems(row, facts, today, t);
  if (row.status === 'refused' && row.result) {
    const { field, message } = row.result;
    problems[field ?? 'name'] = { kind: 'refused', text: message ?? '' };
  }
  const isBad = Object.values(problems).some((one) => one.kind === 'refused');
  const state = row.status === 'open' && isBad && row.tried ? 'refused' : rowStateKinds[row.status];
  const known = row.status === 'open' && !isBad && row.known?.citizenId === cellOf(row, 'citizenId');
  const note = noteOf(row, t);
  return {
    id: row.id,
    cells: row.cells,
    state,
    stateText: t(
      state === 'refused'
        ? 'grid.state.refused'
        : known
          ? 'survey.state.known'
          : saved
            ? `survey.outcome.${row.result?.outcome ?? 'created'}`
            : `grid.state.${row.status}`,
    ),
    problems,
    inherited: inheritedOf(row, facts.households[index] ?? null, facts, today, t),
    ...(note === undefined ? {} : { note }),
    ...(saved ? { locked: t('survey.locked') } : row.status === 'saving' ? { locked: t('grid.state.saving') } : {}),
  };
}

/** A view that keeps the objects of rows that look the same as before, so that only the others are drawn again. */
export function createSurveyView(): (
  rows: readonly SheetRow[],
  today: PlainDate,
  t: Translate,
) => {
  rows: GridRow[];
  facts: SheetFacts;
} {
  let words: Translate | undefined;
  let kept = new WeakMap<SheetRow, { key: string; view: GridRow }>();
  return (rows, today, t) => {
    if (t !== words) {
      words = t;
      kept = new WeakMap();
    }
    const facts = factsOf(rows);
    const views = rows.map((row, index) => {
      const household = facts.households[index] ?? null;
      const address = household === null ? '' : (facts.addresses.get(household) ?? '');
      const key = `${household}|${facts.repeated.get(row.id) ?? ''}|${facts.secondHeads.has(row.id)}|${address}`;
      const before = kept.get(row);
      if (before?.key === key) return before.view;
      const view = viewRow(row, index, facts, today, t);
      kept.set(row, { key, view });
      return view;
    });
    return { rows: views, facts };
  };
}

/** True when nothing that can be seen here forbids saving the row. */
export function mayBeSaved(view: GridRow): boolean {
  return (
    view.state !== 'blank' &&
    cellOf(view, 'name') !== '' &&
    cellOf(view, 'citizenId') !== '' &&
    Object.values(view.problems).every((one) => one.kind !== 'refused')
  );
}
