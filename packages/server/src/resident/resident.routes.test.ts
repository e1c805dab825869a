import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { closePdf } from '../platform/pdf.ts';
import { verifyLedger } from '../statistics/verify.ts';

const here = '321102001001';
const sibling = '321102001004';
const otherDistrict = '321111001005';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(async () => {
  closePdf();
  await app.close();
});

/** What is booked must follow from the records after every test. */
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});

let serial = 0;
/** A number nobody else has: a woman born on 1985-11-08, or a man. */
function citizenId(sex: '1' | '2' = '2'): string {
  serial++;
  const first17 = `32110219851108${String(serial * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

const fields = {
  name: '张玲',
  phone: '138 1234 5678',
  address: '花园路 1 号',
  hukouType: '51',
  education: null,
  ethnicity: '01',
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: null,
  note: '',
};
type Household = { how: 'none' } | { how: 'new' } | { how: 'join'; householdId: string; relation: string };

function register(persona: Persona, change: object = {}, household: Household = { how: 'none' }) {
  return app.call(persona, residentContracts.register, {
    body: { ...fields, citizenId: citizenId(), areaCode: here, livesHereSince: '2026-01-10', household, ...change },
  });
}
async function registered(change: object = {}, household?: Household): Promise<string> {
  const answer = await register('worker', change, household);
  expect(answer.error).toBeUndefined();
  return answer.body.residentId;
}
const file = async (persona: Persona, residentId: string) =>
  (await app.call(persona, residentContracts.file, { params: { residentId } })).body;

/** Stock of an indicator in an area as booked up to a month. */
async function stock(indicator: string, code: string, month: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(t.quantity), 0)::int as n from fact_total t
    join area_version v on v.area_id = t.area_id where v.code = ${code} and t.indicator = ${indicator} and t.cell = '' and t.effective_month <= ${month}`.execute(
    app.system.db.kysely,
  );
  return rows[0]!.n;
}
async function unemployed(residentId: string): Promise<void> {
  const { unemploymentContracts } = await import('@renshe/domain/unemployment/unemployment.contract.ts');
  const answer = await app.call('worker', unemploymentContracts.register, {
    params: { residentId },
    body: {
      registeredOn: '2026-03-02',
      unemployedSince: '2026-02-01',
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    },
  });
  expect(answer.error).toBeUndefined();
}

describe('registering a resident', () => {
  it('writes the person, her residence, her household and what follows', async () => {
    const before = await stock('resident', here, 202611);
    const residentId = await registered({}, { how: 'new' });
    expect(await stock('resident', here, 202611)).toBe(before + 1);
    const view = await file('worker', residentId);
    expect(view).toMatchObject({
      name: '张玲',
      sex: '2',
      birthOn: '1985-11-08',
      age: 41,
      phoneMasked: '138****5678',
      version: 1,
    });
    expect(view.household?.members).toMatchObject([{ name: '张玲', relation: '02' }]);
    expect(view.allowedActions.find((a) => a.primary)?.action).toBe('unemployment.register');
    const raw = await sql<{
      citizen_id_cipher: string;
      phone_cipher: string;
    }>`select * from resident where resident_id = ${residentId}::uuid`.execute(app.system.db.kysely);
    expect(JSON.stringify(raw.rows)).not.toMatch(/19851108\d{4}|13812345678/);
  });
  it.each([
    ['a wrong check digit', { citizenId: '321102198511080024' }, 422, 'resident.id-checksum'],
    ['fifteen digits', { citizenId: '321102851108002' }, 422, 'resident.id-format'],
    ['a street', { areaCode: '321102001000' }, 403, 'request.outside-area'],
    ['a foreign community', { areaCode: sibling }, 403, 'request.outside-area'],
    ['the future', { livesHereSince: '2026-11-21' }, 422, 'resident.date-in-future'],
    ['an unborn resident', { livesHereSince: '1985-11-07' }, 422, 'resident.date-before-birth'],
    ['an unknown code', { hukouType: '77' }, 422, 'resident.code-unknown'],
    ["a man's category", { retirementCategory: 'M60' }, 422, 'resident.category-of-other-sex'],
  ])('refuses %s', async (_, change, status, code) => {
    const answer = await register('worker', change);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });
  it('refuses a street where a community is needed', async () => {
    const answer = await register('clerk', { areaCode: '321102001000' });
    expect(answer.error?.code).toBe('resident.area-not-leaf');
  });
  it('offers the existing file here, and a transfer elsewhere, telling no name', async () => {
    const number = citizenId();
    const residentId = await registered({ citizenId: number });
    const again = await register('worker', { citizenId: number });
    expect([again.status, again.error?.code, again.error?.details.residentId]).toEqual([
      409,
      'resident.exists',
      residentId,
    ]);
    const elsewhere = await register('siblingWorker', { citizenId: number, areaCode: sibling });
    expect(elsewhere.error?.code).toBe('resident.registered-elsewhere');
    expect(elsewhere.error?.message).toContain('贺家弄');
    expect(elsewhere.raw.body).not.toContain('张玲');
    expect(elsewhere.raw.body).not.toContain(residentId);
  });
  it('lets exactly one of many registrations of one number win', async () => {
    for (let round = 0; round < 3; round++) {
      const number = citizenId();
      const answers = await Promise.all([
        register('worker', { citizenId: number }),
        register('clerk', { citizenId: number }),
        register('siblingWorker', { citizenId: number, areaCode: sibling }),
        register('otherWorker', { citizenId: number, areaCode: otherDistrict }),
      ]);
      expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
      expect(answers.filter((a) => a.status === 409)).toHaveLength(3);
    }
  });
  it('joins a household, with one head', async () => {
    const head = await registered({ name: '王大' }, { how: 'new' });
    const { household } = await file('worker', head);
    const join = (relation: string) => ({ how: 'join' as const, householdId: household!.householdId, relation });
    expect((await register('worker', {}, join('02'))).error?.code).toBe('household.two-heads');
    expect((await register('worker', {}, join('zz'))).error?.code).toBe('household.relation-unknown');
    expect((await register('otherWorker', { areaCode: otherDistrict }, join('20'))).status).toBe(404);
    const child = await registered({ name: '王小' }, join('20'));
    expect((await file('worker', child)).household?.members.map((m) => m.name)).toEqual(['王大', '王小']);
  });
});

describe('changing a resident', () => {
  it('keeps a history of each field, with numbers masked', async () => {
    const residentId = await registered();
    const answer = await app.call('worker', residentContracts.change, {
      params: { residentId },
      body: { version: 1, fields: { name: '张铃', phone: '13900001111', hukouType: '52', note: '' } },
    });
    expect(answer.body).toEqual({ version: 2 });
    const { body } = await app.call('worker', residentContracts.history, { params: { residentId } });
    expect(body.changes.map((c) => [c.field, c.oldValue, c.newValue, c.changedBy])).toEqual([
      ['hukouType', '51', '52', 'worker'],
      ['name', '张玲', '张铃', 'worker'],
      ['phone', '138****5678', '139****1111', 'worker'],
    ]);
    const found = await app.call('worker', residentContracts.find, { body: { text: '13900001111' } });
    expect(found.body.residents.map((r) => r.residentId)).toEqual([residentId]);
  });
  it('says who was faster and in which fields; of two at once one wins', async () => {
    const residentId = await registered();
    const change = (address: string) =>
      app.call('worker', residentContracts.change, {
        params: { residentId },
        body: { version: 1, fields: { address } },
      });
    const both = await Promise.all([change('东门 1 号'), change('东门 2 号')]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
    const late = await change('东门 3 号');
    expect(late.error).toMatchObject({
      code: 'request.changed-meanwhile',
      details: { version: 2, fields: ['address'] },
    });
  });
  it('changes nothing for the sibling and for those who only oversee', async () => {
    const residentId = await registered();
    const body = { version: 1, fields: { note: 'x' } };
    expect((await app.call('siblingWorker', residentContracts.change, { params: { residentId }, body })).status).toBe(
      404,
    );
    expect((await app.call('district', residentContracts.change, { params: { residentId }, body })).status).toBe(403);
    expect(
      (await file('district', residentId)).allowedActions.some((a) => a.allowed && a.action === 'resident.change'),
    ).toBe(false);
  });
});

describe('correcting the identity number', () => {
  it('moves sex and birth date with it and frees the old number', async () => {
    const oldNumber = citizenId();
    const residentId = await registered({ citizenId: oldNumber, retirementCategory: 'F50' });
    const correct = (number: string, version = 1) =>
      app.call('worker', residentContracts.correctIdentity, {
        params: { residentId },
        body: { version, citizenId: number, reason: '核对证件原件' },
      });
    expect((await correct(oldNumber)).error?.code).toBe('resident.same-identity');
    const taken = citizenId();
    await registered({ citizenId: taken });
    expect((await correct(taken)).error?.code).toBe('resident.exists');
    expect((await correct('321102198511080024')).error?.code).toBe('resident.id-checksum');
    const man = '321102197403150018';
    expect((await correct(man)).status).toBe(200);
    expect(await file('worker', residentId)).toMatchObject({
      sex: '1',
      birthOn: '1974-03-15',
      retirementCategory: null,
      version: 2,
    });
    expect((await register('worker', { citizenId: man })).error?.code).toBe('resident.exists');
    await registered({ citizenId: oldNumber });
    const line = (await file('worker', residentId)).timeline.find((l) => l.kind === 'resident-identity-corrected');
    expect(line?.data).toMatchObject({ newValue: '321102********0018', reason: '核对证件原件' });
  });
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
    const residentId = await registered();
    await unemployed(residentId);
    const before = {
      here: await stock('registered-unemployed', here, 202606),
      there: await stock('registered-unemployed', sibling, 202606),
    };
    expect((await move('worker', residentId)).error).toBeUndefined();
    expect(await stock('registered-unemployed', here, 202606)).toBe(before.here - 1);
    expect(await stock('registered-unemployed', sibling, 202606)).toBe(before.there + 1);
    expect(await stock('registered-unemployed', here, 202605)).toBe(before.here);
    expect((await app.call('worker', residentContracts.file, { params: { residentId } })).status).toBe(404);
    const view = await file('siblingWorker', residentId);
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
    const residentId = await registered();
    expect((await move('worker', residentId, change)).error?.code).toBe(code);
  });
  it('is not for the sibling', async () => {
    expect((await move('siblingWorker', await registered())).status).toBe(404);
  });
  it('across districts re-homes every row; facts stay, and the way back works', async () => {
    const number = citizenId();
    const residentId = await registered({ citizenId: number }, { how: 'new' });
    await unemployed(residentId);
    const members = await stock('resident', otherDistrict, 202611);
    expect((await move('worker', residentId, { toAreaCode: otherDistrict })).error).toBeUndefined();
    expect(await stock('resident', otherDistrict, 202611)).toBe(members + 1);
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
    const view = await file('otherWorker', residentId);
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
    expect((await file('worker', residentId)).area.code).toBe(here);
  });
  it('with the household takes all along; without it leaves', async () => {
    const head = await registered({ name: '李大' }, { how: 'new' });
    const { householdId } = (await file('worker', head)).household!;
    const child = await registered({ name: '李小' }, { how: 'join', householdId, relation: '20' });
    const grandma = await registered({ name: '李婆' }, { how: 'join', householdId, relation: '52' });
    expect((await move('worker', grandma, { toAreaCode: otherDistrict })).error).toBeUndefined();
    expect((await file('otherWorker', grandma)).household).toBeNull();
    expect((await file('worker', head)).household?.members.map((m) => m.name)).toEqual(['李大', '李小']);
    expect((await move('worker', head, { toAreaCode: otherDistrict, withHousehold: true })).error).toBeUndefined();
    const moved = await app.call('otherWorker', householdContracts.file, { params: { householdId } });
    expect(moved.body.members.map((m) => [m.name, m.inScope])).toEqual([
      ['李大', true],
      ['李小', true],
    ]);
    expect(moved.body.formerMembers.map((m) => m.name)).toEqual(['李婆']);
    expect((await file('otherWorker', child)).area.code).toBe(otherDistrict);
    expect((await app.call('worker', householdContracts.file, { params: { householdId } })).status).toBe(404);
  });
  it('of two moves at once one wins', async () => {
    const residentId = await registered();
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
    const head = await registered({ name: '赵大' }, { how: 'new' });
    const { householdId } = (await file('worker', head)).household!;
    const wife = await registered({ name: '赵妻' }, { how: 'join', householdId, relation: '12' });
    const before = await stock('resident', here, 202611);
    expect((await end(wife)).error).toBeUndefined();
    expect(await stock('resident', here, 202611)).toBe(before - 1);
    expect((await file('worker', wife)).household).toBeNull();
    expect(await file('worker', wife)).toMatchObject({ endedOn: '2026-10-05', endReason: 'death' });
    expect((await end(wife, { version: 2 })).error?.code).toBe('resident.ended');
    const list = await app.call('worker', residentContracts.list, { query: { status: 'ended' } });
    expect(list.body.residents.map((r) => r.residentId)).toContain(wife);
    expect((await reopen(wife)).error).toBeUndefined();
    const view = await file('worker', wife);
    expect(view).toMatchObject({ endedOn: null, endReason: null, household: { householdId, relation: '12' } });
    expect(
      view.timeline
        .filter((l) => l.kind.startsWith('resident-'))
        .map((l) => l.kind)
        .sort(),
    ).toEqual(['resident-ended', 'resident-registered', 'resident-reopened']);
    expect(await stock('resident', here, 202611)).toBe(before);
    expect((await reopen(wife, 3)).error?.code).toBe('resident.not-ended');
  });
  it('leaving the city ends the household of one, reopening opens it again', async () => {
    const residentId = await registered({}, { how: 'new' });
    const { householdId } = (await file('worker', residentId)).household!;
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
    expect((await end(await registered(), change)).error?.code).toBe(code);
  });
});

describe('ability, numbers, papers', () => {
  it('records ability and wish, and refuses them for the dead', async () => {
    const residentId = await registered();
    const record = (fromOn: string) =>
      app.call('worker', residentContracts.recordAbility, {
        params: { residentId },
        body: { able: true, willing: false, fromOn, evidence: '本人声明' },
      });
    expect((await record('2026-12-01')).error?.code).toBe('resident.date-in-future');
    expect((await record('2026-10-01')).status).toBe(200);
    expect(await file('worker', residentId)).toMatchObject({ able: true, willing: false });
  });
  it('reveals numbers with a purpose, and says so in the audit', async () => {
    const number = citizenId();
    const residentId = await registered({ citizenId: number });
    const reveal = (persona: Persona, purpose = '电话核实') =>
      app.call(persona, residentContracts.reveal, { params: { residentId }, body: { purpose } });
    expect((await reveal('worker')).body).toEqual({ citizenId: number, phone: '13812345678' });
    expect((await reveal('worker', '')).status).toBe(422);
    expect((await reveal('siblingWorker')).status).toBe(404);
    const events = await sql<{ purpose: string; details: unknown }>`select purpose, details from audit_event
      where action = 'resident.revealed' and subject_id = ${residentId}`.execute(app.system.db.kysely);
    expect(events.rows).toEqual([{ purpose: '电话核实', details: { fields: ['citizenId', 'phone'] } }]);
  });
  it('prints cards and exports lists within the scope', async () => {
    const residentId = await registered({}, { how: 'new' });
    const { householdId } = (await file('worker', residentId)).household!;
    const body = { purpose: '入户走访' };
    const card = await app.call('worker', residentContracts.printCard, { params: { residentId }, body });
    expect([card.status, card.raw.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const household = await app.call('worker', householdContracts.printCard, { params: { householdId }, body });
    expect([household.status, household.raw.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect(
      (await app.call('siblingWorker', residentContracts.printCard, { params: { residentId }, body })).status,
    ).toBe(404);
    const list = await app.call('worker', residentContracts.export, { body });
    expect([list.status, list.raw.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    const { count } = (await app.call('worker', residentContracts.list)).body;
    const events = await sql<{
      details: { rows: number };
    }>`select details from audit_event where action = 'resident.exported'`.execute(app.system.db.kysely);
    expect(events.rows[0]?.details.rows).toBe(count);
  });
});
