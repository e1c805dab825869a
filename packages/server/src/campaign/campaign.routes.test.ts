/** A survey drive over HTTP, from its making to its end. Over 400 lines because each part stands on what the one before it left. */
import { randomUUID } from 'node:crypto';
import { campaignContracts as contracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignRecheckContracts as rechecks } from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { campaignVisitContracts as visits } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { type SurveyRow, surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignDesk, campaignFields, street, surveyRow } from '../../test/campaign-desk.ts';
import type { Persona } from '../../test/personas.ts';
import { here, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
let homes: { householdId: string; people: { residentId: string; name: string }[] }[];
beforeAll(async () => {
  app = await openTestApp();
  homes = [];
  for (const [nth, names] of [['赵强', '钱红'], ['孙敏'], ['李伟', '周兰'], ['吴芳']].entries()) {
    const rows = names.map((name, i) =>
      surveyRow({ name, relation: i === 0 ? '02' : '12', address: `贺家弄${12 - nth}号` }),
    );
    homes.push(await enter(rows));
  }
});
afterAll(() => app.close());

const { later, enter, create, started } = campaignDesk(() => app);
const progress = async (campaignId: string, persona: Persona = 'clerk', area = street) =>
  app.call(persona, contracts.progress, { params: { campaignId }, query: { area } });
const list = async (campaignId: string, query: object = {}, persona: Persona = 'clerk') =>
  (await app.call(persona, contracts.households, { params: { campaignId }, query: { area: street, ...query } })).body
    .households;
const mine = async (persona: Persona = 'worker') => (await app.call(persona, visits.mine)).body;
const entryOf = async (campaignId: string, home: number) =>
  (await list(campaignId)).find((one) => one.householdId === homes[home]!.householdId)!;
const visit = (entryId: string, change: object = {}, persona: Persona = 'worker') => {
  later();
  return app.call(persona, visits.visit, {
    params: { entryId },
    body: { outcome: 'no-one-home', visitedOn: '2026-11-20', nextOn: '2026-11-23', note: '', ...change },
  });
};
const assignAll = async (campaignId: string, to: Persona | null = 'worker') => {
  const entryIds = (await list(campaignId)).map((one) => one.entryId);
  return app.call('clerk', contracts.assign, {
    params: { campaignId },
    body: { area: street, what: { how: 'chosen', entryIds }, to: to && app.accountIds[to] },
  });
};
/** Somebody of the household as the grid sends her back: the number stays at the server. */
const known = (person: { residentId: string; name: string }, householdId: string, change: Partial<SurveyRow> = {}) =>
  surveyRow({
    ...person,
    citizenId: '',
    household: { how: 'existing', householdId },
    hukouType: null,
    education: null,
    employmentStatus: null,
    ...change,
  });

describe('a survey drive', () => {
  it('is made by the street for its own communities, and starts with the households of that day', async () => {
    expect((await create({}, 'worker')).status).toBe(403);
    expect((await create({ communities: ['321111001005'] })).error?.code).toBe('campaign.not-below');
    expect((await create({ communities: [] })).error?.code).toBe('campaign.no-communities');
    expect((await create({ endsOn: '2026-11-01' })).error?.code).toBe('campaign.dates');
    const { body } = await create();
    const params = { campaignId: body.campaignId };
    expect((await progress(body.campaignId, 'worker', here)).status).toBe(404);
    const change = (version: number, more: object = {}) =>
      app.call('clerk', contracts.change, {
        params,
        body: { ...campaignFields, name: '冬季入户调查', version, ...more },
      });
    expect((await change(1)).status).toBe(200);
    expect((await change(1)).status).toBe(409);
    const start = (version: number, confirmed = false, persona: Persona = 'clerk') =>
      app.call(persona, contracts.start, { params, body: { version, confirmed } });
    later();
    expect((await start(2, false, 'otherDistrict')).status).toBe(404);
    expect((await start(2)).body).toEqual({ households: 4 });
    expect((await start(3)).error?.code).toBe('campaign.wrong-state');
    expect((await change(3, { communities: [here, sibling] })).error?.code).toBe('campaign.communities-fixed');
    expect((await change(3, { endsOn: '2026-11-30' })).status).toBe(200);
    const seen = (await progress(body.campaignId, 'worker', here)).body;
    expect(seen).toMatchObject({ unassigned: 4, counts: { todo: 4 }, campaign: { name: '冬季入户调查' } });
    expect((await progress(body.campaignId, 'siblingWorker', sibling)).status).toBe(404);
    expect((await progress(body.campaignId, 'worker', street)).status).toBe(403);
    expect((await list(body.campaignId)).map((one) => one.address)).toEqual([
      '贺家弄9号',
      '贺家弄10号',
      '贺家弄11号',
      '贺家弄12号',
    ]);

    // A second one of the same kind asks people twice; of another kind it does not.
    const again = (await create()).body.campaignId;
    const second = (confirmed: boolean) =>
      app.call('clerk', contracts.start, { params: { campaignId: again }, body: { version: 1, confirmed } });
    expect((await second(false)).error).toMatchObject({ code: 'campaign.overlaps', details: { count: 1 } });
    expect((await second(true)).status).toBe(200);
    expect((await create({ startsOn: '2026-11-21' })).status).toBe(200);
    for (const [campaignId, version] of [
      [body.campaignId, 4],
      [again, 2],
    ] as const)
      await app.call('clerk', contracts.end, { params: { campaignId }, body: { version } });
  });

  it('may be deleted as long as it has not begun, and the log keeps what it was', async () => {
    const { campaignId } = (await create({ name: '写错了的调查', startsOn: '2026-11-21' })).body;
    const remove = (version: number, persona: Persona = 'clerk', id = campaignId) =>
      app.call(persona, contracts.deleteDraft, { params: { campaignId: id }, body: { version } });
    expect((await progress(campaignId)).body.may).toContain('delete');
    expect((await remove(1, 'worker')).status).toBe(403);
    expect((await remove(1, 'otherDistrict')).status).toBe(404);
    expect((await remove(2)).status).toBe(409);
    expect((await remove(1)).status).toBe(200);
    expect((await progress(campaignId)).status).toBe(404);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from campaign_community
      where campaign_id = ${campaignId}::uuid`.execute(app.system.db.kysely);
    expect(rows[0]?.n).toBe(0);
    const { rows: events } = await sql<{ details: object }>`select details from audit_event
      where action = 'campaign.draft-deleted' and subject_id = ${campaignId}`.execute(app.system.db.kysely);
    expect(events).toMatchObject([{ details: { name: '写错了的调查', communities: 1 } }]);
    const running = await started();
    expect((await progress(running)).body.may).not.toContain('delete');
    expect((await remove(2, 'clerk', running)).error?.code).toBe('campaign.wrong-state');
    await app.call('clerk', contracts.end, { params: { campaignId: running }, body: { version: 2 } });
  });

  it('is shared out along the addresses among people who work there', async () => {
    const campaignId = await started();
    const params = { campaignId };
    const assign = (to: Persona, persona: Persona = 'clerk') =>
      app.call(persona, contracts.share, {
        params,
        body: { area: street, which: 'unassigned', accounts: [app.accountIds[to]], wholeBuildings: false },
      });
    expect((await assign('siblingWorker')).error?.code).toBe('campaign.not-worker');
    expect((await assign('district')).error?.code).toBe('campaign.not-worker');
    const workers = await app.call('clerk', contracts.workers, { query: { area: here } });
    expect(workers.body.workers.map((one) => one.name).sort()).toEqual(['clerk', 'siblingWorker', 'worker']);
    const share = await app.call('clerk', contracts.share, {
      params,
      body: {
        area: here,
        which: 'unassigned',
        accounts: [app.accountIds.worker, app.accountIds.clerk],
        wholeBuildings: false,
      },
    });
    expect(share.body).toEqual({ assigned: 4 });
    expect((await list(campaignId)).map((one) => one.worker?.name)).toEqual(['worker', 'worker', 'clerk', 'clerk']);
    expect((await assign('worker')).error?.code).toBe('campaign.nothing-to-share');
    expect((await mine()).households.map((one) => one.address)).toEqual(['贺家弄9号', '贺家弄10号']);

    // A worker leaves: what is open goes to somebody else, and the page says who is gone.
    const moved = await app.call('clerk', contracts.assign, {
      params,
      body: {
        area: street,
        what: { how: 'open-of', accountId: app.accountIds.clerk },
        to: app.accountIds.worker,
      },
    });
    expect(moved.body).toEqual({ assigned: 2 });
    expect((await mine()).households).toHaveLength(4);
    const foreign = await app.call('siblingWorker', contracts.assign, {
      params,
      body: { area: sibling, what: { how: 'chosen', entryIds: [randomUUID()] }, to: null },
    });
    expect(foreign.status).toBe(404);
    await sql`update post set to_on = '2026-11-19' where account_id = ${app.accountIds.worker}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await progress(campaignId)).body.workers).toMatchObject([{ worker: { name: 'worker' }, left: true }]);
    await sql`update post set to_on = null where account_id = ${app.accountIds.worker}::uuid`.execute(
      app.system.db.kysely,
    );
    await app.call('clerk', contracts.end, { params, body: { version: 2 } });
  });
});

describe('a household', () => {
  let campaignId: string;
  beforeAll(async () => {
    campaignId = await started();
    await assignAll(campaignId);
  });
  afterAll(() => app.call('clerk', contracts.end, { params: { campaignId }, body: { version: 2 } }));

  it('is to do, tried, partly entered, done, and to do again when the entry is taken back', async () => {
    const home = homes[0]!;
    const { entryId } = await entryOf(campaignId, 0);
    const status = async () => (await entryOf(campaignId, 0)).status;
    expect((await visit(entryId, { visitedOn: '2026-11-15' })).error?.code).toBe('campaign.visit-day');
    expect((await visit(entryId, {}, 'siblingWorker')).status).toBe(404);
    expect((await visit(entryId, {}, 'district')).status).toBe(403);
    const tried = await visit(entryId);
    await visit(entryId, { nextOn: '2026-11-20' });
    expect(await entryOf(campaignId, 0)).toMatchObject({ status: 'no-one-home', attempts: 2, nextOn: '2026-11-20' });
    const own = await app.call('worker', visits.ownCount);
    expect(own.body.campaigns).toMatchObject([{ campaignId, open: 4, again: 1, rechecks: 0 }]);
    expect((await app.call('worker', visits.voidVisit, { params: { visitId: tried.body.visitId } })).status).toBe(200);
    expect(await entryOf(campaignId, 0)).toMatchObject({ attempts: 1 });

    // The grid opens with the people known and gets no number; what is saved under it is her file's.
    const sheet = (await app.call('worker', visits.entry, { params: { entryId } })).body;
    expect(sheet.people.map((one) => [one.name, one.relation, one.education, one.employmentStatus])).toEqual([
      ['赵强', '02', '71', '61'],
      ['钱红', '12', '71', '61'],
    ]);
    expect(sheet.people[0]!.citizenIdMasked).toContain('********');
    const [head, wife] = home.people;
    await enter([known(head!, home.householdId, { education: '61' })], entryId);
    expect(await status()).toBe('begun');
    const { saveId } = await enter([known(wife!, home.householdId)], entryId);
    expect(await entryOf(campaignId, 0)).toMatchObject({ status: 'done', doneOn: '2026-11-20' });
    const file = await app.call('worker', residentContracts.file, { params: { residentId: head!.residentId } });
    expect(file.body.education).toBe('61');
    expect((await app.call('worker', surveyContracts.undo, { params: { saveId } })).status).toBe(200);
    expect(await status()).toBe('begun');
    await enter([known(wife!, home.householdId)], entryId);
    expect(await status()).toBe('done');
    // Somebody who was not known is entered into it: she is one of those seen.
    await enter([
      surveyRow({ name: '赵小', relation: '20', household: { how: 'existing', householdId: home.householdId } }),
    ]);
    expect(await status()).toBe('done');
  });

  it('is confirmed as it stands, which can be taken back', async () => {
    const { entryId } = await entryOf(campaignId, 1);
    const { body } = await visit(entryId, { outcome: 'confirmed', nextOn: null });
    expect(await entryOf(campaignId, 1)).toMatchObject({ status: 'done', doneOn: '2026-11-20', attempts: 0 });
    await app.call('worker', visits.voidVisit, { params: { visitId: body.visitId } });
    expect(await entryOf(campaignId, 1)).toMatchObject({ status: 'todo' });
    expect((await app.call('worker', visits.voidVisit, { params: { visitId: body.visitId } })).status).toBe(404);
    for (const outcome of ['refused', 'vacant', 'moved']) {
      await visit(entryId, { outcome, nextOn: null });
      expect((await entryOf(campaignId, 1)).status).toBe(outcome);
    }
    await visit(entryId, { outcome: 'confirmed', nextOn: null });
    expect((await entryOf(campaignId, 1)).status).toBe('done');
  });

  it('that the list lacks is added, entered and done', async () => {
    const find = (address: string, persona: Persona = 'worker', area = here) =>
      app.call(persona, visits.find, { params: { campaignId }, body: { area, address } });
    expect((await find('贺家弄30号', 'siblingWorker', sibling)).status).toBe(404);
    const found = await find('贺家弄30号');
    expect((await find('贺家弄 30 号')).error?.code).toBe('campaign.already-listed');
    const { entryId } = found.body;
    expect((await visit(entryId, { outcome: 'confirmed', nextOn: null })).error?.code).toBe('campaign.nothing-known');
    const mineNow = (await mine()).households.find((one) => one.entryId === entryId);
    expect(mineNow).toMatchObject({ status: 'todo', householdId: null, found: true, people: [] });
    const elsewhere = await app.call('siblingWorker', surveyContracts.save, {
      body: { areaCode: sibling, entryId, rows: [surveyRow({ name: '旁人' })] },
    });
    expect(elsewhere.error?.code).toBe('campaign.entry-closed');
    const { householdId } = await enter([surveyRow({ name: '新来', relation: '02', address: '贺家弄30号' })], entryId);
    expect((await mine()).households.find((one) => one.entryId === entryId)).toMatchObject({
      status: 'done',
      householdId,
      headName: '新来',
    });
  });

  it('counts in the progress of its community, its worker and its day', async () => {
    const { body } = await progress(campaignId);
    expect(body.counts).toMatchObject({ done: 3, todo: 2 });
    expect(body.found).toBe(1);
    expect(body.communities).toMatchObject([{ counts: { done: 3, todo: 2 }, pace: { behind: false } }]);
    expect(body.workers).toMatchObject([{ worker: { name: 'worker' }, counts: { done: 3 }, left: false }]);
    expect(body.days).toEqual([{ on: '2026-11-20', settled: 3 }]);
    expect((await list(campaignId, { status: 'todo' })).map((one) => one.headName)).toEqual(['吴芳', '李伟']);
    expect(await list(campaignId, { text: '李' })).toHaveLength(1);
    expect(await list(campaignId, { worker: 'none' })).toHaveLength(0);
    const own = (await app.call('clerk', contracts.list, { query: { area: street } })).body.campaigns;
    expect(own.find((one) => one.campaignId === campaignId)).toMatchObject({ state: 'running', counts: { done: 3 } });
  });

  it('goes out on paper and in a sheet with a purpose, which is written down', async () => {
    const params = { campaignId };
    const purpose = '带着入户';
    const printed = await app.call('worker', contracts.printList, {
      params,
      body: { area: here, worker: app.accountIds.worker, purpose },
    });
    expect(printed.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const sheet = await app.call('clerk', contracts.export, {
      params,
      body: { area: street, status: 'done', purpose },
    });
    expect(sheet.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const summary = await app.call('district', contracts.printSummary, { params, body: { area: street, purpose } });
    expect(summary.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const { rows } = await sql<{ action: string; purpose: string }>`select action, purpose from audit_event
      where subject_id = ${campaignId} and action in ('campaign.exported', 'campaign.list-printed', 'campaign.summary-printed') order by at, action`.execute(
      app.system.db.kysely,
    );
    expect(rows.map((row) => row.action).sort()).toEqual([
      'campaign.exported',
      'campaign.list-printed',
      'campaign.summary-printed',
    ]);
    expect(new Set(rows.map((row) => row.purpose))).toEqual(new Set([purpose]));
  });
});

describe('a re-check', () => {
  it('goes to somebody else, compares blind answers, and a decision corrects the file', async () => {
    const campaignId = await started({ kind: 'changes', recheckPercent: 100 });
    const params = { campaignId };
    const draw = (checkers: Persona[], persona: Persona = 'clerk') =>
      app.call(persona, rechecks.draw, {
        params,
        body: { area: street, checkers: checkers.map((one) => app.accountIds[one]) },
      });
    expect((await draw(['clerk'])).error?.code).toBe('campaign.nothing-to-draw');
    const { entryId } = await entryOf(campaignId, 2);
    await visit(entryId, { outcome: 'confirmed', nextOn: null });
    expect((await draw(['clerk'], 'worker')).status).toBe(403);
    expect((await draw(['worker'])).error?.code).toBe('campaign.nothing-to-draw');
    expect((await draw(['worker', 'clerk'])).body).toEqual({ drawn: 1, alone: 0 });
    expect((await draw(['clerk'])).error?.code).toBe('campaign.nothing-to-draw');

    const [task] = (await mine('clerk')).rechecks;
    expect(Object.keys(task!.people[0]!).sort()).toEqual(['name', 'residentId', 'sex']);
    const [head, wife] = task!.people;
    const unsaid = { relation: null, hukouType: null, education: null, employmentStatus: null, employer: null };
    const people = [
      { ...unsaid, residentId: head!.residentId, name: head!.name, present: true, education: '31', hukouType: '51' },
      {
        ...unsaid,
        residentId: wife!.residentId,
        name: wife!.name,
        present: true,
        employmentStatus: '10',
        education: '31',
      },
      { ...unsaid, residentId: null, name: '李小', present: true },
    ];
    const submit = (persona: Persona, body: { people: typeof people | object[] } = { people }) =>
      app.call(persona, rechecks.submitRecheck, { params: { recheckId: task!.recheckId }, body: body as never });
    expect((await submit('worker')).error?.code).toBe('campaign.not-checker');
    expect((await submit('siblingWorker')).status).toBe(404);
    const stranger = { people: [{ ...people[0], residentId: homes[3]!.people[0]!.residentId }] };
    expect((await submit('clerk', stranger)).error?.code).toBe('campaign.unknown-person');
    expect((await submit('clerk')).body).toEqual({ compared: 7, differences: 4 });
    expect((await submit('clerk')).error?.code).toBe('campaign.recheck-done');
    expect((await mine('clerk')).rechecks).toEqual([]);

    const read = async (persona: Persona = 'clerk') =>
      (await app.call(persona, rechecks.rechecks, { params, query: { area: persona === 'worker' ? here : street } }))
        .body.rechecks[0]!;
    const found = await read();
    const named = (field: string, name?: string) =>
      found.differences.find((one) => one.field === field && (name === undefined || one.name === name))!;
    expect(named('education', head!.name)).toMatchObject({ first: '71', second: '31', verdict: null, mayDecide: true });
    expect(named('employmentStatus')).toMatchObject({ first: '61', second: '10' });
    expect(named('extra')).toMatchObject({ residentId: null, name: '李小' });
    expect((await read('worker')).differences.every((one) => !one.mayDecide)).toBe(true);

    // Whoever only looks is offered nothing to decide.
    expect((await read('district')).differences.every((one) => !one.mayDecide)).toBe(true);
    const decide = (field: string, verdict: 'first' | 'second', persona: Persona = 'clerk', name = head!.name) =>
      app.call(persona, rechecks.decide, {
        params: { differenceId: named(field, field === 'education' ? name : undefined).differenceId },
        body: { verdict, version: 1 },
      });
    expect((await decide('education', 'second', 'worker')).error?.code).toBe('campaign.own-work');
    expect((await decide('education', 'second', 'siblingWorker')).status).toBe(404);
    expect((await decide('education', 'second')).body).toEqual({ corrected: true, changedSince: false });
    expect((await decide('education', 'first')).status).toBe(409);
    expect((await decide('employmentStatus', 'first')).body).toEqual({ corrected: false, changedSince: false });
    expect((await decide('extra', 'second')).body).toEqual({ corrected: false, changedSince: false });
    // What somebody has entered since the first answer is newer than both, and stays.
    const hers = { params: { residentId: wife!.residentId } };
    const { version } = (await app.call('worker', residentContracts.file, hers)).body;
    await app.call('worker', residentContracts.change, { ...hers, body: { version, fields: { education: '21' } } });
    const late = await decide('education', 'second', 'clerk', wife!.name);
    expect(late.body).toEqual({ corrected: false, changedSince: true });
    expect((await app.call('worker', residentContracts.file, hers)).body.education).toBe('21');
    const file = await app.call('worker', residentContracts.file, { params: { residentId: head!.residentId } });
    expect(file.body.education).toBe('31');
    const { rows } = await sql<{
      old_value: string;
      new_value: string;
    }>`select old_value, new_value from resident_change
      where resident_id = ${head!.residentId}::uuid and field = 'education'`.execute(app.system.db.kysely);
    expect(rows).toEqual([{ old_value: '71', new_value: '31' }]);

    // What the decision does not write itself counts as corrected when the register says so.
    const extra = async () => (await read()).differences.find((one) => one.field === 'extra');
    expect(await extra()).toMatchObject({ verdict: 'second', corrected: false });
    const { householdId } = homes[2]!;
    await enter([surveyRow({ name: '李小', relation: '20', household: { how: 'existing', householdId } })]);
    expect(await extra()).toMatchObject({ corrected: true });
    expect((await progress(campaignId)).body).toMatchObject({
      recheck: { drawn: 1, submitted: 1, compared: 7, differences: 4, undecided: 0, errors: 3 },
      workers: [{ worker: { name: 'worker' }, recheck: { compared: 7, errors: 3 } }],
    });

    // Of somebody who lives elsewhere by now the register here says nothing.
    const corrected = async () => (await read()).differences.find((one) => one.name === head!.name)?.corrected;
    expect(await corrected()).toBe(true);
    const leave = (on: string | null) =>
      sql`update household_member set to_on = ${on}::date where resident_id = ${head!.residentId}::uuid`.execute(
        app.system.db.kysely,
      );
    await leave('2026-11-20');
    expect(await corrected()).toBe(false);
    await leave(null);

    // The end writes down how it stands; what happens in the register later changes nothing of it.
    expect((await app.call('clerk', contracts.end, { params, body: { version: 2 } })).status).toBe(200);
    const last = (await progress(campaignId)).body;
    expect(last).toMatchObject({ campaign: { state: 'ended' }, counts: { done: 1, todo: 4 }, may: ['decide'] });
    await enter([known(homes[3]!.people[0]!, homes[3]!.householdId)]);
    expect((await progress(campaignId)).body.counts).toEqual(last.counts);
    expect((await visit(entryId)).error?.code).toBe('campaign.wrong-state');
    const row = known(homes[2]!.people[0]!, homes[2]!.householdId);
    const closed = await app.call('worker', surveyContracts.save, { body: { areaCode: here, entryId, rows: [row] } });
    expect(closed.error?.code).toBe('campaign.entry-closed');
  });
});
