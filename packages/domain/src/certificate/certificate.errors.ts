import type { ErrorSentences } from '../kernel/app-error.ts';

export const certificateErrors = {
  'certificate.file-ended': {
    zh: '此人已于 {on} 销档（死亡或迁出），不能发证。',
    en: 'The file ended on {on} (death or move out); no certificate can be issued.',
  },
  'certificate.no-registration': {
    zh: '没有就业登记或失业登记，不能发证。请先办理登记。',
    en: 'There is no employment or unemployment registration. Register first.',
  },
  'certificate.valid-already': {
    zh: '已有有效证件 {number}；遗失、损毁的请办理补发，证号不变。',
    en: 'There is a valid certificate {number}; re-issue a lost or damaged one, the number stays.',
  },
  'certificate.future': { zh: '日期不能晚于今天（{today}）。', en: 'The day cannot lie after today ({today}).' },
  'certificate.before-registration': {
    zh: '发证日期不能早于首次登记日期 {on}。',
    en: 'Cannot be issued before the first registration of {on}.',
  },
  'certificate.before-last': {
    zh: '日期不能早于上次发证日期 {on}。',
    en: 'Cannot be before the last issue of {on}.',
  },
  'certificate.not-valid': {
    zh: '没有有效的证件；已作废的可以重新发放，证号不变。',
    en: 'There is no valid certificate; a void one can be issued again with its number.',
  },
  'certificate.scheme-unknown': {
    zh: '证号规则“{scheme}”未知，请系统管理员检查参数 cert.scheme。',
    en: 'The number scheme “{scheme}” is unknown; the system administrator should check the parameter cert.scheme.',
  },
  'certificate.serial-exhausted': {
    zh: '本区县 {year} 年的证号流水已用完。',
    en: 'The serial numbers of {year} are used up in this district.',
  },
} as const satisfies ErrorSentences;
