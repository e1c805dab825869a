import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { correctionsOf } from '@renshe/domain/ledger/ledger-correction.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { here, openBookedDesk, otherDistrict, type ResidentDesk, sibling } from '../../test/resident-desk.ts';
import type { TestApp } from '../../test/test-app.ts';
import { closePdf } from '../platform/pdf.ts';

let app: TestApp;
let desk: ResidentDesk;
openBookedDesk((city, counter) => {
  app = city;
  desk = counter;
});
afterAll(closePdf);

describe('registering a resident', () => {
  it('writes the person, her residence, her household and what follows', async () => {
    const before = await desk.stock('resident', here, 202611);
    const residentId = await desk.registered({}, { how: 'new' });
    expect(await desk.stock('resident', here, 202611)).toBe(before + 1);
    const view = await desk.file('worker', residentId);
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
    const answer = await desk.register('worker', change);
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
  });
  it('refuses a street where a community is needed', async () => {
    const answer = await desk.register('clerk', { areaCode: '321102001000' });
    expect(answer.error?.code).toBe('resident.area-not-leaf');
  });
  it('offers the existing file here, and a transfer elsewhere, telling no name', async () => {
    const number = desk.citizenId();
    const residentId = await desk.registered({ citizenId: number });
    const again = await desk.register('worker', { citizenId: number });
    expect([again.status, again.error?.code, again.error?.details.residentId]).toEqual([
      409,
      'resident.exists',
      residentId,
    ]);
    const elsewhere = await desk.register('siblingWorker', { citizenId: number, areaCode: sibling });
    expect(elsewhere.error?.code).toBe('resident.registered-elsewhere');
    expect(elsewhere.error?.message).toContain('贺家弄');
    expect(elsewhere.raw.body).not.toContain('张玲');
    expect(elsewhere.raw.body).not.toContain(residentId);
  });
  it('lets exactly one of many registrations of one number win', async () => {
    for (let round = 0; round < 3; round++) {
      const number = desk.citizenId();
      const answers = await Promise.all([
        desk.register('worker', { citizenId: number }),
        desk.register('clerk', { citizenId: number }),
        desk.register('siblingWorker', { citizenId: number, areaCode: sibling }),
        desk.register('otherWorker', { citizenId: number, areaCode: otherDistrict }),
      ]);
      expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
      expect(answers.filter((a) => a.status === 409)).toHaveLength(3);
    }
  });
  it('joins a household, with one head', async () => {
    const head = await desk.registered({ name: '王大' }, { how: 'new' });
    const { household } = await desk.file('worker', head);
    const join = (relation: string) => ({ how: 'join' as const, householdId: household!.householdId, relation });
    expect((await desk.register('worker', {}, join('02'))).error?.code).toBe('household.two-heads');
    expect((await desk.register('worker', {}, join('zz'))).error?.code).toBe('household.relation-unknown');
    expect((await desk.register('otherWorker', { areaCode: otherDistrict }, join('20'))).status).toBe(404);
    const child = await desk.registered({ name: '王小' }, join('20'));
    expect((await desk.file('worker', child)).household?.members.map((m) => m.name)).toEqual(['王大', '王小']);
  });
});

describe('changing a resident', () => {
  it('keeps a history of each field, with numbers masked', async () => {
    const residentId = await desk.registered();
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
  it('is corrected from a ledger by the same command, upon what the ledger showed', async () => {
    const residentId = await desk.registered();
    const resident = await desk.file('worker', residentId);
    const began = { address: resident.address, education: resident.education ?? '' };
    const subject = { subjectId: residentId, recordId: null, on: '2026-11-20' };
    const cells = { address: '东门 8 号', education: '31' };
    const { corrections } = correctionsOf(began, cells, { ...subject, resident }, '');
    const body = corrections[0]?.body as { version: number; fields: object; source: 'ledger' };
    const answer = await app.call('worker', residentContracts.change, { params: { residentId }, body });
    expect(answer.body).toEqual({ version: 2 });
    const changed = await desk.file('worker', residentId);
    expect(changed).toMatchObject(cells);
    const { details } = await app.system.db.kysely
      .selectFrom('audit_event')
      .select('details')
      .where('subject_id', '=', residentId)
      .where('action', '=', 'resident.changed')
      .executeTakeFirstOrThrow();
    expect(details).toMatchObject({ source: 'ledger', fields: { education: [null, '31'] } });
    // Whoever still looks at the former rows is told, and nothing is overwritten.
    const late = correctionsOf(began, { ...began, address: '东门 9 号' }, { ...subject, resident: changed }, '');
    expect(late.corrections).toEqual([]);
    expect(late.faults.address?.zh).toContain('东门 8 号');
  });
  it('says who was faster and in which fields; of two at once one wins', async () => {
    const residentId = await desk.registered();
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
    const residentId = await desk.registered();
    const body = { version: 1, fields: { note: 'x' } };
    expect((await app.call('siblingWorker', residentContracts.change, { params: { residentId }, body })).status).toBe(
      404,
    );
    expect((await app.call('district', residentContracts.change, { params: { residentId }, body })).status).toBe(403);
    expect(
      (await desk.file('district', residentId)).allowedActions.some((a) => a.allowed && a.action === 'resident.change'),
    ).toBe(false);
  });
});

describe('correcting the identity number', () => {
  it('moves sex and birth date with it and frees the old number', async () => {
    const oldNumber = desk.citizenId();
    const residentId = await desk.registered({ citizenId: oldNumber, retirementCategory: 'F50' });
    const correct = (number: string, version = 1) =>
      app.call('worker', residentContracts.correctIdentity, {
        params: { residentId },
        body: { version, citizenId: number, reason: '核对证件原件' },
      });
    expect((await correct(oldNumber)).error?.code).toBe('resident.same-identity');
    const taken = desk.citizenId();
    await desk.registered({ citizenId: taken });
    expect((await correct(taken)).error?.code).toBe('resident.exists');
    expect((await correct('321102198511080024')).error?.code).toBe('resident.id-checksum');
    const man = '321102197403150018';
    expect((await correct(man)).status).toBe(200);
    expect(await desk.file('worker', residentId)).toMatchObject({
      sex: '1',
      birthOn: '1974-03-15',
      retirementCategory: null,
      version: 2,
    });
    expect((await desk.register('worker', { citizenId: man })).error?.code).toBe('resident.exists');
    await desk.registered({ citizenId: oldNumber });
    const line = (await desk.file('worker', residentId)).timeline.find((l) => l.kind === 'resident-identity-corrected');
    expect(line?.data).toMatchObject({ newValue: '321102********0018', reason: '核对证件原件' });
  });
});

describe('ability, numbers, papers', () => {
  it('records ability and wish, and refuses them for the dead', async () => {
    const residentId = await desk.registered();
    const record = (fromOn: string) =>
      app.call('worker', residentContracts.recordAbility, {
        params: { residentId },
        body: { able: true, willing: false, fromOn, evidence: '本人声明' },
      });
    expect((await record('2026-12-01')).error?.code).toBe('resident.date-in-future');
    expect((await record('2026-10-01')).status).toBe(200);
    expect(await desk.file('worker', residentId)).toMatchObject({ able: true, willing: false });
  });
  it('reveals numbers with a purpose, and says so in the audit', async () => {
    const number = desk.citizenId();
    const residentId = await desk.registered({ citizenId: number });
    const reveal = (persona: Persona, purpose = '电话核实') =>
      app.call(persona, residentContracts.reveal, { params: { residentId }, body: { purpose } });
    expect((await reveal('worker')).body).toEqual({ citizenId: number, phone: '13812345678' });
    expect((await reveal('worker', '')).status).toBe(422);
    expect((await reveal('siblingWorker')).status).toBe(404);
    const events = await sql<{ purpose: string; details: unknown }>`select purpose, details from audit_event
      where action = 'resident.revealed' and subject_id = ${residentId}`.execute(app.system.db.kysely);
    const authority = { role: 'community-worker', permission: 'resident.reveal' };
    expect(events.rows).toEqual([{ purpose: '电话核实', details: { fields: ['citizenId', 'phone'], authority } }]);
  });
  it('prints cards and exports lists within the scope', async () => {
    const residentId = await desk.registered({}, { how: 'new' });
    const { householdId } = (await desk.file('worker', residentId)).household!;
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
    const workbook = new ExcelJS.Workbook();
    const english = await app.call('worker', residentContracts.export, { body, language: 'en' });
    await workbook.xlsx.load(english.raw.rawPayload as unknown as Parameters<ExcelJS.Xlsx['load']>[0]);
    const sheet = workbook.getWorksheet('Residents')!;
    const heads = sheet.getRow(3).values as unknown[];
    expect(heads).toEqual(expect.arrayContaining(['Sex', 'Unemployed since']));
    expect(sheet.getRow(4).getCell(heads.indexOf('Sex')).value).toBe('Female');
    const { count } = (await app.call('worker', residentContracts.list)).body;
    const events = await sql<{
      details: { rows: number };
    }>`select details from audit_event where action = 'resident.exported'`.execute(app.system.db.kysely);
    expect(events.rows[0]?.details.rows).toBe(count);
  });
});
