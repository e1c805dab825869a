import type { ErrorSentences } from '../kernel/app-error.ts';

export const cadenceErrors = {
  'cadence.unknown-rule': {
    zh: '没有这项工作要求，或者它不适用于本单位。',
    en: 'There is no such rule for this office.',
  },
  'cadence.wrong-period': {
    zh: '“{period}”不是这项工作的周期。',
    en: '“{period}” is no period of this rule.',
  },
  'cadence.not-manual': {
    zh: '这项工作由系统按业务记录自动认定，不需要手工登记。',
    en: 'This is proved by what the system holds and is not recorded by hand.',
  },
  'cadence.future': {
    zh: '举办日期在将来，请在办完之后登记。',
    en: 'The day lies in the future. Record it when it is done.',
  },
  'cadence.before-period': {
    zh: '日期早于本期（{from} 起）或早于单位成立，请核对。',
    en: 'The day lies before this period ({from}) or before the office opened. Check it.',
  },
  'cadence.not-own-office': {
    zh: '只能登记本单位的工作。',
    en: 'Only the own office’s work can be recorded.',
  },
  'cadence.too-old': {
    zh: '已过登记和修改期限（次月末），不能再登记或改动。',
    en: 'The time for recording and changing it (end of the following month) is over.',
  },
} as const satisfies ErrorSentences;
