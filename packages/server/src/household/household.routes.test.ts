import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

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
async function person(
  name: string,
  household: { how: 'none' | 'new' } | { how: 'join'; householdId: string; relation: string },
): Promise<string> {
  serial++;
  const first17 = `32110219800101${String(serial).padStart(3, '0')}`;
  const answer = await app.call('worker', residentContracts.register, {
    body: {
      name,
      phone: null,
      address: '贺家弄 3 号',
      hukouType: '51',
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
      citizenId: first17 + checkDigit(first17),
      areaCode: '321102001001',
      livesHereSince: '2026-01-10',
      household: household as { how: 'none' },
    },
  });
  expect(answer.error).toBeUndefined();
  return answer.body.residentId;
}
const fileOf = async (residentId: string) =>
  (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
const householdFile = async (householdId: string) =>
  (await app.call('worker', householdContracts.file, { params: { householdId } })).body;
const names = (file: { members: { name: string; relation: string }[] }) =>
  file.members.map((m) => `${m.name} ${m.relation}`);

/** Father, mother, son. */
async function family() {
  const father = await person('陈父', { how: 'new' });
  const { householdId } = (await fileOf(father)).household!;
  const mother = await person('陈母', { how: 'join', householdId, relation: '12' });
  const son = await person('陈子', { how: 'join', householdId, relation: '20' });
  const { version } = await householdFile(householdId);
  return { father, mother, son, householdId, version };
}

describe('a split', () => {
  const split = (persona: Persona, householdId: string, body: object) =>
    app.call(persona, householdContracts.split, {
      params: { householdId },
      body: { on: '2026-08-01', address: '', ...body } as never,
    });
  it('forms a new household with its own head and keeps the old one', async () => {
    const { son, householdId, version } = await family();
    const members = [{ residentId: son, relation: '02' }];
    expect((await split('siblingWorker', householdId, { version, headResidentId: son, members })).status).toBe(404);
    const answer = await split('worker', householdId, { version, headResidentId: son, members });
    expect(answer.error).toBeUndefined();
    expect(names(await householdFile(householdId))).toEqual(['陈父 02', '陈母 12']);
    const created = await householdFile(answer.body.householdId);
    expect(names(created)).toEqual(['陈子 02']);
    expect(created.address).toBe('贺家弄 3 号');
    const kinds = (await fileOf(son)).timeline.map((l) => `${l.kind} ${l.on}`);
    expect(kinds).toEqual(expect.arrayContaining(['household-left 2026-08-01', 'household-joined 2026-08-01']));
    expect((await split('worker', householdId, { version, headResidentId: son, members })).error?.code).toBe(
      'request.changed-meanwhile',
    );
  });
  it('refuses to leave others without a head', async () => {
    const { father, householdId, version } = await family();
    const answer = await split('worker', householdId, {
      version,
      headResidentId: father,
      members: [{ residentId: father, relation: '02' }],
    });
    expect([answer.status, answer.error?.code]).toEqual([409, 'household.head-leaves']);
  });
  it('of two splits at once one wins', async () => {
    const { mother, son, householdId, version } = await family();
    const both = await Promise.all(
      [mother, son].map((one) =>
        split('worker', householdId, {
          version,
          headResidentId: one,
          members: [{ residentId: one, relation: '02' }],
        }),
      ),
    );
    expect(both.map((a) => a.status).sort()).toEqual([200, 409]);
  });
});

describe('joining and leaving', () => {
  const join = (householdId: string, residentId: string, relation: string, on = '2026-09-01') =>
    app.call('worker', householdContracts.join, { params: { householdId }, body: { residentId, relation, on } });
  const leave = (householdId: string, residentId: string, on = '2026-09-01') =>
    app.call('worker', householdContracts.leave, { params: { householdId, residentId }, body: { on } });
  it('takes a person from one household into another; the emptied one ends', async () => {
    const { householdId } = await family();
    const uncle = await person('陈叔', { how: 'new' });
    const former = (await fileOf(uncle)).household!.householdId;
    expect((await join(householdId, uncle, '02')).error?.code).toBe('household.two-heads');
    expect((await join(householdId, uncle, '73', '2026-12-01')).error?.code).toBe('household.date-in-future');
    expect((await join(householdId, uncle, '73', '2026-01-01')).error?.code).toBe('household.date-before-membership');
    expect((await join(householdId, uncle, '73')).error).toBeUndefined();
    expect(names(await householdFile(householdId))).toContain('陈叔 73');
    expect((await householdFile(former)).endedOn).toBe('2026-09-01');
    expect((await join(householdId, uncle, '73')).error?.code).toBe('household.already-member');
    expect((await join(former, uncle, '02')).error?.code).toBe('household.ended');
  });
  it('lets a member go, but not the head from among others', async () => {
    const { father, mother, son, householdId } = await family();
    expect((await leave(householdId, father)).error?.code).toBe('household.head-leaves');
    expect((await leave(householdId, mother)).error).toBeUndefined();
    expect((await leave(householdId, mother)).error?.code).toBe('household.not-member');
    expect((await leave(householdId, son)).error).toBeUndefined();
    expect((await leave(householdId, father)).error).toBeUndefined();
    expect((await householdFile(householdId)).endedOn).toBe('2026-09-01');
    expect((await fileOf(father)).household).toBeNull();
  });
  it('keeps the family indicators right when members come and go', async () => {
    const { father, mother, son, householdId } = await family();
    const answer = await app.call('worker', unemploymentContracts.register, {
      params: { residentId: father },
      body: {
        registeredOn: '2026-03-02',
        unemployedSince: '2026-03-01',
        reason: '02',
        nature: '1',
        jobWish: '',
        trainingWish: '',
        promiseSigned: true,
      },
    });
    expect(answer.error).toBeUndefined();
    expect((await householdFile(householdId)).zeroEmploymentCandidate).toBe(true);
    const zero = await app.call('worker', householdContracts.list, { query: { zeroEmployment: 'yes' } });
    expect(zero.body.households.map((h) => h.householdId)).toContain(householdId);
    const collective = async (kind: 'family' | 'collective') => {
      const file = await householdFile(householdId);
      return app.call('worker', householdContracts.change, {
        params: { householdId },
        body: { version: file.version, number: '京 3-12', address: file.address, kind },
      });
    };
    expect((await collective('collective')).error).toBeUndefined();
    expect(await householdFile(householdId)).toMatchObject({ zeroEmploymentCandidate: false, number: '京 3-12' });
    expect((await leave(householdId, son)).error).toBeUndefined();
    expect((await collective('family')).error).toBeUndefined();
    expect((await householdFile(householdId)).zeroEmploymentCandidate).toBe(true);
    expect((await leave(householdId, mother)).error).toBeUndefined();
    expect((await householdFile(householdId)).timeline.filter((l) => l.kind === 'household-changed').length).toBe(3);
  });
});

describe('a collective household', () => {
  it('stays where it is when one of its people moves, even the last one', async () => {
    const first = await person('住户甲', { how: 'new' });
    const { householdId } = (await fileOf(first)).household!;
    const second = await person('住户乙', { how: 'join', householdId, relation: '99' });
    const before = await householdFile(householdId);
    const changed = await app.call('worker', householdContracts.change, {
      params: { householdId },
      body: { version: before.version, number: before.number, address: '宿舍', kind: 'collective' },
    });
    expect(changed.error).toBeUndefined();
    const move = (residentId: string) =>
      app.call('worker', residentContracts.move, {
        params: { residentId },
        body: {
          version: 1,
          toAreaCode: '321111001005',
          address: '',
          movedOn: '2026-08-01',
          withHousehold: true,
        },
      });
    expect((await move(second)).error).toBeUndefined();
    expect(names(await householdFile(householdId))).toEqual(['住户甲 02']);
    expect((await move(first)).error).toBeUndefined();
    expect(await householdFile(householdId)).toMatchObject({ endedOn: '2026-08-01', members: [] });
  });
});

describe('a new head', () => {
  it('gives everybody the relation to her, and nobody leaves by it', async () => {
    const { father, mother, householdId, version } = await family();
    const change = (body: object) =>
      app.call('worker', householdContracts.changeHead, {
        params: { householdId },
        body: { version, on: '2026-07-01', headResidentId: mother, ...body } as never,
      });
    expect((await change({ relations: [] })).error?.code).toBe('household.two-heads');
    expect((await change({ relations: [{ residentId: father, relation: '11' }] })).error).toBeUndefined();
    const file = await householdFile(householdId);
    expect(names(file)).toEqual(['陈母 02', '陈父 11', '陈子 20']);
    expect(file.headName).toBe('陈母');
    expect(file.formerMembers).toEqual([]);
    expect(file.timeline.find((l) => l.kind === 'household-head-changed')?.data).toEqual({
      residentName: '陈母',
      oldHeadName: '陈父',
    });
    expect(file.timeline.filter((l) => l.kind === 'household-left')).toEqual([]);
    expect((await change({ relations: [{ residentId: father, relation: '11' }] })).error?.code).toBe(
      'request.changed-meanwhile',
    );
  });
});
