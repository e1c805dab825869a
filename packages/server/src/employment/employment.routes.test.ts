import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
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

const job = {
  type: '10',
  urban: true,
  employerName: '镇江江山服装厂',
  employerCode: '91110000600037341L',
  occupation: '缝纫工',
  industry: 'C18',
  platformWork: false,
  proof: '劳动合同',
  startedOn: '2026-11-10',
};
const hire = (residentId: string, over: Record<string, unknown> = {}) =>
  app.call('worker', employmentContracts.register, { params: { residentId }, body: { ...job, ...over } });
const register = (residentId: string, registeredOn: string) =>
  app.call('worker', unemploymentContracts.register, {
    params: { residentId },
    body: {
      registeredOn,
      unemployedSince: registeredOn,
      reason: '02',
      nature: '1',
      jobWish: '',
      trainingWish: '',
      promiseSigned: true,
    },
  });
const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(app.system.db.kysely)).rows;
const registration = async (registrationId: string) =>
  (
    await rows(
      sql<
        Record<string, unknown>
      >`select ended_on, end_reason, end_evidence, end_note, version from unemployment_registration where registration_id = ${registrationId}::uuid`,
    )
  )[0];

describe('the journey', () => {
  it('register, duty, contact, next duty, work, and the month of the community', async () => {
    const residentId = await addResident(app, { name: '潘艳' });
    const { registrationId } = (await register(residentId, '2026-09-18')).body;
    const contactDuties = async () =>
      (await app.call('worker', worklistContracts.list, { query: { kind: 'unemployment-contact' } })).body.items.filter(
        (i) => i.subjectId === residentId,
      );
    expect((await contactDuties()).map((d) => [d.dueOn, d.overdueDays])).toEqual([['2026-10-18', 33]]);
    await app.call('worker', contactContracts.record, {
      params: { residentId },
      body: {
        contactedOn: '2026-11-05',
        way: 'visit',
        outcome: '02',
        service: 'job-introduction',
        note: '',
        nextOn: null,
      },
    });
    expect((await contactDuties()).map((d) => d.dueOn)).toEqual(['2026-12-05']);

    const hired = await hire(residentId);
    expect(hired.body).toMatchObject({ late: false, deregistered: true });
    expect(await registration(registrationId)).toEqual({
      ended_on: '2026-11-10',
      end_reason: '01',
      end_evidence: '劳动合同',
      end_note: '就业登记：镇江江山服装厂',
      version: 2,
    });
    expect(await contactDuties()).toEqual([]);
    const query = { area: '321102001001', month: '2026-11' };
    const { body } = await app.call('worker', reportContracts.monthly, { query });
    const lines = (of: typeof body, key: string) => of.lines.find((line) => line.key === key);
    const of = (key: string) => {
      const line = lines(body, key);
      return [line?.month.total, line?.month.female, line?.yearToDate.total];
    };
    expect(of('re-employment')).toEqual([1, 1, 1]);
    expect(of('new-urban-employment')).toEqual([1, 1, 1]);
    expect(of('deregistered-unemployed')).toEqual([1, 1, 1]);
    expect(of('newly-registered-unemployed')).toEqual([0, 0, 1]);
    expect(of('registered-unemployed').slice(0, 2)).toEqual([0, 0]);
    const facts = await rows(
      sql<{
        indicator: string;
        on: string;
        q: number;
      }>`select indicator, effective_on as on, sum(quantity)::int as q from fact
        where subject_id = ${residentId}::uuid and cell = '' and effective_on > '2026-09-01' and effective_on < '2027-01-01' group by 1, 2 having sum(quantity) <> 0 order by 2, 1`,
    );
    expect(facts).toEqual(
      [
        { indicator: 'newly-registered-unemployed', on: '2026-09-18', q: 1 },
        { indicator: 'older-unemployed', on: '2026-09-18', q: 1 },
        { indicator: 'registered-unemployed', on: '2026-09-18', q: 1 },
        { indicator: 'deregistered-unemployed', on: '2026-11-10', q: 1 },
        { indicator: 'employed', on: '2026-11-10', q: 1 },
        { indicator: 'new-urban-employment', on: '2026-11-10', q: 1 },
        { indicator: 're-employment', on: '2026-11-10', q: 1 },
        { indicator: 'older-unemployed', on: '2026-11-10', q: -1 },
        { indicator: 'registered-unemployed', on: '2026-11-10', q: -1 },
        { indicator: 'urban-employed', on: '2026-11-10', q: 1 },
      ].sort((a, b) => (a.on + a.indicator < b.on + b.indicator ? -1 : 1)),
    );
    const figures = (await app.call('worker', worklistContracts.list)).body.figures;
    expect(figures).toContainEqual({ indicator: 'new-urban-employment', now: 1, lastMonth: 0 });
    expect(figures).toContainEqual({ indicator: 'registered-unemployed', now: 0, lastMonth: 1 });
  });
});

describe('late reports', () => {
  it('are accepted and marked', async () => {
    const inTime = await hire(await addResident(app), { startedOn: '2026-10-21' });
    expect(inTime.body.late).toBe(false);
    const residentId = await addResident(app);
    const late = await hire(residentId, { startedOn: '2026-10-20' });
    expect(late.body.late).toBe(true);
    const end = (version: number, endedOn: string) =>
      app.call('worker', employmentContracts.end, {
        params: { residentId, employmentId: late.body.employmentId },
        body: { version, endedOn, reason: '03' },
      });
    expect((await end(2, '2026-11-04')).error?.code).toBe('request.changed-meanwhile');
    expect((await end(1, '2026-11-04')).body.late).toBe(true);
    const [row] = await rows(
      sql<
        Record<string, unknown>
      >`select report_late, end_late, end_reported_on, version from employment where employment_id = ${late.body.employmentId}::uuid`,
    );
    expect(row).toEqual({ report_late: true, end_late: true, end_reported_on: '2026-11-20', version: 2 });
    expect((await end(2, '2026-11-05')).error?.code).toBe('employment.ended-already');
  });
});

describe('refusals', () => {
  it.each([
    [{ employerName: '' }, 'employment.employer-missing'],
    [{ employerCode: '91110000600037341A' }, 'employment.employer-code-checksum'],
    [{ type: '77' }, 'employment.type-unknown'],
    [{ startedOn: '2026-11-21' }, 'employment.future'],
    [{ startedOn: '2000-01-01' }, 'employment.under-age'],
  ])('%o', async (over, code) => {
    const answer = await hire(await addResident(app), over);
    expect([answer.status, answer.error?.code]).toEqual([422, code]);
    expect(String(answer.error?.details.article)).toMatch(/§/);
  });
  it('a second employer, and work before the registration', async () => {
    const residentId = await addResident(app);
    expect((await hire(residentId)).status).toBe(200);
    expect((await hire(residentId, { employerName: '另一家' })).error?.code).toBe('employment.overlaps');
    expect((await hire(residentId, { type: '30', employerName: '', platformWork: true })).status).toBe(200);
    const other = await addResident(app);
    await register(other, '2026-11-15');
    expect((await hire(other)).error?.code).toBe('employment.before-registration');
  });
  it('another community and another district see nothing', async () => {
    const residentId = await addResident(app);
    const { employmentId } = (await hire(residentId)).body;
    for (const persona of ['siblingWorker', 'otherWorker'] as const) {
      expect(
        (await app.call(persona, employmentContracts.register, { params: { residentId }, body: job })).status,
      ).toBe(404);
      expect(
        (
          await app.call(persona, employmentContracts.void, {
            params: { residentId, employmentId },
            body: { version: 1, why: '作废' },
          })
        ).status,
      ).toBe(404);
    }
    // A record of somebody else under this person's address is as unknown as any.
    const stranger = await addResident(app);
    const wrong = await app.call('worker', employmentContracts.end, {
      params: { residentId: stranger, employmentId },
      body: { version: 1, endedOn: '2026-11-20', reason: '03' },
    });
    expect(wrong.status).toBe(404);
  });
});

describe('correction', () => {
  it('moves the end of the registration with the first day of work; a voided job can be followed by a reversal', async () => {
    const residentId = await addResident(app);
    const { registrationId } = (await register(residentId, '2026-10-01')).body;
    const { employmentId } = (await hire(residentId)).body;
    const changed = await app.call('worker', employmentContracts.change, {
      params: { residentId, employmentId },
      body: { ...job, startedOn: '2026-11-06', version: 1, why: '合同日期' },
    });
    expect(changed.status).toBe(200);
    // The file carries all that the form of a correction sends back.
    const view = await app.call('worker', residentContracts.file, { params: { residentId } });
    expect(view.body.employments[0]).toMatchObject({ industry: job.industry, proof: job.proof });
    expect(await registration(registrationId)).toMatchObject({ ended_on: '2026-11-06', version: 3 });
    const [row] = await rows(
      sql<{
        q: number;
      }>`select sum(quantity)::int as q from fact where subject_id = ${residentId}::uuid and indicator = 'registered-unemployed' and cell = '' and effective_on = '2026-11-10'`,
    );
    expect(row?.q).toBe(0);
    const reverse = () =>
      app.call('worker', unemploymentContracts.reverse, {
        params: { residentId, registrationId },
        body: { version: 3, why: '没有上班' },
      });
    expect((await reverse()).error?.code).toBe('unemployment.followed-by-employment');
    await app.call('worker', employmentContracts.void, {
      params: { residentId, employmentId },
      body: { version: 2, why: '没有上班' },
    });
    expect((await reverse()).status).toBe(200);
    expect(await registration(registrationId)).toMatchObject({ ended_on: null, end_reason: null });
    const duty = await rows(
      sql<{
        due_on: string;
      }>`select due_on from duty where subject_id = ${residentId}::uuid and kind = 'unemployment-contact' and done_on is null`,
    );
    expect(duty).toEqual([{ due_on: '2026-11-01' }]);
  });
});

it('leaves a ledger that follows from its records', async () => {
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});
