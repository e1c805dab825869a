import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeRoster } from './judge-roster.ts';
import { readWorkbook } from './read-workbook.ts';

type Truth = Record<string, unknown> & { file: string };

const folder = new URL('../../test/rosters/', import.meta.url);
const truths = readdirSync(folder)
  .filter((name) => name.endsWith('.truth.json'))
  .map((name): Truth => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

/** Address digits of the four files, among them counties withdrawn long ago. */
const known = new Set('321102 321111 321112 321121 321123 321181 321182 321183 320106 340104 413026 512921'.split(' '));

describe('rosters of communities', () => {
  it('are four', () => expect(truths).toHaveLength(4));

  it.each(truths)('gives exactly the truth of $file', async (truth) => {
    const workbook = await readWorkbook(readFileSync(new URL(truth.file, folder)), truth.file);
    const { counts } = await judgeRoster(workbook, {
      fileName: truth.file,
      today: '2026-11-21',
      isKnownAddressCode: (code) => known.has(code),
    });
    const { file: _, area: __, encoding: ___, ...expected } = truth;
    expect('households' in truth ? counts : { ...counts, households: undefined }).toEqual({
      households: undefined,
      ...expected,
    });
  });

  it('guesses the kind without the help of the file name', async () => {
    for (const truth of truths) {
      const workbook = await readWorkbook(readFileSync(new URL(truth.file, folder)), truth.file);
      const extension = truth.file.slice(truth.file.lastIndexOf('.'));
      for (const sheet of workbook.sheets) if (extension === '.csv') sheet.name = 'Sheet1';
      const { kind } = await judgeRoster(workbook, {
        fileName: `upload${extension}`,
        today: '2026-11-21',
        isKnownAddressCode: () => true,
      });
      expect(kind).toBe(truth.kind);
    }
  });
});
