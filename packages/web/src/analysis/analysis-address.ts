import {
  type AnalysisBasis,
  type AnalysisLevel,
  type AnalysisState,
  type AnalysisTab,
  analysisBases,
  analysisLevels,
  analysisTabs,
  mostIndicators,
  trendLengths,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { findAnalysedIndicator } from '@renshe/domain/analysis/analysis-indicator.ts';

/** What stands in the address of the page; every part may be missing or wrong. */
export interface AnalysisSearch {
  area?: string | undefined;
  tab?: string | undefined;
  indicators?: string | undefined;
  month?: string | undefined;
  months?: string | undefined;
  basis?: string | undefined;
  level?: string | undefined;
}

export interface AnalysisView {
  tab: AnalysisTab;
  indicators: string[];
  /** Undefined: the newest closed month. */
  month: string | undefined;
  months: (typeof trendLengths)[number];
  basis: AnalysisBasis;
  level: AnalysisLevel;
}

export const firstIndicators = [
  'registered-unemployed',
  'registered-unemployment-rate',
  'newly-registered-unemployed',
  'new-urban-employment',
];

const oneOf = <T extends string>(all: readonly T[], text: string | undefined, otherwise: T): T =>
  all.find((one) => one === text) ?? otherwise;

/** The address as the page shows it: what is wrong is as if it were missing. */
export function viewOf(search: AnalysisSearch): AnalysisView {
  const keys = (search.indicators ?? '').split(',').filter((key) => findAnalysedIndicator(key) !== undefined);
  return {
    tab: oneOf(analysisTabs, search.tab, 'comparison'),
    indicators: keys.length > 0 ? [...new Set(keys)].slice(0, mostIndicators) : firstIndicators,
    month: search.month && /^\d{4}-(0[1-9]|1[0-2])$/.test(search.month) ? search.month : undefined,
    months: trendLengths.find((length) => String(length) === search.months) ?? 24,
    basis: oneOf(analysisBases, search.basis, 'booked'),
    level: oneOf(analysisLevels, search.level, 'below'),
  };
}

/** What is kept of a page. */
export function stateOf(area: string, view: AnalysisView): AnalysisState {
  const { tab, indicators, month, months, basis, level } = view;
  return { area, tab, indicators, month: month ?? null, months, basis, level };
}

/** The address of a kept page. */
export function searchOf(state: AnalysisState): AnalysisSearch {
  return {
    area: state.area,
    tab: state.tab,
    indicators: state.indicators.join(','),
    month: state.month ?? undefined,
    months: String(state.months),
    basis: state.basis,
    level: state.level,
  };
}

/** Where the people behind a number are: the cell of the monthly report. Undefined where the report has no such line. */
export function peopleHref(
  indicator: { line: string | null },
  area: string,
  month: string,
  measure: 'month' | 'yearToDate' | 'adjustment' = 'month',
): string | undefined {
  if (indicator.line === null) return undefined;
  const cell = `${indicator.line}~total${measure === 'adjustment' ? '~adjustment' : ''}`;
  const query = new URLSearchParams({ area, month, cell });
  if (measure === 'yearToDate') query.set('view', 'yearToDate');
  return `/reports?${query}`;
}
