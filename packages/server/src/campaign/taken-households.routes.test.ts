/** Households of a survey drive that are taken along: what goes along to whom, and records of there when somebody else was there meanwhile. */
import { randomUUID } from 'node:crypto';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { campaignContracts as contracts } from '@renshe/domain/campaign/campaign.contract.ts';
import {
  type HouseholdSheet,
  campaignVisitContracts as visits,
} from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { type SurveyRow, surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { here, idOf, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const street = '321102001000';
let app: TestApp;
let campaignId: string;
let minutes = 0;
/** The clock stands still: what happens after something else has to happen later. */
function later(): void {
  minutes++;
  app.clock.set(new Date(Date.parse('2026-11-20T10:00:00+08:00') + minutes * 60_000).toISOString());
}
const rowOf = (fields: Partial<SurveyRow>): SurveyRow => ({
  rowKey: randomUUID(),
  confirmed: true,
  household: { how: 'together', group: 0 },
  relation: '02',
  name: '某某',
  citizenId: idOf(),
  phone: '13812345678',
  address: '',
  hukouType: '51',
  education: '71',
  employmentStatus: '61',
  employer: '',
  note: '',
  ...fields,
});
const pack = async (persona: Persona = 'worker', area?: string) => {
  later();
  const answer = await app.call(persona, visitContracts.takeAlong, {
    body: { purpose: '下午入户', ...(area && { area }) },
  });
  expect(answer.error).toBeUndefined();
  later();
  return answer;
};
type Seen = { takenAt: string; areaCode: string };
const visit = (entryId: string, seen?: Seen, persona: Persona = 'worker', key?: string) =>
  app.call(persona, visits.visit, {
    params: { entryId },
    body: { outcome: 'no-one-home', visitedOn: '2026-11-20', nextOn: '2026-11-20', note: '', ...(seen && { seen }) },
    ...(key !== undefined && { key }),
  });
const answer = (household: HouseholdSheet, seen?: Seen, persona: Persona = 'worker', areaCode = here) =>
  app.call(persona, surveyContracts.save, {
    body: {
      areaCode,
      entryId: household.entryId,
      rows: household.people.map((person) =>
        rowOf({
          name: person.name,
          relation: person.relation,
          residentId: person.residentId,
          citizenId: '',
          phone: '',
          household: { how: 'existing', householdId: household.householdId! },
        }),
      ),
      ...(seen && { seen }),
    },
  });
const visitsOf = async (entryId: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from campaign_visit where entry_id = ${entryId}::uuid`.execute(
      app.system.db.kysely,
    )
  ).rows[0]!.n;
const assign = async (entryIds: string[], to: Persona | null) => {
  const given = await app.call('clerk', contracts.assign, {
    params: { campaignId },
    body: { area: street, what: { how: 'chosen', entryIds }, to: to && app.accountIds[to] },
  });
  expect(given.error).toBeUndefined();
};
/** Newer values win: one a day. */
let days = 0;
const limit = async (people: number) => {
  days++;
  const set = await app.call('system', parameterContracts.set, {
    body: {
      key: 'visit.pack_people',
      areaCode: null,
      fromOn: `2026-01-0${days}`,
      value: people,
      source: '某市人社发〔2026〕1号',
    },
  });
  expect(set.error).toBeUndefined();
};

beforeAll(async () => {
  app = await openTestApp();
  for (const [nth, names] of [['赵强', '钱红'], ['孙敏'], ['李伟'], ['吴芳'], ['郑军'], ['冯兰', '何静']].entries()) {
    const rows = names.map((name, i) =>
      rowOf({ name, relation: i === 0 ? '02' : '12', address: `贺家弄${nth + 1}号` }),
    );
    const saved = await app.call('worker', surveyContracts.save, { body: { areaCode: here, rows } });
    expect(saved.error).toBeUndefined();
  }
  const made = await app.call('clerk', contracts.create, {
    body: {
      name: '秋季入户调查',
      purpose: '摸清就业状况',
      kind: 'full',
      startsOn: '2026-11-16',
      endsOn: '2026-11-25',
      recheckPercent: 50,
      communities: [here],
      areaCode: street,
    },
  });
  campaignId = made.body.campaignId;
  later();
  const begun = await app.call('clerk', contracts.start, {
    params: { campaignId },
    body: { version: 1, confirmed: false },
  });
  expect(begun.body).toEqual({ households: 6 });
  later();
  const list = await app.call('clerk', contracts.households, { params: { campaignId }, query: { area: street } });
  await assign(
    list.body.households.map((one) => one.entryId),
    'worker',
  );
});
afterAll(() => app.close());

it('her own open households go along with their people, masked, and leave a trace', async () => {
  const taken = await pack();
  const { drive } = taken.body;
  expect(drive).toMatchObject({ left: 0, campaigns: [{ campaignId, startedOn: '2026-11-20', endsOn: '2026-11-25' }] });
  expect(drive.households.map((one) => one.address)).toEqual(
    ['1', '2', '3', '4', '5', '6'].map((nth) => `贺家弄${nth}号`),
  );
  expect(drive.households[0]!.people.map((one) => one.name).sort()).toEqual(['赵强', '钱红']);
  expect(taken.raw.body).not.toMatch(/13812345678|\d{17}[\dX]/);
  const { rows } = await sql<{ details: object }>`
    select details from audit_event where action = 'visit.taken-along' order by at desc limit 1`.execute(
    app.system.db.kysely,
  );
  expect(rows[0]).toMatchObject({ details: { households: 6 } });
  // Of the same community, but not hers; of another one.
  expect((await pack('clerk', here)).body.drive.households).toEqual([]);
  expect((await pack('siblingWorker')).body.drive).toEqual({ campaigns: [], households: [], left: 0 });

  // What is settled stays at the office; whose next visit is due goes first when not everybody fits.
  const [first, , , , last] = drive.households;
  expect((await answer(first!)).error).toBeUndefined();
  expect((await visit(last!.entryId)).error).toBeUndefined();
  const addresses = async () => (await pack()).body.drive.households.map((one) => one.address);
  expect(await addresses()).toEqual(['2', '3', '4', '5', '6'].map((nth) => `贺家弄${nth}号`));
  await limit(2);
  expect(await addresses()).toEqual(['贺家弄2号', '贺家弄5号']);
  expect((await pack()).body.drive.left).toBe(3);
  await limit(200);
});

it('a record of there is refused when somebody else was there, and can be kept all the same, once', async () => {
  const { takenAt, drive } = (await pack()).body;
  const [second, third] = drive.households;
  const seen = { takenAt, areaCode: here };
  // What she did herself elsewhere is no surprise.
  expect((await visit(second!.entryId)).error).toBeUndefined();
  expect((await visit(second!.entryId, seen)).error).toBeUndefined();
  later();
  expect((await visit(second!.entryId, undefined, 'clerk')).error).toBeUndefined();
  const key = 'outbox-drive-0000-0001';
  const refused = await visit(second!.entryId, seen, 'worker', key);
  expect(refused).toMatchObject({ status: 409, error: { code: 'campaign.visited-meanwhile' } });
  expect(await visitsOf(second!.entryId)).toBe(3);
  const kept = await visit(second!.entryId, undefined, 'worker', key);
  expect(kept.status).toBe(200);
  expect((await visit(second!.entryId, undefined, 'worker', key)).body).toEqual(kept.body);
  expect(await visitsOf(second!.entryId)).toBe(4);

  expect((await answer(third!, undefined, 'clerk')).error).toBeUndefined();
  expect((await visit(third!.entryId, seen)).error?.code).toBe('campaign.answered-meanwhile');
  expect((await answer(third!, seen)).error).toMatchObject({ code: 'campaign.answered-meanwhile' });
  expect((await answer(third!)).error).toBeUndefined();
});

it('answers are refused when somebody has left the household, who would be entered into it again', async () => {
  const { takenAt, drive } = (await pack()).body;
  const household = drive.households.find((one) => one.people.length > 1)!;
  const seen = { takenAt, areaCode: here };
  const gone = household.people.find((one) => one.relation !== '02')!;
  expect((await answer(household, seen)).error).toBeUndefined();
  const left = await app.call('worker', householdContracts.leave, {
    params: { householdId: household.householdId!, residentId: gone.residentId },
    body: { on: '2026-11-19' },
  });
  expect(left.error).toBeUndefined();
  const refused = await answer(household, seen);
  expect(refused).toMatchObject({ status: 409, error: { code: 'campaign.left-meanwhile' } });
  expect(refused.error?.message).toContain(gone.name);
  const stayed = household.people.filter((one) => one !== gone);
  expect((await answer({ ...household, people: stayed }, seen)).error).toBeUndefined();
});

it('a record of there is refused when the household is somebody else’s, and when its community is another one', async () => {
  const { takenAt, drive } = (await pack()).body;
  const [household] = drive.households.filter((one) => one.status === 'todo');
  const seen = { takenAt, areaCode: here };
  await assign([household!.entryId], 'clerk');
  expect((await answer(household!, seen)).error?.code).toBe('campaign.reassigned-meanwhile');
  // Outside one's reach it is as if it were not there.
  expect((await visit(household!.entryId, seen, 'siblingWorker')).status).toBe(404);
  await assign([household!.entryId], null);
  expect((await visit(household!.entryId, seen)).error?.code).toBe('campaign.unassigned-meanwhile');
  await assign([household!.entryId], 'worker');

  const merged = await app.call('system', areaContracts.merge, {
    params: { code: sibling },
    body: { intoCode: here, effectiveOn: '2026-11-19', documentNo: '京政复〔2026〕18 号', reason: '社区规模调整' },
  });
  await app.system.tasks.runNow(merged.body.taskId!);
  expect((await visit(household!.entryId, { ...seen, areaCode: sibling })).error).toMatchObject({
    code: 'campaign.merged-meanwhile',
  });
  expect((await answer(household!, { ...seen, areaCode: sibling }, 'worker', sibling)).error).toMatchObject({
    code: 'campaign.merged-meanwhile',
  });
  const ended = await app.call('clerk', contracts.end, { params: { campaignId }, body: { version: 2 } });
  expect(ended.error).toBeUndefined();
  expect((await visit(household!.entryId, seen)).error?.code).toBe('campaign.wrong-state');
  expect((await answer(household!, seen)).error?.code).toBe('campaign.entry-closed');
});
