import type { ErrorSentences } from '../kernel/app-error.ts';

export const areaErrors = {
  'area.code-taken': { zh: '代码 {code} 已被“{name}”使用。', en: 'Code {code} is already used by “{name}”.' },
  'area.code-wrong-level': {
    zh: '代码 {code} 的级别与上级不符，请核对 12 位统计用区划代码。',
    en: 'Code {code} does not fit the level of the area above it; check the 12-digit code.',
  },
  'area.not-leaf': { zh: '只有社区（村）可以撤并。', en: 'Only a community or village can be merged.' },
  'area.merged-already': { zh: '“{name}”已经并入“{into}”。', en: '“{name}” has already been merged into “{into}”.' },
  'area.merge-itself': { zh: '不能并入自己。', en: 'An area cannot be merged into itself.' },
  'area.date-too-early': {
    zh: '生效日期应晚于现行名称的生效日 {from}。',
    en: 'The date must be after {from}, when the present name took effect.',
  },
  'area.class-missing': { zh: '社区（村）须填写城乡分类代码。', en: 'A community needs its urban–rural class.' },
  'office.wrong-area': {
    zh: '“{kind}”应设在相应级别的区域。',
    en: 'This kind of office belongs to another level of area.',
  },
  'office.date-order': { zh: '撤销日期应晚于设立日期。', en: 'The closing date must be after the opening date.' },
  'office.has-posts': {
    zh: '该机构还有 {count} 个在任岗位，请先结束岗位再撤销。',
    en: 'This office still has {count} posts; end them first.',
  },
  'parameter.unknown': { zh: '没有名为“{key}”的参数。', en: 'There is no parameter “{key}”.' },
  'parameter.no-limits': {
    zh: '参数“{key}”应填四个由小到大的数，用斜线隔开，如 5/10/15/20。',
    en: 'Parameter “{key}” takes four ascending numbers with slashes between, such as 5/10/15/20.',
  },
  'parameter.wrong-kind': { zh: '参数“{key}”应填{kind}。', en: 'Parameter “{key}” takes a {kind}.' },
  'parameter.out-of-range': {
    zh: '参数“{key}”应为 {least} 至 {most} 的整数。',
    en: 'Parameter “{key}” is a whole number from {least} to {most}.',
  },
  'parameter.exists': {
    zh: '该参数在这一天已有取值，请换一个生效日期。',
    en: 'This parameter already changes on that day; choose another date.',
  },
} as const satisfies ErrorSentences;
