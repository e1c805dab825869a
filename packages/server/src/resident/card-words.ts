import { type CodeSet, codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import { addMonths, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentRow, TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import type { TimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { catalogue } from '@renshe/domain/statistics/indicators.ts';

/** Printed cards are documents of the office: Chinese, whatever the reader's screen says. */

type Data = TimelineEntry['data'];
type Words = { kind: string; content(data: Data): string };

const text = (value: Data[string] | undefined) => (value === null || value === undefined ? '' : String(value));
const word = (set: CodeSet, value: Data[string] | undefined) => codeName(set, text(value), 'zh');
const joined = (...parts: string[]) => parts.filter((part) => part !== '').join('，');
const because = (data: Data) => text(data.why ?? data.reason ?? data.note);
const nothing = () => '';

const words: Record<TimelineKind, Words> = {
  'resident-registered': { kind: '建档', content: (d) => text(d.areaName) },
  'resident-changed': { kind: '信息变更', content: nothing },
  'resident-identity-corrected': { kind: '更正身份证号', content: because },
  'resident-moved': { kind: '迁移', content: (d) => `由${text(d.fromAreaName)}迁入${text(d.toAreaName)}` },
  'resident-ended': { kind: '销档', content: (d) => joined(d.reason === 'death' ? '死亡' : '迁出本市', text(d.note)) },
  'resident-reopened': { kind: '恢复档案', content: because },
  'ability-recorded': {
    kind: '能力与愿望',
    content: (d) =>
      joined(d.able ? '有劳动能力' : '无劳动能力', d.willing ? '有就业愿望' : '无就业愿望', text(d.evidence)),
  },
  'hardship-marked': { kind: '困难类别', content: (d) => word(hardshipCategories, d.category) },
  'transfer-asked': { kind: '申请转出', content: (d) => `${text(d.toAreaName)}申请转入` },
  'transfer-agreed': { kind: '同意转出', content: (d) => text(d.toAreaName) },
  'transfer-refused': { kind: '不同意转出', content: because },
  'transfer-withdrawn': { kind: '撤回转入申请', content: because },
  'household-created': { kind: '立户', content: (d) => text(d.householdNumber) },
  'household-changed': { kind: '家庭信息变更', content: nothing },
  'household-ended': { kind: '销户', content: (d) => text(d.householdNumber) },
  'household-joined': { kind: '入户', content: (d) => text(d.householdNumber) },
  'household-left': { kind: '离户', content: (d) => text(d.householdNumber) },
  'household-head-changed': { kind: '变更户主', content: (d) => text(d.residentName) },
  'unemployment-registered': { kind: '失业登记', content: (d) => word(unemploymentReasons, d.reason) },
  'unemployment-changed': { kind: '变更失业登记', content: because },
  'unemployment-deregistered': {
    kind: '注销失业登记',
    content: (d) => joined(word(deregistrationReasons, d.reason), text(d.note)),
  },
  'unemployment-reversed': { kind: '恢复失业登记', content: because },
  'unemployment-voided': { kind: '作废失业登记', content: because },
  'employment-registered': {
    kind: '就业登记',
    content: (d) => joined(word(employmentTypes, d.type), text(d.employerName), text(d.occupation)),
  },
  'employment-changed': { kind: '变更就业登记', content: because },
  'employment-ended': {
    kind: '终止就业',
    content: (d) => joined(text(d.employerName), word(employmentEndReasons, d.reason)),
  },
  'employment-voided': { kind: '作废就业登记', content: because },
  'contact-recorded': {
    kind: '联系走访',
    content: (d) => joined(word(contactWays, d.way), word(contactOutcomes, d.outcome), text(d.note)),
  },
  'certificate-issued': { kind: '发证', content: (d) => text(d.number) },
  'certificate-reissued': { kind: '补发证件', content: (d) => joined(text(d.number), text(d.reason)) },
  'certificate-voided': { kind: '作废证件', content: (d) => joined(text(d.number), text(d.reason)) },
};

export function timelineWords(entry: TimelineEntry): { on: string; kind: string; content: string; by: string } {
  const { kind, content } = words[entry.kind as TimelineKind];
  return { on: entry.on, kind, content: content(entry.data), by: entry.recordedBy ?? '' };
}

export function dutyName(kind: string): string {
  return catalogue.duties.find((duty) => duty.kind === kind)?.zh ?? kind;
}

export function flagName(kind: string): string {
  return catalogue.flags.find((flag) => flag.kind === kind)?.zh ?? kind;
}

/** Present state in a few words, the weightiest first. */
export function statusWords(status: ResidentRow['status'], today: PlainDate): string[] {
  const words: string[] = [];
  if (status.registeredUnemployed && status.unemployedSince)
    words.push(`登记失业 ${wholeMonths(status.unemployedSince, today)} 个月`);
  if (status.employed) words.push('已就业');
  for (const category of status.hardshipCategories) words.push(codeName(hardshipCategories, category, 'zh'));
  for (const flag of status.flags) words.push(flagName(flag.kind));
  return words.length > 0 ? words : ['—'];
}

function wholeMonths(from: PlainDate, to: PlainDate): number {
  let months = 0;
  while (addMonths(from, months + 1) <= to) months++;
  return months;
}
