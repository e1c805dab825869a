/** Continuous unemployment 连续失业 (handbook §3.4): since when, what breaks it, and the long-term buckets. */
import { deregistrationReasons } from '../code/deregistration-reason.ts';
import type { ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import { addMonths, isWithin, maxDate, minDate, type PlainDate } from '../kernel/plain-date.ts';

/** Deregistrations that break the chain: she worked, or the agency lost contact with her (§3.3 (9)). */
const breaking: ReadonlySet<string> = new Set([
  '09',
  ...deregistrationReasons.filter((reason) => reason.employed).map((reason) => reason.code),
]);

/**
 * The last day up to `on` on which something ended the unemployment before it: the end of a job, or a deregistration that breaks the
 * chain. A reversed deregistration has no end any more, so it keeps the chain. Null when nothing ever did.
 */
export function lastBreak(file: ResidentFile, on: PlainDate): PlainDate | null {
  let last: PlainDate | null = null;
  const take = (day: PlainDate | null) => {
    if (day !== null && day <= on && (last === null || day > last)) last = day;
  };
  for (const job of file.employment) if (job.to === null || job.to > job.from) take(job.to);
  for (const r of file.unemployment) if (r.endReason !== null && breaking.has(r.endReason)) take(r.endedOn);
  return last;
}

/** Since when the unemployment of one registration is continuous: the stated day, cut at the last break before the registration. */
export function chainStart(file: ResidentFile, r: UnemploymentRegistration): PlainDate {
  const stated = minDate(r.unemployedSince, r.registeredOn);
  const others = { ...file, unemployment: file.unemployment.filter((x) => x.registrationId !== r.registrationId) };
  const broken = lastBreak(others, r.registeredOn);
  return broken === null ? stated : maxDate(stated, broken);
}

/** The registration in force on a day. */
export function registrationOn(file: ResidentFile, on: PlainDate): UnemploymentRegistration | undefined {
  return file.unemployment.find((r) => isWithin(on, r.registeredOn, r.endedOn));
}

/** Continuous unemployment since, as of a day; null when not registered then. */
export function continuousUnemployedSince(file: ResidentFile, on: PlainDate): PlainDate | null {
  const r = registrationOn(file, on);
  return r ? chainStart(file, r) : null;
}

export const unemploymentBuckets = [
  { code: 'up-to-6', zh: '6个月以内', en: 'Up to 6 months', months: 0 },
  { code: 'over-6', zh: '6个月以上', en: 'Over 6 months', months: 6 },
  { code: 'over-12', zh: '12个月以上', en: 'Over 12 months', months: 12 },
] as const;
export type UnemploymentBucket = (typeof unemploymentBuckets)[number]['code'];

/** The long-term bucket on a day: a bucket begins on the day on which its months are full. */
export function unemploymentBucket(since: PlainDate, on: PlainDate): UnemploymentBucket {
  let bucket: UnemploymentBucket = 'up-to-6';
  for (const row of unemploymentBuckets) if (addMonths(since, row.months) <= on) bucket = row.code;
  return bucket;
}
