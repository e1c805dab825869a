import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { policyContracts } from '@renshe/domain/policy/policy.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import { afterAll, beforeAll, expect, it, test } from 'vitest';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { regionsFolder } from '../area/load-region.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { parsePolicies } from './policy-list.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const benefit = {
  policy: 'training-subsidy',
  fromOn: '2026-05-01',
  toOn: null,
  amount: 150_050,
  note: '人社局公示名单',
};
const record = (residentId: string, over: Record<string, unknown> = {}) =>
  app.call('worker', policyContracts.recordBenefit, { params: { residentId }, body: { ...benefit, ...over } });
const ledger = async (key: string, period?: string) =>
  (await app.call('worker', ledgerContracts.rows, { params: { ledger: key }, query: period ? { period } : {} })).body
    .rows;

test('the delivered list is whole, and a wrong line is named', () => {
  const text = readFileSync(join(regionsFolder, 'cn', 'policies.csv'), 'utf8');
  expect(parsePolicies(text).length).toBeGreaterThan(5);
  expect(() => parsePolicies(text.replaceAll('2015-05-01', 'soon'))).toThrow(/line 9: from_on/);
  expect(() => parsePolicies(`${text}${text.split('\n')[1]}\n`)).toThrow(/twice/);
});

it('a policy enjoyed is recorded, listed, ended and voided', async () => {
  const { policies } = (await app.call('worker', policyContracts.list)).body;
  expect(policies.find((one) => one.key === 'training-subsidy')?.document).toBe('财社〔2023〕181号');
  const residentId = await addResident(app, { name: '潘桂英' });
  const { benefitId } = (await record(residentId)).body;
  expect((await record(residentId)).error?.code).toBe('policy.overlaps');
  expect((await record(residentId, { policy: 'shoes' })).error?.code).toBe('policy.unknown');
  expect((await record(residentId, { policy: 'skill-subsidy', toOn: '2026-06-01' })).status).toBe(200);
  const person = (await ledger('policy-enjoyed')).find((row) => row.subjectId === residentId);
  expect(person?.cells).toMatchObject({ name: '潘桂英', policiesEnjoyed: '职业培训补贴', policySince: '2026-05-01' });
  const rows = (await ledger('policy-benefits', '2026-05')).filter((row) => row.subjectId === residentId);
  expect(rows.map((row) => [row.cells.policyName, row.cells.policyAmount, row.cells.policyDocument])).toEqual([
    ['技能提升补贴', 150_050, '人社部发〔2017〕40号'],
    ['职业培训补贴', 150_050, '财社〔2023〕181号'],
  ]);
  const params = { residentId, benefitId };
  const ending = { params, body: { version: 1, toOn: '2026-10-01', why: '培训结束' } };
  expect((await app.call('siblingWorker', policyContracts.endBenefit, ending)).status).toBe(404);
  expect((await app.call('district', policyContracts.endBenefit, ending)).status).toBe(403);
  expect((await app.call('worker', policyContracts.endBenefit, ending)).status).toBe(200);
  expect((await app.call('worker', policyContracts.endBenefit, ending)).error?.code).toBe('policy.ended-already');
  expect((await ledger('policy-enjoyed')).some((row) => row.subjectId === residentId)).toBe(false);
  expect((await ledger('policy-enjoyed', '2026-09-30')).some((row) => row.subjectId === residentId)).toBe(true);
  const voiding = { params, body: { version: 2, why: '登错了人' } };
  expect((await app.call('worker', policyContracts.voidBenefit, voiding)).status).toBe(200);
  expect((await app.call('worker', policyContracts.voidBenefit, voiding)).status).toBe(404);
  const file = (await app.call('worker', residentContracts.file, { params: { residentId } })).body;
  expect(file.policyBenefits.map((one) => one.name)).toEqual(['技能提升补贴']);
  expect(file.timeline.map((one) => one.kind)).toContain('policy-benefit-voided');
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});

it('a benefit that ends soon stands on the work list by itself until she has been told', async () => {
  const residentId = await addResident(app, { name: '钱到期' });
  const { benefitId } = (await record(residentId, { toOn: '2026-12-10' })).body;
  expect((await record(residentId, { policy: 'skill-subsidy', toOn: '2026-12-31' })).status).toBe(200);
  const worklist = async (group?: 'soon' | 'ending' | 'later') =>
    (await app.call('worker', worklistContracts.list, { query: group ? { group } : {} })).body;
  const listed = await worklist('ending');
  expect([listed.endingDays, listed.counts]).toEqual([30, { overdue: 0, soon: 0, ending: 1, later: 0 }]);
  expect((await app.call('worker', residentContracts.list, { query: { flag: 'benefit-ending' } })).body.count).toBe(1);
  expect(listed.items).toMatchObject([
    {
      subjectId: residentId,
      anchor: benefitId,
      appearsOn: '2026-11-20',
      dueOn: '2026-12-09',
      data: { policy: '职业培训补贴' },
    },
  ]);
  expect([(await worklist('soon')).items, (await worklist('later')).items]).toEqual([[], []]);
  const sibling = await app.call('siblingWorker', worklistContracts.list, { query: {} });
  expect(sibling.body.counts.ending).toBe(0);
  await app.call('worker', contactContracts.record, {
    params: { residentId },
    body: { contactedOn: '2026-11-20', way: 'phone', outcome: '01', service: null, note: '', nextOn: null },
  });
  expect((await worklist()).counts.ending).toBe(0);
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0 });
});

it('the sum is printed and exported in yuan', async () => {
  const body = { period: '2026-05', purpose: '季度检查' };
  const params = { ledger: 'policy-benefits' };
  expect((await app.call('worker', ledgerContracts.export, { params, body })).status).toBe(200);
  expect((await app.call('worker', ledgerContracts.print, { params, body })).status).toBe(200);
});
