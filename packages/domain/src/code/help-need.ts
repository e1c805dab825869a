import type { CodeOf, CodeSet } from './code-set.ts';

/** What somebody without work asks for 求助事项 (C03): a list of this product along the service strands. */
export const helpNeeds = [
  { code: 'job', zh: '找工作', en: 'Finding work' },
  { code: 'training', zh: '职业培训', en: 'Training' },
  { code: 'guidance', zh: '职业指导', en: 'Career guidance' },
  { code: 'registration', zh: '失业登记、证件', en: 'Registration or certificate' },
  { code: 'policy', zh: '政策咨询、补贴', en: 'Policies and subsidies' },
  { code: 'insurance', zh: '社会保险', en: 'Social insurance' },
  { code: 'hardship', zh: '生活困难', en: 'Hardship of the family' },
  { code: 'wages', zh: '拖欠工资、劳动争议', en: 'Unpaid wages or a dispute' },
  { code: 'other', zh: '其他', en: 'Something else' },
] as const satisfies CodeSet;

export type HelpNeed = CodeOf<typeof helpNeeds>;
