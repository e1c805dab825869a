import type { AreaKind } from '../area/area.rules.ts';
import type { External } from '../kernel/indicator.ts';
import { type Period, parsePeriod, periodOf } from '../kernel/period.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';

export type ExternalEntry = { period: string; value: number; publishedOn: PlainDate };

const article = '领域手册 §5.1';
const kindNames = { month: '2026-10', quarter: '2026-Q3', year: '2026' } as const;

/** Why a published value cannot be entered for an area: period, level, range, digits, day of publication. */
export function externalRefusals(
  indicator: External,
  entry: ExternalEntry,
  areaKind: AreaKind,
  today: PlainDate,
): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (code: string, field: string, details: Refusal['details'] = {}) =>
    refusals.push({ code, article, field, details });
  if (!indicator.areaKinds.includes(areaKind)) refuse('external.wrong-level', 'area');
  const period = parsePeriod(entry.period);
  if (period?.kind !== indicator.period)
    refuse('external.wrong-period', 'period', { example: kindNames[indicator.period] });
  else {
    if (period.last >= today) refuse('external.period-open', 'period', { last: period.last });
    if (entry.publishedOn <= period.last && period.last < today)
      refuse('external.published-too-early', 'publishedOn', { last: period.last });
  }
  if (entry.publishedOn > today) refuse('external.published-later', 'publishedOn', { today });
  const [least, most] = indicator.range;
  if (entry.value < least || entry.value > most) refuse('external.out-of-range', 'value', { least, most });
  const scaled = entry.value * 10 ** indicator.decimals;
  if (Math.abs(scaled - Math.round(scaled)) > 1e-6)
    refuse('external.too-many-digits', 'value', { decimals: indicator.decimals });
  return refusals;
}

/** The last period of an external indicator that has ended by a day: the one whose value a report of that day shows. */
export function lastEndedPeriod(indicator: External, on: PlainDate): Period {
  const period = periodOf(indicator.period, on);
  return period.last <= on ? period : periodOf(indicator.period, addDays(period.from, -1));
}
