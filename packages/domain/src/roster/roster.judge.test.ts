import { describe, expect, it } from 'vitest';
import { checkDigit } from '../kernel/citizen-id.ts';
import {
  rosterRejectCodes,
  rosterRepairSentences,
  rosterRowSentences,
  rosterSentences,
  rosterWarningCodes,
} from './roster.errors.ts';
import { createRosterJudge, type RosterRow, rejectAsRegisteredElsewhere, warningDetails } from './roster.judge.ts';

const good = '321102197403150018';
const options = { today: '2026-11-21', isKnownAddressCode: (code: string) => code === '321102' };

function judgeOne(cells: RosterRow['cells'], more: Partial<RosterRow> = {}) {
  return createRosterJudge(options)({ sheet: 0, row: 5, sheetName: '一组', cells, household: null, ...more });
}

function idOf(first17: string): string {
  return first17 + checkDigit(first17);
}

describe('rejections', () => {
  it.each([
    ['name-missing', '', good],
    ['name-missing', ' 　', good],
    ['name-missing', '', ''],
    ['name-missing', '/', 'abc'],
    ['id-missing', '张三', ''],
    ['id-missing', '张三', ' 　'],
    ['id-missing', '张三', '无'],
    ['id-missing', '张三', '——'],
    ['id-precision-lost', '张三', '3.21102E+17'],
    ['id-precision-lost', '张三', '３.２１１０２E+17'],
    ['id-precision-lost', '张三', 321102197403150000],
    ['id-precision-lost', '张三', 3.21102197403e17],
    ['id-precision-lost', '张三', '321102197413450000'],
    ['id-format', '张三', 'E12345678'],
    ['id-format', '张三', '32110219740315001'],
    ['id-format', '张三', '3211021974031500181'],
    ['id-format', '张三', '32110219740315X018'],
    ['id-format', '张三', '护照号'],
    ['id-birth-date', '张三', '321102197502300016'],
    ['id-birth-date', '张三', idOf('32110219751301001')],
    ['id-birth-date', '张三', idOf('32110220261122001')],
    ['id-birth-date', '张三', '440524188001010014'],
    ['id-birth-date', '张三', '321102751301001'],
    ['id-checksum', '张三', '110105194912310021'],
  ] as const)('%s: %s %s', (code, name, citizenId) => {
    const judged = judgeOne({ name, citizenId });
    expect(judged).toMatchObject({ verdict: 'rejected', code, warnings: [] });
  });

  it('accepts a number that truly ends in 000 as text, never as a number cell', () => {
    let serial = 1;
    let id = '';
    do id = idOf(`3211021974031${String(serial++).padStart(2, '0')}00`);
    while (!id.endsWith('0') || id.slice(6, 14) > '19740331' || id.slice(12, 14) === '00');
    expect(judgeOne({ name: '张三', citizenId: id }).code).toBeNull();
    expect(judgeOne({ name: '张三', citizenId: Number(id) }).code).toBe('id-precision-lost');
  });

  it('says the right check character', () => {
    expect(judgeOne({ name: '张三', citizenId: '110105194912310021' }).details).toEqual({ expected: 'X', actual: '1' });
  });

  it('rejects the second and later of a number, in every spelling; a rejected row is not the first', () => {
    const judge = createRosterJudge(options);
    const row = (sheet: number, row: number, name: string, citizenId: string) =>
      judge({ sheet, row, sheetName: `表${sheet + 1}`, cells: { name, citizenId }, household: null });
    expect(row(0, 3, '', good).code).toBe('name-missing');
    expect(row(0, 4, '张三', good).code).toBeNull();
    const later = row(1, 9, '李四', '３２１１０２７４０３１５００１');
    expect(later).toMatchObject({ code: 'duplicate-in-file', details: { firstSheet: '表1', firstRow: 5 } });
    expect(row(1, 10, '王五', ` ${good} `).code).toBe('duplicate-in-file');
  });

  it('puts registered-elsewhere last', () => {
    expect(rejectAsRegisteredElsewhere(judgeOne({ name: '张三', citizenId: good })).code).toBe('registered-elsewhere');
    expect(rejectAsRegisteredElsewhere(judgeOne({ name: '', citizenId: good })).code).toBe('name-missing');
  });
});

describe('repairs', () => {
  it.each([
    [' 321102 19740315 0018 ', ['id-blanks']],
    ['321102　197403150018', ['id-blanks']],
    ['３２１１０２１９７４０３１５００１８', ['id-full-width']],
    ["'321102197403150018", ['id-apostrophe']],
    ['‘321102197403150018', ['id-apostrophe']],
    ['321102740315001', ['id-fifteen-digits']],
    [321102740315001, ['id-fifteen-digits']],
    ['321102197403150018\t', ['id-blanks']],
    ['\u200b321102197403150018', ['id-blanks']],
  ] as const)('%s', (citizenId, repairs) => {
    const judged = judgeOne({ name: '张三', citizenId });
    expect(judged).toMatchObject({ verdict: 'accepted', citizenId: good, repairs, birthOn: '1974-03-15', sex: '1' });
  });

  it('makes a lower-case x upper-case', () => {
    const judged = judgeOne({ name: '张三', citizenId: '11010519491231002x' });
    expect(judged).toMatchObject({ citizenId: '11010519491231002X', repairs: ['id-lower-case'] });
  });

  it.each([
    ['孟　艳', '孟艳', ['name-blanks']],
    [' 任 怡 雨 ', '任怡雨', ['name-blanks']],
    ["'张三", '张三', ['name-apostrophe']],
    ['买买提·艾力', '买买提·艾力', []],
    ['买买提•艾力', '买买提·艾力', ['name-signs']],
    ['⽅\u200b文', '方文', ['name-signs', 'name-blanks']],
    ['John Smith', 'John Smith', []],
    ['秦?娟', '秦?娟', []],
    ...[...'㐂𠮷䶮㛃𬱖㙓𤧛䲜龘'].map((character) => [`王${character}`, `王${character}`, []] as const),
  ] as const)('name %s', (written, name, repairs) => {
    expect(judgeOne({ name: written, citizenId: good })).toMatchObject({ verdict: 'accepted', name, repairs });
  });
});

describe('warnings', () => {
  it.each([
    ['1974-03-15', []],
    ['1974.3.15', []],
    ['1974年3月15日', []],
    ['19740315', []],
    [19740315, []],
    ['1974/3/15', []],
    ['1974/03/15 00:00:00', []],
    ['１９７４．３．１５', []],
    [27103, []],
    ['27103', []],
    ['1974.3', []],
    ['197403', []],
    ['1974年3月', []],
    ['1974年', []],
    [1974.3, []],
    [1974, []],
    ['不详', []],
    ['1975-03-15', ['birth-differs-from-id']],
    ['1974.4', ['birth-differs-from-id']],
    [27104, ['birth-differs-from-id']],
    ['1974-03-01', ['birth-differs-from-id']],
  ] as const)('date of birth %s', (birthOn, warnings) => {
    const judged = judgeOne({ name: '张三', citizenId: good, birthOn });
    expect(judged).toMatchObject({ verdict: 'accepted', warnings, repairs: [] });
  });

  it('takes the first of a month for the month under 出生年月', () => {
    const cells = { name: '张三', citizenId: good, birthOn: '1974-03-01' };
    expect(judgeOne(cells, { birthIsMonth: true }).warnings).toEqual([]);
  });

  it('names sex, birth and unknown address together, the number decides', () => {
    const judged = judgeOne({ name: '张三', citizenId: idOf('99999919740315001'), sex: '女', birthOn: '1974.4' });
    expect(judged.warnings).toEqual(rosterWarningCodes);
    expect(judged).toMatchObject({ verdict: 'accepted', sex: '1', birthOn: '1974-03-15' });
    expect(warningDetails(judged, 'sex-differs-from-id')).toEqual({ written: '女', fromId: '男' });
    expect(warningDetails(judged, 'address-code-unknown')).toEqual({ addressCode: '999999' });
  });
});

it('keeps other columns as text, known words with their code, ignored columns not at all', () => {
  const judged = judgeOne({
    name: '张三',
    citizenId: good,
    sequence: 7,
    age: 52,
    phone: 13912345678,
    education: ' 大专 ',
    ethnicity: '汉族',
    skill: '焊工',
    unemploymentReason: '外星人',
    unemployedOn: '2025.3',
    registeredOn: 45689,
  });
  expect(judged.values).toEqual({
    phone: '13912345678',
    education: '大专',
    ethnicity: '汉族',
    skill: '焊工',
    unemploymentReason: '外星人',
    unemployedOn: '2025.3',
    registeredOn: '45689',
  });
  expect(judged.codes).toEqual({ education: '31', ethnicity: '01' });
  expect(judged).toMatchObject({ unemployedOn: '2025-03-01', registeredOn: '2025-02-01' });
});

it('has a sentence in both languages for every code', () => {
  for (const code of [...rosterRejectCodes, ...rosterWarningCodes]) {
    expect(rosterRowSentences[code].zh).toMatch(/。$/);
    expect(rosterRowSentences[code].en).toMatch(/\.$/);
  }
  for (const sentence of Object.values({ ...rosterSentences, ...rosterRepairSentences })) {
    expect(sentence.zh && sentence.en).toBeTruthy();
  }
});
