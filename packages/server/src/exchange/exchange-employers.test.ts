import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { creditCodeCheck, entityCodeCheck } from '@renshe/domain/kernel/credit-code.ts';
import { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeDesk } from '../../test/exchange-desk.ts';
import { addResident } from '../../test/make-resident.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

let app: TestApp;
let desk: ReturnType<typeof exchangeDesk>;
beforeAll(async () => {
  app = await openTestApp({ now: '2026-11-20T10:40:00+08:00' });
  desk = exchangeDesk(app);
});
afterAll(() => app.close());

function creditCode(entity: string): string {
  const first17 = `91321102${entity}${entityCodeCheck(entity)}`;
  return first17 + creditCodeCheck(first17);
}

describe('employers of the monitoring panel', () => {
  it('are delivered with their staff and contact, joined to registrations by credit code, and taken back when they leave', async () => {
    const place = { areaCode: '321102001001', tables: ['DY31'] };
    const [joined, alone] = [creditCode('MA1MPUD9'), creditCode('55138508')];
    const body = {
      industry: 'C' as const,
      keyEmployer: false,
      contactName: '赵经理',
      phone: '13912345678',
      fromOn: '2026-08-01',
    };
    const add = (creditCode: string, name: string) =>
      app.call('worker', monitoredEmployerContracts.add, {
        body: { ...body, name, creditCode, area: place.areaCode },
      });
    app.clock.set('2026-11-20T10:45:00+08:00');
    const first = await add(joined!, '江河机械有限公司');
    expect(first.error).toBeUndefined();
    const second = await add(alone!, '小米科技有限公司');
    expect(second.error).toBeUndefined();
    const { employerId } = first.body;
    const month = {
      staffStart: 200,
      hired: 5,
      departed: 10,
      laidOff: 0,
      staffEnd: 195,
      reason: null,
      outlook: 'steady' as const,
      note: '',
    };
    const told = await app.call('worker', monitoredEmployerContracts.reportMonth, {
      params: { employerId, month: '2026-10' },
      body: { ...month, version: 0 },
    });
    expect(told.error).toBeUndefined();
    const residentId = await addResident(app, { name: '机械工' });
    await app.call('worker', employmentContracts.register, {
      params: { residentId },
      body: {
        type: '10',
        urban: true,
        employerName: '江河机械',
        employerCode: joined!,
        occupation: null,
        industry: null,
        platformWork: false,
        proof: '合同',
        startedOn: '2026-11-03',
      },
    });
    const rows = async (change: object = {}) => {
      const made = await desk.made('district', { ...place, ...change });
      expect(made).toMatchObject({ state: 'ready', errors: 0 });
      const { tables } = await desk.read(await desk.zipOf('district', made.deliveryId));
      return (tables.DY31 ?? []).filter((row) => row.AAB001 === joined || row.AAB001 === alone);
    };
    const panel = { AAB022: 'C', AAE004: '赵经理', AAE005: '13912345678', AAE100: '1' };
    // Records of the minutes before a delivery are sent once more with the next one.
    app.clock.set('2026-11-20T10:55:00+08:00');
    expect(await rows()).toMatchObject([
      { ...panel, AAB001: alone, AAB004: '小米科技有限公司', AAB082: '' },
      { ...panel, AAB001: joined, AAB003: joined!.slice(8, 17), AAB004: '江河机械有限公司', AAB082: '195' },
    ]);
    app.clock.set('2026-11-20T11:05:00+08:00');
    for (const id of [employerId, second.body.employerId])
      await app.call('worker', monitoredEmployerContracts.end, {
        params: { employerId: id },
        body: { version: 1, toOn: '2026-11-20', reason: '迁出本区' },
      });
    expect(await rows({ mode: 'changes' })).toMatchObject([
      { AAB001: alone, AAE100: '0' },
      // One works there: the registration still says so.
      { AAB001: joined, AAB004: '江河机械', AAB082: '1', AAE004: '', AAE100: '1' },
    ]);
  });
});
