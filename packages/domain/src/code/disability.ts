import type { CodeSet } from './code-set.ts';

/** Category of disability 残疾类别, as on the disability certificate 残疾人证 (digit 19). */
export const disabilityCategories = [
  { code: '1', zh: '视力残疾', en: 'Visual' },
  { code: '2', zh: '听力残疾', en: 'Hearing' },
  { code: '3', zh: '言语残疾', en: 'Speech' },
  { code: '4', zh: '肢体残疾', en: 'Physical' },
  { code: '5', zh: '智力残疾', en: 'Intellectual' },
  { code: '6', zh: '精神残疾', en: 'Mental' },
  { code: '7', zh: '多重残疾', en: 'Multiple' },
] as const satisfies CodeSet;

/** Level of disability 残疾等级; level 1 is the severest (digit 20 of the certificate number). */
export const disabilityLevels = [
  { code: '1', zh: '一级', en: 'Level 1 (severest)' },
  { code: '2', zh: '二级', en: 'Level 2' },
  { code: '3', zh: '三级', en: 'Level 3' },
  { code: '4', zh: '四级', en: 'Level 4' },
] as const satisfies CodeSet;

/** Reads a disability certificate number: identity number, category, level, possibly B1… for a re-issue. */
export function parseDisabilityCertificate(
  number: string,
): { citizenId: string; category: string; level: string } | undefined {
  const match = /^(\d{17}[\dX])([1-7])([1-4])(B\d{1,2})?$/.exec(number);
  return match ? { citizenId: match[1]!, category: match[2]!, level: match[3]! } : undefined;
}
