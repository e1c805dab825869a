import type { ErrorSentences } from '../kernel/app-error.ts';

export const volumeErrors = {
  'volume.level': {
    zh: '一街一册按街道(乡镇)、社区或者区县查看。请在左上角选一个街道或区县。',
    en: 'A volume is of a street, a community or a district. Choose one at the upper left.',
  },
  'volume.period': {
    zh: '一街一册按一天或一个月查看，不能晚于今天，“{period}”不行。',
    en: 'A volume is of a day or a month, not after today; “{period}” is neither.',
  },
  'volume.ledgers': {
    zh: '这一期没有“{ledger}”这本台账。请重新选择台账。',
    en: 'This period has no ledger “{ledger}”. Choose the ledgers again.',
  },
  'volume.lists-above-street': {
    zh: '区县一级只有汇总表；各本台账的名单请按街道打印。',
    en: 'A district has the summary only; print the lists of the ledgers by street.',
  },
  'volume.too-many-rows': {
    zh: '所选台账共 {rows} 行，一册最多 {limit} 行。请少选几本台账，大的台账单独导出。',
    en: 'The chosen ledgers have {rows} rows, a volume at most {limit}. Choose fewer; export the long ones by themselves.',
  },
} as const satisfies ErrorSentences;
