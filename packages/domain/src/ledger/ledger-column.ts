/**
 * The columns that ledgers may have: what the register keeps of a person, a registration, a job, a contact, a certificate or a household,
 * with the words and the kind of every cell. A ledger names columns by key; nothing else can be shown, sorted or filtered (security.md
 * rule 10).
 */
import type { CodeSet } from '../code/code-set.ts';
import { contactOutcomes, contactWays } from '../code/contact-outcome.ts';
import { contactServiceNames } from '../code/contact-service.ts';
import { deregistrationReasons } from '../code/deregistration-reason.ts';
import { educations } from '../code/education.ts';
import { employmentEndReasons } from '../code/employment-end-reason.ts';
import { employmentTypes } from '../code/employment-type.ts';
import { ethnicities } from '../code/ethnicity.ts';
import { familyRelations } from '../code/family-relation.ts';
import { hardshipCategories } from '../code/hardship-category.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { maritalStatuses } from '../code/marital-status.ts';
import { politicalStatuses } from '../code/political-status.ts';
import { confirmationResults, confirmationWays, livingStates, pensionKinds } from '../code/retiree-care.ts';
import { sexes } from '../code/sex.ts';
import { skillLevels } from '../code/skill-level.ts';
import { unemploymentNatures, unemploymentReasons } from '../code/unemployment-reason.ts';
import type { Sentence } from '../kernel/app-error.ts';

/** What stands in a cell. `codes` is several codes of one list; `masked` is shown as kept, with its digits hidden; `money` is kept in fen. */
export type LedgerCellKind = 'text' | 'code' | 'codes' | 'date' | 'number' | 'money' | 'yes-no' | 'masked' | 'area';

/** What a row of a ledger is about beside its person or household. */
export type LedgerRowKind =
  | 'resident'
  | 'household'
  | 'unemployment'
  | 'employment'
  | 'contact'
  | 'certificate'
  | 'confirmation'
  | 'policy';

export interface LedgerColumn extends Sentence {
  kind: LedgerCellKind;
  codes?: CodeSet;
  /** In characters, on paper and in the workbook. */
  width: number;
  /** Kinds of rows that have it; every row of a person has those of `resident`. */
  of: LedgerRowKind;
  /** Found from others when read: shown, but neither sorted nor filtered by. */
  computed?: true;
}

/** Why a file ended 销档原因. */
const departureReasons = [
  { code: 'death', zh: '死亡', en: 'Died' },
  { code: 'moved-out', zh: '迁出', en: 'Moved away' },
] as const satisfies CodeSet;

const certificateStatuses = [
  { code: 'valid', zh: '有效', en: 'Valid' },
  { code: 'replaced', zh: '已补换', en: 'Replaced' },
  { code: 'void', zh: '作废', en: 'Void' },
] as const satisfies CodeSet;

const person = (kind: LedgerCellKind, zh: string, en: string, width: number, more: Partial<LedgerColumn> = {}) =>
  ({ kind, zh, en, width, of: 'resident', ...more }) as const satisfies LedgerColumn;
const record = (
  of: Exclude<LedgerRowKind, 'resident'>,
  kind: LedgerCellKind,
  zh: string,
  en: string,
  width: number,
  more: Partial<LedgerColumn> = {},
) => ({ kind, zh, en, width, of, ...more }) as const satisfies LedgerColumn;

export const ledgerColumns = {
  name: person('text', '姓名', 'Name', 10),
  sex: person('code', '性别', 'Sex', 6, { codes: sexes }),
  birthOn: person('date', '出生日期', 'Born', 11),
  age: person('number', '年龄', 'Age', 6, { computed: true }),
  citizenId: person('masked', '公民身份号码', 'Citizen identity number', 21),
  phone: person('masked', '联系电话', 'Telephone', 13),
  community: person('area', '社区(村)', 'Community', 16),
  street: person('area', '街道(乡镇)', 'Street', 16),
  address: person('text', '住址', 'Address', 30),
  householdNumber: person('text', '户编号', 'Household no.', 14),
  relation: person('code', '与户主关系', 'Relation to head', 12, { codes: familyRelations }),
  hukouType: person('code', '户口性质', 'Household registration', 16, { codes: householdRegistrations }),
  education: person('code', '文化程度', 'Education', 16, { codes: educations }),
  ethnicity: person('code', '民族', 'Ethnicity', 10, { codes: ethnicities }),
  marital: person('code', '婚姻状况', 'Marital status', 10, { codes: maritalStatuses }),
  political: person('code', '政治面貌', 'Political status', 14, { codes: politicalStatuses }),
  skillLevel: person('code', '技能等级', 'Skill level', 14, { codes: skillLevels }),
  recordedOn: person('date', '建档日期', 'File opened', 11),
  statutoryRetirementOn: person('date', '法定退休日期', 'Statutory retirement', 13, { computed: true }),
  unemployedSince: person('date', '失业起始', 'Unemployed since', 11),
  unemployedMonths: person('number', '失业月数', 'Months unemployed', 9, { computed: true }),
  registeredUnemployedOn: person('date', '失业登记日期', 'Registered unemployed', 13),
  unemploymentReason: person('code', '失业原因', 'Reason', 22, { codes: unemploymentReasons }),
  jobWish: person('text', '求职意向', 'Job wish', 18),
  trainingWish: person('text', '培训意愿', 'Training wish', 18),
  employmentType: person('code', '就业类型', 'Employment type', 14, { codes: employmentTypes }),
  employer: person('text', '工作单位', 'Employer', 24),
  employedOn: person('date', '就业日期', 'Employed on', 11),
  hardship: person('codes', '困难类别', 'Hardship', 20, { codes: hardshipCategories }),
  certificateNumber: person('text', '就业创业证号', 'Certificate no.', 22),
  lastContactOn: person('date', '最近联系', 'Last contact', 11),
  lastContactOutcome: person('code', '联系结果', 'Outcome', 18, { codes: contactOutcomes }),
  nextContactOn: person('date', '下次应联系', 'Next contact due', 13),
  abilityStated: person('text', '未就业说明', 'Why not working', 22),
  retiredOn: person('date', '退休日期', 'Retired on', 11),
  formerEmployer: person('text', '原工作单位', 'Former employer', 24),
  pension: person('code', '养老待遇', 'Pension', 16, { codes: pensionKinds }),
  handedOverOn: person('date', '移交日期', 'Handed over', 11),
  personnelFile: person('text', '人事档案存放处', 'Personnel file kept at', 18),
  personnelFileNumber: person('text', '档案编号', 'File no.', 12),
  living: person('code', '居住状况', 'Living', 16, { codes: livingStates }),
  livingOn: person('date', '居住状况起始', 'Lives so since', 11),
  retireeDisabled: person('yes-no', '残疾', 'Disabled', 6),
  retireePartyMember: person('yes-no', '党员', 'Party member', 6),
  eligibilityConfirmedOn: person('date', '最近认证', 'Last confirmed', 11),
  eligibilityDueOn: person('date', '认证到期', 'Confirmation due', 11),
  policiesEnjoyed: person('text', '享受政策', 'Policies enjoyed', 26),
  policySince: person('date', '享受起始', 'Enjoyed since', 11),
  policyTotal: person('money', '累计金额(元)', 'Amount so far (yuan)', 12),
  countedOn: person('date', '计入日期', 'Counted on', 11),
  leftOn: person('date', '销档日期', 'File ended', 11),
  leftReason: person('code', '去向', 'Why ended', 12, { codes: departureReasons }),
  note: person('text', '备注', 'Note', 20),

  registeredOn: record('unemployment', 'date', '登记日期', 'Registered on', 11),
  reason: record('unemployment', 'code', '失业原因', 'Reason', 22, { codes: unemploymentReasons }),
  nature: record('unemployment', 'code', '失业性质', 'Nature', 12, { codes: unemploymentNatures }),
  since: record('unemployment', 'date', '失业起始', 'Unemployed since', 11),
  deregisteredOn: record('unemployment', 'date', '注销日期', 'Deregistered on', 12),
  deregistrationReason: record('unemployment', 'code', '注销原因', 'Reason of deregistration', 24, {
    codes: deregistrationReasons,
  }),

  startedOn: record('employment', 'date', '就业日期', 'Started on', 11),
  type: record('employment', 'code', '就业类型', 'Type', 14, { codes: employmentTypes }),
  employerName: record('employment', 'text', '工作单位', 'Employer', 24),
  occupation: record('employment', 'text', '职业(工种)', 'Occupation', 14),
  urban: record('employment', 'yes-no', '城镇', 'Urban', 6),
  platformWork: record('employment', 'yes-no', '平台就业', 'Platform work', 8),
  endedOn: record('employment', 'date', '终止日期', 'Ended on', 11),
  endReason: record('employment', 'code', '终止原因', 'Reason of end', 20, { codes: employmentEndReasons }),

  contactedOn: record('contact', 'date', '联系日期', 'Contacted on', 11),
  way: record('contact', 'code', '方式', 'Way', 8, { codes: contactWays }),
  outcome: record('contact', 'code', '结果', 'Outcome', 18, { codes: contactOutcomes }),
  service: record('contact', 'code', '提供的服务', 'Service given', 14, { codes: contactServiceNames }),
  contactNote: record('contact', 'text', '情况记录', 'What was said', 30),
  nextOn: record('contact', 'date', '约定下次', 'Agreed next', 11),

  policyName: record('policy', 'text', '政策', 'Policy', 20),
  policyDocument: record('policy', 'text', '文号', 'Document', 18),
  policyFrom: record('policy', 'date', '享受起', 'From', 11),
  policyTo: record('policy', 'date', '享受止', 'Until', 11),
  policyAmount: record('policy', 'money', '金额(元)', 'Amount (yuan)', 12),
  policySource: record('policy', 'text', '依据', 'Source', 20),

  confirmationOn: record('confirmation', 'date', '认证日期', 'Confirmed on', 11),
  confirmationWay: record('confirmation', 'code', '认证方式', 'How', 12, { codes: confirmationWays }),
  confirmationResult: record('confirmation', 'code', '认证结果', 'Result', 14, { codes: confirmationResults }),
  confirmationNote: record('confirmation', 'text', '说明', 'Remark', 20),

  number: record('certificate', 'text', '证号', 'Number', 22),
  issuedOn: record('certificate', 'date', '发证日期', 'Issued on', 11),
  copyNumber: record('certificate', 'number', '第几次', 'Copy', 7),
  certificateStatus: record('certificate', 'code', '状态', 'Status', 10, { codes: certificateStatuses }),

  householdKey: record('household', 'text', '户编号', 'Household no.', 14),
  head: record('household', 'text', '户主', 'Head', 10),
  householdAddress: record('household', 'text', '住址', 'Address', 30),
  householdCommunity: record('household', 'area', '社区(村)', 'Community', 16),
  members: record('household', 'number', '人口', 'Members', 7),
  membersEmployed: record('household', 'number', '就业', 'Employed', 7),
  membersUnemployed: record('household', 'number', '登记失业', 'Registered unemployed', 9),
  membersNames: record('household', 'text', '家庭成员', 'Names of members', 30),
} as const satisfies Record<string, LedgerColumn>;
export type LedgerColumnKey = keyof typeof ledgerColumns;

export function getLedgerColumn(key: LedgerColumnKey): LedgerColumn {
  return ledgerColumns[key];
}

export function isLedgerColumn(key: string): key is LedgerColumnKey {
  return Object.hasOwn(ledgerColumns, key);
}

/** Whether rows of a kind have a column: those of people have what is kept of the person too. */
export function hasColumn(rows: LedgerRowKind, key: LedgerColumnKey): boolean {
  const { of } = getLedgerColumn(key);
  return of === rows || (of === 'resident' && rows !== 'household');
}
