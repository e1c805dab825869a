/** Restoring what was voided, of every kind. Over 400 lines because each kind is restored the same way beside the others. */
import { findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { addToMonth } from '@renshe/domain/kernel/plain-date.ts';
import { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { recycleContracts } from '@renshe/domain/recycle/recycle.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { retireeContracts } from '@renshe/domain/retiree/retiree.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { closeMonth } from '../statistics/close-month.ts';
import { verifyLedger } from '../statistics/verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
/** Facts equal what follows from the records, and closed reports stay. */
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});

async function listed(persona: Persona, query: Record<string, string> = {}) {
  const answer = await app.call(persona, recycleContracts.list, { query });
  expect(answer.error).toBeUndefined();
  return answer.body;
}

async function contactOf(residentId: string, contactedOn = '2026-11-19'): Promise<string> {
  const answer = await app.call('worker', contactContracts.record, {
    params: { residentId },
    body: { contactedOn, way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
  });
  expect(answer.error).toBeUndefined();
  return answer.body.contactId;
}

async function voidContact(residentId: string, contactId: string, why = '记错了人'): Promise<string> {
  const answer = await app.call('worker', contactContracts.void, { params: { residentId, contactId }, body: { why } });
  expect(answer.error).toBeUndefined();
  return answer.body.changeId;
}

const restoreContact = (persona: Persona, residentId: string, contactId: string, changeId: string, key?: string) =>
  app.call(persona, contactContracts.restore, {
    params: { residentId, contactId },
    body: { changeId, why: '作废错了' },
    ...(key && { key }),
  });

async function voidRegistration(residentId: string, registrationId: string): Promise<string> {
  const answer = await app.call('worker', unemploymentContracts.void, {
    params: { residentId, registrationId },
    body: { version: 1, why: '登记错了人' },
  });
  expect(answer.error).toBeUndefined();
  return answer.body.changeId;
}

const restoreRegistration = (residentId: string, registrationId: string, changeId: string) =>
  app.call('worker', unemploymentContracts.restore, {
    params: { residentId, registrationId },
    body: { changeId, why: '作废错了' },
  });

async function dutiesOf(residentId: string): Promise<unknown[]> {
  const { rows } =
    await sql`select kind, anchor, due_on, done_on from duty where subject_id = ${residentId}::uuid order by 1, 2, 3`.execute(
      app.system.db.kysely,
    );
  return rows;
}

const stock = async () => {
  const { rows } = await sql<{
    booked: number;
    n: number;
  }>`select booked_month as booked, sum(quantity)::int as n from fact_total
    where indicator = 'registered-unemployed' and cell = '' group by 1 having sum(quantity) <> 0 order by 1`.execute(
    app.system.db.kysely,
  );
  return rows.map((row) => [row.booked, row.n]);
};

describe('a contact', () => {
  it('stands in the list of its own area until it is restored, and everything is as before', async () => {
    const residentId = await addResident(app, { name: '裴回收' });
    await registerUnemployed(app, 'worker', residentId, '2026-10-12');
    const contactId = await contactOf(residentId);
    const before = await dutiesOf(residentId);
    const changeId = await voidContact(residentId, contactId);
    expect(await dutiesOf(residentId)).not.toEqual(before);
    const { entries, workers } = await listed('worker', { text: '裴回' });
    expect(entries).toMatchObject([
      {
        changeId,
        kind: 'contact',
        recordId: contactId,
        residentName: '裴回收',
        on: '2026-11-19',
        way: 'phone',
        outcome: '01',
        voidedBy: 'worker',
        why: '记错了人',
        daysLeft: 90,
      },
    ]);
    expect(workers).toEqual([{ accountId: app.accountIds.worker, name: 'worker' }]);
    expect((await listed('clerk', { kind: 'contact' })).count).toBe(1);
    expect((await listed('clerk', { kind: 'employment' })).count).toBe(0);
    expect((await listed('worker', { by: app.accountIds.worker })).count).toBe(1);
    expect((await listed('worker', { by: app.accountIds.clerk })).count).toBe(0);
    expect((await listed('siblingWorker')).count).toBe(0);
    expect((await restoreContact('siblingWorker', residentId, contactId, changeId)).status).toBe(404);
    expect((await restoreContact('district', residentId, contactId, changeId)).status).toBe(403);

    const key = crypto.randomUUID();
    expect((await restoreContact('worker', residentId, contactId, changeId, key)).status).toBe(200);
    expect((await restoreContact('worker', residentId, contactId, changeId, key)).status).toBe(200);
    expect(await dutiesOf(residentId)).toEqual(before);
    expect((await listed('worker')).count).toBe(0);
    const { timeline } = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    expect(timeline.find((line) => line.kind === 'contact-restored')).toMatchObject({
      recordedBy: 'worker',
      data: { contactedOn: '2026-11-19', why: '作废错了' },
    });
    expect(timeline.find((line) => line.kind === 'contact-recorded')?.voided).toBe(false);
    const audited = await app.system.db.kysely
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'contact.restored')
      .where('subject_id', '=', residentId)
      .execute();
    expect(audited.map((event) => event.details)).toMatchObject([{ contactId, changeId, why: '作废错了' }]);
  });
  it('is restored once, by the void that was seen', async () => {
    const residentId = await addResident(app);
    const contactId = await contactOf(residentId);
    const first = await voidContact(residentId, contactId);
    const both = await Promise.all([
      restoreContact('worker', residentId, contactId, first),
      restoreContact('clerk', residentId, contactId, first),
    ]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await restoreContact('worker', residentId, contactId, first)).status).toBe(409);
    app.clock.set('2026-11-20T10:05:00+08:00');
    const second = await voidContact(residentId, contactId);
    expect((await restoreContact('worker', residentId, contactId, first)).status).toBe(409);
    expect((await restoreContact('worker', residentId, contactId, second)).status).toBe(200);
    expect((await restoreContact('worker', residentId, crypto.randomUUID(), second)).status).toBe(404);
  });
});

describe('a registration', () => {
  it('counts again from its own day; a closed month stays and shows an adjustment', async () => {
    const residentId = await addResident(app);
    const { registrationId } = await registerUnemployed(app, 'worker', residentId, '2026-09-07');
    const before = await stock();
    const changeId = await voidRegistration(residentId, registrationId);
    const { tree } = await app.system.reference.current();
    const areaId = findAreaByCode(tree, '321102001001', '2026-11-20')!;
    for (let month = 202501; month <= 202610; month = addToMonth(month, 1))
      await app.system.db.kysely
        .transaction()
        .execute((w) => closeMonth(app.system, w, areaId, month, app.system.clock.today()));
    expect((await restoreRegistration(residentId, registrationId, changeId)).status).toBe(200);
    // What was closed says that she never was; the month that is open adds her.
    expect(await stock()).not.toEqual(before);
    expect((await stock()).reduce((sum, row) => sum + row[1]!, 0)).toBe(before.reduce((sum, row) => sum + row[1]!, 0));
    const { rows } = await sql<{
      booked: number;
    }>`select distinct booked_month as booked from fact where subject_id = ${residentId}::uuid
      and indicator = 'registered-unemployed' and cell = '' and cause = (select cause from registration_change where record_id = ${registrationId}::uuid and action = 'restored')`.execute(
      app.system.db.kysely,
    );
    expect(rows.map((row) => row.booked)).toEqual([202611]);
  });
  it('is refused with the reason when later records contradict it', async () => {
    const residentId = await addResident(app);
    const { registrationId } = await registerUnemployed(app, 'worker', residentId, '2026-11-02');
    const changeId = await voidRegistration(residentId, registrationId);
    const job = await app.call('worker', employmentContracts.register, {
      params: { residentId },
      body: {
        type: '10',
        urban: true,
        employerName: '镇江某公司',
        employerCode: null,
        occupation: null,
        industry: null,
        platformWork: false,
        proof: '',
        startedOn: '2026-11-10',
      },
    });
    expect(job.error).toBeUndefined();
    const refused = await restoreRegistration(residentId, registrationId, changeId);
    expect([refused.status, refused.error?.code]).toEqual([409, 'unemployment.employed']);
    const { employmentId } = job.body;
    const voided = await app.call('worker', employmentContracts.void, {
      params: { residentId, employmentId },
      body: { version: 1, why: '登记错了' },
    });
    expect((await restoreRegistration(residentId, registrationId, changeId)).status).toBe(200);
    const again = await app.call('worker', employmentContracts.restore, {
      params: { residentId, employmentId },
      body: { changeId: voided.body.changeId, why: '作废错了' },
    });
    expect([again.status, again.error?.code]).toEqual([409, 'employment.registered-since']);
  });
});

describe('an employment and a certificate', () => {
  it('are restored as they were', async () => {
    const residentId = await addResident(app);
    const job = await app.call('worker', employmentContracts.register, {
      params: { residentId },
      body: {
        type: '20',
        urban: true,
        employerName: '',
        employerCode: null,
        occupation: null,
        industry: null,
        platformWork: false,
        proof: '',
        startedOn: '2026-11-10',
      },
    });
    const { employmentId } = job.body;
    const issued = await app.call('worker', certificateContracts.issue, {
      params: { residentId },
      body: { issuedOn: '2026-11-20' },
    });
    const { certificateId, number } = issued.body;
    const certificate = await app.call('worker', certificateContracts.void, {
      params: { residentId, certificateId },
      body: { reason: '印错了' },
    });
    const employment = await app.call('worker', employmentContracts.void, {
      params: { residentId, employmentId },
      body: { version: 1, why: '登记错了' },
    });
    const restoreCertificate = () =>
      app.call('worker', certificateContracts.restore, {
        params: { residentId, certificateId },
        body: { changeId: certificate.body.changeId, why: '作废错了' },
      });
    // A certificate needs a registration to rest on.
    expect((await restoreCertificate()).error?.code).toBe('certificate.no-registration');
    const restored = await app.call('worker', employmentContracts.restore, {
      params: { residentId, employmentId },
      body: { changeId: employment.body.changeId, why: '作废错了' },
    });
    expect(restored.error).toBeUndefined();
    expect((await restoreCertificate()).error).toBeUndefined();
    const file = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    expect(file.employments).toMatchObject([{ employmentId, endedOn: null }]);
    expect(file.certificates).toMatchObject([{ number, status: 'valid' }]);
    expect(
      file.timeline
        .filter((line) => line.kind.endsWith('-restored'))
        .map((line) => line.kind)
        .sort(),
    ).toEqual(['certificate-restored', 'employment-restored']);
  });
});

describe('what somebody draws', () => {
  const why = '登记错了人';
  it('a policy enjoyed is restored, unless it was recorded again', async () => {
    const residentId = await addResident(app, { name: '邵享受' });
    const body = {
      policy: 'training-subsidy',
      fromOn: '2026-05-01',
      toOn: '2026-12-01',
      amount: null,
      note: '公示名单',
    };
    const record = () => app.call('worker', policyContracts.recordBenefit, { params: { residentId }, body });
    const { benefitId } = (await record()).body;
    const flags = async () =>
      (await app.call('worker', residentContracts.file, { params: { residentId } })).body.status.flags;
    const before = await flags();
    expect(before).toMatchObject([{ kind: 'benefit-ending' }]);
    const params = { residentId, benefitId };
    const { changeId } = (await app.call('worker', policyContracts.voidBenefit, { params, body: { version: 1, why } }))
      .body;
    expect(await flags()).toEqual([]);
    expect((await listed('worker', { text: '邵享受' })).entries).toMatchObject([
      { kind: 'policy-benefit', on: '2026-05-01', policyName: '职业培训补贴', why },
    ]);
    const restore = (persona: Persona = 'worker') =>
      app.call(persona, policyContracts.restoreBenefit, { params, body: { changeId, why: '作废错了' } });
    expect((await restore('siblingWorker')).status).toBe(404);
    const again = (await record()).body.benefitId;
    expect((await restore()).error?.code).toBe('policy.overlaps');
    await app.call('worker', policyContracts.voidBenefit, {
      params: { residentId, benefitId: again },
      body: { version: 1, why },
    });
    expect((await restore()).status).toBe(200);
    expect((await restore()).status).toBe(409);
    expect(await flags()).toEqual(before);
    const { timeline } = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    expect(timeline.find((line) => line.kind === 'policy-benefit-restored')?.data).toMatchObject({
      policyName: '职业培训补贴',
    });
  });
  it('community care and its confirmations are restored one after the other', async () => {
    const residentId = await addResident(app, { name: '宗退休', birthOn: '1962-03-15' });
    const care = {
      formerEmployer: '镇江酱醋厂',
      pension: '10',
      filePlace: '',
      fileNumber: '',
      living: '30',
      disabled: false,
      partyMember: false,
      note: '',
      retiredOn: '2022-03-20',
      handedOverOn: '2025-01-10',
      lastConfirmedOn: null,
    } as const;
    const { careId } = (await app.call('worker', retireeContracts.takeIntoCare, { params: { residentId }, body: care }))
      .body;
    const confirmed = await app.call('worker', retireeContracts.confirm, {
      params: { residentId },
      body: { confirmedOn: '2026-11-18', way: 'visit', result: 'confirmed', note: '' },
    });
    const { confirmationId } = confirmed.body;
    const duties = await dutiesOf(residentId);
    const ofConfirmation = { residentId, confirmationId };
    const ofCare = { residentId, careId };
    const one = await app.call('worker', retireeContracts.voidConfirmation, { params: ofConfirmation, body: { why } });
    const other = await app.call('worker', retireeContracts.voidCare, { params: ofCare, body: { version: 1, why } });
    const { entries } = await listed('worker', { text: '宗退休' });
    expect(entries.sort((a, b) => (a.on < b.on ? -1 : 1))).toMatchObject([
      { kind: 'retiree-care', on: '2025-01-10', employerName: '镇江酱醋厂' },
      { kind: 'confirmation', on: '2026-11-18', way: 'visit', result: 'confirmed' },
    ]);
    const restoreConfirmation = () =>
      app.call('worker', retireeContracts.restoreConfirmation, {
        params: ofConfirmation,
        body: { changeId: one.body.changeId, why: '作废错了' },
      });
    expect((await restoreConfirmation()).error?.code).toBe('retiree.not-in-care');
    const restored = await app.call('worker', retireeContracts.restoreCare, {
      params: ofCare,
      body: { changeId: other.body.changeId, why: '作废错了' },
    });
    expect(restored.error).toBeUndefined();
    expect((await restoreConfirmation()).error).toBeUndefined();
    expect(await dutiesOf(residentId)).toEqual(duties);
    const file = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
    expect(file.timeline.map((line) => line.kind)).toEqual(
      expect.arrayContaining(['retiree-care-restored', 'confirmation-restored']),
    );
  });
});

it('is over after the days of the parameter', async () => {
  const residentId = await addResident(app, { name: '柏过期' });
  const contactId = await contactOf(residentId);
  const changeId = await voidContact(residentId, contactId);
  await app.staySignedIn();
  const { rows } = await sql<{
    at: Date;
  }>`update registration_change set changed_at = changed_at - interval '89 days' where change_id = ${changeId}::uuid returning changed_at as at`.execute(
    app.system.db.kysely,
  );
  expect(rows).toHaveLength(1);
  expect((await listed('worker', { text: '柏过期' })).entries).toMatchObject([{ daysLeft: 1 }]);
  await sql`update registration_change set changed_at = changed_at - interval '1 day' where change_id = ${changeId}::uuid`.execute(
    app.system.db.kysely,
  );
  expect((await listed('worker', { text: '柏过期' })).count).toBe(0);
  const late = await restoreContact('worker', residentId, contactId, changeId);
  expect([late.status, late.error?.code]).toEqual([409, 'recycle.expired']);
});

it('tells the history of a field with its first value, masked', async () => {
  const residentId = await addResident(app);
  await app.call('worker', residentContracts.change, {
    params: { residentId },
    body: { version: 1, fields: { phone: '13900001111' } },
  });
  const { body } = await app.call('worker', residentContracts.history, { params: { residentId } });
  expect(body).toMatchObject({
    changes: [{ field: 'phone', oldValue: '138****5678', newValue: '139****1111', changedBy: 'worker' }],
    openedBy: null,
  });
  expect((await app.call('siblingWorker', residentContracts.history, { params: { residentId } })).status).toBe(404);
});
