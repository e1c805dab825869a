import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import type { CodeSet } from '@renshe/domain/code/code-set.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { contactServiceNames } from '@renshe/domain/code/contact-service.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { ethnicities } from '@renshe/domain/code/ethnicity.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { maritalStatuses } from '@renshe/domain/code/marital-status.ts';
import { politicalStatuses } from '@renshe/domain/code/political-status.ts';
import { registrationChannels } from '@renshe/domain/code/registration-channel.ts';
import {
  careEndReasons,
  confirmationResults,
  confirmationWays,
  livingStates,
  pensionKinds,
} from '@renshe/domain/code/retiree-care.ts';
import { skillLevels } from '@renshe/domain/code/skill-level.ts';
import { unemploymentNatures, unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { ResidentFields, TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { isTimelineKind, timelineKinds } from '@renshe/domain/resident/resident.timeline.ts';
import { retirementCategories } from '@renshe/domain/retirement/retirement.rules.ts';

export interface Translate {
  (key: string): string;
  (key: string, values: Record<string, unknown>): string;
}

/** The code lists of the fields of a resident; a field without one holds text. */
export const fieldCodeSets: Partial<Record<keyof ResidentFields, CodeSet>> = {
  hukouType: householdRegistrations,
  education: educations,
  ethnicity: ethnicities,
  marital: maritalStatuses,
  political: politicalStatuses,
  skillLevel: skillLevels,
  retirementCategory: retirementCategories,
};

/** A stored field value in words; the empty value is said, never left blank. */
export function fieldValueText(field: string, value: string | null, t: Translate, language: Language): string {
  if (value === null || value === '') return t('resident.file.nothing');
  if (field === 'sex') return t(`resident.sex.${value}`);
  if (field === 'kind') return t(`household.kind.${value}`);
  const set = fieldCodeSets[field as keyof ResidentFields];
  return set ? codeName(set, value, language) : value;
}

const fieldsOfHousehold = new Set(['number', 'kind']);

export function fieldLabel(field: string, t: Translate): string {
  const key = `resident.field.${field}`;
  if (fieldsOfHousehold.has(field)) return t(`household.field.${field}`);
  const label = t(key);
  return label === key ? field : label;
}

type Data = TimelineEntry['data'];

function textOf(value: Data[string] | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** One fact of a line in words, or the empty text when there is nothing to say. */
function valueText(kind: string, key: string, data: Data, t: Translate, language: Language): string {
  const value = data[key];
  if (value === null || value === undefined || value === '') return '';
  const word = (set: CodeSet) => codeName(set, textOf(value), language);
  switch (key) {
    case 'reason':
      if (kind === 'unemployment-registered') return word(unemploymentReasons);
      if (kind === 'unemployment-deregistered') return word(deregistrationReasons);
      if (kind === 'employment-ended') return word(employmentEndReasons);
      if (kind === 'retiree-care-ended') return word(careEndReasons);
      if (kind === 'resident-ended') return t(`resident.end.${textOf(value)}`);
      return textOf(value);
    case 'amount':
      return typeof value === 'number' ? (value / 100).toFixed(2) : '';
    case 'pension':
      return word(pensionKinds);
    case 'living':
      return word(livingStates);
    case 'confirmedBy':
      return word(confirmationWays);
    case 'result':
      return word(confirmationResults);
    case 'disabled':
    case 'partyMember':
      return value === true ? t('timeline.value.yes') : '';
    case 'nature':
      return word(unemploymentNatures);
    case 'channel':
      return word(registrationChannels);
    case 'type':
      return word(employmentTypes);
    case 'relation':
      return word(familyRelations);
    case 'category':
      return word(hardshipCategories);
    case 'outcome':
      return word(contactOutcomes);
    case 'way':
      return word(contactWays);
    case 'service':
      return word(contactServiceNames);
    case 'able':
      return t(value === true ? 'timeline.value.able' : 'timeline.value.unable');
    case 'willing':
      return t(value === true ? 'timeline.value.willing' : 'timeline.value.unwilling');
    case 'urban':
      return t(value === true ? 'timeline.value.urban' : 'timeline.value.rural');
    case 'platformWork':
      return value === true ? t('timeline.value.platform') : '';
    case 'late':
      return value === true ? t('timeline.value.late') : '';
    case 'areaName':
    case 'fromAreaName':
    case 'toAreaName':
      return shortAreaName(textOf(value));
    case 'field':
      return fieldLabel(textOf(value), t);
    default:
      return textOf(value);
  }
}

/** Where somebody works: the employer and the type, or the type alone. */
function employmentText(data: Data, t: Translate, language: Language): string {
  const type = valueText('', 'type', data, t, language);
  const employerName = textOf(data.employerName);
  return employerName === '' ? type : t('timeline.value.employment', { employerName, type });
}

/** Keys that the sentence itself already says, by kind. */
const said: Readonly<Record<string, readonly string[]>> = {
  'resident-registered': ['areaName'],
  'resident-changed': ['field', 'oldValue', 'newValue'],
  'resident-moved': ['fromAreaName', 'toAreaName'],
  'resident-move-undone': ['fromAreaName', 'toAreaName'],
  'resident-ended': ['reason'],
  'ability-recorded': ['able', 'willing'],
  'hardship-marked': ['category'],
  'transfer-asked': ['toAreaName'],
  'transfer-agreed': ['toAreaName'],
  'transfer-refused': ['toAreaName'],
  'transfer-withdrawn': ['toAreaName'],
  'household-changed': ['field', 'oldValue', 'newValue'],
  'household-joined': ['residentName', 'relation'],
  'household-left': ['residentName'],
  'household-head-changed': ['residentName'],
  'unemployment-registered': ['reason'],
  'unemployment-deregistered': ['reason'],
  'employment-registered': ['type', 'employerName'],
  'employment-changed': ['employerName'],
  'employment-ended': ['type', 'employerName'],
  'employment-voided': ['employerName'],
  'employment-restored': ['employerName'],
  'contact-recorded': ['way', 'outcome'],
  'policy-benefit-recorded': ['policyName'],
  'policy-benefit-ended': ['policyName'],
  'policy-benefit-voided': ['policyName'],
  'policy-benefit-restored': ['policyName'],
  'retiree-care-taken': ['formerEmployer'],
  'retiree-living-changed': ['living'],
  'retiree-care-ended': ['reason'],
  'confirmation-recorded': ['confirmedBy', 'result'],
  'contact-restored': ['contactedOn'],
  'certificate-reissued': ['copyNumber'],
};

/** Never worth a line of its own: the first copy is no news. */
const quiet = new Set(['copyNumber']);

export interface TimelineSentence {
  sentence: string;
  details: { label: string; value: string }[];
}

/** The line of a timeline in the reader's language, with the rest of its facts for the opened line. */
export function timelineSentence(entry: TimelineEntry, t: Translate, language: Language): TimelineSentence {
  const { kind, data } = entry;
  if (!isTimelineKind(kind)) return { sentence: t('timeline.unknown'), details: [] };
  const field = textOf(data.field);
  const values: Record<string, string> = { employment: employmentText(data, t, language) };
  for (const key of timelineKinds[kind].data) {
    const isChanged = kind.endsWith('-changed') && (key === 'oldValue' || key === 'newValue');
    values[key] = isChanged
      ? fieldValueText(field, data[key] === null ? null : textOf(data[key]), t, language)
      : valueText(kind, key, data, t, language);
  }
  const details = timelineKinds[kind].data
    .filter((key) => !said[kind]?.includes(key) && !quiet.has(key) && values[key] !== '')
    .map((key) => ({ label: t(`timeline.label.${key}`), value: values[key] ?? '' }));
  return { sentence: t(`timeline.sentence.${kind}`, values), details };
}
