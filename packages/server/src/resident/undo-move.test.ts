/** Taking back a move, a joining and a leaving: everything is as before, or a sentence says why not. */
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
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

const third = '321102001007';
const why = '刚录入，撤销';

let moments = 0;
/** The clock stands still: what happens after something else has to happen later. */
function later(): void {
  moments++;
  app.clock.set(new Date(Date.parse('2026-11-20T10:00:00+08:00') + moments * 5_000).toISOString());
}
async function family(): Promise<{ head: string; child: string; householdId: string }> {
  const head = await desk.registered({ address: '花园路1号' }, { how: 'new' });
  const { householdId } = (await desk.file('worker', head)).household!;
  const child = await desk.registered({ address: '花园路1号' }, { how: 'join', householdId, relation: '20' });
  later();
  return { head, child, householdId };
}
async function move(residentId: string, change: object = {}, persona: Persona = 'worker'): Promise<string> {
  const { version } = await desk.file(persona, residentId);
  const { body, error } = await app.call(persona, residentContracts.move, {
    params: { residentId },
    body: {
      version,
      toAreaCode: sibling,
      address: '新村 2 号',
      movedOn: '2026-06-15',
      withHousehold: false,
      ...change,
    },
  });
  expect(error).toBeUndefined();
  later();
  return body.changeId;
}
const householdFile = async (householdId: string, persona: Persona = 'worker') =>
  (await app.call(persona, householdContracts.file, { params: { householdId } })).body;
const endOf = async (householdId: string) => (await householdFile(householdId)).endedOn;
async function change(householdId: string, fields: object): Promise<void> {
  const { version } = await householdFile(householdId);
  const { error } = await app.call('worker', householdContracts.change, {
    params: { householdId },
    body: { version, number: '', address: '', kind: 'family', ...fields },
  });
  expect(error).toBeUndefined();
  later();
}
async function joins(householdId: string, residentId: string, relation = '20', persona: Persona = 'worker') {
  const { body, error } = await app.call(persona, householdContracts.join, {
    params: { householdId },
    body: { residentId, relation, on: '2026-11-10' },
  });
  expect(error).toBeUndefined();
  later();
  return body.changeId;
}
/** A household of another district with a member in the worker's street. */
async function familyOfTwoDistricts(): Promise<{ single: string; householdId: string }> {
  const head = await desk.registered({}, { how: 'new' });
  const { householdId } = (await desk.file('worker', head)).household!;
  const single = await desk.registered();
  later();
  await move(single);
  await joins(householdId, single, '77', 'clerk');
  await move(head, { toAreaCode: otherDistrict, withHousehold: true });
  expect((await householdFile(householdId, 'otherWorker')).endedOn).toBeNull();
  return { single, householdId };
}
const undo = (residentId: string, changeId: string, persona: Persona = 'worker') =>
  app.call(persona, residentContracts.undoMove, { params: { residentId }, body: { changeId, why } });
/** What the records say of people and their households. */
async function records(...ids: string[]) {
  const { rows } = await sql<{ said: unknown }>`
    select json_agg(json_build_array(r.area_id, r.address, r.ended_on,
      (select json_agg(json_build_array(x.area_id, x.from_on, x.to_on) order by x.from_on) from residence x where x.resident_id = r.resident_id and x.voided_at is null),
      (select json_agg(json_build_array(m.household_id, m.relation, m.from_on, m.to_on, m.end_cause, h.area_id, h.address, h.ended_on) order by m.from_on, m.member_id)
        from household_member m join household h on h.household_id = m.household_id where m.resident_id = r.resident_id and m.voided_at is null)) order by r.resident_id) as said
    from resident r where r.resident_id = any(${ids}::uuid[])`.execute(app.system.db.kysely);
  return rows[0]!.said;
}

describe('a move', () => {
  it('is taken back by whoever made it, although she may not look there', async () => {
    const { head, child } = await family();
    await desk.unemployed(child);
    const before = await records(head, child);
    const stock = await desk.stock('registered-unemployed', here, 202611);
    later();
    const changeId = await move(child);
    expect(await desk.stock('registered-unemployed', here, 202611)).toBe(stock - 1);
    expect((await undo(child, changeId, 'otherWorker')).status).toBe(404);
    expect((await undo(child, changeId, 'siblingWorker')).status).toBe(404);
    expect((await undo(child, changeId)).error).toBeUndefined();
    expect(await records(head, child)).toEqual(before);
    expect(await desk.stock('registered-unemployed', here, 202611)).toBe(stock);
    expect((await undo(child, changeId)).status).toBe(409);
    expect((await app.call('siblingWorker', residentContracts.file, { params: { residentId: child } })).status).toBe(
      404,
    );
    const { timeline } = await desk.file('worker', child);
    expect(timeline.map((line) => line.kind)).not.toContain('resident-moved');
    expect(timeline.find((line) => line.kind === 'resident-move-undone')?.data).toMatchObject({ reason: why });
    const audited = await app.system.db.kysely
      .selectFrom('audit_event')
      .select(['subject_id', 'details'])
      .where('action', '=', 'resident.move-undone')
      .execute();
    expect(audited).toMatchObject([{ subject_id: child, details: { changeId, why } }]);
  });
  it('with a household puts everybody and the household back', async () => {
    const { head, child, householdId } = await family();
    await change(householdId, { address: '老屋' });
    const before = await records(head, child);
    const changeId = await move(head, { withHousehold: true });
    expect((await desk.file('siblingWorker', child)).area.code).toBe(sibling);
    expect((await undo(child, changeId)).error).toBeUndefined();
    expect(await records(head, child)).toEqual(before);
  });
  it('of somebody alone puts the household back that she took along', async () => {
    const head = await desk.registered({}, { how: 'new' });
    later();
    const before = await records(head);
    expect((await undo(head, await move(head))).error).toBeUndefined();
    expect(await records(head)).toEqual(before);
  });
  it('that left a household of another district goes back into it', async () => {
    const { single } = await familyOfTwoDistricts();
    const before = await records(single);
    const changeId = await move(single, { toAreaCode: third }, 'siblingWorker');
    expect(await records(single)).not.toEqual(before);
    expect((await undo(single, changeId, 'siblingWorker')).error).toBeUndefined();
    expect(await records(single)).toEqual(before);
  });
  it('that ended a household of many goes back into it, also when she had moved before she joined', async () => {
    const home = await family();
    await change(home.householdId, { kind: 'collective' });
    const guest = await desk.registered();
    later();
    await joins(home.householdId, guest, '77');
    for (const one of [home.head, home.child]) await move(one);
    const before = await records(guest, home.head);
    const changeId = await move(guest, { movedOn: '2026-10-01' });
    expect(await endOf(home.householdId)).toBe('2026-10-01');
    expect((await undo(guest, changeId)).error).toBeUndefined();
    expect(await records(guest, home.head)).toEqual(before);
  });
  it('does not put her back into a household that has moved or has another head since', async () => {
    const { head, child } = await family();
    const alone = await move(child);
    await move(head, { toAreaCode: third });
    expect((await undo(child, alone)).error?.code).toBe('resident.recorded-since');
    const three = await family();
    const wife = await desk.registered({}, { how: 'join', householdId: three.householdId, relation: '10' });
    later();
    const left = await move(three.child);
    const headed = await app.call('worker', householdContracts.changeHead, {
      params: { householdId: three.householdId },
      body: {
        version: (await householdFile(three.householdId)).version,
        on: '2026-11-10',
        headResidentId: wife,
        relations: [{ residentId: three.head, relation: '10' }],
      },
    });
    expect(headed.error).toBeUndefined();
    expect((await undo(three.child, left)).error?.code).toBe('resident.recorded-since');
  });
  it('with a household is not taken back once a member has left it, or it belongs to another district', async () => {
    const { head, child, householdId } = await family();
    const together = await move(head, { withHousehold: true });
    const left = await app.call('siblingWorker', householdContracts.leave, {
      params: { householdId, residentId: child },
      body: { on: '2026-11-10' },
    });
    expect(left.error).toBeUndefined();
    expect((await undo(head, together)).error?.code).toBe('resident.recorded-since');
    // A member who lived elsewhere takes the household into another district.
    const gone = await family();
    const sister = await desk.registered();
    later();
    await move(sister, { toAreaCode: sibling });
    await joins(gone.householdId, sister, '77', 'clerk');
    const first = await move(gone.head, { toAreaCode: third, withHousehold: true });
    await move(sister, { toAreaCode: otherDistrict, withHousehold: true }, 'siblingWorker');
    const before = await records(gone.head, gone.child, sister);
    expect((await undo(gone.head, first)).error).toMatchObject({
      code: 'resident.moved-district',
      message: expect.stringMatching(/区县.*迁回。$/),
    });
    expect(await records(gone.head, gone.child, sister)).toEqual(before);
  });
  it('is not taken back when it brought the household from another district', async () => {
    const { single } = await familyOfTwoDistricts();
    const changeId = await move(single, { toAreaCode: third, withHousehold: true }, 'siblingWorker');
    const before = await records(single);
    expect((await undo(single, changeId, 'siblingWorker')).error?.code).toBe('resident.moved-district');
    expect(await records(single)).toEqual(before);
  });
  it('is not taken back after the next one, of anybody who went along', async () => {
    const { head, child } = await family();
    const alone = await move(child);
    await move(child, { toAreaCode: third, movedOn: '2026-07-01' }, 'siblingWorker');
    expect((await undo(child, alone)).error).toMatchObject({
      code: 'resident.moved-again',
      message: expect.stringContaining('又迁移过'),
    });
    const far = await move(head);
    await move(head, { toAreaCode: otherDistrict, movedOn: '2026-07-01' }, 'siblingWorker');
    expect((await undo(head, far)).error?.code).toBe('resident.moved-again');
    const other = await family();
    const together = await move(other.head, { withHousehold: true });
    await move(other.child, { toAreaCode: otherDistrict, movedOn: '2026-07-01' }, 'siblingWorker');
    expect((await undo(other.head, together)).error?.code).toBe('resident.moved-again');
  });
  it('is taken back too by somebody who works in both areas', async () => {
    const { head, child } = await family();
    const before = await records(head, child);
    const changeId = await move(child);
    expect((await undo(child, changeId, 'clerk')).error).toBeUndefined();
    expect(await records(head, child)).toEqual(before);
  });
  it('is not taken back once something was recorded since, or from another district', async () => {
    const { child } = await family();
    const changeId = await move(child);
    await app.call('siblingWorker', contactContracts.record, {
      params: { residentId: child },
      body: { contactedOn: '2026-11-19', way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
    });
    expect((await undo(child, changeId)).error?.code).toBe('resident.recorded-since');
    const away = await desk.registered();
    later();
    const far = await move(away, { toAreaCode: otherDistrict });
    expect((await undo(away, far)).error?.code).toBe('resident.moved-district');
    const stays = await desk.registered();
    expect((await undo(stays, changeId)).status).toBe(409);
  });
});

describe('joining and leaving', () => {
  const undoMembership = (householdId: string, residentId: string, changeId: string, persona: Persona = 'worker') =>
    app.call(persona, householdContracts.undoMembership, {
      params: { householdId, residentId },
      body: { changeId, why },
    });
  const leave = async (householdId: string, residentId: string) => {
    const { body, error } = await app.call('worker', householdContracts.leave, {
      params: { householdId, residentId },
      body: { on: '2026-11-10' },
    });
    expect(error).toBeUndefined();
    later();
    return body.changeId;
  };
  it('a joining is taken back, and the household that it emptied goes on', async () => {
    const { head, householdId } = await family();
    const single = await desk.registered({}, { how: 'new' });
    later();
    const before = await records(head, single);
    const changeId = await joins(householdId, single);
    expect((await undoMembership(householdId, single, changeId, 'siblingWorker')).status).toBe(404);
    expect((await undoMembership(householdId, single, changeId)).error).toBeUndefined();
    expect(await records(head, single)).toEqual(before);
    expect((await undoMembership(householdId, single, changeId)).status).toBe(409);
  });
  it('a leaving is taken back, of the last member too', async () => {
    const { head, child, householdId } = await family();
    const before = await records(head, child);
    const first = await leave(householdId, child);
    const alone = await records(head, child);
    const last = await leave(householdId, head);
    expect((await undoMembership(householdId, head, last)).error).toBeUndefined();
    expect(await records(head, child)).toEqual(alone);
    expect((await undoMembership(householdId, child, first)).error).toBeUndefined();
    expect(await records(head, child)).toEqual(before);
  });
  it('a household that nobody is left in ends with the one who went last', async () => {
    const home = await desk.registered({}, { how: 'new' });
    const { householdId } = (await desk.file('worker', home)).household!;
    const single = await desk.registered({}, { how: 'new' });
    later();
    const before = await records(single);
    const changeId = await joins(householdId, single);
    await move(home, { movedOn: '2026-11-12' });
    expect(await endOf(householdId)).toBeNull();
    expect((await undoMembership(householdId, single, changeId)).error).toBeUndefined();
    expect(await records(single)).toEqual(before);
    expect(await endOf(householdId)).toBe('2026-11-12');
  });
  it('is refused when the household that would take her back has moved since, as long as that stands', async () => {
    const { head, child, householdId } = await family();
    const before = await records(head, child);
    const left = await leave(householdId, child);
    const moved = await move(head);
    expect((await undoMembership(householdId, child, left, 'clerk')).error?.code).toBe('household.changed-since');
    expect((await undo(head, moved)).error).toBeUndefined();
    expect((await undoMembership(householdId, child, left)).error).toBeUndefined();
    expect(await records(head, child)).toEqual(before);
    const single = await desk.registered({}, { how: 'new' });
    later();
    const joined = await joins((await desk.file('worker', single)).household!.householdId, child);
    await move(head, { toAreaCode: otherDistrict });
    const { household } = await desk.file('worker', child);
    expect((await undoMembership(household!.householdId, child, joined)).error?.code).toBe('household.changed-since');
  });
  it('is refused when she belongs elsewhere by now, or by a change of another kind', async () => {
    const { child, householdId } = await family();
    const other = await family();
    const left = await leave(householdId, child);
    await joins(other.householdId, child);
    expect((await undoMembership(householdId, child, left)).error?.code).toBe('household.changed-since');
    const registered = await app.system.db.kysely
      .selectFrom('household_member')
      .select('cause')
      .where('resident_id', '=', other.child)
      .executeTakeFirstOrThrow();
    expect((await undoMembership(other.householdId, other.child, registered.cause)).status).toBe(409);
  });
});
