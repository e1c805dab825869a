/**
 * The closed list of what a mapping file may take from our records: one list a kind of row. A mapping names `kind.field`; anything else is
 * refused when the file is read, so that no mapping can reach what is not listed here.
 */
import type { CodeSet } from '../code/code-set.ts';
import { deregistrationReasons } from '../code/deregistration-reason.ts';
import { educations } from '../code/education.ts';
import { employmentEndReasons } from '../code/employment-end-reason.ts';
import { employmentStatuses } from '../code/employment-status.ts';
import { employmentTypes } from '../code/employment-type.ts';
import { ethnicities } from '../code/ethnicity.ts';
import { hardshipCategories } from '../code/hardship-category.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { identityDocuments } from '../code/identity-document.ts';
import { maritalStatuses } from '../code/marital-status.ts';
import { politicalStatuses } from '../code/political-status.ts';
import { registrationChannels } from '../code/registration-channel.ts';
import { sexes } from '../code/sex.ts';
import { skillLevels } from '../code/skill-level.ts';
import { unemploymentNatures, unemploymentReasons } from '../code/unemployment-reason.ts';

/** One row per … of a table. `benefit` has no records in this register yet: such a table is empty and says so. */
export const rowKinds = [
  { code: 'person', zh: '劳动者', en: 'Person' },
  { code: 'certificate', zh: '就业创业证', en: 'Certificate' },
  { code: 'employment', zh: '就业登记', en: 'Employment registration' },
  { code: 'unemployment', zh: '失业登记', en: 'Unemployment registration' },
  { code: 'hardship', zh: '援助对象', en: 'Person eligible for assistance' },
  { code: 'benefit', zh: '政策享受', en: 'Benefit received' },
  { code: 'employer', zh: '用人单位', en: 'Employer' },
] as const satisfies CodeSet;
export type RowKind = (typeof rowKinds)[number]['code'];

/** Our code sets by the name that a code map gives in `of`. */
export const exchangeCodeSets = {
  sex: sexes,
  ethnicity: ethnicities,
  hukou: householdRegistrations,
  education: educations,
  marital: maritalStatuses,
  political: politicalStatuses,
  'skill-level': skillLevels,
  'identity-document': identityDocuments,
  'employment-status': employmentStatuses,
  'employment-type': employmentTypes,
  'employment-end-reason': employmentEndReasons,
  'unemployment-reason': unemploymentReasons,
  'unemployment-nature': unemploymentNatures,
  'deregistration-reason': deregistrationReasons,
  'registration-channel': registrationChannels,
  'hardship-category': hardshipCategories,
  'certificate-status': [
    { code: 'valid', zh: '有效', en: 'Valid' },
    { code: 'replaced', zh: '已补换发', en: 'Replaced' },
    { code: 'void', zh: '已作废', en: 'Void' },
  ],
  'row-action': [
    { code: 'A', zh: '新增', en: 'New' },
    { code: 'U', zh: '变更', en: 'Changed' },
    { code: 'D', zh: '作废', en: 'Deleted' },
  ],
} as const satisfies Record<string, CodeSet>;
export type ExchangeCodeSet = keyof typeof exchangeCodeSets;

export type RecordValue = string | number | boolean | null;
/** Values of one row by `kind.field`; a field that is missing is null. */
export type RecordValues = Readonly<Record<string, RecordValue | undefined>>;

export type RecordField = {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly value: 'text' | 'date' | 'number' | 'flag' | 'fen';
  readonly codes?: ExchangeCodeSet;
};

const field = (
  name: string,
  zh: string,
  en: string,
  value: RecordField['value'] = 'text',
  codes?: ExchangeCodeSet,
): RecordField => ({ name, zh, en, value, ...(codes && { codes }) });

const personFields = [
  field('person.number', '居民编号', 'Number of the resident'),
  field('person.citizenId', '公民身份号码', 'Identity number'),
  field('person.documentType', '证件类型', 'Kind of document', 'text', 'identity-document'),
  field('person.name', '姓名', 'Name'),
  field('person.sex', '性别', 'Sex', 'text', 'sex'),
  field('person.birthOn', '出生日期', 'Birth date', 'date'),
  field('person.ethnicity', '民族', 'Ethnicity', 'text', 'ethnicity'),
  field('person.hukou', '户口性质', 'Household registration', 'text', 'hukou'),
  field('person.education', '文化程度', 'Education', 'text', 'education'),
  field('person.marital', '婚姻状况', 'Marital status', 'text', 'marital'),
  field('person.political', '政治面貌', 'Political status', 'text', 'political'),
  field('person.skillLevel', '技能等级', 'Skill level', 'text', 'skill-level'),
  field('person.phone', '电话', 'Telephone'),
  field('person.address', '住址', 'Address'),
  field('person.areaCode', '现居社区代码(12位)', 'Community of residence (12 digits)'),
  field('person.countyCode', '现居区县代码(6位)', 'County of residence (6 digits)'),
  field('person.areaName', '现居社区', 'Community of residence'),
  field(
    'person.employmentStatus',
    '就业状态(由登记推得)',
    'Employment status (follows from the records)',
    'text',
    'employment-status',
  ),
  field('person.certificateNumber', '就业创业证号', 'Certificate number'),
  field('person.registeredOn', '建档日期', 'File opened on', 'date'),
  field('person.endedOn', '销档日期', 'File closed on', 'date'),
  field('person.diedOn', '死亡日期', 'Died on', 'date'),
  field('person.recordedOn', '录入日期', 'Entered on', 'date'),
] as const;

const deliveryFields = [
  field('row.action', '本行：新增、变更、作废', 'This row: new, changed, deleted', 'text', 'row-action'),
  field('row.valid', '本行有效', 'This row is valid', 'flag'),
  field('delivery.number', '交付序号', 'Number of the delivery', 'number'),
  field('delivery.asOf', '数据截止日', 'Day of the data', 'date'),
  field('delivery.areaCode', '报送地区代码(12位)', 'Area of the delivery (12 digits)'),
  field('delivery.countyCode', '报送地区代码(6位)', 'Area of the delivery (6 digits)'),
  field('delivery.areaName', '报送地区', 'Area of the delivery'),
] as const;

const ownFields: Record<Exclude<RowKind, 'person'>, readonly RecordField[]> = {
  certificate: [
    field('certificate.id', '记录编号', 'Number of the record'),
    field('certificate.number', '证号', 'Certificate number'),
    field('certificate.issuedOn', '发证日期', 'Issued on', 'date'),
    field('certificate.issuer', '发证机构', 'Issued by'),
    field('certificate.copyNumber', '第几次发放', 'Copy', 'number'),
    field('certificate.status', '证件状态', 'Status', 'text', 'certificate-status'),
    field('certificate.endedOn', '注销日期', 'Withdrawn on', 'date'),
    field('certificate.endReason', '注销原因', 'Why withdrawn'),
    field('certificate.recordedOn', '录入日期', 'Entered on', 'date'),
  ],
  employment: [
    field('employment.id', '记录编号', 'Number of the record'),
    field('employment.type', '就业类型', 'Type of employment', 'text', 'employment-type'),
    field('employment.urban', '城镇就业', 'Urban employment', 'flag'),
    field('employment.employerName', '单位名称', 'Employer'),
    field('employment.employerCode', '统一社会信用代码', 'Unified social credit code'),
    field('employment.occupation', '职业', 'Occupation'),
    field('employment.industry', '行业', 'Industry'),
    field('employment.platformWork', '新就业形态', 'Platform work', 'flag'),
    field('employment.startedOn', '就业日期', 'Started on', 'date'),
    field('employment.reportedOn', '就业登记日期', 'Registered on', 'date'),
    field('employment.endedOn', '终止日期', 'Ended on', 'date'),
    field('employment.endReason', '终止原因', 'Reason of the end', 'text', 'employment-end-reason'),
    field('employment.endReportedOn', '终止登记日期', 'End registered on', 'date'),
    field('employment.recordedOn', '录入日期', 'Entered on', 'date'),
  ],
  unemployment: [
    field('unemployment.id', '记录编号', 'Number of the record'),
    field('unemployment.registeredOn', '失业登记日期', 'Registered on', 'date'),
    field('unemployment.unemployedSince', '失业日期', 'Unemployed since', 'date'),
    field('unemployment.reason', '失业原因', 'Reason', 'text', 'unemployment-reason'),
    field('unemployment.nature', '失业性质', 'Nature', 'text', 'unemployment-nature'),
    field('unemployment.channel', '受理渠道', 'Channel', 'text', 'registration-channel'),
    field('unemployment.jobWish', '求职意向', 'Job wanted'),
    field('unemployment.trainingWish', '培训意向', 'Training wanted'),
    field('unemployment.endedOn', '注销日期', 'Deregistered on', 'date'),
    field('unemployment.endReason', '注销原因', 'Reason of deregistration', 'text', 'deregistration-reason'),
    field('unemployment.recordedOn', '录入日期', 'Entered on', 'date'),
  ],
  hardship: [
    field('hardship.id', '记录编号', 'Number of the record'),
    field('hardship.category', '困难类别', 'Category', 'text', 'hardship-category'),
    field('hardship.fromOn', '起始日期', 'From', 'date'),
    field('hardship.toOn', '终止日期', 'Until', 'date'),
    field('hardship.source', '来源', 'Source'),
    field('hardship.recordedOn', '录入日期', 'Entered on', 'date'),
  ],
  benefit: [],
  employer: [
    field('employer.number', '单位编号(信用代码，无则名称)', 'Number (credit code, else the name)'),
    field('employer.name', '单位名称', 'Name'),
    field('employer.creditCode', '统一社会信用代码', 'Unified social credit code'),
    field('employer.organisationCode', '组织机构代码(信用代码第9–17位)', 'Organisation code (signs 9–17)'),
    field('employer.industry', '行业', 'Industry'),
    field(
      'employer.employees',
      '在职人数(监测企业为最近月报的期末人数，其余为在册就业登记)',
      'Staff (of the last report where monitored, else people registered as employed)',
      'number',
    ),
    field('employer.contact', '联系人(监测企业)', 'Contact (monitored employers)'),
    field('employer.phone', '联系电话(监测企业)', 'Telephone (monitored employers)'),
    field('employer.firstOn', '最早就业或纳入监测的日期', 'First employment or first day on the panel', 'date'),
  ],
};

/** What a row of this kind offers: its own fields, its person's, and those of the delivery. An employer is no person. */
export function recordFieldsOf(kind: RowKind): readonly RecordField[] {
  if (kind === 'person') return [...personFields, ...deliveryFields];
  if (kind === 'employer') return [...ownFields.employer, ...deliveryFields];
  return [...ownFields[kind], ...personFields, ...deliveryFields];
}

export function findRecordField(kind: RowKind, name: string): RecordField | undefined {
  return recordFieldsOf(kind).find((one) => one.name === name);
}
