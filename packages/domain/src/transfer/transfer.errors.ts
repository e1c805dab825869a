import type { ErrorSentences } from '../kernel/app-error.ts';

export const transferErrors = {
  'transfer.not-registered': {
    zh: '全市没有此人的档案，可以直接建档。',
    en: 'Nobody in the city has a file of this person; register her directly.',
  },
  'transfer.already-yours': {
    zh: '此人的档案已在您的辖区（{areaName}），请直接打开；跨社区请用“迁移”。',
    en: 'The file already lies in your area ({areaName}). Open it, and use “move” between communities.',
  },
  'transfer.already-asked': {
    zh: '已有一份待答复的转入申请，请等待对方答复。',
    en: 'There is already an open request for this person. Wait for the answer.',
  },
  'transfer.decided': {
    zh: '该申请已有结果（{status}），不能再次办理。',
    en: 'This request is already decided ({status}).',
  },
  'transfer.moved-meanwhile': {
    zh: '此人档案已不在原社区，申请已失效。',
    en: 'The file is no longer in the community that was asked; the request has lapsed.',
  },
} as const satisfies ErrorSentences;
