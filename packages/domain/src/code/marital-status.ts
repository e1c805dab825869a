import type { CodeSet } from './code-set.ts';

/** Marital status 婚姻状况, GB/T 2261.2-2003. */
export const maritalStatuses = [
  { code: '10', zh: '未婚', en: 'Single' },
  { code: '20', zh: '已婚', en: 'Married' },
  { code: '21', zh: '初婚', en: 'First marriage' },
  { code: '22', zh: '再婚', en: 'Remarried' },
  { code: '23', zh: '复婚', en: 'Remarried to the former spouse' },
  { code: '30', zh: '丧偶', en: 'Widowed' },
  { code: '40', zh: '离婚', en: 'Divorced' },
  { code: '90', zh: '未说明', en: 'Not stated' },
] as const satisfies CodeSet;
