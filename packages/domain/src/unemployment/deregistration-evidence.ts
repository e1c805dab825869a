/**
 * What has to be noted for each reason of deregistration (就业服务与就业管理规定 §66; handbook §3.3: every deregistration stores
 * reason, evidence and notice). The agency proves it where data can; the person is asked for no paper that the office can look up.
 * `suggestions` are the usual proofs, offered for one click; free text stays possible.
 */
export type EvidenceRule = {
  required: boolean;
  /** The note must say what happened, because the reason leaves it open. */
  noteRequired: boolean;
  suggestions: readonly { zh: string; en: string }[];
};

export const deregistrationEvidence = {
  '01': {
    required: true,
    noteRequired: false,
    suggestions: [
      { zh: '劳动合同', en: 'Employment contract' },
      { zh: '社保参保记录', en: 'Social-insurance record' },
      { zh: '用工备案', en: 'Labour-use filing' },
    ],
  },
  '02': {
    required: true,
    noteRequired: false,
    suggestions: [
      { zh: '营业执照', en: 'Business licence' },
      { zh: '市场主体登记信息', en: 'Business register entry' },
    ],
  },
  '03': {
    required: true,
    noteRequired: false,
    suggestions: [
      { zh: '本人书面声明', en: 'Signed statement' },
      { zh: '收入流水', en: 'Income statement' },
      { zh: '灵活就业登记', en: 'Flexible-work registration' },
    ],
  },
  '04': {
    required: true,
    noteRequired: false,
    suggestions: [
      { zh: '养老待遇核定表', en: 'Pension decision' },
      { zh: '社保系统比对', en: 'Match with social insurance' },
    ],
  },
  '05': {
    required: true,
    noteRequired: false,
    suggestions: [{ zh: '劳动能力鉴定结论', en: 'Work-ability assessment' }],
  },
  '06': {
    required: true,
    noteRequired: false,
    suggestions: [
      { zh: '录取通知书', en: 'Admission letter' },
      { zh: '入伍通知书', en: 'Enlistment notice' },
      { zh: '出境定居证明', en: 'Proof of settling abroad' },
    ],
  },
  '07': {
    required: true,
    noteRequired: false,
    suggestions: [{ zh: '判决书', en: 'Court judgment' }],
  },
  '08': {
    required: true,
    noteRequired: true,
    suggestions: [
      { zh: '本人书面声明', en: 'Signed statement' },
      { zh: '三次拒绝服务的记录', en: 'Records of three refusals' },
    ],
  },
  '09': {
    required: true,
    noteRequired: false,
    suggestions: [{ zh: '联系记录', en: 'Contact records' }],
  },
  '10': {
    required: true,
    noteRequired: true,
    suggestions: [
      { zh: '死亡证明', en: 'Death certificate' },
      { zh: '公安户籍信息', en: 'Police household record' },
    ],
  },
} as const satisfies Record<string, EvidenceRule>;

/** The rule of a reason; unknown reasons ask for everything. */
export function evidenceRuleOf(reason: string): EvidenceRule {
  const rules: Readonly<Record<string, EvidenceRule>> = deregistrationEvidence;
  return rules[reason] ?? { required: true, noteRequired: true, suggestions: [] };
}
