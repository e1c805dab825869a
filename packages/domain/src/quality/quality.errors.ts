import type { ErrorSentences } from '../kernel/app-error.ts';

export const qualityErrors = {
  'quality.rule-unknown': { zh: '没有这条规则“{rule}”。', en: 'There is no rule “{rule}”.' },
  'quality.too-many-files': {
    zh: '待补正档案超过 {limit} 份。请选较小的区域，或只选一条规则。',
    en: 'More than {limit} files to mend. Choose a smaller area or one rule.',
  },
} as const satisfies ErrorSentences;
