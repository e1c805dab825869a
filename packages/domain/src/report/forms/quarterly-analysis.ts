import type { Sentence } from '../../kernel/app-error.ts';
import type { FormColumn, FormRow, ReportForm } from '../form.ts';
import { monthlyReportForm } from './monthly.ts';

/** 季度分析: the lines of the monthly report over a quarter, with shares and rates (handbook §5.1, §5.3). */
const rates: readonly FormRow[] = [
  {
    key: 'long-term-share',
    zh: '长期失业占比',
    en: 'Share of long-term unemployed',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    numerator: ['long-term-unemployed'],
    denominator: ['registered-unemployed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末长期失业人数 ÷ 期末登记失业人数 × 100%。',
      en: 'Long-term unemployed ÷ registered unemployed at the end of the quarter.',
      source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
    },
  },
  {
    key: 'older-share',
    zh: '大龄失业占比',
    en: 'Share of older unemployed',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    numerator: ['older-unemployed'],
    denominator: ['registered-unemployed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末大龄失业人数 ÷ 期末登记失业人数 × 100%。',
      en: 'Older unemployed ÷ registered unemployed at the end of the quarter.',
      source: { zh: '领域手册 §4.1', en: 'handbook §4.1' },
    },
  },
  {
    key: 'unemployed-in-quarter',
    zh: '本季登记失业过的人次',
    en: 'Registered at some time in the quarter',
    level: 0,
    unit: 'person',
    kind: 'sum',
    plus: ['registered-unemployed', 'deregistered-unemployed'],
    dimensions: ['sex'],
    definition: {
      zh: '期末登记失业人数与本季注销人数之和，即期初人数加本季进入人数。',
      en: 'Registered at the end plus deregistered in the quarter: those at its start and those who came.',
      source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
    },
  },
  {
    key: 're-employment-rate',
    zh: '失业人员再就业率',
    en: 'Re-employment rate',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    numerator: ['re-employment'],
    denominator: ['unemployed-in-quarter'],
    dimensions: ['sex'],
    definition: {
      zh: '本季再就业人数 ÷ 本季登记失业过的人次 × 100%。',
      en: 'Re-employed in the quarter ÷ registered at some time in the quarter.',
      source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
    },
  },
  {
    key: 'hardship-share',
    zh: '就业困难人员占再就业比重',
    en: 'Hardship persons among the re-employed',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    numerator: ['hardship-re-employment'],
    denominator: ['re-employment'],
    dimensions: ['sex'],
    definition: {
      zh: '本季就业困难人员再就业人数 ÷ 再就业人数 × 100%。',
      en: 'Hardship persons re-employed ÷ re-employed in the quarter.',
      source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
    },
  },
];

/** What registers cannot give: published, with its source, never mixed with the registered rate. */
const published: readonly FormRow[] = [
  {
    key: 'surveyed-unemployment-rate',
    zh: '城镇调查失业率（外部统计）',
    en: 'Surveyed urban unemployment rate (published)',
    level: 0,
    unit: 'percent',
    kind: 'external',
    indicator: 'surveyed-unemployment-rate',
    dimensions: [],
    definition: {
      zh: '统计部门发布的季末月份城镇调查失业率；不能由登记数据计算，也不与登记失业率混用。',
      en: 'Published by the statistics office for the last month of the quarter; no register can give it.',
      source: { zh: '国家统计局劳动力调查制度；领域手册 §5.1', en: 'Labour force survey of the NBS; handbook §5.1' },
    },
  },
];

/** The month's words become the period's. */
const rows = monthlyReportForm.rows.map((row): FormRow => ({ ...row, en: row.en.replace('month end', 'the end') }));
const position = rows.findIndex((row) => row.key === 'zero-employment-family');

const quarter: Sentence = { zh: '本季', en: 'This quarter' };
const change: Sentence = { zh: '比上季', en: 'Change on last quarter' };
const columns: readonly FormColumn[] = [
  { key: 'total', zh: '合计', en: 'Total', heads: [quarter], measure: 'period', cell: '' },
  { key: 'male', zh: '男', en: 'Male', heads: [quarter], measure: 'period', cell: 'sex=1' },
  { key: 'female', zh: '女', en: 'Female', heads: [quarter], measure: 'period', cell: 'sex=2' },
  {
    key: 'adjustment',
    zh: '其中：补记以前月份',
    en: 'of which booked late',
    heads: [quarter],
    measure: 'adjustment',
    cell: '',
  },
  { key: 'previous', zh: '上季', en: 'Last quarter', heads: [], measure: 'previous', cell: '' },
  { key: 'change', zh: '增减', en: 'Number', heads: [change], measure: 'change', cell: '' },
  { key: 'change-rate', zh: '%', en: '%', heads: [change], measure: 'changeRate', cell: '' },
  { key: 'year-ago', zh: '去年同季', en: 'A year ago', heads: [], measure: 'yearAgo', cell: '' },
  { key: 'ytd', zh: '本年累计', en: 'Year to date', heads: [], measure: 'yearToDate', cell: '' },
  { key: 'prior', zh: '以前年度调整', en: 'Prior-year adjustment', heads: [], measure: 'priorYear', cell: '' },
];

export const quarterlyAnalysisForm: ReportForm = {
  key: 'quarterly-analysis',
  zh: '就业失业季度分析',
  en: 'Quarterly analysis of employment and unemployment',
  short: { zh: '季报', en: 'Quarterly' },
  number: '就业统季1表',
  issuer: { zh: '市人力资源和社会保障局', en: 'Municipal bureau of human resources and social security' },
  periodKind: 'quarter',
  levels: ['district', 'city'],
  rows: [...rows.slice(0, position), ...rates, ...rows.slice(position), ...published],
  columns,
  checks: [
    ...monthlyReportForm.checks.filter((check) => check.severity === 'error'),
    {
      key: 'unemployed-jump',
      severity: 'warning',
      rule: { kind: 'jump', row: 'registered-unemployed', percent: 40, least: 20 },
      zh: '期末登记失业人数与上季相差 40% 以内（20 人以下不计）',
      en: 'Registered unemployed differ from last quarter by 40 % at most (differences below 20 do not count)',
    },
  ],
  notes: [
    ...monthlyReportForm.notes,
    {
      zh: '发生数按入账月份累加三个月，含补记的本年以前月份；期末数取季末。',
      en: 'Flows add up what its three months booked for the year, late bookings included; stocks are those at the end of the quarter.',
    },
  ],
  narrative: true,
  paper: 'a4',
};
