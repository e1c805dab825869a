/** What people and attackers type: every text either fits a field or has to be refused, none of it may break anything. */

/** Well-formed, without control characters: a field of text may take it, and then it has to come back as it is. */
export const oddTexts: readonly string[] = [
  "'; drop table resident; --",
  "' or '1'='1",
  "1') union select login, password_hash from account --",
  "a,b'),('c",
  '%',
  '_',
  '\\',
  '%27%20or%201=1',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  'file:///etc/passwd',
  'http://127.0.0.1:5432/',
  `\${7*7}`,
  '{{7*7}}',
  '#{7*7}',
  '<%= 7*7 %>',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  '=1+1',
  '@SUM(A1)',
  '#import "x": *',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '0x10',
  '1e3',
  '-0',
  '４１',
  '３２１１０２１９８５０４１５４１１９',
  '２０２６-１１-１０',
  '张​三',
  '﻿张三',
  '买买提·阿不都',
  '⺠政',
  '𠮷田㛃',
  '🏳️‍🌈👨‍👩‍👧‍👦',
  '㐀䶵龦',
  'Ａｄｍｉｎ',
  'аdmin',
  'z̸͕̆ạ̶l̴g̷o̵̧',
  'ﷺ'.repeat(20),
  ' 前后 ',
  '　　',
];

/** No field of text may take these: they cannot be kept, or change how what stands beside them is read. */
export const refusedTexts: readonly { kind: string; text: string }[] = [
  { kind: 'a zero sign', text: '张\u0000三' },
  { kind: 'a control sign', text: '张\u0007三' },
  { kind: 'half a character', text: '张\ud800三' },
  { kind: 'the other half', text: '\udc00' },
  { kind: 'right to left', text: '张\u202e三' },
  { kind: 'a line separator', text: '张\u2028三' },
  { kind: 'twenty thousand signs', text: '长'.repeat(20_000) },
];

/** No field of a day may take these. */
export const refusedDays: readonly string[] = [
  '2026-02-30',
  '2026-13-01',
  '0001-01-01',
  '9999-12-31',
  '+010000-01-01',
  '２０２６-１１-１０',
  '2026-11-10T00:00:00Z',
  '20261110',
  '2026-1-1',
  'today',
  "2026-11-10'--",
];

/** No id may be one of these. */
export const refusedIds: readonly string[] = [
  '1',
  "1' or '1'='1",
  '../me',
  '%00',
  '..%2f..%2fetc%2fpasswd',
  'null',
  '{00000000-0000-7000-8000-000000000000}',
  '00000000-0000-7000-8000-00000000000g',
  'a'.repeat(300),
  '[object Object]',
];

/** Whether a field holds a day, by the name that the whole system uses for one. */
export const isDayName = (name: string) => /(^|[a-z])(On|Since)$|^(on|asOf)$/.test(name);

/** What no answer to a refused call may hold: SQL, stacks, paths of this machine, names of tables and libraries. */
export const tellTales =
  /syntax error|relation "|column "|constraint "|duplicate key|invalid input|violates |postgres|kysely|node_modules|file:\/\/\/[a-z]+\/(?!etc)|\.(ts|js|mjs):\d+|\bat (async )?[\w.<>]+ \(|ENOENT|EACCES|ECONN|\/packages\/|TypeError|RangeError|ZodError|SyntaxError|Cannot read prop|is not a function/i;
