import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { here, openBookedDesk, otherDistrict, type ResidentDesk, sibling } from '../../test/resident-desk.ts';
import type { TestApp } from '../../test/test-app.ts';

let app: TestApp;
let desk: ResidentDesk;
openBookedDesk((city, counter) => {
  app = city;
  desk = counter;
});

describe('moving', () => {
  const move = (persona: Persona, residentId: string, change: object = {}) =>
    app.call(persona, residentContracts.move, {
      params: { residentId },
      body: {
        version: 1,
        toAreaCode: sibling,
        address: '新村 2 号',
        movedOn: '2026-06-15',
        withHousehold: false,
        ...change,
      },
    });
  it('within the district: each community counts its days', async () => {
    const residentId = await desk.registered();
    await desk.unemployed(residentId);
    const before = {
      here: await desk.stock('registered-unemployed', here, 202606),
      there: await desk.stock('registered-unemployed', sibling, 202606),
    };
    expect((await move('worker', residentId)).error).toBeUndefined();
    expect(await desk.stock('registered-unemployed', here, 202606)).toBe(before.here - 1);
    expect(await desk.stock('registered-unemployed', sibling, 202606)).toBe(before.there + 1);
    expect(await desk.stock('registered-unemployed', here, 202605)).toBe(before.here);
    expect((await app.call('worker', residentContracts.file, { params: { residentId } })).status).toBe(404);
    const view = await desk.file('siblingWorker', residentId);
    expect(view).toMatchObject({ address: '新村 2 号', version: 2, area: { code: sibling } });
    expect(view.timeline.find((l) => l.kind === 'resident-moved')?.on).toBe('2026-06-15');
  });
  it.each([
    ['the same community', { toAreaCode: here }, 'resident.same-area'],
    ['the future', { movedOn: '2026-12-01' }, 'resident.date-in-future'],
    ['before she came', { movedOn: '2025-12-31' }, 'resident.date-before-residence'],
    ['a district', { toAreaCode: '321111000000' }, 'resident.area-not-leaf'],
    ['an unknown code', { toAreaCode: '999999999999' }, 'resident.area-not-leaf'],
    ['an old version', { version: 7 }, 'request.changed-meanwhile'],
  ])('refuses %s', async (_, change, code) => {
    const residentId = await desk.registered();
    expect((await move('worker', residentId, change)).error?.code).toBe(code);
  });
  it('is not for the sibling', async () => {
    expect((await move('siblingWorker', await desk.registered())).status).toBe(404);
  });
  it('across districts re-homes every row; facts stay, and the way back works', async () => {
    const number = desk.citizenId();
    const residentId = await desk.registered({ citizenId: number }, { how: 'new' });
    await desk.unemployed(residentId);
    const members = await desk.stock('resident', otherDistrict, 202611);
    expect((await move('worker', residentId, { toAreaCode: otherDistrict })).error).toBeUndefined();
    expect(await desk.stock('resident', otherDistrict, 202611)).toBe(members + 1);
    const { rows } = await sql<{ district_id: number; t: string; n: number }>`
      select district_id, 'resident' as t, 1 as n from resident where resident_id = ${residentId}::uuid
      union all select district_id, 'residence', count(*)::int from residence where resident_id = ${residentId}::uuid group by 1
      union all select district_id, 'registration', count(*)::int from unemployment_registration where resident_id = ${residentId}::uuid group by 1
      union all select district_id, 'registry', 1 from citizen_registry where resident_id = ${residentId}::uuid
      union all select household_district, 'member', count(*)::int from household_member where resident_id = ${residentId}::uuid group by 1
      union all select distinct district_id, 'duty', 1 from duty where subject_id = ${residentId}::uuid`.execute(
      app.system.db.kysely,
    );
    expect(new Set(rows.map((row) => row.district_id)).size).toBe(1);
    expect(rows.map((row) => row.t).sort()).toEqual([
      'duty',
      'member',
      'registration',
      'registry',
      'residence',
      'resident',
    ]);
    const view = await desk.file('otherWorker', residentId);
    expect(view.registrations).toHaveLength(1);
    // The last member took the household with her.
    expect(view.household?.members).toHaveLength(1);
    expect(
      (await app.call('otherWorker', residentContracts.find, { body: { text: number } })).body.residents,
    ).toHaveLength(1);
    const revealed = await app.call('otherWorker', residentContracts.reveal, {
      params: { residentId },
      body: { purpose: '核对' },
    });
    expect(revealed.body.citizenId).toBe(number);
    const back = await app.call('otherWorker', residentContracts.move, {
      params: { residentId },
      body: { version: view.version, toAreaCode: here, address: '', movedOn: '2026-09-01', withHousehold: true },
    });
    expect(back.error).toBeUndefined();
    expect((await desk.file('worker', residentId)).area.code).toBe(here);
  });
  it('with the household takes all along; without it leaves', async () => {
    const head = await desk.registered({ name: '李大' }, { how: 'new' });
    const { householdId } = (await desk.file('worker', head)).household!;
    const child = await desk.registered({ name: '李小' }, { how: 'join', householdId, relation: '20' });
    const grandma = await desk.registered({ name: '李婆' }, { how: 'join', householdId, relation: '52' });
    expect((await move('worker', grandma, { toAreaCode: otherDistrict })).error).toBeUndefined();
    expect((await desk.file('otherWorker', grandma)).household).toBeNull();
    expect((await desk.file('worker', head)).household?.members.map((m) => m.name)).toEqual(['李大', '李小']);
    expect((await move('worker', head, { toAreaCode: otherDistrict, withHousehold: true })).error).toBeUndefined();
    const moved = await app.call('otherWorker', householdContracts.file, { params: { householdId } });
    expect(moved.body.members.map((m) => [m.name, m.inScope])).toEqual([
      ['李大', true],
      ['李小', true],
    ]);
    expect(moved.body.formerMembers.map((m) => m.name)).toEqual(['李婆']);
    expect((await desk.file('otherWorker', child)).area.code).toBe(otherDistrict);
    expect((await app.call('worker', householdContracts.file, { params: { householdId } })).status).toBe(404);
  });
  it('of two moves at once one wins', async () => {
    const residentId = await desk.registered();
    const both = await Promise.all([
      move('worker', residentId, { toAreaCode: otherDistrict }),
      move('clerk', residentId),
    ]);
    expect(both.filter((a) => a.status === 200)).toHaveLength(1);
    expect(both.filter((a) => [404, 409].includes(a.status))).toHaveLength(1);
  });
});

describe('ending and reopening', () => {
  const end = (residentId: string, change: object = {}) =>
    app.call('worker', residentContracts.end, {
      params: { residentId },
      body: { version: 1, reason: 'death' as const, on: '2026-10-05', note: '死亡证明', ...change },
    });
  const reopen = (residentId: string, version = 2) =>
    app.call('worker', residentContracts.reopen, { params: { residentId }, body: { version, reason: '录错人' } });
  it('a death ends residence, membership and what is counted; reopening takes it back', async () => {
    const head = await desk.registered({ name: '赵大' }, { how: 'new' });
    const { householdId } = (await desk.file('worker', head)).household!;
    const wife = await desk.registered({ name: '赵妻' }, { how: 'join', householdId, relation: '12' });
    const before = await desk.stock('resident', here, 202611);
    expect((await end(wife)).error).toBeUndefined();
    expect(await desk.stock('resident', here, 202611)).toBe(before - 1);
    expect((await desk.file('worker', wife)).household).toBeNull();
    expect(await desk.file('worker', wife)).toMatchObject({ endedOn: '2026-10-05', endReason: 'death' });
    expect((await end(wife, { version: 2 })).error?.code).toBe('resident.ended');
    const list = await app.call('worker', residentContracts.list, { query: { status: 'ended' } });
    expect(list.body.residents.map((r) => r.residentId)).toContain(wife);
    expect((await reopen(wife)).error).toBeUndefined();
    const view = await desk.file('worker', wife);
    expect(view).toMatchObject({ endedOn: null, endReason: null, household: { householdId, relation: '12' } });
    expect(
      view.timeline
        .filter((l) => l.kind.startsWith('resident-'))
        .map((l) => l.kind)
        .sort(),
    ).toEqual(['resident-ended', 'resident-registered', 'resident-reopened']);
    expect(await desk.stock('resident', here, 202611)).toBe(before);
    expect((await reopen(wife, 3)).error?.code).toBe('resident.not-ended');
  });
  it('does not put her back into a household that she left on the same day before', async () => {
    const head = await desk.registered({ name: '周大' }, { how: 'new' });
    const { householdId } = (await desk.file('worker', head)).household!;
    const sister = await desk.registered({ name: '周妹' }, { how: 'join', householdId, relation: '77' });
    const on = '2026-10-05';
    const moved = await app.call('worker', residentContracts.move, {
      params: { residentId: sister },
      body: { version: 1, toAreaCode: sibling, address: '', movedOn: on, withHousehold: false },
    });
    expect(moved.error).toBeUndefined();
    const ended = await app.call('clerk', residentContracts.end, {
      params: { residentId: sister },
      body: { version: 2, reason: 'moved-out', on, note: '' },
    });
    expect(ended.error).toBeUndefined();
    const reopened = await app.call('clerk', residentContracts.reopen, {
      params: { residentId: sister },
      body: { version: 3, reason: '录错' },
    });
    expect(reopened.error).toBeUndefined();
    const view = await desk.file('clerk', sister);
    expect(view).toMatchObject({ endedOn: null, household: null });
    expect((await desk.file('worker', head)).household?.members.map((m) => m.name)).toEqual(['周大']);
    const joined = await app.call('clerk', householdContracts.join, {
      params: { householdId },
      body: { residentId: sister, relation: '77', on },
    });
    expect(joined.error).toBeUndefined();
    expect((await desk.file('clerk', sister)).household).toMatchObject({ householdId, relation: '77' });
  });
  it('leaving the city ends the household of one, reopening opens it again', async () => {
    const residentId = await desk.registered({}, { how: 'new' });
    const { householdId } = (await desk.file('worker', residentId)).household!;
    expect((await end(residentId, { reason: 'moved-out' })).error).toBeUndefined();
    const ended = await app.call('worker', householdContracts.file, { params: { householdId } });
    expect(ended.body.endedOn).toBe('2026-10-05');
    expect((await reopen(residentId)).error).toBeUndefined();
    expect((await app.call('worker', householdContracts.file, { params: { householdId } })).body.endedOn).toBeNull();
  });
  it.each([
    ['the future', { on: '2026-12-01' }, 'resident.date-in-future'],
    ['before she came', { on: '2025-12-01' }, 'resident.date-before-residence'],
    ['an old version', { version: 4 }, 'request.changed-meanwhile'],
  ])('refuses %s', async (_, change, code) => {
    expect((await end(await desk.registered(), change)).error?.code).toBe(code);
  });
});
