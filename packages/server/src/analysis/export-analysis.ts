import type {
  AreaFigures,
  Comparison,
  IndicatorWords,
  Outliers,
  Trend,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { changeOf } from '@renshe/domain/analysis/analysis.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { type FormattedNumber, type WorkbookColumn, type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

const words = {
  zh: {
    comparison: '对比分析',
    trend: '趋势分析',
    areas: '各地排名',
    outliers: '异常社区',
    indicator: '指标',
    unit: '单位',
    units: { person: '人', household: '户', percent: '%', permille: '‰' },
    month: '本月',
    lastMonth: '上月',
    monthChange: '环比增减',
    monthShare: '环比 %',
    lastYear: '去年同月',
    yearChange: '同比增减',
    yearShare: '同比 %',
    ytd: '本年累计',
    lastYtd: '去年同期累计',
    ytdShare: '累计同比 %',
    yearStart: '上年末',
    adjustment: '补记以前月份',
    months: '月份',
    state: '状态',
    closed: '锁定',
    open: '未锁定',
    rank: '名次',
    area: '区域',
    path: '上级',
    value: '数值',
    denominator: '分母',
    rate: '比率',
    remark: '说明',
    small: '分母太小，不排名',
    'no-object': '无对象',
    before: '上月',
    observed: '本月数或变化',
    usual: '通常（中位数）',
    spread: '通常波动',
    score: '偏离倍数',
    parts: '怎么来的',
    booked: '入账口径：与锁定的月报一致。',
    effective: '实际发生口径：按业务实际发生的月份统计，含后来补记，与月报不同。',
  },
  en: {
    comparison: 'Comparison',
    trend: 'Trend',
    areas: 'Ranking of areas',
    outliers: 'Communities that stand out',
    indicator: 'Indicator',
    unit: 'Unit',
    units: { person: 'persons', household: 'households', percent: '%', permille: '‰' },
    month: 'This month',
    lastMonth: 'Last month',
    monthChange: 'Change on last month',
    monthShare: '… in %',
    lastYear: 'Same month last year',
    yearChange: 'Change on last year',
    yearShare: '… in %',
    ytd: 'Year to date',
    lastYtd: 'Last year to date',
    ytdShare: '… in %',
    yearStart: 'End of last year',
    adjustment: 'Booked for earlier months',
    months: 'Month',
    state: 'State',
    closed: 'closed',
    open: 'open',
    rank: 'Rank',
    area: 'Area',
    path: 'Belongs to',
    value: 'Value',
    denominator: 'Denominator',
    rate: 'Rate',
    remark: 'Remark',
    small: 'denominator too small, not ranked',
    'no-object': 'no object',
    before: 'Last month',
    observed: 'Count or change',
    usual: 'Usual (median)',
    spread: 'Usual spread',
    score: 'Spreads away',
    parts: 'How it came about',
    booked: 'As booked: equal to the closed monthly reports.',
    effective:
      'As effective: by the month in which it really happened, with what was entered later; differs from the reports.',
  },
} as const;

export interface ExportFrame {
  at: Date;
  language: Language;
  by: string;
  office: string;
}

interface Sheet {
  table: 'comparison' | 'trend' | 'areas' | 'outliers';
  subtitle: string;
  columns: WorkbookColumn[];
  rows: WorkbookRow[];
  footer: string[];
}

type Asked =
  | { table: 'comparison'; answer: Comparison }
  | { table: 'trend'; answer: Trend }
  | { table: 'areas'; answer: AreaFigures }
  | { table: 'outliers'; answer: Outliers };

const text = (key: string, header: string, width = 24): WorkbookColumn => ({ key, header, width, kind: 'text' });
const number = (key: string, header: string): WorkbookColumn => ({ key, header, width: 13, kind: 'number' });

const isRate = (unit: IndicatorWords['unit']) => unit === 'percent' || unit === 'permille';

/** A value in its unit: per cent are written with two decimals, so that a sheet can reckon with them. */
function cell(value: number | null, unit: IndicatorWords['unit']): number | FormattedNumber | null {
  return value !== null && isRate(unit) ? { value, kind: 'number', decimals: 2 } : value;
}
const decimal = (value: number | null, decimals = 1): FormattedNumber | null =>
  value === null ? null : { value, kind: 'number', decimals };
const share = (value: number | null): FormattedNumber | null =>
  value === null ? null : { value, kind: 'percent', decimals: 1 };

function sheetOf(asked: Asked, language: Language): Sheet {
  const w = words[language];
  if (asked.table === 'comparison') {
    const { answer } = asked;
    return {
      table: asked.table,
      subtitle: `${answer.area.name}　${answer.month}　${answer.sealed ? w.closed : w.open}`,
      columns: [
        text('indicator', w.indicator, 30),
        text('unit', w.unit, 8),
        ...(
          [
            'month',
            'lastMonth',
            'monthChange',
            'monthShare',
            'lastYear',
            'yearChange',
            'yearShare',
            'ytd',
            'lastYtd',
            'ytdShare',
            'yearStart',
            'adjustment',
          ] as const
        ).map((key) => number(key, w[key])),
      ],
      rows: answer.rows.map((row) => {
        const { unit } = row.indicator;
        const rate = isRate(unit);
        const month = changeOf(row.month, row.lastMonth, rate);
        const year = changeOf(row.month, row.lastYear, rate);
        return {
          indicator: row.indicator[language],
          unit: w.units[unit],
          month: cell(row.month, unit),
          lastMonth: cell(row.lastMonth, unit),
          monthChange: cell(month.difference, unit),
          monthShare: share(month.share),
          lastYear: cell(row.lastYear, unit),
          yearChange: cell(year.difference, unit),
          yearShare: share(year.share),
          ytd: cell(row.yearToDate, unit),
          lastYtd: cell(row.lastYearToDate, unit),
          ytdShare: share(changeOf(row.yearToDate, row.lastYearToDate, rate).share),
          yearStart: cell(row.yearStart, unit),
          adjustment: row.adjustment,
        };
      }),
      footer: [w[answer.basis]],
    };
  }
  if (asked.table === 'trend') {
    const { answer } = asked;
    return {
      table: asked.table,
      subtitle: answer.area.name,
      columns: [
        text('month', w.months, 12),
        text('state', w.state, 10),
        ...answer.indicators.flatMap((one, index) => [
          number(`v${index}`, `${one[language]} (${w.units[one.unit]})`),
          ...(one.kind === 'ratio' ? [] : [number(`a${index}`, w.adjustment)]),
        ]),
      ],
      rows: answer.months.map((month) => ({
        month: month.month,
        state: month.sealed ? w.closed : w.open,
        ...Object.fromEntries(
          month.values.flatMap(({ value, adjusted }, index) => [
            [`v${index}`, cell(value, answer.indicators[index]!.unit)],
            [`a${index}`, adjusted],
          ]),
        ),
      })),
      footer: [w[answer.basis]],
    };
  }
  if (asked.table === 'areas') {
    const { answer } = asked;
    const { unit } = answer.indicator;
    return {
      table: asked.table,
      subtitle: `${answer.area.name}　${answer.month}　${answer.indicator[language]}　${answer.fair?.[language] ?? ''}`,
      columns: [
        number('rank', w.rank),
        text('area', w.area),
        text('path', w.path, 30),
        number('value', `${w.value} (${w.units[unit]})`),
        number('denominator', w.denominator),
        number('rate', w.rate),
        number('lastMonth', w.lastMonth),
        number('lastYear', w.lastYear),
        text('remark', w.remark),
      ],
      rows: answer.rows.map((row) => ({
        rank: row.rank,
        area: row.area.name,
        path: row.area.pathName,
        value: cell(row.value, unit),
        denominator: row.denominator,
        rate: decimal(row.rate, 2),
        lastMonth: cell(row.lastMonth, unit),
        lastYear: cell(row.lastYear, unit),
        remark: row.unranked === null ? '' : w[row.unranked],
      })),
      footer: [w[answer.basis]],
    };
  }
  const { answer } = asked;
  return {
    table: asked.table,
    subtitle: `${answer.area.name}　${answer.month}　${answer.indicator[language]}`,
    columns: [
      text('area', w.area),
      text('path', w.path, 30),
      number('value', w.month),
      number('before', w.before),
      number('observed', w.observed),
      number('usual', w.usual),
      number('spread', w.spread),
      number('score', w.score),
      text('parts', w.parts, 50),
    ],
    rows: answer.rows.map((row) => ({
      area: row.area.name,
      path: row.area.pathName,
      value: row.value,
      before: row.before,
      observed: row.observed,
      usual: decimal(row.usual),
      spread: decimal(row.spread),
      score: decimal(row.score),
      parts: row.parts.map((part) => `${part[language]} ${part.value}`).join(language === 'zh' ? '，' : ', '),
    })),
    footer: [w.booked],
  };
}

/** The table behind a chart as a sheet: the same figures, unrounded where the page rounds. */
export async function exportAnalysis(asked: Asked, frame: ExportFrame): Promise<{ file: Buffer; title: string }> {
  const { language } = frame;
  const sheet = sheetOf(asked, language);
  const title = words[language][sheet.table];
  const file = await writeWorkbook({
    title,
    createdAt: frame.at,
    watermark: `${frame.office} ${frame.by} ${frame.at.toISOString()}`,
    sheets: [
      {
        name: title,
        titleLines: [title, sheet.subtitle],
        columns: sheet.columns,
        rows: sheet.rows,
        footer: sheet.footer,
        freeze: sheet.table === 'areas' ? 2 : 1,
      },
    ],
  });
  return { file, title };
}
