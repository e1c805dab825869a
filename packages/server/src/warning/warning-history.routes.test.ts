/** Warnings of months that are over: what had not been contacted by then, and communities that have been put together. */
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const street = '321102001000';
const community = '321102001001';
const absorbed = '321102001007';

let app: TestApp;
afterAll(() => app?.close());

async function setDay(on: string): Promise<void> {
  app.clock.set(`${on}T10:00:00+08:00`);
  await app.staySignedIn();
}

async function warningsOf(area: string, month: string) {
  const { body, error } = await app.call('clerk', warningContracts.list, { query: { area, month } });
  expect(error).toBeUndefined();
  return body.warnings.filter((one) => one.area.code === area);
}

const contact = (residentId: string, contactedOn: string) =>
  app.call('clerk', contactContracts.record, {
    params: { residentId },
    body: { contactedOn, way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
  });

const people: string[] = [];

beforeAll(async () => {
  app = await openTestApp({ now: '2026-08-05T10:00:00+08:00', openedOn: '2026-08-01' });
  await sql`update parameter set value = '3' where key = 'warning.least_base'`.execute(app.system.db.kysely);
  const registrations: string[] = [];
  for (const areaCode of [community, community, community, community, absorbed, absorbed, absorbed, absorbed]) {
    const residentId = await addResident(app, { areaCode });
    people.push(residentId);
    registrations.push((await registerUnemployed(app, 'clerk', residentId, '2026-08-04')).registrationId);
  }
  // Contacts are due on 4 September. The first person is contacted in time, the second late, the third leaves in time.
  await setDay('2026-08-20');
  await contact(people[0]!, '2026-08-20');
  await app.call('clerk', unemploymentContracts.deregister, {
    params: { residentId: people[2]!, registrationId: registrations[2]! },
    body: { version: 1, endedOn: '2026-08-20', reason: '07', evidence: '材料', note: '' },
  });
  await setDay('2026-10-12');
  await contact(people[1]!, '2026-10-12');
});

it('count contacts that were overdue at the end of a month that is over', async () => {
  const share = async (month: string) =>
    (await warningsOf(community, month)).find((one) => one.indicator === 'contact-overdue');
  expect(await share('2026-08')).toBeUndefined();
  // The first person's next round was due on 20 September.
  expect(await share('2026-09')).toMatchObject({
    value: 100,
    sentence: { zh: expect.stringContaining('应联系 3 人中逾期未联系 3 人') },
  });
  // Of today the second one is done.
  expect(await share('2026-10')).toMatchObject({ value: 66.67 });
  // The answer for September does not move with what was done in October.
  expect(await share('2026-09')).toMatchObject({ value: 100 });
});

it('take a merger for no rise', async () => {
  const answer = await app.call('system', areaContracts.merge, {
    params: { code: absorbed },
    body: { intoCode: community, effectiveOn: '2026-10-10', documentNo: '京政复〔2026〕18 号', reason: '撤并' },
  });
  expect(answer.error).toBeUndefined();
  if (answer.body.taskId) await app.system.tasks.runNow(answer.body.taskId);
  const rises = async (area: string) =>
    (await warningsOf(area, '2026-10')).filter((one) => one.indicator === 'unemployed-month');
  expect(await rises(community)).toEqual([]);
  expect(await rises(street)).toEqual([]);
});
