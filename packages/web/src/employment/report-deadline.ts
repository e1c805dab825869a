import { addDays, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type ParameterRow, parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { useCan } from '../app/session.ts';
import { useRead } from '../kit/use-api.ts';

/** The number in force for an area on a day: the narrowest area that has one, the country's as the last resort. */
export function parameterOn(
  rows: readonly ParameterRow[],
  key: string,
  areaCode: string,
  on: PlainDate,
): number | undefined {
  const breadth = (code: string | null) => (code === null ? 0 : code.replace(/0+$/, '').length);
  const inForce = rows.filter(
    (row) =>
      row.key === key &&
      row.fromOn <= on &&
      (row.toOn === null || on < row.toOn) &&
      (row.areaCode === null || areaCode.startsWith(row.areaCode.replace(/0+$/, ''))),
  );
  const [narrowest] = inForce.toSorted(
    (a, b) => breadth(b.areaCode) - breadth(a.areaCode) || (a.fromOn > b.fromOn ? -1 : 1),
  );
  return typeof narrowest?.value === 'number' ? narrowest.value : undefined;
}

export interface ReportDeadline {
  /** Days from the event within which it has to be reported. */
  limit: number;
  dueOn: PlainDate;
  /** Days since the event. */
  days: number;
  late: boolean;
}

/** Hire or end of a job against its limit (就业服务与就业管理规定 §62); undefined while nothing is known. */
export function reportDeadline(limit: number | undefined, on: PlainDate, today: PlainDate): ReportDeadline | undefined {
  if (limit === undefined) return undefined;
  const dueOn = addDays(on, limit);
  return { limit, dueOn, days: daysBetween(on, today), late: today > dueOn };
}

/** The policy parameters, read once an hour; empty for those who may not see them. */
export function useParameters(): readonly ParameterRow[] {
  const may = useCan('parameter.read');
  const read = useRead(parameterContracts.list, {}, { enabled: may, freshFor: 60 * 60_000 });
  return read.data?.parameters ?? [];
}
