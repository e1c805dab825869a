import { expect, test } from 'vitest';
import { formatCsvRow, parseCsv, parseCsvRecords } from './csv.ts';

test('quotes, line breaks inside cells, byte-order mark, blank rows, all line ends', () => {
  expect(parseCsv('\ufeffa, "b ""x"", y" ,c\r\n\r\n1,"two\nlines",\n,,\n2,"",3\r4')).toEqual([
    { line: 1, cells: ['a', 'b "x", y', 'c'] },
    { line: 3, cells: ['1', 'two\nlines', ''] },
    { line: 6, cells: ['2', '', '3'] },
    { line: 6, cells: ['4'] },
  ]);
  expect(parseCsv('')).toEqual([]);
});

test('records by column name, short rows filled', () => {
  expect(parseCsvRecords('name,code\n甲,1\n乙\n', ['code', 'name'])).toEqual([
    { line: 2, code: '1', name: '甲' },
    { line: 3, code: '', name: '乙' },
  ]);
  expect(() => parseCsvRecords('name\n', ['code'])).toThrow("column 'code' is missing");
});

test('writing quotes only where needed', () => {
  expect(formatCsvRow(['a,b', 'say "x"', 3, null, 'c'])).toBe('"a,b","say ""x""",3,,c');
});
