import { codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { confirmationResults, confirmationWays } from '@renshe/domain/code/retiree-care.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { RecycledEntry } from '@renshe/domain/recycle/recycle.contract.ts';
import type { Translate } from '../resident/timeline-sentence.ts';

/** What was voided, in words: its kind, its day, and what tells it from others of its kind. */
export function recordText(entry: RecycledEntry, t: Translate, language: Language): string {
  const more = [
    entry.way && codeName(entry.kind === 'confirmation' ? confirmationWays : contactWays, entry.way, language),
    entry.outcome && codeName(contactOutcomes, entry.outcome, language),
    entry.reason && codeName(unemploymentReasons, entry.reason, language),
    entry.type && codeName(employmentTypes, entry.type, language),
    entry.employerName,
    entry.number,
    entry.policyName,
    entry.result && codeName(confirmationResults, entry.result, language),
  ];
  return [t(`recycle.kind.${entry.kind}`), entry.on, ...more.filter((part) => part)].join(' · ');
}
