import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { findAreaEverByCode } from '@renshe/domain/area/area-tree.ts';
import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { listBrokenSeals } from '../report/seal-forms.ts';
import { verifyLedger } from '../statistics/verify.ts';

const city = '321100000000';
const district = '321102000000';
const otherDistrict = '321111000000';
const street = '321102001000';
const otherStreet = '321102002000';
const farStreet = '321111001000';
const hejianong = '321102001001';
const jiangkeda = '321102001004';
const village = '321102002200';
const opened = '321102001010';
const paper = { documentNo: '京政复〔2026〕18 号', reason: '社区规模调整' };

let app: TestApp;
let desk: ResidentDesk;
let family: { head: string; householdId: string; number: string };
let alone: string;
let neighbour: string;

/** 2026-11-20; months from January on, closed through August. */
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-01-01' });
  desk = residentDesk(app);
  const head = await desk.registered({ address: '花园路1号' }, { how: 'new' });
  const { household } = await desk.file('worker', head);
  const join = { how: 'join', householdId: household!.householdId, relation: '10' } as const;
  await desk.registered({ address: '花园路1号' }, join);
  alone = await desk.registered({ address: '花园路12号' });
  neighbour = await desk.registered({ address: '青年路3号' });
  for (const id of [head, alone, neighbour]) await desk.unemployed(id);
  const number = (
    await sql<{
      number: string;
    }>`select number from household where household_id = ${household!.householdId}::uuid`.execute(app.system.db.kysely)
  ).rows[0]!.number;
  family = { head, householdId: household!.householdId, number };
  for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'])
    await closeCity(month);
}, 120_000);
afterAll(() => app.close());

async function closeCity(month: string): Promise<void> {
  const body = { area: city, month, force: true, reason: '到期锁定' };
  const answer = await app.call('city', reportContracts.close, { body });
  expect(answer.error).toBeUndefined();
  await app.system.tasks.runNow(answer.body.taskId);
}

async function unemployedIn(area: string, month: string): Promise<number | null | undefined> {
  const report = await app.call('city', reportContracts.monthly, { query: { area, month } });
  expect(report.error, `${area} ${month}`).toBeUndefined();
  return report.body.lines.find((line) => line.key === 'registered-unemployed')?.month.total;
}

async function expectSound(): Promise<void> {
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
  expect(await listBrokenSeals(app.system.db.kysely, [2, 10])).toEqual([]);
}

describe('a new community entered late', () => {
  it('reports from the first month that nothing above it has closed', async () => {
    const body = {
      code: opened,
      name: '新河社区居委会',
      kind: 'community' as const,
      parentCode: street,
      urbanRural: '111',
      effectiveOn: '2026-06-10',
      ...paper,
    };
    const { body: made, error } = await app.call('system', areaContracts.create, { body });
    expect(error).toBeUndefined();
    const period = await app.system.db.kysely
      .selectFrom('area_period')
      .select(['opening_month', 'closed_through'])
      .where('district_id', '=', 2)
      .where('area_id', '=', made.areaId)
      .executeTakeFirstOrThrow();
    expect(period).toEqual({ opening_month: 202606, closed_through: 202608 });
    const { body: history } = await app.call('clerk', areaChangeContracts.history, { params: { code: opened } });
    expect(history.versions).toMatchObject([
      { fromOn: '2026-06-10', bookedMonth: '2026-09', parentName: '正东路街道' },
    ]);
    expect(history.changes).toMatchObject([
      { kind: 'created', documentNo: paper.documentNo, intoArea: { name: '正东路街道' } },
    ]);
    await expectSound();
  });
});

describe('a split', () => {
  const params = { code: hejianong };
  const split = (parts: object[], on = '2026-07-01') =>
    app.call('district', areaChangeContracts.split, {
      params,
      body: { effectiveOn: on, ...paper, parts: parts as never },
    });

  it('says beforehand who is chosen, who stays and what was not found', async () => {
    const preview = await app.call('district', areaChangeContracts.previewSplit, {
      params,
      body: {
        effectiveOn: '2026-07-01',
        parts: [
          { intoCode: opened, households: [family.number, 'H-404'], addresses: ['花园路1', '无名路'] },
          { intoCode: jiangkeda, residentIds: [alone, family.head] },
        ],
      },
    });
    expect(preview.error).toBeUndefined();
    expect(preview.body).toMatchObject({
      bookedMonth: '2026-09',
      closedMonths: ['2026-07', '2026-08'],
      staying: 1,
      chosenTwice: 1,
      unknownHouseholds: ['H-404'],
      // 花园路12号 does not begin with 花园路1 of a number that ends there, 花园路1号 does.
      emptyAddresses: ['无名路'],
    });
    expect(preview.body.parts).toMatchObject([
      { residents: 2, households: 1, registeredUnemployed: 1, into: { name: '新河社区居委会' } },
      { residents: 2, households: 1, registeredUnemployed: 2 },
    ]);
  });

  it('refuses what cannot be', async () => {
    const refused = async (parts: object[], on?: string) => (await split(parts, on)).error?.code;
    expect(await refused([{ intoCode: opened, households: ['H-404'] }])).toBe('area.split-unknown-households');
    expect(await refused([{ intoCode: opened, addresses: ['无名路'] }])).toBe('area.split-nobody');
    expect(await refused([{ intoCode: hejianong, residentIds: [alone] }])).toBe('area.split-into-itself');
    expect(await refused([{ intoCode: opened, residentIds: [alone] }], '2026-06-01')).toBe('area.target-too-young');
    expect(await refused([{ intoCode: opened, residentIds: [alone] }], '2026-12-01')).toBe('area.future-split');
    const twice = [
      { intoCode: opened, residentIds: [alone] },
      { intoCode: jiangkeda, residentIds: [alone] },
    ];
    expect(await refused(twice)).toBe('area.split-twice');
    expect(await refused([{ intoCode: '321111001005', residentIds: [alone] }])).toBe('request.outside-area');
    const far = await app.call('city', areaChangeContracts.split, {
      params,
      body: { effectiveOn: '2026-07-01', ...paper, parts: [{ intoCode: '321111001005', residentIds: [alone] }] },
    });
    expect(far.error?.code).toBe('area.split-other-district');
  });

  it('goes over by residence, keeps closed months and every row of its list', async () => {
    const before = { july: await unemployedIn(hejianong, '2026-07'), street: await unemployedIn(street, '2026-08') };
    const answer = await split([{ intoCode: opened, households: [family.number], residentIds: [alone] }]);
    expect(answer.error).toBeUndefined();
    expect(answer.body.residents).toBe(3);
    // One of them moves away before the task comes to her: she goes over for the days that she lived there.
    const { version } = await desk.file('worker', alone);
    const move = { version, toAreaCode: jiangkeda, address: '学府路', movedOn: '2026-11-10', withHousehold: false };
    await app.call('clerk', residentContracts.move, { params: { residentId: alone }, body: move });
    await app.system.tasks.runNow(answer.body.taskId);
    await app.system.tasks.runNow(answer.body.taskId);
    const task = await app.system.db.kysely
      .selectFrom('task')
      .select(['status', 'result', 'message'])
      .where('task_id', '=', answer.body.taskId)
      .executeTakeFirstOrThrow();
    expect(task).toMatchObject({ status: 'done', result: { moved: 3, elsewhere: 0, gone: 0 } });
    expect(await unemployedIn(hejianong, '2026-07')).toBe(before.july);
    expect(await unemployedIn(street, '2026-08')).toBe(before.street);
    expect(await unemployedIn(hejianong, '2026-09')).toBe(1);
    expect(await unemployedIn(opened, '2026-10')).toBe(2);
    expect(await unemployedIn(opened, '2026-11')).toBe(1);
    expect(await unemployedIn(jiangkeda, '2026-11')).toBe(1);
    const { tree } = await app.system.reference.current();
    const intoAreaId = findAreaEverByCode(tree, opened, '2026-11-20')!;
    const household = await app.system.db.kysely
      .selectFrom('household')
      .select('area_id')
      .where('district_id', '=', 2)
      .where('household_id', '=', family.householdId)
      .executeTakeFirstOrThrow();
    expect(household.area_id).toBe(intoAreaId);
    const file = await desk.file('clerk', family.head);
    expect(file.area.name).toBe('新河社区居委会');
    const { body: history } = await app.call('district', areaChangeContracts.history, { params });
    expect(history.changes).toMatchObject([
      { kind: 'split', intoArea: { name: '新河社区居委会' }, bookedMonth: '2026-09' },
    ]);
    expect(history.line.links).toMatchObject([{ kind: 'split', intoAreaId }]);
    const { changeId } = history.changes[0]!;
    const rows = await app.call('district', areaChangeContracts.splitRows, { params: { changeId }, query: {} });
    expect(rows.body.counts).toEqual({ waiting: 0, moved: 3, elsewhere: 0, gone: 0 });
    expect(rows.body.rows.map((row) => row.householdNumber)).toEqual(['', family.number, family.number]);
    // A worker sees her own people alone.
    const own = await app.call('worker', areaChangeContracts.splitRows, { params: { changeId }, query: {} });
    expect(own.body.count).toBe(0);
    await expectSound();
  });

  it('is comparable in the union of its pieces', async () => {
    const query = { from: '2026-06', to: '2026-11' };
    const { body: series } = await app.call('district', areaChangeContracts.series, { params, query });
    const index = series.indicators.findIndex((indicator) => indicator.key === 'registered-unemployed');
    expect(series.joined.map((area) => area.name)).toEqual(['新河社区居委会']);
    expect(series.months.map((month) => month.asReported[index])).toEqual([3, 3, 3, 1, 1, 1]);
    // One of the three has moved on to a third community in November.
    expect(series.months.map((month) => month.asNow[index])).toEqual([3, 3, 3, 3, 3, 2]);
    const whole = await app.call('district', areaChangeContracts.series, { params: { code: street }, query });
    expect(whole.body).toMatchObject({ joined: [], added: [], left: [] });
    expect(whole.body.months.map((month) => month.asNow)).toEqual(whole.body.months.map((month) => month.asReported));
  });
});

describe('a community that goes to another street', () => {
  it('is counted there from the booked month on, and what is sealed stays', async () => {
    const params = { code: hejianong };
    const body = { effectiveOn: '2026-08-01', ...paper, parentCode: otherStreet, newCode: '321102002050' };
    const preview = await app.call('system', areaChangeContracts.preview, {
      params,
      query: { kind: 'parent-changed', effectiveOn: '2026-08-01', intoCode: otherStreet },
    });
    expect(preview.error).toBeUndefined();
    expect(preview.body).toMatchObject({
      bookedMonth: '2026-09',
      closedMonths: ['2026-08'],
      openMonths: [
        { month: '2026-09', due: 1 },
        { month: '2026-10', due: 1 },
      ],
      communities: 1,
      residents: 1,
      otherParameters: 0,
      otherDistrict: false,
    });
    expect(preview.body.offices).toMatchObject([{ posts: 1 }]);
    const wrong = (change: object) =>
      app.call('system', areaChangeContracts.changeParent, { params, body: { ...body, ...change } });
    expect((await wrong({ newCode: '321102001050' })).error?.code).toBe('area.code-wrong-level');
    expect((await wrong({ parentCode: district })).error?.code).toBe('area.parent-wrong-level');
    expect((await wrong({ parentCode: street, newCode: '321102001050' })).error?.code).toBe('area.parent-same');
    const before = { street: await unemployedIn(street, '2026-08'), other: await unemployedIn(otherStreet, '2026-08') };
    const done = await app.call('system', areaChangeContracts.changeParent, { params, body });
    expect(done.body).toEqual({ taskId: null, bookedMonth: '2026-09' });
    expect(await unemployedIn(street, '2026-08')).toBe(before.street);
    expect(await unemployedIn(otherStreet, '2026-08')).toBe(before.other);
    expect(await unemployedIn(street, '2026-09')).toBe(2);
    expect(await unemployedIn(otherStreet, '2026-09')).toBe(1);
    const report = await app.call('city', reportContracts.monthly, { query: { area: hejianong, month: '2026-08' } });
    expect(report.body.area).toEqual({
      code: hejianong,
      name: '贺家弄社区居委会',
      pathName: '镇江市 京口区 正东路街道 贺家弄社区居委会',
    });
    const later = await app.call('city', reportContracts.monthly, {
      query: { area: '321102002050', month: '2026-09' },
    });
    expect(later.body.area).toMatchObject({
      code: '321102002050',
      pathName: '镇江市 京口区 健康路街道 贺家弄社区居委会',
    });
    await closeCity('2026-09');
    const series = await app.call('district', areaChangeContracts.series, {
      params: { code: otherStreet },
      query: { from: '2026-07', to: '2026-09' },
    });
    const index = series.body.indicators.findIndex((indicator) => indicator.key === 'registered-unemployed');
    expect(series.body.months.map((month) => [month.asReported[index], month.asNow[index]])).toEqual([
      // 3 in 贺家弄 then, which shares a split with 新河 of the old street: both are in the union.
      [0, 3],
      [0, 3],
      [1, 3],
    ]);
    expect(series.body.joined.map((area) => area.name)).toEqual(['新河社区居委会']);
    await expectSound();
  });

  it('in another district keeps its rows and is seen by the new district alone', async () => {
    const set = await app.call('system', parameterContracts.set, {
      body: { key: 'hardship.age_f', areaCode: otherDistrict, fromOn: '2026-01-01', value: 38, source: '区文件' },
    });
    await app.system.tasks.runNow(set.body.taskId!);
    const params = { code: '321102002050' };
    const body = { effectiveOn: '2026-10-01', ...paper, parentCode: farStreet, newCode: '321111001050' };
    const done = await app.call('system', areaChangeContracts.changeParent, { params, body });
    expect(done.error).toBeUndefined();
    await app.system.tasks.runNow(done.body.taskId!);
    const code = '321111001050';
    expect(await unemployedIn(district, '2026-09')).toBe(3);
    expect(await unemployedIn(district, '2026-10')).toBe(2);
    expect(await unemployedIn(otherDistrict, '2026-10')).toBe(1);
    const file = (persona: 'district' | 'otherDistrict') =>
      app.call(persona, residentContracts.file, { params: { residentId: neighbour } });
    expect((await file('district')).status).toBe(404);
    expect((await file('otherDistrict')).body.area.code).toBe(code);
    await closeCity('2026-10');
    await expectSound();
    expect(await unemployedIn(otherDistrict, '2026-10')).toBe(1);
  });
});

describe('a village that becomes a community', () => {
  const params = { code: village };
  const body = {
    name: '东门社区居委会',
    newCode: '321102002007',
    urbanRural: '112',
    effectiveOn: '2026-11-01',
    ...paper,
  };

  it('gets name, code and class from the day on', async () => {
    const refused = async (change: object) =>
      (await app.call('system', areaContracts.rename, { params, body: { ...body, kind: 'urbanised', ...change } }))
        .error?.code;
    expect(await refused({ urbanRural: '220' })).toBe('area.class-not-urban');
    expect(await refused({ effectiveOn: '1900-01-01' })).toBe('area.date-too-early');
    expect(await refused({ newCode: jiangkeda })).toBe('area.code-taken');
    const done = await app.call('system', areaContracts.rename, { params, body: { ...body, kind: 'urbanised' } });
    expect(done.error).toBeUndefined();
    const again = { ...body, kind: 'urbanised' as const, newCode: '321102002008', effectiveOn: '2026-11-10' };
    const twice = await app.call('system', areaContracts.rename, { params: { code: body.newCode }, body: again });
    expect(twice.error?.code).toBe('area.not-village');
    const { body: history } = await app.call('city', areaChangeContracts.history, { params });
    expect(history.current).toMatchObject({ code: body.newCode, name: body.name, urbanRural: '112' });
    expect(history.versions.map((version) => [version.name, version.bookedMonth])).toEqual([
      ['东门村委会', '1900-01'],
      ['东门社区居委会', '2026-11'],
    ]);
    expect(history.changes).toMatchObject([
      { kind: 'urbanised', area: { name: '东门村委会' }, intoArea: { name: '东门社区居委会' } },
    ]);
    const report = await app.call('city', reportContracts.monthly, { query: { area: village, month: '2026-10' } });
    expect(report.body.area.name).toBe('东门村委会');
  });
});

describe('the history of an absorbed community', () => {
  it('opens by its old code and names its successor', async () => {
    const merge = { intoCode: opened, effectiveOn: '2026-11-15', ...paper };
    const done = await app.call('system', areaContracts.merge, { params: { code: jiangkeda }, body: merge });
    expect(done.error).toBeUndefined();
    await app.system.tasks.runNow(done.body.taskId!);
    const { body: history } = await app.call('clerk', areaChangeContracts.history, { params: { code: jiangkeda } });
    expect(history.absorbedBy?.name).toBe('新河社区居委会');
    expect(history.changes).toMatchObject([{ kind: 'merged', documentNo: paper.documentNo }]);
    expect(history.line.links.map((link) => link.kind).sort()).toEqual(['merged', 'split']);
    expect(history.line.areas.map((one) => one.area.name)).toContain('江科大社区居委会');
    const series = await app.call('clerk', areaChangeContracts.series, {
      params: { code: opened },
      query: { from: '2026-10', to: '2026-11' },
    });
    expect(series.body.added.map((area) => area.name)).toEqual(['江科大社区居委会']);
    const gone = await app.call('clerk', areaChangeContracts.series, {
      params: { code: jiangkeda },
      query: { from: '2026-10', to: '2026-11' },
    });
    expect(gone.error).toBeUndefined();
    expect((await app.call('otherDistrict', areaChangeContracts.history, { params: { code: jiangkeda } })).status).toBe(
      403,
    );
    await expectSound();
  });
});
