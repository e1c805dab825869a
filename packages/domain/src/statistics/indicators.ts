/** All declarations of all slices. A new indicator, duty or flag is declared in its slice and listed here; nothing else. */
import { noContactProposal, noContactWarning, unemploymentContact } from '../contact/contact.derive.ts';
import {
  employed,
  hardshipReEmployment,
  naturalAttrition,
  newUrbanEmployment,
  reEmployment,
  urbanEmployed,
} from '../employment/employment.derive.ts';
import { zeroEmploymentFamily, zeroEmploymentFlag } from '../household/household.derive.ts';
import { type Catalogue, type Derivation, derive, type Successions } from '../kernel/derive.ts';
import type { SubjectFile } from '../kernel/file.ts';
import type { Indicator, Ratio } from '../kernel/indicator.ts';
import type { ParameterTimelines } from '../kernel/parameter-timeline.ts';
import { residents, workingAgeResidents } from '../resident/resident.derive.ts';
import {
  certificateIssue,
  deregisteredUnemployed,
  deregistrationProposal,
  longTermFlag,
  longTermUnemployed,
  newlyRegisteredUnemployed,
  olderFlag,
  olderUnemployed,
  registeredUnemployed,
  registeredUnemploymentRate,
  servicePlan,
} from '../unemployment/unemployment.derive.ts';

export const indicators: readonly Indicator[] = [
  residents,
  workingAgeResidents,
  registeredUnemployed,
  longTermUnemployed,
  olderUnemployed,
  newlyRegisteredUnemployed,
  deregisteredUnemployed,
  employed,
  urbanEmployed,
  newUrbanEmployment,
  naturalAttrition,
  reEmployment,
  hardshipReEmployment,
  zeroEmploymentFamily,
];

export const ratios: readonly Ratio[] = [registeredUnemploymentRate];

export const catalogue: Catalogue = {
  indicators,
  duties: [
    unemploymentContact,
    noContactWarning,
    noContactProposal,
    certificateIssue,
    deregistrationProposal,
    ...servicePlan,
  ],
  flags: [longTermFlag, olderFlag, zeroEmploymentFlag],
};

/** The indicator of a key, or undefined. */
export function findIndicator(key: string): Indicator | undefined {
  return indicators.find((i) => i.key === key);
}

/** `derive` over everything that is declared. */
export function deriveFile(file: SubjectFile, timelines: ParameterTimelines, tree: Successions): Derivation {
  return derive(catalogue, file, timelines, tree);
}
