import type { ErrorSentences } from '../kernel/app-error.ts';

export const preferenceErrors = {
  'preference.value': {
    zh: '这项设置不能这样保存。请刷新页面后再试。',
    en: 'This setting cannot be kept like that. Reload the page and try again.',
  },
} satisfies ErrorSentences;
