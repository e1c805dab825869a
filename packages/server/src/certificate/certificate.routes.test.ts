import { certificateContracts } from '@renshe/domain/certificate/certificate.contract.ts';
import { localScheme } from '@renshe/domain/certificate/certificate-number.ts';
import { isVerificationCode } from '@renshe/domain/certificate/verification-code.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, type TestResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const today = '2026-11-20';
async function addRegistered(person: TestResident = {}): Promise<string> {
  const residentId = await addResident(app, person);
  const answer = await app.call('worker', unemploymentContracts.register, {
    params: { residentId },
    body: {
      registeredOn: '2026-11-02',
      unemployedSince: '2026-11-01',
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    },
  });
  expect(answer.status).toBe(200);
  return residentId;
}
const issue = (residentId: string, issuedOn = today) =>
  app.call('worker', certificateContracts.issue, { params: { residentId }, body: { issuedOn } });
const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(app.system.db.kysely)).rows;
const copies = (residentId: string) =>
  rows(
    sql<{
      number: string;
      copy: number;
      status: string;
      code: string;
    }>`select number, copy_number as copy, status, verification_code as code
      from certificate where resident_id = ${residentId}::uuid order by copy_number`,
  );
const verify = (code: string) => app.call(null, certificateContracts.verify, { params: { code } });

describe('a certificate', () => {
  it('is issued once, has one number for life, and closes the duty', async () => {
    const residentId = await addRegistered();
    const first = await issue(residentId);
    expect(first.body.number).toMatch(/^3211021\d26\d{6}$/);
    expect(localScheme.checks(first.body.number)).toBe(true);
    const duty = await rows(
      sql<
        Record<string, unknown>
      >`select done_on from duty where subject_id = ${residentId}::uuid and kind = 'certificate-issue'`,
    );
    expect(duty).toEqual([{ done_on: today }]);
    expect((await issue(residentId)).error?.code).toBe('certificate.valid-already');

    const reissued = await app.call('worker', certificateContracts.reissue, {
      params: { residentId, certificateId: first.body.certificateId },
      body: { issuedOn: today, reason: '遗失' },
    });
    expect(reissued.body.number).toBe(first.body.number);
    const voided = await app.call('worker', certificateContracts.void, {
      params: { residentId, certificateId: reissued.body.certificateId },
      body: { reason: '照片贴错' },
    });
    expect(voided.status).toBe(200);
    expect((await issue(residentId)).body.number).toBe(first.body.number);
    const all = await copies(residentId);
    expect(all.map((c) => [c.number, c.copy, c.status])).toEqual([
      [first.body.number, 1, 'replaced'],
      [first.body.number, 2, 'void'],
      [first.body.number, 3, 'valid'],
    ]);
    expect(new Set(all.map((c) => c.code)).size).toBe(3);
    expect(all.every((c) => isVerificationCode(c.code))).toBe(true);
    const again = await app.call('worker', certificateContracts.reissue, {
      params: { residentId, certificateId: first.body.certificateId },
      body: { issuedOn: today, reason: '遗失' },
    });
    expect(again.error?.code).toBe('certificate.not-valid');
  });

  it('needs a registration and a day that makes sense', async () => {
    expect((await issue(await addResident(app))).error?.code).toBe('certificate.no-registration');
    const residentId = await addRegistered();
    expect((await issue(residentId, '2026-11-21')).error?.code).toBe('certificate.future');
    expect((await issue(residentId, '2026-11-01')).error?.code).toBe('certificate.before-registration');
    for (const persona of ['siblingWorker', 'otherWorker'] as const)
      expect(
        (await app.call(persona, certificateContracts.issue, { params: { residentId }, body: { issuedOn: today } }))
          .status,
      ).toBe(404);
  });

  it('gets a number of its own also when eight are issued at once', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, () => addRegistered({ hukouType: '21' })));
    const issued = await Promise.all(people.map((residentId) => issue(residentId)));
    const numbers = issued.map((i) => i.body.number);
    expect(new Set(numbers).size).toBe(8);
    expect(numbers.every((n) => n.startsWith('3211022'))).toBe(true);
    // One person at two counters at once has one certificate.
    const residentId = await addRegistered();
    const both = await Promise.all([issue(residentId), issue(residentId)]);
    expect(both.map((b) => b.status).sort()).toEqual([200, 409]);
    expect(await copies(residentId)).toHaveLength(1);
  });
});

describe('the public page', () => {
  it('confirms and gives nothing away', async () => {
    const residentId = await addRegistered({ name: '欧阳丽娟' });
    const { certificateId, number } = (await issue(residentId)).body;
    const [copy] = await copies(residentId);
    const { status, body, raw } = await verify(copy!.code);
    expect(status).toBe(200);
    expect(body).toEqual({
      result: 'valid',
      nameMasked: '欧**娟',
      numberTail: number.slice(-4),
      issuer: { name: '镇江市京口区' },
      issuedOn: today,
    });
    expect(raw.body).not.toContain(number);
    expect(raw.body).not.toContain(residentId);
    expect(raw.body).not.toContain('贺家弄');
    const unknown = await verify('0000000000000000');
    expect([unknown.status, unknown.body]).toEqual([
      200,
      { result: 'unknown', nameMasked: null, numberTail: null, issuer: null, issuedOn: null },
    ]);
    expect(Object.keys(unknown.body)).toEqual(Object.keys(body));
    const timeOf = async (code: string) => {
      const start = performance.now();
      await verify(code);
      return performance.now() - start;
    };
    expect(await timeOf(copy!.code)).toBeGreaterThan(45);
    expect(await timeOf('ZZZZZZZZZZZZZZZZ')).toBeGreaterThan(45);
    await app.call('worker', certificateContracts.void, {
      params: { residentId, certificateId },
      body: { reason: '作废' },
    });
    expect((await verify(copy!.code)).body.result).toBe('void');
    expect((await app.http.inject({ method: 'GET', url: '/api/public/certificates/abc' })).statusCode).toBe(422);
  });
});

describe('printing', () => {
  it('makes a PDF and says in the audit why', async () => {
    const residentId = await addRegistered();
    const { certificateId, number } = (await issue(residentId)).body;
    const print = (persona: 'worker' | 'siblingWorker') =>
      app.call(persona, certificateContracts.print, {
        params: { residentId, certificateId },
        body: { purpose: '窗口领取' },
      });
    const printed = await print('worker');
    expect(printed.status).toBe(200);
    expect(printed.raw.headers['content-type']).toBe('application/pdf');
    expect(printed.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(decodeURIComponent(String(printed.raw.headers['content-disposition']))).toContain(number);
    const [event] = await rows(
      sql<Record<string, unknown>>`select purpose, subject_id from audit_event where action = 'certificate.printed'`,
    );
    expect(event).toEqual({ purpose: '窗口领取', subject_id: residentId });
    expect((await print('siblingWorker')).status).toBe(404);
    await app.call('worker', certificateContracts.void, {
      params: { residentId, certificateId },
      body: { reason: '作废' },
    });
    expect((await print('worker')).error?.code).toBe('certificate.not-valid');
  });
});
