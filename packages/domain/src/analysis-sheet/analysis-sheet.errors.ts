import type { ErrorSentences } from '../kernel/app-error.ts';

export const analysisSheetErrors = {
  'analysis-sheet.not-owner': {
    zh: '只有本单位的工作人员可以撰写和签字。',
    en: 'Only the staff of the office itself may write and sign this sheet.',
  },
  'analysis-sheet.not-superior': {
    zh: '只有上级单位可以阅批。',
    en: 'Only an office above may remark on this sheet.',
  },
  'analysis-sheet.signed': {
    zh: '这份分析已由 {name} 签字，不能再改。需要修改请写明理由，另起新版本。',
    en: 'This sheet was signed by {name} and is frozen. Start a new version with a reason.',
  },
  'analysis-sheet.not-signed': {
    zh: '这份分析还没有签字。',
    en: 'This sheet has not been signed yet.',
  },
  'analysis-sheet.month-not-over': {
    zh: '{month} 还没有结束，可以先写草稿，月底以后再签字。',
    en: '{month} is not over yet: write a draft now and sign it after the end of the month.',
  },
  'analysis-sheet.month-unknown': {
    zh: '{month} 没有可分析的数字。请选择已开始统计的月份。',
    en: 'There are no figures for {month}. Choose a month that is counted.',
  },
  'analysis-sheet.empty-text': {
    zh: '“{section}”还没有写。签字前请写完每一段。',
    en: '“{section}” is still empty. Write every part before you sign.',
  },
} as const satisfies ErrorSentences;
