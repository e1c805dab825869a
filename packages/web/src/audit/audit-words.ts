import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { errorSentences } from '@renshe/domain/access/all-errors.ts';
import { roleNames } from '@renshe/domain/access/permissions.ts';
import { attachmentKinds } from '@renshe/domain/code/attachment-kind.ts';
import { type CodeSet, codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import {
  careEndReasons,
  confirmationResults,
  confirmationWays,
  livingStates,
  pensionKinds,
} from '@renshe/domain/code/retiree-care.ts';
import { unemploymentNatures, unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import type { Language, Sentence } from '@renshe/domain/kernel/app-error.ts';
import { parameterKeys } from '@renshe/domain/parameter/parameter.keys.ts';

/** What an audit action is called: the summary of the route that writes it. Actions of jobs and of the start have words of their own. */
const ofRoutes: ReadonlyMap<string, Sentence> = new Map(
  allContracts.flatMap((contract) => (contract.audit === null ? [] : [[contract.audit, contract.summary] as const])),
);

/** What no route writes: refused tries, jobs, the command line. */
export const ofTheSystem: Readonly<Record<string, Sentence>> = {
  'account.sign-in-refused': { zh: '登录失败', en: 'Sign-in refused' },
  'account.old-password-refused': { zh: '原密码验证失败', en: 'Old password refused' },
  'account.proof-refused': { zh: '再次验证本人失败', en: 'Proof of identity refused' },
  'attachment.shredded': { zh: '移除期满的附件已销毁', en: 'Attachment destroyed when its days were over' },
  'grant.lapsed': { zh: '授权申请过期作废', en: 'Grant request lapsed' },
  'exchange.written': { zh: '交付文件已生成', en: 'File of a delivery written' },
  'exchange.expired': { zh: '交付文件到期删除', en: 'File of a delivery deleted when its time was over' },
  'ledger.export-written': { zh: '台账导出文件已生成', en: 'File of a ledger export written' },
  'quality.month-kept': { zh: '锁定时留存档案质量', en: 'Quality of files kept at closing' },
  'ledger.frozen': { zh: '锁定时封存台账', en: 'Ledgers frozen at closing' },
  'ledger.cards-written': { zh: '批量打印的卡片已生成', en: 'File of cards written' },
  'volume.written': { zh: '一街一册文件已生成', en: 'File of a street volume written' },
  'backup.taken': { zh: '备份数据库', en: 'Database backed up' },
  'backup.stopped': { zh: '停止备份', en: 'Backups stopped' },
  'backup.restored': { zh: '从备份恢复数据库', en: 'Database restored from a backup' },
  'backup.drill-started': { zh: '开始恢复演练', en: 'Restore drill begun' },
  'backup.drilled': { zh: '恢复演练', en: 'Restore drill' },
  'warning.recorded': { zh: '锁定时记下预警', en: 'Warnings recorded at closing' },
  'statistics.derivation-started': { zh: '开始重新推算统计', en: 'Deriving the statistics again begun' },
  'statistics.derived-again': { zh: '重新推算统计', en: 'Statistics derived again' },
  'keys.rotation-begun': { zh: '开始更换密钥', en: 'Key rotation begun' },
  'keys.rotated': { zh: '更换密钥', en: 'Keys rotated' },
  'demo.loaded': { zh: '生成演示数据', en: 'Demo data created' },
  'area.people-rehomed': { zh: '跨区县撤并的档案转区', en: 'Files taken to the other district after a merger' },
  'area.people-assigned': { zh: '划出居民', en: 'People assigned to another community' },
};

/** The words of an action; an unknown one is called by the part of the system that wrote it. */
export function actionName(action: string, language: Language): string {
  const sentence = ofRoutes.get(action) ?? ofTheSystem[action];
  if (sentence) return sentence[language];
  const slice = sliceNames[action.split('.')[0] ?? ''];
  return slice ? `${slice[language]} · ${language === 'zh' ? '其他操作' : 'other action'}` : other[language];
}

const other: Sentence = { zh: '其他操作', en: 'Other action' };

const sliceNames: Readonly<Record<string, Sentence>> = {
  account: { zh: '账户', en: 'Accounts' },
  setup: { zh: '启用', en: 'Set-up' },
  attachment: { zh: '附件', en: 'Attachments' },
  area: { zh: '区划', en: 'Areas' },
  office: { zh: '机构', en: 'Offices' },
  audit: { zh: '审计', en: 'Audit' },
  keys: { zh: '密钥', en: 'Keys' },
  backup: { zh: '备份恢复', en: 'Backup and restore' },
  campaign: { zh: '调查登记', en: 'Survey drives' },
  certificate: { zh: '就业创业证', en: 'Certificates' },
  contact: { zh: '联系', en: 'Contacts' },
  employment: { zh: '就业登记', en: 'Employment' },
  exchange: { zh: '数据交换', en: 'Data exchange' },
  grant: { zh: '授权申请', en: 'Grant requests' },
  household: { zh: '家庭', en: 'Households' },
  parameter: { zh: '政策参数', en: 'Policy parameters' },
  remark: { zh: '档案批注', en: 'Remarks' },
  report: { zh: '报表', en: 'Reports' },
  resident: { zh: '居民', en: 'Residents' },
  roster: { zh: '名册导入', en: 'Roster import' },
  task: { zh: '任务', en: 'Tasks' },
  policy: { zh: '享受政策', en: 'Policies enjoyed' },
  preference: { zh: '习惯设置', en: 'Preferences' },
  quality: { zh: '档案质量', en: 'Quality of files' },
  retiree: { zh: '退休人员', en: 'Retirees' },
  transfer: { zh: '转入转出', en: 'Transfers' },
  unemployment: { zh: '失业登记', en: 'Unemployment' },
  visit: { zh: '走访', en: 'Visits' },
  worklist: { zh: '待办', en: 'Work list' },
};

/** Every action that can be filtered by, grouped by the part of the system, in the reader's language. */
export function actionGroups(language: Language): { label: string; options: { value: string; label: string }[] }[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  const all = [...ofRoutes.keys(), ...Object.keys(ofTheSystem).filter((action) => !ofRoutes.has(action))];
  for (const action of all) {
    const slice = action.split('.')[0] ?? '';
    const options = groups.get(slice) ?? [];
    groups.set(slice, options);
    options.push({ value: action, label: actionName(action, language) });
  }
  return [...groups].map(([slice, options]) => ({ label: (sliceNames[slice] ?? other)[language], options }));
}

const subjectNames: Readonly<Record<string, Sentence>> = {
  resident: { zh: '居民', en: 'Resident' },
  household: { zh: '家庭', en: 'Household' },
  account: { zh: '账户', en: 'Account' },
  post: { zh: '岗位', en: 'Post' },
  area: { zh: '区域', en: 'Area' },
  office: { zh: '机构', en: 'Office' },
  campaign: { zh: '调查', en: 'Survey drive' },
  'campaign-household': { zh: '调查名单中的一户', en: 'Household of a survey drive' },
  'campaign-recheck': { zh: '复查', en: 'Re-check' },
  certificate: { zh: '证件', en: 'Certificate' },
  import: { zh: '名册导入', en: 'Roster import' },
  'import-batch': { zh: '名册导入', en: 'Roster import' },
  import_batch: { zh: '名册导入', en: 'Roster import' },
  backup: { zh: '备份', en: 'Backup' },
  report: { zh: '报表', en: 'Report' },
  parameter: { zh: '政策参数', en: 'Policy parameter' },
  task: { zh: '任务', en: 'Task' },
  'quality-month': { zh: '月度档案质量', en: 'Quality of files of a month' },
  'ledger-copy': { zh: '封存台账', en: 'Frozen ledgers' },
  transfer: { zh: '转入申请', en: 'Transfer request' },
  'grant-request': { zh: '授权申请', en: 'Grant request' },
  'transfer-request': { zh: '转入申请', en: 'Transfer request' },
};

/** What an event is about; undefined when it is about nothing or about a thing without a word. */
export function findSubjectName(kind: string | null, language: Language): string | undefined {
  return kind === null ? undefined : subjectNames[kind]?.[language];
}

const detailNames: Readonly<Record<string, Sentence>> = {
  reason: { zh: '原因', en: 'Reason' },
  purpose: { zh: '用途', en: 'Purpose' },
  month: { zh: '月份', en: 'Month' },
  fileName: { zh: '文件', en: 'File' },
  count: { zh: '数量', en: 'Count' },
  rows: { zh: '行数', en: 'Rows' },
  households: { zh: '户数', en: 'Households' },
  created: { zh: '新建', en: 'Created' },
  updated: { zh: '更新', en: 'Updated' },
  skipped: { zh: '跳过', en: 'Skipped' },
  role: { zh: '岗位', en: 'Role' },
  login: { zh: '登录名', en: 'Sign-in name' },
  name: { zh: '名称', en: 'Name' },
  key: { zh: '参数', en: 'Parameter' },
  value: { zh: '值', en: 'Value' },
  setting: { zh: '设置项', en: 'Setting' },
  fromOn: { zh: '起始日期', en: 'From' },
  toOn: { zh: '截止日期', en: 'Until' },
  effectiveOn: { zh: '生效日期', en: 'Effective on' },
  forced: { zh: '强制锁定', en: 'By force' },
  force: { zh: '强制锁定', en: 'By force' },
  version: { zh: '版本', en: 'Version' },
  fields: { zh: '字段', en: 'Fields' },
  articles: { zh: '条文', en: 'Articles' },
  article: { zh: '条文', en: 'Article' },
  before: { zh: '原来', en: 'Before' },
  after: { zh: '改为', en: 'After' },
  error: { zh: '错误', en: 'Error' },
  code: { zh: '结果', en: 'Result' },
  on: { zh: '日期', en: 'Date' },
  movedOn: { zh: '迁移日期', en: 'Moved on' },
  registeredOn: { zh: '登记日期', en: 'Registered on' },
  startedOn: { zh: '开始日期', en: 'Started on' },
  endedOn: { zh: '终止日期', en: 'Ended on' },
  attachmentKind: { zh: '附件种类', en: 'Kind of attachment' },
  size: { zh: '大小(字节)', en: 'Size in bytes' },
  contactedOn: { zh: '联系日期', en: 'Contacted on' },
  way: { zh: '联系方式', en: 'Way' },
  outcome: { zh: '联系结果', en: 'Outcome' },
  handedOverOn: { zh: '移交日期', en: 'Handed over on' },
  retiredOn: { zh: '退休日期', en: 'Retired on' },
  confirmedOn: { zh: '认证日期', en: 'Confirmed on' },
  confirmedBy: { zh: '认证方式', en: 'How' },
  confirmationResult: { zh: '认证结果', en: 'Result' },
  relation: { zh: '与户主关系', en: 'Relation to the head' },
  number: { zh: '证号', en: 'Number' },
  withHousehold: { zh: '全家一起迁', en: 'With the household' },
  address: { zh: '网络地址', en: 'Network address' },
  why: { zh: '更正理由', en: 'Why it was corrected' },
};

/** Codes among the details, by the detail's key. */
const valueNames: Readonly<Record<string, Readonly<Record<string, Sentence>>>> = {
  role: roleNames,
  key: Object.fromEntries(parameterKeys.map((row) => [row.code, row])),
  setting: {
    look: { zh: '字号、疏密、对比度', en: 'Text size, density, contrast' },
    language: { zh: '语言', en: 'Language' },
    'single-keys': { zh: '单键快捷键', en: 'Single-key shortcuts' },
    'recent-areas': { zh: '最近用过的区域', en: 'Areas used last' },
    'first-day': { zh: '第一天的进度', en: 'Progress of the first day' },
    'notices-seen': { zh: '消息已看到', en: 'Notices looked at' },
    columns: { zh: '列表的列', en: 'Columns of a list' },
  },
};

/** Code lists of details, by the detail's key. */
const codeSets: Readonly<Record<string, CodeSet>> = {
  way: contactWays,
  outcome: contactOutcomes,
  attachmentKind: attachmentKinds,
  confirmedBy: confirmationWays,
  pension: pensionKinds,
  living: livingStates,
  confirmationResult: confirmationResults,
  relation: familyRelations,
  type: employmentTypes,
  nature: unemploymentNatures,
};

/** A reason means another list in each slice; elsewhere it is a sentence. */
const reasonSets: Readonly<Record<string, CodeSet>> = {
  'unemployment.registered': unemploymentReasons,
  'unemployment.changed': unemploymentReasons,
  'unemployment.deregistered': deregistrationReasons,
  'employment.ended': employmentEndReasons,
  'retiree.care-ended': careEndReasons,
  'resident.ended': [
    { code: 'death', zh: '死亡', en: 'Death' },
    { code: 'moved-out', zh: '迁出本市', en: 'Moved out of the city' },
  ],
};

function valueWords(key: string, value: string | number, language: Language, action: string): string {
  const words = valueNames[key]?.[value];
  if (words) return words[language];
  if (key === 'code') return errorSentences[value]?.[language].replaceAll(/\{\w+\}/g, '…') ?? String(value);
  const set = key === 'reason' ? reasonSets[action] : codeSets[key];
  return set ? codeName(set, String(value), language) : String(value);
}

/** The word for a detail; undefined when it has none. */
export function findDetailName(key: string): Sentence | undefined {
  return detailNames[key];
}

/** A plain value in words: yes and no, the names of codes, everything else as it is. */
export function plainValue(key: string, value: unknown, language: Language, action: string): string {
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  return valueWords(key, value as string | number, language, action);
}

/** The details that have a word and a plain value, for the reader; the whole record stays available beside it. */
export function readableDetails(
  details: Readonly<Record<string, unknown>>,
  language: Language,
  action = '',
): { key: string; label: string; value: string }[] {
  return Object.entries(details).flatMap(([key, value]) => {
    if (key === 'authority') return postOf(value, language);
    const name = detailNames[key];
    if (!name || value === null || value === undefined || value === '') return [];
    if (!['boolean', 'string', 'number'].includes(typeof value)) return [];
    return [{ key, label: name[language], value: plainValue(key, value, language, action) }];
  });
}

/** The post that an act was allowed by. */
function postOf(authority: unknown, language: Language): { key: string; label: string; value: string }[] {
  const role = (authority as { role?: string } | null)?.role ?? '';
  if (!Object.hasOwn(roleNames, role)) return [];
  const value = roleNames[role as keyof typeof roleNames][language];
  return [{ key: 'authority', label: { zh: '以何岗位', en: 'By the post' }[language], value }];
}
