import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCsvRecords } from '../platform/csv.ts';
import { type AreaRowErrorCode, parseAreas } from './parse-areas.ts';

function readRegion(file: string): string {
  return readFileSync(new URL(`../../../../regions/${file}`, import.meta.url), 'utf8');
}

describe('the tree of Zhenjiang', () => {
  const parsed = parseAreas(readRegion('321100/areas.csv'));
  const rows = parsed.ok ? parsed.rows : [];

  test('1 city, 7 districts with the development zone, 60 streets and towns, 769 communities and villages', () => {
    expect(parsed.ok || parsed.errors).toBe(true);
    const counts = Object.groupBy(rows, (row) => row.kind);
    expect(Object.fromEntries(Object.entries(counts).map(([kind, list]) => [kind, list.length]))).toEqual({
      city: 1,
      district: 7,
      street: 60,
      community: 769,
    });
    expect(rows.find((row) => row.code === '321171000000')?.name).toBe('镇江新区');
  });

  test('parents come first, every community has an urban-rural class and nothing else has one', () => {
    const seen = new Set<string | null>([null]);
    for (const row of rows) {
      expect(seen.has(row.parentCode)).toBe(true);
      expect(row.urbanRuralClass !== null).toBe(row.kind === 'community');
      seen.add(row.code);
    }
    expect(rows[0]).toMatchObject({ code: '321100000000', parentCode: null });
  });

  test('one office for each area, of the kind that belongs to it', () => {
    const kinds = {
      city: 'city-bureau',
      district: 'district-centre',
      street: 'street-office',
      community: 'workstation',
    };
    const offices = parseCsvRecords(readRegion('321100/offices.csv'), ['name', 'kind', 'area_code', 'opened_on']);
    expect(offices).toHaveLength(837);
    const byArea = new Map(offices.map((office) => [office.area_code, office.kind]));
    for (const row of rows) expect(byArea.get(row.code)).toBe(kinds[row.kind as keyof typeof kinds]);
    expect(offices.every((office) => office.name !== '' && office.opened_on !== '')).toBe(true);
  });
});

test('a file with Chinese headers, short codes, no kinds and no parents is enough; a street may lie below a city', () => {
  const parsed = parseAreas(
    '\ufeff名称,代码,城乡分类代码\r\n东莞市,4419,\r\n东城街道,441900003,\r\n岗贝社区居委会,441900003001,111\r\n',
  );
  expect(parsed).toEqual({
    ok: true,
    rows: [
      row(2, '441900000000', '东莞市', 'city', null, null),
      row(3, '441900003000', '东城街道', 'street', '441900000000', null),
      row(4, '441900003001', '岗贝社区居委会', 'community', '441900003000', '111'),
    ],
  });
});

function row(
  line: number,
  code: string,
  name: string,
  kind: string,
  parentCode: string | null,
  urbanRuralClass: string | null,
) {
  return { line, code, name, kind, parentCode, urbanRuralClass, fromOn: '1900-01-01', toOn: null };
}

test('a renamed area has two rows that do not overlap', () => {
  const parsed = parseAreas(
    'code,name,from_on,to_on\n3211,镇江市,,\n321121,丹徒县,1983-01-01,2002-04-03\n321112,丹徒区,2002-04-03,\n321112,丹徒新区,1990-01-01,2002-04-03\n',
  );
  expect(parsed.ok).toBe(true);
});

const head = 'code,name,kind,parent_code,urban_rural_class,from_on,to_on\n3211,镇江市,city,,,,\n';

test.each<[string, number, AreaRowErrorCode, string]>([
  [`${head}32110,某区,,,,,`, 3, 'area-code-format', '32110'],
  [`${head}321102000001,某社区,,,,,`, 3, 'area-code-format', '321102000001'],
  [`${head}321102,,,,,,`, 3, 'area-name-missing', '名称'],
  [`${head}321102,京口区,parish,,,,`, 3, 'area-kind-unknown', 'parish'],
  [`${head}321102,京口区,街道,,,,`, 3, 'area-level-mismatch', '不一致'],
  [`${head}321102,京口区,,,,,\n321111001,宝塔路街道,,,,,`, 4, 'area-parent-unknown', '321111000000'],
  [`${head}321102,京口区,,abc,,,`, 3, 'area-parent-unknown', 'abc'],
  [`${head}321102,京口区,,,,,\n321102001001,贺家弄,,321102,,,`, 4, 'area-parent-level', '不能直接管辖'],
  [`${head}321102,京口区,,,300,,`, 3, 'area-class-unknown', '300'],
  [`${head}321102,京口区,,,,2026-2-1,`, 3, 'area-date-format', '2026-2-1'],
  [`${head}321102,京口区,,,,2026-02-01,2026-02-01`, 3, 'area-date-order', '不晚于'],
  [`${head}321102,京口区,,,,,\n\n321102000000,又一区,,,,,`, 5, 'area-code-duplicate', '第 3 行'],
])('%j', (text, line, code, words) => {
  const parsed = parseAreas(text);
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.errors).toHaveLength(1);
  expect(parsed.errors[0]).toMatchObject({ line, code });
  expect(parsed.errors[0]?.zh).toContain(words);
  expect(parsed.errors[0]?.en).not.toBe('');
});

test('a missing column is named, in both languages', () => {
  expect(parseAreas('名称\n镇江市\n')).toMatchObject({
    ok: false,
    errors: [{ line: 1, code: 'area-column-missing' }],
  });
});

test('children of a faulty row are not reported a second time', () => {
  const parsed = parseAreas(`${head}321102,,,,,,\n321102001,正东路街道,,,,,`);
  expect(!parsed.ok && parsed.errors.map((e) => e.line)).toEqual([3]);
});
