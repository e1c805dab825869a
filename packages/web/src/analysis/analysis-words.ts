import type { IndicatorWords } from '@renshe/domain/analysis/analysis.contract.ts';
import type { Change } from '@renshe/domain/analysis/analysis.rules.ts';
import { formatNumber } from '../kit/format.ts';
import { text } from '../kit/i18n.ts';

type Unit = IndicatorWords['unit'];

export const isRate = (unit: Unit): boolean => unit === 'percent' || unit === 'permille';
export const decimalsOf = (unit: Unit): number => (isRate(unit) ? 2 : 0);
export const unitWords = (unit: Unit): string => text(`analysis.units.${unit}`);

/** 1,234 or 3.42; the unit stands in the head. Null is "no object" where the month was reported, and a dash where it was not. */
export function figure(value: number | null, unit: Unit): string {
  return value === null
    ? text(isRate(unit) ? 'analysis.noObject' : 'analysis.noValue')
    : formatNumber(value, decimalsOf(unit)).replace('-', '−');
}

/** With its sign: +12, −0.35. */
export function signedFigure(value: number | null, digits: number): string {
  if (value === null) return text('analysis.noValue');
  const rounded = formatNumber(Math.abs(value), digits);
  return Number(rounded.replaceAll(',', '')) === 0 ? rounded : `${value > 0 ? '+' : '−'}${rounded}`;
}

/** +12（+3.4%）, or points of a rate. */
export function changeWords(change: Change, unit: Unit): string {
  if (change.difference === null) return text('analysis.noValue');
  const difference = signedFigure(change.difference, decimalsOf(unit));
  if (unit === 'percent') return `${difference} ${text('analysis.points')}`;
  if (unit === 'permille') return `${difference} ${text('analysis.pointsPermille')}`;
  return change.share === null ? difference : `${difference} (${signedFigure(change.share * 100, 1)}%)`;
}
