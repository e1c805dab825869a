import { describe, expect, test } from 'vitest';
import {
  decideEarlyRetirement,
  flexibleRetirement,
  isCategoryOfSex,
  minimumContributionMonths,
  type RetirementCategory,
  requiredContributionMonths,
  retirementCategoryOf,
  statutoryRetirement,
  workingAgePeriod,
} from './retirement.rules.ts';

type Row = [
  birth: string,
  category: RetirementCategory,
  old: string,
  delay: number,
  age: [number, number],
  retire: string,
  years: number,
];

const table: Row[] = [
  ['1964-12', 'M60', '2024-12', 0, [60, 0], '2024-12', 15],
  ['1965-01', 'M60', '2025-01', 1, [60, 1], '2025-02', 15],
  ['1965-04', 'M60', '2025-04', 1, [60, 1], '2025-05', 15],
  ['1965-05', 'M60', '2025-05', 2, [60, 2], '2025-07', 15],
  ['1966-01', 'M60', '2026-01', 4, [60, 4], '2026-05', 15],
  ['1970-01', 'M60', '2030-01', 16, [61, 4], '2031-05', 16],
  ['1971-08', 'M60', '2031-08', 20, [61, 8], '2033-04', 17],
  ['1976-08', 'M60', '2036-08', 35, [62, 11], '2039-07', 20],
  ['1976-09', 'M60', '2036-09', 36, [63, 0], '2039-09', 20],
  ['1985-05', 'M60', '2045-05', 36, [63, 0], '2048-05', 20],
  ['1969-12', 'F55', '2024-12', 0, [55, 0], '2024-12', 15],
  ['1970-05', 'F55', '2025-05', 2, [55, 2], '2025-07', 15],
  ['1972-09', 'F55', '2027-09', 9, [55, 9], '2028-06', 15],
  ['1975-10', 'F55', '2030-10', 18, [56, 6], '2032-04', 16.5],
  ['1981-09', 'F55', '2036-09', 36, [58, 0], '2039-09', 20],
  ['1974-12', 'F50', '2024-12', 0, [50, 0], '2024-12', 15],
  ['1975-02', 'F50', '2025-02', 1, [50, 1], '2025-03', 15],
  ['1975-03', 'F50', '2025-03', 2, [50, 2], '2025-05', 15],
  ['1978-07', 'F50', '2028-07', 22, [51, 10], '2030-05', 15.5],
  ['1980-03', 'F50', '2030-03', 32, [52, 8], '2032-11', 16.5],
  ['1984-10', 'F50', '2034-10', 59, [54, 11], '2039-09', 20],
  ['1984-11', 'F50', '2034-11', 60, [55, 0], '2039-11', 20],
];

describe('the table of the decision', () => {
  test.each(table)(
    'born %s, %s: old age %s, delay %d',
    (birth, category, old, delay, [years, months], retire, minimum) => {
      for (const day of ['01', '15', '28']) {
        const result = statutoryRetirement(`${birth}-${day}`, category);
        expect(result.originalOn).toBe(`${old}-${day}`);
        expect(result.delayMonths).toBe(delay);
        expect(result.ageMonths).toBe(years * 12 + months);
        expect(result.statutoryOn).toBe(`${retire}-${day}`);
        expect(result.minimumContributionMonths).toBe(minimum * 12);
      }
    },
  );
});

test('the delay never falls, is capped, and jumps by one month at most', () => {
  for (const [category, original, cap] of [
    ['M60', 60, 36],
    ['F55', 55, 36],
    ['F50', 50, 60],
  ] as const) {
    let last = 0;
    for (let i = 0; i < 40 * 12; i++) {
      const year = 2015 - original + Math.floor(i / 12);
      const birthOn = `${year}-${String((i % 12) + 1).padStart(2, '0')}-10`;
      const { delayMonths } = statutoryRetirement(birthOn, category);
      expect(delayMonths - last === 0 || delayMonths - last === 1).toBe(true);
      last = delayMonths;
    }
    expect(last).toBe(cap);
  }
});

test('a birthday that the month lacks moves to its last day', () => {
  // Born 31 August 1971, 61 years 8 months: April has 30 days.
  expect(statutoryRetirement('1971-08-31', 'M60').statutoryOn).toBe('2033-04-30');
  // 29 February 1968, delay 10 months: December has the day again.
  expect(statutoryRetirement('1968-02-29', 'M60')).toMatchObject({ delayMonths: 10, statutoryOn: '2028-12-29' });
});

test.each([
  [2024, 180],
  [2029, 180],
  [2030, 186],
  [2031, 192],
  [2032, 198],
  [2033, 204],
  [2034, 210],
  [2035, 216],
  [2036, 222],
  [2037, 228],
  [2038, 234],
  [2039, 240],
  [2060, 240],
])('minimum contribution of %d: %d months', (year, months) => {
  expect(minimumContributionMonths(year)).toBe(months);
});

test('early retirement takes the year of the chosen day, delayed retirement that of the statutory age', () => {
  expect(requiredContributionMonths('2029-12-31', '2031-05-10')).toBe(180);
  expect(requiredContributionMonths('2031-05-10', '2031-05-10')).toBe(192);
  expect(requiredContributionMonths('2034-05-10', '2031-05-10')).toBe(192);
});

test('the flexible window', () => {
  expect(flexibleRetirement('1965-05-20', 'M60')).toEqual({
    earliestOn: '2025-05-20',
    noticeBy: '2025-02-20',
    statutoryOn: '2025-07-20',
    latestOn: '2028-07-20',
  });
  // Delay of 60 months: three years early is still above the original age.
  expect(flexibleRetirement('1984-11-30', 'F50')).toEqual({
    earliestOn: '2036-11-30',
    noticeBy: '2036-08-30',
    statutoryOn: '2039-11-30',
    latestOn: '2042-11-30',
  });
  expect(flexibleRetirement('1960-03-31', 'M60').earliestOn).toBe('2020-03-31');
});

test('a man of 1965 with 16 years paid may leave on his sixtieth birthday if he gave notice in time', () => {
  const man = { birthOn: '1965-05-20', category: 'M60', chosenOn: '2025-05-20', contributionMonths: 192 } as const;
  expect(decideEarlyRetirement({ ...man, noticeOn: '2025-02-20' })).toMatchObject({
    allowed: true,
    reasons: [],
    requiredContributionMonths: 180,
  });
  expect(decideEarlyRetirement({ ...man, noticeOn: '2025-02-21' }).reasons).toEqual(['notice-too-late']);
  expect(decideEarlyRetirement({ ...man, chosenOn: '2025-05-19', noticeOn: '2025-01-01' }).reasons).toEqual([
    'before-earliest-date',
  ]);
  expect(decideEarlyRetirement({ ...man, chosenOn: '2025-07-20', noticeOn: '2025-01-01' }).reasons).toEqual([
    'after-statutory-age',
  ]);
});

test('a woman of 1978 with 15 years paid lacks six months at her statutory age of 2030', () => {
  expect(statutoryRetirement('1978-07-15', 'F50')).toMatchObject({
    statutoryOn: '2030-05-15',
    minimumContributionMonths: 186,
  });
  expect(
    decideEarlyRetirement({
      birthOn: '1978-07-15',
      category: 'F50',
      chosenOn: '2030-02-15',
      noticeOn: '2029-10-01',
      contributionMonths: 180,
    }),
  ).toMatchObject({ allowed: false, reasons: ['contribution-too-short'], missingContributionMonths: 6 });
});

test('working age runs from sixteen to the own statutory age', () => {
  expect(workingAgePeriod('1976-09-30', 'M60', 16)).toEqual({ from: '1992-09-30', to: '2039-09-30' });
  expect(isCategoryOfSex('M60', '2')).toBe(false);
  expect(isCategoryOfSex('F50', '2')).toBe(true);
  expect(retirementCategoryOf('1', null, 55)).toBe('M60');
  expect([retirementCategoryOf('2', null, 50), retirementCategoryOf('2', null, 55)]).toEqual(['F50', 'F55']);
  expect(retirementCategoryOf('2', 'F55', 50)).toBe('F55');
});
