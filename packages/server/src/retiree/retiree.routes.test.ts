import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const details = {
  formerEmployer: '镇江酱醋厂',
  pension: '10',
  filePlace: '街道退休人员档案室',
  fileNumber: 'T0012',
  living: '30',
  disabled: false,
  partyMember: true,
  note: '',
} as const;
const card = { ...details, retiredOn: '2022-03-20', handedOverOn: '2025-01-10', lastConfirmedOn: null };
const confirmation = { confirmedOn: '2026-11-18', way: 'visit', result: 'confirmed', note: '' } as const;

const retired = (name: string, areaCode?: string) =>
  addResident(app, { name, birthOn: '1962-03-15', ...(areaCode && { areaCode }) });
const take = (residentId: string, over: Partial<Omit<typeof card, 'living'>> & { living?: '10' | '20' } = {}) =>
  app.call('worker', retireeContracts.takeIntoCare, { params: { residentId }, body: { ...card, ...over } });
const confirm = (residentId: string, over: Record<string, unknown> = {}) =>
  app.call('worker', retireeContracts.confirm, { params: { residentId }, body: { ...confirmation, ...over } });
const fileOf = async (residentId: string) =>
  (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
const dutiesOf = async (residentId: string) =>
  (await app.call('worker', worklistContracts.list, { query: { kind: 'eligibility-confirmation' } })).body.items
    .filter((item) => item.subjectId === residentId)
    .map((item) => `${item.dueOn} ${item.overdueDays}`);
const ledger = async (key: string, persona: 'worker' | 'siblingWorker' | 'city' = 'worker', period?: string) =>
  (
    await app.call(persona, ledgerContracts.rows, {
      params: { ledger: key },
      query: { limit: 200, ...(period && { period }) },
    })
  ).body.rows;

describe('a retiree in community care', () => {
  it('is taken into care, confirmed, and stands in the ledgers', async () => {
    const residentId = await retired('潘桂英');
    expect((await take(residentId)).status).toBe(200);
    expect(await dutiesOf(residentId)).toEqual(['2026-01-10 314']);
    const due = (await ledger('eligibility-due')).find((row) => row.subjectId === residentId);
    expect(due?.cells).toMatchObject({ name: '潘桂英', living: '30', eligibilityDueOn: '2026-01-10' });
    expect((await confirm(residentId)).status).toBe(200);
    expect(await dutiesOf(residentId)).toEqual([]);
    expect((await ledger('eligibility-due')).some((row) => row.subjectId === residentId)).toBe(false);
    const row = (await ledger('retirees-in-care')).find((one) => one.subjectId === residentId);
    expect(row?.cells).toMatchObject({
      formerEmployer: '镇江酱醋厂',
      retiredOn: '2022-03-20',
      eligibilityConfirmedOn: '2026-11-18',
      eligibilityDueOn: '2027-11-18',
      retireePartyMember: true,
    });
    const done = (await ledger('eligibility-confirmations')).find((one) => one.subjectId === residentId);
    expect(done?.cells).toMatchObject({ confirmationWay: 'visit', confirmationResult: 'confirmed' });
    expect((await ledger('retirees-in-care', 'siblingWorker')).some((one) => one.subjectId === residentId)).toBe(false);
    expect((await ledger('retirees-in-care', 'city')).some((one) => one.subjectId === residentId)).toBe(true);
    const file = await fileOf(residentId);
    expect(file.timeline.slice(0, 2).map((one) => one.kind)).toEqual(['confirmation-recorded', 'retiree-care-taken']);
    expect(file.retireeCare[0]).toMatchObject({ filePlace: '街道退休人员档案室', endedOn: null });
  });

  it('is refused for reasons, hidden from others, guarded by its version', async () => {
    const residentId = await retired('周巧珍');
    expect((await confirm(residentId)).error?.code).toBe('retiree.not-in-care');
    expect((await take(residentId, { handedOverOn: '2026-11-21' })).error?.code).toBe('retiree.future');
    const { careId } = (await take(residentId)).body;
    expect((await take(residentId)).error?.code).toBe('retiree.in-care');
    const asked = { params: { residentId }, body: confirmation };
    expect((await app.call('siblingWorker', retireeContracts.confirm, asked)).status).toBe(404);
    expect((await app.call('district', retireeContracts.confirm, asked)).status).toBe(403);
    expect((await app.call(null, retireeContracts.confirm, asked)).status).toBe(401);
    const params = { residentId, careId };
    const body = { ...details, living: '20', livingOn: '2026-11-01', version: 1, why: '老伴接回同住' } as const;
    expect((await app.call('worker', retireeContracts.changeCare, { params, body })).status).toBe(200);
    expect((await app.call('worker', retireeContracts.changeCare, { params, body })).status).toBe(409);
    expect((await fileOf(residentId)).retireeCare[0]).toMatchObject({ living: '20', version: 2 });
    const other = await retired('吴秀兰');
    const foreign = { params: { residentId: other, careId }, body: { version: 2, why: '登错了人' } };
    expect((await app.call('worker', retireeContracts.voidCare, foreign)).status).toBe(404);
  });

  it('ends, is voided with its history, and what a void had done is open again', async () => {
    const residentId = await retired('钱凤英');
    const { careId } = (await take(residentId)).body;
    const { confirmationId } = (await confirm(residentId)).body;
    const voiding = { params: { residentId, careId }, body: { version: 1, why: '登错了人' } };
    expect((await app.call('worker', retireeContracts.voidCare, voiding)).error?.code).toBe(
      'retiree.has-confirmations',
    );
    await app.call('worker', retireeContracts.voidConfirmation, {
      params: { residentId, confirmationId },
      body: { why: '点错了人' },
    });
    expect(await dutiesOf(residentId)).toEqual(['2026-01-10 314']);
    const ending = { endedOn: '2026-11-01', reason: '10', note: '随子女去南京', version: 1 } as const;
    const ended = await app.call('worker', retireeContracts.endCare, { params: { residentId, careId }, body: ending });
    expect(ended.status).toBe(200);
    expect(await dutiesOf(residentId)).toEqual([]);
    expect((await ledger('retirees-in-care')).some((one) => one.subjectId === residentId)).toBe(false);
    const before = await ledger('retirees-in-care', 'worker', '2026-10-31');
    expect(before.some((one) => one.subjectId === residentId)).toBe(true);
    const kinds = (await fileOf(residentId)).timeline.map((one) => one.kind);
    expect(kinds).toContain('retiree-care-ended');
    expect(kinds).toContain('confirmation-voided');
  });

  it('is confirmed with others at once: all who can be, the others are told why', async () => {
    const [a, b, c] = [await retired('孙玉梅'), await retired('李招娣'), await retired('陈阿妹')];
    const elsewhere = await retired('别处的人', '321102001004');
    await take(a);
    await take(b);
    await take(b);
    const body = { ...confirmation, residentIds: [a, c, elsewhere, b, a] };
    const preview = await app.call('worker', retireeContracts.previewBatch, { body });
    const codes = ['', 'retiree.not-in-care', 'request.not-found', '', 'retiree.twice'];
    expect(preview.body.rows.map((row) => row.problem?.code ?? '')).toEqual(codes);
    expect(preview.body.rows[2]?.name).toBe('');
    expect(await dutiesOf(a)).toHaveLength(1);
    const done = await app.call('worker', retireeContracts.confirmBatch, {
      body,
      key: '0b6d1a52-3a5c-4c5e-9f0e-1f2a3b4c5d6e',
    });
    expect(done.body).toMatchObject({ done: 2 });
    expect(done.body.rows.map((row) => row.problem?.code ?? '')).toEqual(codes);
    const again = await app.call('worker', retireeContracts.confirmBatch, {
      body,
      key: '0b6d1a52-3a5c-4c5e-9f0e-1f2a3b4c5d6e',
    });
    expect(again.body).toEqual(done.body);
    expect([await dutiesOf(a), await dutiesOf(b)]).toEqual([[], []]);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit_event
      where action = 'retiree.batch-confirmed' and subject_id = ${a}`.execute(app.system.db.kysely);
    expect(rows[0]?.count).toBe(1);
  });

  it('is visited from the day on which she lives alone, and no more when she does not', async () => {
    const residentId = await retired('朱月琴');
    const { careId } = (await take(residentId, { living: '10' })).body;
    const visits = async () =>
      (await app.call('worker', visitContracts.list, { query: { limit: 200 } })).body.rows
        .filter((row) => row.residentId === residentId)
        .map((row) => `${row.group} ${row.dueOn}`);
    expect(await visits()).toEqual([]);
    const change = (living: '20' | '30', livingOn: string, version: number) =>
      app.call('worker', retireeContracts.changeCare, {
        params: { residentId, careId },
        body: { ...details, living, livingOn, version, why: '上门得知' },
      });
    expect((await change('30', '2026-11-21', 1)).error?.code).toBe('retiree.future');
    expect((await change('30', '2025-01-09', 1)).error?.code).toBe('retiree.before-care');
    expect((await change('30', '2026-06-01', 1)).status).toBe(200);
    // Nobody is late with what she is told today.
    expect(await visits()).toEqual(['retiree-alone 2026-12-20']);
    const row = async (period?: string) =>
      (await ledger('retirees-in-care', 'worker', period)).find((one) => one.subjectId === residentId)?.cells;
    expect(await row()).toMatchObject({ living: '30', livingOn: '2026-06-01' });
    expect(await row('2026-05-31')).toMatchObject({ living: '10', livingOn: '2025-01-10' });
    const file = await fileOf(residentId);
    expect(file.retireeCare[0]).toMatchObject({ living: '30', livingOn: '2026-06-01', version: 2 });
    const changed = file.timeline.filter((one) => one.kind === 'retiree-living-changed');
    expect(changed.map((one) => [one.on, one.data])).toEqual([['2026-06-01', { living: '30' }]]);
    const met = {
      contactedOn: '2026-11-20',
      way: 'visit',
      outcome: '11',
      service: null,
      note: '',
      nextOn: null,
    } as const;
    await app.call('worker', contactContracts.record, { params: { residentId }, body: met });
    expect(await visits()).toEqual(['retiree-alone 2026-12-20']);
    const voiding = { params: { residentId, careId }, body: { version: 2, why: '登错了人' } };
    const { changeId } = (await app.call('worker', retireeContracts.voidCare, voiding)).body;
    expect(await visits()).toEqual([]);
    const restoring = { params: { residentId, careId }, body: { changeId, why: '作废错了' } };
    expect((await app.call('worker', retireeContracts.restoreCare, restoring)).status).toBe(200);
    expect(await visits()).toEqual(['retiree-alone 2026-12-20']);
    expect((await change('20', '2026-11-19', 4)).status).toBe(200);
    expect(await visits()).toEqual([]);
    expect((await fileOf(residentId)).retireeCare[0]).toMatchObject({ living: '20', livingOn: '2026-11-19' });
  });

  it('keeps the word of a card that was voided and written again, and of a care its own', async () => {
    const residentId = await retired('蒋玉兰');
    const { careId: wrong } = (await take(residentId)).body;
    const voiding = { params: { residentId, careId: wrong }, body: { version: 1, why: '单位写错' } };
    expect((await app.call('worker', retireeContracts.voidCare, voiding)).status).toBe(200);
    app.clock.set('2026-11-20T10:01:00+08:00');
    const { careId } = (await take(residentId)).body;
    const taken = (await fileOf(residentId)).timeline.filter((one) => one.kind === 'retiree-care-taken');
    expect(taken.map((one) => one.data.living)).toEqual(['30', '30']);
    const ending = { version: 1, endedOn: '2026-03-01', reason: '10', note: '' } as const;
    await app.call('worker', retireeContracts.endCare, { params: { residentId, careId }, body: ending });
    await take(residentId, { handedOverOn: '2026-03-01', living: '20' });
    const lives = (await fileOf(residentId)).retireeCare.map((one) => `${one.living} ${one.livingOn}`);
    expect(lives).toEqual(['20 2026-03-01', '30 2025-01-10']);
  });

  it('lives as before when a care is restored, whatever was entered and voided meanwhile', async () => {
    const residentId = await retired('沈桂芳');
    const { careId } = (await take(residentId)).body;
    const body = { ...details, living: '20', livingOn: '2026-11-18', version: 1, why: '搬来同住' } as const;
    await app.call('worker', retireeContracts.changeCare, { params: { residentId, careId }, body });
    const voided = async (id: string, version: number) =>
      (
        await app.call('worker', retireeContracts.voidCare, {
          params: { residentId, careId: id },
          body: { version, why: '登错了人' },
        })
      ).body.changeId;
    const changeId = await voided(careId, 2);
    app.clock.set('2026-11-20T10:02:00+08:00');
    const { careId: other } = (await take(residentId, { handedOverOn: '2024-12-01', living: '10' })).body;
    expect((await fileOf(residentId)).retireeCare.map((one) => one.living)).toEqual(['10']);
    await voided(other, 1);
    const restoring = { params: { residentId, careId }, body: { changeId, why: '作废错了' } };
    expect((await app.call('worker', retireeContracts.restoreCare, restoring)).status).toBe(200);
    const file = await fileOf(residentId);
    expect(file.retireeCare.map((one) => `${one.living} ${one.livingOn}`)).toEqual(['20 2026-11-18']);
    const lines = file.timeline.filter((one) => one.kind === 'retiree-living-changed');
    expect(lines.map((one) => [one.on, one.voided])).toEqual([['2026-11-18', false]]);
  });

  it('of more than eighty years is visited every month', async () => {
    const residentId = await addResident(app, { name: '顾阿大', birthOn: '1944-05-06' });
    await take(residentId, { retiredOn: '2004-05-20', living: '20' });
    const { rows } = (await app.call('worker', visitContracts.list, { query: { level: 'high', limit: 200 } })).body;
    expect(rows.find((row) => row.residentId === residentId)).toMatchObject({
      dutyKind: 'risk-visit',
      group: 'retiree-old',
      dueOn: '2026-12-20',
    });
  });

  it('is booked as it is derived', async () => {
    expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
  });
});
