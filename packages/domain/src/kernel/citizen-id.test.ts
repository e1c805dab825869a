import { describe, expect, test } from 'vitest';
import {
  checkDigit,
  hasLostPrecision,
  maskCitizenId,
  maskName,
  maskNumbersIn,
  maskPhone,
  normalizeCitizenId,
  parseCitizenId,
} from './citizen-id.ts';
import vectors from './citizen-id-vectors.json' with { type: 'json' };

const today = '2026-11-21';

describe('the published and computed vectors', () => {
  expect(vectors).toHaveLength(41);

  test.each(vectors.filter((v) => v.valid === true))('$number is good: $why $source', (v) => {
    // The standard's second example is of 1880: its check character holds, its owner cannot be alive.
    const on = v.birth === '1880-01-01' ? '2000-01-01' : today;
    const result = parseCitizenId(v.number, on);
    expect(result).toMatchObject({ ok: true, id: v.normal ?? v.number, converted: false });
    expect(result.ok && result.repaired).toBe(v.normal !== undefined);
    if (result.ok && v.birth) expect(result.birthOn).toBe(v.birth);
    if (result.ok && v.sex) expect(result.sex).toBe(v.sex === '男' ? '1' : '2');
    if (result.ok && v.area) expect(result.addressCode).toBe(v.area);
  });

  test.each(vectors.filter((v) => v.valid === false))('$number is bad: $why', (v) => {
    expect(parseCitizenId(v.number, today).ok).toBe(false);
  });

  test.each(vectors.filter((v) => v.valid === 'legacy'))('$number has 15 digits', (v) => {
    expect(parseCitizenId(v.number, today)).toEqual({ ok: false, code: 'id-format' });
    expect(parseCitizenId(v.number, today, { convertFifteenDigits: true })).toMatchObject({
      ok: true,
      id: v.upgraded,
      converted: true,
      repaired: true,
    });
  });
});

test.each([
  ['11010519491231002X', '2'],
  ['321102197403150018', '1'],
  ['321102198104205028', '2'],
  ['420115196501010035', '1'],
  ['321102197206302000', '2'],
  ['420115199912310044', '2'],
  ['321102198511080023', '2'],
])('handbook vector %s', (id, sex) => {
  expect(parseCitizenId(id, today)).toMatchObject({ ok: true, id, sex, repaired: false });
});

test.each([
  ['', 'id-missing'],
  [' 　​', 'id-missing'],
  ["'", 'id-missing'],
  ['身份证遗失', 'id-format'],
  ['32110219740315001', 'id-format'],
  ['3211021974031500188', 'id-format'],
  ['X21102197403150018', 'id-format'],
  ['990105199001010006', 'id-format'],
  ['440524188001010014', 'id-birth-date'],
  ['110105194902300020', 'id-birth-date'],
  ['110105209912310002', 'id-birth-date'],
  ['110105194912310021', 'id-checksum'],
])('%s is refused as %s', (text, code) => {
  expect(parseCitizenId(text, today)).toMatchObject({ ok: false, code });
});

test('a wrong check character is named; the birth date is judged before it', () => {
  expect(parseCitizenId('110105194912310021', today)).toEqual({ ok: false, code: 'id-checksum', expectedCheck: 'X' });
  expect(checkDigit('11010519491231002')).toBe('X');
});

test('born today is possible, born tomorrow is not', () => {
  const first17 = '32110220261121001';
  const id = first17 + checkDigit(first17);
  expect(parseCitizenId(id, today).ok).toBe(true);
  expect(parseCitizenId(id, '2026-11-20')).toEqual({ ok: false, code: 'id-birth-date' });
});

test.each([
  "'321102197403150018",
  '’321102197403150018',
  '321102\u00a019740315 0018',
  '﻿321102197403150018\t',
  '３２１１０２197403150018',
])('mended: %j', (text) => {
  expect(normalizeCitizenId(text)).toEqual({ id: '321102197403150018', converted: false, repaired: true });
});

test.each([
  ['3.21102E+17', true],
  ['3.21102197403150E+17', true],
  ['3.2E17', true],
  ['321102197403150000', true],
  ['321102197206302000', false],
  ['321102197403150018', false],
  ['', false],
])('%s lost its last digits: %s', (text, expected) => {
  expect(hasLostPrecision(text)).toBe(expected);
});

test('masks', () => {
  expect(maskCitizenId('321102197403150018')).toBe('321102********0018');
  expect(maskCitizenId('E12345678')).toBe('E1*****78');
  expect(maskCitizenId('123')).toBe('***');
  expect(maskPhone('13812345678')).toBe('138****5678');
  expect(maskPhone('0511-85012345')).toBe('***********45');
  expect([maskName('张三'), maskName('王小明'), maskName('欧阳小华'), maskName('王')]).toEqual([
    '张*',
    '王*明',
    '欧**华',
    '*',
  ]);
});

describe('numbers in free text', () => {
  test.each([
    ['办理 321102197306010232 的档案', '办理 321102********0232 的档案'],
    ['电话13812345678，已联系', '电话138****5678，已联系'],
    ['138 1234 5678 / 139-8765-4321', '138****5678 / 139****4321'],
    ['３２１１０２１９７３０６０１０２３Ｘ', '321102********023X'],
    ['京政复〔2026〕18 号，信用代码 91321102MA1K7Q2W0U', '京政复〔2026〕18 号，信用代码 91321102MA1K7Q2W0U'],
    ['321102001001', '321102001001'],
    ['0191a2b3-1381-7234-8567-138123456789', '0191a2b3-1381-7234-8567-138123456789'],
    ['ab13812345678cd', 'ab13812345678cd'],
  ])('%s', (text, masked) => expect(maskNumbersIn(text)).toBe(masked));
});
