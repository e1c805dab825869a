import type { CodeOf, CodeRow, CodeSet } from './code-set.ts';
import type { UnemploymentReason } from './unemployment-reason.ts';

type EmploymentEndRow = CodeRow & {
  /** The reason that an unemployment registration after this end is filled in with; null where none follows. */
  readonly unemploymentReason: UnemploymentReason | null;
};

/** Why an employment ended 终止就业原因: a list of this product after 劳动合同法 §36–44. */
export const employmentEndReasons = [
  { code: '01', zh: '合同期满终止', en: 'Contract expired', unemploymentReason: '02' },
  { code: '02', zh: '协商一致解除', en: 'Ended by agreement', unemploymentReason: '02' },
  { code: '03', zh: '本人辞职', en: 'Resigned', unemploymentReason: '02' },
  { code: '04', zh: '单位解除', en: 'Dismissed', unemploymentReason: '02' },
  { code: '05', zh: '经济性裁员', en: 'Laid off', unemploymentReason: '02' },
  { code: '06', zh: '单位破产、关闭、撤销', en: 'Employer closed down', unemploymentReason: '02' },
  { code: '07', zh: '个体、企业停业', en: 'Own business stopped', unemploymentReason: '03' },
  { code: '08', zh: '灵活就业停止', en: 'Flexible work stopped', unemploymentReason: '07' },
  { code: '09', zh: '公益性岗位期满退出', en: 'Public-welfare post expired', unemploymentReason: '02' },
  { code: '10', zh: '退休、领取养老金', en: 'Retired', unemploymentReason: null },
  { code: '11', zh: '死亡', en: 'Died', unemploymentReason: null },
  {
    code: '12',
    zh: '入学、参军、出境定居',
    en: 'School, military service or abroad',
    unemploymentReason: null,
  },
  { code: '13', zh: '转到其他单位', en: 'Changed to another employer', unemploymentReason: null },
  { code: '99', zh: '其他', en: 'Other', unemploymentReason: '07' },
] as const satisfies CodeSet<EmploymentEndRow>;

export type EmploymentEndReason = CodeOf<typeof employmentEndReasons>;
