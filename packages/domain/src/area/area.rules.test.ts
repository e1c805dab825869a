import { expect, test } from 'vitest';
import {
  areaCodePrefix,
  areaLevel,
  communityType,
  isUrban,
  normalizeAreaCode,
  parentAreaCode,
  shortAreaName,
  townshipType,
} from './area.rules.ts';

test.each([
  ['320000000000', 1, undefined, '32'],
  ['321100000000', 2, '320000000000', '3211'],
  ['321171000000', 3, '321100000000', '321171'],
  ['321102001000', 4, '321102000000', '321102001'],
  ['321102001001', 5, '321102001000', '321102001001'],
  ['441900003000', 4, '441900000000', '441900003'],
  ['441900003001', 5, '441900003000', '441900003001'],
])('%s: level %s, parent %s, prefix %s', (code, level, parent, prefix) => {
  expect(areaLevel(code)).toBe(level);
  expect(parentAreaCode(code)).toBe(parent);
  expect(areaCodePrefix(code)).toBe(prefix);
});

test.each(['', '321102', '32110200100A', '000000000000', '321102000001'])('%j has no level', (code) => {
  expect(areaLevel(code)).toBeUndefined();
  expect(parentAreaCode(code)).toBeUndefined();
});

test('codes are written with 12 digits', () => {
  expect(['32', '3211', '321171', '321102001', '321102001001', '32110', ''].map(normalizeAreaCode)).toEqual([
    '320000000000',
    '321100000000',
    '321171000000',
    '321102001000',
    '321102001001',
    undefined,
    undefined,
  ]);
});

test.each([
  ['321102001001', 'street', 'neighbourhood'],
  ['321112100201', 'town', 'village'],
  ['420115201500', 'township', 'village'],
  ['321102400401', 'zone', 'neighbourhood'],
  ['321102001000', 'street', undefined],
  ['321102000000', undefined, undefined],
])('%s lies in a %s and is a %s', (code, township, community) => {
  expect(townshipType(code)).toBe(township);
  expect(communityType(code)).toBe(community);
});

test('urban is below 200', () => {
  expect(['111', '112', '121', '122', '123', '210', '220', '', null, undefined].map(isUrban)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

test.each([
  ['贺家弄社区居委会', '贺家弄社区'],
  ['雩北村村委会', '雩北村'],
  ['高桥村委会', '高桥村'],
  ['高桥村村民委员会', '高桥村'],
  ['高桥村民委员会', '高桥村'],
  ['湖畔社区', '湖畔社区'],
  ['正东路街道', '正东路街道'],
  ['新民洲居民委员会', '新民洲'],
])('%s is called %s', (name, short) => {
  expect(shortAreaName(name)).toBe(short);
});
