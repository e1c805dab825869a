import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExchangeEdition, readEdition } from './exchange.edition.ts';
import { exchangeCodeSets } from './exchange.records.ts';
import { fileNameOf, theirCode } from './exchange.render.ts';

const shipped = JSON.parse(
  readFileSync(new URL('../../../../regions/cn/exchange/national-2016.json', import.meta.url), 'utf8'),
) as ExchangeEdition;
const national = () => structuredClone(shipped);

describe('the shipped mapping file', () => {
  it('is accepted and says of every field whether it is sourced', () => {
    const result = readEdition(national());
    expect(result).toMatchObject({ ok: true });
    for (const table of shipped.tables)
      for (const field of table.fields) expect(field.certainty === 'assumed' || field.source).toBeTruthy();
  });
  it('maps every code of ours to something', () => {
    for (const map of Object.values(shipped.codeMaps))
      for (const row of exchangeCodeSets[map.of]) expect(theirCode({ ...map, also: [] }, row.code)).not.toBe('');
  });
  it('has the seven tables', () => {
    expect(shipped.tables.map((table) => table.code)).toEqual(['DY11', 'DY12', 'DY13', 'DY14', 'DY16', 'DY17', 'DY31']);
  });
});

type Fault = [what: string, change: (edition: ExchangeEdition) => unknown, where: string, zh: RegExp];
const field = (edition: ExchangeEdition, table: string, name: string) =>
  edition.tables.find((one) => one.code === table)!.fields.find((one) => one.name === name)!;

describe('faults are sentences with their place', () => {
  it.each<Fault>([
    [
      'an unknown source',
      (e) => Object.assign(field(e, 'DY13', 'AAB004'), { from: 'employment.salary' }),
      'DY13 / AAB004',
      /不在可用清单/,
    ],
    [
      'a person’s field for an employer',
      (e) => Object.assign(field(e, 'DY31', 'AAB004'), { from: 'person.name' }),
      'DY31 / AAB004',
      /不在可用清单/,
    ],
    [
      'a date without format',
      (e) => Object.assign(field(e, 'DY11', 'AAC006'), { format: undefined }),
      'DY11 / AAC006',
      /日期须写明/,
    ],
    [
      'a date that does not fit',
      (e) => Object.assign(field(e, 'DY11', 'AAC006'), { length: 6 }),
      'DY11 / AAC006',
      /放不下/,
    ],
    [
      'a code without map',
      (e) => Object.assign(field(e, 'DY11', 'AAC004'), { codes: undefined }),
      'DY11 / AAC004',
      /代码表/,
    ],
    [
      'a map of other codes',
      (e) => Object.assign(field(e, 'DY11', 'AAC004'), { codes: 'hukou' }),
      'DY11 / AAC004',
      /却用于/,
    ],
    [
      'a map that is not there',
      (e) => Object.assign(field(e, 'DY11', 'AAC004'), { codes: 'sexes' }),
      'DY11 / AAC004',
      /没有名为/,
    ],
    [
      'required from nowhere',
      (e) => Object.assign(field(e, 'DY11', 'AAC010'), { required: true }),
      'DY11 / AAC010',
      /必填/,
    ],
    [
      'codes of ours left out',
      (e) => Object.assign(e.codeMaps['employment-type']!, { map: { '10': '1' } }),
      'employment-type',
      /没有对应/,
    ],
    [
      'codes that are not ours',
      (e) => Object.assign(e.codeMaps.sex!, { map: { '1': '1', '2': '2', '0': '0', '9': '9', x: '3' } }),
      'sex',
      /我方没有/,
    ],
    ['an unknown key', (e) => Object.assign(e.tables[0]!, { key: ['AAC999'] }), 'DY11', /没有字段/],
    [
      'a reference to a later table',
      (e) => Object.assign(e.tables[0]!, { references: [{ field: 'AAC147', table: 'DY13', to: 'AAC147' }] }),
      'DY11',
      /排在本表之前/,
    ],
    ['a table twice', (e) => e.tables.push(e.tables[6]!), 'DY31', /写了两次/],
    ['a strange file name', (e) => Object.assign(e.tables[0]!, { file: '{table}_{month}' }), 'DY11', /不认识/],
    [
      'something not in the schema',
      (e) => Object.assign(field(e, 'DY11', 'AAC003'), { lenght: 3 }),
      'DY11 / AAC003',
      /不认识的项：lenght/,
    ],
    [
      'a wrong type',
      (e) => Object.assign(field(e, 'DY11', 'AAC003'), { type: 'D' }),
      'DY11 / AAC003 / type',
      /应为下列之一/,
    ],
    ['nothing of a table', (e) => Object.assign(e, { tables: [] }), 'tables', /至少/],
  ])('%s', (_what, change, where, zh) => {
    const edition = national();
    change(edition);
    const result = readEdition(edition);
    if (result.ok) throw new Error('accepted');
    const problem = result.problems.find(
      (one) => one.where === where || (where === 'tables' && one.where.startsWith('文件')),
    );
    expect(problem?.zh).toMatch(zh);
    expect(problem?.en).toMatch(/^[\x20-\x7e“”]+$/);
  });
  it.each([[null], [3], ['x'], [[]]])('%j is no mapping file', (json) => {
    expect(readEdition(json).ok).toBe(false);
  });
});

it('names files', () => {
  const of = { areaCode: '321102000000', asOf: '2026-11-21', number: 3 };
  expect(fileNameOf(shipped.tables[0]!, of)).toBe('DY11_321102000000_20261121_0003');
  expect(fileNameOf(shipped.tables[0]!, of, true)).toBe('DY11_321102000000_20261121_0003_delete');
});
