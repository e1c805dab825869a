import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { type RemarkAbout, remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { type ResidentDesk, residentDesk } from '../../test/resident-desk.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
let desk: ResidentDesk;
let residentId: string;
beforeAll(async () => {
  app = await openTestApp();
  desk = residentDesk(app);
  residentId = await desk.registered();
});
afterAll(() => app.close());

const write = (
  persona: Persona,
  body: string,
  mentioned: readonly Persona[] = [],
  about: RemarkAbout = { kind: 'file' },
  on = residentId,
) =>
  app.call(persona, remarkContracts.writeOnResident, {
    params: { residentId: on },
    body: { about: about as { kind: 'file' }, body, mentioned: mentioned.map((one) => app.accountIds[one]) },
  });
const written = async (...of: Parameters<typeof write>) => {
  const { body, error } = await write(...of);
  expect(error).toBeUndefined();
  return body.remarkId;
};
const list = async (persona: Persona, on = residentId) =>
  (await app.call(persona, remarkContracts.ofResident, { params: { residentId: on } })).body;
const mentions = async (persona: Persona) => (await app.call(persona, remarkContracts.mentions, { query: {} })).body;
const settle = (persona: Persona, remarkId: string, version = 1, answer = '') =>
  app.call(persona, remarkContracts.settle, { params: { remarkId }, body: { version, answer } });
const voiding = (persona: Persona, remarkId: string, version = 1, why = '写错人了') =>
  app.call(persona, remarkContracts.void, { params: { remarkId }, body: { version, why } });

describe('remarks', () => {
  it('go to the colleague who is named, who settles them with an answer', async () => {
    const remarkId = await written('clerk', '@工作人员 电话打不通，请核对 <b>今天</b>', ['worker'], {
      kind: 'field',
      field: 'phone',
    });
    const { count, mentions: mine } = await mentions('worker');
    expect(count).toBe(1);
    expect(mine[0]).toMatchObject({
      remarkId,
      subjectKind: 'resident',
      subjectId: residentId,
      about: { kind: 'field', field: 'phone' },
      body: '@工作人员 电话打不通，请核对 <b>今天</b>',
      area: { code: '321102001001' },
    });
    expect((await mentions('clerk')).count).toBe(0);
    expect((await settle('worker', remarkId, 1, '已改')).status).toBe(200);
    expect((await mentions('worker')).count).toBe(0);
    const { remarks } = await list('clerk');
    expect(remarks[0]).toMatchObject({ remarkId, status: 'settled', answer: '已改', mine: true, version: 2 });
    expect((await settle('worker', remarkId, 2)).error?.code).toBe('remark.not-open');
  });
  it('are seen and written by whoever may see the file, and by nobody else', async () => {
    const remarkId = await written('worker', '请街道复核', ['clerk', 'district']);
    for (const persona of ['siblingWorker', 'otherDistrict'] as const) {
      expect((await app.call(persona, remarkContracts.ofResident, { params: { residentId } })).status).toBe(404);
      expect((await write(persona, '看一下')).status).toBe(404);
      expect((await settle(persona, remarkId)).status).toBe(404);
      expect((await voiding(persona, remarkId)).status).toBe(404);
    }
    expect((await app.call('auditor', remarkContracts.ofResident, { params: { residentId } })).status).toBe(403);
    expect((await voiding('clerk', remarkId)).error?.code).toBe('remark.not-yours');
    expect((await mentions('district')).count).toBe(1);
    const withNumber = await voiding('worker', remarkId, 1, '应为 321102198504154119');
    expect([withNumber.status, withNumber.error?.code]).toEqual([422, 'remark.holds-number']);
    expect((await voiding('worker', remarkId)).status).toBe(200);
    expect((await mentions('district')).count).toBe(0);
    expect((await list('worker')).remarks.map((one) => one.remarkId)).not.toContain(remarkId);
  });
  it('offer the colleagues whose area holds the file', async () => {
    const { colleagues } = await list('worker');
    expect(colleagues.map((one) => one.accountId).sort()).toEqual(
      (['clerk', 'district', 'city'] as const).map((one) => app.accountIds[one]).sort(),
    );
  });
  it.each([
    ['somebody of another community', () => write('worker', '看一下', ['siblingWorker']), 'remark.no-colleague'],
    ['herself', () => write('worker', '看一下', ['worker']), 'remark.no-colleague'],
    ['an identity number', () => write('worker', '号码是 321102198504154119'), 'remark.holds-number'],
    ['a mobile number', () => write('worker', '新电话 13912345678'), 'remark.holds-number'],
    [
      'a record of another file',
      () =>
        write('worker', '看一下', [], {
          kind: 'event',
          timelineKind: 'contact-recorded',
          recordId: '00000000-0000-7000-8000-000000000001',
        }),
      'remark.about-unknown',
    ],
  ])('refuse %s', async (_, call, code) => {
    const { status, error } = await call();
    expect([status, error?.code]).toEqual([422, code]);
  });
  it.each([['x'.repeat(501)], [''], ['   '], ['a\u0000b'], ['a\u202eb']])('refuse the text %j', async (text) => {
    expect((await write('worker', text)).status).toBe(422);
  });
  it('are about a line of the timeline', async () => {
    await desk.unemployed(residentId);
    const { body } = await app.call('worker', contactContracts.record, {
      params: { residentId },
      body: { contactedOn: '2026-11-18', way: 'phone', outcome: '01', service: null, note: '', nextOn: null } as never,
    });
    const about = { kind: 'event', timelineKind: 'contact-recorded', recordId: body.contactId } as const;
    const remarkId = await written('clerk', '这次联系写得太简单', ['worker'], about);
    expect((await list('worker')).remarks.find((one) => one.remarkId === remarkId)?.about).toEqual(about);
    await settle('worker', remarkId);
  });
  it('two settle at once: one does', async () => {
    const remarkId = await written('clerk', '请看', ['worker']);
    const answers = await Promise.all([settle('worker', remarkId), settle('clerk', remarkId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
  it('follow the person to another district, and away from whoever may no longer see her', async () => {
    const mover = await desk.registered();
    const remarkId = await written('worker', '请区里看', ['district', 'city'], { kind: 'file' }, mover);
    const { version } = await desk.file('worker', mover);
    const moved = await app.call('city', residentContracts.file, { params: { residentId: mover } });
    expect(moved.status).toBe(200);
    const { body, error } = await app.call('worker', residentContracts.move, {
      params: { residentId: mover },
      body: {
        version,
        toAreaCode: '321111001005',
        address: '新村 2 号',
        movedOn: '2026-11-15',
        withHousehold: false,
      },
    });
    expect([body, error]).toMatchObject([expect.anything(), undefined]);
    expect((await list('otherWorker', mover)).remarks.map((one) => one.remarkId)).toEqual([remarkId]);
    expect((await mentions('district')).count).toBe(0);
    expect((await mentions('city')).count).toBe(1);
    const rows = await app.system.db.kysely
      .selectFrom('remark')
      .select('district_id')
      .where('remark_id', '=', remarkId)
      .execute();
    expect(rows).toHaveLength(1);
  });
  it('stand on a household as well', async () => {
    const householdId = (await desk.file('worker', await desk.registered({}, { how: 'new' }))).household!.householdId;
    const about = { kind: 'field', field: 'members' } as const;
    const { error } = await app.call('clerk', remarkContracts.writeOnHousehold, {
      params: { householdId },
      body: { about, body: '户主是否变更？', mentioned: [app.accountIds.worker] },
    });
    expect(error).toBeUndefined();
    expect((await mentions('worker')).mentions).toMatchObject([
      { subjectKind: 'household', subjectId: householdId, about },
    ]);
    const of = (persona: Persona) => app.call(persona, remarkContracts.ofHousehold, { params: { householdId } });
    expect([(await of('worker')).status, (await of('siblingWorker')).status]).toEqual([200, 404]);
    const { mentions: told } = await mentions('worker');
    await app.system.db.kysely
      .updateTable('household')
      .set({ voided_at: app.clock.now() })
      .where('household_id', '=', householdId)
      .execute();
    expect([(await of('worker')).status, (await mentions('worker')).count]).toEqual([404, told.length - 1]);
  });
});
