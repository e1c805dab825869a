/**
 * The score of the files of an area (capability B09): of everything that should be right about them, by weight, how much is. Pure: counts
 * in, score out. Counts of areas are added up, never their scores, so that a street's score is its communities' by the number of files.
 */
import type { Sentence } from '../kernel/app-error.ts';
import {
  getQualityCheck,
  isFreshGroup,
  isQualityCheck,
  type QualityCheckKey,
  type QualityGroup,
  type QualityPart,
  qualityGroups,
} from './quality-check.ts';

/** One row of the rule set. */
export interface QualityRule {
  key: string;
  check: QualityCheckKey;
  group: QualityGroup;
  weight: number;
  source: Sentence;
}

/** How many files a rule is about, and how many of them break it. */
export interface QualityCount {
  rule: string;
  files: number;
  flawed: number;
}

export interface QualityScores {
  all: number | null;
  completeness: number | null;
  freshness: number | null;
  consistency: number | null;
}

export function partOf(rule: QualityRule): QualityPart {
  return getQualityCheck(rule.check).part;
}

/**
 * Σ weight × files in order ÷ Σ weight × files, in per cent with one decimal; cut off, so that only a perfect area has 100. Null for an area
 * without files: there is nothing to judge.
 */
function scoreOf({ checked, sound }: QualityWeight): number | null {
  return checked === 0 ? null : Math.floor((sound * 1000) / checked) / 10;
}

/** What files weigh by the rules of a part: Σ weight × files, and of those in order. Sums of areas and months are sums of these. */
export interface QualityWeight {
  checked: number;
  sound: number;
}
export type QualityWeights = Record<QualityPart, QualityWeight>;

export function weightsOf(rules: readonly QualityRule[], counts: readonly QualityCount[]): QualityWeights {
  const weights = noWeights();
  for (const rule of rules) {
    const count = counts.find((one) => one.rule === rule.key);
    if (!count) continue;
    const weight = weights[partOf(rule)];
    weight.checked += rule.weight * count.files;
    weight.sound += rule.weight * (count.files - count.flawed);
  }
  return weights;
}

export function noWeights(): QualityWeights {
  return {
    completeness: { checked: 0, sound: 0 },
    freshness: { checked: 0, sound: 0 },
    consistency: { checked: 0, sound: 0 },
  };
}

export function scoresOfWeights(weights: QualityWeights): QualityScores {
  const parts = Object.values(weights);
  const sum = (key: keyof QualityWeight) => parts.reduce((all, one) => all + one[key], 0);
  return {
    all: scoreOf({ checked: sum('checked'), sound: sum('sound') }),
    completeness: scoreOf(weights.completeness),
    freshness: scoreOf(weights.freshness),
    consistency: scoreOf(weights.consistency),
  };
}

export function scoresOf(rules: readonly QualityRule[], counts: readonly QualityCount[]): QualityScores {
  return scoresOfWeights(weightsOf(rules, counts));
}

/** The counts of several areas as one. */
export function addCounts(lists: readonly (readonly QualityCount[])[]): QualityCount[] {
  const sums = new Map<string, QualityCount>();
  for (const list of lists)
    for (const { rule, files, flawed } of list) {
      const sum = sums.get(rule) ?? { rule, files: 0, flawed: 0 };
      sums.set(rule, { rule, files: sum.files + files, flawed: sum.flawed + flawed });
    }
  return [...sums.values()];
}

/** A row of the rule set as a table of text says it. @returns what is wrong, or the rule */
export function readQualityRule(row: Readonly<Record<string, string>>): QualityRule | { wrong: string } {
  const key = row.key ?? '';
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(key)) return { wrong: 'key' };
  const check = row.check ?? '';
  if (!isQualityCheck(check)) return { wrong: 'check' };
  const group = qualityGroups.find((one) => one.code === row.group)?.code;
  if (group === undefined || (group === 'household') !== (getQualityCheck(check).of === 'household'))
    return { wrong: 'group' };
  if (check === 'stale' && !isFreshGroup(group)) return { wrong: 'group' };
  const weight = Number(row.weight);
  if (!Number.isInteger(weight) || weight < 1 || weight > 100) return { wrong: 'weight' };
  const source = { zh: row.source ?? '', en: row.source_en ?? '' };
  if (source.zh === '' || source.en === '') return { wrong: 'source' };
  return { key, check, group, weight, source };
}
