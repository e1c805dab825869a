/**
 * The vocabulary of the timeline: which kinds of line a file shows and which facts each line carries. The server fills `data`
 * with exactly these keys, the web makes the sentence in the reader's language. Codes stay codes here, dates are PlainDate text,
 * sensitive values are masked. A line is dated by the day on which it took effect, never by the day of entry.
 */
export const timelineKinds = {
  'resident-registered': { group: 'file', data: ['areaName', 'address'] },
  'resident-changed': { group: 'file', data: ['field', 'oldValue', 'newValue'] },
  'resident-identity-corrected': { group: 'file', data: ['oldValue', 'newValue', 'reason'] },
  'resident-moved': { group: 'file', data: ['fromAreaName', 'toAreaName', 'address'] },
  'resident-ended': { group: 'file', data: ['reason', 'note'] },
  'resident-move-undone': { group: 'file', data: ['fromAreaName', 'toAreaName', 'reason'] },
  'resident-reopened': { group: 'file', data: ['reason'] },
  'ability-recorded': { group: 'file', data: ['able', 'willing', 'evidence'] },
  'hardship-marked': { group: 'file', data: ['category', 'source', 'toOn'] },
  'transfer-asked': { group: 'file', data: ['fromAreaName', 'toAreaName', 'reason'] },
  'transfer-agreed': { group: 'file', data: ['fromAreaName', 'toAreaName', 'note'] },
  'transfer-refused': { group: 'file', data: ['fromAreaName', 'toAreaName', 'note'] },
  'transfer-withdrawn': { group: 'file', data: ['fromAreaName', 'toAreaName', 'note'] },
  'household-created': { group: 'household', data: ['householdNumber', 'address'] },
  'household-changed': { group: 'household', data: ['field', 'oldValue', 'newValue'] },
  'household-ended': { group: 'household', data: ['householdNumber'] },
  'household-joined': { group: 'household', data: ['residentName', 'householdNumber', 'relation'] },
  'household-left': { group: 'household', data: ['residentName', 'householdNumber'] },
  'household-head-changed': { group: 'household', data: ['residentName', 'oldHeadName'] },
  'unemployment-registered': {
    group: 'unemployment',
    data: ['areaName', 'reason', 'nature', 'unemployedSince', 'channel', 'jobWish', 'trainingWish'],
  },
  'unemployment-changed': { group: 'unemployment', data: ['why'] },
  'unemployment-deregistered': { group: 'unemployment', data: ['reason', 'evidence', 'note', 'registeredOn'] },
  'unemployment-reversed': { group: 'unemployment', data: ['why'] },
  'unemployment-voided': { group: 'unemployment', data: ['why', 'registeredOn'] },
  'unemployment-restored': { group: 'unemployment', data: ['why', 'registeredOn'] },
  'employment-registered': {
    group: 'employment',
    data: ['type', 'employerName', 'occupation', 'urban', 'platformWork', 'reportedOn', 'late', 'proof'],
  },
  'employment-changed': { group: 'employment', data: ['employerName', 'why'] },
  'employment-ended': { group: 'employment', data: ['type', 'employerName', 'reason', 'reportedOn', 'late'] },
  'employment-voided': { group: 'employment', data: ['employerName', 'why'] },
  'employment-restored': { group: 'employment', data: ['employerName', 'why'] },
  'contact-recorded': { group: 'contact', data: ['way', 'outcome', 'service', 'note', 'nextOn'] },
  'retiree-care-taken': {
    group: 'retiree',
    data: [
      'formerEmployer',
      'retiredOn',
      'pension',
      'lastConfirmedOn',
      'filePlace',
      'fileNumber',
      'living',
      'disabled',
      'partyMember',
      'note',
    ],
  },
  'retiree-living-changed': { group: 'retiree', data: ['living'] },
  'retiree-care-changed': { group: 'retiree', data: ['why'] },
  'retiree-care-ended': { group: 'retiree', data: ['reason', 'note'] },
  'retiree-care-voided': { group: 'retiree', data: ['why'] },
  'retiree-care-restored': { group: 'retiree', data: ['why'] },
  'confirmation-recorded': { group: 'retiree', data: ['confirmedBy', 'result', 'note'] },
  'confirmation-voided': { group: 'retiree', data: ['why'] },
  'confirmation-restored': { group: 'retiree', data: ['why'] },
  'policy-benefit-recorded': { group: 'policy', data: ['policyName', 'document', 'toOn', 'amount', 'source'] },
  'policy-benefit-ended': { group: 'policy', data: ['policyName', 'why'] },
  'policy-benefit-voided': { group: 'policy', data: ['policyName', 'why'] },
  'policy-benefit-restored': { group: 'policy', data: ['policyName', 'why'] },
  'contact-restored': { group: 'contact', data: ['contactedOn', 'why'] },
  'certificate-issued': { group: 'certificate', data: ['number', 'copyNumber'] },
  'certificate-reissued': { group: 'certificate', data: ['number', 'copyNumber', 'reason'] },
  'certificate-voided': { group: 'certificate', data: ['number', 'reason'] },
  'certificate-restored': { group: 'certificate', data: ['number', 'why'] },
} as const satisfies Record<string, { group: string; data: readonly string[] }>;

export type TimelineKind = keyof typeof timelineKinds;
export type TimelineData<K extends TimelineKind> = Record<
  (typeof timelineKinds)[K]['data'][number],
  string | number | boolean | null
>;

/** What the reader filters by, in the order of the filter. */
export const timelineGroups = [
  'unemployment',
  'employment',
  'contact',
  'certificate',
  'policy',
  'retiree',
  'household',
  'file',
] as const;
export type TimelineGroup = (typeof timelineGroups)[number];

export function isTimelineKind(kind: string): kind is TimelineKind {
  return Object.hasOwn(timelineKinds, kind);
}

export function timelineGroupOf(kind: string): TimelineGroup {
  return isTimelineKind(kind) ? timelineKinds[kind].group : 'file';
}
