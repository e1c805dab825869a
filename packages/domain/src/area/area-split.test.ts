import { describe, expect, test } from 'vitest';
import { splitResidences } from './area-split.ts';
import {
  type Area,
  buildAreaTree,
  comparableLeaves,
  reportAncestors,
  reportChildren,
  reportLeaves,
  reportVersionOf,
  successorsOf,
} from './area-tree.ts';

type Version = { from: string; parentId: number; bookedMonth?: number };

function area(areaId: number, kind: Area['kind'], parentId: number | null, versions?: Version[]): Area {
  const whole = [{ from: '2000-01-01', parentId, bookedMonth: undefined }];
  return {
    areaId,
    kind,
    districtId: kind === 'city' ? 0 : 2,
    versions: (versions ?? whole).map(({ from, parentId: parent, bookedMonth }, index, all) => ({
      from,
      to: all[index + 1]?.from ?? null,
      code: String(areaId).padEnd(12, '0'),
      name: `${areaId} since ${from}`,
      parentId: parent,
      urbanRural: null,
      ...(bookedMonth !== undefined && { bookedMonth }),
    })),
  };
}

// City 1, streets 3 and 4. 5 is absorbed by 6 on 2026-03-01, 7 is split off from 6 on 2026-05-10 (booked in June), and set up then. 8 goes
// from street 3 to 4 on 2026-04-01, entered when May was closed.
const tree = buildAreaTree(
  [
    area(1, 'city', null),
    area(3, 'street', 1),
    area(4, 'street', 1),
    area(5, 'community', 3),
    area(6, 'community', 3),
    area(7, 'community', 3, [{ from: '2026-05-10', parentId: 3, bookedMonth: 202606 }]),
    area(8, 'community', 3, [
      { from: '2000-01-01', parentId: 3 },
      { from: '2026-04-01', parentId: 4, bookedMonth: 202606 },
    ]),
  ],
  [{ areaId: 5, intoAreaId: 6, effectiveOn: '2026-03-01', bookedMonth: 202603 }],
  [{ areaId: 6, intoAreaId: 7, effectiveOn: '2026-05-10', bookedMonth: 202606 }],
);

describe('a residence that is split', () => {
  const split = { fromAreaId: 6, intoAreaId: 7, on: '2026-05-10' };
  const home = (areaId: number, from: string, to: string | null) => ({ residenceId: 'r', areaId, from, to });
  test.each([
    ['before it', home(6, '2020-01-01', '2026-05-10'), ['6 2020-01-01 2026-05-10']],
    ['over it', home(6, '2020-01-01', null), ['6 2020-01-01 2026-05-10', '7 2026-05-10 null']],
    [
      'over it, ended since',
      home(6, '2020-01-01', '2026-08-01'),
      ['6 2020-01-01 2026-05-10', '7 2026-05-10 2026-08-01'],
    ],
    ['from that day on', home(6, '2026-05-10', null), ['7 2026-05-10 null']],
    ['later', home(6, '2026-07-01', null), ['7 2026-07-01 null']],
    ['in what had been absorbed', home(5, '2020-01-01', null), ['5 2020-01-01 2026-05-10', '7 2026-05-10 null']],
    ['elsewhere', home(8, '2020-01-01', null), ['8 2020-01-01 null']],
  ])('%s', (_, residence, expected) => {
    const { residences, cuts } = splitResidences(tree, [residence], split, () => 'n');
    expect(residences.map((r) => `${r.areaId} ${r.from} ${r.to}`)).toEqual(expected);
    expect(cuts.length).toBe(expected.some((line) => line.startsWith('7')) ? 1 : 0);
  });
});

test('reports name and place an area by the month in which the change is booked', () => {
  expect(reportVersionOf(tree, 8, 202605).name).toBe('8 since 2000-01-01');
  expect(reportVersionOf(tree, 8, 202606).name).toBe('8 since 2026-04-01');
  expect(reportAncestors(tree, 8, 202605)).toEqual([3, 1]);
  expect(reportAncestors(tree, 8, 202606)).toEqual([4, 1]);
  expect(reportLeaves(tree, 4, 202605)).toEqual([]);
  expect(reportLeaves(tree, 4, 202606)).toEqual([8]);
  expect(reportChildren(tree, 3, 202605)).toEqual([6, 8]);
  expect(reportChildren(tree, 3, 202606)).toEqual([6, 7]);
});

test.each([
  [5, '2026-02-28', [5]],
  [5, '2026-03-01', [6]],
  [5, '2026-05-10', [6, 7]],
  [6, '2026-05-09', [6]],
  [7, '2026-12-01', [7]],
])('what hangs on %i belongs on %s to %j', (areaId, on, expected) => {
  expect(successorsOf(tree, areaId, on)).toEqual(expected);
});

test.each([
  ['a community before the split', 6, 202605, { leaves: [5, 6], joined: [] }],
  ['one of the pieces', 6, 202606, { leaves: [5, 6, 7], joined: [7] }],
  ['the other piece', 7, 202606, { leaves: [5, 6, 7], joined: [6] }],
  ['the street that has both', 3, 202606, { leaves: [5, 6, 7], joined: [] }],
  ['another street', 4, 202606, { leaves: [8], joined: [] }],
])('comparable leaves of %s', (_, areaId, month, expected) => {
  expect(comparableLeaves(tree, areaId, month)).toEqual(expected);
});
