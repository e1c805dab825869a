import type { CodeSet } from './code-set.ts';

/** Economic type of an employer 经济类型, GB/T 12402-2000. A self-employed business is a flag of its own. */
export const economicTypes = [
  { code: '100', zh: '内资', en: 'Domestic' },
  { code: '110', zh: '国有', en: 'State-owned' },
  { code: '120', zh: '集体', en: 'Collective' },
  { code: '130', zh: '股份合作', en: 'Share-holding cooperative' },
  { code: '140', zh: '联营', en: 'Joint operation' },
  { code: '150', zh: '有限责任公司', en: 'Limited liability company' },
  { code: '160', zh: '股份有限公司', en: 'Company limited by shares' },
  { code: '170', zh: '私有', en: 'Private' },
  { code: '190', zh: '其他内资', en: 'Other domestic' },
  { code: '200', zh: '港澳台投资', en: 'Hong Kong, Macao or Taiwan investment' },
  { code: '300', zh: '国外投资', en: 'Foreign investment' },
  { code: '900', zh: '其他', en: 'Other' },
] as const satisfies CodeSet;
