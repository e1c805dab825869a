import { deregistrationItems } from '../../code/deregistration-reason.ts';
import { ageBands } from '../../kernel/age-band.ts';
import type { Sentence } from '../../kernel/app-error.ts';
import { definitionOf } from '../../statistics/indicators.ts';
import type { FormColumn, FormRow, ReportForm } from '../form.ts';

/** 就业失业月报 (handbook §5.1, §5.3). */
const bySex: Sentence = { zh: '按性别', en: 'By sex' };
const byAge: Sentence = { zh: '按年龄', en: 'By age' };
const bandName = (band: string): Sentence =>
  band.endsWith('+')
    ? { zh: `${band.slice(0, -1)}岁及以上`, en: `${band.slice(0, -1)} and over` }
    : { zh: `${band.replace('-', '–')}岁`, en: band.replace('-', '–') };

/** Nobody under sixteen registers or is employed; the band of children is not on the form. */
export const reportAgeBands = ageBands.filter((band) => band !== '0-15');

const columns: readonly FormColumn[] = [
  { key: 'total', zh: '合计', en: 'Total', heads: [], measure: 'period', cell: '' },
  { key: 'male', zh: '男', en: 'Male', heads: [bySex], measure: 'period', cell: 'sex=1' },
  { key: 'female', zh: '女', en: 'Female', heads: [bySex], measure: 'period', cell: 'sex=2' },
  ...reportAgeBands.map(
    (band): FormColumn => ({
      key: `age-${band}`,
      ...bandName(band),
      heads: [byAge],
      measure: 'period',
      cell: `age=${band}`,
    }),
  ),
  { key: 'ytd', zh: '本年累计', en: 'Year to date', heads: [], measure: 'yearToDate', cell: '' },
  {
    key: 'adjustment',
    zh: '以前月份调整',
    en: 'Adjustment of earlier months',
    heads: [],
    measure: 'adjustment',
    cell: '',
  },
  { key: 'prior', zh: '以前年度调整', en: 'Prior-year adjustment', heads: [], measure: 'priorYear', cell: '' },
];

const reasonRows: readonly FormRow[] = deregistrationItems.map((item) => ({
  key: `deregistered-${item.code}`,
  zh: item.zh,
  en: item.en,
  level: 1,
  unit: 'person',
  kind: 'flow',
  indicators: ['deregistered-unemployed'],
  cells: [`end-reason=${item.code}*`],
  dimensions: [],
  definition: {
    zh: `本期按“${item.zh}”注销失业登记的人数。`,
    en: `Deregistered in the period for this reason: ${item.en}.`,
    source: { zh: '就业服务与就业管理规定第66条', en: 'Employment Service Rules art. 66' },
  },
}));

const rows: readonly FormRow[] = [
  {
    key: 'registered-unemployed',
    zh: '期末登记失业人数',
    en: 'Registered unemployed at month end',
    brief: { zh: '登记失业', en: 'Registered unemployed' },
    level: 0,
    unit: 'person',
    kind: 'stock',
    indicators: ['registered-unemployed'],
    movement: { plus: ['newly-registered-unemployed'], minus: ['deregistered-unemployed'] },
    dimensions: ['sex', 'age'],
    definition: definitionOf('registered-unemployed'),
  },
  {
    key: 'long-term-unemployed',
    zh: '其中：长期失业（12 个月以上）',
    en: 'of which over twelve months',
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['long-term-unemployed'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('long-term-unemployed'),
  },
  {
    key: 'older-unemployed',
    zh: '其中：大龄（4050）',
    en: 'of which older (4050)',
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['older-unemployed'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('older-unemployed'),
  },
  {
    key: 'newly-registered-unemployed',
    zh: '本期新登记失业人数',
    en: 'Newly registered unemployed',
    brief: { zh: '新登记', en: 'newly registered' },
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['newly-registered-unemployed'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('newly-registered-unemployed'),
  },
  {
    key: 'deregistered-unemployed',
    zh: '本期注销失业登记人数',
    en: 'Deregistered',
    brief: { zh: '注销', en: 'deregistered' },
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['deregistered-unemployed'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('deregistered-unemployed'),
  },
  ...reasonRows,
  {
    key: 'new-urban-employment',
    zh: '城镇新增就业人数',
    en: 'New urban employment',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['new-urban-employment'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('new-urban-employment'),
  },
  {
    key: 'natural-attrition',
    zh: '其中：自然减员',
    en: 'Natural attrition',
    level: 1,
    unit: 'person',
    kind: 'flow',
    indicators: ['natural-attrition'],
    dimensions: ['sex'],
    definition: definitionOf('natural-attrition'),
  },
  {
    key: 're-employment',
    zh: '失业人员再就业人数',
    en: 'Re-employment',
    level: 0,
    unit: 'person',
    kind: 'flow',
    indicators: ['re-employment'],
    dimensions: ['sex', 'age'],
    definition: definitionOf('re-employment'),
  },
  {
    key: 'hardship-re-employment',
    zh: '其中：就业困难人员',
    en: 'of which hardship persons',
    level: 1,
    unit: 'person',
    kind: 'flow',
    indicators: ['hardship-re-employment'],
    dimensions: ['sex'],
    definition: definitionOf('hardship-re-employment'),
  },
  {
    key: 'employed',
    zh: '期末从业人数',
    en: 'Employed at month end',
    level: 0,
    unit: 'person',
    kind: 'stock',
    indicators: ['employed'],
    dimensions: ['sex'],
    definition: definitionOf('employed'),
  },
  {
    key: 'urban-employed',
    zh: '其中：城镇从业',
    en: 'of which urban',
    brief: { zh: '城镇从业', en: 'Urban employed' },
    level: 1,
    unit: 'person',
    kind: 'stock',
    indicators: ['urban-employed'],
    dimensions: ['sex'],
    definition: definitionOf('urban-employed'),
  },
  {
    key: 'registered-unemployment-rate',
    zh: '登记失业率',
    en: 'Registered unemployment rate',
    level: 0,
    unit: 'percent',
    kind: 'ratio',
    numerator: ['registered-unemployed'],
    denominator: ['registered-unemployed', 'urban-employed'],
    dimensions: ['sex'],
    definition: definitionOf('registered-unemployment-rate'),
  },
  {
    key: 'zero-employment-family',
    zh: '零就业家庭（待核实）',
    en: 'Zero-employment families (to be checked)',
    level: 0,
    unit: 'household',
    kind: 'stock',
    indicators: ['zero-employment-family'],
    dimensions: [],
    definition: definitionOf('zero-employment-family'),
  },
];

export const monthlyReportForm: ReportForm = {
  key: 'monthly',
  zh: '就业失业月报',
  en: 'Monthly report on employment and unemployment',
  short: { zh: '月报', en: 'Monthly' },
  number: '就业统1表',
  issuer: { zh: '市人力资源和社会保障局', en: 'Municipal bureau of human resources and social security' },
  periodKind: 'month',
  levels: ['community', 'street', 'district', 'city'],
  rows,
  columns,
  checks: [
    {
      key: 'long-term-within',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['long-term-unemployed'] },
        op: '<=',
        right: { plus: ['registered-unemployed'] },
      },
      zh: '长期失业人数不大于期末登记失业人数',
      en: 'Long-term unemployed are not more than the registered unemployed',
    },
    {
      key: 'older-within',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['older-unemployed'] },
        op: '<=',
        right: { plus: ['registered-unemployed'] },
      },
      zh: '大龄失业人数不大于期末登记失业人数',
      en: 'Older unemployed are not more than the registered unemployed',
    },
    {
      key: 'reasons-add-up',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['deregistered-unemployed'] },
        op: '=',
        right: { plus: reasonRows.map((row) => row.key) },
      },
      zh: '注销人数等于各注销原因之和',
      en: 'Deregistrations equal the sum of their reasons',
    },
    {
      key: 'urban-within',
      severity: 'error',
      rule: { kind: 'compare', left: { plus: ['urban-employed'] }, op: '<=', right: { plus: ['employed'] } },
      zh: '城镇从业人数不大于期末从业人数',
      en: 'Urban employed are not more than the employed',
    },
    {
      key: 'unemployed-jump',
      severity: 'warning',
      rule: { kind: 'jump', row: 'registered-unemployed', percent: 30, least: 10 },
      zh: '期末登记失业人数与上月相差 30% 以内（10 人以下不计）',
      en: 'Registered unemployed differ from last month by 30 % at most (differences below 10 do not count)',
    },
  ],
  notes: [
    {
      zh: '分母：本辖区登记的城镇从业人数与登记失业人数之和',
      en: 'Denominator: urban employed plus registered unemployed of this register',
    },
  ],
  narrative: true,
  paper: 'a4',
};
