import { describe, expect, it } from 'vitest';
import { type ChartModel, targetPlace } from './chart-option.ts';

const model = (values: readonly number[]): ChartModel => ({
  kind: 'line',
  categories: values.map((_, index) => String(index)),
  series: [{ key: 'rate', name: 'rate', values }],
  unit: '%',
  decimals: 2,
});
const drawing = { size: 20, width: 700, height: 240 };
const target = { name: '目标 ≤3.6%', value: 3.6 };
const months = (from: number, to: number) => Array.from({ length: 24 }, (_, i) => from + ((to - from) * i) / 23);

describe('the name of a target', () => {
  it.each([
    ['above its line where the numbers stay below', months(2, 2.2), 'insideStartTop'],
    ['below it where they begin above', months(4.2, 4.1), 'insideStartBottom'],
    ['at the end where they begin on it and fall', months(3.6, 1), 'insideEndTop'],
  ] as const)('stands %s', (_, values, place) => {
    expect(targetPlace(model(values), target, drawing)).toBe(place);
  });
  it('stands at the least covered place where no place is free', () => {
    const values = months(3.6, 3.6).map((value, index) => value + (index % 2 === 0 ? 0.1 : -0.1));
    expect(targetPlace(model(values), target, drawing)).toMatch(/^inside/);
  });
});
