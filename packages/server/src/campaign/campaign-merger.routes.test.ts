/** Survey drives and communities that become one: before the start, and while the drive runs. */
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { campaignContracts as contracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignVisitContracts as visits } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { campaignDesk, street, surveyRow } from '../../test/campaign-desk.ts';
import { here, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const third = '321102001007';
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const { later, enter, create } = campaignDesk(() => app);
const start = (campaignId: string, confirmed = false) =>
  app.call('clerk', contracts.start, { params: { campaignId }, body: { version: 1, confirmed } });
async function merge(code: string, intoCode: string): Promise<void> {
  const done = await app.call('system', areaContracts.merge, {
    params: { code },
    body: { intoCode, effectiveOn: '2026-11-19', documentNo: '京政复〔2026〕18 号', reason: '社区规模调整' },
  });
  expect(done.error).toBeUndefined();
  await app.system.tasks.runNow(done.body.taskId!);
}
it('a community takes its drive, its households and their people along into another one', async () => {
  const home = await enter([surveyRow({ name: '赵强', relation: '02', address: '贺家弄1号' })]);
  const other = await enter(
    [surveyRow({ name: '江大', relation: '02', address: '江科大2号' })],
    undefined,
    'siblingWorker',
    sibling,
  );
  const campaignId = (await create()).body.campaignId;
  later();
  expect((await start(campaignId)).body).toEqual({ households: 1 });
  later();
  await merge(here, sibling);

  const list = async (query: object = {}) =>
    (await app.call('clerk', contracts.households, { params: { campaignId }, query: { area: street, ...query } })).body
      .households;
  const [entry] = await list();
  expect(entry).toMatchObject({ status: 'todo', householdId: home.householdId, area: { code: sibling } });
  const progress = (await app.call('clerk', contracts.progress, { params: { campaignId }, query: { area: street } }))
    .body;
  expect(progress.communities).toMatchObject([{ area: { code: sibling }, counts: { todo: 1 } }]);

  // The head stands where the absorbed one was, her child comes into the one that is there now: both are asked for.
  const child = surveyRow({
    name: '赵小',
    relation: '20',
    household: { how: 'existing', householdId: home.householdId },
  });
  expect((await enter([child], entry!.entryId, 'siblingWorker', sibling)).outcomes).toEqual(['created']);
  expect((await list())[0]!.status).toBe('begun');
  later();
  const head = surveyRow({
    relation: '02',
    name: '赵强',
    citizenId: '',
    residentId: home.people[0]!.residentId,
    household: { how: 'existing', householdId: home.householdId },
  });
  expect((await enter([head], entry!.entryId, 'siblingWorker', sibling)).outcomes).not.toContain('refused');
  expect((await list())[0]!.status).toBe('done');

  // What was found before and after the merger is one household.
  const find = (address: string) =>
    app.call('siblingWorker', visits.find, { params: { campaignId }, body: { area: sibling, address } });
  expect((await find('新村3号')).error).toBeUndefined();
  expect((await find('新村 3 号')).error?.code).toBe('campaign.already-listed');

  // A second drive over the one that is there now has the households of both, and overlaps with the first one.
  const again = (await create({ name: '第二次', communities: [sibling] })).body.campaignId;
  expect((await start(again)).error).toMatchObject({ code: 'campaign.overlaps', details: { count: 1 } });
  expect((await start(again, true)).body).toEqual({ households: 2 });
  const both = (
    await app.call('clerk', contracts.households, { params: { campaignId: again }, query: { area: sibling } })
  ).body.households;
  expect(both.map((one) => one.householdId).sort()).toEqual([home.householdId, other.householdId].sort());
});

it('a name is found among those only who live within the area that is asked about', async () => {
  const home = await enter(
    [surveyRow({ name: '钱红', relation: '02', address: '新村9号' })],
    undefined,
    'siblingWorker',
    sibling,
  );
  const campaignId = (await create({ name: '按姓名找', communities: [sibling] })).body.campaignId;
  expect((await start(campaignId, true)).error).toBeUndefined();
  const found = async (area: string) =>
    (await app.call('clerk', contracts.households, { params: { campaignId }, query: { area, text: '钱' } })).body.count;
  expect(await found(sibling)).toBe(1);
  // She lives elsewhere by now, still a member: another worker's name for her is nobody's business here.
  await app.system.db.kysely
    .updateTable('resident')
    .set((eb) => ({
      area_id: eb.selectFrom('area_version').select('area_id').where('code', '=', third).limit(1),
    }))
    .where('resident_id', '=', home.people[0]!.residentId)
    .execute();
  expect(await found(sibling)).toBe(0);
  expect(await found(street)).toBe(1);
  await app.system.db.kysely
    .updateTable('resident')
    .set({ voided_at: new Date() })
    .where('resident_id', '=', home.people[0]!.residentId)
    .execute();
  expect(await found(street)).toBe(0);
});
