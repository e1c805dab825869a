import type { ErrorSentences } from '../kernel/app-error.ts';

/** Why an employment registration, its change or its end is refused; `…-entity-checksum` is a warning alone. */
export const employmentErrors = {
  'employment.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出），不能办理。如销档有误，请先恢复档案。',
    en: 'The file ended on {on} (death or move out). Reopen it first if that was wrong.',
  },
  'employment.under-age': {
    zh: '{on} 才满 {age} 周岁。未满 {age} 周岁就业属于童工，请转劳动保障监察处理。',
    en: 'Not {age} years old before {on}. Employing children is forbidden; refer the case to labour inspection.',
  },
  'employment.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'employment.type-unknown': { zh: '没有这个就业类型。', en: 'There is no such type of employment.' },
  'employment.reason-unknown': { zh: '没有这个终止原因。', en: 'There is no such reason for the end.' },
  'employment.industry-unknown': { zh: '没有这个行业代码。', en: 'There is no such industry code.' },
  'employment.employer-missing': {
    zh: '这种就业类型要填写单位名称。',
    en: 'This type of employment needs the name of the employer.',
  },
  'employment.employer-code-format': {
    zh: '统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对营业执照。',
    en: 'A unified social credit code has 18 digits and capital letters (no I, O, S, V, Z). Check the licence.',
  },
  'employment.employer-code-checksum': {
    zh: '统一社会信用代码第 18 位校验码不对，按前 17 位应为 {expected}。请核对营业执照。',
    en: 'The 18th character of the credit code is wrong; the first 17 ask for {expected}. Check the licence.',
  },
  'employment.overlaps': {
    zh: '与 {from} 起的就业登记重叠；已离开的请先办理终止，转换单位的请先终止前一段。',
    en: 'Overlaps the employment registered from {from}; end that one first.',
  },
  'employment.before-registration': {
    zh: '就业日期早于 {on} 的失业登记。如当时已就业，请先作废失业登记。',
    en: 'Began before the unemployment registration of {on}. If she was working then, void that registration first.',
  },
  'employment.within-registration': {
    zh: '就业日期落在 {from} 至 {to} 的失业登记期间。请先恢复那次注销再登记就业，系统会按就业日期注销。',
    en: 'Began within the unemployment registration from {from} to {to}. Reverse that deregistration first; it will then end on the first day of work.',
  },
  'employment.registered-since': {
    zh: '{from} 起有有效的失业登记，不能再恢复这段就业。请先注销或作废那次失业登记，或者重新办理就业登记。',
    en: 'There is an unemployment registration in force since {from}. End or void it first, or register the employment anew.',
  },
  'employment.none': { zh: '没有就业登记。', en: 'There is no employment.' },
  'employment.not-open': { zh: '没有有效的就业登记。', en: 'There is no employment in force.' },
  'employment.ended-already': { zh: '这段就业已于 {on} 终止。', en: 'This employment already ended on {on}.' },
  'employment.end-before-start': {
    zh: '终止日期不能早于就业日期 {on}。',
    en: 'Cannot end before it began on {on}.',
  },
  'employment.started-after-end': {
    zh: '就业日期不能晚于终止日期 {on}。',
    en: 'Cannot begin after its end on {on}.',
  },
} as const satisfies ErrorSentences;
