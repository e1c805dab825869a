/**
 * What a contact came to. `reached` decides whether it fulfils the monthly contact (handbook §3.2): only a talk with the person,
 * with somebody of the household who knows, or a match of data counts; ringing in vain does not.
 */
export const contactOutcomes = [
  { code: 'still-seeking', zh: '仍在求职', en: 'Still looking for work', reached: true },
  { code: 'found-work', zh: '已找到工作', en: 'Has found work', reached: true },
  { code: 'in-training', zh: '正在培训', en: 'In training', reached: true },
  { code: 'wants-help', zh: '需要帮助', en: 'Needs help', reached: true },
  { code: 'not-seeking', zh: '暂不想就业', en: 'Does not want work now', reached: true },
  { code: 'refused-service', zh: '拒绝服务', en: 'Refused the service', reached: true },
  { code: 'no-answer', zh: '未接通', en: 'No answer', reached: false },
  { code: 'wrong-number', zh: '空号、号码不对', en: 'Wrong number', reached: false },
  { code: 'not-at-home', zh: '家中无人', en: 'Nobody at home', reached: false },
] as const;
export type ContactOutcome = (typeof contactOutcomes)[number]['code'];

export const contactWays = [
  { code: 'phone', zh: '电话', en: 'Phone' },
  { code: 'visit', zh: '上门', en: 'Visit' },
  { code: 'window', zh: '来访', en: 'At the window' },
  { code: 'message', zh: '短信、微信', en: 'Message' },
] as const;
export type ContactWay = (typeof contactWays)[number]['code'];

/** False for an unknown code: what nobody understands cannot count as a contact. */
export function outcomeReached(outcome: string): boolean {
  return contactOutcomes.some((o) => o.code === outcome && o.reached);
}
