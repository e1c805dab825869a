import type { AreaNode } from '@renshe/domain/area/area.contract.ts';
import { expect, test } from 'vitest';
import {
  buildBranches,
  byCode,
  countCommunities,
  findBranch,
  pathOf,
  proposeCode,
  searchAreas,
  spokenAreaPath,
} from './area-nodes.ts';

const area = (code: string, name: string, kind: AreaNode['kind'], parentCode: string | null): AreaNode => ({
  areaId: Number(code.slice(4)),
  code,
  name,
  kind,
  parentCode,
  urbanRural: null,
  fromOn: '2020-01-01',
  toOn: null,
});
const areas = [
  area('321100000000', '镇江市', 'city', null),
  area('321102000000', '京口区', 'district', '321100000000'),
  area('321102002000', '正东路街道', 'street', '321102000000'),
  area('321102002002', '江科大社区居委会', 'community', '321102002000'),
  area('321102002001', '贺家弄社区居委会', 'community', '321102002000'),
];

test('branches hang under their parents in the order of codes', () => {
  const roots = buildBranches(areas);
  expect(roots).toHaveLength(1);
  const street = findBranch(roots, '321102002000');
  expect(street?.children.map((child) => child.node.code)).toEqual(['321102002001', '321102002002']);
  expect(countCommunities(roots[0]!)).toBe(2);
});

test('a hit is shown with its ancestors', () => {
  const found = searchAreas(areas, '贺家弄');
  expect(found.hits).toEqual(['321102002001']);
  expect([...found.shown]).toEqual(['321100000000', '321102000000', '321102002000', '321102002001']);
  expect(searchAreas(areas, '32110200200').hits).toHaveLength(3);
  expect(searchAreas(areas, ' ').hits).toEqual([]);
});

test('a path is said in the names that people use', () => {
  expect(spokenAreaPath(pathOf(byCode(areas), '321102002001'))).toBe('镇江市 · 京口区 · 正东路街道 · 贺家弄社区');
  expect(pathOf(byCode(areas), '1')).toEqual([]);
});

test('a new area is proposed the first free code', () => {
  const used = new Set(areas.map((node) => node.code));
  expect(proposeCode('321102002000', 'community', used)).toBe('321102002003');
  expect(proposeCode('321102000000', 'street', used)).toBe('321102001000');
});
