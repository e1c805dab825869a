import type { ErrorSentences } from '../kernel/app-error.ts';

export const grantErrors = {
  'grant.own-request': {
    zh: '申请是您自己提出的，须由另一人同意；不要了可以撤回。',
    en: 'You asked for this yourself: somebody else must consent. You may withdraw it.',
  },
  'grant.for-yourself': {
    zh: '这份授权是给您自己的，须由另一人决定。',
    en: 'This request is for your own account: somebody else must decide.',
  },
  'grant.same-person': {
    zh: '您与申请人或被授权人姓名相同，按同一人对待，须由另一人决定。',
    en: 'You have the same name as the one who asks or the one who receives and count as the same person: somebody else must decide.',
  },
  'grant.not-yours': {
    zh: '只有提出申请的人可以撤回。',
    en: 'Only the one who asked may withdraw a request.',
  },
  'grant.decided': {
    zh: '该申请已有结果，不能再次办理。请刷新看最新情况。',
    en: 'This request has been decided already. Refresh to see how.',
  },
  'grant.lapsed': {
    zh: '该申请已过期作废。仍需要的，请申请人重新提出。',
    en: 'This request has lapsed. If it is still wanted, it has to be asked again.',
  },
  'grant.not-high': {
    zh: '这不涉及高权限岗位，不需要第二人同意，可以直接办理。',
    en: 'This is about no post with high rights: it needs no second person and can be done directly.',
  },
  'grant.already-asked': {
    zh: '同样的申请正在等待同意，请等待结果或先撤回。',
    en: 'The same is waiting for consent already. Wait for the answer, or withdraw it first.',
  },
  'grant.asker-not-entitled': {
    zh: '申请人已被停用或不再管账户，这份申请不能生效，请不予同意。',
    en: 'The one who asked is suspended or no longer manages accounts. This request cannot take effect; refuse it.',
  },
  'grant.changed-meanwhile': {
    zh: '申请之后情况有变（账户、岗位、机构或第二因子），这份申请不能生效。请不予同意，由申请人重新提出。',
    en: 'What it rests on has changed since (the account, its posts, the office or the factors). It cannot take effect: refuse it, and have it asked again.',
  },
} as const satisfies ErrorSentences;
