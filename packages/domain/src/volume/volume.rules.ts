/**
 * The street volume 一街一册: what the ledgers of its communities count, side by side, beside what the ledger of the whole street counts.
 * Both are found by themselves and must agree (handbook §9 B2).
 */
import type { AreaKind } from '../area/area.rules.ts';
import { type Period, parsePeriod, periodOf } from '../kernel/period.ts';
import { minDate, type PlainDate } from '../kernel/plain-date.ts';
import type { LedgerRows } from '../ledger/ledger.ts';

/** Levels that have a volume. A city looks at its districts one by one: its people are too many to be listed on paper. */
export const volumeLevels = ['community', 'street', 'district'] as const satisfies readonly AreaKind[];
export type VolumeLevel = (typeof volumeLevels)[number];

export function isVolumeLevel(kind: AreaKind): kind is VolumeLevel {
  return (volumeLevels as readonly AreaKind[]).includes(kind);
}

/** A day or a month, not after today; the present month when nothing is said. */
export function volumePeriod(text: string | undefined, today: PlainDate): Period | undefined {
  if (text === undefined) return periodOf('month', today);
  const period = parsePeriod(text);
  if (!period || period.from > today) return undefined;
  return period.kind === 'day' || period.kind === 'month' ? period : undefined;
}

/** The period of a ledger in a volume: who stood in it on the last day, or what happened in the month. Of a day nothing is said to happen. */
export function ledgerPeriodIn(period: Period, rows: LedgerRows['kind'], today: PlainDate): Period | undefined {
  if (rows === 'stock') return periodOf('day', minDate(period.last, today));
  return period.kind === 'month' ? period : undefined;
}

export interface Reconciliation {
  /** Of the parts together. */
  sum: number;
  /** Parts less the whole: 0 when they agree. */
  difference: number;
}

export function reconcile(counts: readonly number[], whole: number): Reconciliation {
  const sum = counts.reduce((all, count) => all + count, 0);
  return { sum, difference: sum - whole };
}

export const differenceReasons = ['several-parts', 'taken-back-elsewhere', 'moved-within'] as const;
export type DifferenceReason = (typeof differenceReasons)[number];

/**
 * Why somebody makes a difference: she is counted in several parts; a part counts her although another has taken it back since; or no part
 * finds her by the ledger's condition, because she lives in another one by now.
 * @returns undefined for whom both count once, or both do not count
 */
export function differenceReason(parts: number, inWhole: boolean): DifferenceReason | undefined {
  if (parts === (inWhole ? 1 : 0)) return undefined;
  if (parts > 1) return 'several-parts';
  return inWhole ? 'moved-within' : 'taken-back-elsewhere';
}
