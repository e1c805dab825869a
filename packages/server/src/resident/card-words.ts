import { type CodeSet, codeName } from '@renshe/domain/code/code-set.ts';
import { contactOutcomes, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { deregistrationReasons } from '@renshe/domain/code/deregistration-reason.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import {
  careEndReasons,
  confirmationResults,
  confirmationWays,
  livingStates,
} from '@renshe/domain/code/retiree-care.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import type { Language, Sentence } from '@renshe/domain/kernel/app-error.ts';
import { addMonths, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ResidentRow, TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import type { TimelineKind } from '@renshe/domain/resident/resident.timeline.ts';
import { catalogue } from '@renshe/domain/statistics/indicators.ts';

type Data = TimelineEntry['data'];
type Words = { kind: Sentence; content(data: Data, language: Language): string };

const text = (value: Data[string] | undefined) => (value === null || value === undefined ? '' : String(value));
const word = (set: CodeSet, value: Data[string] | undefined, language: Language) =>
  codeName(set, text(value), language);
const joined = (language: Language, ...parts: string[]) =>
  parts.filter((part) => part !== '').join(language === 'zh' ? '，' : ', ');
const said = (language: Language, [zh, en]: readonly [string, string]) => (language === 'zh' ? zh : en);
const because = (data: Data) => text(data.why ?? data.reason ?? data.note);
const nothing = () => '';

const words: Record<TimelineKind, Words> = {
  'resident-registered': { kind: { zh: '建档', en: 'File opened' }, content: (d) => text(d.areaName) },
  'resident-changed': { kind: { zh: '信息变更', en: 'Data changed' }, content: nothing },
  'resident-identity-corrected': { kind: { zh: '更正身份证号', en: 'Identity number corrected' }, content: because },
  'resident-moved': {
    kind: { zh: '迁移', en: 'Moved' },
    content: (d, l) =>
      said(l, [
        `由${text(d.fromAreaName)}迁入${text(d.toAreaName)}`,
        `from ${text(d.fromAreaName)} to ${text(d.toAreaName)}`,
      ]),
  },
  'resident-ended': {
    kind: { zh: '销档', en: 'File ended' },
    content: (d, l) =>
      joined(l, said(l, d.reason === 'death' ? ['死亡', 'died'] : ['迁出本市', 'moved out of the city']), text(d.note)),
  },
  'resident-move-undone': {
    kind: { zh: '撤销迁移', en: 'Move taken back' },
    content: (d, l) => joined(l, text(d.toAreaName), text(d.reason)),
  },
  'resident-reopened': { kind: { zh: '恢复档案', en: 'File reopened' }, content: because },
  'ability-recorded': {
    kind: { zh: '能力与愿望', en: 'Ability and wish' },
    content: (d, l) =>
      joined(
        l,
        said(l, d.able ? ['有劳动能力', 'able to work'] : ['无劳动能力', 'not able to work']),
        said(l, d.willing ? ['有就业愿望', 'wants to work'] : ['无就业愿望', 'does not want to work']),
        text(d.evidence),
      ),
  },
  'hardship-marked': {
    kind: { zh: '困难类别', en: 'Hardship category' },
    content: (d, l) => word(hardshipCategories, d.category, l),
  },
  'transfer-asked': {
    kind: { zh: '申请转出', en: 'Transfer asked for' },
    content: (d, l) => said(l, [`${text(d.toAreaName)}申请转入`, `by ${text(d.toAreaName)}`]),
  },
  'transfer-agreed': { kind: { zh: '同意转出', en: 'Transfer agreed' }, content: (d) => text(d.toAreaName) },
  'transfer-refused': { kind: { zh: '不同意转出', en: 'Transfer refused' }, content: because },
  'transfer-withdrawn': { kind: { zh: '撤回转入申请', en: 'Transfer withdrawn' }, content: because },
  'household-created': { kind: { zh: '立户', en: 'Household formed' }, content: (d) => text(d.householdNumber) },
  'household-changed': { kind: { zh: '家庭信息变更', en: 'Household changed' }, content: nothing },
  'household-ended': { kind: { zh: '销户', en: 'Household ended' }, content: (d) => text(d.householdNumber) },
  'household-joined': { kind: { zh: '入户', en: 'Joined household' }, content: (d) => text(d.householdNumber) },
  'household-left': { kind: { zh: '离户', en: 'Left household' }, content: (d) => text(d.householdNumber) },
  'household-head-changed': { kind: { zh: '变更户主', en: 'New head' }, content: (d) => text(d.residentName) },
  'unemployment-registered': {
    kind: { zh: '失业登记', en: 'Registered unemployed' },
    content: (d, l) => word(unemploymentReasons, d.reason, l),
  },
  'unemployment-changed': { kind: { zh: '变更失业登记', en: 'Registration changed' }, content: because },
  'unemployment-deregistered': {
    kind: { zh: '注销失业登记', en: 'Deregistered' },
    content: (d, l) => joined(l, word(deregistrationReasons, d.reason, l), text(d.note)),
  },
  'unemployment-reversed': { kind: { zh: '恢复失业登记', en: 'Deregistration reversed' }, content: because },
  'unemployment-voided': { kind: { zh: '作废失业登记', en: 'Registration voided' }, content: because },
  'unemployment-restored': { kind: { zh: '恢复作废的失业登记', en: 'Voided registration restored' }, content: because },
  'employment-registered': {
    kind: { zh: '就业登记', en: 'Employment registered' },
    content: (d, l) => joined(l, word(employmentTypes, d.type, l), text(d.employerName), text(d.occupation)),
  },
  'employment-changed': { kind: { zh: '变更就业登记', en: 'Employment changed' }, content: because },
  'employment-ended': {
    kind: { zh: '终止就业', en: 'Employment ended' },
    content: (d, l) => joined(l, text(d.employerName), word(employmentEndReasons, d.reason, l)),
  },
  'employment-voided': { kind: { zh: '作废就业登记', en: 'Employment voided' }, content: because },
  'employment-restored': { kind: { zh: '恢复作废的就业登记', en: 'Voided employment restored' }, content: because },
  'contact-recorded': {
    kind: { zh: '联系走访', en: 'Contact' },
    content: (d, l) => joined(l, word(contactWays, d.way, l), word(contactOutcomes, d.outcome, l), text(d.note)),
  },
  'retiree-care-taken': {
    kind: { zh: '纳入社区管理', en: 'Taken into community care' },
    content: (d, l) => joined(l, text(d.formerEmployer), word(livingStates, d.living, l)),
  },
  'retiree-living-changed': {
    kind: { zh: '居住状况变化', en: 'Lives otherwise' },
    content: (d, l) => word(livingStates, d.living, l),
  },
  'retiree-care-changed': { kind: { zh: '修改社区管理信息', en: 'Care corrected' }, content: because },
  'retiree-care-ended': {
    kind: { zh: '结束社区管理', en: 'Community care ended' },
    content: (d, l) => joined(l, word(careEndReasons, d.reason, l), text(d.note)),
  },
  'retiree-care-voided': { kind: { zh: '作废社区管理', en: 'Care voided' }, content: because },
  'retiree-care-restored': { kind: { zh: '恢复作废的社区管理', en: 'Voided care restored' }, content: because },
  'confirmation-recorded': {
    kind: { zh: '领取资格认证', en: 'Eligibility confirmation' },
    content: (d, l) =>
      joined(l, word(confirmationWays, d.confirmedBy, l), word(confirmationResults, d.result, l), text(d.note)),
  },
  'confirmation-voided': { kind: { zh: '作废资格认证', en: 'Confirmation voided' }, content: because },
  'confirmation-restored': { kind: { zh: '恢复作废的资格认证', en: 'Voided confirmation restored' }, content: because },
  'policy-benefit-recorded': {
    kind: { zh: '享受政策', en: 'Policy enjoyed' },
    content: (d, l) => joined(l, text(d.policyName), text(d.source)),
  },
  'policy-benefit-ended': {
    kind: { zh: '终止享受政策', en: 'Policy ended' },
    content: (d, l) => joined(l, text(d.policyName), because(d)),
  },
  'policy-benefit-restored': {
    kind: { zh: '恢复作废的享受政策', en: 'Voided benefit restored' },
    content: (d, l) => joined(l, text(d.policyName), text(d.why)),
  },
  'policy-benefit-voided': {
    kind: { zh: '作废享受政策', en: 'Policy record voided' },
    content: (d, l) => joined(l, text(d.policyName), because(d)),
  },
  'contact-restored': { kind: { zh: '恢复作废的联系', en: 'Voided contact restored' }, content: because },
  'certificate-issued': { kind: { zh: '发证', en: 'Certificate issued' }, content: (d) => text(d.number) },
  'certificate-reissued': {
    kind: { zh: '补发证件', en: 'Certificate re-issued' },
    content: (d, l) => joined(l, text(d.number), text(d.reason)),
  },
  'certificate-voided': {
    kind: { zh: '作废证件', en: 'Certificate voided' },
    content: (d, l) => joined(l, text(d.number), text(d.reason)),
  },
  'certificate-restored': {
    kind: { zh: '恢复作废的证件', en: 'Voided certificate restored' },
    content: (d, l) => joined(l, text(d.number), text(d.why)),
  },
};

export function timelineWords(
  entry: TimelineEntry,
  language: Language,
): { on: string; kind: string; content: string; by: string } {
  const { kind, content } = words[entry.kind as TimelineKind];
  return { on: entry.on, kind: kind[language], content: content(entry.data, language), by: entry.recordedBy ?? '' };
}

export function dutyName(kind: string, language: Language): string {
  return catalogue.duties.find((duty) => duty.kind === kind)?.[language] ?? kind;
}

export function flagName(kind: string, language: Language): string {
  return catalogue.flags.find((flag) => flag.kind === kind)?.[language] ?? kind;
}

/** Present state in a few words, the weightiest first. */
export function statusWords(status: ResidentRow['status'], today: PlainDate, language: Language): string[] {
  const words: string[] = [];
  if (status.registeredUnemployed && status.unemployedSince) {
    const months = wholeMonths(status.unemployedSince, today);
    words.push(
      said(language, [
        `登记失业 ${months} 个月`,
        `Registered unemployed for ${months} ${months === 1 ? 'month' : 'months'}`,
      ]),
    );
  }
  if (status.employed) words.push(said(language, ['已就业', 'Employed']));
  for (const category of status.hardshipCategories) words.push(codeName(hardshipCategories, category, language));
  for (const flag of status.flags) words.push(flagName(flag.kind, language));
  return words.length > 0 ? words : ['—'];
}

function wholeMonths(from: PlainDate, to: PlainDate): number {
  let months = 0;
  while (addMonths(from, months + 1) <= to) months++;
  return months;
}
