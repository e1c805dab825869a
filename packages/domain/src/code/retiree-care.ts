import type { CodeOf, CodeRow, CodeSet } from './code-set.ts';

/** What a retiree lives on 养老待遇种类: a list of this product (handbook §8). */
export const pensionKinds = [
  { code: '10', zh: '企业职工基本养老金', en: 'Employees’ basic pension' },
  { code: '20', zh: '机关事业单位养老金', en: 'Pension of public bodies' },
  { code: '30', zh: '城乡居民养老金', en: 'Residents’ pension' },
  { code: '40', zh: '退职生活费', en: 'Allowance of early leavers' },
  { code: '90', zh: '其他待遇', en: 'Other' },
] as const satisfies CodeSet;

/** Who lives alone is visited more often. */
export const livesAlone = '30';

/** Whom a retiree lives with 居住状况, as the card of handing over asks (handbook §8.7): a list of this product. */
export const livingStates = [
  { code: '10', zh: '与子女同住', en: 'Lives with children' },
  { code: '20', zh: '空巢(仅与配偶同住)', en: 'Empty nest (with spouse only)' },
  { code: '30', zh: '独居', en: 'Lives alone' },
  { code: '40', zh: '养老机构', en: 'In a care home' },
] as const satisfies CodeSet;

/** How eligibility was confirmed 认证方式 (handbook §8.4): data match first, then by oneself, then the community's visit. */
export const confirmationWays = [
  { code: 'data', zh: '数据比对', en: 'Data match' },
  { code: 'app', zh: '手机自助', en: 'App' },
  { code: 'counter', zh: '窗口当面', en: 'Face to face at the counter' },
  { code: 'visit', zh: '上门', en: 'Home visit' },
  { code: 'video', zh: '视频', en: 'Video call' },
] as const satisfies CodeSet;
export type ConfirmationWay = CodeOf<typeof confirmationWays>;

type ConfirmationResultRow = CodeRow & {
  /** Only this starts the next round. */
  readonly confirmed: boolean;
};

/** What came of it 认证结果. */
export const confirmationResults = [
  { code: 'confirmed', zh: '认证通过', en: 'Confirmed', confirmed: true },
  { code: 'not-reached', zh: '未见到本人', en: 'Not met', confirmed: false },
  { code: 'to-check', zh: '有疑点，转核查', en: 'Doubtful, to be checked', confirmed: false },
] as const satisfies CodeSet<ConfirmationResultRow>;
export type ConfirmationResult = CodeOf<typeof confirmationResults>;

/** Why care ended 结束管理原因; a death or a departure ends the file, and the care with it. */
export const careEndReasons = [
  { code: '10', zh: '管理关系转往外地', en: 'Care passed to another place' },
  { code: '20', zh: '退回原单位或社保机构管理', en: 'Returned to the employer or the agency' },
  { code: '30', zh: '丧失领取资格', en: 'No longer entitled' },
] as const satisfies CodeSet;
