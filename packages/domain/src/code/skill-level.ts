import type { CodeSet } from './code-set.ts';

/**
 * Skill level 技能等级. 5–1 are the five national levels; A, B, C are the ends that 人社部发〔2022〕14号 added (codes of this product,
 * as no national code is published).
 */
export const skillLevels = [
  { code: 'A', zh: '学徒工', en: 'Apprentice' },
  { code: '5', zh: '五级(初级工)', en: 'Level 5, junior' },
  { code: '4', zh: '四级(中级工)', en: 'Level 4, intermediate' },
  { code: '3', zh: '三级(高级工)', en: 'Level 3, senior' },
  { code: '2', zh: '二级(技师)', en: 'Level 2, technician' },
  { code: '1', zh: '一级(高级技师)', en: 'Level 1, senior technician' },
  { code: 'B', zh: '特级技师', en: 'Special-grade technician' },
  { code: 'C', zh: '首席技师', en: 'Chief technician' },
] as const satisfies CodeSet;
