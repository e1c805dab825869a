import type { IndicatorFields } from '@renshe/domain/plan/plan.contract.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const city = '321100000000';
const district = '321102000000';
const otherDistrict = '321111000000';
const community = '321102001001';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const fields: IndicatorFields = {
  name: '新登记失业人数',
  kind: 'expected',
  direction: 'at-most',
  measure: 'flow',
  catalogueKey: 'newly-registered-unemployed',
  unit: '人',
  note: '',
  baselineYear: 2025,
  baselineValue: 2,
  totalTarget: 40,
  ownerOfficeId: null,
  ownerName: '张伟',
  path: [
    { year: 2026, value: 10 },
    { year: 2027, value: 8 },
  ],
};
async function newPlan(persona: Persona = 'city', areaCode = city, name = '“十五五”就业规划'): Promise<string> {
  const { body, error } = await app.call(persona, planContracts.create, {
    body: { areaCode, name, kind: 'five-year', from: '2026-01', to: '2030-12', sourceDocument: '政府文件' },
  });
  expect(error).toBeUndefined();
  return body.planId;
}
const add = (planId: string, more: Partial<IndicatorFields> = {}, persona: Persona = 'city') =>
  app.call(persona, planContracts.addIndicator, { params: { planId }, body: { ...fields, ...more } });
const get = (persona: Persona, planId: string, area: string, year = 2026) =>
  app.call(persona, planContracts.get, { params: { planId }, query: { area, year } });
const officeOf = async (code: string) =>
  (
    await app.system.db.kysely
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select('office.office_id')
      .where('area_version.code', '=', code)
      .executeTakeFirstOrThrow()
  ).office_id;

describe('what a plan tells whom', () => {
  const evaluated = (areaCode: string, findings: string) => ({
    areaCode,
    kind: 'quarterly' as const,
    period: '2026-Q3',
    evaluatedOn: '2026-10-20',
    text: '评估',
    findings,
    measures: '',
    evaluator: '王静',
  });
  const task = {
    indicatorId: null,
    parentTaskId: null,
    title: '走访',
    body: '',
    ownerName: '',
    startOn: '2026-01-01',
    dueOn: '2026-12-31',
    milestones: [],
  };

  it('keeps evaluations and tasks of one district from the other', async () => {
    const planId = await newPlan();
    const params = { planId };
    for (const [area, findings] of [
      [city, '全市'],
      [district, '京口'],
      [otherDistrict, '润州走访造假'],
    ] as const) {
      const body = evaluated(area, findings);
      expect((await app.call('city', planWorkContracts.addEvaluation, { params, body })).status).toBe(200);
      const ownerOfficeId = await officeOf(area);
      const added = await app.call('city', planWorkContracts.addTask, {
        params,
        body: { ...task, title: `${findings}任务`, ownerOfficeId },
      });
      expect(added.status).toBe(200);
    }
    const seen = async (persona: Persona, area: string) => {
      const { evaluations, tasks } = (await get(persona, planId, area)).body;
      return [evaluations.map((one) => one.findings).sort(), tasks.map((one) => one.title).sort()];
    };
    expect(await seen('worker', community)).toEqual([
      ['京口', '全市'],
      ['京口任务', '全市任务'],
    ]);
    expect(await seen('otherDistrict', otherDistrict)).toEqual([
      ['全市', '润州走访造假'],
      ['全市任务', '润州走访造假任务'],
    ]);
    expect((await seen('city', city)).map((list) => list?.length)).toEqual([3, 3]);
  });
  it('puts nobody outside the planner’s reach in charge', async () => {
    const planId = await newPlan('district', district);
    const params = { planId };
    const assign = async (ownerOfficeId: string) =>
      (await app.call('district', planWorkContracts.addTask, { params, body: { ...task, ownerOfficeId } })).status;
    expect(await assign(await officeOf(otherDistrict))).toBe(404);
    expect(await assign(await officeOf(community))).toBe(200);
    const nobody = '01890000-0000-7000-8000-000000000000';
    expect((await add(planId, { ownerOfficeId: nobody }, 'district')).status).toBe(404);
    expect((await add(planId, { ownerOfficeId: await officeOf(otherDistrict) }, 'district')).status).toBe(404);
    expect((await add(planId, { ownerOfficeId: await officeOf(district) }, 'district')).status).toBe(200);
  });
  it('lets nobody overwrite a target that was divided in between, and keeps what stood there', async () => {
    const planId = await newPlan();
    const { indicatorId } = (await add(planId)).body;
    const params = { planId, indicatorId };
    const target = (before: number, value: number) => ({ areaCode: city, before, value });
    const set = (targets: ReturnType<typeof target>[]) =>
      app.call('city', planContracts.setTargets, { params, body: { year: 2026, targets } });
    expect((await set([target(10, 12), target(10, 13)])).status).toBe(409);
    expect((await set([target(10, 12)])).status).toBe(200);
    const change = (version: number) =>
      app.call('city', planContracts.changeIndicator, { params, body: { ...fields, version } });
    expect((await change(1)).status).toBe(409);
    expect((await change(2)).status).toBe(200);
    const { rows } = await app.system.db.pool.query(
      `select details -> 'before' as before from audit_event where action = 'plan.indicator-changed' and subject_id = $1`,
      [indicatorId],
    );
    expect(rows[0].before).toMatchObject({
      unit: '人',
      path: [
        { year: 2026, value: 12 },
        { year: 2027, value: 8 },
      ],
    });
  });
  it('writes the purpose of an export where the audit looks for it, and takes no year 0', async () => {
    const planId = await newPlan();
    const body = { area: city, year: 2026, purpose: '向市长汇报，电话13812345678' };
    await app.call('city', planContracts.exportXlsx, { params: { planId }, body });
    const { rows } = await app.system.db.pool.query(
      `select purpose from audit_event where action = 'plan.exported' and subject_id = $1`,
      [planId],
    );
    expect(rows).toEqual([{ purpose: '向市长汇报，电话138****5678' }]);
    const { indicatorId } = (await add(planId, { catalogueKey: null, name: '培训人次' })).body;
    const actual = await app.call('worker', planContracts.recordActual, {
      params: { planId, indicatorId },
      body: { areaCode: community, period: '0000', value: 1, source: '台账' },
    });
    expect(actual.status).toBe(422);
  });
});
