import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const parsed = (text: string) => parseStrictJson(Buffer.from(text));

describe('JSON of requests', () => {
  it.each([
    '{}',
    '[]',
    'null',
    '1',
    '"a:b"',
    '{"a":{"b":[1,"x\\"y",{"b":null}]},"b":"__proto__"}',
    ' {"a" : "{\\"a\\":1}" , "b":"\\\\"} ',
    '[{"a":1},{"a":2}]',
    '{"姓名":"𠮷田"}',
  ])('takes %s', (text) => {
    expect(parsed(text)).toEqual(JSON.parse(text));
  });
  it.each([
    '',
    '{',
    '\ufeff{}',
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":[{"a":1,"b":{},"a":1}]}',
    '{"__proto__":1}',
    '{"\\u005f_proto__":1}',
    '{"a":{"constructor" :{}}}',
    '['.repeat(21) + ']'.repeat(21),
  ])('refuses %s', (text) => {
    expect(() => parsed(text)).toThrow('malformed');
  });
  it.each([
    ['d5c5c8fd', 'GB18030'],
    ['f09f98', 'the beginning of a sign'],
    ['eda080', 'half a pair'],
    ['e080af', 'a sign written too long'],
  ])('refuses the bytes %s: %s', (hex) => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(hex, 'hex'), Buffer.from('"}')]);
    expect(() => parseStrictJson(bytes)).toThrow('malformed');
  });
});
