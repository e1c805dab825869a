import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
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

const body = {
  registeredOn: '2026-11-20',
  unemployedSince: '2026-11-01',
  reason: '02',
  nature: '1' as const,
  jobWish: '保洁',
  trainingWish: '',
  promiseSigned: true as const,
};
const { promiseSigned: _, ...fields } = body;

const register = (residentId: string, over: Record<string, unknown> = {}, key?: string) =>
  app.call('worker', unemploymentContracts.register, {
    params: { residentId },
    body: { ...body, ...over } as typeof body,
    ...(key && { key }),
  });
const end = (residentId: string, registrationId: string, over: Record<string, unknown> = {}) =>
  app.call('worker', unemploymentContracts.deregister, {
    params: { residentId, registrationId },
    body: {
      version: 1,
      endedOn: '2026-11-20',
      reason: '109',
      evidence: '书面材料',
      note: '本人申请',
      ...over,
    } as never,
  });
const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(app.system.db.kysely)).rows;
const booked = (residentId: string) =>
  rows(
    sql<{
      indicator: string;
      on: string;
      q: number;
    }>`select indicator, effective_on as on, sum(quantity)::int as q from fact
      where subject_id = ${residentId}::uuid and cell = '' and indicator like '%unemployed' group by 1, 2 having sum(quantity) <> 0 order by 2, 1`,
  );

describe('registration', () => {
  it('writes one record and everything that follows from it', async () => {
    const residentId = await addResident(app);
    const { status, body: answer } = await register(residentId);
    expect(status).toBe(200);
    const [record] = await rows(
      sql<
        Record<string, unknown>
      >`select area_id, channel, promise_signed, version from unemployment_registration where registration_id = ${answer.registrationId}::uuid`,
    );
    expect(record).toEqual({ area_id: 4, channel: 'community', promise_signed: true, version: 1 });
    expect(await booked(residentId)).toEqual([
      { indicator: 'newly-registered-unemployed', on: '2026-11-20', q: 1 },
      { indicator: 'older-unemployed', on: '2026-11-20', q: 1 },
      { indicator: 'registered-unemployed', on: '2026-11-20', q: 1 },
      { indicator: 'long-term-unemployed', on: '2027-11-01', q: 1 },
    ]);
    const duties = await rows(
      sql<{ kind: string }>`select kind from duty where subject_id = ${residentId}::uuid order by kind`,
    );
    expect(duties.map((d) => d.kind)).toEqual([
      'certificate-issue',
      'no-contact-proposal',
      'no-contact-warning',
      'risk-visit',
      'service-guidance',
      'service-job-introduction',
      'service-living-security',
      'service-policy',
      'service-training',
      'unemployment-contact',
    ]);
    const [event] = await rows(
      sql<
        Record<string, unknown>
      >`select action, subject_id, area_id from audit_event where event_id = (select cause from unemployment_registration where registration_id = ${answer.registrationId}::uuid)`,
    );
    expect(event).toEqual({ action: 'unemployment.registered', subject_id: residentId, area_id: 4 });
  });

  it('says 404 to the sibling community and to another district, 403 to whoever may not write', async () => {
    const residentId = await addResident(app);
    const codes = [];
    for (const persona of ['siblingWorker', 'otherWorker', 'district', 'city', 'auditor'] as const)
      codes.push((await app.call(persona, unemploymentContracts.register, { params: { residentId }, body })).status);
    expect(codes).toEqual([404, 404, 403, 403, 403]);
    expect((await app.call(null, unemploymentContracts.register, { params: { residentId }, body })).status).toBe(401);
    expect((await register('00000000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await app.call('clerk', unemploymentContracts.register, { params: { residentId }, body })).status).toBe(
      200,
    );
    const [row] = await rows(
      sql<{ channel: string }>`select channel from unemployment_registration where resident_id = ${residentId}::uuid`,
    );
    expect(row?.channel).toBe('street');
  });

  it('of one person twice at once: one wins', async () => {
    for (let i = 0; i < 5; i++) {
      const residentId = await addResident(app);
      const tries = await Promise.all([1, 2, 3].map(() => register(residentId)));
      expect(tries.map((t) => t.status).sort()).toEqual([200, 409, 409]);
      expect(tries.find((t) => t.status === 409)?.error?.code).toBe('unemployment.registered-already');
      expect((await booked(residentId)).find((f) => f.indicator === 'registered-unemployed')?.q).toBe(1);
    }
  });

  it('with the same key is the same registration', async () => {
    const residentId = await addResident(app);
    const key = 'registration-same-key-1';
    const both = await Promise.all([register(residentId, {}, key), register(residentId, {}, key)]);
    const again = await register(residentId, {}, key);
    expect(new Set([...both, again].map((b) => b.body.registrationId)).size).toBe(1);
    expect(again.raw.headers['idempotent-replay']).toBe('true');
    expect((await register(residentId, { jobWish: '别的' }, key)).error?.code).toBe('request.key-reused');
  });

  it('refuses with the article and the field', async () => {
    const residentId = await addResident(app, { birthOn: '2010-11-21' });
    const young = await register(residentId, { unemployedSince: '2026-11-20' });
    expect(young.status).toBe(422);
    expect(young.error).toMatchObject({
      code: 'unemployment.under-age',
      message: '2026-11-21 才满 16 周岁，此前不能登记失业。',
      details: { field: 'registeredOn', article: '劳动法第15条；领域手册 §2.1' },
    });
    const adult = await addResident(app);
    expect((await register(adult, { registeredOn: '2026-11-21' })).error?.code).toBe('unemployment.future');
    expect((await register(adult, { reason: '01' })).error?.code).toBe('unemployment.nature-against-reason');
    expect((await register(adult, { promiseSigned: false })).error?.fields?.[0]?.path).toBe('promiseSigned');
  });
});

describe('deregistration and its reversal', () => {
  it('needs evidence, ends the stock, and the reversal restores the chain', async () => {
    const residentId = await addResident(app);
    const { registrationId } = (
      await register(residentId, { registeredOn: '2026-03-02', unemployedSince: '2026-02-01' })
    ).body;
    const start = await booked(residentId);
    expect((await end(residentId, registrationId, { evidence: ' ' })).error?.code).toBe(
      'unemployment.evidence-missing',
    );
    expect((await end(residentId, registrationId, { reason: '09' })).status).toBe(200);
    expect(await booked(residentId)).toContainEqual({ indicator: 'registered-unemployed', on: '2026-11-20', q: -1 });
    expect((await end(residentId, registrationId, { version: 2 })).error?.code).toBe('unemployment.ended-already');

    const reverse = (version: number) =>
      app.call('worker', unemploymentContracts.reverse, {
        params: { residentId, registrationId },
        body: { version, why: '点错了人' },
      });
    expect((await reverse(1)).error?.code).toBe('request.changed-meanwhile');
    expect((await reverse(2)).status).toBe(200);
    expect(await booked(residentId)).toEqual(start);
    const [row] = await rows(
      sql<
        Record<string, unknown>
      >`select unemployed_since, ended_on, end_reason, version from unemployment_registration where registration_id = ${registrationId}::uuid`,
    );
    expect(row).toEqual({ unemployed_since: '2026-02-01', ended_on: null, end_reason: null, version: 3 });
    const history = await rows(
      sql<
        Record<string, unknown>
      >`select action, reason, before ->> 'ended_on' as before, after ->> 'ended_on' as after, before ? 'cause' as bookkeeping
        from registration_change where record_id = ${registrationId}::uuid order by action`,
    );
    expect(history).toEqual([
      { action: 'deregistered', reason: '本人申请', before: null, after: '2026-11-20', bookkeeping: false },
      { action: 'reversed', reason: '点错了人', before: '2026-11-20', after: null, bookkeeping: false },
    ]);
  });

  it('is not reversed once a new registration follows', async () => {
    const residentId = await addResident(app);
    const { registrationId } = (
      await register(residentId, { registeredOn: '2026-10-01', unemployedSince: '2026-10-01' })
    ).body;
    expect((await end(residentId, registrationId, { endedOn: '2026-11-01' })).status).toBe(200);
    expect((await register(residentId)).status).toBe(200);
    const refused = await app.call('worker', unemploymentContracts.reverse, {
      params: { residentId, registrationId },
      body: { version: 2, why: '恢复' },
    });
    expect(refused.error?.code).toBe('unemployment.not-last-end');
  });
});

describe('correction and voiding', () => {
  it('books the difference, keeps what was, and lets one of two editors through', async () => {
    const residentId = await addResident(app);
    const { registrationId } = (await register(residentId)).body;
    const change = (registeredOn: string) =>
      app.call('worker', unemploymentContracts.change, {
        params: { residentId, registrationId },
        body: { ...fields, registeredOn, version: 1, why: '登记日期录错' },
      });
    const both = await Promise.all([change('2026-11-03'), change('2026-11-05')]);
    expect(both.map((b) => b.status).sort()).toEqual([200, 409]);
    const facts = await booked(residentId);
    expect(facts.filter((f) => f.indicator === 'registered-unemployed')).toHaveLength(1);
    const voided = await app.call('worker', unemploymentContracts.void, {
      params: { residentId, registrationId },
      body: { version: 2, why: '不是本人' },
    });
    expect(voided.status).toBe(200);
    expect(await booked(residentId)).toEqual([]);
    expect(await rows(sql`select 1 from duty where subject_id = ${residentId}::uuid`)).toEqual([]);
    expect((await end(residentId, registrationId, { version: 3 })).status).toBe(404);
  });
});

describe('the work list', () => {
  it('shows the duty when it is due, a contact closes it, the next one follows', async () => {
    const residentId = await addResident(app, { name: '潘艳', areaCode: '321102001007' });
    const worker = 'clerk';
    const query = { area: '321102001007', kind: 'unemployment-contact' };
    const list = async () => (await app.call(worker, worklistContracts.list, { query })).body;
    expect((await list()).counts).toEqual({ overdue: 0, soon: 0, later: 0, ending: 0 });
    await app.call(worker, unemploymentContracts.register, {
      params: { residentId },
      body: { ...body, registeredOn: '2026-09-18', unemployedSince: '2026-09-18' },
    });
    const first = await list();
    expect(first.counts).toEqual({ overdue: 1, soon: 0, later: 0, ending: 0 });
    expect(first.items[0]).toMatchObject({
      subjectKind: 'resident',
      subjectId: residentId,
      name: '潘艳',
      kind: 'unemployment-contact',
      dueOn: '2026-10-18',
      overdueDays: 33,
      area: { code: '321102001007' },
      data: { registeredOn: '2026-09-18', lastContactOn: null, months: 2 },
    });
    expect(first.figures).toEqual([
      { indicator: 'registered-unemployed', now: 1, lastMonth: 1 },
      { indicator: 'newly-registered-unemployed', now: 0, lastMonth: 0 },
      { indicator: 'new-urban-employment', now: 0, lastMonth: 0 },
    ]);
    const contact = (over: Record<string, unknown>) =>
      app.call(worker, contactContracts.record, {
        params: { residentId },
        body: {
          contactedOn: '2026-11-20',
          way: 'phone',
          outcome: '01',
          service: null,
          note: '',
          nextOn: null,
          ...over,
        } as never,
      });
    expect((await contact({ outcome: '21' })).status).toBe(200);
    expect((await list()).counts.overdue).toBe(1);
    expect((await contact({ outcome: '21', service: 'training' })).error?.code).toBe('contact.service-not-reached');
    expect((await contact({ contactedOn: '2026-11-21' })).error?.code).toBe('contact.future');
    const done = await contact({ outcome: '02', service: 'training' });
    const second = await list();
    expect(second.counts).toEqual({ overdue: 0, soon: 0, later: 1, ending: 0 });
    expect(second.items[0]).toMatchObject({ dueOn: '2026-12-20', data: { lastContactOn: '2026-11-20' } });
    const training = await rows(
      sql<
        Record<string, unknown>
      >`select done_on from duty where subject_id = ${residentId}::uuid and kind = 'service-training'`,
    );
    expect(training).toEqual([{ done_on: '2026-11-20' }]);
    await app.call(worker, contactContracts.void, {
      params: { residentId, contactId: done.body.contactId },
      body: { why: '记到别人' },
    });
    expect((await list()).counts.overdue).toBe(1);
    // Five months without contact the warning appears, after six the proposal.
    const due = await rows(
      sql<
        Record<string, unknown>
      >`select kind, appears_on, due_on from duty where subject_id = ${residentId}::uuid and kind like 'no-contact%' order by kind`,
    );
    expect(due).toEqual([
      { kind: 'no-contact-proposal', appears_on: '2027-03-18', due_on: '2027-03-18' },
      { kind: 'no-contact-warning', appears_on: '2027-02-18', due_on: '2027-03-18' },
    ]);
  });

  it('of a sibling community is not to be seen', async () => {
    const other = await app.call('siblingWorker', worklistContracts.list, { query: { area: '321102001001' } });
    expect(other.error?.code).toBe('request.outside-area');
    const own = await app.call('siblingWorker', worklistContracts.list);
    expect(own.body.items.every((i) => i.area.code === '321102001004')).toBe(true);
  });
});

it('leaves a ledger that follows from its records', async () => {
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});
