import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyReports } from '../report/verify-reports.ts';

const street = '321102001000';
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-10-01', now: '2026-11-06T16:00:00+08:00' });
});
afterAll(() => app.close());

const goTo = async (instant: string) => app.clock.set(instant);

describe('forms that the ledger does not make', () => {
  const weekly = { area: street, form: 'weekly-market', period: '2026-W45' };
  const standing = async (persona: Persona) =>
    (await app.call(persona, submissionContracts.state, { query: weekly })).body;
  const enterAll = async () => {
    const { body } = await app.call('clerk', reportFormContracts.fill, {
      params: { form: weekly.form },
      query: { area: street, period: weekly.period, ages: 'false' },
    });
    for (const [index, key] of body.missing.entries()) {
      const entered = await app.call('clerk', reportFormContracts.enter, {
        params: { form: weekly.form },
        body: { area: street, period: weekly.period, row: key, cell: '', value: index === 0 ? 7 : 0, version: 0 },
      });
      expect(entered.error, key).toBeUndefined();
    }
    return body.missing;
  };

  it('go the same way, and are locked word for word by the level above', async () => {
    expect(await standing('clerk')).toMatchObject({
      state: 'draft',
      opensOn: '2026-11-06',
      dueOn: '2026-11-09',
      dueTime: '12:00',
      allowedActions: ['submit'],
    });
    const submit = (version: number) => app.call('clerk', submissionContracts.submit, { body: { ...weekly, version } });
    expect((await submit(0)).error?.code).toBe('report.entry-missing');
    const entered = await enterAll();
    expect(entered.length).toBeGreaterThan(0);
    expect(
      (await app.call('clerk', submissionContracts.submit, { body: { ...weekly, period: '2026-W46', version: 0 } }))
        .error?.code,
    ).toBe('submission.not-open');
    const submitted = await submit((await standing('clerk')).version);
    expect(submitted.error).toBeUndefined();
    expect((await app.call('worker', submissionContracts.submit, { body: { ...weekly, version: 1 } })).status).toBe(
      403,
    );
    const judge = (contract: 'accept' | 'lock' | 'return', version: number, over: object = {}) =>
      app.call('district', submissionContracts[contract], { body: { ...weekly, version, ...over } as never });
    expect((await judge('lock', (await standing('district')).version)).error?.code).toBe('report.wrong-state');
    await goTo('2026-11-06T16:10:00+08:00');
    const point = [{ row: entered[0]!, column: 'total', remark: '请核对' }];
    expect(
      (await judge('return', (await standing('district')).version, { reason: '请核对', cells: point })).status,
    ).toBe(200);
    expect(await standing('clerk')).toMatchObject({ returnedCells: point, returnReason: '请核对' });
    await goTo('2026-11-06T16:20:00+08:00');
    expect((await submit((await standing('clerk')).version)).status).toBe(200);
    expect((await judge('accept', (await standing('district')).version)).status).toBe(200);
    expect((await judge('lock', (await standing('district')).version)).status).toBe(200);
    expect(await standing('district')).toMatchObject({
      state: 'closed',
      allowedActions: [],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const ledger = await app.call('clerk', submissionContracts.submit, {
      body: { area: street, form: 'monthly', period: '2026-10', version: 0 },
    });
    expect(ledger.error?.code).toBe('submission.ledger-form');
    expect(await verifyReports(app.system)).toMatchObject({ differences: 0, reports: 1 });
  });

  it('are corrected beside the sealed value where people fill them in', async () => {
    const { body } = await app.call('clerk', reportFormContracts.fill, {
      params: { form: weekly.form },
      query: { area: street, period: weekly.period, ages: 'false' },
    });
    const row = body.rows.find((one) => one.kind === 'manual' && one.period.total === 7)!;
    const wish = { ...weekly, row: row.key, column: 'total', wrong: '多报', reason: '看错', evidence: '招聘会记录' };
    const ask = (over: object) =>
      app.call('clerk', submissionContracts.askCorrection, { body: { ...wish, ...over } as never });
    expect((await ask({})).error?.code).toBe('submission.value-missing');
    expect((await ask({ correctedValue: '5' })).error).toBeUndefined();
    const { corrections } = (
      await app.call('district', submissionContracts.corrections, { query: { area: street, form: weekly.form } })
    ).body;
    expect(corrections).toMatchObject([{ sealedValue: '7', correctedValue: '5', mayDecide: true }]);
    await sql`update report_seal set document = replace(document, ':7', ':8') where document is not null`.execute(
      app.system.db.kysely,
    );
    expect(await verifyReports(app.system)).toMatchObject({ stored: 1 });
  });
});
