import { describe, expect, it } from 'vitest';
import { planStreetMerge } from './area-street-merge.ts';
import { type Area, buildAreaTree } from './area-tree.ts';

const long = '1900-01-01';
const area = (areaId: number, kind: Area['kind'], code: string, parentId: number | null, from = long): Area => ({
  areaId,
  districtId: 2,
  kind,
  versions: [{ from, to: null, code, name: `区域${areaId}`, parentId, urbanRural: null }],
});
const base = [
  area(1, 'city', '321100000000', null),
  area(2, 'district', '321102000000', 1),
  area(3, 'street', '321102001000', 2),
  area(4, 'street', '321102002000', 2),
  area(5, 'community', '321102001001', 3),
  area(6, 'community', '321102001002', 3),
  area(7, 'community', '321102001200', 3),
  area(8, 'community', '321102002001', 4),
  area(9, 'community', '321102002200', 4),
];

describe('the merger of two streets', () => {
  it('keeps the last three digits where they are free, and the kind of number otherwise', () => {
    const { communities } = planStreetMerge(buildAreaTree(base), 3, 4, '2026-05-01');
    expect(communities.map((one) => [one.areaId, one.newCode])).toEqual([
      [5, '321102002003'],
      [6, '321102002002'],
      [7, '321102002201'],
    ]);
  });

  it('leaves out who has been absorbed or has gone before, and books after all that was booked below', () => {
    const gone = { ...area(6, 'community', '321102001002', 3) };
    const ended = { ...gone, versions: [{ ...gone.versions[0]!, to: '2026-02-10' }] };
    const tree = buildAreaTree(
      [...base.filter((one) => one.areaId !== 6), ended],
      [{ areaId: 6, intoAreaId: 5, effectiveOn: '2026-02-10', bookedMonth: 202607 }],
    );
    const plan = planStreetMerge(tree, 3, 4, '2026-05-01');
    expect(plan.communities.map((one) => one.areaId)).toEqual([5, 7]);
    expect(plan.notBefore).toBe(202607);
  });

  it.each([
    ['into itself', 3, 3, '2026-05-01', [], 'area.merge-itself'],
    ['a community', 5, 4, '2026-05-01', [], 'area.not-street'],
    ['into a district', 3, 2, '2026-05-01', [], 'area.not-street'],
    [
      'before a community below was set up',
      3,
      4,
      '2026-05-01',
      [area(10, 'community', '321102001009', 3, '2026-05-01')],
      'area.child-changed-later',
    ],
    [
      'into a street that is not there yet',
      3,
      10,
      '2026-05-01',
      [area(10, 'street', '321102009000', 2, '2026-06-01')],
      'area.target-too-young',
    ],
    [
      'on its first day',
      10,
      4,
      '2026-06-01',
      [area(10, 'street', '321102009000', 2, '2026-06-01')],
      'area.date-too-early',
    ],
  ] as const)('is refused: %s', (_, from, into, on, more, code) => {
    const tree = buildAreaTree([...base, ...more]);
    expect(() => planStreetMerge(tree, from, into, on)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused where the street has gone already', () => {
    const tree = buildAreaTree(base, [{ areaId: 3, intoAreaId: 4, effectiveOn: '2026-01-01', bookedMonth: 202601 }]);
    expect(() => planStreetMerge(tree, 3, 4, '2026-05-01')).toThrow(
      expect.objectContaining({ code: 'area.merged-already' }),
    );
  });
});
