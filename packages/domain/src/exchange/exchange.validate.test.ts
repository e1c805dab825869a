import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExchangeEdition, findTable, readEdition } from './exchange.edition.ts';
import type { RecordValues } from './exchange.records.ts';
import { cellsOf, plainCell } from './exchange.render.ts';
import { employmentStatusOn } from './exchange.status.ts';
import { columnsOf, exchangeValidator, gbLength, validateExchange } from './exchange.validate.ts';

const read = readEdition(
  JSON.parse(readFileSync(new URL('../../../../regions/cn/exchange/national-2016.json', import.meta.url), 'utf8')),
);
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const edition: ExchangeEdition = read.edition;
const today = '2026-11-21';

const person: RecordValues = {
  'person.number': '0192f0c0',
  'person.citizenId': '11010119900307109X',
  'person.documentType': '01',
  'person.name': '欧阳·𠮷',
  'person.sex': '1',
  'person.birthOn': '1990-03-07',
  'person.hukou': '51',
  'person.areaCode': '321102001001',
  'person.recordedOn': '2026-01-02',
  'row.valid': true,
};
const registration: RecordValues = {
  ...person,
  'unemployment.id': 'a1',
  'unemployment.registeredOn': '2026-05-06',
  'unemployment.unemployedSince': '2026-05-01',
  'unemployment.reason': '02',
  'unemployment.nature': '1',
  'unemployment.recordedOn': '2026-05-06',
};
const cells = (table: string, values: RecordValues) => cellsOf(edition, findTable(edition, table)!, values);
const at = (table: string, name: string) => findTable(edition, table)!.fields.findIndex((one) => one.name === name);
const changed = (table: string, values: RecordValues, name: string, cell: string) =>
  cells(table, values).with(at(table, name), cell);

describe('cells', () => {
  it('writes dates, codes, flags, defaults and nothing', () => {
    const row = cells('DY14', registration);
    expect(row[at('DY14', 'AAE043')]).toBe('20260506');
    expect(row[at('DY14', 'AJC093')]).toBe('20');
    expect(row[at('DY14', 'AAE100')]).toBe('1');
    expect(row[at('DY14', 'BAE043')]).toBe('');
    expect(cells('DY11', person)[at('DY11', 'AAC010')]).toBe('');
  });
  it('makes one line of a text', () => {
    expect(plainCell('贺家弄\r\n12\t号\u0000 ')).toBe('贺家弄 12 号');
  });
});

describe('rows', () => {
  it('accepts what is right', () => {
    expect(validateExchange(edition, 'DY11', [cells('DY11', person)], today)).toEqual([]);
    expect(validateExchange(edition, 'DY14', [cells('DY14', registration)], today)).toEqual([]);
  });
  it.each([
    ['DY11', person, 'AAC003', '', 'required'],
    ['DY11', person, 'AAC003', '长'.repeat(51), 'too-long'],
    ['DY11', person, 'AAC147', '110101199003071098', 'citizen-id'],
    ['DY11', person, 'AAC147', '11010119900307109x', 'citizen-id'],
    ['DY11', person, 'AAC006', '19900230', 'not-date'],
    ['DY11', person, 'AAC006', '1990-03-07', 'too-long'],
    ['DY11', person, 'AAC006', '19900308', 'birth-date-differs'],
    ['DY11', person, 'AAC004', '2', 'sex-differs'],
    ['DY11', person, 'AAC004', '7', 'code-unknown'],
    ['DY11', person, 'AAB301', '32110', 'area-code'],
    ['DY11', person, 'AAC026', '=1+1', 'starts-formula'],
    ['DY11', person, 'AAC026', '\t=1+1', 'starts-formula'],
    ['DY11', person, 'AAC026', '\u200b＝1+1', 'starts-formula'],
    ['DY11', person, 'AAC026', '　＠SUM(A1)', 'starts-formula'],
    ['DY14', registration, 'AJC093', '02', 'code-unknown'],
    ['DY14', registration, 'BAE043', '20260505', 'date-order'],
    ['DY13', registration, 'AAB998', '91321100MA1K4GYD50', 'credit-code'],
    ['DY31', person, 'AAB082', '1.5', 'not-number'],
  ] as const)('%s %s %s %s: %s', (table, values, name, cell, code) => {
    const found = validateExchange(edition, table, [changed(table, values, name, cell)], today);
    expect(found.filter((one) => one.field === name).map((one) => one.code)).toContain(code);
  });
  it('counts cells', () => {
    expect(validateExchange(edition, 'DY11', [['x']], today)).toMatchObject([
      { code: 'cell-count', details: { count: 1, expected: 24 } },
    ]);
  });
  it('finds duplicates, registrations without their person, and those whose person is faulty', () => {
    const validator = exchangeValidator(edition, { today, tables: ['DY11', 'DY14'] });
    expect(validator.row('DY14', 1, cells('DY14', registration))).toMatchObject([
      { code: 'reference-missing', field: 'AAC147' },
    ]);
    expect(validator.row('DY11', 1, changed('DY11', person, 'AAC003', ''))).toMatchObject([{ code: 'required' }]);
    expect(validator.row('DY14', 2, changed('DY14', registration, 'ACC020', 'a2'))).toMatchObject([
      { code: 'reference-missing' },
    ]);
    expect(validator.row('DY11', 2, cells('DY11', person))).toMatchObject([
      { code: 'duplicate-key', details: { first: 1 } },
    ]);
    validator.endOfBatch();
    expect(validator.row('DY11', 3, cells('DY11', person))).toEqual([]);
    expect(validator.row('DY14', 3, cells('DY14', registration))).toEqual([]);
  });
  it('does not check references to tables that are not there, and warns of separators only where they matter', () => {
    const alone = exchangeValidator(edition, { today, tables: ['DY14'], separated: true });
    expect(alone.row('DY14', 1, cells('DY14', registration))).toEqual([]);
    expect(alone.row('DY14', 2, cells('DY14', { ...registration, 'unemployment.id': 'a|b' }))).toMatchObject([
      { code: 'separator-in-text' },
    ]);
  });
});

it('finds the columns of a foreign header by name or by words', () => {
  const table = findTable(edition, 'DY17')!;
  const { places, findings } = columnsOf(table, ['姓名', ' aac147', 'AAC001', 'X1']);
  expect(places.slice(0, 4)).toEqual([2, 1, 0, -1]);
  expect(findings.filter((one) => one.code === 'column-unknown')).toMatchObject([{ details: { name: 'X1' } }]);
  expect(findings.filter((one) => one.code === 'column-missing')).toHaveLength(6);
});

it.each([
  ['abc', 3],
  ['张三', 4],
  ['（一）、·…', 12],
  ['𠮷㐂', 8],
])('%s has at most %i bytes of GB18030', (text, bytes) => {
  expect(gbLength(text)).toBe(bytes);
});

it.each([
  [{ unemployment: [{ from: '2026-01-01', to: null }] }, '60'],
  [{ employment: [{ type: '10', from: '2026-01-01', to: '2026-02-01' }] }, null],
  [{ employment: [{ type: '30', from: '2026-01-01', to: null }] }, '30'],
  [{ abilities: [{ able: true, willing: false, from: '2020-01-01' }] }, '70'],
  [{ abilities: [{ able: true, willing: true, from: '2020-01-01' }] }, '61'],
  [{ diedOn: '2026-06-01', employment: [{ type: '10', from: '2026-01-01', to: null }] }, '99'],
] as const)('%j is status %s', (some, status) => {
  const none = { endedOn: null, diedOn: null, employment: [], unemployment: [], abilities: [] };
  expect(employmentStatusOn({ ...none, ...some }, '2026-11-21')).toBe(status);
});
