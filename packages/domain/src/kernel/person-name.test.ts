import { expect, test } from 'vitest';
import { plainName } from './person-name.ts';

test.each([
  ['孟　艳', '孟艳'],
  [' 任 怡 雨 ', '任怡雨'],
  ['张\u200b三\ufeff', '张三'],
  ['\u202e张三\u2069', '张三'],
  ['\u200b', ''],
  ['John  Smith', 'John Smith'],
  ['Jose\u0301', 'José'],
  ['\uf9b5', '例'],
  ['买买提•艾力', '买买提·艾力'],
  ['阿不都‧热合曼・艾山', '阿不都·热合曼·艾山'],
  ['⽅⼩⽂', '方小文'],
  // What Unicode does not fold stays as it was written: nobody may guess a name.
  ['⺠', '⺠'],
  ['𠮷田㛃', '𠮷田㛃'],
  ['䶮', '䶮'],
])('%j', (written, kept) => {
  expect(plainName(written)).toBe(kept);
  expect(plainName(kept)).toBe(kept);
});
