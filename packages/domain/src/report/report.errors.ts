import type { ErrorSentences } from '../kernel/app-error.ts';

export const reportErrors = {
  'report.month-not-over': {
    zh: '{month} 尚未结束，月末之后才能上报。',
    en: '{month} is not over yet; submit after its last day.',
  },
  'report.month-future': { zh: '{month} 还没有开始。', en: '{month} has not begun yet.' },
  'report.before-opening': {
    zh: '本系统从 {month} 起启用，此前的月份是期初数，没有月报。',
    en: 'This system opened in {month}; earlier months are its opening balance and have no report.',
  },
  'report.wrong-state': {
    zh: '月报现在是“{stateZh}”，不能这样办理。',
    en: 'The report is “{stateEn}” now; that is not possible.',
  },
  'report.children-open': {
    zh: '还有 {count} 个下级单位没有上报或接收，请先处理下级月报。',
    en: '{count} units below have not been submitted and accepted yet.',
  },
  'report.not-owner': {
    zh: '月报由本级单位上报，您不是该单位的人员。',
    en: 'A report is submitted by its own unit; you do not belong to it.',
  },
  'report.not-superior': {
    zh: '月报由上一级单位接收或退回。',
    en: 'A report is accepted or returned by the level above.',
  },
  'report.force-too-early': {
    zh: '{date} 到期之后才能强制锁定，并须写明理由。',
    en: 'Forcing is possible after the due date {date} only, with a reason.',
  },
  'report.unknown-period': {
    zh: '“{period}”不是日、周、月、季、年中的任何一种。',
    en: '“{period}” is no day, week, month, quarter or year.',
  },
  'report.below-open': {
    zh: '下级还有社区没有锁定本月，本级月报不能封存。',
    en: 'Communities below have not closed the month yet; the report cannot be sealed.',
  },
  'report.not-accepted': {
    zh: '上一级还没有接收本级月报，不能封存。',
    en: 'The level above has not accepted the report yet; it cannot be sealed.',
  },
  'report.unknown-cell': { zh: '报表中没有这一格。', en: 'The form has no such cell.' },
} as const satisfies ErrorSentences;
