import type { ErrorSentences } from '../kernel/app-error.ts';

/** Printing and exporting. */
export const documentErrors = {
  'document.busy': {
    zh: '正在打印的文件太多，请稍候几秒重试。',
    en: 'Too many documents are being made. Try again in a few seconds.',
  },
  'document.too-large': {
    zh: '内容太多，一个文件放不下（最多 {limit} 格）。请缩小范围后重试。',
    en: 'Too much for one file (at most {limit} cells). Narrow the selection and try again.',
  },
  'document.too-slow': {
    zh: '生成文件用时太长，已停止。请缩小范围后重试。',
    en: 'Making the document took too long and was stopped. Narrow the selection and try again.',
  },
  'document.failed': {
    zh: '生成文件失败。请重试；仍不行请联系系统管理员。',
    en: 'The document could not be made. Try again; if it fails again tell the system administrator.',
  },
} as const satisfies ErrorSentences;
