import { readFileSync } from 'node:fs';
import { parameterKeys } from '@renshe/domain/parameter/parameter.keys.ts';
import { expect, test } from 'vitest';
import { parseParameters } from './parse-parameters.ts';

const text = readFileSync(new URL('../../../../regions/cn/parameters.csv', import.meta.url), 'utf8');

test('every key has a national default, with unit and source', () => {
  const national = parseParameters(text).filter((row) => row.areaCode === '000000' && row.toOn === null);
  expect(national.map((row) => row.key).sort()).toEqual(parameterKeys.map((row) => row.code).sort());
  for (const row of national) {
    expect(row.unit).toBe(parameterKeys.find((key) => key.code === row.key)?.unit);
    expect(row.source).not.toBe('');
  }
  const values = Object.fromEntries(national.map((row) => [row.key, row.value]));
  expect(values).toMatchObject({
    'unemp.contact_months': 1,
    'unemp.contact_warning_months': 5,
    'unemp.no_contact_months': 6,
    'employment.hire_report_days': 30,
    'employment.end_report_days': 15,
    'cert.scheme': 'LOCAL',
  });
});

const head = 'key,area_code,from_on,to_on,value,unit,source,certainty\n';

test.each([
  ['x.y,000000,2026-01-01,,1,,s,law', "line 2: unknown key 'x.y'"],
  ['cert.issue_days,000000,2026-1-1,,1,,s,law', 'date'],
  ['cert.issue_days,321100,2026-01-01,,1,,s,law', 'no area code'],
  ['cert.issue_days,000000,2026-01-01,,1,,s,maybe', 'unknown certainty'],
  ['cert.issue_days,000000,2026-01-01,,1,,,law', 'source'],
  ['cert.issue_days,000000,2026-01-01,,true,,s,law', "'true' is no number"],
  ['cert.issue_days,000000,2026-01-01,,-1,,s,law', "'-1' is no number"],
])('%s', (line, message) => {
  expect(() => parseParameters(head + line)).toThrow(message);
});
