/**
 * How an indicator can be broken down, and how the groups are called. Most breakdowns are cells of the ledger; ages of stocks are counted
 * when read; town and country follow from the class of the communities, so they need no rows of their own.
 */
import { type CodeSet, codeName, type Language } from '../code/code-set.ts';
import { deregistrationReasons } from '../code/deregistration-reason.ts';
import { educationLevels } from '../code/education.ts';
import { employmentTypes } from '../code/employment-type.ts';
import { hardshipCategories } from '../code/hardship-category.ts';
import { householdRegistrations } from '../code/household-registration.ts';
import { sexes } from '../code/sex.ts';
import { unemploymentNatures, unemploymentReasons } from '../code/unemployment-reason.ts';
import { ageBands } from '../kernel/age-band.ts';
import type { Declared } from '../kernel/indicator.ts';
import { findIndicator } from '../statistics/indicators.ts';

type DimensionRow = CodeSet[number] & { readonly values: CodeSet };

const ages: CodeSet = ageBands.map((band) => ({
  code: band,
  zh: band.endsWith('+') ? `${band.slice(0, -1)}岁及以上` : `${band.replace('-', '–')}岁`,
  en: band.endsWith('+') ? `${band.slice(0, -1)} and over` : band.replace('-', '–'),
}));

export const dimensions = [
  { code: 'sex', zh: '按性别', en: 'By sex', values: sexes },
  { code: 'age', zh: '按年龄', en: 'By age', values: ages },
  { code: 'education', zh: '按文化程度', en: 'By education', values: educationLevels },
  { code: 'hukou', zh: '按户口性质', en: 'By household registration', values: householdRegistrations },
  {
    code: 'urban-rural',
    zh: '按居住地城乡',
    en: 'By town and country of residence',
    values: [
      { code: 'urban', zh: '城镇社区', en: 'Towns' },
      { code: 'rural', zh: '乡村', en: 'Countryside' },
    ],
  },
  { code: 'hardship', zh: '按就业困难类别', en: 'By class of hardship', values: hardshipCategories },
  { code: 'category', zh: '按就业困难类别', en: 'By class of hardship', values: hardshipCategories },
  { code: 'reason', zh: '按失业原因', en: 'By reason of unemployment', values: unemploymentReasons },
  { code: 'nature', zh: '按失业性质', en: 'By kind of unemployment', values: unemploymentNatures },
  { code: 'type', zh: '按就业类型', en: 'By type of employment', values: employmentTypes },
  {
    code: 'urban',
    zh: '按就业地城乡',
    en: 'By place of work',
    values: [
      { code: '1', zh: '在城镇就业', en: 'Works in a town' },
      { code: '0', zh: '在乡村就业', en: 'Works in the countryside' },
    ],
  },
  { code: 'end-reason', zh: '按注销原因', en: 'By reason of deregistration', values: deregistrationReasons },
] as const satisfies readonly DimensionRow[];

export type Dimension = (typeof dimensions)[number]['code'];

export type Breakdown =
  /** Rows `dimension=value` of the indicator itself; where `sparse`, whoever has no row has no such mark. */
  | { dimension: Dimension; how: 'cells'; sparse: boolean }
  /** Rows `cell=value` of another indicator that is a part of this one; the rest has no such mark. */
  | { dimension: Dimension; how: 'part'; indicator: string; cell: string }
  /** Stocks by age: the people, or what was frozen at closing. */
  | { dimension: 'age'; how: 'ages' }
  /** Sums over communities of a class. */
  | { dimension: 'urban-rural'; how: 'communities' };

const isDimension = (code: string): code is Dimension => dimensions.some((d) => d.code === code);

/** The breakdowns of an entry of the catalogue; a ratio has those that all its parts share. Externals have none. */
export function breakdownsOf(declared: Declared): Breakdown[] {
  if (declared.type === 'external') return [];
  const communities = { dimension: 'urban-rural', how: 'communities' } as const;
  if (declared.type === 'ratio') {
    const parts = [declared.numerator, ...declared.denominator].map(
      (p) => findIndicator(p.indicator)?.dimensions ?? [],
    );
    const shared = (parts[0] ?? []).filter((code) => code !== 'age' && parts.every((p) => p.includes(code)));
    return [
      ...shared.filter(isDimension).map((dimension): Breakdown => ({ dimension, how: 'cells', sparse: false })),
      communities,
    ];
  }
  const breakdowns: Breakdown[] = (declared.dimensions ?? [])
    .filter(isDimension)
    .map((dimension) => ({ dimension, how: 'cells', sparse: dimension === 'hardship' }));
  for (const part of declared.partsOf ?? [])
    if (isDimension(part.dimension)) breakdowns.push({ ...part, dimension: part.dimension, how: 'part' });
  if (declared.type === 'stock' && declared.of === 'resident' && declared.ages)
    breakdowns.push({ dimension: 'age', how: 'ages' });
  breakdowns.push(communities);
  const order = dimensions.map((d) => d.code as string);
  return breakdowns.sort((a, b) => order.indexOf(a.dimension) - order.indexOf(b.dimension));
}

export function dimensionName(dimension: string, language: Language): string {
  return codeName(dimensions, dimension, language);
}

/** What a group is called; 'unknown' where nothing was recorded, 'none' where there is no such mark. */
export function groupName(dimension: string, value: string, language: Language): string {
  if (value === 'unknown') return language === 'zh' ? '未记录' : 'Not recorded';
  if (value === 'none') return language === 'zh' ? '无困难标记' : 'No mark of hardship';
  return codeName(dimensions.find((d) => d.code === dimension)?.values ?? [], value, language);
}

/** Groups in the order of their list; what is not in it, then 'none' and 'unknown', at the end. */
export function inGroupOrder(dimension: string, values: readonly string[]): string[] {
  const codes: string[] = (dimensions.find((d) => d.code === dimension)?.values ?? []).map((row) => row.code);
  const last = (value: string) => (value === 'unknown' ? 2 : value === 'none' ? 1 : 0);
  const place = (value: string) => (codes.includes(value) ? codes.indexOf(value) : codes.length);
  return [...values].sort((a, b) => last(a) - last(b) || place(a) - place(b) || (a < b ? -1 : 1));
}
