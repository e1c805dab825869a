/**
 * Random work at the counters while communities are merged, also into another district, split, made, renamed and put below other streets,
 * while whole streets are merged and mergers of streets taken back, much of it
 * entered after months were closed, and while months close: over HTTP on real PostgreSQL. RENSHE_SEED and RENSHE_STRETCHES go deeper.
 */
import { areaContracts, officeContracts } from '@renshe/domain/area/area.contract.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import {
  type AreaTree,
  areaAt,
  findAreaByCode,
  getArea,
  reportAreaOf,
  reportLeaves,
} from '@renshe/domain/area/area-tree.ts';
import {
  addDays,
  addToMonth,
  firstDayAfter,
  formatMonth,
  lastDayOf,
  type Month,
  monthOf,
  nextMonth,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRandomCounter, type RandomCounter } from '../../test/random-counter.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { grantPost } from '../account/create-account.ts';
import { fillMonthlyForm, flatFigures } from '../report/monthly-report.ts';
import { leavesOf } from '../report/report-leaves.ts';
import { listBrokenSeals } from '../report/seal-forms.ts';
import { figuresAt, readFigures } from '../statistics/read-figures.ts';
import { seriesUnder } from '../statistics/series-under.ts';
import { verifyLedger } from '../statistics/verify.ts';

const seed = Number(process.env.RENSHE_SEED ?? 11);
const stretches = Number(process.env.RENSHE_STRETCHES ?? 3);
const opening = '2025-12-01';
const city = '321100000000';
const streets = ['321102001000', '321102002000', '321111001000'];
const acts = [
  'split',
  'streets',
  'across',
  'parent',
  'undo',
  'merge',
  'create',
  'across',
  'rename',
  'streets',
] as const;

let app: TestApp;
let counter: RandomCounter;
let serial = 100;
/** Mergers of streets that were not taken back, with the codes that they changed. */
const streetMergers: { changeId: string; code: string; recoded: { code: string; newCode: string }[] }[] = [];
const sealed = new Map<string, string>();
const done: string[] = [];

beforeAll(async () => {
  app = await openTestApp({ now: '2026-02-10T10:00:00+08:00', openedOn: opening });
  counter = await openRandomCounter(app, seed, opening);
});
afterAll(() => app.close());

const today = () => app.clock.today();
const treeNow = async () => (await app.system.reference.current()).tree;
const paper = { documentNo: '文', reason: '区划调整' };

async function setDay(on: PlainDate): Promise<void> {
  app.clock.set(`${on}T10:00:00+08:00`);
  await app.staySignedIn();
}

/** Mostly over months that are closed. */
const someDay = () => addDays(today(), -counter.pick([1, 9, 20, 40, 60, 75]));

/** A code that nobody has, below a street. */
const freeCode = (street: string) => `${street.slice(0, 9)}${++serial}`;

function answered(what: string, answer: { status: number; error?: { code: string } | undefined }): boolean {
  done.push(`${what} ${answer.error?.code ?? 'done'}`);
  expect(answer.status, `${what} ${JSON.stringify(answer.error)}`).toBeLessThan(500);
  return answer.status < 300;
}

/** Somebody is at the counter while a task runs. */
const besides = (taskId: string | null) =>
  Promise.all([taskId === null ? undefined : app.system.tasks.runNow(taskId), counter.command(), counter.command()]);

/** True when it was done; a refusal is fine too. */
async function act(kind: (typeof acts)[number]): Promise<boolean> {
  const code = counter.pick(counter.openCommunities());
  const others = counter.openCommunities();
  const far = others.filter((one) => !one.startsWith(code.slice(0, 6)));
  if (kind === 'across' && far.length === 0) return false;
  const other = counter.pick(kind === 'across' ? far : others);
  const street = counter.pick(streets);
  const effectiveOn = someDay();
  const params = { code };
  const recoded = (into: string) => counter.communities.splice(counter.communities.indexOf(code), 1, into);
  if (kind === 'streets') return mergeStreets(counter.pick(streets), street, effectiveOn);
  if (kind === 'undo') return takeBack();
  if (kind === 'merge' || kind === 'across') {
    const answer = await app.call('system', areaContracts.merge, {
      params,
      body: { intoCode: other, effectiveOn, ...paper },
    });
    if (!answered(kind, answer)) return false;
    counter.merged.add(code);
    await besides(answer.body.taskId);
  } else if (kind === 'create') {
    const made = {
      code: freeCode(street),
      name: `新设${serial}`,
      kind: 'community' as const,
      parentCode: street,
      urbanRural: '111',
    };
    const answer = await app.call('system', areaContracts.create, { body: { ...made, effectiveOn, ...paper } });
    if (!answered('create', answer)) return false;
    counter.communities.push(made.code);
  } else if (kind === 'rename') {
    const body = { name: `改名${++serial}`, newCode: freeCode(code), urbanRural: '112', effectiveOn, ...paper };
    if (!answered('rename', await app.call('system', areaContracts.rename, { params, body }))) return false;
    recoded(body.newCode);
  } else if (kind === 'parent') {
    const body = { parentCode: street, newCode: freeCode(street), effectiveOn, ...paper };
    const answer = await app.call('system', areaChangeContracts.changeParent, { params, body });
    if (!answered('parent', answer)) return false;
    recoded(body.newCode);
    await besides(answer.body.taskId);
  } else {
    const tree = await treeNow();
    const areaId = findAreaByCode(tree, code, today())!;
    const areas = [...tree.areas.keys()].filter((id) => areaAt(tree, id, today()) === areaId);
    const { rows } = await sql<{ resident_id: string }>`
      select distinct resident_id from residence where area_id = any(${areas}::int[]) and voided_at is null order by 1`.execute(
      app.system.db.kysely,
    );
    const residentIds = rows.map((row) => row.resident_id).filter(() => counter.pick([true, false]));
    const parts = [{ intoCode: other, residentIds, addresses: counter.pick([[], ['新居']]) }];
    const answer = await app.call('city', areaChangeContracts.split, {
      params,
      body: { effectiveOn, ...paper, parts },
    });
    if (!answered('split', answer)) return false;
    await besides(answer.body.taskId);
  }
  return true;
}

/** A new street takes the place of the one that is gone, so that there is always another one to merge. */
async function mergeStreets(code: string, intoCode: string, effectiveOn: PlainDate): Promise<boolean> {
  const params = { code };
  const preview = await app.call('system', areaChangeContracts.preview, {
    params,
    query: { kind: 'merged', effectiveOn, intoCode },
  });
  const answer = await app.call('system', areaChangeContracts.mergeStreet, {
    params,
    body: { intoCode, effectiveOn, ...paper },
  });
  if (!answered('streets', answer)) return false;
  expect(preview.body.bookedMonth).toBe(answer.body.bookedMonth);
  for (const one of preview.body.recoded)
    if (counter.communities.includes(one.code))
      counter.communities.splice(counter.communities.indexOf(one.code), 1, one.newCode);
  streetMergers.push({ changeId: answer.body.changeId, code, recoded: preview.body.recoded });
  const made = `${code.slice(0, 6)}${String(++serial).padStart(3, '0')}000`;
  const body = {
    code: made,
    name: `新设街道${serial}`,
    kind: 'street' as const,
    parentCode: `${code.slice(0, 6)}000000`,
  };
  const created = await app.call('system', areaContracts.create, {
    body: { ...body, urbanRural: null, effectiveOn: addDays(effectiveOn, -1), ...paper },
  });
  expect(created.error).toBeUndefined();
  streets.splice(streets.indexOf(code), 1, made);
  await seatClerk(made, body.name);
  await besides(answer.body.taskId);
  return true;
}

/** The clerk of all streets sits in the new one too. */
async function seatClerk(areaCode: string, name: string): Promise<void> {
  const body = { kind: 'street-office' as const, name: `${name}劳动保障所`, areaCode, openedOn: opening };
  const office = await app.call('system', officeContracts.open, { body });
  expect(office.error).toBeUndefined();
  const post = { accountId: app.accountIds.clerk, role: 'street-clerk' as const, fromOn: opening, by: null };
  await app.system.db.kysely
    .transaction()
    .execute((w) => grantPost(w, { ...post, officeId: office.body.officeId, at: app.clock.now() }, 'zh'));
}

async function takeBack(): Promise<boolean> {
  const merger = streetMergers.pop();
  if (!merger) return false;
  const answer = await app.call('system', areaChangeContracts.undo, {
    params: { changeId: merger.changeId },
    body: { reason: '误登' },
  });
  if (!answered('undo', answer)) return false;
  for (const one of merger.recoded)
    if (counter.communities.includes(one.newCode))
      counter.communities.splice(counter.communities.indexOf(one.newCode), 1, one.code);
  streets.push(merger.code);
  await besides(answer.body.taskId);
  return true;
}

async function closeMonthOf(month: Month): Promise<void> {
  const body = { area: city, month: formatMonth(month), force: true, reason: '逾期未报' };
  const answer = await app.call('city', reportContracts.close, { body });
  expect(answer.error).toBeUndefined();
  await besides(answer.body.taskId);
  for (const [key, figures] of await closedFigures(await treeNow(), month)) sealed.set(key, figures);
}

/** Every report of a closed month as it reads now. */
async function closedFigures(tree: AreaTree, month: Month): Promise<Map<string, string>> {
  const { rows } = await sql<{ area_id: number }>`
    select area_id from report_form where month = ${month} and form = 'monthly' and state = 'closed' order by 1`.execute(
    app.system.db.kysely,
  );
  const found = new Map<string, string>();
  for (const { area_id: areaId } of rows) {
    const form = await fillMonthlyForm(app.system.db.kysely, tree, areaId, month);
    found.set(`${areaId}|${month}`, JSON.stringify(flatFigures(form)));
  }
  return found;
}

/** Registered unemployed at the end of the open month, counted from the records by residence alone. */
async function recount(tree: AreaTree, on: PlainDate): Promise<Map<number, number>> {
  const { rows } = await sql<{ area_id: number; n: number }>`
    select l.area_id, count(*)::int as n from (
      select distinct on (x.resident_id) x.resident_id, x.area_id from residence x join resident p on p.resident_id = x.resident_id
      where x.voided_at is null and x.from_on <= ${on}::date and (x.to_on is null or x.to_on > ${on}::date) and (p.died_on is null or p.died_on > ${on}::date)) l
    where exists (select 1 from unemployment_registration u where u.resident_id = l.resident_id and u.voided_at is null
      and u.registered_on <= ${on}::date and (u.ended_on is null or u.ended_on > ${on}::date)) group by 1`.execute(
    app.system.db.kysely,
  );
  const counted = new Map<number, number>();
  for (const row of rows) {
    const place = areaAt(tree, row.area_id, on);
    counted.set(place, (counted.get(place) ?? 0) + row.n);
  }
  return counted;
}

/** People and households whose key is not the district of the community that they belong to by now. */
async function listMisplaced(tree: AreaTree): Promise<unknown[]> {
  const { rows } = await sql<{ kind: string; district_id: number; area_id: number }>`
    select distinct 'resident' as kind, district_id, area_id from resident
    union select 'household', district_id, area_id from household`.execute(app.system.db.kysely);
  return rows.filter((row) => getArea(tree, areaAt(tree, row.area_id, today())).districtId !== row.district_id);
}

async function check(): Promise<void> {
  const r = app.system.db.kysely;
  const tree = await treeNow();
  const open = monthOf(today());
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
  expect(await listBrokenSeals(r, [2, 10])).toEqual([]);
  for (const month of new Set([...sealed.keys()].map((key) => Number(key.split('|')[1]))))
    for (const [key, figures] of await closedFigures(tree, month))
      expect(figures, `closed ${key}`).toBe(sealed.get(key));
  expect(await listMisplaced(tree), 'rows under the key of another district').toEqual([]);
  const counted = await recount(tree, lastDayOf(open));
  for (const area of tree.areas.values()) {
    if (area.kind === 'community' && reportAreaOf(tree, area.areaId, open) !== area.areaId) continue;
    const stock = figuresAt(
      await readFigures(r, leavesOf(tree, area.areaId, open), open),
      'registered-unemployed',
      '',
    ).stock;
    const places = reportLeaves(tree, area.areaId, open).filter((id) => reportAreaOf(tree, id, open) === id);
    const byRecords = places.reduce((sum, id) => sum + (counted.get(id) ?? 0), 0);
    expect(stock, `${area.areaId} by the records`).toBe(byRecords);
    // The last month is the same under either boundary, unless a split joins the area with others.
    const now = await seriesUnder(r, tree, area.areaId, ['registered-unemployed'], addToMonth(open, -2), open, 'now');
    if (now.joined.length === 0)
      expect(now.months.at(-1)?.figures.get('registered-unemployed')?.stock ?? 0).toBe(stock);
  }
  // Nobody is lost between the pieces: under the boundary of now the communities add up to the city in every month.
  const cityId = [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;
  const whole = await seriesUnder(r, tree, cityId, ['registered-unemployed'], monthOf(opening), open, 'now');
  const asReported = await seriesUnder(r, tree, cityId, ['registered-unemployed'], monthOf(opening), open, 'then');
  const stocks = (months: typeof whole.months) => months.map((m) => m.figures.get('registered-unemployed')!.stock);
  expect(stocks(whole.months)).toEqual(stocks(asReported.months));
  expect(getArea(tree, cityId).kind).toBe('city');
}

it(`closings and changes of areas leave closed reports and every count right (seed ${seed})`, {
  timeout: 3_600_000,
}, async () => {
  let closed = addToMonth(monthOf(opening), -1);
  for (let i = 0; i < 12; i++) await counter.command();
  for (let stretch = 0; stretch < stretches; stretch++) {
    for (let i = 0; i < 8; i++) await counter.command();
    for (const kind of [acts[(stretch * 2) % acts.length]!, acts[(stretch * 2 + 1) % acts.length]!, counter.pick(acts)])
      for (let tries = 0; tries < 5 && !(await act(kind)); tries++);
    for (let i = 0; i < 4; i++) await counter.command();
    await check();
    if (stretch % 3 === 2) continue;
    await setDay(addDays(firstDayAfter(monthOf(today())), 11));
    while (closed < addToMonth(monthOf(today()), stretch % 2 === 0 ? -1 : -2)) {
      closed = nextMonth(closed);
      await closeMonthOf(closed);
    }
    await check();
  }
  if (process.env.RENSHE_SEED) console.log(`${done.sort().join('\n')}\n${counter.account()}`);
});
