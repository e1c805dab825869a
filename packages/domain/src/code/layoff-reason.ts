import type { CodeOf, CodeSet } from './code-set.ts';

/** Why an employer lays off 裁减人员原因: the four cases of 劳动合同法 第41条, and what monitoring adds to them. */
export const layoffReasons = [
  { code: '01', zh: '依照企业破产法进行重整', en: 'Reorganisation under the bankruptcy law' },
  { code: '02', zh: '生产经营发生严重困难', en: 'Serious difficulties in production and operation' },
  { code: '03', zh: '转产、重大技术革新或经营方式调整', en: 'Change of product, technology or way of operating' },
  { code: '04', zh: '客观经济情况发生重大变化', en: 'Fundamental change of the economic situation' },
  { code: '05', zh: '订单不足、停工半停工', en: 'Lack of orders, work stopped in part or whole' },
  { code: '06', zh: '搬迁、关闭或注销', en: 'Relocation, closing or dissolution' },
  { code: '09', zh: '其他', en: 'Other reason' },
] as const satisfies CodeSet;

export type LayoffReason = CodeOf<typeof layoffReasons>;
