import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

const here = '321102001001';
const otherDistrict = '321111001005';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});

let serial = 0;
function number(): string {
  serial++;
  const first17 = `32110219790505${String(serial).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}
async function person(citizenId: string): Promise<string> {
  const answer = await app.call('worker', residentContracts.register, {
    body: {
      name: '孙小红',
      phone: null,
      address: '贺家弄 9 号',
      hukouType: null,
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
      citizenId,
      areaCode: here,
      livesHereSince: '2026-01-10',
      household: { how: 'new' },
    },
  });
  return answer.body.residentId;
}
const ask = (persona: Persona, citizenId: string, toAreaCode = otherDistrict) =>
  app.call(persona, transferContracts.ask, { body: { citizenId, toAreaCode, reason: '已搬来本社区' } });
const agree = (persona: Persona, requestId: string, movedOn = '2026-11-01') =>
  app.call(persona, transferContracts.agree, { params: { requestId }, body: { movedOn, note: '属实' } });
const refuse = (persona: Persona, requestId: string) =>
  app.call(persona, transferContracts.refuse, { params: { requestId }, body: { note: '仍住本社区' } });
const withdraw = (persona: Persona, requestId: string) =>
  app.call(persona, transferContracts.withdraw, { params: { requestId }, body: { note: '本人不搬了' } });
const listed = async (persona: Persona, requestId: string) =>
  (await app.call(persona, transferContracts.list)).body.requests.find((r) => r.requestId === requestId);

describe('transfer requests', () => {
  it('are asked by number, seen masked by the asker, and move the file when agreed', async () => {
    const citizenId = number();
    const residentId = await person(citizenId);
    const { body } = await ask('otherWorker', citizenId);
    expect(await listed('otherWorker', body.requestId)).toMatchObject({
      direction: 'in',
      residentName: '孙*红',
      residentId: null,
      status: 'asked',
    });
    expect(await listed('worker', body.requestId)).toMatchObject({
      direction: 'out',
      residentName: '孙小红',
      residentId,
      toArea: { code: otherDistrict },
    });
    expect(await listed('siblingWorker', body.requestId)).toBeUndefined();
    expect((await ask('otherWorker', citizenId)).error?.code).toBe('transfer.already-asked');
    expect((await agree('otherWorker', body.requestId)).status).toBe(404);
    expect((await agree('siblingWorker', body.requestId)).status).toBe(404);
    expect((await agree('worker', body.requestId, '2026-12-01')).error?.code).toBe('resident.date-in-future');
    expect((await agree('worker', body.requestId)).error).toBeUndefined();
    const file = await app.call('otherWorker', residentContracts.file, { params: { residentId } });
    expect(file.body.area.code).toBe(otherDistrict);
    expect(file.body.timeline.map((l) => l.kind)).toEqual(
      expect.arrayContaining(['transfer-asked', 'transfer-agreed', 'resident-moved']),
    );
    expect((await app.call('worker', residentContracts.file, { params: { residentId } })).status).toBe(404);
    expect((await agree('worker', body.requestId)).error?.code).toBe('transfer.decided');
    expect(await listed('otherWorker', body.requestId)).toMatchObject({ status: 'agreed', residentId });
    expect(await listed('worker', body.requestId)).toMatchObject({ status: 'agreed', residentId: null });
  });
  it('are refused with a note', async () => {
    const citizenId = number();
    await person(citizenId);
    const { body } = await ask('otherWorker', citizenId);
    expect((await refuse('otherWorker', body.requestId)).status).toBe(404);
    expect((await refuse('worker', body.requestId)).error).toBeUndefined();
    expect(await listed('otherWorker', body.requestId)).toMatchObject({
      status: 'refused',
      decisionNote: '仍住本社区',
      residentId: null,
    });
    expect((await refuse('worker', body.requestId)).error?.code).toBe('transfer.decided');
    // Asking again after a refusal is a new request.
    expect((await ask('otherWorker', citizenId)).status).toBe(200);
  });
  it('are withdrawn by the side that asked, while nobody has answered', async () => {
    const citizenId = number();
    const residentId = await person(citizenId);
    const { body } = await ask('otherWorker', citizenId);
    expect((await withdraw('worker', body.requestId)).status).toBe(404);
    expect((await withdraw('siblingWorker', body.requestId)).status).toBe(404);
    expect((await withdraw('otherWorker', body.requestId)).error).toBeUndefined();
    expect(await listed('worker', body.requestId)).toMatchObject({ status: 'withdrawn', decisionNote: '本人不搬了' });
    expect((await agree('worker', body.requestId)).error?.code).toBe('transfer.decided');
    expect((await withdraw('otherWorker', body.requestId)).error?.code).toBe('transfer.decided');
    const file = await app.call('worker', residentContracts.file, { params: { residentId } });
    expect(file.body.timeline.map((l) => l.kind)).toContain('transfer-withdrawn');
    expect((await ask('otherWorker', citizenId)).status).toBe(200);
  });
  it('need a file elsewhere, a right number and an area of one’s own', async () => {
    const citizenId = number();
    expect((await ask('worker', citizenId, here)).error?.code).toBe('transfer.not-registered');
    await person(citizenId);
    expect((await ask('worker', citizenId, here)).error?.code).toBe('transfer.already-yours');
    expect((await ask('otherWorker', '321102197905050001')).error?.code).toMatch(/^resident\.id-/);
    expect((await ask('otherWorker', citizenId, here)).error?.code).toBe('request.outside-area');
    expect((await ask('district', citizenId)).status).toBe(403);
  });
  it('lapse when the file has left the community that was asked', async () => {
    const citizenId = number();
    const residentId = await person(citizenId);
    const { body } = await ask('otherWorker', citizenId);
    const moved = await app.call('worker', residentContracts.move, {
      params: { residentId },
      body: { version: 1, toAreaCode: '321102001004', address: '', movedOn: '2026-10-01', withHousehold: true },
    });
    expect(moved.error).toBeUndefined();
    expect((await agree('worker', body.requestId)).error?.code).toBe('transfer.moved-meanwhile');
  });
  it('of two answers at once one counts', async () => {
    const citizenId = number();
    await person(citizenId);
    const { body } = await ask('otherWorker', citizenId);
    const both = await Promise.all([agree('worker', body.requestId), refuse('clerk', body.requestId)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
  });
  it('of two askers at once both are heard, of one asker’s two tries one', async () => {
    const citizenId = number();
    await person(citizenId);
    const tries = await Promise.all([ask('otherWorker', citizenId), ask('otherWorker', citizenId)]);
    expect(tries.map((a) => a.status).sort()).toEqual([200, 409]);
  });
});
