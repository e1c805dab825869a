import { type CodeOf, type CodeRow, type CodeSet, findCode } from './code-set.ts';
import type { DeregistrationReason } from './deregistration-reason.ts';

/** How a contact was made 联系方式. */
export const contactWays = [
  { code: 'phone', zh: '电话', en: 'Telephone' },
  { code: 'visit', zh: '上门走访', en: 'Home visit' },
  { code: 'counter', zh: '窗口', en: 'At the counter' },
  { code: 'online', zh: '网络、短信', en: 'Online or message' },
  { code: 'matching', zh: '信息比对', en: 'Data matching' },
] as const satisfies CodeSet;

export type ContactWay = CodeOf<typeof contactWays>;

/** The ways that a person may choose; data matching is written by the system alone. */
export const chosenContactWays = ['phone', 'visit', 'counter', 'online'] as const satisfies readonly ContactWay[];
export type ChosenContactWay = (typeof chosenContactWays)[number];

type ContactOutcomeRow = CodeRow & {
  /** Only a contact that reached the person starts the next month and interrupts “six months without contact”. */
  readonly reached: boolean;
  /** The deregistration that the result suggests to the worker. */
  readonly suggests: DeregistrationReason | null;
};

/** Result of a contact or visit 联系结果: a list of this product (handbook §3.2, 4.7). */
export const contactOutcomes = [
  { code: '01', zh: '仍失业，正在求职', en: 'Still unemployed, seeking work', reached: true, suggests: null },
  { code: '02', zh: '接受服务(岗位、培训、指导)', en: 'Accepted a service', reached: true, suggests: null },
  { code: '03', zh: '拒绝服务', en: 'Refused a service', reached: true, suggests: null },
  { code: '04', zh: '已就业', en: 'Has found work', reached: true, suggests: '01' },
  { code: '05', zh: '已自主创业', en: 'Has started a business', reached: true, suggests: '02' },
  { code: '06', zh: '已领取养老金', en: 'Receives a pension', reached: true, suggests: '04' },
  { code: '07', zh: '暂无就业愿望', en: 'Does not want work now', reached: true, suggests: '081' },
  { code: '08', zh: '入学、参军', en: 'Entered school or the army', reached: true, suggests: '061' },
  { code: '09', zh: '已迁出或居住地变更', en: 'Has moved', reached: true, suggests: null },
  { code: '10', zh: '家属告知已死亡', en: 'Reported dead by the family', reached: true, suggests: '102' },
  { code: '11', zh: '见到本人，情况正常', en: 'Met, all is well', reached: true, suggests: null },
  { code: '21', zh: '无人接听', en: 'No answer', reached: false, suggests: null },
  { code: '22', zh: '空号、停机', en: 'Number out of service', reached: false, suggests: null },
  { code: '23', zh: '号码非本人', en: 'Wrong number', reached: false, suggests: null },
  { code: '24', zh: '上门无人', en: 'Nobody at home', reached: false, suggests: null },
] as const satisfies CodeSet<ContactOutcomeRow>;

export type ContactOutcome = CodeOf<typeof contactOutcomes>;

export function isReached(outcome: string): boolean {
  return findCode<ContactOutcomeRow>(contactOutcomes, outcome)?.reached ?? false;
}
