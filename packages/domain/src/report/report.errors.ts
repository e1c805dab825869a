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
  'report.own-submission': {
    zh: '这份报表是您自己报送的，请由同级的另一位同事接收。',
    en: 'You submitted this report yourself; another colleague of the level above has to accept it.',
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
  'report.unknown-form': { zh: '没有代码为“{form}”的报表。', en: 'There is no report form “{form}”.' },
  'report.wrong-period': {
    zh: '{form}不按“{period}”这样的时间填报，请换一个报告期。',
    en: '{formEn} is not made for “{period}”; choose another period.',
  },
  'report.not-owed': {
    zh: '本级不填报{zh}。',
    en: 'This level does not hand in the {en}.',
  },
  'report.not-manual': {
    zh: '“{zh}”由登记业务产生，不能手工录入。数字不对时，请更正背后的登记。',
    en: '“{en}” comes from the register and is not entered. If it is wrong, correct the records behind it.',
  },
  'report.unknown-check': { zh: '报表中没有这条审核关系。', en: 'The form has no such check.' },
  'report.check-failed': {
    zh: '审核不通过：{zh}（{left} 与 {right}）。请先更正，共有 {count} 处。',
    en: 'A check fails: {en} ({left} and {right}). Correct it first; {count} in all.',
  },
  'report.check-unexplained': {
    zh: '请先说明：{zh}。数字无误时写明原因即可上报。',
    en: 'Explain first: {en}. If the numbers are right, say why and submit.',
  },
  'report.entry-missing': {
    zh: '“{zh}”还没有填，共有 {count} 行未填；没有发生的请填 0。',
    en: '“{en}” has not been entered; {count} rows are empty. Enter 0 where nothing happened.',
  },
  'report.unknown-cell': { zh: '报表中没有这一格。', en: 'The form has no such cell.' },
} as const satisfies ErrorSentences;
