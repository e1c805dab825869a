import type { ErrorSentences } from '../kernel/app-error.ts';

export const periodErrors = {
  'period.absorbed': {
    zh: '该社区(村)已并入其他社区(村)，随承接的社区(村)一起关账。',
    en: 'This community has been merged into another one and closes together with it.',
  },
  'period.not-past': { zh: '{month} 尚未结束，不能关账。', en: '{month} is not over yet and cannot be closed.' },
  'period.not-next': {
    zh: '请按月份顺序关账：{month} 之前还有未关账的月份，或者已经关账。',
    en: 'Months close in order: an earlier month than {month} is still open, or it is closed already.',
  },
  'area.merge-impossible': {
    zh: '只能把一个社区(村)并入另一个尚未被撤并的社区(村)。',
    en: 'Only a community can be merged, into another community that still exists.',
  },
} as const satisfies ErrorSentences;
