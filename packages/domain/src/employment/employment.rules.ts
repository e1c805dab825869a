/**
 * Decisions about employment registration: 就业服务与就业管理规定 §62 (handbook §3.1). A late report is accepted and marked, never refused.
 * Registering work ends the open unemployment registration on the first day of work with the fitting item of §66.
 */
import { findCode } from '../code/code-set.ts';
import { type DeregistrationReason, deregistrationReasons } from '../code/deregistration-reason.ts';
import { employmentEndReasons } from '../code/employment-end-reason.ts';
import { type EmploymentType, employmentTypes } from '../code/employment-type.ts';
import { parseCreditCode } from '../kernel/credit-code.ts';
import type { Employment, ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addDays, addYears, type PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import type { ResidentAction } from '../resident/resident.actions.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { employmentErrors } from './employment.errors.ts';

export interface EmploymentEntry {
  type: string;
  employerName: string;
  employerCode: string | null;
  industry: string | null;
  startedOn: PlainDate;
}

const article = '就业服务与就业管理规定第62条；领域手册 §3.1';
const industryArticle = 'GB/T 4754-2017；领域手册 §1.7';

type TypeRule = {
  /** A person holds one job of this kind at a time; the others may stand beside it. */
  exclusive: boolean;
  /** How an open unemployment registration ends: with an employer, and without one. */
  ends: readonly [withEmployer: DeregistrationReason, without: DeregistrationReason];
};

const typeRules = {
  '10': { exclusive: true, ends: ['01', '01'] },
  '20': { exclusive: false, ends: ['02', '02'] },
  '30': { exclusive: false, ends: ['03', '03'] },
  '40': { exclusive: true, ends: ['01', '01'] },
  '50': { exclusive: false, ends: ['01', '03'] },
  '59': { exclusive: false, ends: ['03', '03'] },
} as const satisfies Record<EmploymentType, TypeRule>;

const ruleOf = (type: string): TypeRule | undefined => typeRules[type as EmploymentType];

/** The reason with which a job ends the open unemployment registration. */
export function deregistrationReasonOf(entry: Pick<EmploymentEntry, 'type' | 'employerName'>): DeregistrationReason {
  const rule = ruleOf(entry.type);
  if (!rule) throw new RangeError(`unknown employment type ${entry.type}`);
  return entry.employerName === '' ? rule.ends[1] : rule.ends[0];
}

/** The code as it is stored, with a warning when only the old organisation code inside it does not check. */
export function employerCodeOf(text: string | null): { code: string | null; warning?: string; refusal?: Refusal } {
  if (text === null) return { code: null };
  const parsed = parseCreditCode(text);
  if (parsed.ok) return { code: parsed.code, ...(parsed.warning && { warning: parsed.warning }) };
  if (parsed.code === 'credit-code-missing') return { code: null };
  const wrongCheck = parsed.code === 'credit-code-checksum';
  return {
    code: null,
    refusal: {
      code: wrongCheck ? 'employment.employer-code-checksum' : 'employment.employer-code-format',
      article: 'GB 32100-2015；领域手册 §1.2',
      field: 'employerCode',
      ...(parsed.expectedCheck !== undefined && { details: { expected: parsed.expectedCheck } }),
    },
  };
}

/** Whether reporting on a day is late; only an employer has a limit, who works for herself reports when she likes. */
export function isHireLate(
  entry: Pick<EmploymentEntry, 'type' | 'employerName'>,
  startedOn: PlainDate,
  reportedOn: PlainDate,
  parameters: SubjectParameters,
): boolean {
  if (!hasEmployer(entry)) return false;
  return reportedOn > addDays(startedOn, parameters.number('employment.hire_report_days', startedOn));
}

export function isEndLate(
  job: Pick<EmploymentEntry, 'type' | 'employerName'>,
  endedOn: PlainDate,
  reportedOn: PlainDate,
  parameters: SubjectParameters,
): boolean {
  if (!hasEmployer(job)) return false;
  return reportedOn > addDays(endedOn, parameters.number('employment.end_report_days', endedOn));
}

function hasEmployer(entry: Pick<EmploymentEntry, 'type' | 'employerName'>): boolean {
  return findCode(employmentTypes, entry.type)?.needsEmployer === true || entry.employerName !== '';
}

const overlaps = (aFrom: PlainDate, aTo: PlainDate | null, bFrom: PlainDate, bTo: PlainDate | null) =>
  (aTo === null || bFrom < aTo) && (bTo === null || aFrom < bTo);

/** Type, employer, codes and first day of an entry. `to` is the end of the job when it is a correction of an ended one. */
function entryRefusals(
  file: ResidentFile,
  entry: EmploymentEntry,
  to: PlainDate | null,
  self: string | undefined,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  const refusals: Refusal[] = [];
  const { startedOn } = entry;
  if (startedOn > today) refusals.push({ code: 'employment.future', article, field: 'startedOn', details: { today } });
  const age = parameters.number('working_age.min', startedOn);
  const grown = addYears(file.birthOn, age);
  if (startedOn < grown)
    refusals.push({
      code: 'employment.under-age',
      article: '劳动法第15条；禁止使用童工规定；领域手册 §2.1',
      field: 'startedOn',
      details: { on: grown, age },
    });
  const type = findCode(employmentTypes, entry.type);
  if (!type) refusals.push({ code: 'employment.type-unknown', article, field: 'type' });
  else if (type.needsEmployer && entry.employerName === '')
    refusals.push({ code: 'employment.employer-missing', article, field: 'employerName' });
  const { refusal } = employerCodeOf(entry.employerCode);
  if (refusal) refusals.push(refusal);
  if (entry.industry !== null && !/^[A-T](\d{2,4})?$/.test(entry.industry))
    refusals.push({ code: 'employment.industry-unknown', article: industryArticle, field: 'industry' });
  const exclusive = ruleOf(entry.type)?.exclusive ?? false;
  for (const job of file.employment) {
    if (job.employmentId === self || !overlaps(startedOn, to, job.from, job.to)) continue;
    if (exclusive && ruleOf(job.type)?.exclusive)
      refusals.push({ code: 'employment.overlaps', article, field: 'startedOn', details: { from: job.from } });
  }
  return refusals;
}

export interface HireDecision {
  refusals: Refusal[];
  /** The open registration that this job ends on its first day. */
  ends: UnemploymentRegistration | undefined;
}

export function hireDecision(
  file: ResidentFile,
  entry: EmploymentEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): HireDecision {
  const refusals: Refusal[] = [];
  const gone = presenceEnd(file);
  if (gone !== null) refusals.push({ code: 'employment.file-ended', article, details: { on: gone } });
  refusals.push(...entryRefusals(file, entry, null, undefined, today, parameters));
  const { startedOn } = entry;
  let ends: UnemploymentRegistration | undefined;
  for (const r of file.unemployment) {
    if (r.endedOn === null) {
      ends = r;
      if (startedOn < r.registeredOn)
        refusals.push({
          code: 'employment.before-registration',
          article: '就业服务与就业管理规定第63条、第66条；领域手册 §3.4',
          field: 'startedOn',
          details: { on: r.registeredOn },
        });
    } else if (startedOn < r.endedOn && r.registeredOn < r.endedOn)
      refusals.push({
        code: 'employment.within-registration',
        article: '就业服务与就业管理规定第66条；领域手册 §3.4',
        field: 'startedOn',
        details: { from: r.registeredOn, to: r.endedOn },
      });
  }
  return { refusals, ends };
}

/** The registration that a job ended: it closed on the job's first day because she works. */
export function registrationEndedBy(
  file: ResidentFile,
  job: Employment,
): (UnemploymentRegistration & { endedOn: PlainDate }) | undefined {
  for (const r of file.unemployment)
    if (r.endedOn === job.from && findCode(deregistrationReasons, r.endReason)?.employed)
      return { ...r, endedOn: r.endedOn };
  return undefined;
}

/** How the registration that a job had closed follows a correction of the job. */
export interface FollowingEnd {
  registrationId: string;
  registeredOn: PlainDate;
  endedOn: PlainDate;
  endReason: string;
}

/** An end that the job itself had given keeps fitting its type; one that somebody chose (§66 (10)) stays. */
function followingEnd(file: ResidentFile, job: Employment, entry: EmploymentEntry): FollowingEnd | undefined {
  const r = registrationEndedBy(file, job);
  const rule = ruleOf(entry.type);
  if (!r || !rule) return undefined;
  const given =
    r.endReason !== null && (ruleOf(job.type)?.ends as readonly string[] | undefined)?.includes(r.endReason);
  const endReason = given ? deregistrationReasonOf(entry) : (r.endReason ?? '');
  if (entry.startedOn === r.endedOn && endReason === r.endReason) return undefined;
  return { registrationId: r.registrationId, registeredOn: r.registeredOn, endedOn: entry.startedOn, endReason };
}

/**
 * Correcting a job. When its first day moves, the end of the registration that it had closed moves along (`follows`), and neither may
 * pass another registration.
 */
export function jobChangeDecision(
  file: ResidentFile,
  job: Employment,
  entry: EmploymentEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): { refusals: Refusal[]; follows: FollowingEnd | undefined } {
  const refusals = entryRefusals(file, entry, job.to, job.employmentId, today, parameters);
  const { startedOn } = entry;
  if (job.to !== null && startedOn > job.to)
    refusals.push({ code: 'employment.started-after-end', article, field: 'startedOn', details: { on: job.to } });
  const moved = startedOn !== job.from;
  const follows = followingEnd(file, job, entry);
  for (const r of file.unemployment) {
    if (r.registrationId === follows?.registrationId) {
      if (startedOn < r.registeredOn)
        refusals.push({
          code: 'employment.before-registration',
          article: '领域手册 §3.4',
          field: 'startedOn',
          details: { on: r.registeredOn },
        });
    } else if (moved && overlaps(startedOn, job.to, r.registeredOn, r.endedOn) && r.registeredOn !== r.endedOn)
      refusals.push({
        code: 'employment.within-registration',
        article: '领域手册 §3.4',
        field: 'startedOn',
        details: { from: r.registeredOn, to: r.endedOn ?? '' },
      });
  }
  return { refusals, follows };
}

/** Restoring what was voided: no days of a registration, no other job of its kind, no end of the file may have been recorded over it since. */
export function jobRestoreRefusals(
  file: ResidentFile,
  job: Employment,
  entry: EmploymentEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  const refusals = entryRefusals(file, entry, job.to, job.employmentId, today, parameters);
  const gone = presenceEnd(file);
  if (gone !== null && job.from > gone)
    refusals.push({ code: 'employment.file-ended', article, details: { on: gone } });
  for (const r of file.unemployment)
    if (overlaps(job.from, job.to, r.registeredOn, r.endedOn) && r.registeredOn !== r.endedOn)
      refusals.push(
        r.endedOn === null
          ? { code: 'employment.registered-since', article: '领域手册 §3.4', details: { from: r.registeredOn } }
          : {
              code: 'employment.within-registration',
              article: '领域手册 §3.4',
              field: 'startedOn',
              details: { from: r.registeredOn, to: r.endedOn },
            },
      );
  return refusals;
}

export function jobEndRefusals(
  job: Employment,
  entry: { endedOn: PlainDate; reason: string },
  today: PlainDate,
): Refusal[] {
  if (job.to !== null) return [{ code: 'employment.ended-already', article, details: { on: job.to } }];
  const refusals: Refusal[] = [];
  if (entry.endedOn > today)
    refusals.push({ code: 'employment.future', article, field: 'endedOn', details: { today } });
  if (entry.endedOn < job.from)
    refusals.push({ code: 'employment.end-before-start', article, field: 'endedOn', details: { on: job.from } });
  if (!findCode(employmentEndReasons, entry.reason))
    refusals.push({ code: 'employment.reason-unknown', article, field: 'reason' });
  return refusals;
}

export type EmploymentAction = Extract<ResidentAction, `employment.${string}`>;

/** One entry per command of the slice, for the person's file page. */
export function employmentActions(
  file: ResidentFile,
  today: PlainDate,
  parameters: SubjectParameters,
): AllowedAction[] {
  const gone = presenceEnd(file);
  const grown = addYears(file.birthOn, parameters.number('working_age.min', today));
  const any: Refusal[] = file.employment.length > 0 ? [] : [{ code: 'employment.none', article }];
  const open = file.employment.filter((e) => e.to === null);
  const register: Refusal[] = [];
  if (gone !== null) register.push({ code: 'employment.file-ended', article, details: { on: gone } });
  if (today < grown)
    register.push({
      code: 'employment.under-age',
      article: '劳动法第15条；领域手册 §2.1',
      details: { on: grown, age: parameters.number('working_age.min', today) },
    });
  const refusals: Record<EmploymentAction, Refusal[]> = {
    'employment.register': register,
    'employment.change': any,
    'employment.end': open.length > 0 ? [] : [{ code: 'employment.not-open', article }],
    'employment.void': any,
  };
  const employed = open.length > 0 && !file.unemployment.some((r) => r.endedOn === null);
  return (Object.keys(refusals) as EmploymentAction[]).map((action) =>
    allowedAction(action, refusals[action], employmentErrors, employed && action === 'employment.end'),
  );
}
