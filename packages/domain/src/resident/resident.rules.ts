/**
 * What may be done with a person's file, and when. Every rule takes the file as read under the lock and gives all reasons that forbid
 * the act; an empty list allows it.
 */
import { certificateActions } from '../certificate/certificate.rules.ts';
import { type CodeSet, isCode } from '../code/code-set.ts';
import { educations } from '../code/education.ts';
import { ethnicities } from '../code/ethnicity.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { maritalStatuses } from '../code/marital-status.ts';
import { politicalStatuses } from '../code/political-status.ts';
import { skillLevels } from '../code/skill-level.ts';
import { contactActions } from '../contact/contact.rules.ts';
import { employmentActions } from '../employment/employment.rules.ts';
import type { Sex } from '../kernel/citizen-id.ts';
import type { AreaId, Residence, ResidentFile } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import { policyActions } from '../policy/policy.rules.ts';
import { retireeActions } from '../retiree/retiree.rules.ts';
import { isCategoryOfSex } from '../retirement/retirement.rules.ts';
import { unemploymentActions } from '../unemployment/unemployment.actions.ts';
import { type ResidentAction, residentActions } from './resident.actions.ts';
import type { ResidentFields } from './resident.contract.ts';
import { presenceEnd } from './resident.derive.ts';
import { residentErrors } from './resident.errors.ts';
import { telephoneDigits } from './resident.search.ts';

const residenceArticle = '户籍地或常住地管理；领域手册 §3.2、§5.1';
const identityArticle = 'GB 11643-1999；领域手册 §1.1';
const abilityArticle = '领域手册 §3.2、§4.1';
const phoneArticle = '产品默认：7–12 位数字';
const codeArticle = '领域手册 §1.6';
const retirementArticle = '关于实施渐进式延迟法定退休年龄的决定；领域手册 §2.2';

/** Where the person lives now: the residence without an end. */
export function openResidence(file: ResidentFile): Residence | undefined {
  return file.residences.find((r) => r.to === null);
}

function ended(file: ResidentFile): Refusal[] {
  const endedOn = presenceEnd(file);
  return endedOn === null ? [] : [{ code: 'resident.ended', article: residenceArticle, details: { endedOn } }];
}

function notInFuture(on: PlainDate, today: PlainDate, field: string, article: string): Refusal[] {
  return on <= today ? [] : [{ code: 'resident.date-in-future', article, field, details: { today } }];
}

function notBeforeBirth(on: PlainDate, birthOn: PlainDate, field: string, article: string): Refusal[] {
  return on >= birthOn ? [] : [{ code: 'resident.date-before-birth', article, field, details: { birthOn } }];
}

function notBeforeResidence(file: ResidentFile, on: PlainDate, field: string): Refusal[] {
  const from = openResidence(file)?.from;
  return from === undefined || on >= from
    ? []
    : [{ code: 'resident.date-before-residence', article: residenceArticle, field, details: { from } }];
}

const codeSets = {
  hukouType: householdRegistrations,
  education: educations,
  ethnicity: ethnicities,
  marital: maritalStatuses,
  political: politicalStatuses,
  skillLevel: skillLevels,
} as const satisfies Partial<Record<keyof ResidentFields, CodeSet>>;

/** Codes must be in their lists, and the retirement category must fit the sex. Fields that are absent are not judged. */
export function fieldRefusals(fields: Partial<ResidentFields>, sex: Sex): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [field, set] of Object.entries(codeSets)) {
    const code = fields[field as keyof typeof codeSets];
    if (code !== undefined && code !== null && !isCode(set, code))
      refusals.push({ code: 'resident.code-unknown', article: codeArticle, field, details: { code } });
  }
  if (fields.phone && telephoneDigits(fields.phone) === undefined)
    refusals.push({ code: 'resident.phone', article: phoneArticle, field: 'phone' });
  const category = fields.retirementCategory;
  if (category && !isCategoryOfSex(category, sex))
    refusals.push({
      code: 'resident.category-of-other-sex',
      article: retirementArticle,
      field: 'retirementCategory',
    });
  return refusals;
}

export function registrationRefusals(
  person: { birthOn: PlainDate; sex: Sex; livesHereSince: PlainDate; fields: ResidentFields },
  today: PlainDate,
): Refusal[] {
  return [
    ...notInFuture(person.livesHereSince, today, 'livesHereSince', residenceArticle),
    ...notBeforeBirth(person.livesHereSince, person.birthOn, 'livesHereSince', residenceArticle),
    ...fieldRefusals(person.fields, person.sex),
  ];
}

/** Moving on a day to another community: the person lives somewhere, not there already, and not before she came. */
export function moveRefusals(
  file: ResidentFile,
  entry: { toAreaId: AreaId; movedOn: PlainDate },
  today: PlainDate,
): Refusal[] {
  const refusals = [...ended(file), ...notInFuture(entry.movedOn, today, 'movedOn', residenceArticle)];
  if (openResidence(file)?.areaId === entry.toAreaId)
    refusals.push({ code: 'resident.same-area', article: residenceArticle, field: 'toAreaCode' });
  return [...refusals, ...notBeforeResidence(file, entry.movedOn, 'movedOn')];
}

export function endRefusals(file: ResidentFile, entry: { on: PlainDate }, today: PlainDate): Refusal[] {
  return [
    ...ended(file),
    ...notInFuture(entry.on, today, 'on', residenceArticle),
    ...notBeforeResidence(file, entry.on, 'on'),
  ];
}

export function reopenRefusals(file: ResidentFile): Refusal[] {
  return presenceEnd(file) === null ? [{ code: 'resident.not-ended', article: residenceArticle }] : [];
}

export function abilityRefusals(file: ResidentFile, fromOn: PlainDate, today: PlainDate): Refusal[] {
  return [
    ...ended(file),
    ...notInFuture(fromOn, today, 'fromOn', abilityArticle),
    ...notBeforeBirth(fromOn, file.birthOn, 'fromOn', abilityArticle),
  ];
}

export function identityRefusals(sameNumber: boolean): Refusal[] {
  return sameNumber ? [{ code: 'resident.same-identity', article: identityArticle, field: 'citizenId' }] : [];
}

type OwnAction = Extract<ResidentAction, `resident.${string}`>;

function ownActions(file: ResidentFile): AllowedAction[] {
  const gone = ended(file);
  const refusals: Record<OwnAction, Refusal[]> = {
    'resident.record-ability': gone,
    'resident.change': [],
    'resident.move': gone,
    'resident.correct-identity': [],
    'resident.print-card': [],
    'resident.end': gone,
    'resident.reopen': reopenRefusals(file),
  };
  return (Object.keys(refusals) as OwnAction[]).map((action) =>
    allowedAction(action, refusals[action], residentErrors),
  );
}

/**
 * Everything that can be done from a person's file today, in the order of the menu. At most one is primary: the first in that order
 * which its slice proposes.
 */
export function fileActions(file: ResidentFile, today: PlainDate, parameters: SubjectParameters): AllowedAction[] {
  const all = new Map(
    [
      ...unemploymentActions(file, today, parameters),
      ...contactActions(file),
      ...employmentActions(file, today, parameters),
      ...certificateActions(file, today),
      ...policyActions(file),
      ...retireeActions(file),
      ...ownActions(file),
    ].map((entry) => [entry.action, entry]),
  );
  const ordered = residentActions.map((action) => all.get(action)).filter((entry) => entry !== undefined);
  const primary = ordered.find((entry) => entry.primary);
  return ordered.map((entry) => ({ ...entry, primary: entry === primary }));
}
