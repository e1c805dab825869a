/** All declarations of all slices. A new indicator, duty or flag is declared in its slice and listed here; nothing else. */
import { noContactProposal, noContactWarning, unemploymentContact } from '../contact/contact.derive.ts';
import {
  employed,
  employmentRate,
  hardshipReEmployment,
  naturalAttrition,
  newUrbanEmployment,
  reEmployment,
  reEmploymentRate,
  urbanEmployed,
} from '../employment/employment.derive.ts';
import { externals } from '../external/external.indicators.ts';
import {
  households,
  zeroEmploymentFamily,
  zeroEmploymentFlag,
  zeroEmploymentRate,
} from '../household/household.derive.ts';
import type { Sentence } from '../kernel/app-error.ts';
import { type Catalogue, type Derivation, derive, type Successions } from '../kernel/derive.ts';
import type { SubjectFile } from '../kernel/file.ts';
import type { Declared, Indicator, Ratio } from '../kernel/indicator.ts';
import type { ParameterTimelines } from '../kernel/parameter-timeline.ts';
import { benefitEnding, policyBeneficiaries } from '../policy/policy.derive.ts';
import { residents, workingAgeResidents } from '../resident/resident.derive.ts';
import {
  eligibilityConfirmation,
  eligibilityConfirmed,
  eligibilityDue,
  retireesInCare,
} from '../retiree/retiree.derive.ts';
import {
  deregisteredUnemployed,
  hardshipUnemployed,
  longTermFlag,
  longTermShare,
  longTermUnemployed,
  newlyRegisteredUnemployed,
  olderFlag,
  olderUnemployed,
  registeredUnemployed,
  registeredUnemploymentRate,
  willingNotRegistered,
} from '../unemployment/unemployment.derive.ts';
import { certificateIssue, deregistrationProposal, servicePlan } from '../unemployment/unemployment-duties.derive.ts';
import { followUpContact, householdVisit, riskVisit } from '../visit/visit.derive.ts';
import { onlyDerived } from './derived-parameters.ts';

export const indicators: readonly Indicator[] = [
  residents,
  workingAgeResidents,
  registeredUnemployed,
  longTermUnemployed,
  olderUnemployed,
  hardshipUnemployed,
  newlyRegisteredUnemployed,
  deregisteredUnemployed,
  willingNotRegistered,
  employed,
  urbanEmployed,
  newUrbanEmployment,
  naturalAttrition,
  reEmployment,
  hardshipReEmployment,
  households,
  zeroEmploymentFamily,
  retireesInCare,
  eligibilityDue,
  eligibilityConfirmed,
  policyBeneficiaries,
];

export const ratios: readonly Ratio[] = [
  registeredUnemploymentRate,
  longTermShare,
  employmentRate,
  reEmploymentRate,
  zeroEmploymentRate,
];

/** The catalogue of indicators: booked ones, ratios over them, and those that are entered from publications. */
export const declared: readonly Declared[] = [...indicators, ...ratios, ...externals];

export const catalogue: Catalogue = {
  indicators,
  duties: [
    unemploymentContact,
    noContactWarning,
    noContactProposal,
    certificateIssue,
    deregistrationProposal,
    ...servicePlan,
    eligibilityConfirmation,
    riskVisit,
    followUpContact,
    householdVisit,
  ],
  flags: [longTermFlag, olderFlag, zeroEmploymentFlag, benefitEnding],
};

/** The indicator of a key, or undefined. */
export function findIndicator(key: string): Indicator | undefined {
  return indicators.find((i) => i.key === key);
}

/** The entry of the catalogue with a key, or undefined. */
export function findDeclared(key: string): Declared | undefined {
  return declared.find((d) => d.key === key);
}

/** What an entry means and where it is written, as the forms print it beside a line. Throws on an unknown key. */
export function definitionOf(key: string): Sentence & { source: Sentence } {
  const entry = findDeclared(key);
  if (!entry) throw new Error(`unknown indicator ${key}`);
  return { ...entry.definition, source: entry.source };
}

/** `derive` over everything that is declared. */
export function deriveFile(file: SubjectFile, timelines: ParameterTimelines, tree: Successions): Derivation {
  return derive(catalogue, file, onlyDerived(timelines), tree);
}
