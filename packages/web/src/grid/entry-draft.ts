/**
 * A sheet in this tab's own storage, for one account and one place, so that a reload loses nothing. What a row must not leave behind (the number
 * of a saved person) is never part of it; the rest goes with the tab, at sign-out, or when somebody else signs in (ADR 0024).
 */
import { type EntryRow, isUntouched } from './entry-rows.ts';
import { isBlankRow } from './grid.model.ts';

const prefix = 'renshe.sheet.';
const keyOf = (sheet: string, accountId: string, place: string) => `${prefix}${sheet}.${accountId}.${place}`;

interface StoredSheet<Row> {
  rows: Row[];
  saves: string[];
}

export function readSheet<Row extends EntryRow>(
  sheet: string,
  accountId: string,
  place: string,
): StoredSheet<Row> | undefined {
  const stored = sessionStorage.getItem(keyOf(sheet, accountId, place));
  if (stored === null) return undefined;
  try {
    const { rows, saves } = JSON.parse(stored) as StoredSheet<Row>;
    return {
      saves,
      rows: rows.map((row) => {
        const kept: Row = { ...row, status: row.status ?? 'open' };
        return kept.status === 'saved' || isUntouched(kept) ? kept : { ...kept, tried: true };
      }),
    };
  } catch {
    return undefined;
  }
}

let isOver = false;

/**
 * @param unkept what is never written down of a row
 * @returns false when the browser has no room for it
 */
export function keepSheet<Row extends EntryRow>(
  sheet: string,
  accountId: string,
  place: string,
  rows: readonly Row[],
  saves: readonly string[],
  unkept: readonly string[] = [],
): boolean {
  // A page that is being left after signing out must not write it down again.
  if (isOver) return true;
  const filled = rows.filter((row) => !isBlankRow(row));
  // What the sheet was opened with is read again next time.
  const used = filled.every((row) => row.status === 'open' && isUntouched(row)) ? [] : filled;
  const key = keyOf(sheet, accountId, place);
  try {
    if (used.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ saves, rows: used.map((row) => storedRow(row, unkept)) }));
    return true;
  } catch {
    return false;
  }
}

/** Of a row that is not saved no answer is kept: it is asked again. */
function storedRow(row: EntryRow, unkept: readonly string[]): Partial<EntryRow> {
  const { status, result, failure: _, tried: __, ...rest } = row;
  const kept = Object.fromEntries(Object.entries(rest).filter(([key]) => !unkept.includes(key)));
  return status === 'saved' ? { ...kept, status, ...(result && { result }) } : kept;
}

/** A row of a sheet that is handed in as a whole; it holds no identity number. */
interface PlainRow {
  id: string;
  residentId: string | null;
  cells: Readonly<Record<string, string>>;
}

/** Rows of such a sheet, kept under the same terms. None drops what was kept. */
export function keepRows(sheet: string, accountId: string, place: string, rows: readonly PlainRow[]): void {
  if (isOver) return;
  const key = keyOf(sheet, accountId, place);
  try {
    if (rows.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(rows));
  } catch {
    // Without room a reload loses them; what is typed stays on the page.
  }
}

export function readRows(sheet: string, accountId: string, place: string): PlainRow[] | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(sheet, accountId, place)) ?? '') as PlainRow[];
  } catch {
    return undefined;
  }
}

/** At sign-out with nobody named; when somebody signs in, the sheets of everybody else. */
export function dropSheets(except?: string): void {
  isOver = except === undefined;
  for (const key of Object.keys(sessionStorage)) {
    const [, ...owner] = key.startsWith(prefix) ? key.slice(prefix.length).split('.') : [];
    if (owner.length > 0 && owner[0] !== except) sessionStorage.removeItem(key);
  }
}
