import type { ErrorSentences } from '../kernel/app-error.ts';

export const externalErrors = {
  'external.wrong-level': {
    zh: '该指标不按此级区域发布，请选择发布它的市或区县。',
    en: 'This indicator is not published for such an area. Choose the city or district for which it is.',
  },
  'external.wrong-period': {
    zh: '期别与该指标的发布频率不符，应写成“{example}”这样。',
    en: 'The period does not fit this indicator. Write it like “{example}”.',
  },
  'external.period-open': {
    zh: '这一期到 {last} 才结束，结束后才能录入发布数。',
    en: 'This period only ends on {last}. Enter the value when it is over and published.',
  },
  'external.published-too-early': {
    zh: '发布日期应晚于本期最后一天（{last}）。',
    en: 'The day of publication must be after the last day of the period ({last}).',
  },
  'external.published-later': {
    zh: '发布日期不能晚于今天（{today}）。',
    en: 'The day of publication cannot be after today ({today}).',
  },
  'external.out-of-range': {
    zh: '数值应在 {least} 到 {most} 之间，请核对发布文件。',
    en: 'The value must lie between {least} and {most}. Check the publication.',
  },
  'external.too-many-digits': {
    zh: '该指标最多保留 {decimals} 位小数。',
    en: 'This indicator has at most {decimals} decimals.',
  },
  'external.exists': {
    zh: '这一期已有发布数。数字有修订的，请在原数上“更正”，旧数保留。',
    en: 'This period has a value already. If the figure was revised, correct that value; the old one is kept.',
  },
  'external.not-current': {
    zh: '这个数已被更正或作废，请刷新后在现行数上操作。',
    en: 'This value has been corrected or voided. Refresh and use the current one.',
  },
} as const satisfies ErrorSentences;
