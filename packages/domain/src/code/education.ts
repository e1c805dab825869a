import { type CodeRow, type CodeSet, findCode } from './code-set.ts';

type EducationRow = CodeRow & {
  /** For comparison: 7 postgraduate, 6 bachelor, 5 junior college, 4 senior secondary, 3 junior secondary, 2 primary, 1 other. */
  readonly rank: number;
};

/** Education 文化程度, GB/T 4658-2006, two digits. */
export const educations = [
  { code: '11', zh: '博士研究生毕业', en: 'Doctorate', rank: 7 },
  { code: '12', zh: '博士研究生结业', en: 'Doctorate, completed without degree', rank: 7 },
  { code: '13', zh: '博士研究生肄业', en: 'Doctorate, not completed', rank: 7 },
  { code: '14', zh: '硕士研究生毕业', en: 'Master', rank: 7 },
  { code: '15', zh: '硕士研究生结业', en: 'Master, completed without degree', rank: 7 },
  { code: '16', zh: '硕士研究生肄业', en: 'Master, not completed', rank: 7 },
  { code: '17', zh: '研究生班毕业', en: 'Postgraduate class', rank: 7 },
  { code: '21', zh: '大学本科毕业', en: 'Bachelor', rank: 6 },
  { code: '22', zh: '大学本科结业', en: 'Bachelor, completed without degree', rank: 6 },
  { code: '23', zh: '大学本科肄业', en: 'Bachelor, not completed', rank: 6 },
  { code: '28', zh: '大学普通班毕业', en: 'University general class', rank: 6 },
  { code: '31', zh: '大学专科毕业', en: 'Junior college', rank: 5 },
  { code: '32', zh: '大学专科结业', en: 'Junior college, completed without diploma', rank: 5 },
  { code: '33', zh: '大学专科肄业', en: 'Junior college, not completed', rank: 5 },
  { code: '41', zh: '中等专科毕业', en: 'Secondary specialised school', rank: 4 },
  { code: '44', zh: '职业高中毕业', en: 'Vocational high school', rank: 4 },
  { code: '47', zh: '技工学校毕业', en: 'Technical school', rank: 4 },
  { code: '61', zh: '普通高中毕业', en: 'Senior high school', rank: 4 },
  { code: '63', zh: '普通高中肄业', en: 'Senior high school, not completed', rank: 4 },
  { code: '71', zh: '初中毕业', en: 'Junior high school', rank: 3 },
  { code: '73', zh: '初中肄业', en: 'Junior high school, not completed', rank: 3 },
  { code: '81', zh: '小学毕业', en: 'Primary school', rank: 2 },
  { code: '83', zh: '小学肄业', en: 'Primary school, not completed', rank: 2 },
  { code: '90', zh: '其他', en: 'Other', rank: 1 },
] as const satisfies CodeSet<EducationRow>;

/** Levels of education as reports show them, by {@link educationRank}. */
export const educationLevels = [
  { code: '7', zh: '研究生', en: 'Postgraduate' },
  { code: '6', zh: '大学本科', en: 'Bachelor' },
  { code: '5', zh: '大学专科', en: 'Junior college' },
  { code: '4', zh: '高中、中职', en: 'Senior secondary' },
  { code: '3', zh: '初中', en: 'Junior secondary' },
  { code: '2', zh: '小学', en: 'Primary' },
  { code: '1', zh: '其他', en: 'Other' },
] as const satisfies CodeSet;

/** 1–7, higher is more; 0 when nothing is known. */
export function educationRank(code: string | null | undefined): number {
  return findCode<EducationRow>(educations, code)?.rank ?? 0;
}

/** Code of {@link educationLevels}; null when nothing is known. */
export function educationLevelOf(code: string | null): string | null {
  const rank = educationRank(code);
  return rank === 0 ? null : String(rank);
}
