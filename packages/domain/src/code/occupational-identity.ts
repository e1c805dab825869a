import type { CodeSet } from './code-set.ts';

/** Occupational identity 从业状况(个人身份), GB/T 2261.4-2003. */
export const occupationalIdentities = [
  { code: '11', zh: '国家公务员', en: 'Civil servant' },
  { code: '13', zh: '专业技术人员', en: 'Professional or technician' },
  { code: '17', zh: '职员', en: 'Clerk' },
  { code: '21', zh: '企业管理人员', en: 'Enterprise manager' },
  { code: '24', zh: '工人', en: 'Worker' },
  { code: '27', zh: '农民', en: 'Farmer' },
  { code: '31', zh: '学生', en: 'Student' },
  { code: '37', zh: '现役军人', en: 'In active military service' },
  { code: '51', zh: '自由职业者', en: 'Freelancer' },
  { code: '54', zh: '个体经营者', en: 'Self-employed' },
  { code: '70', zh: '无业人员', en: 'Without occupation' },
  { code: '80', zh: '退(离)休人员', en: 'Retired' },
  { code: '90', zh: '其他', en: 'Other' },
] as const satisfies CodeSet;
