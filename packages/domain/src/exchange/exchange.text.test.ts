import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvReader, type LineReader, separatedCell, separatedLine, separatedReader } from './exchange.text.ts';

function readInPieces(reader: LineReader, text: string, sizes: readonly number[]): string[][] {
  const rows: string[][] = [];
  let at = 0;
  for (let i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length]!;
    rows.push(...reader.push(text.slice(at, at + size)));
    at += size;
  }
  return [...rows, ...reader.end()];
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe('.csv', () => {
  it.each([
    [['张三', '1'], '张三,1\r\n'],
    [['a,b', 'c"d', 'e\nf'], '"a,b","c""d","e\nf"\r\n'],
    [[' 前后 ', ''], '" 前后 ",\r\n'],
    [[''], '""\r\n'],
  ])('%j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
    expect(readInPieces(csvReader(), line, [3])).toEqual([cells]);
  });
  it('reads what others write: byte-order mark, lone line feeds, quotes inside a cell, no end of line', () => {
    expect(readInPieces(csvReader(), '\ufeffA,B\n1,2"3\n\n"x""y",', [1])).toEqual([
      ['A', 'B'],
      ['1', '2"3'],
      ['x"y', ''],
    ]);
  });
  it('gives back every cell, in pieces of any size', () => {
    const cells = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 20 }), sizes, (rows, pieces) => {
        const clean = rows.map((row) => row.map((cell) => cell.replace(/^\ufeff+/, '')));
        expect(readInPieces(csvReader(), clean.map(csvLine).join(''), pieces)).toEqual(clean);
      }),
      { numRuns: 40 },
    );
  });
});

describe('.txt with a fixed separator', () => {
  it('replaces the separator in texts and flattens line breaks', () => {
    expect(separatedLine(['a|b', 'c\r\nd'], '|', '｜')).toBe('a｜b|c d\r\n');
    expect(separatedCell('a@', '@@', '')).toBe('a');
    expect(separatedCell('a||b', '|', '|')).toBe('ab');
  });
  it('gives back every cell as it was made safe', () => {
    const unit = fc.constantFrom('a', '|', '@', '!', '张', '𠮷', '\r', '\n', ' ', '\t');
    const cells = fc.array(fc.string({ unit }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(cells, { maxLength: 20 }),
        fc.constantFrom('|', '@@', '|!|', '\t', '@!@'),
        fc.constantFrom('｜', '', ' '),
        sizes,
        (rows, separator, substitute, pieces) => {
          const safe = rows.map((row) => row.map((cell) => separatedCell(cell, separator, substitute)));
          const text = rows.map((row) => separatedLine(row, separator, substitute)).join('');
          expect(readInPieces(separatedReader(separator), text, pieces)).toEqual(safe);
        },
      ),
    );
  });
});
