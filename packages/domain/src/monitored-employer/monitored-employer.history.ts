/** What is kept of the changes of a monitored employer, its months and its layoff reports. */
export const employerRecordKinds = ['employer', 'month', 'layoff'] as const;
export type EmployerRecordKind = (typeof employerRecordKinds)[number];

export const employerActions = [
  'added',
  'changed',
  'ended',
  'reported',
  'corrected',
  'layoff-reported',
  'followed',
  'undone',
] as const;
export type EmployerAction = (typeof employerActions)[number];

/** Fields that the history says, as the tables name them. The telephone number appears masked. */
export const historyFields = {
  employer: ['name', 'industry', 'key_employer', 'contact_name', 'phone_masked', 'from_on', 'to_on', 'end_reason'],
  month: ['staff_start', 'hired', 'departed', 'laid_off', 'staff_end', 'reason', 'outlook', 'note'],
  layoff: ['told_on', 'planned_on', 'persons', 'staff', 'reason', 'plan_filed', 'follow_up', 'result'],
} as const satisfies Record<EmployerRecordKind, readonly string[]>;
export type HistoryField = (typeof historyFields)[EmployerRecordKind][number];
export const allHistoryFields: readonly HistoryField[] = [...new Set(Object.values(historyFields).flat())];
