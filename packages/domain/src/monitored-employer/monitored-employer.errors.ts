import type { ErrorSentences } from '../kernel/app-error.ts';

export const monitoredEmployerErrors = {
  'monitored-employer.credit-code-missing': {
    zh: '请填写统一社会信用代码。',
    en: 'Enter the unified social credit code.',
  },
  'monitored-employer.credit-code-format': {
    zh: '统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。请核对营业执照。',
    en: 'A unified social credit code has 18 digits and capitals (without I, O, S, V, Z). Check the business licence.',
  },
  'monitored-employer.credit-code-checksum': {
    zh: '统一社会信用代码第 18 位校验码不对，应为 {expectedCheck}。请核对营业执照。',
    en: 'The 18th sign of the credit code should be {expectedCheck}. Check the business licence.',
  },
  'monitored-employer.known': {
    zh: '这家企业已在监测名单中：{name}（{areaName}）。',
    en: 'This employer is on the panel already: {name} ({areaName}).',
  },
  'monitored-employer.month-ahead': {
    zh: '{month} 还没有开始，不能填报。',
    en: '{month} has not begun and cannot be reported.',
  },
  'monitored-employer.month-outside': {
    zh: '{month} 不在监测期内（自 {from} 起监测），不能填报。',
    en: 'The employer is not on the panel in {month} (from {from}).',
  },
  'monitored-employer.sum': {
    zh: '期初 + 招用 − 减少应为 {sum} 人，与期末人数不符。请核对。',
    en: 'Start + hired − departed is {sum}, which is not the number at the end. Check the four numbers.',
  },
  'monitored-employer.layoffs-over-departed': {
    zh: '裁员人数不能多于减少人数（{departed} 人）。',
    en: 'Not more can be laid off than have departed ({departed}).',
  },
  'monitored-employer.reason-missing': { zh: '有裁员时请选择原因。', en: 'Choose the reason of the layoffs.' },
  'monitored-employer.start-differs': {
    zh: '期初人数与上月期末（{before} 人）不一致，请在说明中写明原因。',
    en: 'The number at the start differs from the end of last month ({before}). Say why in the note.',
  },
  'monitored-employer.told-ahead': {
    zh: '说明情况的日期不能晚于今天（{today}）。',
    en: 'The day on which the staff was told cannot lie after today ({today}).',
  },
  'monitored-employer.planned-before-told': {
    zh: '裁减日期不能早于向职工说明情况的日期。',
    en: 'The layoff cannot be before the day on which the staff was told.',
  },
  'monitored-employer.layoff-over-staff': {
    zh: '裁减人数不能多于职工总数（{staff} 人）。',
    en: 'Not more can be laid off than the staff of {staff}.',
  },
  'monitored-employer.layoff-closed': {
    zh: '这份裁员报告已办结，不能再跟进。',
    en: 'This layoff report is closed.',
  },
  'monitored-employer.back-before-end': {
    zh: '这家企业监测到 {to} 为止，重新纳入的日期不能更早。',
    en: 'This employer was on the panel until {to}; it cannot come back earlier.',
  },
  'monitored-employer.ended': { zh: '这家企业已退出监测。', en: 'This employer has left the panel.' },
  'monitored-employer.not-last': {
    zh: '只能撤销最近一次变更，且企业尚无有效填报时才能撤销纳入。请刷新后查看变更记录。',
    en: 'Only the last change can be undone, and joining the panel only while nothing is reported. Reload and look at the history.',
  },
  'monitored-employer.end-before-start': {
    zh: '退出日期不能早于开始监测日期 {from}，也不能晚于今天。',
    en: 'The end cannot be before the start of {from}, nor after today.',
  },
} as const satisfies ErrorSentences;
