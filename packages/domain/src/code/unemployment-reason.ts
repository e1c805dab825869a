import type { CodeOf, CodeRow, CodeSet } from './code-set.ts';

/** Nature of unemployment 失业性质: 1 就业转失业, 2 新成长失业. */
export const unemploymentNatures = [
  { code: '1', zh: '就业转失业', en: 'Lost employment' },
  { code: '2', zh: '新成长失业', en: 'New to the labour market' },
] as const satisfies CodeSet;

export type UnemploymentNature = CodeOf<typeof unemploymentNatures>;

type UnemploymentReasonRow = CodeRow & {
  /** What the form proposes; the worker may choose the other one. */
  readonly usualNature: UnemploymentNature;
};

/** Reason of an unemployment registration 失业原因, after 就业服务与就业管理规定 §65 (handbook §3.2). */
export const unemploymentReasons = [
  { code: '01', zh: '毕(肄)业未就业', en: 'Left school, not yet employed', usualNature: '2' },
  { code: '02', zh: '与单位解除、终止劳动关系', en: 'Employment relation ended', usualNature: '1' },
  { code: '03', zh: '个体、企业主停业破产', en: 'Own business stopped or bankrupt', usualNature: '1' },
  { code: '04', zh: '土地被征用', en: 'Land was requisitioned', usualNature: '2' },
  { code: '05', zh: '退役未安置', en: 'Left military service, not placed', usualNature: '2' },
  {
    code: '06',
    zh: '刑满释放、假释、监外执行',
    en: 'Released from prison, parole or outside service',
    usualNature: '1',
  },
  { code: '07', zh: '其他(灵活就业停止等)', en: 'Other (flexible work stopped …)', usualNature: '1' },
] as const satisfies CodeSet<UnemploymentReasonRow>;

export type UnemploymentReason = CodeOf<typeof unemploymentReasons>;
