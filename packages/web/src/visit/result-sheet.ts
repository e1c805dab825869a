/** Rows of the sheet of visit results: whom they are about, what was typed, how the grid shows them. Pure. */

import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactWays, isReached } from '@renshe/domain/code/contact-outcome.ts';
import {
  type ContactDefaults,
  type ContactSheetColumn,
  contactOfRow,
  contactSheetColumns,
} from '@renshe/domain/contact/contact-sheet.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { plainName } from '@renshe/domain/kernel/person-name.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentRow } from '@renshe/domain/resident/resident.contract.ts';
import type { SearchShape } from '@renshe/domain/resident/resident.search.ts';
import { type EntryRow, isOpen, isUntouched } from '../grid/entry-rows.ts';
import { type CellProblem, cellOf, type GridRow, isBlankRow } from '../grid/grid.model.ts';
import { choiceOf, chosenId } from '../grid/grid-options.ts';
import { createRowView, rowStateKinds } from '../grid/row-view.ts';
import type { Translate } from '../resident/timeline-sentence.ts';
import { nextByRule, type VisitRule } from './visit-words.ts';

/** Somebody of the sheet: what tells her from others of her name. */
export interface SheetPerson {
  residentId: string;
  name: string;
  citizenIdMasked: string;
  address: string;
  /** The duty that she is in the list for. */
  due?: { group: string | null; dutyKind: string };
}

export interface ResultRow extends EntryRow {
  person?: SheetPerson;
  /** `saveId` is the contact that was recorded; a refusal names the column to blame. */
  result?: { saveId: string | null; column?: string; message?: string };
  /** What was typed for a person and is nobody's name, or several people's; `unasked` says with `message` why nobody could be asked. */
  lookup?: { text: string; found: 'asking' | 'none' | 'several' | 'unasked'; message?: string };
  /** What counted in its empty cells when its outcome was written, and counts for good. */
  counted?: ContactDefaults;
}

export const resultColumns = Object.keys(contactSheetColumns) as ContactSheetColumn[];

/** Cells that belong to one person alone: the row above is not copied into them. */
export const ownResultColumns: ReadonlySet<string> = new Set<ContactSheetColumn>([
  'person',
  'number',
  'address',
  'note',
]);

export function personChoice(person: SheetPerson): string {
  return choiceOf(person.residentId, person.name);
}

export function rowOfPerson(person: SheetPerson, id: string): ResultRow {
  const cells = { person: personChoice(person) };
  return { id, rowKey: id, cells, began: cells, status: 'open', person };
}

export function newResultRow(id: string): ResultRow {
  return { id, rowKey: id, cells: {}, status: 'open' };
}

/** The list as it is now, with what was kept of it in its place; who is in it no longer stays only where something was typed. */
export function withKept(people: readonly SheetPerson[], kept: readonly ResultRow[], newId: () => string): ResultRow[] {
  const listed = new Set(people.map((one) => one.residentId));
  const stay = kept.filter((row) => !isUntouched(row) || listed.has(row.person?.residentId ?? ''));
  const there = new Set(stay.flatMap((row) => row.person?.residentId ?? []));
  const fresh = people.filter((one) => !there.has(one.residentId)).map((one) => rowOfPerson(one, newId()));
  return [...stay, ...fresh];
}

/** The person whom the row is about now; undefined while nobody is found for what was typed. */
export function personOf(row: ResultRow): SheetPerson | undefined {
  return row.person && chosenId(cellOf(row, 'person')) === row.person.residentId ? row.person : undefined;
}

/**
 * The person who is meant by what was typed, of those who were found by it: a number belongs to whoever has it, a name to who is called exactly so and
 * is alone in that.
 */
export function whoIsMeant(
  text: string,
  { by, residents }: { by: SearchShape['by']; residents: readonly ResidentRow[] },
): ResidentRow | 'none' | 'several' {
  const isName = by === 'name' || by === 'pinyin';
  const [only, ...others] = isName ? residents.filter((one) => one.name === plainName(text)) : residents;
  if (only && others.length === 0) return only;
  return residents.length === 0 ? 'none' : 'several';
}

/** What was typed for a person when she still has to be asked for: it came with a reload, or nobody could be asked. */
export function textToLookUp(row: ResultRow): string | undefined {
  const text = cellOf(row, 'person');
  if (text === '' || chosenId(text) !== undefined || !isOpen(row)) return undefined;
  return row.lookup?.text === text && row.lookup.found !== 'unasked' ? undefined : text;
}

/** Rows whose outcome is written keep what counted then in their cells that are empty; the others follow the sheet. */
export function withCounted(
  rows: readonly ResultRow[],
  ids: ReadonlySet<string>,
  defaults: ContactDefaults,
): readonly ResultRow[] {
  return rows.map((row) => {
    const isAnswered = cellOf(row, 'outcome') !== '';
    if (!ids.has(row.id) || !isOpen(row) || isAnswered === (row.counted !== undefined)) return row;
    const { counted: _, ...open } = row;
    return isAnswered ? { ...open, counted: defaults } : open;
  });
}

export interface ResultFacts {
  defaults: ContactDefaults;
  rule: VisitRule | undefined;
  today: PlainDate;
}

const defaultsOf = (row: ResultRow, facts: ResultFacts): ContactDefaults => row.counted ?? facts.defaults;

/** The next day that the rules ask for after this contact, where they do. */
function ruledNext(row: ResultRow, facts: ResultFacts): PlainDate | null {
  const due = personOf(row)?.due;
  const outcome = cellOf(row, 'outcome');
  const on = cellOf(row, 'contactedOn') || defaultsOf(row, facts).contactedOn;
  if (!due || !facts.rule || !isPlainDate(on) || !isReached(outcome)) return null;
  return nextByRule(due, on, facts.rule);
}

/** What the row says: the body of the command, or its faults. */
export function contactOf(row: ResultRow, facts: ResultFacts) {
  return contactOfRow(row.cells, defaultsOf(row, facts), ruledNext(row, facts), facts.today);
}

function problemsOf(row: ResultRow, facts: ResultFacts, t: Translate, language: Language): Record<string, CellProblem> {
  const problems: Record<string, CellProblem> = {};
  const refuse = (column: string, text: string) => {
    problems[column] ??= { kind: 'refused', text };
  };
  const { faults } = contactOf(row, facts);
  // What is missing is said once saving was tried; what is wrong at once.
  for (const [column, sentence] of Object.entries(faults ?? {}))
    if (cellOf(row, column) !== '' || row.tried) refuse(column, sentence[language]);
  const typed = cellOf(row, 'person');
  if (typed === '') {
    if (row.tried) refuse('person', t('visit.results.noPerson'));
  } else if (personOf(row) === undefined && row.lookup?.text === typed && row.lookup.found !== 'asking')
    refuse('person', t(`visit.results.${row.lookup.found}`, { text: typed, why: row.lookup.message ?? '' }));
  else if (personOf(row) === undefined && row.tried) refuse('person', t('visit.results.asking'));
  if (row.status === 'refused' && row.result?.message) refuse(row.result.column ?? 'outcome', row.result.message);
  return problems;
}

export function viewRow(row: ResultRow, facts: ResultFacts, t: Translate, language: Language): GridRow {
  if (isBlankRow(row)) return { id: row.id, cells: row.cells, state: 'blank', stateText: '', problems: {} };
  const person = personOf(row);
  const cells = { ...row.cells, number: person?.citizenIdMasked ?? '', address: person?.address ?? '' };
  const defaults = defaultsOf(row, facts);
  const next = ruledNext(row, facts);
  const inherited = {
    contactedOn: defaults.contactedOn,
    way: codeName(contactWays, defaults.way, language),
    ...(next && { nextOn: next }),
  };
  const lockedCells: Record<string, string> = row.began
    ? { person: contactSheetColumns.person.elsewhere[language] }
    : {};
  if (row.status === 'open' && isUntouched(row))
    return { id: row.id, cells, state: 'blank', stateText: '', problems: {}, inherited, lockedCells };
  const settled = row.status === 'saved' || row.status === 'saving';
  const problems = settled ? {} : problemsOf(row, facts, t, language);
  const isBad = Object.values(problems).some((one) => one.kind === 'refused');
  const state = row.status === 'open' && isBad && row.tried ? 'refused' : rowStateKinds[row.status];
  return {
    id: row.id,
    cells,
    state,
    stateText: t(
      state === 'refused'
        ? 'grid.state.refused'
        : settled
          ? `visit.results.state.${row.status}`
          : `grid.state.${row.status}`,
    ),
    problems,
    inherited,
    lockedCells,
    ...(row.status === 'failed' && row.failure ? { note: row.failure } : {}),
    ...(settled ? { locked: t(row.status === 'saved' ? 'visit.results.locked' : 'grid.state.saving') } : {}),
  };
}

export const createResultView = () => createRowView(viewRow);
