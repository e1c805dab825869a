import type { ErrorSentences } from '../kernel/app-error.ts';

export const policyErrors = {
  'policy.unknown': { zh: '政策清单里没有“{policy}”。', en: 'The list of policies has no “{policy}”.' },
  'policy.not-in-force': {
    zh: '“{name}”从 {from} 起执行，这一天不在执行期内，请核对日期。',
    en: '“{name}” is in force from {from}; it was not on that day. Check the day.',
  },
  'policy.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'policy.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出）。',
    en: 'The file ended on {on} (death or move out).',
  },
  'policy.ends-before': { zh: '终止日期要晚于开始日期 {from}。', en: 'The end must be after the first day, {from}.' },
  'policy.overlaps': {
    zh: '同一政策 {from} 起的享受记录与此重叠，请核对是否重复登记。',
    en: 'The same policy is recorded from {from} on; check whether this is entered twice.',
  },
  'policy.ended-already': { zh: '这条享受记录已经终止或者作废。', en: 'This benefit has ended or is void.' },
  'policy.none': { zh: '没有享受政策的记录。', en: 'No policy is recorded.' },
  'policy.none-open': { zh: '没有正在享受的政策。', en: 'No policy is being enjoyed.' },
} as const satisfies ErrorSentences;
