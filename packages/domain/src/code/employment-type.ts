import type { CodeOf, CodeRow, CodeSet } from './code-set.ts';
import type { EmploymentStatus } from './employment-status.ts';

type EmploymentTypeRow = CodeRow & {
  /** The employment status that somebody with such a registration has. */
  readonly status: EmploymentStatus;
  /** An employer must be named; the others register themselves. */
  readonly needsEmployer: boolean;
};

/**
 * Type of an employment registration 就业登记类型 (就业服务与就业管理规定 §62; handbook §3.1). The codes are those of the employment
 * status; 59 is everything else and counts as flexible.
 */
export const employmentTypes = [
  { code: '10', zh: '单位就业', en: 'Employed by an employer', status: '10', needsEmployer: true },
  { code: '20', zh: '个体经营', en: 'Self-employed', status: '20', needsEmployer: false },
  { code: '30', zh: '灵活就业', en: 'Flexible employment', status: '30', needsEmployer: false },
  { code: '40', zh: '公益性岗位就业', en: 'Public-welfare post', status: '40', needsEmployer: true },
  { code: '50', zh: '农村转移就业', en: 'Rural transfer employment', status: '50', needsEmployer: false },
  { code: '59', zh: '其他就业', en: 'Other employment', status: '30', needsEmployer: false },
] as const satisfies CodeSet<EmploymentTypeRow>;

export type EmploymentType = CodeOf<typeof employmentTypes>;
