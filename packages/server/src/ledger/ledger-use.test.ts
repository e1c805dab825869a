import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { ledgerUseContracts } from '@renshe/domain/ledger/ledger-use.contract.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const key = 'registered-unemployed';
const params = { ledger: key };
const used = async (who: 'district' | 'otherDistrict' | 'city' = 'city', months = 6) => {
  const { body } = await app.call(who, ledgerUseContracts.read, { query: { months } });
  return { ...body, one: body.ledgers.find((ledger) => ledger.ledger === key)! };
};
const listed = async () => {
  const { body } = await app.call('worker', ledgerContracts.list);
  return body.ledgers.find((ledger) => ledger.key === key)!;
};

it('counts openings, exports and prints of a ledger, its columns and views, by office and never by person', async () => {
  const state = { columns: 'name,phone' };
  const { viewId } = (
    await app.call('worker', ledgerContracts.saveView, { params, body: { name: '电话表', shared: true, state } })
  ).body;
  const rows = (who: 'worker' | 'clerk' | 'otherWorker', query: Record<string, string> = {}) =>
    app.call(who, ledgerContracts.rows, { params, query });
  await rows('worker', { columns: 'name,phone', view: viewId });
  // Turned pages and another order are no further opening.
  await rows('worker', { columns: 'name,phone', view: viewId, sort: 'name-desc' });
  await rows('worker', { columns: 'name,phone', view: viewId, offset: '50' });
  await rows('clerk', { columns: 'name' });
  await rows('otherWorker');
  await rows('clerk', { columns: 'name', view: '0b6d1a52-3a5c-4c5e-9f0e-1f2a3b4c5d6e' });
  const body = { columns: 'name,education', purpose: '季度检查' };
  expect((await app.call('worker', ledgerContracts.export, { params, body })).status).toBe(200);
  expect((await app.call('worker', ledgerContracts.print, { params, body })).status).toBe(200);
  await app.call('worker', ledgerContracts.startExport, { params, body });

  const { one, since, to } = await used();
  expect([since, to]).toEqual(['2026-11', '2026-11']);
  expect(one).toMatchObject({ uses: { opened: 4, exported: 2, printed: 1 }, offices: 3, last: '2026-11' });
  const column = (name: string) => one.columns.find((row) => row.column === name);
  expect(column('education')).toMatchObject({ uses: { exported: 2, printed: 1 } });
  expect(column('phone')?.uses.opened).toBe(2);
  expect(column('ethnicity')).toMatchObject({ uses: { opened: 0 }, last: null });
  expect(one.views).toMatchObject([{ name: '电话表', uses: { opened: 1, exported: 0, printed: 0 } }]);
  expect((await used('district')).one.uses).toEqual({ opened: 3, exported: 2, printed: 1 });
  expect((await used('otherDistrict')).one.uses).toEqual({ opened: 1, exported: 0, printed: 0 });
  expect((await app.call('worker', ledgerUseContracts.read, { query: {} })).status).toBe(403);
});

it('what is retired leaves the choices, stays in views and says so on paper, and comes back', async () => {
  const act = (
    contract: 'retire' | 'restore',
    column: 'phone' | 'name' | 'contactedOn' | null,
    who: 'city' | 'district' = 'city',
  ) => app.call(who, ledgerUseContracts[contract], { params, body: { column, why: '没有人用' } });
  expect((await act('retire', 'phone', 'district')).status).toBe(403);
  expect((await act('restore', 'phone')).error?.code).toBe('ledger.not-retired');
  expect((await act('retire', 'name')).error?.code).toBe('ledger.column-needed');
  expect((await act('retire', 'contactedOn')).status).toBe(404);
  expect((await act('retire', 'phone')).status).toBe(200);
  expect((await act('retire', 'phone')).error?.code).toBe('ledger.retired-already');
  const now = await listed();
  expect(now.retired).toBe(false);
  expect(now.columns).not.toContain('phone');
  expect(now.allColumns).not.toContain('phone');
  expect(now.retiredColumns).toEqual(['phone']);
  const kept = await app.call('worker', ledgerContracts.rows, { params, query: { columns: 'name,phone' } });
  expect(kept.status).toBe(200);
  const body = { columns: 'name,phone', purpose: '季度检查' };
  expect((await app.call('worker', ledgerContracts.print, { params, body })).status).toBe(200);
  expect((await used()).one.columns.find((row) => row.column === 'phone')?.retired).toBe(true);
  expect((await act('restore', 'phone')).status).toBe(200);
  expect((await listed()).columns).toContain('phone');
  expect((await act('retire', null)).status).toBe(200);
  expect((await listed()).retired).toBe(true);
  expect((await act('restore', null)).status).toBe(200);
  expect((await act('retire', 'phone')).status).toBe(200);
});
