import type { CodeOf, CodeRow, CodeSet } from './code-set.ts';

/** What proves a reason 凭据; every deregistration names one and describes it. */
export const evidenceKinds = [
  {
    code: 'employment-record',
    zh: '就业登记、劳动合同或参保记录',
    en: 'Employment registration, contract or insurance record',
  },
  { code: 'business-licence', zh: '营业执照', en: 'Business licence' },
  { code: 'income-statement', zh: '收入证明或本人声明', en: 'Proof or statement of income' },
  { code: 'pension-record', zh: '养老待遇核定或发放记录', en: 'Pension decision or payment record' },
  { code: 'ability-appraisal', zh: '劳动能力鉴定结论', en: 'Appraisal of ability to work' },
  { code: 'enrolment-proof', zh: '录取通知书或学籍证明', en: 'Admission notice or proof of enrolment' },
  { code: 'enlistment-notice', zh: '入伍通知书', en: 'Enlistment notice' },
  { code: 'settlement-proof', zh: '出境定居证明', en: 'Proof of settling abroad' },
  { code: 'court-document', zh: '判决书或收监文书', en: 'Judgement or committal document' },
  { code: 'signed-statement', zh: '本人签字声明', en: 'Statement signed by the person' },
  { code: 'refusal-records', zh: '拒绝服务记录', en: 'Records of refused services' },
  { code: 'contact-log', zh: '联系记录', en: 'Contact log' },
  { code: 'death-proof', zh: '死亡证明或户籍注销', en: 'Proof of death' },
  { code: 'other-document', zh: '其他书面材料', en: 'Other written document' },
] as const satisfies CodeSet;

export type EvidenceKind = CodeOf<typeof evidenceKinds>;

type DeregistrationReasonRow = CodeRow & {
  readonly evidence: EvidenceKind;
  /** `matching`: data comparison proposes it; `clock`: time without contact proposes it; null: people only. People always decide. */
  readonly proposedBy: 'matching' | 'clock' | null;
  /** The person found work: counts as re-employment 再就业. */
  readonly employed: boolean;
};

/**
 * Reasons of deregistration 注销失业登记, 就业服务与就业管理规定 §66 (handbook §3.3). The first two digits are the item of the article
 * ({@link deregistrationItem}), a third digit tells its cases apart.
 */
export const deregistrationReasons = [
  row('01', '被用人单位录用', 'Hired by an employer', 'employment-record', 'matching', true),
  row('02', '从事个体经营或创办企业(已领执照)', 'Started a licensed business', 'business-licence', 'matching', true),
  row(
    '03',
    '从事有稳定收入的劳动(不低于最低工资)',
    'Steady work at or above the minimum wage',
    'income-statement',
    null,
    true,
  ),
  row('04', '享受基本养老保险待遇', 'Receives a basic pension', 'pension-record', 'matching'),
  row('05', '完全丧失劳动能力', 'Totally unable to work', 'ability-appraisal', null),
  row('061', '入学', 'Entered school', 'enrolment-proof', null),
  row('062', '服兵役', 'Entered military service', 'enlistment-notice', null),
  row('063', '移居境外', 'Settled abroad', 'settlement-proof', null),
  row('07', '被判刑收监执行', 'Imprisoned', 'court-document', 'matching'),
  row('081', '终止就业要求', 'No longer wants work', 'signed-statement', null),
  row('082', '拒绝接受公共就业服务', 'Refuses public employment services', 'refusal-records', null),
  row('09', '连续6个月未与公共就业服务机构联系', 'No contact for six consecutive months', 'contact-log', 'clock'),
  row('101', '已进行就业登记', 'Already registered as employed', 'employment-record', 'matching', true),
  row('102', '死亡', 'Died', 'death-proof', 'matching'),
  row('109', '其他', 'Other', 'other-document', null),
] as const satisfies CodeSet<DeregistrationReasonRow>;

function row<Code extends string>(
  code: Code,
  zh: string,
  en: string,
  evidence: EvidenceKind,
  proposedBy: 'matching' | 'clock' | null,
  employed = false,
): DeregistrationReasonRow & { readonly code: Code } {
  return { code, zh, en, evidence, proposedBy, employed };
}

export type DeregistrationReason = CodeOf<typeof deregistrationReasons>;

/** The ten items of the article, as the monthly report counts them. */
export const deregistrationItems = [
  { code: '01', zh: '被用人单位录用', en: 'Hired' },
  { code: '02', zh: '个体经营、创办企业', en: 'Own business' },
  { code: '03', zh: '有稳定收入', en: 'Steady income' },
  { code: '04', zh: '享受养老待遇', en: 'Pension' },
  { code: '05', zh: '丧失劳动能力', en: 'Unable to work' },
  { code: '06', zh: '入学、参军、移居境外', en: 'School, service, abroad' },
  { code: '07', zh: '收监执行', en: 'Imprisoned' },
  { code: '08', zh: '终止就业要求、拒绝服务', en: 'Unwilling or refusing' },
  { code: '09', zh: '连续6个月未联系', en: 'Six months without contact' },
  { code: '10', zh: '其他', en: 'Other' },
] as const satisfies CodeSet;

/** The article's item of a reason: '061' → '06'. */
export function deregistrationItem(reason: string): string {
  return reason.slice(0, 2);
}
