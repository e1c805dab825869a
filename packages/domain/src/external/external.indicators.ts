/** Indicators that registers cannot give: entered from a publication with its source, by area and period (handbook §5.1). */
import { type External, external, units } from '../kernel/indicator.ts';

/** C05. A sample survey by the statistics office: registers never pretend to give it. */
export const surveyedUnemploymentRate = external('surveyed-unemployment-rate', {
  zh: '城镇调查失业率',
  en: 'Surveyed urban unemployment rate',
  subject: 'unemployment',
  unit: units.percent,
  definition: {
    zh: '统计部门按月度劳动力抽样调查推算的城镇失业人口占城镇劳动力的比重。不能由登记数据计算，也不与登记失业率混用。',
    en: 'Unemployed as a share of the urban labour force by the monthly labour force survey of the statistics office. No register can give it, and it is never mixed with the registered rate.',
  },
  formula: {
    zh: '调查失业人口 ÷ 调查劳动力(就业人口 + 失业人口) × 100%；参考周内未工作满1小时、近期找过工作、两周内能工作者为失业',
    en: 'Surveyed unemployed ÷ surveyed labour force × 100%; unemployed is who did not work an hour in the reference week, looked for work and could start within two weeks',
  },
  source: { zh: '国家统计局劳动力调查制度；领域手册 §5.1', en: 'Labour force survey of the NBS; handbook §5.1' },
  target: { parameter: 'target.surveyed_unemployment_rate', direction: 'at-most' },
  period: 'month',
  decimals: 1,
  range: [0, 100],
  areaKinds: ['city', 'district'],
});

export const townUnitEmployed = external('town-unit-employed', {
  zh: '城镇单位就业人员期末人数',
  en: 'Employed in town units',
  subject: 'employment',
  unit: units.person,
  definition: {
    zh: '统计部门劳动工资统计报告的期末在城镇单位工作并取得报酬的人数(不含私营、个体)。',
    en: 'People who work in town units for pay at the end of the period, from the labour and wage statistics of the statistics office (without private firms and the self-employed).',
  },
  formula: { zh: '城镇单位上报数汇总', en: 'Sum of what town units report' },
  source: { zh: '劳动工资统计报表制度；领域手册 §5.1', en: 'Labour and wage statistics system; handbook §5.1' },
  period: 'quarter',
  decimals: 0,
  range: [0, 100_000_000],
  areaKinds: ['city', 'district'],
});

export const gdpGrowth = external('gdp-growth', {
  zh: '地区生产总值增速(累计，可比价)',
  en: 'GDP growth (year to date, real)',
  subject: 'economy',
  unit: units.percent,
  definition: {
    zh: '年初至本季末地区生产总值按可比价格计算的同比增速。',
    en: 'Gross regional product from January to the end of the quarter against the same time last year, at comparable prices.',
  },
  formula: {
    zh: '本年累计 ÷ 上年同期累计 × 100% − 100%(可比价)',
    en: 'Year to date ÷ same time last year × 100% − 100% (comparable prices)',
  },
  source: { zh: '地区生产总值核算制度', en: 'Regional accounts' },
  period: 'quarter',
  decimals: 1,
  range: [-50, 100],
  areaKinds: ['city', 'district'],
});

export const externals: readonly External[] = [surveyedUnemploymentRate, townUnitEmployed, gdpGrowth];

export function findExternal(key: string): External | undefined {
  return externals.find((e) => e.key === key);
}
