import { type HandledFigures, type HandlingUnit, withinShare } from '@renshe/domain/handling/handling.rules.ts';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { text } from '../kit/i18n.ts';

/** 3.5 个工作日. */
export function daysWords(days: number, unit: HandlingUnit): string {
  return text(`handling.days.${unit}`, { count: days, formatted: formatNumber(days, Number.isInteger(days) ? 0 : 1) });
}

export const figureKeys = ['cases', 'median', 'p90', 'within', 'late'] as const;
export type FigureKey = (typeof figureKeys)[number];

/** A figure as the table says it: a dash where nothing is promised, “no object” where nothing was done. */
export function figureWords(
  key: FigureKey,
  figures: HandledFigures,
  of: { promise: unknown; unit: HandlingUnit },
): string {
  if (key === 'cases') return formatNumber(figures.cases);
  if ((key === 'within' || key === 'late') && of.promise === null && figures.within === null) return '—';
  if (key === 'within') {
    const share = withinShare(figures);
    return share === null ? text('handling.noObject') : formatPercent(share);
  }
  const value = figures[key];
  if (value === null) return text('handling.noObject');
  return key === 'late' ? formatNumber(value) : daysWords(value, of.unit);
}
