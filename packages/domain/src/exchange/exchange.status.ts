import { findCode } from '../code/code-set.ts';
import type { EmploymentStatus } from '../code/employment-status.ts';
import { employmentTypes } from '../code/employment-type.ts';
import type { PlainDate } from '../kernel/plain-date.ts';

export type StatusRecords = {
  endedOn: PlainDate | null;
  diedOn: PlainDate | null;
  employment: readonly { type: string; from: PlainDate; to: PlainDate | null }[];
  unemployment: readonly { from: PlainDate; to: PlainDate | null }[];
  abilities: readonly { able: boolean; willing: boolean; from: PlainDate }[];
};

const holds = (record: { from: PlainDate; to: PlainDate | null }, on: PlainDate) =>
  record.from <= on && (record.to === null || record.to > on);

/**
 * 就业状态 of the exchange tables on a day, from the records alone (handbook §1.9): closed file, registered as unemployed, employed (by the
 * latest job), unable, unwilling, jobless. Null when no record says anything.
 */
export function employmentStatusOn(records: StatusRecords, on: PlainDate): EmploymentStatus | null {
  if ((records.diedOn ?? '9') <= on || (records.endedOn ?? '9') <= on) return '99';
  if (records.unemployment.some((one) => holds(one, on))) return '60';
  const job = records.employment.filter((one) => holds(one, on)).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (job) return findCode<(typeof employmentTypes)[number]>(employmentTypes, job.type)?.status ?? '10';
  const ability = records.abilities.filter((one) => one.from <= on).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!ability) return null;
  if (!ability.able) return '83';
  return ability.willing ? '61' : '70';
}
