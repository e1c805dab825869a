import type { Sentence } from '../../kernel/app-error.ts';
import type { FormRow, FormUnit, ReportForm } from '../form.ts';
import { dayColumns, registerRows } from './daily-brief.ts';

/** 专项活动日报: what a campaign such as 就业援助月 did in a day; activities are entered, results come from the register (handbook §14.4). */
const source = { zh: '领域手册 §14.4', en: 'handbook §14.4' };

function entered(key: string, level: 0 | 1, unit: FormUnit, name: Sentence, definition: Sentence): FormRow {
  return { key, ...name, level, unit, kind: 'manual', dimensions: [], definition: { ...definition, source } };
}

const results = ['newly-registered-unemployed', 're-employment', 'hardship-re-employment'];

export const campaignDailyForm: ReportForm = {
  key: 'campaign-daily',
  zh: '就业专项活动日报',
  en: 'Daily report of an employment campaign',
  short: { zh: '专项日报', en: 'Campaign' },
  number: '就业统专1表',
  issuer: { zh: '市人力资源和社会保障局', en: 'Municipal bureau of human resources and social security' },
  periodKind: 'day',
  levels: ['community', 'street', 'district', 'city'],
  rows: [
    entered(
      'visited-households',
      0,
      'household',
      { zh: '走访户数', en: 'Households visited' },
      {
        zh: '活动中当日入户走访的户数。',
        en: 'Households visited on the day in the campaign.',
      },
    ),
    entered(
      'visited-hardship',
      1,
      'household',
      { zh: '其中：就业困难人员家庭', en: 'of which hardship persons’ households' },
      {
        zh: '走访户中有就业困难人员的户数。',
        en: 'Of these, households with hardship persons.',
      },
    ),
    entered(
      'leaflets',
      0,
      'time',
      { zh: '政策宣传人次', en: 'People informed' },
      {
        zh: '当日发放资料、讲解政策的人次。',
        en: 'People given leaflets or told of the policies on the day.',
      },
    ),
    entered(
      'campaign-fairs',
      0,
      'event',
      { zh: '专场招聘会', en: 'Job fairs of the campaign' },
      {
        zh: '当日举办的专场招聘会。',
        en: 'Fairs held for the campaign on the day.',
      },
    ),
    entered(
      'campaign-vacancies',
      1,
      'vacancy',
      { zh: '提供岗位', en: 'vacancies offered' },
      {
        zh: '专场招聘会提供的岗位数。',
        en: 'Vacancies offered at these fairs.',
      },
    ),
    entered(
      'campaign-intentions',
      0,
      'person',
      { zh: '达成就业意向', en: 'Intentions reached' },
      {
        zh: '当日达成就业意向的人数。',
        en: 'People who reached an intention with an employer on the day.',
      },
    ),
    ...registerRows({ zh: '本日', en: 'on the day' }).filter((row) => results.includes(row.key)),
  ],
  columns: dayColumns,
  checks: [
    {
      key: 'hardship-within',
      severity: 'error',
      rule: {
        kind: 'compare',
        left: { plus: ['visited-hardship'] },
        op: '<=',
        right: { plus: ['visited-households'] },
      },
      zh: '就业困难人员家庭不大于走访户数',
      en: 'Hardship persons’ households are not more than the households visited',
    },
    {
      key: 'intentions-within',
      severity: 'warning',
      rule: {
        kind: 'compare',
        left: { plus: ['campaign-intentions'] },
        op: '<=',
        right: { plus: ['campaign-vacancies'] },
      },
      zh: '达成意向人数一般不大于提供岗位数',
      en: 'Intentions are usually not more than the vacancies offered',
    },
  ],
  notes: [
    {
      zh: '有底色的格由填报单位录入；其余按发生日期从登记业务统计。',
      en: 'Tinted cells are entered by the reporting unit; all others are counted from the register by effective date.',
    },
  ],
  narrative: true,
  paper: 'a4',
};
