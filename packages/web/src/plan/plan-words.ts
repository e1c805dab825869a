import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { Standing } from '@renshe/domain/plan/plan.contract.ts';
import { forecastRuleNames, surenessNames } from '@renshe/domain/plan/plan-forecast.ts';
import { figureWords } from '@renshe/domain/plan/plan-light.ts';
import { text } from '../kit/i18n.ts';

/** A value with its unit where the unit belongs to the number: 3.6%, 14,800. */
export function valueWords(value: number | null | undefined, unit: string, none = '—'): string {
  if (value === null || value === undefined) return none;
  return unit === '%' || unit === '‰' ? `${figureWords(value)}${unit}` : figureWords(value);
}

/** How the forecast was made and how sure it is. */
export function forecastWords(forecast: Standing['forecast'], language: Language): string {
  if (!forecast) return '';
  return text('plan.forecastWords', {
    rule: forecastRuleNames[forecast.rule][language],
    count: forecast.months,
    sure: surenessNames[forecast.sureness][language],
  });
}

/** What a number field holds: empty is null; text that is no number is undefined. */
export function readNumber(typed: string | null | undefined): number | null | undefined {
  const plain = (typed ?? '').replace(/[,，\s]/g, '');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Rule of a Form.Item around an input of a number. */
export function numberRule(message: string) {
  return {
    validator: (_: unknown, value: string | undefined) =>
      readNumber(value) === undefined ? Promise.reject(new Error(message)) : Promise.resolve(),
  };
}
