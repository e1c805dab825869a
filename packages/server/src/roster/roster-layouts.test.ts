import { expect, it } from 'vitest';
import { knownAddress, rosterToday } from '../../test/make-person.ts';
import { kinds, type LayoutChoice, makeRoster } from '../../test/make-roster.ts';
import { judgeRoster } from './judge-roster.ts';
import { parseWorkbook } from './parse-workbook.ts';
import { defaultRosterLimits } from './roster-limits.ts';

const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];
const formats: Omit<LayoutChoice, 'kind'>[] = [
  { format: 'xlsx' },
  { format: 'csv', encoding: 'utf-8' },
  { format: 'xlsx' },
  { format: 'csv', encoding: 'gb18030' },
  { format: 'csv', encoding: 'utf-8-bom' },
  { format: 'csv', encoding: 'utf-16le' },
];

const seeds = Array.from({ length: Number(process.env.ROSTER_LAYOUTS ?? 72) }, (_, i) => i + 1);

it.each(seeds)('reads layout %i as it was made', async (seed) => {
  const choice = {
    ...(formats[seed % formats.length] ?? { format: 'xlsx' }),
    kind: kindNames[Math.floor(seed / 6) % 4] ?? 'unemployed',
  };
  const made = await makeRoster(seed, choice);
  const workbook = await parseWorkbook(Buffer.from(made.bytes), made.fileName, defaultRosterLimits);
  const { counts } = await judgeRoster(workbook, {
    fileName: made.fileName,
    today: rosterToday,
    isKnownAddressCode: (code) => knownAddress.has(code),
  });
  expect(counts, made.story).toEqual({ kind: made.kind, ...made.truth });
});
