/**
 * Plans and their indicators 规划监测 (handbook §5.4; capabilities P01, P02): what a plan consists of, and the plain arithmetic of
 * targets. Forecast and traffic light stand in their own files.
 */
import { listMonths, type Month, monthOf, type PlainDate, previousMonth } from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';

export const planKinds = ['five-year', 'yearly'] as const;
export type PlanKind = (typeof planKinds)[number];
export const planKindNames = {
  'five-year': { zh: '五年规划', en: 'Five-year plan' },
  yearly: { zh: '年度计划', en: 'Yearly plan' },
} as const satisfies Record<PlanKind, { zh: string; en: string }>;

/** 约束性 must be reached, 预期性 is aimed at: a small miss of an expected indicator at the end is amber, of a binding one red. */
export const indicatorKinds = ['binding', 'expected'] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];
export const indicatorKindNames = {
  binding: { zh: '约束性', en: 'Binding' },
  expected: { zh: '预期性', en: 'Expected' },
} as const satisfies Record<IndicatorKind, { zh: string; en: string }>;

export const directions = ['at-least', 'at-most'] as const;
export type Direction = (typeof directions)[number];
export const directionNames = {
  'at-least': { zh: '不低于', en: 'At least' },
  'at-most': { zh: '不高于', en: 'At most' },
} as const satisfies Record<Direction, { zh: string; en: string }>;

/** flow: what happens in the year, added up. level: how it stands at the end of the year (a stock, a rate). */
export const measures = ['flow', 'level'] as const;
export type Measure = (typeof measures)[number];
export const measureNames = {
  flow: { zh: '累计数', en: 'Sum over the year' },
  level: { zh: '期末数或比率', en: 'Value at the end, or a rate' },
} as const satisfies Record<Measure, { zh: string; en: string }>;

export const indicatorSources = ['catalogue', 'manual'] as const;
export type IndicatorSource = (typeof indicatorSources)[number];

export const taskStates = ['open', 'doing', 'done', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];
export const taskStateNames = {
  open: { zh: '未开始', en: 'Not started' },
  doing: { zh: '进行中', en: 'Under way' },
  done: { zh: '已完成', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
} as const satisfies Record<TaskState, { zh: string; en: string }>;

export const evaluationKinds = ['quarterly', 'yearly', 'mid-term', 'final', 'inspection'] as const;
export type EvaluationKind = (typeof evaluationKinds)[number];
export const evaluationKindNames = {
  quarterly: { zh: '季度评估', en: 'Quarterly evaluation' },
  yearly: { zh: '年度评估', en: 'Yearly evaluation' },
  'mid-term': { zh: '中期评估', en: 'Mid-term evaluation' },
  final: { zh: '终期评估', en: 'Final evaluation' },
  inspection: { zh: '督查', en: 'Inspection' },
} as const satisfies Record<EvaluationKind, { zh: string; en: string }>;

export const yearOfMonth = (month: Month): number => Math.floor(month / 100);

/** The years of a plan, in order. */
export function planYears(from: Month, to: Month): number[] {
  const years: number[] = [];
  for (let year = yearOfMonth(from); year <= yearOfMonth(to); year++) years.push(year);
  return years;
}

/** The months of a year that belong to a plan: a plan that begins in July has six months in its first year. Empty outside the plan. */
export function monthsInPlan(from: Month, to: Month, year: number): Month[] {
  const first = Math.max(from, year * 100 + 1);
  const last = Math.min(to, year * 100 + 12);
  return first > last ? [] : listMonths(first, last);
}

/**
 * The last month of a year that is over: the year's last month of the plan, or the month before today's. Undefined before the first month is over.
 */
export function lastMonthOver(from: Month, to: Month, year: number, today: PlainDate): Month | undefined {
  const months = monthsInPlan(from, to, year);
  const over = previousMonth(monthOf(today));
  return months.filter((month) => month <= over).at(-1);
}

/** Share of the year's months in the plan that are over, 0 to 1. */
export function elapsedShare(from: Month, to: Month, year: number, through: Month | undefined): number {
  const months = monthsInPlan(from, to, year);
  if (months.length === 0 || through === undefined) return 0;
  return months.filter((month) => month <= through).length / months.length;
}

/** Share of a whole plan's months that are over. */
export function planElapsedShare(from: Month, to: Month, through: Month | undefined): number {
  const months = listMonths(from, to);
  return through === undefined ? 0 : months.filter((month) => month <= through).length / months.length;
}

/** The share a / b, null when there is nothing to divide by. */
export function shareOf(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

export interface Division {
  /** Targets of the areas below, added up; null when none has one. */
  sum: number | null;
  /** Sum minus the parent's target: negative means that something was not handed down. Null when either is missing or it is no sum. */
  difference: number | null;
  /** Areas below without a target. */
  missing: number;
}

/** 分解下达: the targets of the areas below against the parent's. Rates and levels of rates do not add up and are only counted. */
export function divisionOf(parent: number | null, children: readonly (number | null)[], addsUp: boolean): Division {
  const given = children.filter((value): value is number => value !== null);
  const sum = given.length === 0 ? null : round(given.reduce((total, value) => total + value, 0));
  return {
    sum: addsUp ? sum : null,
    difference: addsUp && sum !== null && parent !== null ? round(sum - parent) : null,
    missing: children.length - given.length,
  };
}

export interface TargetScore {
  /** done ÷ target; null for an empty target (no object). */
  share: number | null;
  over: number;
  under: number;
  /** Yuan: over × amount per person over, minus under × amount per person under. Shown, never paid from here. */
  amount: number;
}

/** 目标责任 of a responsible unit (handbook §5.4). Only for indicators that should be at least their target. */
export function targetScore(
  done: number,
  target: number | null,
  amounts: { perOver: number; perUnder: number },
): TargetScore {
  if (target === null) return { share: null, over: 0, under: 0, amount: 0 };
  const over = Math.max(0, round(done - target));
  const under = Math.max(0, round(target - done));
  return {
    share: shareOf(done, target),
    over,
    under,
    amount: Math.round(over * amounts.perOver - under * amounts.perUnder),
  };
}

/** Values are kept with four decimals; sums of them are cut to that again. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

export interface PlanDates {
  kind: PlanKind;
  fromMonth: Month;
  toMonth: Month;
}

/** Why a plan cannot have these dates: five years at most ten, a yearly plan one. */
export function planRefusals(plan: PlanDates): Refusal[] {
  if (plan.toMonth < plan.fromMonth) return [{ code: 'plan.dates', article: '领域手册 §5.4', field: 'toMonth' }];
  const years = planYears(plan.fromMonth, plan.toMonth).length;
  const most = plan.kind === 'yearly' ? 1 : 10;
  return years > most ? [{ code: 'plan.too-long', article: '领域手册 §5.4', field: 'toMonth', details: { most } }] : [];
}

export interface TaskDates {
  startOn: PlainDate;
  dueOn: PlainDate;
  milestones: readonly { dueOn: PlainDate }[];
}

/** A task's dates must follow one another, and its milestones lie between them. */
export function taskRefusals(task: TaskDates): Refusal[] {
  if (task.dueOn < task.startOn) return [{ code: 'plan.task-dates', article: 'P01', field: 'dueOn' }];
  return task.milestones.some((milestone) => milestone.dueOn < task.startOn || milestone.dueOn > task.dueOn)
    ? [{ code: 'plan.milestone-dates', article: 'P01', field: 'milestones' }]
    : [];
}

/** overdue: its day has passed and it is neither done nor cancelled. */
export function isTaskOverdue(task: { state: TaskState; dueOn: PlainDate }, today: PlainDate): boolean {
  return (task.state === 'open' || task.state === 'doing') && task.dueOn < today;
}
