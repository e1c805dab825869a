/**
 * Policies that people have enjoyed 享受政策 (handbook §3.6, §4.5): what was paid or granted to whom, under which document. The register keeps
 * that it happened; who may get what is decided elsewhere, and nothing is refused that happened.
 */
import type { Sentence } from '../kernel/app-error.ts';
import type { Id, PolicyBenefit, ResidentFile } from '../kernel/file.ts';
import { isPlainDate, type PlainDate } from '../kernel/plain-date.ts';
import { allowedAction, type Refusal } from '../kernel/refusal.ts';
import type { AllowedAction } from '../kernel/schema.ts';
import { presenceEnd } from '../resident/resident.derive.ts';
import { policyErrors } from './policy.errors.ts';

const article = '领域手册 §3.6、§4.5';

/** A policy of the list. */
export interface Policy extends Sentence {
  key: string;
  /** Number of the document that it rests on. */
  document: string;
  fromOn: PlainDate;
  /** First day on which it is no longer granted; null while it is. */
  toOn: PlainDate | null;
}

export interface BenefitEntry {
  policy: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
}

/** A row of the list as a table of text says it. @returns what is wrong, or the policy */
export function readPolicy(row: Readonly<Record<string, string>>): Policy | { wrong: string } {
  const { key = '', zh = '', en = '', document = '', from_on: fromOn = '', to_on: toOn = '' } = row;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(key) || key.length > 40) return { wrong: 'key' };
  if (zh === '') return { wrong: 'zh' };
  if (en === '') return { wrong: 'en' };
  if (document === '') return { wrong: 'document' };
  if (!isPlainDate(fromOn)) return { wrong: 'from_on' };
  if (toOn !== '' && (!isPlainDate(toOn) || toOn <= fromOn)) return { wrong: 'to_on' };
  return { key, zh, en, document, fromOn, toOn: toOn === '' ? null : toOn };
}

export function benefitRefusals(
  file: ResidentFile,
  entry: BenefitEntry,
  policy: Policy | undefined,
  today: PlainDate,
): Refusal[] {
  const refusals: Refusal[] = [];
  const say = (code: string, field: string, details: Refusal['details'] = {}) =>
    refusals.push({ code: `policy.${code}`, article, field, details });
  const on = entry.fromOn;
  if (!policy) say('unknown', 'policy', { policy: entry.policy });
  else if (on < policy.fromOn || (policy.toOn !== null && on >= policy.toOn))
    say('not-in-force', 'fromOn', { name: policy.zh, from: policy.fromOn });
  if (on > today) say('future', 'fromOn', { today });
  if (entry.toOn !== null && entry.toOn <= on) say('ends-before', 'toOn', { from: on });
  return [...refusals, ...contradictions(file, entry)];
}

/** What else the file says against a benefit. */
function contradictions(file: ResidentFile, entry: BenefitEntry): Refusal[] {
  const on = entry.fromOn;
  const refusals: Refusal[] = [];
  const say = (code: string, details: Refusal['details']) =>
    refusals.push({ code: `policy.${code}`, article, field: 'fromOn', details });
  const gone = presenceEnd(file);
  if (gone !== null && on >= gone) say('file-ended', { on: gone });
  const twin = file.policyBenefits.find(
    (one) =>
      one.policy === entry.policy && (one.to === null || one.to > on) && (entry.toOn === null || one.from < entry.toOn),
  );
  if (twin) say('overlaps', { from: twin.from });
  return refusals;
}

/** 恢复: whatever the list of policies says by now; what was recorded since may contradict it. */
export function benefitRestoreRefusals(file: ResidentFile, benefit: PolicyBenefit): Refusal[] {
  return contradictions(file, { policy: benefit.policy, fromOn: benefit.from, toOn: benefit.to });
}

export function endBenefitRefusals(benefit: PolicyBenefit | undefined, toOn: PlainDate): Refusal[] {
  if (!benefit || benefit.to !== null) return [{ code: 'policy.ended-already', article }];
  return toOn <= benefit.from
    ? [{ code: 'policy.ends-before', article, field: 'toOn', details: { from: benefit.from } }]
    : [];
}

export function benefitOf(file: ResidentFile, benefitId: Id): PolicyBenefit | undefined {
  return file.policyBenefits.find((one) => one.benefitId === benefitId);
}

/** For the person's file page. */
export function policyActions(file: ResidentFile): AllowedAction[] {
  const open = file.policyBenefits.some((one) => one.to === null);
  const none: Refusal[] = file.policyBenefits.length > 0 ? [] : [{ code: 'policy.none', article }];
  return [
    allowedAction('policy.record-benefit', [], policyErrors),
    allowedAction('policy.end-benefit', open ? [] : [{ code: 'policy.none-open', article }], policyErrors),
    allowedAction('policy.void-benefit', none, policyErrors),
  ];
}
