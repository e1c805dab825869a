import { type AreaId, areaVersionAt, childrenAt, findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import {
  addDays,
  addToMonth,
  firstDayOf,
  formatMonth,
  listMonths,
  type Month,
} from '@renshe/domain/kernel/plain-date.ts';
import { type IndicatorFields, planContracts } from '@renshe/domain/plan/plan.contract.ts';
import { planWorkContracts } from '@renshe/domain/plan/plan-work.contract.ts';
import { addIndicator, createPlan, setTargets } from '../plan/change-plan.ts';
import { recordActual } from '../plan/plan-actual.ts';
import { addEvaluation, draftOf, signEvaluation } from '../plan/plan-evaluation.ts';
import { addTask, reportProgress } from '../plan/plan-task.ts';
import { readPlanDetail } from '../plan/plan-view.ts';
import type { System } from '../platform/open-system.ts';
import { readSeriesOf } from '../statistics/indicator-series.ts';
import { type ActAs, actAs } from './act-as.ts';

const flows = [
  'new-urban-employment',
  're-employment',
  'hardship-re-employment',
  'newly-registered-unemployed',
] as const;
const stocks = ['registered-unemployed', 'urban-employed', 'zero-employment-family'] as const;

/**
 * The city's five-year plan with baselines from last year's booked figures, divided to the districts and, in the one in depth, on to its
 * streets, with tasks and an inspection. The years are those of the country's plans: 2026–2030, 2031–2035 …
 */
export async function planAhead(
  system: System,
  anchorMonth: Month,
  codes: { city: string; district: string; street: string; community: string },
): Promise<void> {
  const run = await actAs(system);
  const { tree } = await system.reference.current();
  const today = system.clock.today();
  const year = Math.floor(anchorMonth / 100);
  const first = Math.floor((year - 1) / 5) * 5 + 1;
  const years = [0, 1, 2, 3, 4].map((i) => first + i);
  const idOf = (code: string) => findAreaByCode(tree, code, today)!;
  const city = idOf(codes.city);
  const district = idOf(codes.district);
  const districts = childrenAt(tree, city, today);
  const streets = childrenAt(tree, district, today);
  const lastYear = { from: (year - 1) * 100 + 1, to: (year - 1) * 100 + 12 };
  const series = await readSeriesOf(
    system.db.kysely,
    tree,
    [city, ...districts, ...streets],
    [...flows, ...stocks],
    lastYear.from,
    lastYear.to,
  );
  const sumOf = (areaId: AreaId, key: string) =>
    (series.get(areaId) ?? []).reduce(
      (sum, m) => sum + (m.figures.get(key)?.own ?? 0) + (m.figures.get(key)?.adjustment ?? 0),
      0,
    );
  const endOf = (key: string) => series.get(city)?.at(-1)?.figures.get(key)?.stock ?? 0;
  const rate =
    Math.round(
      (endOf('registered-unemployed') / Math.max(1, endOf('registered-unemployed') + endOf('urban-employed'))) * 10_000,
    ) / 100;
  const offices = new Map(
    (await system.db.kysely.selectFrom('office').select(['area_id', 'office_id']).execute()).map((row) => [
      row.area_id,
      row.office_id,
    ]),
  );
  const { planId } = await run(
    'wangjing',
    planContracts.create,
    {
      body: {
        areaCode: codes.city,
        name: `就业促进规划（${first}—${first + 4} 年）`,
        kind: 'five-year',
        from: `${first}-01`,
        to: `${first + 4}-12`,
        sourceDocument: '市政府办公室印发（演示）',
      },
    },
    createPlan,
  );

  const path = (value: (step: number) => number) => years.map((one, i) => ({ year: one, value: value(i) }));
  const fields = (name: string, more: Partial<IndicatorFields>): IndicatorFields => ({
    name,
    kind: 'expected',
    direction: 'at-least',
    measure: 'flow',
    catalogueKey: null,
    unit: '人',
    note: '',
    baselineYear: year - 1,
    baselineValue: null,
    totalTarget: null,
    ownerOfficeId: offices.get(city) ?? null,
    ownerName: '就业促进处 王静',
    path: [],
    ...more,
  });
  /** A flow that grows or falls by a share a year from last year's amount. */
  const flowFields = (
    name: string,
    key: string,
    start: number,
    growth: number,
    more: Partial<IndicatorFields> = {},
  ) => {
    const base = sumOf(city, key);
    const steps = path((i) => Math.round((base * start * growth ** i) / 10) * 10);
    return fields(name, {
      catalogueKey: key,
      baselineValue: base,
      path: steps,
      totalTarget: steps.reduce((sum, step) => sum + step.value, 0),
      ...more,
    });
  };
  const add = async (body: IndicatorFields) =>
    (await run('wangjing', planContracts.addIndicator, { params: { planId }, body }, addIndicator)).indicatorId;
  const divided = [
    { fields: flowFields('城镇新增就业人数', 'new-urban-employment', 0.98, 1.01), whole: true },
    { fields: flowFields('失业人员再就业人数', 're-employment', 1.02, 1.02), whole: false },
    {
      fields: flowFields('就业困难人员再就业人数', 'hardship-re-employment', 1.05, 1.02, { kind: 'binding' }),
      whole: true,
    },
  ];
  const ids: string[] = [];
  for (const one of divided) {
    const indicatorId = await add(one.fields);
    ids.push(indicatorId);
    const target = one.fields.path.find((step) => step.year === year)?.value ?? 0;
    const set = (login: string, targets: { areaCode: string; before: null; value: number }[]) =>
      run(login, planContracts.setTargets, { params: { planId, indicatorId }, body: { year, targets } }, setTargets);
    const part = (areaIds: readonly AreaId[], whole: number) => {
      const amounts = divide(
        whole,
        areaIds.map((id) => sumOf(id, one.fields.catalogueKey!)),
      );
      return areaIds.map((id, i) => ({
        areaCode: areaVersionAt(tree, id, today).code,
        before: null,
        value: amounts[i]!,
      }));
    };
    const handedDown = part(districts, target);
    await set('wangjing', handedDown);
    const own = handedDown[districts.indexOf(district)]!.value;
    // One indicator is not handed down whole, so that the demo shows what does not add up.
    await set('chenjun', part(streets, one.whole ? own : Math.floor(own * 0.93)));
  }
  await add(
    fields('登记失业率', {
      catalogueKey: 'registered-unemployment-rate',
      direction: 'at-most',
      unit: '%',
      baselineValue: rate,
      path: path((i) => Math.round((rate - 0.05 * i) * 100) / 100),
    }),
  );
  await add(
    fields('城镇调查失业率', {
      catalogueKey: 'surveyed-unemployment-rate',
      direction: 'at-most',
      unit: '%',
      path: path(() => 5.5),
      note: '由统计部门发布，登记数据推算不出；没有录入发布值时不作判断。',
    }),
  );
  await add(flowFields('新登记失业人数', 'newly-registered-unemployed', 1.05, 0.99, { direction: 'at-most' }));
  await add(
    fields('期末零就业家庭户数', {
      catalogueKey: 'zero-employment-family',
      direction: 'at-most',
      kind: 'binding',
      unit: '户',
      baselineValue: endOf('zero-employment-family'),
      path: path(() => 0),
      note: '动态清零。',
    }),
  );
  const trained = await add(
    fields('补贴性职业技能培训人次', {
      unit: '人次',
      baselineValue: 5860,
      path: path(() => 6000),
      totalTarget: 30_000,
      note: '培训系统尚未对接，按月报数录入。',
    }),
  );
  for (const [i, month] of listMonths(year * 100 + 1, addToMonth(anchorMonth, -1)).entries())
    await run(
      'wangjing',
      planContracts.recordActual,
      {
        params: { planId, indicatorId: trained },
        body: {
          areaCode: codes.city,
          period: formatMonth(month),
          value: [310, 180, 560, 620, 540, 515, 430, 470, 610, 590, 480][i % 11]!,
          source: '职业能力建设处月报',
        },
      },
      recordActual,
    );

  await addTasks(run, {
    planId,
    ids,
    year,
    offices,
    city,
    district,
    street: idOf(codes.street),
    community: idOf(codes.community),
  });
  const { evaluationId } = await run(
    'wangjing',
    planWorkContracts.addEvaluation,
    {
      params: { planId },
      body: {
        areaCode: codes.city,
        kind: 'inspection',
        period: String(year),
        evaluatedOn: addDays(firstDayOf(anchorMonth), 5),
        evaluator: '王静',
        text: '（正文见下）',
        findings: '个别街道困难人员援助进度偏慢，走访记录不完整。',
        measures: '月内逐户回访，区中心每周调度一次，下月复查。',
      },
    },
    async (c) => {
      // The text is the one that the system drafts from its own figures.
      const draft = draftOf(await readPlanDetail(c, c.w, planId, codes.city, year));
      return addEvaluation({ ...c, body: { ...c.body, text: draft.zh } });
    },
  );
  await run(
    'wangjing',
    planWorkContracts.signEvaluation,
    { params: { planId, evaluationId }, body: { version: 1 } },
    signEvaluation,
  );
}

/** Cuts a whole into parts by weights; the parts add up to it. */
function divide(whole: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  const parts = weights.map((weight) => (all === 0 ? 0 : Math.floor((whole * Math.max(0, weight)) / all)));
  const largest = parts.indexOf(Math.max(...parts));
  parts[largest] = parts[largest]! + whole - parts.reduce((sum, part) => sum + part, 0);
  return parts;
}

interface TaskPlaces {
  planId: string;
  ids: readonly string[];
  year: number;
  offices: ReadonlyMap<AreaId, string>;
  city: AreaId;
  district: AreaId;
  street: AreaId;
  community: AreaId;
}

async function addTasks(run: ActAs, at: TaskPlaces): Promise<void> {
  const { planId, year } = at;
  const add = async (
    areaId: AreaId,
    task: {
      title: string;
      body: string;
      person: string;
      start: string;
      due: string;
      parent?: string;
      indicator?: number;
      milestones?: [string, string][];
    },
  ) =>
    (
      await run(
        'wangjing',
        planWorkContracts.addTask,
        {
          params: { planId },
          body: {
            indicatorId: task.indicator === undefined ? null : at.ids[task.indicator]!,
            parentTaskId: task.parent ?? null,
            title: task.title,
            body: task.body,
            ownerOfficeId: at.offices.get(areaId)!,
            ownerName: task.person,
            startOn: `${year}-${task.start}`,
            dueOn: `${year}-${task.due}`,
            milestones: (task.milestones ?? []).map(([name, on]) => ({ name, dueOn: `${year}-${on}`, doneOn: null })),
          },
        },
        addTask,
      )
    ).taskId;
  const report = (
    login: string,
    taskId: string,
    state: 'doing' | 'done',
    percent: number,
    note: string,
    milestonesDone: number[] = [],
  ) =>
    run(
      login,
      planWorkContracts.reportProgress,
      { params: { planId, taskId }, body: { version: 1, state, percent, note, milestonesDone } },
      reportProgress,
    );

  const letter = await add(at.city, {
    title: '印发年度任务分解方案',
    body: '把年度目标分解到区县，明确责任单位和时间表。',
    person: '王静',
    start: '01-05',
    due: '03-31',
  });
  await report('wangjing', letter, 'done', 100, '方案已印发，各区县签订责任书。');
  const aid = await add(at.district, {
    title: '就业困难人员分类帮扶',
    body: '逐人建立帮扶台账，每月联系一次。',
    person: '陈军',
    start: '02-01',
    due: '12-20',
    indicator: 2,
    milestones: [
      ['摸底建账', '03-31'],
      ['中期检查', '07-31'],
      ['年终核验', '12-20'],
    ],
  });
  await report('chenjun', aid, 'doing', 70, '已完成摸底和中期检查，三个街道进度偏慢。', [0, 1]);
  await add(at.street, {
    title: '正东路街道困难人员走访',
    body: '对未实现就业的困难人员逐户走访。',
    person: '周芳',
    start: '06-01',
    due: '10-31',
    parent: aid,
    indicator: 2,
  });
  await add(at.community, {
    title: '贺家弄社区失业人员家访',
    body: '对登记失业满六个月的人员上门走访，登记求职意愿。',
    person: '李敏',
    start: '09-01',
    due: '12-15',
    parent: aid,
    indicator: 1,
  });
}
