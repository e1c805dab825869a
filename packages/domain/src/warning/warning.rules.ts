/**
 * Early warning 预警 of unemployment (C04, 失业动态监测): figures of an area and month against dated thresholds. Pure: the figures come from the
 * ledger, the thresholds from parameters, and every warning says with numbers why it was given and what explains it.
 */
import type { Sentence } from '../kernel/app-error.ts';
import type { Limits, ParameterKey } from '../parameter/parameter.keys.ts';

/** From the mildest to the most serious, as emergency plans name them 蓝黄橙红. */
export const warningLevels = ['blue', 'yellow', 'orange', 'red'] as const;
export type WarningLevel = (typeof warningLevels)[number];

export const warningLevelNames = {
  blue: { zh: '蓝色', en: 'blue' },
  yellow: { zh: '黄色', en: 'yellow' },
  orange: { zh: '橙色', en: 'orange' },
  red: { zh: '红色', en: 'red' },
} as const satisfies Record<WarningLevel, Sentence>;

export const warningIndicators = [
  'unemployed-month',
  'unemployed-year',
  'unemployment-rate',
  'long-term-share',
  'contact-overdue',
  'layoff-persons',
  'layoff-share',
] as const;
export type WarningIndicator = (typeof warningIndicators)[number];

interface WarningIndicatorRow extends Sentence {
  unit: '%' | '人';
  /** Four ascending limits, blue/yellow/orange/red. */
  parameter: ParameterKey;
}

export const warningIndicatorRows = {
  'unemployed-month': {
    zh: '登记失业人数比上月上升',
    en: 'Registered unemployed against last month',
    unit: '%',
    parameter: 'warning.unemployed_month',
  },
  'unemployed-year': {
    zh: '登记失业人数比上年同月上升',
    en: 'Registered unemployed against the same month last year',
    unit: '%',
    parameter: 'warning.unemployed_year',
  },
  'unemployment-rate': {
    zh: '登记失业率',
    en: 'Registered unemployment rate',
    unit: '%',
    parameter: 'warning.unemployment_rate',
  },
  'long-term-share': {
    zh: '长期失业占比',
    en: 'Share of long-term unemployed',
    unit: '%',
    parameter: 'warning.long_term_share',
  },
  'contact-overdue': {
    zh: '逾期未联系占比',
    en: 'Share of overdue contacts',
    unit: '%',
    parameter: 'warning.contact_overdue',
  },
  'layoff-persons': {
    zh: '监测企业当月裁员人数',
    en: 'Persons laid off by monitored employers in the month',
    unit: '人',
    parameter: 'warning.layoff_persons',
  },
  'layoff-share': {
    zh: '监测企业裁员占月初职工',
    en: 'Laid off as a share of staff at monitored employers',
    unit: '%',
    parameter: 'warning.layoff_share',
  },
} as const satisfies Record<WarningIndicator, WarningIndicatorRow>;

export interface WarningThresholds {
  limits: Readonly<Record<WarningIndicator, Limits>>;
  /** Shares and rises over fewer people or posts than this say nothing. */
  leastBase: number;
}

/** What an area knows of a month. Null where the month before or the year before is not known. */
export interface WarningFigures {
  unemployed: { now: number; lastMonth: number | null; lastYear: number | null };
  newlyRegistered: number;
  deregistered: number;
  longTerm: number;
  /** Registered unemployed and urban employed: the rate's denominator. */
  labourForce: number;
  /** Monthly contacts that were open on the judging day, one of each registered person, and those that were overdue. */
  contacts: { open: number; overdue: number };
  layoffs: { persons: number; staff: number; employers: readonly { name: string; persons: number }[] };
}

export interface AreaFigures {
  code: string;
  name: string;
  figures: WarningFigures;
}

export interface WarningPart extends Sentence {
  /** A term of the sum, an area below, an employer. */
  kind: 'term' | 'area' | 'employer';
  /** 12 digits, of areas. */
  code: string | null;
  value: number;
}

export interface Warning {
  indicator: WarningIndicator;
  level: WarningLevel;
  /** Per cent with at most two decimals, or persons. */
  value: number;
  /** The limit of the level that was reached. */
  limit: number;
  sentence: Sentence;
  /** What makes the value, the largest first; at most eight. */
  parts: WarningPart[];
}

const mostParts = 8;

/** The most serious level whose limit is reached; undefined below the first. */
export function levelOf(value: number, limits: Limits): WarningLevel | undefined {
  return warningLevels.findLast((_, i) => value >= limits[i]!);
}

/** Per cent with two decimals: what is shown is what is judged. */
const percent = (numerator: number, denominator: number) => Math.round((numerator / denominator) * 10_000) / 100;

const areaParts = (children: readonly AreaFigures[], measured: (figures: WarningFigures) => number): WarningPart[] =>
  children
    .map(({ code, name, figures }) => ({
      kind: 'area' as const,
      zh: name,
      en: name,
      code,
      value: measured(figures),
    }))
    .filter((part) => part.value > 0)
    .sort((a, b) => b.value - a.value || (a.code < b.code ? -1 : 1))
    .slice(0, mostParts - 3);

const term = (zh: string, en: string, value: number): WarningPart => ({ kind: 'term', zh, en, code: null, value });

interface Measured {
  value: number;
  sentence: Sentence;
  parts: WarningPart[];
}

function rise(
  figures: WarningFigures,
  children: readonly AreaFigures[],
  against: 'lastMonth' | 'lastYear',
  leastBase: number,
): Measured | undefined {
  const { now } = figures.unemployed;
  const before = figures.unemployed[against];
  if (before === null || before < leastBase || now <= before) return undefined;
  const value = percent(now - before, before);
  const month = against === 'lastMonth';
  const flows = [
    term('本月新登记', 'Newly registered this month', figures.newlyRegistered),
    term('本月注销', 'Deregistered this month', -figures.deregistered),
  ];
  const rest = now - before - figures.newlyRegistered + figures.deregistered;
  return {
    value,
    sentence: {
      zh: `登记失业 ${now} 人，比${month ? '上月' : '上年同月'}（${before} 人）增加 ${now - before} 人，上升 ${value}%`,
      en: `${now} registered unemployed, ${now - before} more than ${month ? 'last month' : 'in the same month last year'} (${before}): up ${value}%`,
    },
    parts: [
      ...(month ? [...flows, term('迁入迁出与更正', 'Moves and corrections', rest)] : []).filter(
        (part) => part.value !== 0,
      ),
      ...areaParts(children, (f) => (f.unemployed[against] === null ? 0 : f.unemployed.now - f.unemployed[against])),
    ],
  };
}

function measure(
  indicator: WarningIndicator,
  figures: WarningFigures,
  children: readonly AreaFigures[],
  leastBase: number,
): Measured | undefined {
  const { unemployed, longTerm, labourForce, contacts, layoffs } = figures;
  switch (indicator) {
    case 'unemployed-month':
      return rise(figures, children, 'lastMonth', leastBase);
    case 'unemployed-year':
      return rise(figures, children, 'lastYear', leastBase);
    case 'unemployment-rate': {
      if (labourForce < leastBase) return undefined;
      const value = percent(unemployed.now, labourForce);
      return {
        value,
        sentence: {
          zh: `登记失业率 ${value}%（登记失业 ${unemployed.now} 人 ÷ 城镇就业与登记失业 ${labourForce} 人）`,
          en: `Registered unemployment rate ${value}% (${unemployed.now} registered unemployed of ${labourForce} urban employed and registered unemployed)`,
        },
        parts: areaParts(children, (f) => f.unemployed.now),
      };
    }
    case 'long-term-share': {
      if (unemployed.now < leastBase) return undefined;
      const value = percent(longTerm, unemployed.now);
      return {
        value,
        sentence: {
          zh: `登记失业 ${unemployed.now} 人中长期失业 ${longTerm} 人，占 ${value}%`,
          en: `${longTerm} of ${unemployed.now} registered unemployed are long-term unemployed: ${value}%`,
        },
        parts: areaParts(children, (f) => f.longTerm),
      };
    }
    case 'contact-overdue': {
      if (contacts.open < leastBase) return undefined;
      const value = percent(contacts.overdue, contacts.open);
      return {
        value,
        sentence: {
          zh: `应联系 ${contacts.open} 人中逾期未联系 ${contacts.overdue} 人，占 ${value}%`,
          en: `${contacts.overdue} of ${contacts.open} people to be contacted are overdue: ${value}%`,
        },
        parts: areaParts(children, (f) => f.contacts.overdue),
      };
    }
    case 'layoff-persons':
    case 'layoff-share': {
      if (layoffs.persons <= 0) return undefined;
      if (indicator === 'layoff-share' && layoffs.staff < leastBase) return undefined;
      const employers = [...layoffs.employers].sort((a, b) => b.persons - a.persons || (a.name < b.name ? -1 : 1));
      const parts = employers
        .slice(0, mostParts)
        .map(({ name, persons }) => ({ kind: 'employer' as const, zh: name, en: name, code: null, value: persons }));
      if (indicator === 'layoff-persons')
        return {
          value: layoffs.persons,
          sentence: {
            zh: `监测企业当月裁员 ${layoffs.persons} 人，涉及 ${employers.length} 家`,
            en: `${layoffs.persons} persons laid off by ${employers.length} monitored employer${employers.length === 1 ? '' : 's'} in the month`,
          },
          parts,
        };
      const value = percent(layoffs.persons, layoffs.staff);
      return {
        value,
        sentence: {
          zh: `监测企业月初职工 ${layoffs.staff} 人，当月裁员 ${layoffs.persons} 人，占 ${value}%`,
          en: `${layoffs.persons} of ${layoffs.staff} staff of monitored employers laid off in the month: ${value}%`,
        },
        parts,
      };
    }
  }
}

/** All warnings of an area in a month, the most serious first. `children` are the areas right below it: they explain the sums. */
export function judgeWarnings(
  figures: WarningFigures,
  children: readonly AreaFigures[],
  thresholds: WarningThresholds,
): Warning[] {
  return warningIndicators
    .flatMap((indicator) => {
      const measured = measure(indicator, figures, children, thresholds.leastBase);
      if (!measured) return [];
      const limits = thresholds.limits[indicator];
      const level = levelOf(measured.value, limits);
      if (!level) return [];
      const limit = limits[warningLevels.indexOf(level)]!;
      const { unit } = warningIndicatorRows[indicator];
      const name = warningLevelNames[level];
      return [
        {
          indicator,
          level,
          value: measured.value,
          limit,
          sentence: {
            zh: `${measured.sentence.zh}，达到${name.zh}预警线 ${limit}${unit === '%' ? '%' : ' 人'}。`,
            en: `${measured.sentence.en}, at or over the ${name.en} line of ${limit}${unit === '%' ? '%' : ' persons'}.`,
          },
          parts: measured.parts.slice(0, mostParts),
        },
      ];
    })
    .sort((a, b) => warningLevels.indexOf(b.level) - warningLevels.indexOf(a.level));
}

/** 已记录 → 已知悉 → 处置中 → 已办结. */
export const warningStates = ['recorded', 'acknowledged', 'handled', 'closed'] as const;
export type WarningState = (typeof warningStates)[number];

export const warningStateNames = {
  recorded: { zh: '已记录', en: 'recorded' },
  acknowledged: { zh: '已知悉', en: 'acknowledged' },
  handled: { zh: '处置中', en: 'being handled' },
  closed: { zh: '已办结', en: 'closed' },
} as const satisfies Record<WarningState, Sentence>;

export type WarningAction = 'acknowledge' | 'handle' | 'inform' | 'close';

/** What may still be done with a warning; `null` is one that has not been recorded yet. */
export const warningActions = {
  unrecorded: ['acknowledge', 'handle', 'inform'],
  recorded: ['acknowledge', 'handle', 'inform'],
  acknowledged: ['handle', 'inform', 'close'],
  handled: ['handle', 'inform', 'close'],
  closed: [],
} as const satisfies Record<WarningState | 'unrecorded', readonly WarningAction[]>;

export function warningMay(state: WarningState | null, action: WarningAction): boolean {
  return (warningActions[state ?? 'unrecorded'] as readonly WarningAction[]).includes(action);
}
