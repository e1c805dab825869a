/**
 * 在台账中修改: which columns of a ledger are plain facts that one existing command corrects, and where all others are recorded. Nothing can be written here that the file page could not write, under the same rules, rights and audit.
 */
import type { CodeSet } from '../code/code-set.ts';
import { employmentContracts } from '../employment/employment.contract.ts';
import { householdContracts } from '../household/household.contract.ts';
import { fillSentence, type Sentence } from '../kernel/app-error.ts';
import type { RouteContract } from '../kernel/contract.ts';
import type { SheetColumn } from '../kernel/entry-sheet.ts';
import { isPlainDate } from '../kernel/plain-date.ts';
import { residentContracts } from '../resident/resident.contract.ts';
import { telephoneDigits } from '../resident/resident.search.ts';
import { unemploymentContracts } from '../unemployment/unemployment.contract.ts';
import type { LedgerRow } from './ledger.contract.ts';
import { ledgerText } from './ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from './ledger-column.ts';

/** The commands that correct what ledgers show. */
export const ledgerCorrections = {
  resident: residentContracts.change,
  unemployment: unemploymentContracts.change,
  employment: employmentContracts.change,
  household: householdContracts.change,
} as const satisfies Record<string, RouteContract>;
export type LedgerCorrection = keyof typeof ledgerCorrections;

interface LedgerEdit {
  by: LedgerCorrection;
  field: string;
  maxLength?: number;
  /** Corrected, but never taken away. */
  required?: true;
}

/** What is typed into: one text has its longest length, one of a list or a day none. `must` may not be taken away, `field` is named otherwise. */
type Typed = { most?: number; must?: true; field?: string };
const must: Typed = { must: true };
const free: Typed = {};
const typed = {
  resident: {
    name: { most: 50, must: true },
    phone: { most: 30, must: true },
    address: { most: 200 },
    hukouType: free,
    education: free,
    ethnicity: free,
    marital: free,
    political: free,
    skillLevel: free,
    note: { most: 500 },
  },
  unemployment: {
    jobWish: { most: 100 },
    trainingWish: { most: 100 },
    registeredOn: must,
    reason: must,
    nature: must,
    since: { must: true, field: 'unemployedSince' },
  },
  employment: {
    startedOn: must,
    type: must,
    employerName: { most: 100 },
    occupation: { most: 60 },
    urban: must,
    platformWork: must,
  },
  household: {
    householdKey: { most: 40, must: true, field: 'number' },
    householdAddress: { most: 200, field: 'address' },
  },
} as const satisfies Record<LedgerCorrection, Partial<Record<LedgerColumnKey, Typed>>>;

/** Columns that are typed into. */
const edits: Partial<Record<LedgerColumnKey, LedgerEdit>> = Object.fromEntries(
  Object.entries(typed).flatMap(([by, columns]) =>
    Object.entries<Typed>(columns).map(([key, { most, must: required, field = key }]) => [
      key,
      { by, field, ...(most && { maxLength: most }), ...(required && { required }) },
    ]),
  ),
);

const places = {
  identity: {
    zh: '由公民身份号码得出；号码有误，到个人档案“更正身份证号”。',
    en: 'Follows from the identity number, which is corrected in the file.',
  },
  move: { zh: '到个人档案“迁移”办理。', en: 'Changes by a move, in the file.' },
  household: { zh: '到家庭档案办理。', en: 'Recorded in the file of the household.' },
  unemployment: { zh: '到个人档案的失业登记办理。', en: 'Recorded with the unemployment registration, in the file.' },
  employment: { zh: '到个人档案的就业登记办理。', en: 'Recorded with the employment, in the file.' },
  contact: {
    zh: '由联系记录得出；到“成批录入结果”或个人档案录入。',
    en: 'Comes from recorded contacts: type them in the sheet of results or in the file.',
  },
  certificate: { zh: '到个人档案的证件办理。', en: 'Recorded with the certificate, in the file.' },
  retiree: { zh: '到个人档案的退休人员服务办理。', en: 'Recorded with the care of retirees, in the file.' },
  policy: { zh: '到个人档案的享受政策办理。', en: 'Recorded with the policies enjoyed, in the file.' },
  file: { zh: '到个人档案办理。', en: 'Recorded in the file.' },
  derived: { zh: '由系统算出，不能填写。', en: 'Found by the system; nobody writes it.' },
} as const satisfies Record<string, Sentence>;

const placeOf: Partial<Record<LedgerColumnKey, keyof typeof places>> = {
  sex: 'identity',
  birthOn: 'identity',
  age: 'identity',
  citizenId: 'identity',
  community: 'move',
  street: 'move',
  householdNumber: 'household',
  relation: 'household',
  unemployedSince: 'unemployment',
  registeredUnemployedOn: 'unemployment',
  unemploymentReason: 'unemployment',
  employmentType: 'employment',
  employer: 'employment',
  employedOn: 'employment',
  certificateNumber: 'certificate',
  lastContactOn: 'contact',
  lastContactOutcome: 'contact',
  retiredOn: 'retiree',
  formerEmployer: 'retiree',
  pension: 'retiree',
  handedOverOn: 'retiree',
  personnelFile: 'retiree',
  personnelFileNumber: 'retiree',
  living: 'retiree',
  livingOn: 'retiree',
  retireeDisabled: 'retiree',
  retireePartyMember: 'retiree',
  eligibilityConfirmedOn: 'retiree',
  leftOn: 'file',
  leftReason: 'file',
  abilityStated: 'file',
  hardship: 'file',
  householdCommunity: 'household',
  head: 'household',
  members: 'household',
  membersNames: 'household',
};

function elsewhere(key: LedgerColumnKey): Sentence {
  const { of } = getLedgerColumn(key);
  const place =
    placeOf[key] ?? (of === 'confirmation' ? 'retiree' : of === 'resident' || of === 'household' ? 'derived' : of);
  return places[place];
}

const yesNo = [
  { code: 'yes', zh: '是', en: 'Yes' },
  { code: 'no', zh: '否', en: 'No' },
] as const satisfies CodeSet;

/** How a column is corrected; undefined where it is not. */
export function ledgerEditOf(key: LedgerColumnKey): LedgerEdit | undefined {
  return Object.hasOwn(edits, key) ? edits[key] : undefined;
}

/** Whether a reader has anything to type in some of these columns. @param may whether she may give a command */
export function mayTypeInto(keys: readonly LedgerColumnKey[], may: (command: LedgerCorrection) => boolean): boolean {
  return keys.some((key) => edits[key] && may(edits[key].by));
}

/** The column as it stands in the sheet. @param may whether the reader may give a command */
export function ledgerSheetColumn(key: LedgerColumnKey, may: (command: LedgerCorrection) => boolean): SheetColumn {
  const { zh, en, kind, codes, width } = getLedgerColumn(key);
  const edit = edits[key];
  const base = {
    zh,
    en,
    width: Math.min(18, Math.max(5, Math.round(width * 0.62))),
    maxLength: edit?.maxLength ?? 200,
  };
  if (!edit || !may(edit.by)) return { ...base, kind: 'shown', elsewhere: elsewhereOrForbidden(key, edit) };
  if (codes) return { ...base, kind: 'code', codes };
  if (kind === 'yes-no') return { ...base, kind: 'code', codes: yesNo };
  if (kind === 'date') return { ...base, kind: 'past-day' };
  return { ...base, kind: kind === 'masked' ? 'number' : 'text' };
}

function elsewhereOrForbidden(key: LedgerColumnKey, edit: LedgerEdit | undefined): Sentence {
  return edit ? { zh: '您没有修改这一项的权限。', en: 'You have no right to change this.' } : elsewhere(key);
}

/** A cell of the ledger as the sheet keeps it: what is typed into is kept as codes and days, the rest in words. */
export function sheetText(key: LedgerColumnKey, row: LedgerRow, language: 'zh' | 'en', editable: boolean): string {
  const value = row.cells[key];
  if (!editable) return ledgerText(key, value, language);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null || value === undefined ? '' : String(value);
}

const faults = {
  empty: { zh: '这一格不能清空。', en: 'This cannot be left empty.' },
  phone: {
    zh: '“{value}”不是电话号码：应为 7 至 12 位数字。原号码只存掩码，不能填回，请写完整号码。',
    en: '“{value}” is no telephone number of 7 to 12 digits. The former one is kept behind its mask: write the whole number.',
  },
  code: {
    zh: '“{value}”不在可选内容里。请打代码、汉字或拼音首字母，选一项。',
    en: '“{value}” is not in the list. Choose one.',
  },
  day: { zh: '“{value}”不是日期。可写 9-1、2026-09-01。', en: '“{value}” is no date. Write 9-1 or 2026-09-01.' },
} as const satisfies Record<string, Sentence>;

/** What the cell alone says to be wrong; the web shows it before anything is sent. */
export function cellFault(key: LedgerColumnKey, value: string): Sentence | undefined {
  const edit = edits[key];
  if (!edit) return undefined;
  const { codes, kind } = getLedgerColumn(key);
  const fault = (sentence: Sentence) => filled(sentence, { value });
  if (value === '') return edit.required ? faults.empty : undefined;
  if (key === 'phone') return telephoneDigits(value) ? undefined : fault(faults.phone);
  if (kind === 'yes-no') return yesNo.some((row) => row.code === value) ? undefined : fault(faults.code);
  if (codes) return codes.some((row) => row.code === value) ? undefined : fault(faults.code);
  if (kind === 'date') return isPlainDate(value) ? undefined : fault(faults.day);
  return undefined;
}

/** A sentence in both languages with what it is about. */
export function filled(sentence: Sentence, details: Record<string, unknown>): Sentence {
  return { zh: fillSentence(sentence, 'zh', details), en: fillSentence(sentence, 'en', details) };
}
