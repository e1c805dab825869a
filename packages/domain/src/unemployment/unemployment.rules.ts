/**
 * Decisions about unemployment registration: 就业服务与就业管理规定 §63–66 (handbook §3.2–3.4). Every rule takes the file as read under the
 * lock, the day of business and the parameters, and gives all reasons that forbid the act, each with its article.
 */
import { findCode, getCode } from '../code/code-set.ts';
import {
  type DeregistrationReason,
  deregistrationReasons,
  type EvidenceKind,
  evidenceKinds,
} from '../code/deregistration-reason.ts';
import {
  type UnemploymentNature,
  type UnemploymentReason,
  unemploymentNatures,
  unemploymentReasons,
} from '../code/unemployment-reason.ts';
import type { ResidentFile, UnemploymentRegistration } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { addMonths, addYears, maxDate, type PlainDate } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { lastBreak } from './unemployment.continuity.ts';

export interface UnemploymentEntry {
  registeredOn: PlainDate;
  unemployedSince: PlainDate;
  reason: string;
  nature: string;
}

export interface DeregistrationEntry {
  endedOn: PlainDate;
  reason: string;
  evidence: string;
  note: string;
}

const who = '就业服务与就业管理规定第63条；领域手册 §3.2';
const reasonsArticle = '就业服务与就业管理规定第65条；领域手册 §3.2';
const endArticle = '就业服务与就业管理规定第66条；领域手册 §3.3';
const chainArticle = '领域手册 §3.4';

/** The natures that a reason allows; the others of §65 go with either. */
const naturesOf = {
  '01': ['2'],
  '02': ['1'],
  '03': ['1'],
  '04': ['1', '2'],
  '05': ['1', '2'],
  '06': ['1', '2'],
  '07': ['1', '2'],
} as const satisfies Record<UnemploymentReason, readonly UnemploymentNature[]>;

/** What a deregistration must say beside its day: the proof of the article's item, and a note where the reason leaves open what happened. */
const requirements = {
  '01': { evidence: 'employment-record', note: false },
  '02': { evidence: 'business-licence', note: false },
  '03': { evidence: 'income-statement', note: false },
  '04': { evidence: 'pension-record', note: false },
  '05': { evidence: 'ability-appraisal', note: false },
  '061': { evidence: 'enrolment-proof', note: false },
  '062': { evidence: 'enlistment-notice', note: false },
  '063': { evidence: 'settlement-proof', note: false },
  '07': { evidence: 'court-document', note: false },
  '081': { evidence: 'signed-statement', note: false },
  '082': { evidence: 'refusal-records', note: true },
  '09': { evidence: 'contact-log', note: false },
  '101': { evidence: 'employment-record', note: false },
  '102': { evidence: 'death-proof', note: false },
  '109': { evidence: 'other-document', note: true },
} as const satisfies Record<DeregistrationReason, { evidence: EvidenceKind; note: boolean }>;

const pensionEnd = '04';
const retiredEnd = '10';
const refusedService = '03';

/** The first day from which the file shows a basic pension, or null. The age alone never shows it (handbook §2.1). */
export function pensionSince(file: ResidentFile): PlainDate | null {
  const days = [
    ...file.unemployment.filter((r) => r.endReason === pensionEnd).map((r) => r.endedOn),
    ...file.employment.filter((e) => e.endReason === retiredEnd).map((e) => e.to),
  ].filter((day) => day !== null);
  return days.sort()[0] ?? null;
}

/** What the person herself stands against on a day: end of the file, age, pension, ability, wish. */
function personRefusals(file: ResidentFile, on: PlainDate, parameters: SubjectParameters): Refusal[] {
  const refusals: Refusal[] = [];
  const gone = presenceEnd(file);
  if (gone !== null) refusals.push({ code: 'unemployment.file-ended', article: who, details: { on: gone } });
  const age = parameters.number('working_age.min', on);
  const grown = addYears(file.birthOn, age);
  if (on < grown)
    refusals.push({
      code: 'unemployment.under-age',
      article: '劳动法第15条；领域手册 §2.1',
      field: 'registeredOn',
      details: { on: grown, age },
    });
  const pension = pensionSince(file);
  if (pension !== null && pension <= on)
    refusals.push({
      code: 'unemployment.pension',
      article: '就业服务与就业管理规定第66条(四)；领域手册 §2.1',
      details: { on: pension },
    });
  const ability = [...file.abilities]
    .filter((a) => a.from <= on)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1);
  if (ability && !ability.able)
    refusals.push({ code: 'unemployment.unable', article: who, details: { on: ability.from } });
  else if (ability && !ability.willing)
    refusals.push({ code: 'unemployment.unwilling', article: who, details: { on: ability.from } });
  return refusals;
}

/** Other registrations and jobs that the days [from, to) of a registration would touch. */
function overlapRefusals(
  file: ResidentFile,
  from: PlainDate,
  to: PlainDate | null,
  self: string | undefined,
): Refusal[] {
  const touches = (start: PlainDate, end: PlainDate | null) =>
    (end === null || (end > from && end > start)) && (to === null || start < to);
  const refusals: Refusal[] = [];
  for (const r of file.unemployment) {
    if (r.registrationId === self || !touches(r.registeredOn, r.endedOn)) continue;
    refusals.push(
      r.endedOn === null
        ? { code: 'unemployment.registered-already', article: who, details: { on: r.registeredOn } }
        : {
            code: 'unemployment.overlaps',
            article: who,
            field: 'registeredOn',
            details: { from: r.registeredOn, to: r.endedOn },
          },
    );
  }
  for (const job of file.employment) {
    if (!touches(job.from, job.to)) continue;
    refusals.push(
      job.to === null
        ? { code: 'unemployment.employed', article: who, details: { from: job.from } }
        : {
            code: 'unemployment.employed-on-day',
            article: who,
            field: 'registeredOn',
            details: { from: job.from, to: job.to },
          },
    );
  }
  return refusals;
}

function residenceRefusals(file: ResidentFile, on: PlainDate): Refusal[] {
  if (file.residences.some((r) => r.from <= on && (r.to === null || on < r.to))) return [];
  const first = file.residences.map((r) => r.from).sort()[0];
  const from = first !== undefined && on < first ? first : undefined;
  if (from === undefined && presenceEnd(file) !== null) return [];
  return [
    {
      code: from === undefined ? 'unemployment.not-resident-on-day' : 'unemployment.not-resident',
      article: '户籍地或常住地登记：人社部2020年失业登记通知；领域手册 §3.2',
      field: 'registeredOn',
      ...(from !== undefined && { details: { from } }),
    },
  ];
}

/** Reason, nature and the two days of an entry, whoever's it is. */
function entryRefusals(
  file: ResidentFile,
  entry: UnemploymentEntry,
  today: PlainDate,
  self: string | undefined,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (entry.registeredOn > today)
    refusals.push({ code: 'unemployment.future', article: who, field: 'registeredOn', details: { today } });
  if (entry.unemployedSince > entry.registeredOn)
    refusals.push({ code: 'unemployment.since-after', article: chainArticle, field: 'unemployedSince' });
  const others = { ...file, unemployment: file.unemployment.filter((r) => r.registrationId !== self) };
  const broken = lastBreak(others, entry.registeredOn);
  if (broken !== null && entry.unemployedSince < broken)
    refusals.push({
      code: 'unemployment.since-before-break',
      article: chainArticle,
      field: 'unemployedSince',
      details: { on: broken },
    });
  const reason = findCode(unemploymentReasons, entry.reason);
  if (!reason) refusals.push({ code: 'unemployment.reason-unknown', article: reasonsArticle, field: 'reason' });
  else {
    const natures: readonly string[] = naturesOf[reason.code];
    if (!natures.includes(entry.nature)) {
      const nature = getCode(unemploymentNatures, natures[0]!);
      refusals.push({
        code: 'unemployment.nature-against-reason',
        article: reasonsArticle,
        field: 'nature',
        details: { reasonZh: reason.zh, reasonEn: reason.en, natureZh: nature.zh, natureEn: nature.en },
      });
    }
  }
  return refusals;
}

export function registrationRefusals(
  file: ResidentFile,
  entry: UnemploymentEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  return [
    ...personRefusals(file, entry.registeredOn, parameters),
    ...overlapRefusals(file, entry.registeredOn, null, undefined),
    ...residenceRefusals(file, entry.registeredOn),
    ...entryRefusals(file, entry, today, undefined),
  ];
}

/** Correcting what was typed: the same entry rules, against everything but the record itself. An ended one stays within its end. */
export function changeRefusals(
  file: ResidentFile,
  r: UnemploymentRegistration,
  entry: UnemploymentEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  const person = personRefusals(file, entry.registeredOn, parameters);
  const refusals = person.filter((refusal) => refusal.field !== undefined);
  if (r.endedOn !== null && entry.registeredOn > r.endedOn)
    refusals.push({
      code: 'unemployment.registered-after-end',
      article: endArticle,
      field: 'registeredOn',
      details: { on: r.endedOn },
    });
  return [
    ...refusals,
    ...overlapRefusals(file, entry.registeredOn, r.endedOn, r.registrationId),
    ...residenceRefusals(file, entry.registeredOn),
    ...entryRefusals(file, entry, today, r.registrationId),
  ];
}

/** Restoring what was voided: it must not contradict what was recorded since, neither about the person nor about the same days. */
export function restoreRefusals(
  file: ResidentFile,
  r: UnemploymentRegistration,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  const person = r.endedOn === null ? personRefusals(file, r.registeredOn, parameters) : [];
  const others = changeRefusals(file, r, r, today, parameters);
  return [...person, ...others.filter((one) => !person.some(({ code }) => code === one.code))];
}

const endedAlready = (r: UnemploymentRegistration): Refusal[] =>
  r.endedOn === null ? [] : [{ code: 'unemployment.ended-already', article: endArticle, details: { on: r.endedOn } }];

export function deregistrationRefusals(
  file: ResidentFile,
  r: UnemploymentRegistration,
  entry: DeregistrationEntry,
  today: PlainDate,
  parameters: SubjectParameters,
): Refusal[] {
  const refusals = endedAlready(r);
  if (refusals.length > 0) return refusals;
  if (entry.endedOn > today)
    refusals.push({ code: 'unemployment.future', article: endArticle, field: 'endedOn', details: { today } });
  if (entry.endedOn < r.registeredOn)
    refusals.push({
      code: 'unemployment.end-before-start',
      article: endArticle,
      field: 'endedOn',
      details: { on: r.registeredOn },
    });
  const reason = findCode(deregistrationReasons, entry.reason);
  if (!reason) {
    refusals.push({ code: 'unemployment.reason-unknown', article: endArticle, field: 'reason' });
    return refusals;
  }
  const required = requirements[reason.code];
  const article = `就业服务与就业管理规定第66条(${Number(reason.code.slice(0, 2))})；领域手册 §3.3`;
  if (entry.evidence.trim().length < 2) {
    const kind = getCode(evidenceKinds, required.evidence);
    refusals.push({
      code: 'unemployment.evidence-missing',
      article,
      field: 'evidence',
      details: { evidenceZh: kind.zh, evidenceEn: kind.en },
    });
  }
  if (required.note && entry.note.trim().length < 2)
    refusals.push({ code: 'unemployment.note-missing', article, field: 'note' });
  if (reason.code === '09') refusals.push(...silenceRefusals(file, r, entry.endedOn, article, parameters));
  if (reason.code === '082') refusals.push(...serviceRefusals(file, r, entry.endedOn, article, parameters));
  return refusals;
}

/** (9): the months without contact must be full on the day of the end. */
function silenceRefusals(
  file: ResidentFile,
  r: UnemploymentRegistration,
  on: PlainDate,
  article: string,
  parameters: SubjectParameters,
): Refusal[] {
  const last = file.contacts
    .filter((c) => c.reached && c.on >= r.registeredOn && c.on <= on)
    .reduce((day, c) => maxDate(day, c.on), r.registeredOn);
  const months = parameters.number('unemp.no_contact_months', last);
  const full = addMonths(last, months);
  if (on >= full) return [];
  return [
    {
      code: 'unemployment.contact-too-recent',
      article,
      field: 'reason',
      details: { last, months, on: full },
    },
  ];
}

/** (8): refusals of services are counted from the records of contacts, so that nobody is struck off by hearsay. */
function serviceRefusals(
  file: ResidentFile,
  r: UnemploymentRegistration,
  on: PlainDate,
  article: string,
  parameters: SubjectParameters,
): Refusal[] {
  const limit = parameters.number('unemp.refusal_limit', on);
  const count = file.contacts.filter(
    (c) => c.outcome === refusedService && c.on >= r.registeredOn && c.on <= on,
  ).length;
  return count >= limit
    ? []
    : [{ code: 'unemployment.refusals-too-few', article, field: 'reason', details: { count, limit } }];
}

/** Only the last deregistration can be taken back, and only while nothing has followed it: then the chain is as if it never happened. */
export function reversalRefusals(file: ResidentFile, r: UnemploymentRegistration): Refusal[] {
  const ended = r.endedOn;
  if (ended === null) return [{ code: 'unemployment.not-ended', article: endArticle }];
  const refusals: Refusal[] = [];
  const gone = presenceEnd(file);
  if (gone !== null) refusals.push({ code: 'unemployment.file-ended', article: endArticle, details: { on: gone } });
  const later = file.unemployment.find(
    (x) => x.registrationId !== r.registrationId && (x.endedOn === null || x.endedOn > ended),
  );
  if (later)
    refusals.push({ code: 'unemployment.not-last-end', article: endArticle, details: { on: later.registeredOn } });
  const job = file.employment.find((e) => e.to === null || (e.to > ended && e.to > e.from));
  if (job)
    refusals.push({ code: 'unemployment.followed-by-employment', article: endArticle, details: { on: job.from } });
  return refusals;
}

/** A person may be registered at all today: what the button asks, before there is a form. */
export function mayRegisterToday(file: ResidentFile, today: PlainDate, parameters: SubjectParameters): Refusal[] {
  return [
    ...personRefusals(file, today, parameters),
    ...overlapRefusals(file, today, null, undefined),
    ...residenceRefusals(file, today),
  ];
}
