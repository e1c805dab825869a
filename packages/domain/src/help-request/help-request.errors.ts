import type { ErrorSentences } from '../kernel/app-error.ts';

export const helpRequestErrors = {
  'help-request.phone': {
    zh: '电话号码不对。请填 11 位手机号，或带区号的固定电话。',
    en: 'This is no telephone number. Enter a mobile number of 11 digits, or a landline with its area code.',
  },
  'help-request.area': {
    zh: '没有这个社区。请从名单中选择。',
    en: 'There is no such community. Choose one from the list.',
  },
  'help-request.too-many': {
    zh: '提交太频繁，请一小时后再试，或直接拨打社区电话。',
    en: 'Too many requests. Try again in an hour, or call the community.',
  },
  'help-request.wrong-state': {
    zh: '这件求助已是下一步，不能再做这一步。请刷新页面。',
    en: 'This request has moved on; the step is no longer possible. Reload the page.',
  },
  'help-request.same-area': {
    zh: '求助已在这个社区，不需要转办。',
    en: 'The request is with this community already.',
  },
} as const satisfies ErrorSentences;
