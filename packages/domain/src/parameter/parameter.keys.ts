import { type Role, roles } from '../access/permissions.ts';
import type { CodeOf, CodeRow, CodeSet } from '../code/code-set.ts';
import { campaignParameterKeys } from './parameter.campaign-keys.ts';
import { monitoringParameterKeys } from './parameter.monitoring-keys.ts';
import { qualityParameterKeys } from './parameter.quality-keys.ts';
import { parameterRanges } from './parameter.ranges.ts';
import { recordParameterKeys } from './parameter.record-keys.ts';
import { retireeParameterKeys } from './parameter.retiree-keys.ts';
import { signInParameterKeys } from './parameter.sign-in-keys.ts';
import { visitParameterKeys } from './parameter.visit-keys.ts';

export type ParameterKeyRow = CodeRow & {
  /** Kind of the value; numbers are whole and in the range of their unit. */
  readonly value: 'number' | 'boolean' | 'text';
  /** Chinese unit of the value, empty for switches and texts. */
  readonly unit: string;
  /** How a text is written: `limits` are four ascending numbers, blue/yellow/orange/red; `roles` are role keys with commas between. */
  readonly form?: 'limits' | 'roles';
};

/**
 * Every policy parameter the system reads, with its name. Values are data (regions/cn/parameters.csv): each key has a national
 * default there, which a province, city or district may override from a date on (handbook §15).
 */
export const parameterKeys = [
  { code: 'working_age.min', zh: '最低劳动年龄', en: 'Minimum working age', value: 'number', unit: '岁' },
  {
    code: 'retirement.woman_default_age',
    zh: '未记录岗位的女性按此原退休年龄推算(50或55)',
    en: 'Original retirement age of women whose post is not recorded (50 or 55)',
    value: 'number',
    unit: '岁',
  },
  {
    code: 'employment.hire_report_days',
    zh: '招用后办理就业登记期限',
    en: 'Days to register a hire',
    value: 'number',
    unit: '日',
  },
  {
    code: 'employment.end_report_days',
    zh: '终止后办理登记期限',
    en: 'Days to register an end',
    value: 'number',
    unit: '日',
  },
  {
    code: 'employment.transfer_days',
    zh: '两段就业间隔不超过此天数且未登记失业视为转换单位',
    en: 'Gap up to which two jobs without registered unemployment are a transfer',
    value: 'number',
    unit: '日',
  },
  {
    code: 'employment.new_once_a_year',
    zh: '城镇新增就业一人一年只计一次(1是，0否)',
    en: 'New urban employment counts a person once a year (1 yes, 0 no)',
    value: 'number',
    unit: '',
  },
  {
    code: 'unemp.contact_months',
    zh: '联系登记失业人员的间隔',
    en: 'Interval of contacts with the unemployed',
    value: 'number',
    unit: '月',
  },
  {
    code: 'unemp.contact_soon_days',
    zh: '到期前提示天数',
    en: 'Days before the due day from which work is shown as due soon',
    value: 'number',
    unit: '日',
  },
  {
    code: 'unemp.contact_warning_months',
    zh: '连续未联系预警',
    en: 'Months without contact until the warning',
    value: 'number',
    unit: '月',
  },
  {
    code: 'unemp.proposal_days',
    zh: '核实并办理注销的期限',
    en: 'Days to check and deregister after a sign that the reason is gone',
    value: 'number',
    unit: '日',
  },
  {
    code: 'unemp.no_contact_months',
    zh: '连续未联系建议注销',
    en: 'Months without contact until deregistration is proposed',
    value: 'number',
    unit: '月',
  },
  {
    code: 'unemp.refusal_limit',
    zh: '无正当理由拒绝公共就业服务次数上限',
    en: 'Refusals of services without reason until deregistration',
    value: 'number',
    unit: '次',
  },
  {
    code: 'unemp.long_months',
    zh: '长期失业起算月数',
    en: 'Months of unemployment that count as long-term',
    value: 'number',
    unit: '月',
  },
  {
    code: 'target.surveyed_unemployment_rate',
    zh: '城镇调查失业率控制线',
    en: 'Target line of the surveyed urban unemployment rate',
    value: 'number',
    unit: '‰',
  },
  {
    code: 'target.registered_unemployment_rate',
    zh: '城镇登记失业率控制线',
    en: 'Target line of the registered unemployment rate',
    value: 'number',
    unit: '‰',
  },
  {
    code: 'plan.job_introduction_days',
    zh: '服务计划：职业介绍期限',
    en: 'Service plan: days until a job introduction',
    value: 'number',
    unit: '日',
  },
  {
    code: 'plan.training_days',
    zh: '服务计划：职业培训期限',
    en: 'Service plan: days until training is offered',
    value: 'number',
    unit: '日',
  },
  {
    code: 'plan.guidance_days',
    zh: '服务计划：职业指导期限',
    en: 'Service plan: days until guidance',
    value: 'number',
    unit: '日',
  },
  {
    code: 'plan.living_security_days',
    zh: '服务计划：社会保险与生活保障落实期限',
    en: 'Service plan: days until insurance and living security are seen to',
    value: 'number',
    unit: '日',
  },
  {
    code: 'plan.policy_days',
    zh: '服务计划：政策告知期限',
    en: 'Service plan: days until policies are explained',
    value: 'number',
    unit: '日',
  },
  {
    code: 'hardship.age_m',
    zh: '大龄就业困难人员男性起始年龄',
    en: 'Older worker in hardship: men from',
    value: 'number',
    unit: '岁',
  },
  {
    code: 'hardship.age_f',
    zh: '大龄就业困难人员女性起始年龄',
    en: 'Older worker in hardship: women from',
    value: 'number',
    unit: '岁',
  },
  {
    code: 'hardship.long_months',
    zh: '连续失业认定就业困难的月数',
    en: 'Months of continuous unemployment for hardship',
    value: 'number',
    unit: '月',
  },
  { code: 'cert.scheme', zh: '就业创业证编号规则', en: 'Number scheme of the certificate', value: 'text', unit: '' },
  ...retireeParameterKeys,
  ...qualityParameterKeys,
  { code: 'cert.issue_days', zh: '发证时限', en: 'Days to issue a certificate', value: 'number', unit: '工作日' },
  ...campaignParameterKeys,
  ...recordParameterKeys,
  ...monitoringParameterKeys,
  ...signInParameterKeys,
  ...visitParameterKeys,
  {
    code: 'report.community_due_workday',
    zh: '社区月报上报时限',
    en: 'Working day of the following month by which communities report',
    value: 'number',
    unit: '工作日',
  },
  {
    code: 'report.street_due_workday',
    zh: '街道月报上报时限',
    en: 'Working day of the following month by which streets report',
    value: 'number',
    unit: '工作日',
  },
  {
    code: 'report.district_due_workday',
    zh: '区县月报上报时限',
    en: 'Working day of the following month by which districts report',
    value: 'number',
    unit: '工作日',
  },
  {
    code: 'report.city_due_workday',
    zh: '市级月报汇总时限',
    en: 'Working day of the following month by which the city reports',
    value: 'number',
    unit: '工作日',
  },
  {
    code: 'report.daily_due_days',
    zh: '日报上报时限(当日为0)',
    en: 'Days after the day by which a daily report is due (0 the same day)',
    value: 'number',
    unit: '日',
  },
  {
    code: 'report.weekly_due_workday',
    zh: '周报上报时限(下周第几个工作日)',
    en: 'Working day of the following week by which a weekly report is due',
    value: 'number',
    unit: '工作日',
  },
  {
    code: 'report.weekly_due_time',
    zh: '周报上报时刻',
    en: 'Time of day at which a weekly report is due',
    value: 'text',
    unit: '',
  },
  {
    code: 'report.quarterly_due_days',
    zh: '季度分析上报时限(季后)',
    en: 'Days after the quarter by which its analysis is due',
    value: 'number',
    unit: '日',
  },
  {
    code: 'report.notice_days',
    zh: '报表到期前几天在工作台提示',
    en: 'Days before the due day from which a report stands on the work list',
    value: 'number',
    unit: '日',
  },
  {
    code: 'report.owed_forms',
    zh: '应报报表(代码，逗号分隔)',
    en: 'Reports owed here (keys, separated by commas)',
    value: 'text',
    unit: '',
  },
  {
    code: 'analysis.rank_minimum',
    zh: '参加排名的最小分母',
    en: 'Smallest denominator with which an area is ranked',
    value: 'number',
    unit: '人',
  },
  {
    code: 'analysis.outlier_spread',
    zh: '异常判定：偏离常值达到通常波动的倍数',
    en: 'Outliers: how many times the usual spread a number must be away',
    value: 'number',
    unit: '倍',
  },
  {
    code: 'analysis.outlier_minimum',
    zh: '异常判定：最小偏离人数',
    en: 'Outliers: smallest distance in persons',
    value: 'number',
    unit: '人',
  },
  {
    code: 'analysis.outlier_months',
    zh: '异常判定：至少需要的历史月数',
    en: 'Outliers: months of history that are needed',
    value: 'number',
    unit: '月',
  },
  {
    code: 'plan.amber_share',
    zh: '规划指标预警线：预计达到目标的比例低于此值为红灯',
    en: 'Plan indicators: a forecast below this share of the target is red',
    value: 'number',
    unit: '%',
  },
  {
    code: 'plan.over_amount',
    zh: '目标责任：超额完成每人的奖励额(只显示)',
    en: 'Targets: amount for each person above the target (shown only)',
    value: 'number',
    unit: '元',
  },
  {
    code: 'plan.under_amount',
    zh: '目标责任：未完成每人的扣减额(只显示)',
    en: 'Targets: amount for each person missing (shown only)',
    value: 'number',
    unit: '元',
  },
  {
    code: 'cadence.edit_months',
    zh: '工作登记可修改到发生之月后第几个月末',
    en: 'Records of work may be changed until the end of this month after',
    value: 'number',
    unit: '月',
  },
  {
    code: 'cadence.soon_days',
    zh: '工作节奏到期前提示天数',
    en: 'Days before the due day on which recurring work is shown',
    value: 'number',
    unit: '日',
  },
  {
    code: 'exchange.file_days',
    zh: '数据交换文件保存天数',
    en: 'Days that files of a data exchange are kept',
    value: 'number',
    unit: '日',
  },
] as const satisfies CodeSet<ParameterKeyRow>;

export type ParameterKey = CodeOf<typeof parameterKeys>;

/** The kind of a value that does not fit its key, or the range that a number misses; undefined when it fits. */
export function parameterMisfit(
  key: (typeof parameterKeys)[number],
  value: unknown,
):
  | { kind: 'number' | 'boolean' | 'text' }
  | { least: number; most: number }
  | { form: 'limits' | 'roles' }
  | undefined {
  const kind = typeof value === 'string' ? 'text' : typeof value;
  if (kind !== key.value) return { kind: key.value };
  if ('form' in key) {
    const fits = key.form === 'roles' ? parseRoles(String(value)) : parseLimits(String(value));
    return fits ? undefined : { form: key.form };
  }
  if (typeof value !== 'number') return undefined;
  const [least, most] = parameterRanges[key.unit]!;
  return Number.isInteger(value) && value >= least && value <= most ? undefined : { least, most };
}

/** 'city-officer,district-officer' → those roles, none for an empty text; undefined when one of them does not exist. */
export function parseRoles(text: string): readonly Role[] | undefined {
  const wanted = text
    .split(/[,，]/)
    .map((role) => role.trim())
    .filter((role) => role !== '');
  return wanted.every((role) => (roles as readonly string[]).includes(role)) ? (wanted as Role[]) : undefined;
}

/** Four ascending limits of a warning, blue/yellow/orange/red, with at most two decimals. */
export type Limits = readonly [blue: number, yellow: number, orange: number, red: number];

/** '5/10/15/20' → four ascending numbers above 0; undefined for any other text. */
export function parseLimits(text: string): Limits | undefined {
  if (!/^\d{1,6}(\.\d{1,2})?(\/\d{1,6}(\.\d{1,2})?){3}$/.test(text)) return undefined;
  const limits = text.split('/').map(Number);
  return limits.every((limit, i) => limit > (limits[i - 1] ?? 0)) ? (limits as unknown as Limits) : undefined;
}

/** How sure a value is: law, ministry notice, product default, uncertain (show “以当地规定为准”). */
export const parameterCertainties = [
  { code: 'law', zh: '法律法规', en: 'Law or regulation' },
  { code: 'ministry', zh: '部门文件', en: 'Ministry notice' },
  { code: 'local', zh: '地方文件', en: 'Local document' },
  { code: 'default', zh: '产品默认', en: 'Product default' },
  { code: 'uncertain', zh: '待核实，以当地规定为准', en: 'Uncertain, local rules prevail' },
] as const satisfies CodeSet;
