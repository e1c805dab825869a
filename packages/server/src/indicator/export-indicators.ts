import type { IndicatorFigures } from '@renshe/domain/indicator/indicator.contract.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { type Declared, indicatorSubjects } from '@renshe/domain/kernel/indicator.ts';
import { formatMonth, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { declared } from '@renshe/domain/statistics/indicators.ts';
import { type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

const words = {
  zh: {
    title: '指标目录',
    subject: '类别',
    name: '指标',
    type: '类型',
    unit: '单位',
    value: '本月(期末)',
    ytd: '本年累计',
    adjustment: '以前月份调整',
    lastMonth: '上月',
    lastYear: '去年同月',
    target: '目标线',
    period: '发布期别、区域',
    definition: '定义',
    formula: '算法',
    denominator: '分母',
    source: '依据',
    none: '无对象',
    types: { stock: '存量', flow: '流量', ratio: '比率', external: '外部' },
    note: '存量、流量、比率均由登记记录推导，按入账口径；外部指标为发布数，系统不计算。',
  },
  en: {
    title: 'Indicator catalogue',
    subject: 'Subject',
    name: 'Indicator',
    type: 'Type',
    unit: 'Unit',
    value: 'Month (end)',
    ytd: 'Year to date',
    adjustment: 'Adjustment of earlier months',
    lastMonth: 'Last month',
    lastYear: 'Same month last year',
    target: 'Target line',
    period: 'Published for',
    definition: 'Definition',
    formula: 'Formula',
    denominator: 'Denominator',
    source: 'Source',
    none: 'no object',
    types: { stock: 'stock', flow: 'flow', ratio: 'ratio', external: 'external' },
    note: 'Stocks, flows and ratios follow from the records, as booked. External indicators are published values; the system never computes them.',
  },
} as const;

/** The catalogue of an area and month as one sheet. */
export function indicatorsXlsx(sheet: {
  figures: readonly IndicatorFigures[];
  areaName: string;
  month: Month;
  language: Language;
  watermark: string;
  at: Date;
}): Promise<Buffer> {
  const { language } = sheet;
  const w = words[language];
  const rows = indicatorSubjects.flatMap((subject) =>
    declared
      .filter((d) => d.subject === subject.code)
      .map((d) => rowOf(d, subject[language], sheet.figures.find((f) => f.key === d.key)!, language)),
  );
  const number = (header: string, key: string) => ({ header, key, width: 12, kind: 'number' as const });
  const text = (header: string, key: string, width: number) => ({ header, key, width, kind: 'text' as const });
  return writeWorkbook({
    title: w.title,
    createdAt: sheet.at,
    watermark: sheet.watermark,
    sheets: [
      {
        name: w.title,
        titleLines: [w.title, `${sheet.areaName}　${formatMonth(sheet.month)}`],
        columns: [
          text(w.subject, 'subject', 14),
          text(w.name, 'name', 34),
          text(w.type, 'type', 8),
          text(w.unit, 'unit', 8),
          number(w.value, 'value'),
          number(w.ytd, 'ytd'),
          number(w.adjustment, 'adjustment'),
          number(w.lastMonth, 'lastMonth'),
          number(w.lastYear, 'lastYear'),
          text(w.target, 'target', 10),
          text(w.period, 'period', 20),
          text(w.definition, 'definition', 60),
          text(w.formula, 'formula', 50),
          text(w.denominator, 'denominator', 40),
          text(w.source, 'source', 30),
        ],
        rows,
        footer: [w.note],
        freeze: 2,
      },
    ],
  });
}

function rowOf(d: Declared, subject: string, f: IndicatorFigures, language: Language): WorkbookRow {
  const w = words[language];
  const decimals = d.type === 'ratio' ? 2 : d.type === 'external' ? d.decimals : 0;
  const cell = (value: number | null) => (value === null ? w.none : ({ value, kind: 'number', decimals } as const));
  return {
    subject,
    name: d[language],
    type: w.types[d.type],
    unit: d.unit[language],
    value: cell(f.value),
    ytd: d.type === 'flow' ? cell(f.ytd) : null,
    adjustment: d.type === 'flow' ? cell(f.adjustment + f.priorYear) : null,
    lastMonth: cell(f.lastMonth),
    lastYear: cell(f.sameMonthLastYear),
    target: f.target ? `${f.target.direction === 'at-most' ? '≤' : '≥'} ${f.target.value}` : '',
    period: f.published ? `${f.published.period} ${f.published.area.name}` : '',
    definition: d.definition[language],
    formula: d.formula[language],
    denominator: d.type === 'ratio' ? d.denominatorName[language] : '',
    source: d.source[language],
  };
}
