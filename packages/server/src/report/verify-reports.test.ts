import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyReports } from './verify-reports.ts';

const city = '321100000000';
let app: TestApp;

async function unemployed(persona: Persona, name: string, registeredOn: string, areaCode?: string): Promise<void> {
  const residentId = await addResident(app, { name, ...(areaCode && { areaCode }) });
  const body = {
    registeredOn,
    unemployedSince: registeredOn,
    reason: '02',
    nature: '1',
    jobWish: '',
    trainingWish: '',
    promiseSigned: true,
  } as const;
  const answer = await app.call(persona, unemploymentContracts.register, { params: { residentId }, body });
  expect(answer.error).toBeUndefined();
}

async function closeAll(month: string): Promise<void> {
  const body = { area: city, month, force: true, reason: '逾期未报' };
  const answer = await app.call('city', reportContracts.close, { body });
  expect(answer.error).toBeUndefined();
  await app.system.tasks.runNow(answer.body.taskId);
}

beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  await unemployed('worker', '王芳', '2026-08-14');
  await unemployed('worker', '李静', '2026-09-12');
  await unemployed('siblingWorker', '赵海燕', '2026-09-20', '321102001004');
  const body = { area: '321102001001', month: '2026-09', version: 0 };
  expect((await app.call('worker', reportContracts.submit, { body })).error).toBeUndefined();
  await closeAll('2026-09');
  // Late: an adjustment of October, which is closed with it.
  await unemployed('worker', '周红', '2026-09-25');
  await closeAll('2026-10');
});
afterAll(() => app.close());

/** Does something to the database behind everybody's back, verifies, and takes it back. */
async function tampered(statement: ReturnType<typeof sql>): Promise<Awaited<ReturnType<typeof verifyReports>>> {
  class Undo extends Error {}
  let verdict: Awaited<ReturnType<typeof verifyReports>> | undefined;
  await app.system.db.kysely
    .transaction()
    .execute(async (w) => {
      const { numAffectedRows } = await statement.execute(w);
      expect(Number(numAffectedRows)).toBeGreaterThan(0);
      verdict = await verifyReports({ db: inside(w), reference: app.system.reference });
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return verdict!;
}

/** The open transaction in the place of a database, so that nothing that a mutant does is ever committed. */
function inside(w: unknown): typeof app.system.db {
  const builder = { setIsolationLevel: () => builder, execute: (work: (w: unknown) => unknown) => work(w) };
  return { ...app.system.db, kysely: { transaction: () => builder } } as unknown as typeof app.system.db;
}

describe('every closed report', () => {
  it('is written again byte for byte: 2 months of 7 communities and their parents', async () => {
    const verdict = await verifyReports(app.system);
    expect(verdict).toMatchObject({ differences: 0, months: 2, examples: [] });
    expect(verdict.reports).toBeGreaterThanOrEqual(20);
  });

  const one = (table: string, set: string, where: string) =>
    sql`update ${sql.table(table)} set ${sql.raw(set)} where ctid = (select ctid from ${sql.table(table)} where ${sql.raw(where)} limit 1)`;
  it.each([
    [
      'a fact',
      one('fact', 'quantity = quantity + 1', `indicator = 'registered-unemployed' and booked_month = 202609`),
      'facts',
    ],
    ['a fact moved to another month', one('fact', 'booked_month = 202609', `booked_month = 202610`), 'facts'],
    [
      'a fact that is gone',
      sql`delete from fact where ctid = (select ctid from fact where booked_month <= 202610 limit 1)`,
      'facts',
    ],
    ['a balance', one('closing_balance', 'quantity = quantity + 1', 'true'), 'balances'],
    ['a balance that is gone', sql`delete from closing_balance where month = 202609`, 'balances'],
    ['a roll-up', one('report_rollup', 'own = own + 1', 'own <> 0'), 'stored'],
    ['a roll-up of the city', one('report_rollup', 'ytd = ytd + 1', 'district_id = 0'), 'stored'],
    ['an age band', one('closing_age_band', 'quantity = quantity + 1', 'true'), 'stored'],
    [
      'an age band of a community, in its parents',
      one('closing_age_band', `band = '55-59'`, 'district_id <> 0'),
      'facts',
    ],
    ['figures as submitted', one('report_form', `submitted_figures = '{}'`, 'submitted_figures is not null'), 'stored'],
    ['a digest', one('report_form', `digest = sha256('x')`, `state = 'closed'`), 'facts'],
    [
      'the name of an area as it was',
      one('report_seal', `head = replace(head, '贺家弄', '何家弄')`, `head like '%贺家弄%'`),
      'stored',
    ],
    ['who acted', one('report_event', `by_name = '别人'`, `action = 'submit'`), 'stored'],
    ['a form that is gone', one('report_form', `form = 'other'`, `state = 'closed' and district_id <> 0`), 'missing'],
  ] as const)('%s is found', async (_, statement, kind) => {
    const verdict = await tampered(statement as never);
    expect(verdict[kind]).toBeGreaterThan(0);
    expect(verdict.differences).toBeGreaterThan(0);
  });

  it('leaves nothing behind', async () => {
    expect(await verifyReports(app.system)).toMatchObject({ differences: 0 });
  });
});
