import { describe, expect, it } from 'vitest';
import { firstIndicators, peopleHref, searchOf, stateOf, viewOf } from './analysis-address.ts';

describe('the address of an analysis', () => {
  it('is complete when nothing stands in it', () => {
    expect(viewOf({})).toEqual({
      tab: 'comparison',
      indicators: firstIndicators,
      month: undefined,
      months: 24,
      basis: 'booked',
      level: 'below',
    });
  });
  it('drops what is wrong', () => {
    const view = viewOf({
      tab: 'pie',
      indicators: 'happiness,resident,resident',
      month: '2026-13',
      months: '7',
      basis: 'x',
    });
    expect(view).toMatchObject({
      tab: 'comparison',
      indicators: ['resident'],
      month: undefined,
      months: 24,
      basis: 'booked',
    });
  });
  it('comes back from what was kept', () => {
    const view = viewOf({
      tab: 'map',
      indicators: 'resident',
      month: '2026-09',
      months: '36',
      basis: 'effective',
      level: 'street',
    });
    expect(viewOf(searchOf(stateOf('321100000000', view)))).toEqual(view);
    expect(searchOf(stateOf('321100000000', viewOf({}))).month).toBeUndefined();
  });
});

describe('the people behind a number', () => {
  it.each([
    ['month', '/reports?area=321100000000&month=2026-09&cell=re-employment%7Etotal'],
    ['yearToDate', '/reports?area=321100000000&month=2026-09&cell=re-employment%7Etotal&view=yearToDate'],
    ['adjustment', '/reports?area=321100000000&month=2026-09&cell=re-employment%7Etotal%7Eadjustment'],
  ] as const)('stand in the report, by %s', (measure, href) => {
    expect(peopleHref({ line: 're-employment' }, '321100000000', '2026-09', measure)).toBe(href);
  });
  it('are nowhere where the report has no line', () => {
    expect(peopleHref({ line: null }, '321100000000', '2026-09')).toBeUndefined();
  });
});
