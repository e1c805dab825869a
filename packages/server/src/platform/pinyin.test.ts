import { expect, test } from 'vitest';
import { namePinyin } from './pinyin.ts';

test.each([
  ['单小明', 'shanxiaoming', 'sxm'],
  ['解放', 'xiefang', 'xf'],
  ['仇英', 'qiuying', 'qy'],
  ['曾国藩', 'zengguofan', 'zgf'],
  ['区建国', 'oujianguo', 'ojg'],
  ['尉迟恭', 'yuchigong', 'ycg'],
  ['万俟卨', 'moqixie', 'mqx'],
  ['吕梁', 'lvliang', 'll'],
  ['买买提·艾力', 'maimaitiaili', 'mmtal'],
  ['王 小 明', 'wangxiaoming', 'wxm'],
  ['李Amy', 'liamy', 'lamy'],
])('%s is found as %s and %s', (name, full, first) => {
  const result = namePinyin(name);
  expect(result.full).toBe(full);
  expect(result.initials[0]).toBe(first);
});

test('all readings give first letters, each once', () => {
  expect(namePinyin('乐天').initials).toEqual(expect.arrayContaining(['lt', 'yt']));
  expect(namePinyin('单小明').initials).toEqual(expect.arrayContaining(['sxm', 'dxm', 'cxm']));
  expect(new Set(namePinyin('乐乐乐乐乐').initials).size).toBeLessThanOrEqual(16);
});

test('a rare character is kept, a common name has few initials', () => {
  expect(namePinyin('王𬭎').full.startsWith('wang')).toBe(true);
  expect(namePinyin('王𬭎').initials.length).toBeGreaterThan(0);
  expect(namePinyin('王\u{30000}').full).toBe('wang\u{30000}');
  expect(namePinyin('').initials).toEqual(['']);
  expect(namePinyin('')).toMatchObject({ full: '' });
});
