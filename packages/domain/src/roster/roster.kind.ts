/** Guesses what a roster lists, from its titles, sheet and file names and its columns. */
import { removeBlanks } from '../kernel/citizen-id.ts';
import type { RosterField } from './roster.columns.ts';

export const rosterKinds = ['labour-force', 'unemployed', 'hardship', 'household'] as const;
export type RosterKind = (typeof rosterKinds)[number];

export const rosterKindNames = {
  'labour-force': { zh: '劳动力资源', en: 'Labour force' },
  unemployed: { zh: '失业人员', en: 'Unemployed' },
  hardship: { zh: '就业困难人员', en: 'Hardship groups' },
  household: { zh: '家庭（一户一卡）', en: 'Households' },
} as const satisfies Record<RosterKind, { zh: string; en: string }>;

/** What a title says counts for more than any column. */
const titleWords: readonly (readonly [RegExp, RosterKind, number])[] = [
  [/一户一[卡档册表]|入户|户情|家庭(基本)?(情况|信息|成员)|住户|户籍家庭|以户为单位|户口登记/, 'household', 6],
  [/劳动力|人力资源|劳动年龄|从业人员|就业状况调查|就业情况调查|用工调查/, 'labour-force', 5],
  [/4050|困难|援助|低保|低收入|零就业|残疾|帮扶|大龄|单亲|失地|脱贫|退捕/, 'hardship', 5],
  [/失业|下岗|无业|待业|未就业/, 'unemployed', 4],
];

const columnWeights: Partial<Record<RosterField, readonly [RosterKind, number]>> = {
  unemployedOn: ['unemployed', 2],
  unemploymentReason: ['unemployed', 2],
  registeredOn: ['unemployed', 1],
  certificateNumber: ['unemployed', 0.5],
  hardshipCategory: ['hardship', 2.5],
  minimumLiving: ['hardship', 1],
  householdNumber: ['household', 1.5],
  relation: ['household', 2],
  headName: ['household', 1],
  employmentStatus: ['labour-force', 1],
  employer: ['labour-force', 0.5],
  skill: ['labour-force', 0.3],
  jobIntention: ['labour-force', 0.3],
  trainingIntention: ['labour-force', 0.3],
};

/**
 * @param texts titles above the headers, sheet names, the file name.
 * @param fields fields found in the columns.
 */
export function guessRosterKind(texts: readonly string[], fields: Iterable<RosterField>): RosterKind {
  const scores: Record<RosterKind, number> = { 'labour-force': 0.1, unemployed: 0, hardship: 0, household: 0 };
  const title = removeBlanks(texts.join('\n').replace(/\n/g, '|'));
  for (const [words, kind, weight] of titleWords) if (words.test(title)) scores[kind] += weight;
  for (const field of fields) {
    const weight = columnWeights[field];
    if (weight !== undefined) scores[weight[0]] += weight[1];
  }
  let best: RosterKind = 'labour-force';
  for (const kind of rosterKinds) if (scores[kind] > scores[best]) best = kind;
  return best;
}
