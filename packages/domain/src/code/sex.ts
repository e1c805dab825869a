import type { CodeSet } from './code-set.ts';

/** Sex 性别, GB/T 2261.1-2003. A register of citizens knows 1 and 2 only: the identity number decides. */
export const sexes = [
  { code: '1', zh: '男', en: 'Male' },
  { code: '2', zh: '女', en: 'Female' },
  { code: '0', zh: '未知', en: 'Unknown' },
  { code: '9', zh: '未说明', en: 'Not stated' },
] as const satisfies CodeSet;
