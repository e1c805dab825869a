import { codeName } from '@renshe/domain/code/code-set.ts';
import type { Language, Sentence } from '@renshe/domain/kernel/app-error.ts';
import type { ResidentFields } from '@renshe/domain/resident/resident.contract.ts';
import { fieldCodeSets } from '../resident/timeline-sentence.ts';
import { findDetailName, plainValue } from './audit-words.ts';

/** One field of an event that changed something: how it was, how it is. */
export interface ReadableChange {
  key: string;
  label: string;
  from: string;
  to: string;
}

const fieldNames: Readonly<Record<string, Sentence>> = {
  phone: { zh: '电话', en: 'Phone' },
  address: { zh: '住址', en: 'Address' },
  note: { zh: '备注', en: 'Note' },
  hukouType: { zh: '户口性质', en: 'Household registration' },
  education: { zh: '文化程度', en: 'Education' },
  ethnicity: { zh: '民族', en: 'Ethnicity' },
  marital: { zh: '婚姻状况', en: 'Marital status' },
  political: { zh: '政治面貌', en: 'Political status' },
  skillLevel: { zh: '技能等级', en: 'Skill level' },
  retirementCategory: { zh: '退休类别', en: 'Retirement category' },
  kind: { zh: '类别', en: 'Kind' },
  heldOn: { zh: '开展日期', en: 'Held on' },
  place: { zh: '地点', en: 'Place' },
  people: { zh: '人数', en: 'People' },
  openedOn: { zh: '设立日期', en: 'Opened on' },
  closedOn: { zh: '撤销日期', en: 'Closed on' },
  unemployedSince: { zh: '失业日期', en: 'Unemployed since' },
  type: { zh: '就业类型', en: 'Type of employment' },
  nature: { zh: '失业性质', en: 'Kind of unemployment' },
  urban: { zh: '城镇就业', en: 'Urban employment' },
  citizenId: { zh: '身份证号', en: 'Identity number' },
  birthOn: { zh: '出生日期', en: 'Birth date' },
  sex: { zh: '性别', en: 'Sex' },
  document: { zh: '依据文件', en: 'Document' },
  industry: { zh: '行业', en: 'Industry' },
  keyEmployer: { zh: '重点企业', en: 'Key employer' },
  contactName: { zh: '联系人', en: 'Contact person' },
  sourceDocument: { zh: '依据文件', en: 'Source document' },
  formerEmployer: { zh: '原工作单位', en: 'Former employer' },
  pension: { zh: '养老待遇', en: 'Pension' },
  filePlace: { zh: '人事档案存放处', en: 'Personnel file kept at' },
  fileNumber: { zh: '档案编号', en: 'File number' },
  living: { zh: '居住状况', en: 'Lives' },
  livingOn: { zh: '居住状况起始', en: 'Lives so since' },
  disabled: { zh: '残疾', en: 'Disabled' },
  partyMember: { zh: '党员组织关系转入社区', en: 'Party membership with the community' },
  urbanRural: { zh: '城乡分类', en: 'Urban–rural class' },
  publisher: { zh: '发布单位', en: 'Publisher' },
  startsOn: { zh: '开始日期', en: 'First day' },
  endsOn: { zh: '结束日期', en: 'Last day' },
  recheckPercent: { zh: '复查比例', en: 'Checked again, per cent' },
  communities: { zh: '社区（村）数', en: 'Communities' },
  publishedOn: { zh: '发布日期', en: 'Published on' },
};
const otherField: Sentence = { zh: '其他内容', en: 'Other content' };
const nothing: Sentence = { zh: '（空）', en: '(empty)' };
const hidden: Sentence = { zh: '（不显示）', en: '(not shown)' };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isPair = (value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === 2;

/** Before and after of each field, from either form in which events keep them; fields that stayed as they were are left out. */
export function readableChanges(
  details: Readonly<Record<string, unknown>>,
  language: Language,
  action = '',
): ReadableChange[] {
  const pairs = new Map<string, readonly [unknown, unknown]>();
  for (const source of [details.fields, details.changes])
    if (isRecord(source)) for (const [key, value] of Object.entries(source)) if (isPair(value)) pairs.set(key, value);
  if (isRecord(details.before) && isRecord(details.after))
    for (const key of new Set([...Object.keys(details.before), ...Object.keys(details.after)]))
      pairs.set(key, [details.before[key], details.after[key]]);
  return [...pairs]
    .filter(([, [from, to]]) => JSON.stringify(from ?? null) !== JSON.stringify(to ?? null) || from === '…')
    .map(([key, [from, to]]) => ({
      key,
      label: (fieldNames[key] ?? findDetailName(key) ?? otherField)[language],
      from: valueText(key, from, language, action),
      to: valueText(key, to, language, action),
    }));
}

function valueText(key: string, value: unknown, language: Language, action: string): string {
  if (value === null || value === undefined || value === '') return nothing[language];
  if (value === '…' || typeof value === 'object') return hidden[language];
  const set = fieldCodeSets[key as keyof ResidentFields];
  return set && typeof value === 'string' ? codeName(set, value, language) : plainValue(key, value, language, action);
}
