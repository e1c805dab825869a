import { describe, expect, test } from 'vitest';
import {
  type Area,
  ancestorsAt,
  areaAt,
  areaNameAt,
  areaSegments,
  buildAreaTree,
  childrenAt,
  descendantsAt,
  findAreaByCode,
  findAreaVersion,
  isWithinArea,
  pathName,
  reportAreaOf,
  reportLeaves,
} from './area-tree.ts';

function area(areaId: number, kind: Area['kind'], name: string, parentId: number | null, code: string): Area {
  return {
    areaId,
    kind,
    districtId: kind === 'city' ? 0 : 2,
    versions: [{ from: '2000-01-01', to: null, code, name, parentId, urbanRural: null }],
  };
}

// City 1; district 2; streets 3 and 4; communities 5, 6, 7 in 3 and 8 in 4. 5 goes into 6 on 2026-03-15 (booked in May), 6 into 8 on
// 2027-01-01. Community 7 is renamed and moves from street 3 to 4 on 2026-07-01.
const tree = buildAreaTree(
  [
    area(8, 'community', '丁社区', 4, '321102002001'),
    area(1, 'city', '镇江市', null, '321100000000'),
    area(2, 'district', '京口区', 1, '321102000000'),
    area(3, 'street', '正东路街道', 2, '321102001000'),
    area(4, 'street', '健康路街道', 2, '321102002000'),
    area(5, 'community', '甲社区', 3, '321102001001'),
    area(6, 'community', '乙社区', 3, '321102001002'),
    {
      areaId: 7,
      kind: 'community',
      districtId: 2,
      versions: [
        { from: '2026-07-01', to: null, code: '321102002003', name: '丙社区', parentId: 4, urbanRural: '111' },
        { from: '2000-01-01', to: '2026-07-01', code: '321102001203', name: '丙村', parentId: 3, urbanRural: '220' },
      ],
    },
  ],
  [
    { areaId: 5, intoAreaId: 6, effectiveOn: '2026-03-15', bookedMonth: 202605 },
    { areaId: 6, intoAreaId: 8, effectiveOn: '2027-01-01', bookedMonth: 202701 },
  ],
);

describe('residence follows the effective date', () => {
  test.each([
    [5, '2026-03-14', 5],
    [5, '2026-03-15', 6],
    [5, '2026-12-31', 6],
    [5, '2027-01-01', 8],
    [6, '2026-12-31', 6],
    [8, '2030-01-01', 8],
  ])('area %d on %s counts in %d', (id, on, expected) => {
    expect(areaAt(tree, id, on)).toBe(expected);
  });

  test('an interval is cut at the mergers', () => {
    expect(areaSegments(tree, 5, '2026-01-01', null)).toEqual([
      { areaId: 5, from: '2026-01-01', to: '2026-03-15' },
      { areaId: 6, from: '2026-03-15', to: '2027-01-01' },
      { areaId: 8, from: '2027-01-01', to: null },
    ]);
    expect(areaSegments(tree, 5, '2026-01-01', '2026-03-15')).toEqual([
      { areaId: 5, from: '2026-01-01', to: '2026-03-15' },
    ]);
    expect(areaSegments(tree, 5, '2026-03-15', '2026-03-16')).toEqual([
      { areaId: 6, from: '2026-03-15', to: '2026-03-16' },
    ]);
    expect(areaSegments(tree, 7, '2026-03-15', null)).toEqual([{ areaId: 7, from: '2026-03-15', to: null }]);
    expect(areaSegments(tree, 5, '2026-03-15', '2026-03-15')).toEqual([]);
  });
});

describe('reports follow the booked month', () => {
  test('an absorbed area joins its successor only then', () => {
    expect(reportAreaOf(tree, 5, 202604)).toBe(5);
    expect(reportAreaOf(tree, 5, 202605)).toBe(6);
    expect(reportAreaOf(tree, 5, 202701)).toBe(8);
    expect(reportLeaves(tree, 6, 202604)).toEqual([6]);
    expect(reportLeaves(tree, 6, 202605)).toEqual([5, 6]);
    expect(reportLeaves(tree, 5, 202605)).toEqual([]);
  });

  test('a community that changes its street belongs to the one of the last day', () => {
    expect(reportLeaves(tree, 3, 202606)).toEqual([5, 6, 7]);
    expect(reportLeaves(tree, 3, 202607)).toEqual([5, 6]);
    expect(reportLeaves(tree, 4, 202607)).toEqual([7, 8]);
    expect(reportLeaves(tree, 4, 202701)).toEqual([5, 6, 7, 8]);
    expect(reportLeaves(tree, 1, 202701)).toEqual([5, 6, 7, 8]);
  });
});

test('the dated tree', () => {
  expect(ancestorsAt(tree, 7, '2026-06-30')).toEqual([3, 2, 1]);
  expect(ancestorsAt(tree, 7, '2026-07-01')).toEqual([4, 2, 1]);
  expect(childrenAt(tree, 3, '2026-06-30')).toEqual([5, 6, 7]);
  expect(descendantsAt(tree, 2, '2026-07-01')).toEqual([3, 5, 6, 4, 7, 8]);
  expect(isWithinArea(tree, 7, 3, '2026-07-01')).toBe(false);
  expect(isWithinArea(tree, 2, 2, '2026-07-01')).toBe(true);
  expect(pathName(tree, 7, '2026-06-30')).toBe('镇江市 京口区 正东路街道 丙村');
  expect(areaNameAt(tree, 7, '1980-01-01')).toBe('丙村');
  expect(findAreaVersion(tree, 7, '1980-01-01')).toBeUndefined();
  expect(findAreaByCode(tree, '321102002003', '2026-07-01')).toBe(7);
  expect(findAreaByCode(tree, '321102002003', '2026-06-30')).toBeUndefined();
});

test('broken trees are refused', () => {
  expect(() => buildAreaTree([{ areaId: 1, districtId: 1, kind: 'community', versions: [] }])).toThrow('no version');
  expect(() =>
    buildAreaTree(
      [],
      [
        { areaId: 1, intoAreaId: 2, effectiveOn: '2026-01-01', bookedMonth: 202601 },
        { areaId: 2, intoAreaId: 1, effectiveOn: '2026-01-01', bookedMonth: 202601 },
      ],
    ),
  ).toThrow('circle');
});
