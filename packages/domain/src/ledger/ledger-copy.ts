/**
 * A frozen copy 封存台账 of the ledgers of one community at the closing of a month: who stood in each, as booked up to that month, with what
 * was shown of them then.
 */
import { type Period, parsePeriod, periodOf } from '../kernel/period.ts';
import { formatMonth, lastDayOf, type Month } from '../kernel/plain-date.ts';
import type { LedgerRows } from './ledger.ts';
import type { LedgerValue } from './ledger.words.ts';
import type { LedgerColumnKey } from './ledger-column.ts';

/** Subject, record or null, then a cell for each column: small, since all people of a community stand in it many times. */
export type CopiedRow = [subjectId: string, recordId: string | null, ...cells: LedgerValue[]];

export interface CopiedLedger {
  key: string;
  columns: LedgerColumnKey[];
  rows: CopiedRow[];
}

export interface LedgerCopy {
  version: 1;
  area: { code: string; name: string };
  /** '2026-10'. */
  month: string;
  ledgers: CopiedLedger[];
}

/** The period that a copy of a month holds of a ledger: who stood in it on the last day, or what happened in the month. */
export function copiedPeriod(rows: LedgerRows['kind'], month: Month): Period {
  return rows === 'stock' ? periodOf('day', lastDayOf(month)) : parsePeriod(formatMonth(month))!;
}

/** What tells two rows of a ledger apart. */
export const rowIdentity = (row: { subjectId: string; recordId: string | null }) =>
  `${row.subjectId} ${row.recordId ?? ''}`;

/** Who has come into a ledger of a closed month since, and who has gone from it: late filings and corrections. */
export function changesSince<T extends { subjectId: string; recordId: string | null }>(
  then: readonly T[],
  now: readonly T[],
): { added: T[]; removed: T[] } {
  const before = new Set(then.map(rowIdentity));
  const after = new Set(now.map(rowIdentity));
  return {
    added: now.filter((row) => !before.has(rowIdentity(row))),
    removed: then.filter((row) => !after.has(rowIdentity(row))),
  };
}
