import { type AreaTree, getArea, reportChildren, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { noFigures } from '@renshe/domain/kernel/report-figures.ts';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addPeople,
  city,
  correctRegistration,
  employ,
  inTransaction,
  jingkou,
  type Ledger,
  leaf,
  move,
  openLedger,
  register,
  runzhou,
} from '../../test/ledger-fixture.ts';
import { newId } from '../platform/id.ts';
import { closeMonth, sealParent } from './close-month.ts';
import { finishDerivations } from './derivation-version.ts';
import { readSeries, readSeriesOfChildren } from './indicator-series.ts';
import { mergeArea } from './merge-area.ts';
import { figuresAt, findRollup, readFigures } from './read-figures.ts';
import { rederiveAll } from './rederive.ts';

const keys = ['registered-unemployed', 'newly-registered-unemployed', 'new-urban-employment', 'resident'];
const flows = keys.slice(1, 3);
const from = 202512;
const to = 202606;

let ledger: Ledger;
let tree: AreaTree;
const close = (areaId: number, month: Month) =>
  inTransaction(ledger, (w) => closeMonth(ledger, w, areaId, month, '2026-06-20'));

beforeAll(async () => {
  ledger = await openLedger('2025-12-01');
  const areas = [leaf.hejianong, leaf.jiangkeda, leaf.dashikou, leaf.yunhe, leaf.taoyuan];
  const people = await addPeople(
    ledger,
    Array.from({ length: 15 }, (_, i) => ({ areaId: areas[i % 5]!, from: '2025-01-01' })),
  );
  for (const [i, p] of people.entries())
    await register(ledger, p, `2025-${String(9 + (i % 4)).padStart(2, '0')}-1${i % 10}`);
  for (const p of people.slice(0, 4)) await correctRegistration(ledger, p, { endedOn: '2026-02-11' });
  for (const p of people.slice(0, 4)) await employ(ledger, p, '2026-02-11');
  for (const month of [202512, 202601, 202602])
    for (const areaId of [4, 5, 6, 8, 9, 12, 13]) await close(areaId, month);
  await close(leaf.hejianong, 202603);
  for (const parent of [3, 7, jingkou, 11, runzhou, city])
    await inTransaction(ledger, (w) => sealParent(ledger, w, parent, 202512));
  // Late: belongs to closed months and is booked as an adjustment, of this year and of the last one.
  await correctRegistration(ledger, people[6]!, { endedOn: '2026-01-05' });
  const [late] = await addPeople(ledger, [{ areaId: leaf.dashikou, from: '2025-01-01' }]);
  await register(ledger, late!, '2025-12-30');
  await move(ledger, people[7]!, leaf.jiaodingshan, '2026-04-02');
  const merge = { areaId: leaf.yunhe, intoAreaId: leaf.taoyuan, effectiveOn: '2026-04-01', at: new Date() };
  const { version } = await inTransaction(ledger, (w) => mergeArea(ledger, w, merge));
  await ledger.reference.current();
  await rederiveAll(
    ledger,
    ledger.db.kysely,
    version,
    [jingkou, runzhou],
    (work) => inTransaction(ledger, (w) => work(w, newId())),
    async () => true,
  );
  await inTransaction(ledger, (w) => finishDerivations(w, version, new Date()));
  ({ tree } = await ledger.reference.current());
});
afterAll(() => ledger.close());

/** The month by itself, as the monthly report reads it. */
async function reported(areaId: number, month: Month, key: string) {
  const { kysely: r } = ledger.db;
  const areas = reportLeaves(tree, areaId, month);
  const districts = [...new Set(areas.map((id) => getArea(tree, id).districtId))];
  const table =
    (await findRollup(r, getArea(tree, areaId).districtId, areaId, month)) ??
    (await readFigures(r, { areas, districts }, month));
  const figures = table.get(key)?.get('') ?? noFigures();
  return flows.includes(key) ? { ...figures, stock: 0 } : figures;
}

describe('series of booked figures', () => {
  test.each([city, jingkou, runzhou, 3, leaf.hejianong, leaf.taoyuan])(
    'of area %i are those of each month’s report',
    async (areaId) => {
      const series = await readSeries(ledger.db.kysely, tree, areaId, keys, from, to);
      expect(series.map((m) => m.month)).toEqual(listMonths(from, to));
      for (const { month, figures } of series)
        for (const key of keys)
          expect({ month, key, ...figures.get(key) }).toEqual({ month, key, ...(await reported(areaId, month, key)) });
      expect(series.some((m) => m.sealed)).toBe(true);
      expect(series.at(-1)!.sealed).toBe(false);
    },
  );

  test('of the children add up to the parent, with a community until its last report', async () => {
    for (const parent of [city, runzhou, 11]) {
      const whole = await readSeries(ledger.db.kysely, tree, parent, keys, from, to);
      const parts = await readSeriesOfChildren(ledger.db.kysely, tree, parent, keys, from, to);
      for (const { month, figures } of whole)
        for (const key of keys) {
          const sum = noFigures();
          for (const series of parts.values()) {
            const own = series.find((m) => m.month === month)?.figures.get(key) ?? noFigures();
            for (const column of Object.keys(sum) as (keyof typeof sum)[]) sum[column] += own[column];
          }
          expect({ month, key, ...sum }).toEqual({ month, key, ...figures.get(key) });
        }
    }
    const communities = await readSeriesOfChildren(ledger.db.kysely, tree, 11, keys, from, to);
    expect(communities.get(leaf.yunhe)?.at(-1)?.month).toBeLessThan(to);
    expect([...communities.keys()]).toEqual(reportChildren(tree, 11, from));
  });

  test('under one boundary hold the absorbed community in every month', async () => {
    const boundary = { boundary: to };
    const [first] = await readSeries(ledger.db.kysely, tree, leaf.taoyuan, keys, from, to, boundary);
    const stock = async (areaId: number) => (await reported(areaId, from, 'registered-unemployed')).stock;
    expect(first!.figures.get('registered-unemployed')!.stock).toBe(
      (await stock(leaf.taoyuan)) + (await stock(leaf.yunhe)),
    );
  });

  test('of one cell', async () => {
    const series = await readSeries(ledger.db.kysely, tree, city, keys, to, to, { cell: 'sex=2' });
    const areas = reportLeaves(tree, city, to);
    const table = await readFigures(ledger.db.kysely, { areas, districts: [jingkou, runzhou] }, to);
    expect(series[0]!.figures.get('registered-unemployed')).toEqual(figuresAt(table, 'registered-unemployed', 'sex=2'));
  });

  test('leave out months before the opening', async () => {
    const series = await readSeries(ledger.db.kysely, tree, city, keys, 202509, 202601);
    expect(series.map((m) => m.month)).toEqual([202512, 202601]);
  });

  test('take two statements, however many months and areas', async () => {
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements++;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    await readSeriesOfChildren(ledger.db.kysely.withPlugin(counting), tree, jingkou, keys, from, to);
    expect(statements).toBe(2);
  });
});
