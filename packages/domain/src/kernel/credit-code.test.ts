import { expect, test } from 'vitest';
import { creditCodeCheck, parseCreditCode } from './credit-code.ts';

test.each([
  ['91350100M000100Y43', '9', '1', '350100'],
  ['91321102MA1T000135', '9', '1', '321102'],
  ['12420115MB2A0002X0', '1', '2', '420115'],
  ['52321102MJ5000332C', '5', '2', '321102'],
  ['92420115MABC123402', '9', '2', '420115'],
])('%s is good', (code, department, kind, areaCode) => {
  expect(parseCreditCode(code)).toMatchObject({ ok: true, code, department, kind, areaCode });
  expect(parseCreditCode(` ${code.toLowerCase().slice(0, 8)}　${code.slice(8)}`)).toMatchObject({ ok: true, code });
});

test.each([
  ['91350100M000100Y42', 'credit-code-checksum'],
  ['91350100I000100Y43', 'credit-code-format'],
  ['91350100M000100Y4', 'credit-code-format'],
  ['9135O100M000100Y43', 'credit-code-format'],
  [' ', 'credit-code-missing'],
])('%s is refused as %s', (text, code) => {
  expect(parseCreditCode(text)).toMatchObject({ ok: false, code });
});

test('a wrong inner check is a warning', () => {
  const first17 = '91350100M000100Y5';
  expect(parseCreditCode(first17 + creditCodeCheck(first17))).toMatchObject({
    ok: true,
    warning: 'credit-code-entity-checksum',
  });
  expect(parseCreditCode('91350100M000100Y43')).not.toHaveProperty('warning');
});
