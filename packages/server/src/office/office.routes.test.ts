import { areaContracts, officeContracts } from '@renshe/domain/area/area.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

describe('offices', () => {
  it('counts coverage within the reader’s own area', async () => {
    const street = await app.call('clerk', officeContracts.list);
    expect(street.body.coverage).toEqual({ communities: 3, withWorkstation: 3, staff: 2 });
    const city = await app.call('city', officeContracts.list);
    expect(city.body.coverage).toEqual({ communities: 7, withWorkstation: 5, staff: 3 });
    expect(street.body.offices.map((office) => office.kind).sort()).toEqual([
      'street-office',
      'workstation',
      'workstation',
      'workstation',
    ]);
  });
  it('opens at the right level, closes only without staff, refuses an old version', async () => {
    const wrong = await app.call('system', officeContracts.open, {
      body: { kind: 'workstation', name: '桃园站', areaCode: '321111001000', openedOn: '2026-01-01' },
    });
    expect(wrong.error?.code).toBe('office.wrong-area');
    const opened = await app.call('system', officeContracts.open, {
      body: { kind: 'workstation', name: '桃园社区工作站', areaCode: '321111001006', openedOn: '2026-01-01' },
    });
    const params = { officeId: opened.body.officeId };
    const change = { name: '桃园社区劳动保障工作站', openedOn: '2026-01-01', closedOn: null };
    expect((await app.call('system', officeContracts.change, { params, body: { version: 1, ...change } })).status).toBe(
      200,
    );
    expect(
      (await app.call('system', officeContracts.change, { params, body: { version: 1, ...change } })).error?.code,
    ).toBe('request.changed-meanwhile');
    const staffed = (await app.call('system', officeContracts.list, { query: { area: '321102001001' } })).body
      .offices[0]!;
    const closing = await app.call('system', officeContracts.change, {
      params: { officeId: staffed.officeId },
      body: { version: staffed.version, name: staffed.name, openedOn: staffed.openedOn, closedOn: '2026-11-20' },
    });
    expect(closing.error?.code).toBe('office.has-posts');
  });
  it('is closed to business roles and to areas outside the reader’s own', async () => {
    expect(
      (
        await app.call('worker', officeContracts.open, {
          body: { kind: 'workstation', name: '某站', areaCode: '321102001001', openedOn: '2026-01-01' },
        })
      ).status,
    ).toBe(403);
    expect((await app.call('worker', officeContracts.list, { query: { area: '321102001004' } })).error?.code).toBe(
      'request.outside-area',
    );
  });
});

describe('areas', () => {
  const paper = { documentNo: '京政复〔2026〕18 号', reason: '社区规模调整' };

  it('neither come nor are renamed without the paper they rest on', async () => {
    const made = {
      code: '321102002009',
      name: '无文社区居委会',
      kind: 'community',
      parentCode: '321102002000',
      urbanRural: '111',
      effectiveOn: '2026-10-01',
    } as const;
    const renamed = { name: '新名', newCode: '321102002200', urbanRural: '220', effectiveOn: '2026-05-01' };
    for (const missing of [{ documentNo: '' }, { reason: '' }, { documentNo: '  ' }]) {
      const create = await app.call('system', areaContracts.create, { body: { ...made, ...paper, ...missing } });
      expect(create.status).toBe(422);
      const rename = await app.call('system', areaContracts.rename, {
        params: { code: '321102002200' },
        body: { ...renamed, ...paper, ...missing },
      });
      expect(rename.error?.fields?.map((field) => field.path)).toEqual(Object.keys(missing));
    }
  });
  it('renames from a day on and keeps the old name before it', async () => {
    const renamed = await app.call('system', areaContracts.rename, {
      params: { code: '321102002200' },
      body: { ...paper, name: '东门社区居委会', newCode: '321102002002', urbanRural: '111', effectiveOn: '2026-06-01' },
    });
    expect(renamed.status).toBe(200);
    const names = async (on: string) =>
      (await app.call('city', areaContracts.tree, { query: { on } })).body.areas
        .filter((a) => a.name.startsWith('东门'))
        .map((a) => [a.code, a.name, a.urbanRural]);
    expect(await names('2026-05-31')).toEqual([['321102002200', '东门村委会', '220']]);
    expect(await names('2026-06-01')).toEqual([['321102002002', '东门社区居委会', '111']]);
  });
  it('creates a community with its period and refuses a taken code', async () => {
    const body = {
      ...paper,
      code: '321102002003',
      name: '新民社区居委会',
      kind: 'community',
      parentCode: '321102002000',
      urbanRural: '111',
      effectiveOn: '2026-10-01',
    } as const;
    const created = await app.call('system', areaContracts.create, { body });
    expect(created.status).toBe(200);
    const period = await app.system.db.kysely
      .selectFrom('area_period')
      .selectAll()
      .where('area_id', '=', created.body.areaId)
      .executeTakeFirstOrThrow();
    expect(period).toMatchObject({ opening_month: 202610, closed_through: 202609 });
    expect((await app.call('system', areaContracts.create, { body })).error?.code).toBe('area.code-taken');
  });
});
