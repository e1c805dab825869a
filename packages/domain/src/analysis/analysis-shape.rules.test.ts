import { describe, expect, it } from 'vitest';
import { drawShapes, readShapeFile } from './analysis-shape.rules.ts';

const square = (west: number, south: number, size = 1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const feature = (code: string, coordinates: unknown, type = 'Polygon') => ({
  type: 'Feature',
  properties: { code, name: 'dropped' },
  geometry: { type, coordinates },
});
const file = (features: unknown[], licence: unknown = 'survey office, internal use') => ({
  type: 'FeatureCollection',
  licence,
  features,
});

describe('a file of shapes', () => {
  it('is reduced to codes and rings', () => {
    const answer = readShapeFile(
      file([
        feature('321102', [square(119, 32)]),
        feature('321111000000', [[square(120, 32)], [square(121, 32)]], 'MultiPolygon'),
      ]),
    );
    expect(answer).toMatchObject({
      ok: true,
      file: { licence: 'survey office, internal use', shapes: [{ code: '321102000000' }, { code: '321111000000' }] },
    });
    expect(JSON.stringify(answer)).not.toContain('dropped');
  });
  it.each([
    ['something else', [1], 'FeatureCollection'],
    ['no licence', file([feature('321102', [square(119, 32)])], ''), 'licence'],
    ['no code', file([feature('京口', [square(119, 32)])]), 'no area code'],
    ['a code twice', file([feature('321102', [square(119, 32)]), feature('321102000000', [square(120, 32)])]), 'twice'],
    ['an open ring', file([feature('321102', [square(119, 32).slice(0, 4)])]), 'closed polygon'],
    ['projected metres', file([feature('321102', [square(500_000, 3_500_000)])]), 'degrees'],
    ['points', file([feature('321102', [119, 32], 'Point')]), 'closed polygon'],
    ['nothing', file([]), 'no shapes'],
  ])('with %s is refused', (_, value, words) => {
    const answer = readShapeFile(value);
    expect(answer.ok ? '' : answer.problem.en).toContain(words);
  });
});

it('draws north up and shortens longitude by latitude', () => {
  const drawn = drawShapes(
    [
      { code: '1', rings: [square(119, 32) as [number, number][]] },
      { code: '2', rings: [square(119, 33) as [number, number][]] },
    ],
    100,
  );
  expect(drawn.height).toBeGreaterThan(230);
  expect(drawn.shapes[1]!.labelY).toBeLessThan(drawn.shapes[0]!.labelY);
  for (const one of drawn.shapes) {
    expect(one.labelWidth).toBeGreaterThan(0);
    expect(one.labelWidth).toBeLessThanOrEqual(drawn.width);
  }
  expect(drawn.shapes[0]!.path).toMatch(/^M0 [\d.]+L100 /);
});
