import { describe, expect, test } from 'vitest';
import { gdpGrowth, surveyedUnemploymentRate, townUnitEmployed } from './external.indicators.ts';
import { type ExternalEntry, externalRefusals, lastEndedPeriod } from './external.rules.ts';

const today = '2026-11-20';
const october: ExternalEntry = { period: '2026-10', value: 5.1, publishedOn: '2026-11-14' };
const quarter: ExternalEntry = { period: '2026-Q3', value: 4.8, publishedOn: '2026-10-20' };

describe('a published value', () => {
  test.each([
    ['October, published in November', surveyedUnemploymentRate, october, 'city', []],
    ['a quarter', gdpGrowth, quarter, 'district', []],
    ['a fall', gdpGrowth, { ...quarter, value: -3.2 }, 'city', []],
    ['of a street', surveyedUnemploymentRate, october, 'street', ['external.wrong-level']],
    ['a quarter for a monthly one', surveyedUnemploymentRate, quarter, 'city', ['external.wrong-period']],
    ['no period at all', gdpGrowth, { ...quarter, period: '2026-13' }, 'city', ['external.wrong-period']],
    [
      'a month that is not over',
      surveyedUnemploymentRate,
      { ...october, period: '2026-11', publishedOn: '2026-11-20' },
      'city',
      ['external.period-open'],
    ],
    [
      'published before the month ended',
      surveyedUnemploymentRate,
      { ...october, publishedOn: '2026-10-31' },
      'city',
      ['external.published-too-early'],
    ],
    [
      'published tomorrow',
      surveyedUnemploymentRate,
      { ...october, publishedOn: '2026-11-21' },
      'city',
      ['external.published-later'],
    ],
    ['more than everybody', surveyedUnemploymentRate, { ...october, value: 101 }, 'city', ['external.out-of-range']],
    ['too exact', surveyedUnemploymentRate, { ...october, value: 5.12 }, 'city', ['external.too-many-digits']],
    ['part of a person', townUnitEmployed, { ...quarter, value: 10.5 }, 'city', ['external.too-many-digits']],
  ] as const)('%s', (_, indicator, entry, kind, codes) => {
    expect(externalRefusals(indicator, entry, kind, today).map((r) => r.code)).toEqual(codes);
  });

  test.each([
    [surveyedUnemploymentRate, '2026-10-31', '2026-10'],
    [surveyedUnemploymentRate, '2026-11-20', '2026-10'],
    [gdpGrowth, '2026-09-30', '2026-Q3'],
    [gdpGrowth, '2026-10-31', '2026-Q3'],
    [gdpGrowth, '2026-01-31', '2025-Q4'],
  ] as const)('the last period of %j', (indicator, on, period) => {
    expect(lastEndedPeriod(indicator, on).text).toBe(period);
  });
});
