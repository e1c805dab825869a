/**
 * A ledger 台账: who stands in it, with which columns, in which order. It is data (`regions/<area>/ledgers/*.json`); a city adds one without
 * code. Whoever stands in it is whoever a number counts, so a ledger and the report always agree.
 */
import type { Sentence } from '../kernel/app-error.ts';
import { type Period, parsePeriod, periodOf } from '../kernel/period.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { findIndicator } from '../statistics/indicators.ts';
import type { LedgerColumnKey, LedgerRowKind } from './ledger-column.ts';

/** Records that a ledger may list by their own day. */
export const ledgerRecords = [
  'unemployment',
  'employment',
  'contact',
  'certificate',
  'confirmation',
  'policy',
  'departure',
] as const;
export type LedgerRecord = (typeof ledgerRecords)[number];

/** Where the rows come from: those an indicator counts at the end of a day, those it counted in a period, or records of a period. */
export type LedgerRows =
  | { kind: 'stock'; indicator: string }
  | { kind: 'flow'; indicator: string }
  | { kind: 'records'; of: LedgerRecord };

/** All conditions of a ledger have to hold. */
export type LedgerCondition =
  | { column: LedgerColumnKey; is: readonly string[] }
  | { column: LedgerColumnKey; filled: boolean }
  | { column: LedgerColumnKey; contains: string }
  | { column: LedgerColumnKey; atLeast: number }
  | { column: LedgerColumnKey; from?: PlainDate; to?: PlainDate };

export interface LedgerSort {
  column: LedgerColumnKey;
  descending: boolean;
}

export interface Ledger extends Sentence {
  key: string;
  about: Sentence;
  source: Sentence;
  /** Place in the list of ledgers; those of a city come last unless they say otherwise. */
  order: number;
  rows: LedgerRows;
  columns: readonly LedgerColumnKey[];
  conditions: readonly LedgerCondition[];
  sort: readonly LedgerSort[];
  paper: 'portrait' | 'landscape';
}

/** What a row is about. */
export function rowKindOf(rows: LedgerRows): LedgerRowKind {
  if (rows.kind === 'records') return rows.of === 'departure' ? 'resident' : rows.of;
  return findIndicator(rows.indicator)?.of ?? 'resident';
}

/** The period that a ledger shows: a stock as of a day, the others what happened in a month, quarter or year. */
export function ledgerPeriod(rows: LedgerRows, text: string | undefined, today: PlainDate): Period | undefined {
  if (text === undefined) return periodOf(rows.kind === 'stock' ? 'day' : 'month', today);
  const period = parsePeriod(text);
  if (!period || period.from > today) return undefined;
  if (rows.kind === 'stock') return period.kind === 'day' ? period : undefined;
  return period.kind === 'month' || period.kind === 'quarter' || period.kind === 'year' ? period : undefined;
}
