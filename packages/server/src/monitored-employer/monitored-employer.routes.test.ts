import { findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { creditCodeCheck, entityCodeCheck } from '@renshe/domain/kernel/credit-code.ts';
import { monitoredEmployerContracts as contracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { layoffsOf } from './layoffs-of.ts';

const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

let serial = 10_000_000;
function creditCode(): string {
  const entity = String(serial++);
  const first17 = `91321102${entity}${entityCodeCheck(entity)}`;
  return first17 + creditCodeCheck(first17);
}
const employer = {
  name: '镇江恒顺机械有限公司',
  industry: 'C' as const,
  keyEmployer: false,
  contactName: '赵经理',
  phone: '13912345678',
  area: community,
  fromOn: '2026-08-01',
};
const add = (persona: Persona, change: object = {}) =>
  app.call(persona, contracts.add, { body: { ...employer, creditCode: creditCode(), ...change } });
async function added(change: object = {}): Promise<string> {
  const { body, error } = await add('worker', change);
  expect(error).toBeUndefined();
  return body.employerId;
}
const report = (persona: Persona, employerId: string, month: string, change: object = {}) =>
  app.call(persona, contracts.reportMonth, {
    params: { employerId, month },
    body: {
      staffStart: 200,
      hired: 5,
      departed: 10,
      laidOff: 0,
      staffEnd: 195,
      reason: null,
      outlook: 'steady',
      note: '',
      version: 0,
      ...change,
    },
  });
const list = (persona: Persona, area: string, month: string, show: 'all' | 'late' | 'layoffs' = 'all') =>
  app.call(persona, contracts.list, { query: { area, month, show } });

describe('the panel', () => {
  it('takes an employer once, with a right credit code, in a community of one’s own', async () => {
    const code = creditCode();
    const { body } = await add('worker', { creditCode: code.toLowerCase() });
    expect((await add('clerk', { creditCode: code })).error?.code).toBe('monitored-employer.known');
    expect(
      (await add('worker', { creditCode: `${code.slice(0, 17)}${code.endsWith('A') ? 'B' : 'A'}` })).error?.code,
    ).toBe('monitored-employer.credit-code-checksum');
    expect((await add('worker', { area: sibling })).status).toBe(403);
    expect((await add('clerk', { area: street })).status).toBe(403);
    const file = await app.call('worker', contracts.file, { params: body });
    expect(file.body.employer).toMatchObject({
      creditCode: code,
      phoneMasked: '139****5678',
      area: { code: community },
    });
    expect((await app.call('siblingWorker', contracts.file, { params: body })).status).toBe(404);
    const reveal = { params: body, body: { purpose: '催报' } };
    expect((await app.call('worker', contracts.reveal, reveal)).body.phone).toBe('13912345678');
    expect((await app.call('siblingWorker', contracts.reveal, reveal)).status).toBe(404);
    const { rows } = await app.system.db.pool.query(
      `select phone_cipher, (select count(*)::int from audit_event where action = 'monitored-employer.revealed') as reveals from monitored_employer where employer_id = $1`,
      [body.employerId],
    );
    expect(rows[0].phone_cipher).not.toContain('13912345678');
    expect(rows[0].reveals).toBe(1);
    const changed = { name: employer.name, industry: 'F' as const, keyEmployer: true, contactName: '', phone: null };
    const change = (version: number) =>
      app.call('clerk', contracts.change, { params: body, body: { ...changed, version } });
    expect((await change(1)).status).toBe(200);
    expect((await change(1)).status).toBe(409);
    expect((await app.call('worker', contracts.file, { params: body })).body.employer).toMatchObject({
      phoneMasked: '139****5678',
      industry: 'F',
    });
    const end = (toOn: string) =>
      app.call('worker', contracts.end, { params: body, body: { version: 2, toOn, reason: '已搬离' } });
    expect((await end('2026-07-31')).error?.code).toBe('monitored-employer.end-before-start');
    expect((await end('2026-11-01')).status).toBe(200);
    expect((await end('2026-11-01')).error?.code).toBe('monitored-employer.ended');
    // It may come back, with its history.
    expect((await add('worker', { creditCode: code, fromOn: '2026-10-31' })).error?.code).toBe(
      'monitored-employer.back-before-end',
    );
    expect((await add('worker', { creditCode: code, fromOn: '2026-11-10' })).body.employerId).toBe(body.employerId);
  });
  it('takes an employer once in the city, also when several add it at once', async () => {
    for (let i = 0; i < 5; i++) {
      const code = creditCode();
      const answers = await Promise.all([
        add('worker', { creditCode: code }),
        add('clerk', { creditCode: code }),
        add('otherWorker', { creditCode: code, area: '321111001005' }),
        add('otherDistrict', { creditCode: code, area: '321111001005' }),
      ]);
      expect(answers.map((one) => one.error?.code ?? 'added').sort()).toEqual([
        'added',
        'monitored-employer.known',
        'monitored-employer.known',
        'monitored-employer.known',
      ]);
    }
  });
  it('adds up the months, names who is late and counts layoffs for other slices', async () => {
    const third = '321102001007';
    const one = (await add('clerk', { area: third })).body.employerId;
    const two = (await add('clerk', { area: third, keyEmployer: true, name: '乙公司' })).body.employerId;
    expect((await report('clerk', one, '2026-09')).body.large).toBe(false);
    expect((await report('clerk', one, '2026-10', { staffStart: 195, staffEnd: 190 })).status).toBe(200);
    expect(
      (await report('clerk', one, '2026-11', { staffStart: 190, departed: 30, laidOff: 19, staffEnd: 165 })).error
        ?.code,
    ).toBe('monitored-employer.reason-missing');
    expect(
      (
        await report('clerk', one, '2026-11', {
          staffStart: 190,
          departed: 30,
          laidOff: 19,
          staffEnd: 165,
          reason: '02',
        })
      ).body.large,
    ).toBe(true);
    expect((await report('clerk', one, '2026-11', { staffStart: 190, staffEnd: 185 })).status).toBe(409);
    expect((await report('clerk', one, '2026-11', { staffStart: 190, staffEnd: 185, version: 1 })).status).toBe(200);
    expect((await report('siblingWorker', one, '2026-11')).status).toBe(404);
    // October is over and was due on the 30th, of key employers on 10 November.
    const october = (await list('clerk', third, '2026-10')).body;
    expect(october).toMatchObject({ expected: 2, reported: 1, late: 1 });
    expect((await list('clerk', third, '2026-10', 'late')).body.employers.map((e) => e.employerId)).toEqual([two]);
    expect((await list('clerk', third, '2026-11')).body).toMatchObject({
      late: 0,
      sums: { staffStart: 190, staffEnd: 185, changeRate: -2.63 },
    });
    const { series } = (await list('clerk', third, '2026-11')).body;
    expect(series).toHaveLength(13);
    expect(series.slice(-3).map((m) => m.staffEnd)).toEqual([195, 190, 185]);
    const { tree } = await app.system.reference.current();
    const areaId = findAreaByCode(tree, third, '2026-11-20')!;
    expect(await layoffsOf(app.system.db.kysely, tree, areaId, 202609, 202611)).toMatchObject({
      staffStart: 200,
      staffEnd: 185,
      hired: 15,
      laidOff: 0,
      employers: 1,
    });
    expect((await list('worker', third, '2026-11')).status).toBe(403);
  });
});

describe('layoff reports', () => {
  it('are judged by the law, and followed up until they are closed', async () => {
    const employerId = await added();
    const layoff = (change: object = {}) =>
      app.call('worker', contracts.reportLayoff, {
        params: { employerId },
        body: {
          toldOn: '2026-11-10',
          plannedOn: '2026-11-30',
          persons: 12,
          staff: 100,
          reason: '02',
          planFiled: false,
          ...change,
        },
      });
    expect((await layoff({ persons: 101 })).error?.code).toBe('monitored-employer.layoff-over-staff');
    expect((await layoff({ toldOn: '2026-11-21' })).error?.code).toBe('monitored-employer.told-ahead');
    const { body } = await layoff();
    expect(body.large).toBe(true);
    const listed = async (persona: Persona, area: string) =>
      (await app.call(persona, contracts.layoffs, { query: { area, state: 'open' } })).body.layoffs;
    expect(await listed('district', district)).toEqual([
      expect.objectContaining({ layoffId: body.layoffId, large: true, noticeTooShort: true, state: 'received' }),
    ]);
    expect(await listed('siblingWorker', sibling)).toEqual([]);
    const follow = (persona: Persona, version: number, result = '') =>
      app.call(persona, contracts.followLayoff, {
        params: { layoffId: body.layoffId },
        body: { version, followUp: '已约谈企业，要求补足三十日说明期', result },
      });
    expect((await follow('siblingWorker', 1)).status).toBe(404);
    expect((await follow('district', 1)).status).toBe(200);
    expect((await follow('district', 1)).status).toBe(409);
    expect((await follow('worker', 2, '全部转岗')).status).toBe(200);
    expect((await follow('worker', 3)).error?.code).toBe('monitored-employer.layoff-closed');
    expect(await listed('district', district)).toEqual([]);
  });
});

describe('the history', () => {
  it('keeps every change with its fields, and takes the last one back', async () => {
    const { body: joined } = await add('worker');
    const params = { employerId: joined.employerId };
    const file = async () => (await app.call('worker', contracts.file, { params })).body;
    const undo = (changeId: string, persona: Persona = 'worker') =>
      app.call(persona, contracts.undo, { params: { ...params, changeId }, body: {} });
    const fields = {
      name: '新名称公司',
      industry: 'F' as const,
      keyEmployer: true,
      contactName: '',
      phone: '13800001111',
    };
    const changed = await app.call('worker', contracts.change, { params, body: { ...fields, version: 1 } });
    const [newest] = (await file()).history;
    expect(newest).toMatchObject({ kind: 'employer', action: 'changed', undoable: true });
    expect(newest!.fields).toContainEqual({ field: 'name', before: employer.name, after: '新名称公司' });
    expect(newest!.fields).toContainEqual({ field: 'phone_masked', before: '139****5678', after: '138****1111' });
    expect(JSON.stringify((await file()).history)).not.toContain('cipher');
    expect((await undo(changed.body.changeId, 'siblingWorker')).status).toBe(404);
    expect((await undo(joined.changeId)).error?.code).toBe('monitored-employer.not-last');
    expect((await undo(changed.body.changeId)).status).toBe(200);
    expect((await undo(changed.body.changeId)).error?.code).toBe('monitored-employer.not-last');
    expect((await file()).employer).toMatchObject({ name: employer.name, phoneMasked: '139****5678', version: 3 });
    expect((await app.call('worker', contracts.reveal, { params, body: { purpose: '核对' } })).body.phone).toBe(
      '13912345678',
    );

    const first = await report('worker', params.employerId, '2026-10');
    const corrected = await report('worker', params.employerId, '2026-10', { hired: 6, staffEnd: 196, version: 1 });
    const october = async () => (await file()).months.find((one) => one.month === '2026-10')!;
    expect((await october()).report).toMatchObject({ staffEnd: 196, version: 2 });
    expect((await undo(first.body.changeId)).error?.code).toBe('monitored-employer.not-last');
    expect((await undo(corrected.body.changeId)).status).toBe(200);
    expect((await october()).report).toMatchObject({ staffEnd: 195, version: 3 });
    const again = await report('worker', params.employerId, '2026-09', { staffEnd: 195 });
    expect((await undo(again.body.changeId)).status).toBe(200);
    expect((await file()).months.map((one) => [one.month, one.report === null])).toEqual([
      ['2026-11', true],
      ['2026-10', false],
      ['2026-09', true],
      ['2026-08', true],
    ]);
    const { tree } = await app.system.reference.current();
    const areaId = findAreaByCode(tree, community, '2026-11-20')!;
    const { employers } = await layoffsOf(app.system.db.kysely, tree, areaId, 202609, 202609);
    expect(employers).toBe(0);
    expect((await report('worker', params.employerId, '2026-09', { staffEnd: 195 })).status).toBe(200);

    const layoff = await app.call('worker', contracts.reportLayoff, {
      params,
      body: { toldOn: '2026-11-10', plannedOn: '2026-12-30', persons: 12, staff: 100, reason: '02', planFiled: true },
    });
    const follow = await app.call('worker', contracts.followLayoff, {
      params: { layoffId: layoff.body.layoffId },
      body: { version: 1, followUp: '已约谈', result: '已办结' },
    });
    expect((await undo(follow.body.changeId)).status).toBe(200);
    expect((await file()).layoffs).toMatchObject([{ state: 'received', followUp: '', version: 3 }]);

    const end = await app.call('worker', contracts.end, {
      params,
      body: { version: 3, toOn: '2026-11-01', reason: '已搬离' },
    });
    expect((await file()).employer).toMatchObject({ toOn: '2026-11-01', endReason: '已搬离' });
    expect((await undo(end.body.changeId)).status).toBe(200);
    expect((await file()).employer).toMatchObject({ toOn: null, endReason: '' });
  });
  it('takes an employer off the panel again as if it had never joined, while nothing is reported', async () => {
    const { body } = await add('worker', { area: community, fromOn: '2026-11-01', name: '误录公司' });
    const params = { employerId: body.employerId };
    const undo = () => app.call('worker', contracts.undo, { params: { ...params, changeId: body.changeId }, body: {} });
    const layoff = await app.call('worker', contracts.reportLayoff, {
      params,
      body: { toldOn: '2026-11-10', plannedOn: '2026-12-30', persons: 12, staff: 100, reason: '02', planFiled: true },
    });
    expect((await undo()).error?.code).toBe('monitored-employer.not-last');
    await app.call('worker', contracts.undo, { params: { ...params, changeId: layoff.body.changeId }, body: {} });
    expect((await undo()).status).toBe(200);
    const names = (await list('worker', community, '2026-11')).body.employers.map((one) => one.name);
    expect(names).not.toContain('误录公司');
    expect((await report('worker', params.employerId, '2026-11')).error?.code).toBe('monitored-employer.month-outside');
  });
});
