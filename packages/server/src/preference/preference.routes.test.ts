import { auditContracts } from '@renshe/domain/audit/audit.contract.ts';
import { preferenceContracts } from '@renshe/domain/preference/preference.contract.ts';
import { mostKeptLists } from '@renshe/domain/preference/preference.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const look = { textSize: 'large', density: 'compact', contrast: 'high' } as const;
const keep = (persona: 'worker' | 'clerk', key: string, value: unknown) =>
  app.call(persona, preferenceContracts.keep, { params: { key }, body: { value: value as null } });
const kept = async (persona: 'worker' | 'clerk') =>
  (await app.call(persona, preferenceContracts.list, {})).body.preferences;

describe('preferences', () => {
  it('follow the person and nobody else', async () => {
    expect((await keep('worker', 'look', look)).status).toBe(200);
    expect((await keep('worker', 'columns:resident.list', { widths: { name: 9 }, frozen: 2 })).status).toBe(200);
    expect(await kept('worker')).toEqual({ look, 'columns:resident.list': { widths: { name: 9 }, frozen: 2 } });
    expect(await kept('clerk')).toEqual({});
    expect((await app.call(null, preferenceContracts.list, {})).status).toBe(401);
  });
  it('the last one written holds, and null takes it back', async () => {
    await keep('worker', 'language', 'en');
    await keep('worker', 'language', 'zh');
    expect(await kept('worker')).toMatchObject({ language: 'zh' });
    await keep('worker', 'language', null);
    expect(await kept('worker')).not.toHaveProperty('language');
  });
  it('two tabs at once do not get in each other’s way', async () => {
    const answers = await Promise.all(
      [5, 6, 7, 8].map((name) => keep('worker', 'columns:household.list', { widths: { name } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
  it.each([
    ['language', { textSize: 'large', density: 'compact', contrast: 'high' }],
    ['look', 'zh'],
    ['columns:resident.list', ['321102001001']],
  ])('%s refuses the value of another key', async (key, value) => {
    const { status, error } = await keep('worker', key, value);
    expect([status, error?.code]).toEqual([422, 'preference.value']);
  });
  it.each([
    ['purposes', ['核对资料']],
    ['columns:潘艳', { frozen: 1 }],
    ['language', '潘艳的电话'],
  ])('%s %j is no preference', async (key, value) => {
    expect((await keep('worker', key, value)).status).toBe(422);
  });
  it('forgets the list changed longest ago when there are too many', async () => {
    const { kysely } = app.system.db;
    const account = await kysely
      .selectFrom('account')
      .select('account_id')
      .where('login', '=', 'clerk')
      .executeTakeFirstOrThrow();
    await kysely
      .insertInto('preference')
      .values(
        Array.from({ length: mostKeptLists }, (_, i) => ({
          account_id: account.account_id,
          key: `columns:list${i}`,
          value: JSON.stringify({ frozen: 1 }),
          changed_at: new Date(Date.UTC(2026, 0, 1, 0, i)),
        })),
      )
      .execute();
    await keep('clerk', 'columns:resident.list', { frozen: 1 });
    const lists = Object.keys(await kept('clerk'));
    expect(lists).toHaveLength(mostKeptLists);
    expect(lists).toContain('columns:resident.list');
    expect(lists).not.toContain('columns:list0');
  });
  it('says in the log what kind of setting, not which value', async () => {
    const { body } = await app.call('auditor', auditContracts.list, { query: { action: 'preference.kept' } });
    expect(body.events.map(({ details }) => details.setting)).toContain('columns');
    expect(JSON.stringify(body.events)).not.toContain('widths');
  });
});
