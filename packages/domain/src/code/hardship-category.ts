import type { CodeOf, CodeSet } from './code-set.ts';

/**
 * Categories of people with difficulty in finding work 就业困难人员类别 (就业促进法 §52; the province fixes which of them hold, so a
 * region's data may switch categories off; handbook §1.10).
 */
export const hardshipCategories = [
  { code: '01', zh: '大龄(4050)', en: 'Older workers (40/50)' },
  { code: '02', zh: '残疾', en: 'Disabled' },
  { code: '03', zh: '低保、低收入家庭', en: 'Subsistence allowance or low income' },
  { code: '04', zh: '连续失业一年以上', en: 'Unemployed for over a year' },
  { code: '05', zh: '零就业家庭成员', en: 'Member of a zero-employment family' },
  { code: '06', zh: '失地农民', en: 'Farmer who lost the land' },
  { code: '07', zh: '退捕渔民', en: 'Fisher who left fishing' },
  { code: '08', zh: '离校未就业高校毕业生(困难)', en: 'Graduate in hardship' },
  { code: '09', zh: '退役军人(困难)', en: 'Veteran in hardship' },
  { code: '10', zh: '单亲抚养未成年', en: 'Single parent of a minor' },
  { code: '11', zh: '戒毒康复', en: 'In rehabilitation from drugs' },
  { code: '12', zh: '刑满释放、社区矫正', en: 'Released from prison or under community correction' },
  { code: '13', zh: '脱贫、监测户劳动力', en: 'Worker of a household lifted from poverty or monitored' },
  { code: '14', zh: '双下岗双失业家庭(历史)', en: 'Both spouses unemployed (historic)' },
  { code: '99', zh: '省定其他', en: 'Other category of the province' },
] as const satisfies CodeSet;

export type HardshipCategory = CodeOf<typeof hardshipCategories>;
