import type { ErrorSentences } from '../kernel/app-error.ts';

/** Why an unemployment registration, its change, its end or the reversal of its end is refused. */
export const unemploymentErrors = {
  'unemployment.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出），不能办理。如销档有误，请先恢复档案。',
    en: 'The file ended on {on} (death or move out). Reopen it first if that was wrong.',
  },
  'unemployment.under-age': {
    zh: '{on} 才满 {age} 周岁，此前不能登记失业。',
    en: 'Not {age} years old before {on}: registration is not possible earlier.',
  },
  'unemployment.pension': {
    zh: '此人自 {on} 起享受基本养老保险待遇，不能登记失业。',
    en: 'Has received a basic pension since {on}; unemployment registration is not possible.',
  },
  'unemployment.unable': {
    zh: '档案记载自 {on} 起完全丧失劳动能力，不能登记失业。如情况已变，请先更新劳动能力。',
    en: 'Recorded as unable to work since {on}. Update the ability to work first if that has changed.',
  },
  'unemployment.unwilling': {
    zh: '档案记载自 {on} 起没有就业愿望。本人现在要求就业的，请先更新就业愿望。',
    en: 'Recorded as not wanting work since {on}. Update the wish to work first if she wants work now.',
  },
  'unemployment.registered-already': {
    zh: '已于 {on} 登记失业，不能重复登记。',
    en: 'Already registered as unemployed since {on}.',
  },
  'unemployment.overlaps': {
    zh: '与 {from} 至 {to} 的失业登记重叠，登记日期应不早于 {to}。',
    en: 'Overlaps the registration from {from} to {to}; register from {to} on.',
  },
  'unemployment.employed': {
    zh: '{from} 起的就业登记尚在有效，请先办理终止就业。',
    en: 'The employment registered from {from} is still in force; end it first.',
  },
  'unemployment.employed-on-day': {
    zh: '登记日期落在 {from} 至 {to} 的就业期间，或早于它；应不早于 {to}。',
    en: 'The day lies within or before the employment from {from} to {to}; register from {to} on.',
  },
  'unemployment.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'unemployment.not-resident': {
    zh: '此人自 {from} 起才在本地居住，登记日期不能早于这一天。',
    en: 'Has lived here only since {from}; the day cannot be earlier.',
  },
  'unemployment.not-resident-on-day': {
    zh: '登记当日不在本地居住。',
    en: 'Did not live here on the day of registration.',
  },
  'unemployment.since-after': {
    zh: '失业日期不能晚于登记日期。',
    en: 'Unemployed since cannot be later than the registration.',
  },
  'unemployment.since-before-break': {
    zh: '失业日期不能早于 {on}：连续失业在那一天因就业或连续未联系注销而中断。',
    en: 'Unemployed since cannot be before {on}: work or a deregistration for lack of contact broke the unemployment then.',
  },
  'unemployment.reason-unknown': { zh: '没有这个原因代码。', en: 'There is no such reason.' },
  'unemployment.nature-against-reason': {
    zh: '失业原因“{reasonZh}”应为“{natureZh}”。',
    en: 'The reason “{reasonEn}” goes with “{natureEn}”.',
  },
  'unemployment.none': { zh: '没有失业登记。', en: 'There is no unemployment registration.' },
  'unemployment.not-open': { zh: '没有有效的失业登记。', en: 'There is no open unemployment registration.' },
  'unemployment.ended-already': {
    zh: '这次失业登记已于 {on} 注销。',
    en: 'This registration was already ended on {on}.',
  },
  'unemployment.end-before-start': {
    zh: '注销日期不能早于登记日期 {on}。',
    en: 'Cannot end before the registration of {on}.',
  },
  'unemployment.registered-after-end': {
    zh: '登记日期不能晚于注销日期 {on}。',
    en: 'The registration cannot be later than its end on {on}.',
  },
  'unemployment.evidence-missing': {
    zh: '请写明凭据：{evidenceZh}。',
    en: 'Name the evidence: {evidenceEn}.',
  },
  'unemployment.note-missing': {
    zh: '这个原因要在说明里写清情况。',
    en: 'Explain what happened in the note.',
  },
  'unemployment.contact-too-recent': {
    zh: '{last} 还联系过，未满连续 {months} 个月；{on} 起才能以此原因注销。',
    en: 'There was contact on {last}, less than {months} months before; this reason is possible from {on} on.',
  },
  'unemployment.refusals-too-few': {
    zh: '本次登记后记录的拒绝服务为 {count} 次，至少 {limit} 次才能以此原因注销。',
    en: '{count} refusals are recorded since the registration; at least {limit} are needed for this reason.',
  },
  'unemployment.not-ended': { zh: '失业登记没有注销，无需恢复。', en: 'The registration has not ended.' },
  'unemployment.not-last-end': {
    zh: '只能恢复最近一次注销，此后又于 {on} 登记失业。',
    en: 'Only the last deregistration can be reversed; there is a later registration of {on}.',
  },
  'unemployment.followed-by-employment': {
    zh: '注销后有 {on} 起的就业登记；就业登记有误的，请先作废就业登记再恢复。',
    en: 'An employment from {on} follows; void it first if it is wrong, then reverse.',
  },
} as const satisfies ErrorSentences;
