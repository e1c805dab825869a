import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const street = '321102001000';
const words = { contactedOn: '2026-11-20', outcome: '01', service: null, note: '', nextOn: null } as const;
const record = (residentId: string, way: 'visit' | 'phone', over: object = {}, key?: string, who: Persona = 'worker') =>
  app.call(who, contactContracts.record, {
    params: { residentId },
    body: { ...words, way, ...over },
    ...(key !== undefined && { key }),
  });
const list = async (persona: Persona, query: object = {}) =>
  (await app.call(persona, visitContracts.list, { query })).body;
const rowsOf = async (residentId: string, query: object = {}, persona: Persona = 'worker') =>
  (await list(persona, { limit: '200', ...query })).rows.filter((row) => row.residentId === residentId);
const pack = (persona: Persona, body: object = {}) =>
  app.call(persona, visitContracts.takeAlong, { body: { purpose: '下午上门走访', ...body } });

/** A resident registered as unemployed on the first of September by the entry of that day. */
async function unemployed(over: Parameters<typeof addResident>[1] = {}): Promise<string> {
  const residentId = await addResident(app, over);
  await registerUnemployed(app, 'worker', residentId, '2026-09-01');
  return residentId;
}

describe('visits by risk', () => {
  let residentId: string;
  beforeAll(async () => {
    residentId = await unemployed({ name: '走访甲' });
  });

  it('lists who is overdue and why, with nobody’s full numbers', async () => {
    const [row, ...more] = await rowsOf(residentId);
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      dutyKind: 'risk-visit',
      group: 'new',
      dueOn: '2026-10-01',
      overdueDays: 50,
      name: '走访甲',
      phoneMasked: '138****5678',
      lastContact: null,
    });
    const raw = await app.call('worker', visitContracts.list, { query: { contact: 'any' } });
    expect(raw.raw.body).not.toContain('13812345678');
    expect((await list('worker')).policy).toContainEqual({ group: 'hardship', days: 30 });
  });

  it('stays within the scope of the reader', async () => {
    for (const persona of ['siblingWorker', 'otherWorker', 'otherDistrict'] as const)
      expect(await rowsOf(residentId, {}, persona)).toEqual([]);
    expect((await app.call('siblingWorker', visitContracts.list, { query: { area: '321102001001' } })).status).toBe(
      403,
    );
    expect(await rowsOf(residentId, { area: street }, 'clerk')).toHaveLength(1);
  });

  it('a call closes the call, a visit the visit; the next one follows the risk', async () => {
    expect((await rowsOf(residentId, { contact: 'any' }))[0]).toMatchObject({ dutyKind: 'unemployment-contact' });
    expect((await record(residentId, 'phone')).status).toBe(200);
    expect((await rowsOf(residentId))[0]).toMatchObject({ group: 'new', overdueDays: 50 });
    expect((await rowsOf(residentId, { contact: 'any' }))[0]).toMatchObject({ dueOn: '2026-12-20' });
    expect((await record(residentId, 'visit', { contactedOn: '2026-11-19' })).status).toBe(200);
    const [next] = await rowsOf(residentId);
    // 41 years old: of the older unemployed, every sixty days.
    expect(next).toMatchObject({ group: 'older', dueOn: '2027-01-18', overdueDays: 0 });
    expect(await rowsOf(residentId, { level: 'high' })).toEqual([]);
    expect(await rowsOf(residentId, { level: 'medium' })).toHaveLength(1);
  });

  it('an agreed day that is sooner goes first; voiding the visit opens the old one again', async () => {
    const { body } = await record(residentId, 'visit', { nextOn: '2026-11-27' });
    expect((await rowsOf(residentId))[0]).toMatchObject({ group: 'older', dueOn: '2026-11-27' });
    const params = { residentId, contactId: body.contactId };
    await app.call('worker', contactContracts.void, { params, body: { why: '误记' } });
    expect((await rowsOf(residentId))[0]).toMatchObject({ dueOn: '2027-01-18' });
  });

  it('shows the street how its communities stand', async () => {
    await unemployed();
    const { rows } = (await app.call('clerk', visitContracts.areas, { query: { area: street } })).body;
    expect(rows.map((row) => row.area.code)).toEqual(['321102001001', '321102001004', '321102001007']);
    expect(rows[0]).toMatchObject({ overdue: 1, overdueHigh: 0, done: 1, onTime: 0 });
    expect(rows[1]).toMatchObject({ overdue: 0, soon: 0, later: 0, done: 0 });
  });

  it('stands on the work list with its reason', async () => {
    const { items } = (
      await app.call('worker', worklistContracts.list, { query: { kind: 'risk-visit', limit: '200' } })
    ).body;
    expect(items[0]).toMatchObject({ kind: 'risk-visit', data: { reason: 'new' } });
  });
});

it('a family out of work is visited by whoever of it is registered', async () => {
  const first17 = '32110219850415992';
  const { body } = await app.call('worker', residentContracts.register, {
    body: {
      citizenId: first17 + checkDigit(first17),
      areaCode: '321102001001',
      livesHereSince: '2020-01-01',
      household: { how: 'new' },
      name: '走访乙',
      phone: null,
      address: '贺家弄15号',
      hukouType: '51',
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
    } as never,
  });
  const { residentId } = body as { residentId: string };
  await registerUnemployed(app, 'worker', residentId, '2026-11-01');
  const rows = await rowsOf(residentId);
  expect(rows.map((row) => [row.dutyKind, row.group, row.dueOn])).toEqual([
    ['risk-visit', 'new', '2026-12-01'],
    ['household-visit', 'zero-family', '2026-12-01'],
  ]);
  await record(residentId, 'visit');
  expect((await rowsOf(residentId)).map((row) => [row.group, row.dueOn])).toEqual([
    ['zero-family', '2026-12-20'],
    ['older', '2027-01-19'],
  ]);
  const { people } = (await pack('worker')).body;
  const taken = people.find((person) => person.residentId === residentId);
  expect(taken).toMatchObject({ household: [{ name: '走访乙', relation: '02' }], phoneMasked: null });
  expect(taken?.otherDuties).toHaveLength(2);
});

describe('taking visits along', () => {
  it('leaves a trace with its purpose, and ends by the parameter', async () => {
    const answer = await pack('worker');
    expect(Date.parse(answer.body.expiresAt) - Date.parse(answer.body.takenAt)).toBe(12 * 3_600_000);
    expect(answer.raw.body).not.toMatch(/13812345678|\d{17}[\dX]/);
    const { rows } = await sql<{ purpose: string; details: { rows: number } }>`
      select purpose, details from audit_event where action = 'visit.taken-along' order by at desc limit 1`.execute(
      app.system.db.kysely,
    );
    expect(rows[0]).toMatchObject({ purpose: '下午上门走访', details: { rows: answer.body.people.length } });
    expect((await pack('siblingWorker')).body.people).toEqual([]);
    expect((await pack('siblingWorker', { area: '321102001001' })).status).toBe(403);
    expect((await pack('district')).status).toBe(403);
    expect((await pack('worker', { purpose: ' ' })).status).toBe(422);
  });
});

describe('a record that was made without network', () => {
  let residentId: string;
  let seen: { lastContactId: string | null; areaCode: string };
  beforeEach(async () => {
    residentId = await unemployed();
    const row = (await pack('worker')).body.people.find((person) => person.residentId === residentId)!;
    seen = { lastContactId: row.lastContact?.contactId ?? null, areaCode: row.area.code };
  });
  const contacts = async () =>
    (
      await sql<{ n: number }>`select count(*)::int as n from contact where resident_id = ${residentId}::uuid`.execute(
        app.system.db.kysely,
      )
    ).rows[0]!.n;

  it('is saved once, however often it is sent', async () => {
    const key = 'outbox-0000-0000-0001';
    const first = await record(residentId, 'visit', { seen }, key);
    const again = await record(residentId, 'visit', { seen }, key);
    expect([first.status, again.status, again.body.contactId]).toEqual([200, 200, first.body.contactId]);
    expect(await contacts()).toBe(1);
  });

  it('is a conflict when somebody else was in touch meanwhile, and can be kept all the same', async () => {
    await record(residentId, 'phone', {}, undefined, 'clerk');
    const key = 'outbox-0000-0000-0002';
    const refused = await record(residentId, 'visit', { seen }, key);
    expect(refused).toMatchObject({ status: 409, error: { code: 'contact.contacted-meanwhile' } });
    expect(await contacts()).toBe(1);
    // What failed has used no key up: kept without the claim of what was seen.
    expect((await record(residentId, 'visit', {}, key)).status).toBe(200);
    expect(await contacts()).toBe(2);
  });

  it('is a conflict when the last contact was voided, or the person lives elsewhere', async () => {
    const { body } = await record(residentId, 'phone');
    await app.call('worker', contactContracts.void, {
      params: { residentId, contactId: body.contactId },
      body: { why: '误记' },
    });
    const voided = await record(residentId, 'visit', { seen: { ...seen, lastContactId: body.contactId } });
    expect(voided).toMatchObject({ status: 409, error: { code: 'contact.voided-meanwhile' } });
    const elsewhere = await record(residentId, 'visit', { seen: { ...seen, areaCode: '321102001004' } });
    expect(elsewhere).toMatchObject({ status: 409, error: { code: 'contact.moved-meanwhile' } });
  });
});

it('is booked as it is derived', async () => {
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});
