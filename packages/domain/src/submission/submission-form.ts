import type { SubmissionForm } from './submission.rules.ts';

/** Every form that goes through the chain; only the monthly one closes the ledger. Which of them an office owes is the parameter `report.owed_forms`. */
export const submissionForms: readonly SubmissionForm[] = [
  {
    key: 'monthly',
    zh: '就业失业月报',
    en: 'Monthly report on employment',
    period: 'month',
    levels: ['community', 'street', 'district', 'city'],
    version: 1,
  },
];

/** The form whose closing closes the month of the ledger. */
export const ledgerForm = 'monthly';

export function findSubmissionForm(key: string): SubmissionForm | undefined {
  return submissionForms.find((form) => form.key === key);
}
