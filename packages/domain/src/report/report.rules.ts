export type ReportState = 'draft' | 'submitted' | 'accepted' | 'closed';
export const reportStateNames = {
  draft: { zh: '待填', en: 'draft' },
  submitted: { zh: '已报', en: 'submitted' },
  accepted: { zh: '已收', en: 'accepted' },
  closed: { zh: '锁定', en: 'closed' },
} as const satisfies Record<ReportState, { zh: string; en: string }>;

export type ReportAction = 'submit' | 'return' | 'accept' | 'close';

/** Which act leads from which state where (design §6). Nothing returns from closed. */
export const reportTransitions = {
  submit: { from: ['draft'], to: 'submitted' },
  return: { from: ['submitted', 'accepted'], to: 'draft' },
  accept: { from: ['submitted'], to: 'accepted' },
  close: { from: ['accepted'], to: 'closed' },
} as const satisfies Record<ReportAction, { from: readonly ReportState[]; to: ReportState }>;

export function mayMove(state: ReportState, action: ReportAction): boolean {
  return (reportTransitions[action].from as readonly ReportState[]).includes(state);
}
