import type { ErrorSentences } from '../kernel/app-error.ts';

export const warningErrors = {
  'warning.none': {
    zh: '{month} 没有这项预警，或数字已回落到预警线以下。请刷新页面。',
    en: 'There is no such warning for {month}, or the figure has fallen below its line. Reload the page.',
  },
  'warning.wrong-state': {
    zh: '该预警已是“{state}”，不能再做这一步。请刷新页面。',
    en: 'This warning is already “{state}”; this step is no longer possible. Reload the page.',
  },
  'warning.no-office-above': {
    zh: '上级没有可告知的机构。',
    en: 'There is no office above that could be told.',
  },
  'warning.no-office-below': {
    zh: '下级没有可告知的机构。',
    en: 'There is no office below that could be told.',
  },
  'warning.export-too-large': {
    zh: '共有 {count} 项，超过一次导出的上限 {limit} 项。请选择下级区域，或只导出未办结的。',
    en: '{count} cases are more than one export takes ({limit}). Choose an area below, or export only the open ones.',
  },
  'warning.due-in-past': {
    zh: '完成期限不能早于今天（{today}）。',
    en: 'The due day cannot lie before today ({today}).',
  },
  'warning.month-unknown': {
    zh: '{month} 没有可判断的数字：本系统从 {opening} 起统计，且不能超过本月。',
    en: 'There are no figures for {month}: this system counts from {opening} on, and no further than this month.',
  },
} as const satisfies ErrorSentences;
