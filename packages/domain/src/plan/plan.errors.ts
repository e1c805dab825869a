import type { ErrorSentences } from '../kernel/app-error.ts';

export const planErrors = {
  'plan.dates': {
    zh: '规划的止期在起期之前，请改正。',
    en: 'The plan ends before it begins. Correct the months.',
  },
  'plan.too-long': {
    zh: '期限过长：最多 {most} 个年度。',
    en: 'The plan is too long: at most {most} years.',
  },
  'plan.unknown-indicator': {
    zh: '指标目录里没有“{key}”，请重新选择，或改为手工录入的指标。',
    en: 'The indicator catalogue has no “{key}”. Choose another one or make it a manual indicator.',
  },
  'plan.year-outside': {
    zh: '{year} 年不在规划期内。',
    en: '{year} lies outside the plan.',
  },
  'plan.repeated-indicator': {
    zh: '规划里已有指标“{name}”。',
    en: 'The plan already has an indicator “{name}”.',
  },
  'plan.paste-wrong': {
    zh: '第 {line} 行“{value}”读不懂，请改正后再导入；没有导入任何指标。',
    en: 'Line {line}: “{value}” cannot be read. Correct it and import again; nothing was imported.',
  },
  'plan.paste-empty': {
    zh: '没有找到表头。第一行须有“指标名称”一列，各列用制表符隔开（从表格复制即可）。',
    en: 'No header was found. The first line needs a column “指标名称” or “Indicator”, columns separated by tabs.',
  },
  'plan.target-not-yours': {
    zh: '“{area}”的目标由上级下达，您只能分解到下级区域。',
    en: 'The target of “{area}” is set by the level above; you can divide it among the areas below yours.',
  },
  'plan.not-below': {
    zh: '“{area}”不在规划的区域之内。',
    en: '“{area}” does not lie within the plan’s area.',
  },
  'plan.not-manual': {
    zh: '这个指标的实际值取自指标目录，不能手工录入。',
    en: 'The actual values of this indicator come from the catalogue and cannot be entered by hand.',
  },
  'plan.actual-future': {
    zh: '{period} 还没有结束，期满后再录入。',
    en: '{period} is not over yet; enter the value after its end.',
  },
  'plan.actual-known': {
    zh: '{period} 已有实际值，请先作废原值。',
    en: '{period} already has a value. Void that first.',
  },
  'plan.task-dates': {
    zh: '完成期限早于开始日期，请改正。',
    en: 'The due day lies before the start. Correct the dates.',
  },
  'plan.milestone-dates': {
    zh: '节点日期须在任务的起止日期之间。',
    en: 'Milestones must lie between the start and the due day of the task.',
  },
  'plan.task-circle': {
    zh: '上级任务不能是它自己或它的下级任务。',
    en: 'A task cannot stand below itself.',
  },
  'plan.not-owner': {
    zh: '只有责任单位或规划管理人员可以报告这项任务的进展。',
    en: 'Only the office in charge or those who manage the plan report progress of this task.',
  },
  'plan.signed': {
    zh: '评估已签发，不能再修改；如需更正，请另记一份。',
    en: 'The evaluation is signed and stays as it is. Record another one to correct it.',
  },
} as const satisfies ErrorSentences;
