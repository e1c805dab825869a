/**
 * What a changed row of a ledger says to the commands that correct it: one correction for each record whose cells were changed, judged by the rules of
 * its file before anything is sent.
 */
import { employmentContracts } from '../employment/employment.contract.ts';
import { type HouseholdFileView, householdContracts } from '../household/household.contract.ts';
import { fillSentence, type Language, type Sentence } from '../kernel/app-error.ts';
import { maskPhone } from '../kernel/citizen-id.ts';
import type { SheetCells, SheetFaults } from '../kernel/entry-sheet.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { ResidentFields, ResidentFileView } from '../resident/resident.contract.ts';
import { residentErrors } from '../resident/resident.errors.ts';
import { fieldRefusals } from '../resident/resident.rules.ts';
import { telephoneDigits } from '../resident/resident.search.ts';
import { unemploymentContracts } from '../unemployment/unemployment.contract.ts';
import { ledgerText } from './ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from './ledger-column.ts';
import { cellFault, filled, type LedgerCorrection, ledgerCorrections, ledgerEditOf } from './ledger-edit.ts';

/** Whose file is read before a row is saved: the row shows what may have changed since. */
export interface LedgerSubject {
  subjectId: string;
  recordId: string | null;
  /** The day on which the ledger shows it. */
  on: PlainDate;
  resident?: ResidentFileView;
  household?: HouseholdFileView;
}

export interface Correction {
  by: LedgerCorrection;
  /** What the command is called with. */
  params: Record<string, string>;
  body: unknown;
  columns: LedgerColumnKey[];
  /** What stands in the cells once it is obeyed. */
  kept: SheetCells;
}

const faults = {
  changed: {
    zh: '这一格已被改为“{value}”，没有保存。仍要按您写的改，请再保存一次；不改，按 Ctrl+Z。',
    en: 'This has been changed to “{value}” meanwhile and was not saved. To change it all the same, save once more; otherwise undo it.',
  },
  none: {
    zh: '台账这一天没有未注销的失业登记，这一格没有可改的内容。到个人档案办理失业登记。',
    en: 'No registration as unemployed was open on the day of this ledger: nothing to correct. Register in the file.',
  },
  gone: { zh: '这条登记已经不在了，请重新载入台账。', en: 'This record is no longer there: load the ledger again.' },
  other: { zh: '“{value}”不能这样写，请改正。', en: '“{value}” cannot be written so.' },
  why: {
    zh: '改登记要写更正原因，写在表格上方。',
    en: 'Correcting a registration needs a reason: write it above the sheet.',
  },
} as const satisfies Record<string, Sentence>;

type Faults = SheetFaults<LedgerColumnKey>;

type CorrectedRecord = Record<string, unknown>;

/** The record that a cell shows, as it stands now. */
function recordOf(key: LedgerColumnKey, by: LedgerCorrection, subject: LedgerSubject): CorrectedRecord | undefined {
  const { resident, household, recordId, on } = subject;
  switch (by) {
    case 'resident':
      return resident && { ...resident, phone: resident.phoneMasked };
    case 'household':
      return household;
    case 'employment':
      return resident?.employments.find((one) => one.employmentId === recordId);
    case 'unemployment':
      // What is kept of the person is read from the registration that was open on the day, whatever record the row is about.
      return getLedgerColumn(key).of === 'unemployment'
        ? resident?.registrations.find((one) => one.registrationId === recordId)
        : resident?.registrations
            .filter((one) => one.registeredOn <= on && (one.endedOn === null || one.endedOn > on))
            .toSorted((a, b) => (a.registeredOn < b.registeredOn ? 1 : -1))[0];
  }
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

function fieldValue(key: LedgerColumnKey, text: string): unknown {
  if (key === 'phone') return telephoneDigits(text) ?? text;
  if (getLedgerColumn(key).kind === 'yes-no') return text === 'yes';
  const emptyIsNothing = getLedgerColumn(key).codes !== undefined || key === 'occupation';
  return text === '' && emptyIsNothing ? null : text;
}

interface CorrectedFields {
  by: LedgerCorrection;
  record: CorrectedRecord;
  params: Record<string, string>;
  changed: Map<LedgerColumnKey, string>;
}

/**
 * The corrections that a changed row asks for, one for each record, whole ones only: with any fault nothing is sent. `done` is what stands there
 * already, as it is kept; `present` is what somebody else has written meanwhile, in cells that are refused for it.
 * @param began what the row said when it was loaded; @param cells what it says now
 * @param why the reason that correcting a registration needs
 */
export function correctionsOf(
  began: SheetCells,
  cells: SheetCells,
  subject: LedgerSubject,
  why: string,
): { corrections: Correction[]; done: SheetCells; present: SheetCells; faults: Faults } {
  const found: Faults = {};
  const done: Record<string, string> = {};
  const present: Record<string, string> = {};
  const records = new Map<string, CorrectedFields>();
  for (const key of Object.keys(cells) as LedgerColumnKey[]) {
    const edit = ledgerEditOf(key);
    const [seen, wanted] = [began[key] ?? '', cells[key] ?? ''];
    if (!edit || wanted === seen) continue;
    const { by } = edit;
    const record = recordOf(key, by, subject);
    const fault = cellFault(key, wanted);
    if (fault) found[key] = fault;
    else if (!record) found[key] = by === 'unemployment' && seen === '' ? faults.none : faults.gone;
    else {
      const now = textOf(record[edit.field]);
      const kept = key === 'phone' ? maskPhone(telephoneDigits(wanted) ?? '') : wanted;
      // What was sent and lost on its way back has been done.
      if (now !== seen && now === kept) done[key] = kept;
      else if (now !== seen) {
        found[key] = changedTo(key, now);
        present[key] = now;
      } else {
        const params = paramsOf(by, subject, record);
        const name = JSON.stringify([by, params]);
        if (!records.has(name)) records.set(name, { by, record, params, changed: new Map() });
        records.get(name)!.changed.set(key, wanted);
      }
    }
  }
  const corrections = [...records.values()].map((fields) => correctionOf(fields, subject, why, found));
  return { corrections: Object.keys(found).length > 0 ? [] : corrections, done, present, faults: found };
}

function changedTo(key: LedgerColumnKey, now: string): Sentence {
  const value = getLedgerColumn(key).kind === 'yes-no' ? now === 'yes' : now;
  const said = (language: Language) =>
    fillSentence(faults.changed, language, { value: ledgerText(key, value, language) || '—' });
  return { zh: said('zh'), en: said('en') };
}

function correctionOf(
  { by, record, params, changed }: CorrectedFields,
  subject: LedgerSubject,
  why: string,
  found: Faults,
): Correction {
  const columns = [...changed.keys()];
  const values = Object.fromEntries(
    [...changed].map(([key, text]) => [ledgerEditOf(key)!.field, fieldValue(key, text)]),
  );
  const contract = ledgerCorrections[by];
  const blame = (field: unknown, sentence: Sentence) => {
    const key = columns.find((one) => ledgerEditOf(one)!.field === field) ?? columns[0]!;
    found[key] ??= filled(sentence, { value: changed.get(key) ?? '' });
  };
  const body = bodyOf(by, record, values, why);
  if (by === 'resident')
    for (const refusal of fieldRefusals(values as Partial<ResidentFields>, subject.resident!.sex))
      blame(refusal.field, filled(residentErrors[refusal.code as keyof typeof residentErrors], refusal.details ?? {}));
  const parsed = contract.body.safeParse(body);
  if (!parsed.success)
    for (const { path } of parsed.error.issues) {
      const field = path[0] === 'fields' ? path[1] : path[0];
      blame(field, field === 'why' ? faults.why : faults.other);
    }
  const sent: Record<string, unknown> = parsed.success ? parsed.data : body;
  const fields = (sent.fields ?? sent) as Record<string, unknown>;
  const kept = Object.fromEntries(columns.map((key) => [key, keptText(key, fields[ledgerEditOf(key)!.field])]));
  return { by, params, body: sent, columns, kept };
}

/** The number of a telephone is behind its mask from then on. */
function keptText(key: LedgerColumnKey, value: unknown): string {
  return key === 'phone' ? maskPhone(textOf(value)) : textOf(value);
}

/** The commands for registrations take all their fields: what is not changed is sent as it stands. */
function bodyOf(by: LedgerCorrection, record: Record<string, unknown>, values: Record<string, unknown>, why: string) {
  const { version } = record;
  const whole = (shape: Record<string, unknown>) =>
    Object.fromEntries(
      Object.keys(shape)
        .filter((key) => key !== 'why')
        .map((key) => [key, record[key]]),
    );
  switch (by) {
    case 'resident':
      return { version, fields: values, source: 'ledger' };
    case 'household':
      return { ...whole(householdContracts.change.body.shape), ...values };
    case 'employment':
      return { ...whole(employmentContracts.change.body.shape), ...values, why };
    case 'unemployment':
      return { ...whole(unemploymentContracts.change.body.shape), ...values, why };
  }
}

function paramsOf(
  by: LedgerCorrection,
  subject: LedgerSubject,
  record: Record<string, unknown>,
): Record<string, string> {
  const { subjectId } = subject;
  switch (by) {
    case 'resident':
      return { residentId: subjectId };
    case 'household':
      return { householdId: subjectId };
    case 'employment':
      return { residentId: subjectId, employmentId: String(record.employmentId) };
    case 'unemployment':
      return { residentId: subjectId, registrationId: String(record.registrationId) };
  }
}
