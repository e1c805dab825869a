/** Judges one row of a roster: repairs, verdict, warnings. Pure; what other communities know is passed in afterwards. */
import {
  checkDigit,
  hasLostPrecision,
  normalizeCitizenId,
  removeBlanks,
  type Sex,
  toHalfWidth,
} from '../kernel/citizen-id.ts';
import { plainName } from '../kernel/person-name.ts';
import { ageOn, isPlainDate, type PlainDate } from '../kernel/plain-date.ts';
import { ignoredRosterFields, type RosterField, rosterFields } from './roster.columns.ts';
import { agreesWith, parseRosterDate } from './roster.dates.ts';
import type { RosterRejectCode, RosterRepairCode, RosterWarningCode } from './roster.errors.ts';
import { cellText, type RosterCell } from './roster.sheet.ts';
import { type CodedRosterField, codedRosterFields, findRosterCode } from './roster.values.ts';

/** Handbook §1.1: nobody alive is older. */
const oldestAge = 130;

export type RosterRow = {
  /** Index of the sheet in the file, and of the row in the sheet, both from 0. */
  sheet: number;
  row: number;
  sheetName: string;
  cells: Partial<Record<RosterField, RosterCell>>;
  household: number | null;
  /** The column is called 出生年月: a first of the month may stand for the month. */
  birthIsMonth?: boolean;
};

/** Details fill the placeholders of `roster.errors.ts`. */
export type RosterDetails = Readonly<Record<string, string | number>>;

export type JudgedRosterRow = {
  sheet: number;
  row: number;
  verdict: 'accepted' | 'rejected';
  /** The one reason of a rejected row. */
  code: RosterRejectCode | null;
  warnings: RosterWarningCode[];
  repairs: RosterRepairCode[];
  details: RosterDetails;
  /** Mended; otherwise as written. */
  name: string;
  /** 18 characters when the number is valid, otherwise the mended text. */
  citizenId: string;
  /** From the identity number; null while it is not valid. */
  birthOn: PlainDate | null;
  sex: Sex | null;
  /** Other columns as text, blank ones left out. */
  values: Partial<Record<RosterField, string>>;
  /** Codes of the words that are known. */
  codes: Partial<Record<CodedRosterField, string>>;
  /** A month or a year alone gives its first day. */
  unemployedOn: PlainDate | null;
  registeredOn: PlainDate | null;
  /** Household block within the file, from 0. */
  household: number | null;
};

export type RosterJudgeOptions = {
  today: PlainDate;
  /** True when the six digits are in a list of areas, past or present. */
  isKnownAddressCode: (code: string) => boolean;
};

/** Words that stand where something is missing. */
const placeholder = /^([-—–−_/\\|、.。·]+|无|没有|暂无|不详|未知|缺|空|待补|未提供|无身份证|null|nan|n\/a)$/i;
/** Scientific notation with any number of digits before the point; the usual form is known to the kernel. */
const scientific = /^\d+(\.\d+)?E\+?\d{1,2}$/;
const apostrophes = /^['`´‘’]+/;

const plainFields = rosterFields.filter(
  (field) => field !== 'name' && field !== 'citizenId' && !ignoredRosterFields.has(field),
);

/**
 * A judge for one file. Rows must come in the order of the file: it remembers the identity numbers it has accepted, and
 * every later one is `duplicate-in-file`.
 */
export function createRosterJudge(options: RosterJudgeOptions): (row: RosterRow) => JudgedRosterRow {
  const seen = new Map<string, { sheet: string; row: number }>();

  return (input) => {
    const { cells } = input;
    const name = mendName(cellText(cells.name));
    const id = mendId(cells.citizenId ?? '');
    const judged: JudgedRosterRow = {
      sheet: input.sheet,
      row: input.row,
      verdict: 'accepted',
      code: null,
      warnings: [],
      repairs: [...name.repairs, ...id.repairs],
      details: {},
      name: name.text,
      citizenId: id.text,
      birthOn: null,
      sex: null,
      values: {},
      codes: {},
      unemployedOn: readDate(cells.unemployedOn),
      registeredOn: readDate(cells.registeredOn),
      household: input.household,
    };
    for (const field of plainFields) {
      const cell = cells[field];
      if (cell === undefined || cell === '') continue;
      const text = cellText(cell).trim();
      if (text !== '') judged.values[field] = text;
    }
    for (const field of codedRosterFields) {
      const text = judged.values[field];
      const code = text === undefined ? undefined : findRosterCode(field, text);
      if (code !== undefined) judged.codes[field] = code;
    }
    const fault = findFault(judged, cells.citizenId ?? '', id.text);
    if (fault !== undefined) return reject(judged, fault.code, fault.details);
    const first = seen.get(judged.citizenId);
    if (first !== undefined) {
      return reject(judged, 'duplicate-in-file', { firstSheet: first.sheet, firstRow: first.row + 1 });
    }
    seen.set(judged.citizenId, { sheet: input.sheetName, row: input.row });
    warn(judged, input);
    return judged;
  };

  function findFault(
    judged: JudgedRosterRow,
    cell: RosterCell,
    id: string,
  ): { code: RosterRejectCode; details: RosterDetails } | undefined {
    if (judged.name === '') return { code: 'name-missing', details: {} };
    if (id === '') return { code: 'id-missing', details: {} };
    // A number of more than fifteen digits was cut by the spreadsheet, whatever its last digits look like.
    if ((typeof cell === 'number' && Math.abs(cell) >= 1e15) || scientific.test(id) || hasLostPrecision(id)) {
      return { code: 'id-precision-lost', details: { text: id } };
    }
    if (!/^\d{17}[\dX]$/.test(id)) return { code: 'id-format', details: { text: id.slice(0, 40) } };
    const birthOn = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
    if (!isPlainDate(birthOn) || birthOn > options.today || ageOn(birthOn, options.today) > oldestAge) {
      return { code: 'id-birth-date', details: { birth: id.slice(6, 14) } };
    }
    const expected = checkDigit(id);
    if (id.charAt(17) !== expected) return { code: 'id-checksum', details: { expected, actual: id.charAt(17) } };
    judged.birthOn = birthOn;
    judged.sex = (id.charCodeAt(16) - 48) % 2 === 1 ? '1' : '2';
    return undefined;
  }

  function warn(judged: JudgedRosterRow, input: RosterRow): void {
    const details: Record<string, string> = {};
    const sex = judged.codes.sex;
    if (sex !== undefined && sex !== judged.sex) {
      judged.warnings.push('sex-differs-from-id');
      details.writtenSex = judged.values.sex ?? '';
      details.sexFromId = judged.sex === '1' ? '男' : '女';
    }
    const written = parseRosterDate(input.cells.birthOn ?? '');
    if (written !== undefined && judged.birthOn !== null) {
      const isMonth = input.birthIsMonth === true && input.cells.birthOn === `${written.on.slice(0, 7)}-01`;
      if (!agreesWith(isMonth ? { ...written, precision: 'month' } : written, judged.birthOn)) {
        judged.warnings.push('birth-differs-from-id');
        details.writtenBirth = judged.values.birthOn ?? '';
        details.birthFromId = judged.birthOn;
      }
    }
    const addressCode = judged.citizenId.slice(0, 6);
    if (!options.isKnownAddressCode(addressCode)) {
      judged.warnings.push('address-code-unknown');
      details.addressCode = addressCode;
    }
    if (judged.warnings.length > 0) judged.details = details;
  }
}

/** An accepted row whose person another community has. The details may carry what the reader is allowed to know of it. */
export function rejectAsRegisteredElsewhere(judged: JudgedRosterRow, details: RosterDetails = {}): JudgedRosterRow {
  return judged.verdict === 'rejected' ? judged : reject(judged, 'registered-elsewhere', details);
}

/** The details of one warning under the names of its sentence. */
export function warningDetails(judged: JudgedRosterRow, code: RosterWarningCode): RosterDetails {
  const { details } = judged;
  if (code === 'sex-differs-from-id') return { written: details.writtenSex ?? '', fromId: details.sexFromId ?? '' };
  if (code === 'birth-differs-from-id')
    return { written: details.writtenBirth ?? '', fromId: details.birthFromId ?? '' };
  return { addressCode: details.addressCode ?? '' };
}

function reject(judged: JudgedRosterRow, code: RosterRejectCode, details: RosterDetails): JudgedRosterRow {
  judged.verdict = 'rejected';
  judged.code = code;
  judged.warnings = [];
  judged.details = details;
  return judged;
}

function readDate(cell: RosterCell | undefined): PlainDate | null {
  return cell === undefined ? null : (parseRosterDate(cell)?.on ?? null);
}

const blanksIn = (text: string) => text.length - removeBlanks(text).length;

function mendName(written: string): { text: string; repairs: RosterRepairCode[] } {
  const repairs: RosterRepairCode[] = [];
  let text = written;
  if (apostrophes.test(text.trimStart())) {
    text = text.trimStart().replace(apostrophes, '');
    repairs.push('name-apostrophe');
  }
  const mended = plainName(text);
  if (placeholder.test(mended)) return { text: '', repairs: [] };
  if (removeBlanks(mended) !== removeBlanks(text)) repairs.push('name-signs');
  if (blanksIn(mended) !== blanksIn(text)) repairs.push('name-blanks');
  return { text: mended, repairs };
}

function mendId(cell: RosterCell): { text: string; repairs: RosterRepairCode[] } {
  const written = cellText(cell);
  if (/^(\d{17}[\dX])?$/.test(written)) return { text: written, repairs: [] };
  const { id, converted } = normalizeCitizenId(written, { convertFifteenDigits: true });
  if (id === '' || placeholder.test(id)) return { text: '', repairs: [] };
  const repairs: RosterRepairCode[] = [];
  const half = toHalfWidth(written);
  if (half !== written && removeBlanks(half) !== removeBlanks(written)) repairs.push('id-full-width');
  if (removeBlanks(half) !== half) repairs.push('id-blanks');
  if (apostrophes.test(removeBlanks(half))) repairs.push('id-apostrophe');
  if (half.includes('x')) repairs.push('id-lower-case');
  if (converted) repairs.push('id-fifteen-digits');
  return { text: id, repairs };
}
