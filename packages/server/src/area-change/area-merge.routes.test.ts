import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { findAreaEverByCode } from '@renshe/domain/area/area-tree.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
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
const hejianong = '321102001001';
const yunhe = '321111001005';
const paper = { documentNo: '京政复〔2026〕21 号', reason: '街道区划调整' };

let app: TestApp;
let desk: ResidentDesk;
let family: { head: string; member: string; householdId: string };
let alone: string;

/** 2026-11-20; months from January on, closed through August. */
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-01-01' });
  desk = residentDesk(app);
  const head = await desk.registered({ address: '花园路1号' }, { how: 'new' });
  const { household } = await desk.file('worker', head);
  const householdId = household!.householdId;
  const member = await desk.registered({ address: '花园路1号' }, { how: 'join', householdId, relation: '10' });
  family = { head, member, householdId };
  alone = await desk.registered({ address: '花园路12号' });
  for (const id of [head, alone]) await desk.unemployed(id);
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

describe('a merger of two streets', () => {
  const params = { code: street };
  const on = '2026-07-01';
  const merge = (change: object = {}) =>
    app.call('system', areaChangeContracts.mergeStreet, {
      params,
      body: { effectiveOn: on, ...paper, intoCode: otherStreet, ...change },
    });
  let changeId: string;

  it('shows beforehand which communities go over and under which codes', async () => {
    const query = { kind: 'merged' as const, effectiveOn: on, intoCode: otherStreet };
    const { body, error } = await app.call('system', areaChangeContracts.preview, { params, query });
    expect(error).toBeUndefined();
    expect(body).toMatchObject({
      bookedMonth: '2026-09',
      closedMonths: ['2026-07', '2026-08'],
      communities: 3,
      residents: 3,
      otherDistrict: false,
      offices: [{ name: '正东路街道劳动保障所' }],
      successorOffices: ['健康路街道劳动保障所'],
      recoded: [
        // 001 is 大市口's there.
        { name: '贺家弄社区居委会', code: hejianong, newCode: '321102002002' },
        { code: '321102001004', newCode: '321102002004' },
        { code: '321102001007', newCode: '321102002007' },
      ],
    });
  });

  it('refuses what cannot be', async () => {
    const refused = async (change: object) => (await merge(change)).error?.code;
    expect(await refused({ intoCode: street })).toBe('area.merge-itself');
    expect(await refused({ intoCode: district })).toBe('area.not-street');
    expect(await refused({ effectiveOn: '1900-01-01' })).toBe('area.date-too-early');
  });

  it('puts all communities below the other street, keeps what is sealed, and passes on plans', async () => {
    const made = await app.call('city', planContracts.create, {
      body: {
        areaCode: street,
        kind: 'five-year',
        name: '街道就业规划',
        sourceDocument: '',
        from: '2026-01',
        to: '2030-12',
      },
    });
    expect(made.error).toBeUndefined();
    const { body } = await merge();
    changeId = body.changeId;
    expect(body).toMatchObject({ taskId: null, bookedMonth: '2026-09', communities: 3 });
    expect([await unemployedIn(street, '2026-08'), await unemployedIn(otherStreet, '2026-08')]).toEqual([2, 0]);
    expect(await unemployedIn(otherStreet, '2026-09')).toBe(2);
    expect(await unemployedIn(district, '2026-09')).toBe(2);
    const tree = await app.call('city', areaContracts.tree, { query: {} });
    expect(tree.body.areas.some((area) => area.code === street)).toBe(false);
    expect(tree.body.areas.find((area) => area.code === '321102002002')?.parentCode).toBe(otherStreet);
    const plans = await app.call('city', planContracts.list, { query: { area: otherStreet } });
    expect(plans.body.plans.map((plan) => plan.name)).toContain('街道就业规划');
    const { body: history } = await app.call('system', areaChangeContracts.history, { params });
    expect(history.absorbedBy?.name).toBe('健康路街道');
    expect(history.changes[0]).toMatchObject({ kind: 'merged', undoable: true, undone: null });
    const own = await app.call('system', areaChangeContracts.history, { params: { code: hejianong } });
    expect(own.body.changes).toMatchObject([{ kind: 'parent-changed', undoable: false, ...paper }]);
    const again = await merge();
    expect(again.status).toBe(403);
    const series = await app.call('city', areaChangeContracts.series, {
      params: { code: otherStreet },
      query: { from: '2026-07', to: '2026-11' },
    });
    const index = series.body.indicators.findIndex((one) => one.key === 'registered-unemployed');
    expect(series.body.months.map((month) => [month.asReported[index], month.asNow[index]])).toEqual([
      [0, 2],
      [0, 2],
      [2, 2],
      [2, 2],
      [2, 2],
    ]);
    await expectSound();
  });

  it('can be taken back until a month that follows it is closed', async () => {
    const undo = (id: string) =>
      app.call('system', areaChangeContracts.undo, { params: { changeId: id }, body: { reason: '文件撤回' } });
    const community = await app.call('system', areaChangeContracts.history, { params: { code: hejianong } });
    expect((await undo(community.body.changes[0]!.changeId)).error?.code).toBe('area.undo-other-kind');
    expect((await undo(changeId)).body).toEqual({ taskId: null });
    expect((await undo(changeId)).error?.code).toBe('area.undone-already');
    expect(await unemployedIn(street, '2026-10')).toBe(2);
    const { body: history } = await app.call('system', areaChangeContracts.history, { params });
    expect(history.absorbedBy).toBeNull();
    expect(history.changes[0]).toMatchObject({ kind: 'merged', undoable: false, undone: { reason: '文件撤回' } });
    expect(history.versions).toHaveLength(1);
    const { body: second } = await merge({ effectiveOn: '2026-09-01' });
    expect(second.bookedMonth).toBe('2026-09');
    await closeCity('2026-09');
    expect((await undo(second.changeId)).error?.code).toBe('area.undo-closed');
    await expectSound();
  });
});

describe('a merger into a community of another district', () => {
  const params = { code: '321102002002' };
  const merge = (effectiveOn: string) =>
    app.call('system', areaContracts.merge, { params, body: { intoCode: yunhe, effectiveOn, ...paper } });

  it('waits for its day', async () => {
    expect((await merge('2026-12-01')).error?.code).toBe('area.future-merge-across');
  });

  it('takes people and households into the other district and books nothing twice', async () => {
    const { body, error } = await merge('2026-10-01');
    expect(error).toBeUndefined();
    await app.system.tasks.runNow(body.taskId!);
    const task = await sql<{ status: string; result: unknown }>`
      select status, result from task where task_id = ${body.taskId}::uuid`.execute(app.system.db.kysely);
    expect(task.rows[0]).toMatchObject({ status: 'done', result: { rehomed: 3 } });
    const { tree } = await app.system.reference.current();
    const into = findAreaEverByCode(tree, yunhe, '2026-11-20')!;
    const place = { district_id: 10, area_id: into };
    const people = await app.system.db.kysely
      .selectFrom('resident')
      .select(['district_id', 'area_id'])
      .where('resident_id', 'in', [family.head, family.member, alone])
      .execute();
    expect(people).toEqual([place, place, place]);
    const household = await app.system.db.kysely
      .selectFrom('household')
      .select(['district_id', 'area_id'])
      .where('household_id', '=', family.householdId)
      .execute();
    expect(household).toEqual([place]);
    expect([await unemployedIn(district, '2026-09'), await unemployedIn(otherDistrict, '2026-09')]).toEqual([2, 0]);
    expect([await unemployedIn(district, '2026-10'), await unemployedIn(otherDistrict, '2026-10')]).toEqual([0, 2]);
    expect((await app.call('district', residentContracts.file, { params: { residentId: alone } })).status).toBe(404);
    const found = await app.call('otherDistrict', householdContracts.file, {
      params: { householdId: family.householdId },
    });
    expect(found.body.members.map((one) => one.residentId).sort()).toEqual([family.head, family.member].sort());
    await expectSound();
    // Run again it finds nothing to do.
    await app.system.db.kysely
      .updateTable('task')
      .set({ status: 'waiting' })
      .where('task_id', '=', body.taskId)
      .execute();
    await app.system.tasks.runNow(body.taskId!);
    await expectSound();
  });

  it('ends with the numbers left when round after round nobody can be taken over', async () => {
    const { kysely } = app.system.db;
    const place = '321102002004';
    const registered = await desk.register('siblingWorker', { areaCode: place, address: '中山路3号' }, { how: 'new' });
    expect(registered.error).toBeUndefined();
    const { household } = await desk.file('siblingWorker', registered.body.residentId);
    const ofKind = (kind: string) =>
      kysely.updateTable('household').set({ kind }).where('household_id', '=', household!.householdId).execute();
    // A household of a kind that no chunk looks for is counted for ever and never taken over.
    await sql`alter table household drop constraint household_kind_check`.execute(kysely);
    await ofKind('other');
    const { body } = await app.call('system', areaContracts.merge, {
      params: { code: place },
      body: { intoCode: '321111001006', effectiveOn: '2026-10-01', ...paper },
    });
    const run = async () => {
      await app.system.tasks.runNow(body.taskId!);
      const { rows } = await sql<{ status: string; result: unknown }>`
        select status, result from task where task_id = ${body.taskId}::uuid`.execute(kysely);
      return rows[0];
    };
    expect(await run()).toMatchObject({
      status: 'failed',
      result: { code: 'area.rehome-stuck', details: { residents: 0, households: 1 } },
    });
    await ofKind('family');
    await kysely.updateTable('task').set({ status: 'waiting' }).where('task_id', '=', body.taskId).execute();
    expect(await run()).toMatchObject({ status: 'done' });
    await expectSound();
  });

  it('leaves a community that can be split with all its people', async () => {
    const preview = await app.call('city', areaChangeContracts.previewSplit, {
      params: { code: yunhe },
      body: {
        effectiveOn: '2026-11-01',
        parts: [{ intoCode: '321111001006', addresses: ['花园路1号', '花园路12号'] }],
      },
    });
    expect(preview.body.parts).toMatchObject([{ residents: 3, households: 1, registeredUnemployed: 2 }]);
  });
});
