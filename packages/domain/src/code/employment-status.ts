import { type CodeOf, type CodeRow, type CodeSet, findCode } from './code-set.ts';

/** Part of the labour force: employed 就业, unemployed 失业, or outside 非劳动力. */
export type LabourForceState = 'employed' | 'unemployed' | 'outside';

type EmploymentStatusRow = CodeRow & { readonly labourForce: LabourForceState };

/**
 * Employment status 就业状态: a closed list of this product, to be mapped on exchange (the national table, LD/T 92-2013 AAC016, is not
 * public; handbook §1.9). Labour force: 10–50 employed, 60 and 61 unemployed, 70–90 outside.
 */
export const employmentStatuses = [
  { code: '10', zh: '单位就业', en: 'Employed by an employer', labourForce: 'employed' },
  { code: '20', zh: '个体经营(业主)', en: 'Self-employed', labourForce: 'employed' },
  { code: '30', zh: '灵活就业', en: 'Flexible employment', labourForce: 'employed' },
  { code: '40', zh: '公益性岗位就业', en: 'Public-welfare post', labourForce: 'employed' },
  { code: '50', zh: '农村转移就业', en: 'Rural transfer employment', labourForce: 'employed' },
  { code: '60', zh: '失业(已登记)', en: 'Unemployed (registered)', labourForce: 'unemployed' },
  { code: '61', zh: '无业未登记(有就业愿望)', en: 'Jobless, not registered, wants work', labourForce: 'unemployed' },
  { code: '70', zh: '无就业愿望', en: 'Does not want work', labourForce: 'outside' },
  { code: '80', zh: '在学', en: 'At school', labourForce: 'outside' },
  { code: '81', zh: '服现役', en: 'In military service', labourForce: 'outside' },
  { code: '82', zh: '服刑', en: 'In prison', labourForce: 'outside' },
  { code: '83', zh: '完全丧失劳动能力', en: 'Totally unable to work', labourForce: 'outside' },
  { code: '90', zh: '退休、享受养老待遇', en: 'Retired or receiving a pension', labourForce: 'outside' },
  { code: '99', zh: '死亡、注销', en: 'Dead or struck off', labourForce: 'outside' },
] as const satisfies CodeSet<EmploymentStatusRow>;

export type EmploymentStatus = CodeOf<typeof employmentStatuses>;

export function labourForceState(status: EmploymentStatus): LabourForceState {
  return findCode<EmploymentStatusRow>(employmentStatuses, status)?.labourForce ?? 'outside';
}
