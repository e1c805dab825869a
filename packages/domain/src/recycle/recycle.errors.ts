import type { ErrorSentences } from '../kernel/app-error.ts';

export const recycleErrors = {
  'recycle.expired': {
    zh: '作废已超过 {days} 天（{until} 到期），不能再恢复。如仍需要，请重新登记。',
    en: 'It was voided more than {days} days ago (the limit was {until}) and can no longer be restored. Record it anew if it is needed.',
  },
} as const satisfies ErrorSentences;
