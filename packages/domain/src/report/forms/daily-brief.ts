import type { FormColumn, FormRow, ReportForm } from '../form.ts';

/** 日报: what happened in a day, by the day on which it took effect, as known now (handbook §5.3). */
const day = { zh: '本日', en: 'This day' };
export const dayColumns: readonly FormColumn[] = [
  { key: 'total', zh: '合计', en: 'Total', heads: [day], measure: 'period', cell: '' },
  { key: 'male', zh: '男', en: 'Male', heads: [day], measure: 'period', cell: 'sex=1' },
  { key: 'female', zh: '女', en: 'Female', heads: [day], measure: 'period', cell: 'sex=2' },
  { key: 'previous', zh: '上一日', en: 'Day before', heads: [], measure: 'previous', cell: '' },
  { key: 'change', zh: '增减', en: 'Change', heads: [], measure: 'change', cell: '' },
  { key: 'ytd', zh: '本年累计', en: 'Year to date', heads: [], measure: 'yearToDate', cell: '' },
  { key: 'year-ago', zh: '去年同日', en: 'A year ago', heads: [], measure: 'yearAgo', cell: '' },
];

const rules = {
  zh: '就业服务与就业管理规定；领域手册 §5.1',
  en: 'Employment Service Rules; handbook §5.1',
};

/** Rows over the register that several forms share; `when` is the word for their period. */
export function registerRows(when: { zh: string; en: string }): FormRow[] {
  return [
    {
      key: 'registered-unemployed',
      zh: '期末登记失业人数',
      en: 'Registered unemployed at the end',
      brief: { zh: '登记失业', en: 'registered unemployed' },
      level: 0,
      unit: 'person',
      kind: 'stock',
      indicators: ['registered-unemployed'],
      movement: { plus: ['newly-registered-unemployed'], minus: ['deregistered-unemployed'] },
      dimensions: ['sex'],
      definition: {
        zh: '期末在本辖区登记失业、尚未注销的人数。',
        en: 'People registered as unemployed in this area and not deregistered at the end of the period.',
        source: rules,
      },
    },
    {
      key: 'newly-registered-unemployed',
      zh: `${when.zh}新登记失业人数`,
      en: `Newly registered unemployed ${when.en}`,
      brief: { zh: '新登记', en: 'newly registered' },
      level: 0,
      unit: 'person',
      kind: 'flow',
      indicators: ['newly-registered-unemployed'],
      dimensions: ['sex'],
      definition: {
        zh: `${when.zh}办理失业登记的人数。`,
        en: `Registrations of unemployment ${when.en}.`,
        source: rules,
      },
    },
    {
      key: 'deregistered-unemployed',
      zh: `${when.zh}注销失业登记人数`,
      en: `Deregistered ${when.en}`,
      brief: { zh: '注销', en: 'deregistered' },
      level: 0,
      unit: 'person',
      kind: 'flow',
      indicators: ['deregistered-unemployed'],
      dimensions: ['sex'],
      definition: {
        zh: `${when.zh}注销失业登记的人数。`,
        en: `Deregistrations ${when.en}.`,
        source: { zh: '就业服务与就业管理规定第66条', en: 'Employment Service Rules art. 66' },
      },
    },
    {
      key: 'deregistered-employed',
      zh: '其中：实现就业',
      en: 'of which found work',
      brief: { zh: '就业', en: 'found work' },
      level: 1,
      unit: 'person',
      kind: 'flow',
      indicators: ['deregistered-unemployed'],
      cells: ['end-reason=01*', 'end-reason=02*', 'end-reason=03*'],
      dimensions: [],
      definition: {
        zh: '注销人员中被用人单位录用、从事个体经营或有稳定收入劳动的人数。',
        en: 'Of the deregistered: hired, in business of their own or in steady work.',
        source: { zh: '就业服务与就业管理规定第66条第(一)至(三)项', en: 'Employment Service Rules art. 66 (1)–(3)' },
      },
    },
    {
      key: 'new-urban-employment',
      zh: '城镇新增就业人数',
      en: 'New urban employment',
      level: 0,
      unit: 'person',
      kind: 'flow',
      indicators: ['new-urban-employment'],
      dimensions: ['sex'],
      definition: {
        zh: `${when.zh}城镇新就业人数减去自然减员（退休、死亡）。`,
        en: `Newly employed in towns ${when.en} less natural attrition (retirement, death).`,
        source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
      },
    },
    {
      key: 're-employment',
      zh: '失业人员再就业人数',
      en: 'Re-employment',
      level: 0,
      unit: 'person',
      kind: 'flow',
      indicators: ['re-employment'],
      dimensions: ['sex'],
      definition: {
        zh: `${when.zh}登记失业人员（就业转失业）在城镇实现就业的人数。`,
        en: `Registered unemployed who had worked before and were employed in towns ${when.en}.`,
        source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
      },
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
      definition: {
        zh: '再就业人员中有就业困难类别记载的人数。',
        en: 'Of these, people recorded in a hardship category.',
        source: { zh: '领域手册 §5.1', en: 'handbook §5.1' },
      },
    },
  ];
}

export const dailyBriefForm: ReportForm = {
  key: 'daily-brief',
  zh: '就业失业日报',
  en: 'Daily brief on employment and unemployment',
  short: { zh: '日报', en: 'Daily' },
  number: '就业统日1表',
  issuer: { zh: '市人力资源和社会保障局', en: 'Municipal bureau of human resources and social security' },
  periodKind: 'day',
  levels: ['community', 'street', 'district', 'city'],
  rows: registerRows({ zh: '本日', en: 'on the day' }),
  columns: dayColumns,
  checks: [
    {
      key: 'employed-within',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['deregistered-employed'] },
        op: '<=',
        right: { plus: ['deregistered-unemployed'] },
      },
      zh: '实现就业的注销人数不大于注销人数',
      en: 'Deregistered who found work are not more than the deregistered',
    },
  ],
  notes: [
    {
      zh: '按发生日期统计当前已知的业务；以后补办的会计入本日，所以日报不锁定数字。',
      en: 'Counted by effective date as known now: what is entered later still counts for the day, so a daily brief is not frozen.',
    },
  ],
  narrative: true,
  paper: 'a4',
};
