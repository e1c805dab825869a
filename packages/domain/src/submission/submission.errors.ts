import type { ErrorSentences } from '../kernel/app-error.ts';

export const submissionErrors = {
  'submission.wrong-period': {
    zh: '这种报表的报告期写法不同，例如 {example}。',
    en: 'This form covers another kind of period, such as {example}.',
  },
  'submission.not-owed': {
    zh: '这一级单位不报这种报表。',
    en: 'Units of this level do not hand this form in.',
  },
  'submission.not-open': {
    zh: '{date} 起才能上报。',
    en: 'It may be submitted from {date} on.',
  },
  'submission.ledger-form': {
    zh: '月报在月报页面上报、接收；锁定由区县关账完成。',
    en: 'The monthly report is submitted and accepted on its own page; the district closes it with the ledger.',
  },
  'submission.nothing-to-remind': {
    zh: '没有需要催报的单位：都已上报、未到上报时间，或者今天已经催过。',
    en: 'Nobody to remind: all have handed in, it is too early, or they have been reminded today.',
  },
  'submission.not-closed': {
    zh: '报表还没有锁定。没有锁定的数字直接更正记录，报表随之变化。',
    en: 'The report is not closed. Correct the records; the numbers of an open report follow.',
  },
  'submission.correction-not-owner': {
    zh: '更正单由报表所属单位提出，您不是该单位的人员。',
    en: 'A correction is asked for by the report’s own unit; you do not belong to it.',
  },
  'submission.correction-not-superior': {
    zh: '更正单由上一级单位决定，并且不能由提出人自己决定。',
    en: 'A correction is decided by the level above, and never by whoever asked for it.',
  },
  'submission.correction-decided': {
    zh: '这张更正单已经决定，不能再改。',
    en: 'This correction form has been decided already.',
  },
  'submission.value-from-records': {
    zh: '这一格的数由业务记录产生，请更正记录，不要填写更正后的数。',
    en: 'This cell comes from the records: correct them instead of writing a value.',
  },
  'submission.value-missing': {
    zh: '手工填写的格子，请写明更正后的数。',
    en: 'For a cell that people fill in, state the right value.',
  },
} as const satisfies ErrorSentences;
