import type { ErrorSentences } from '../kernel/app-error.ts';

export const retireeErrors = {
  'retiree.in-care': {
    zh: '已在 {on} 纳入社区管理，不能重复登记。',
    en: 'Already in community care since {on}.',
  },
  'retiree.not-in-care': {
    zh: '此人不在社区管理之中。请先登记“纳入社区管理”。',
    en: 'This person is not in community care. Take the person into care first.',
  },
  'retiree.overlaps': {
    zh: '与 {from} 起的一段社区管理重叠，请核对移交日期。',
    en: 'It overlaps with the care that began on {from}; check the day of handing over.',
  },
  'retiree.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出）。',
    en: 'The file ended on {on} (death or move out).',
  },
  'retiree.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'retiree.before-residence': {
    zh: '日期不能早于此人在本地居住的第一天 {from}。',
    en: 'The day cannot be before {from}, the first day on which the person lived here.',
  },
  'retiree.retired-after': {
    zh: '退休日期不能晚于移交日期 {on}。',
    en: 'The day of retirement cannot be after the handing over of {on}.',
  },
  'retiree.retired-before-birth': {
    zh: '退休日期早于 16 周岁，请核对。',
    en: 'The day of retirement is before the sixteenth birthday; check it.',
  },
  'retiree.confirmed-outside': {
    zh: '上次认证日期应在退休日期 {from} 与移交日期 {to} 之间。',
    en: 'The last confirmation must lie between the retirement of {from} and the handing over of {to}.',
  },
  'retiree.before-care': {
    zh: '日期不能早于纳入社区管理的 {from}。',
    en: 'The day cannot be before {from}, when the care began.',
  },
  'retiree.after-care': {
    zh: '社区管理已于 {on} 结束，日期不能晚于这一天。',
    en: 'The care ended on {on}; the day cannot be after that.',
  },
  'retiree.confirmed-already': {
    zh: '{on} 已有认证通过的记录。',
    en: 'There is a confirmation of {on} already.',
  },
  'retiree.ended-before-confirmation': {
    zh: '{on} 还有一次认证，结束日期不能早于这一天。',
    en: 'There is a confirmation of {on}; the care cannot end before it.',
  },
  'retiree.has-confirmations': {
    zh: '这段社区管理之中已有 {count} 次认证。请先作废认证，或者办理结束管理。',
    en: 'There are {count} confirmations in this care. Void them first, or end the care instead.',
  },
  'retiree.twice': { zh: '同一个人选了两次。', en: 'The same person was chosen twice.' },
} as const satisfies ErrorSentences;
