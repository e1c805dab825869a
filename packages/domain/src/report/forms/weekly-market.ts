import type { Sentence } from '../../kernel/app-error.ts';
import type { FormRow, FormUnit, ReportForm } from '../form.ts';
import { registerRows } from './daily-brief.ts';

/** 市场供求周报: vacancies, seekers and fairs are entered; the register's own figures stand beside them (handbook §5.2, §5.3). */
const source = { zh: '领域手册 §5.2', en: 'handbook §5.2' };

function entered(key: string, level: 0 | 1, unit: FormUnit, name: Sentence, definition: Sentence): FormRow {
  return { key, ...name, level, unit, kind: 'manual', dimensions: [], definition: { ...definition, source } };
}

const marketRows: readonly FormRow[] = [
  entered(
    'fairs',
    0,
    'event',
    { zh: '招聘会场次', en: 'Job fairs held' },
    {
      zh: '本周在本辖区举办的招聘会场次，含线上。',
      en: 'Job fairs held in this area in the week, online ones included.',
    },
  ),
  entered(
    'fair-employers',
    1,
    'employer',
    { zh: '进场招聘单位', en: 'employers at the fairs' },
    {
      zh: '本周招聘会的参会单位数，每场分别计算。',
      en: 'Employers at the week’s fairs, counted at each fair.',
    },
  ),
  entered(
    'vacancies',
    0,
    'vacancy',
    { zh: '需求人数（招聘岗位）', en: 'Vacancies' },
    {
      zh: '本周用人单位登记的需求人数。',
      en: 'People wanted by employers who registered vacancies in the week.',
    },
  ),
  entered(
    'new-vacancies',
    1,
    'vacancy',
    { zh: '其中：本周新登记', en: 'of which newly registered' },
    {
      zh: '需求人数中本周新登记的人数。',
      en: 'Of the vacancies, those newly registered in the week.',
    },
  ),
  entered(
    'seekers',
    0,
    'person',
    { zh: '求职人数', en: 'Job seekers' },
    {
      zh: '本周登记求职的人数。',
      en: 'People who registered as seeking work in the week.',
    },
  ),
  entered(
    'unemployed-seekers',
    1,
    'person',
    { zh: '其中：登记失业人员', en: 'of which registered unemployed' },
    {
      zh: '求职人员中已办失业登记的人数。',
      en: 'Of the seekers, people registered as unemployed.',
    },
  ),
  entered(
    'graduate-seekers',
    1,
    'person',
    { zh: '其中：高校毕业生', en: 'of which graduates' },
    {
      zh: '求职人员中高校毕业生的人数。',
      en: 'Of the seekers, graduates of universities and colleges.',
    },
  ),
  {
    key: 'vacancies-per-seeker',
    zh: '求人倍率',
    en: 'Vacancies per seeker',
    level: 0,
    unit: 'times',
    kind: 'ratio',
    numerator: ['vacancies'],
    denominator: ['seekers'],
    dimensions: [],
    definition: {
      zh: '需求人数 ÷ 求职人数；大于 1 表示需求大于供给，没有求职人员时为无对象。',
      en: 'Vacancies ÷ seekers; above 1 demand exceeds supply, without seekers there is no object.',
      source,
    },
  },
  entered(
    'intentions',
    0,
    'person',
    { zh: '达成就业意向', en: 'Intentions reached' },
    {
      zh: '本周达成就业意向的人数。',
      en: 'Seekers who reached an intention with an employer in the week.',
    },
  ),
  entered(
    'next-fairs',
    0,
    'event',
    { zh: '下周计划招聘会', en: 'Job fairs planned for next week' },
    {
      zh: '下周预报的招聘会场次。',
      en: 'Job fairs forecast for the week after.',
    },
  ),
];

export const weeklyMarketForm: ReportForm = {
  key: 'weekly-market',
  zh: '人力资源市场供求周报',
  en: 'Weekly brief on supply and demand in the labour market',
  short: { zh: '周报', en: 'Weekly' },
  number: '就业统周1表',
  issuer: { zh: '市人力资源和社会保障局', en: 'Municipal bureau of human resources and social security' },
  periodKind: 'week',
  levels: ['street', 'district', 'city'],
  rows: [...marketRows, ...registerRows({ zh: '本周', en: 'in the week' })],
  columns: [
    { key: 'total', zh: '本周', en: 'This week', heads: [], measure: 'period', cell: '' },
    { key: 'previous', zh: '上周', en: 'Last week', heads: [], measure: 'previous', cell: '' },
    {
      key: 'change',
      zh: '增减',
      en: 'Number',
      heads: [{ zh: '比上周', en: 'Change on last week' }],
      measure: 'change',
      cell: '',
    },
    {
      key: 'change-rate',
      zh: '%',
      en: '%',
      heads: [{ zh: '比上周', en: 'Change on last week' }],
      measure: 'changeRate',
      cell: '',
    },
    { key: 'year-ago', zh: '去年同周', en: 'A year ago', heads: [], measure: 'yearAgo', cell: '' },
    { key: 'ytd', zh: '本年累计', en: 'Year to date', heads: [], measure: 'yearToDate', cell: '' },
  ],
  checks: [
    {
      key: 'new-vacancies-within',
      severity: 'error',
      rule: { kind: 'compare', left: { plus: ['new-vacancies'] }, op: '<=', right: { plus: ['vacancies'] } },
      zh: '本周新登记的需求不大于需求人数',
      en: 'Newly registered vacancies are not more than the vacancies',
    },
    {
      key: 'seekers-within',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['unemployed-seekers', 'graduate-seekers'] },
        op: '<=',
        right: { plus: ['seekers'] },
      },
      zh: '登记失业人员与高校毕业生之和不大于求职人数',
      en: 'Registered unemployed and graduates together are not more than the seekers',
    },
    {
      key: 'intentions-within',
      severity: 'error',
      rule: { kind: 'compare', left: { plus: ['intentions'] }, op: '<=', right: { plus: ['seekers'] } },
      zh: '达成意向人数不大于求职人数',
      en: 'Intentions are not more than the seekers',
    },
    {
      key: 'vacancies-jump',
      severity: 'warning',
      rule: { kind: 'jump', row: 'vacancies', percent: 50, least: 50 },
      zh: '需求人数与上周相差 50% 以内（50 个以下不计）',
      en: 'Vacancies differ from last week by 50 % at most (differences below 50 do not count)',
    },
    {
      key: 'seekers-jump',
      severity: 'warning',
      rule: { kind: 'jump', row: 'seekers', percent: 50, least: 50 },
      zh: '求职人数与上周相差 50% 以内（50 人以下不计）',
      en: 'Seekers differ from last week by 50 % at most (differences below 50 do not count)',
    },
  ],
  notes: [
    {
      zh: '有底色的格由填报单位录入；其余按发生日期从登记业务统计。',
      en: 'Tinted cells are entered by the reporting unit; all others are counted from the register by effective date.',
    },
    {
      zh: '本年累计从当年第 1 周的星期一算起，各周相加等于累计；跨年的一周属于其星期四所在的年份。',
      en: 'The year to date begins on the Monday of week 1, so that the weeks add up to it; a week across New Year belongs to the year of its Thursday.',
    },
  ],
  narrative: true,
  paper: 'a4',
};
