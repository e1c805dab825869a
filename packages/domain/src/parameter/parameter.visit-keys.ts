import type { CodeSet } from '../code/code-set.ts';
import type { ParameterKeyRow } from './parameter.keys.ts';

/** Parameters of visits by risk and of what a phone may take along (D09, O06). */
export const visitParameterKeys = [
  {
    code: 'visit.hardship_days',
    zh: '走访就业困难失业人员的间隔(0为不要求)',
    en: 'Days between visits to unemployed with a hardship mark (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.zero_family_days',
    zh: '走访零就业家庭的间隔(0为不要求)',
    en: 'Days between visits to zero-employment families (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.new_days',
    zh: '新登记失业后首次走访的期限(0为不要求)',
    en: 'Days until the first visit after registration (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.graduate_days',
    zh: '走访失业毕业生的间隔(0为不要求)',
    en: 'Days between visits to unemployed school leavers (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.older_days',
    zh: '走访大龄(4050)失业人员的间隔(0为不要求)',
    en: 'Days between visits to older unemployed (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.long_term_days',
    zh: '走访长期失业人员的间隔(0为不要求)',
    en: 'Days between visits to the long-term unemployed (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.dual_family_days',
    zh: '走访双失业家庭的间隔(0为不要求)',
    en: 'Days between visits to families with two unemployed (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.registered_days',
    zh: '走访登记失业人员的间隔(0为不要求)',
    en: 'Days between visits to registered unemployed (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.willing_days',
    zh: '联系有就业愿望未登记人员的间隔(0为不要求)',
    en: 'Days between contacts with those willing to work (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.retiree_alone_days',
    zh: '走访社区管理的独居退休人员的间隔(0为不要求)',
    en: 'Days between visits to retirees in care who live alone (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.retiree_old_days',
    zh: '走访社区管理的高龄退休人员的间隔(0为不要求)',
    en: 'Days between visits to the oldest retirees in care (0: none)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'visit.retiree_old_age',
    zh: '高龄退休人员的年龄',
    en: 'Age from which retirees in care are visited as the oldest',
    value: 'number',
    unit: '岁',
  },
  {
    code: 'visit.pack_hours',
    zh: '走访资料带走后在手机上保留的时间',
    en: 'Hours that taken-along visits stay on the phone',
    value: 'number',
    unit: '小时',
  },
  {
    code: 'visit.pack_people',
    zh: '一次带走走访资料的人数上限',
    en: 'Most people taken along at once',
    value: 'number',
    unit: '人',
  },
] as const satisfies CodeSet<ParameterKeyRow>;
