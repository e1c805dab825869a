import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import type { IndicatorFields } from '@renshe/domain/plan/plan.contract.ts';
import { planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { planScoresContracts } from '@renshe/domain/plan/plan-scores.contract.ts';
import { planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const city = '321100000000';
const district = '321102000000';
const otherDistrict = '321111000000';
const street = '321102001000';
const community = '321102001001';
const sibling = '321102001004';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
  for (const registeredOn of ['2026-03-10', '2026-03-20', '2026-09-05', '2025-03-02', '2025-11-03']) {
    const residentId = await addResident(app);
    await registerUnemployed(app, 'worker', residentId, registeredOn);
  }
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
const division = async (persona: Persona, planId: string, indicatorId: string, area: string, year = 2026) =>
  (await app.call(persona, planContracts.division, { params: { planId, indicatorId }, query: { area, year } })).body;
const officeOf = async (code: string) =>
  (
    await app.system.db.kysely
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select('office.office_id')
      .where('area_version.code', '=', code)
      .executeTakeFirstOrThrow()
  ).office_id;

describe('a plan', () => {
  it('is read from its own area, above and below, and nowhere else', async () => {
    const planId = await newPlan('district', district, '京口区计划');
    const names = async (persona: Persona, area: string) =>
      (await app.call(persona, planContracts.list, { query: { area } })).body.plans.map((plan) => plan.planId);
    expect(await names('city', city)).toContain(planId);
    expect(await names('worker', community)).toContain(planId);
    expect(await names('otherDistrict', otherDistrict)).not.toContain(planId);
    expect((await get('otherDistrict', planId, otherDistrict)).status).toBe(404);
    expect((await app.call('worker', planContracts.list, { query: { area: sibling } })).status).toBe(403);
  });
  it('is changed by those whose area holds it, against the version they saw', async () => {
    const planId = await newPlan();
    const body = { name: '新名', kind: 'five-year' as const, from: '2026-01', to: '2030-12', sourceDocument: '' };
    const change = (persona: Persona, version: number, more = {}) =>
      app.call(persona, planContracts.change, { params: { planId }, body: { ...body, version, ...more } });
    expect((await change('district', 1)).status).toBe(404);
    expect((await change('city', 1, { to: '2025-12' })).error?.code).toBe('plan.dates');
    expect((await change('city', 1)).status).toBe(200);
    expect((await change('city', 1)).error?.code).toBe('request.changed-meanwhile');
    expect((await get('city', planId, city)).body.plan).toMatchObject({ name: '新名', version: 2 });
  });
});

describe('an indicator of the catalogue', () => {
  it('reads its actual values from the booked figures, forecasts and judges', async () => {
    const planId = await newPlan();
    const { body } = await add(planId);
    const detail = (await get('city', planId, city)).body;
    expect(detail).toMatchObject({ through: '2026-10', year: 2026, years: [2026, 2027, 2028, 2029, 2030] });
    expect(detail.elapsed).toBeCloseTo(10 / 12);
    const [indicator] = detail.indicators;
    // Three in ten months; last year one of two fell into the same months: 3 ÷ ½ = 6.
    expect(indicator).toMatchObject({
      indicatorId: body.indicatorId,
      source: 'catalogue',
      totalDone: 3,
      totalTarget: 40,
      path: [{ year: 2026, target: 10, actual: 3 }, { year: 2027, target: 8, actual: null }, {}, {}, {}],
      standing: {
        target: 10,
        actual: 3,
        forecast: { value: 6, rule: 'same-period-share', months: 10 },
        judgement: { light: 'green', reason: 'within', share: 0.3, gap: 7 },
      },
    });
    expect(indicator?.standing.words.zh).toContain('7 人');
    const there = (await get('otherDistrict', planId, otherDistrict)).body.indicators[0];
    expect(there?.standing).toMatchObject({ target: null, actual: null, judgement: { light: 'grey' } });
    expect((await division('city', planId, body.indicatorId, city)).series).toContainEqual({
      month: '2026-03',
      value: 2,
    });
  });
  it('takes ratios, and the measure from the catalogue', async () => {
    const planId = await newPlan();
    await add(planId, { name: '失业率', catalogueKey: 'registered-unemployment-rate', measure: 'flow', unit: '%' });
    const [indicator] = (await get('city', planId, city)).body.indicators;
    expect(indicator).toMatchObject({ measure: 'level', standing: { actual: 100 } });
  });
  it('refuses what the catalogue lacks, years outside, repeated names', async () => {
    const planId = await newPlan();
    expect((await add(planId, { catalogueKey: 'nothing-like-it' })).error?.code).toBe('plan.unknown-indicator');
    expect((await add(planId, { path: [{ year: 2031, value: 1 }] })).error?.code).toBe('plan.year-outside');
    expect((await add(planId)).status).toBe(200);
    expect((await add(planId)).error?.code).toBe('plan.repeated-indicator');
    expect((await add(planId, {}, 'district')).status).toBe(404);
  });
  it('is changed and voided against its version', async () => {
    const planId = await newPlan();
    const { indicatorId } = (await add(planId)).body;
    const params = { planId, indicatorId };
    const changed = { ...fields, path: [{ year: 2026, value: 2 }], version: 1 };
    expect((await app.call('city', planContracts.changeIndicator, { params, body: changed })).status).toBe(200);
    expect((await app.call('city', planContracts.changeIndicator, { params, body: changed })).status).toBe(409);
    const [indicator] = (await get('city', planId, city)).body.indicators;
    expect(indicator).toMatchObject({ version: 2, standing: { target: 2, judgement: { reason: 'over-limit' } } });
    const body = { version: 2, reason: '重复' };
    expect((await app.call('city', planContracts.voidIndicator, { params, body })).status).toBe(200);
    expect((await get('city', planId, city)).body.indicators).toEqual([]);
  });
});

describe('targets divided among the areas below', () => {
  it('are compared with the parent’s, and each level divides its own', async () => {
    const planId = await newPlan();
    const { indicatorId } = (await add(planId, { direction: 'at-least' })).body;
    const params = { planId, indicatorId };
    const set = (persona: Persona, targets: { areaCode: string; before: number | null; value: number | null }[]) =>
      app.call(persona, planContracts.setTargets, { params, body: { year: 2026, targets } });
    const first = { areaCode: district, before: null, value: 6 };
    expect((await set('district', [first])).error?.code).toBe('plan.target-not-yours');
    expect((await set('city', [first])).status).toBe(200);
    expect((await set('city', [first])).error?.code).toBe('request.changed-meanwhile');
    expect((await set('district', [{ areaCode: street, before: null, value: 4 }])).status).toBe(200);
    expect((await set('district', [{ areaCode: otherDistrict, before: null, value: 4 }])).status).toBe(403);
    const above = await division('city', planId, indicatorId, city);
    expect(above.division).toEqual({ sum: 6, difference: -4, missing: 1 });
    const here = above.children.find((child) => child.area.code === district);
    // Three of six: three persons under, 100 yuan each.
    expect(here).toMatchObject({ standing: { target: 6, actual: 3 }, score: { share: 0.5, under: 3, amount: -300 } });
    const scores = (persona: Persona, area: string) =>
      app.call(persona, planScoresContracts.scores, { params: { planId }, query: { area, year: 2026 } });
    const handed = (await scores('city', city)).body;
    // 0 over × amount − 3 under × 100 yuan: the amount can be followed from what is handed over.
    expect(handed).toMatchObject({
      units: [
        {
          area: { code: district },
          amount: -300,
          indicators: [{ indicatorId, target: 6, actual: 3, score: { under: 3, perUnder: 100, amount: -300 } }],
        },
      ],
      evaluations: [],
    });
    expect((await scores('otherDistrict', district)).status).toBe(403);
    expect((await division('district', planId, indicatorId, district)).division).toMatchObject({
      sum: 4,
      difference: -2,
    });
    expect((await set('city', [{ areaCode: district, before: 6, value: null }])).status).toBe(200);
    expect((await division('city', planId, indicatorId, city)).division.sum).toBeNull();
  });
  it('stay attached when an area is merged', async () => {
    const planId = await newPlan();
    const { indicatorId } = (await add(planId, { direction: 'at-least' })).body;
    const targets = [
      { areaCode: '321102001007', before: null, value: 5 },
      { areaCode: sibling, before: null, value: 2 },
    ];
    await app.call('city', planContracts.setTargets, {
      params: { planId, indicatorId },
      body: { year: 2027, targets },
    });
    const merge = await app.call('system', areaContracts.merge, {
      params: { code: '321102001007' },
      body: { intoCode: sibling, effectiveOn: '2026-11-15', documentNo: '京政复〔2026〕18 号', reason: '社区撤并' },
    });
    expect(merge.error).toBeUndefined();
    await app.system.tasks.runNow(merge.body.taskId!);
    const below = await division('clerk', planId, indicatorId, street, 2027);
    expect(below.children.map((child) => [child.area.code, child.standing.target])).toEqual([
      [community, null],
      [sibling, 7],
    ]);
  });
});

describe('manual values', () => {
  it('are entered with their source, once a period, after its end', async () => {
    const planId = await newPlan();
    const { indicatorId } = (
      await add(planId, {
        name: '调查失业率',
        catalogueKey: null,
        measure: 'level',
        unit: '%',
        path: [{ year: 2026, value: 5.5 }],
      })
    ).body;
    const enter = (persona: Persona, period: string, value: number, areaCode = city) =>
      app.call(persona, planContracts.recordActual, {
        params: { planId, indicatorId },
        body: { areaCode, period, value, source: '统计局月度劳动力调查' },
      });
    expect((await enter('city', '2026-11', 5.2)).error?.code).toBe('plan.actual-future');
    expect((await enter('city', '2026-Q3', 5.3)).status).toBe(200);
    expect((await enter('city', '2026-Q3', 5.4)).error?.code).toBe('plan.actual-known');
    expect((await enter('district', '2026-Q3', 5.4)).status).toBe(403);
    expect((await get('city', planId, city)).body.indicators[0]?.standing).toMatchObject({
      actual: 5.3,
      forecast: { rule: 'last-value', sureness: 'low' },
      judgement: { light: 'green' },
    });
    const [manual] = (await division('city', planId, indicatorId, city)).manual;
    expect(manual).toMatchObject({ period: '2026-Q3', value: 5.3, enteredBy: 'city' });
    const params = { planId, actualId: manual!.actualId };
    expect((await app.call('district', planContracts.voidActual, { params, body: { reason: '误' } })).status).toBe(422);
    expect((await app.call('district', planContracts.voidActual, { params, body: { reason: '误录' } })).status).toBe(
      404,
    );
    expect((await app.call('city', planContracts.voidActual, { params, body: { reason: '误录' } })).status).toBe(200);
    expect((await get('city', planId, city)).body.indicators[0]?.standing.judgement.light).toBe('grey');
    const { indicatorId: booked } = (await add(planId)).body;
    const refused = await app.call('city', planContracts.recordActual, {
      params: { planId, indicatorId: booked },
      body: { areaCode: city, period: '2026-09', value: 1, source: '手工' },
    });
    expect(refused.error?.code).toBe('plan.not-manual');
  });
  it('a pasted table makes indicators, all lines or none', async () => {
    const planId = await newPlan();
    const paste = (text: string) =>
      app.call('city', planContracts.importIndicators, { params: { planId }, body: { text } });
    const head = '指标名称\t属性\t单位\t2026年\t2027年\t责任单位';
    expect((await paste('甲\t乙')).error?.code).toBe('plan.paste-empty');
    expect((await paste(`${head}\n甲\t预期性\t人\t很多\t2\t`)).error).toMatchObject({
      code: 'plan.paste-wrong',
      details: { line: 2, value: '很多' },
    });
    const good = `${head}\n甲\t预期性\t人\t100\t200\t京口区公共就业服务中心\n乙\t约束性\t%\t≤3.6\t≤3.5\t规划处`;
    expect((await paste(good)).body).toEqual({ added: 2, withoutOffice: 1 });
    expect((await get('city', planId, city)).body.indicators).toMatchObject([
      { name: '甲', source: 'manual', owner: { officeName: '京口区公共就业服务中心' }, standing: { target: 100 } },
      { name: '乙', kind: 'binding', direction: 'at-most', owner: { officeName: '', person: '规划处' } },
    ]);
  });
});

describe('tasks', () => {
  it('stand on the owner’s list, overdue when their day has passed, and move by her reports', async () => {
    const planId = await newPlan();
    const body = {
      indicatorId: null,
      parentTaskId: null,
      title: '开展失业人员家访',
      body: '',
      ownerOfficeId: await officeOf(community),
      ownerName: '李敏',
      startOn: '2026-09-01',
      dueOn: '2026-10-31',
      milestones: [
        { name: '完成', dueOn: '2026-10-31', doneOn: null },
        { name: '摸底', dueOn: '2026-09-30', doneOn: null },
      ],
    };
    const addTask = (persona: Persona, more = {}) =>
      app.call(persona, planWorkContracts.addTask, { params: { planId }, body: { ...body, ...more } });
    expect((await addTask('city', { dueOn: '2026-08-01' })).error?.code).toBe('plan.task-dates');
    expect((await addTask('city', { dueOn: '2026-10-15' })).error?.code).toBe('plan.milestone-dates');
    const { taskId } = (await addTask('city')).body;
    const child = (await addTask('city', { parentTaskId: taskId, ownerOfficeId: await officeOf(sibling) })).body;
    const circle = await app.call('city', planWorkContracts.changeTask, {
      params: { planId, taskId },
      body: { ...body, parentTaskId: child.taskId, version: 1 },
    });
    expect(circle.error?.code).toBe('plan.task-circle');
    const own = async (persona: Persona) => (await app.call(persona, planWorkContracts.ownTasks)).body.tasks;
    expect(await own('worker')).toMatchObject([{ taskId, overdue: true, milestones: [{ name: '摸底' }, {}] }]);
    expect((await own('siblingWorker')).map((task) => task.taskId)).toEqual([child.taskId]);
    const report = (persona: Persona, version: number, state: 'doing' | 'done') =>
      app.call(persona, planWorkContracts.reportProgress, {
        params: { planId, taskId },
        body: { version, state, percent: 100, note: '已走访', milestonesDone: [0] },
      });
    expect((await report('siblingWorker', 1, 'doing')).error?.code).toBe('plan.not-owner');
    expect((await report('worker', 1, 'doing')).status).toBe(200);
    expect((await report('worker', 1, 'done')).status).toBe(409);
    expect((await report('city', 2, 'done')).status).toBe(200);
    expect(await own('worker')).toEqual([]);
    const task = (await get('clerk', planId, street)).body.tasks.find((one) => one.taskId === taskId);
    expect(task).toMatchObject({
      state: 'done',
      doneOn: '2026-11-20',
      overdue: false,
      progress: [{ by: 'city', state: 'done' }, { by: 'worker' }],
      milestones: [{ doneOn: '2026-11-20' }, { doneOn: null }],
    });
  });
});

describe('evaluations', () => {
  it('are drafted from the figures, edited, signed once', async () => {
    const planId = await newPlan();
    await add(planId);
    const params = { planId };
    const draft = await app.call('city', planWorkContracts.draftEvaluation, {
      params,
      query: { area: city, year: 2026 },
    });
    expect(draft.body.zh).toContain('监测指标 1 项：正常 1 项');
    const body = {
      areaCode: city,
      kind: 'quarterly' as const,
      period: '2026-Q3',
      evaluatedOn: '2026-10-20',
      text: draft.body.zh,
      findings: '',
      measures: '',
      evaluator: '王静',
    };
    const { evaluationId } = (await app.call('city', planWorkContracts.addEvaluation, { params, body })).body;
    const change = (version: number) =>
      app.call('city', planWorkContracts.changeEvaluation, {
        params: { planId, evaluationId },
        body: { ...body, findings: '走访不足', version },
      });
    expect((await change(1)).status).toBe(200);
    const sign = (version: number) =>
      app.call('city', planWorkContracts.signEvaluation, { params: { planId, evaluationId }, body: { version } });
    expect((await sign(1)).status).toBe(409);
    expect((await sign(2)).status).toBe(200);
    expect((await change(3)).error?.code).toBe('plan.signed');
    expect((await get('worker', planId, community)).body.evaluations).toMatchObject([
      { findings: '走访不足', signedBy: 'city', kind: 'quarterly' },
    ]);
    const file = await app.call('district', planContracts.exportXlsx, {
      params,
      body: { area: district, year: 2026, purpose: '汇报' },
    });
    expect(file.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const pdf = await app.call('city', planContracts.exportPdf, {
      params,
      body: { area: city, year: 2026, purpose: '汇报' },
    });
    expect(pdf.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
