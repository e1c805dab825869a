import { randomUUID } from 'node:crypto';
import { findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { newHouseholdRow, newMemberRow, newRegistryRow, newResidenceRow, newResidentRow } from './new-resident.ts';

let app: TestApp;
const ids: Record<string, string> = {};
const householdId = randomUUID();
const code = { worker: '321102001001', sibling: '321102001004' };

/** People straight into the tables: these tests are about reading. */
async function person(key: string, name: string, citizenId: string, areaCode: string, phone: string | null = null) {
  const today = app.clock.today();
  const parsed = parseCitizenId(citizenId, today);
  if (!parsed.ok) throw new Error(citizenId);
  const { tree } = await app.system.reference.current();
  const areaId = findAreaByCode(tree, areaCode, today)!;
  const { districtId } = getArea(tree, areaId);
  const residentId = randomUUID();
  ids[key] = residentId;
  const entry = { at: app.clock.now(), by: app.accountIds.worker, cause: randomUUID() };
  const fields = {
    name,
    phone,
    address: '花园路 1 号',
    hukouType: '51',
    education: null,
    ethnicity: null,
    marital: null,
    political: null,
    skillLevel: null,
    retirementCategory: null,
    note: '',
  };
  const resident = {
    districtId,
    residentId,
    areaId,
    citizenId: parsed.id,
    ...parsed,
    fields,
    registeredOn: '2026-03-01',
  };
  const db = app.system.db.kysely;
  const keyring = app.system.keyring;
  await db.insertInto('citizen_registry').values(newRegistryRow(keyring, resident)).execute();
  await db
    .insertInto('resident')
    .values(newResidentRow(keyring, resident, entry))
    .execute();
  const residence = { residenceId: randomUUID(), areaId, from: '2026-03-01', to: null };
  await db
    .insertInto('residence')
    .values(
      newResidenceRow({ districtId, residentId, address: fields.address, reason: 'registered' }, residence, entry),
    )
    .execute();
  return { districtId, residentId, areaId, entry };
}

beforeAll(async () => {
  app = await openTestApp();
  const one = await person('ming', '张小明', '321102197403150018', code.worker, '13812345678');
  await person('ling', '张玲', '321102198104205028', code.worker);
  await person('le', '单乐', '420115196501010035', code.worker);
  const far = await person('far', '张远', '321102198511080023', code.sibling);
  const db = app.system.db.kysely;
  const base = { householdId, districtId: one.districtId, householdKind: 'family', kind: 'household' } as const;
  await db
    .insertInto('household')
    .values(
      newHouseholdRow(
        { ...base, areaId: one.areaId, address: '花园路 1 号', number: 'H1', memberDistricts: [one.districtId] },
        one.entry,
      ),
    )
    .execute();
  for (const [resident, relation] of [
    [one, '02'],
    [far, '30'],
  ] as const)
    await db
      .insertInto('household_member')
      .values(
        newMemberRow(
          { ...resident, householdDistrict: one.districtId },
          { memberId: randomUUID(), householdId, relation, from: '2026-03-01', to: null },
          one.entry,
        ),
      )
      .execute();
  await db
    .insertInto('unemployment_registration')
    .values({
      district_id: one.districtId,
      registration_id: randomUUID(),
      resident_id: one.residentId,
      area_id: one.areaId,
      registered_on: '2026-05-06',
      reason: '02',
      nature: '1',
      unemployed_since: '2026-04-01',
      created_at: app.clock.now(),
      created_by: app.accountIds.worker,
      cause: randomUUID(),
    } as never)
    .execute();
});
afterAll(() => app.close());

const namesOf = async (query: Parameters<typeof list>[0]) => (await list(query)).residents.map((r) => r.name);
async function list(query: { text?: string; status?: 'registered-unemployed' | 'employed' | 'ended'; flag?: string }) {
  const answer = await app.call('worker', residentContracts.list, { query });
  expect(answer.status).toBe(200);
  return answer.body;
}

describe('the list of residents', () => {
  it('shows the people of the scope in the order of their names, with state and masked numbers', async () => {
    const { count, countIsExact, residents } = await list({});
    expect({ count, countIsExact }).toEqual({ count: 3, countIsExact: true });
    expect(residents.map((r) => r.name)).toEqual(['单乐', '张玲', '张小明']);
    expect(residents[2]).toMatchObject({
      citizenIdMasked: '321102********0018',
      phoneMasked: '138****5678',
      age: 52,
      area: { code: code.worker },
      status: { registeredUnemployed: true, unemployedSince: '2026-04-01', employed: false },
    });
  });
  it('filters by name, pinyin, initials and status', async () => {
    expect(await namesOf({ text: '张' })).toEqual(['张小明', '张玲']);
    expect(await namesOf({ text: 'zhangx' })).toEqual(['张小明']);
    expect(await namesOf({ text: 'zl' })).toEqual(['张玲']);
    expect(await namesOf({ text: 's' })).toEqual(['单乐']);
    expect(await namesOf({ status: 'registered-unemployed' })).toEqual(['张小明']);
    expect(await namesOf({ status: 'employed' })).toEqual([]);
    expect(await namesOf({ status: 'ended' })).toEqual([]);
    expect(await namesOf({ flag: 'older-unemployed' })).toEqual([]);
    expect(await namesOf({ text: '321102197403150018' })).toEqual([]);
  });
  it('keeps to the scope and refuses a foreign area', async () => {
    expect((await app.call('clerk', residentContracts.list)).body.count).toBe(4);
    expect((await app.call('otherDistrict', residentContracts.list)).body.count).toBe(0);
    const foreign = await app.call('worker', residentContracts.list, { query: { area: code.sibling } });
    expect(foreign.error?.code).toBe('request.outside-area');
    const whole = await app.call('city', residentContracts.list, { query: { area: code.sibling } });
    expect(whole.body.residents.map((r) => r.name)).toEqual(['张远']);
  });
});

describe('the search box', () => {
  it.each([
    ['321102197403150018', 'citizen-id', ['张小明']],
    ['321102740315001', 'citizen-id', ['张小明']],
    ['138 1234 5678', 'phone', ['张小明']],
    ['张', 'name', ['张小明', '张玲']],
    ['ZhangL', 'pinyin', ['张玲']],
    ['zxm', 'pinyin', ['张小明']],
    ['321102198511080023', 'citizen-id', []],
  ])('%s', async (text, by, names) => {
    const { body } = await app.call('worker', residentContracts.find, { body: { text } });
    expect({ by: body.by, names: body.residents.map((r) => r.name) }).toEqual({ by, names });
  });
  it('writes no number into the audit', async () => {
    await app.call('worker', residentContracts.find, { body: { text: '321102197403150018' } });
    const events = await app.system.db.kysely
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'resident.searched')
      .execute();
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain('197403');
  });
});

describe('checking an identity number at entry', () => {
  const check = async (citizenId: string) =>
    (await app.call('worker', residentContracts.check, { body: { citizenId } })).body;
  it('says what is wrong, new, here or elsewhere', async () => {
    expect(await check('110105194912310021')).toMatchObject({ result: 'invalid', code: 'resident.id-checksum' });
    expect(await check('321102740315001')).toMatchObject({ result: 'invalid', code: 'resident.id-format' });
    expect(await check('11010519491231002x')).toMatchObject({
      result: 'new',
      citizenId: '11010519491231002X',
      sex: '2',
      birthOn: '1949-12-31',
      age: 76,
      warnings: [],
    });
    expect(await check('321102197403150018')).toMatchObject({ result: 'exists', resident: { name: '张小明' } });
    const elsewhere = await check('321102198511080023');
    expect(elsewhere).toMatchObject({ result: 'elsewhere' });
    expect(JSON.stringify(elsewhere)).not.toContain('张远');
  });
});

describe('files', () => {
  it('shows a person with household, timeline and retirement date', async () => {
    const { status, body } = await app.call('worker', residentContracts.file, { params: { residentId: ids.ming! } });
    expect(status).toBe(200);
    expect(body.statutoryRetirementOn).toBe('2036-07-15');
    expect(body.household?.members.map((m) => [m.name, m.relation, m.age, m.inScope])).toEqual([
      ['张小明', '02', 52, true],
      ['张远', '30', null, false],
    ]);
    expect(body.timeline.map((line) => line.kind)).toEqual([
      'unemployment-registered',
      'household-joined',
      'resident-registered',
    ]);
    expect(body.timeline[0]?.recordedBy).toBe('worker');
  });
  it('is not found outside the scope', async () => {
    for (const contract of [residentContracts.file, residentContracts.history]) {
      const answer = await app.call('siblingWorker', contract, { params: { residentId: ids.ming! } });
      expect([answer.status, answer.error?.code]).toEqual([404, 'request.not-found']);
    }
    const household = await app.call('siblingWorker', householdContracts.file, { params: { householdId } });
    expect(household.status).toBe(404);
  });
  it('shows a household in list and file', async () => {
    const rows = await app.call('worker', householdContracts.list, { query: { text: '张小' } });
    expect(rows.body.households).toMatchObject([{ number: 'H1', headName: '张小明', memberCount: 2 }]);
    const { body } = await app.call('worker', householdContracts.file, { params: { householdId } });
    expect(body.members.map((m) => m.name)).toEqual(['张小明', '张远']);
    expect(body.timeline.map((line) => line.kind).sort()).toEqual([
      'household-created',
      'household-joined',
      'household-joined',
    ]);
  });
});
