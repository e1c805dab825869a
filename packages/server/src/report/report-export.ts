import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { monthlyColumns, rateDenominator } from '@renshe/domain/report/monthly-form.ts';
import type { ReportState } from '@renshe/domain/report/report.rules.ts';
import { renderPdf } from '../platform/pdf.ts';
import { type HeadNode, headCells } from '../platform/table-head.ts';
import { type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';
import type { FilledForm, FilledLine } from './monthly-report.ts';

export interface PrintedReport {
  form: FilledForm;
  areaName: string;
  month: Month;
  state: ReportState;
  stateLine: string;
  printedBy: string;
  office: string;
  at: Date;
  language: Language;
  demo: boolean;
}

const words = {
  zh: {
    title: '就业失业月报',
    item: '指标',
    month: '本月',
    ytd: '本年累计',
    adjustment: '以前月份调整',
    prior: '以前年度调整',
    unit: '单位：人、户、%',
    none: '无对象',
    booked: '按入账口径',
    sheet: '月报',
  },
  en: {
    title: 'Monthly report on employment and unemployment',
    item: 'Indicator',
    month: 'This month',
    ytd: 'Year to date',
    adjustment: 'Adjustment of earlier months',
    prior: 'Prior-year adjustment',
    unit: 'Unit: persons, households, %',
    none: 'no object',
    booked: 'as booked',
    sheet: 'Report',
  },
} as const;

function heads(language: Language): HeadNode[] {
  const w = words[language];
  const groups: { label: string; children: { label: string }[] }[] = [];
  for (const column of monthlyColumns) {
    const label = column.group?.[language] ?? '';
    const last = groups.at(-1);
    if (column.group && last?.label === label) last.children.push({ label: column[language] });
    else
      groups.push(
        column.group ? { label, children: [{ label: column[language] }] } : { label: column[language], children: [] },
      );
  }
  return [
    { label: w.item },
    { label: w.month, children: groups },
    { label: w.ytd },
    { label: w.adjustment },
    { label: w.prior },
  ];
}

/** The values of a line in the order of the head. */
function valuesOf(line: FilledLine): (number | null | undefined)[] {
  return [
    ...monthlyColumns.map((column) => line.month[column.key]),
    line.yearToDate.total,
    line.adjustment.total,
    line.priorYear.total,
  ];
}

function printed(value: number | null | undefined, unit: string, language: Language): string {
  if (value === undefined) return '';
  if (value === null) return words[language].none;
  return unit === 'percent' ? value.toFixed(2) : value.toLocaleString('en-US');
}

const monthName = (month: Month, language: Language) =>
  language === 'zh' ? `${Math.floor(month / 100)} 年 ${month % 100} 月` : formatMonth(month);

export async function reportPdf(report: PrintedReport): Promise<Buffer> {
  const w = words[report.language];
  return renderPdf(
    'monthly-report',
    {
      title: w.title,
      reporter: report.areaName,
      period: monthName(report.month, report.language),
      unit: w.unit.replace(/^.*[:：]\s*/, ''),
      state: report.stateLine,
      notes: [rateDenominator[report.language], w.booked],
      head: headCells(heads(report.language)),
      widths: [5.2, 1.1, 1, 1, ...monthlyColumns.slice(3).map(() => 1.1), 1.2, 1.3, 1.3],
      rows: report.form.lines.map((filled) => ({
        label: filled.line[report.language],
        level: filled.line.level,
        emphasis: filled.line.level === 0,
        cells: valuesOf(filled).map((value) => printed(value, filled.line.unit, report.language)),
      })),
      printedOn: report.at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16),
      language: report.language,
      printedBy: report.printedBy,
      office: report.office,
      demo: report.demo,
    },
    { createdAt: report.at },
  );
}

export async function reportXlsx(report: PrintedReport): Promise<Buffer> {
  const w = words[report.language];
  const keys = [...monthlyColumns.map((column) => column.key), 'ytd', 'adjustment', 'prior'];
  const rows = report.form.lines.map((filled): WorkbookRow => {
    const cells = valuesOf(filled).map((value, index) => {
      const key = keys[index]!;
      if (value === undefined) return [key, null] as const;
      if (value === null) return [key, w.none] as const;
      return [
        key,
        filled.line.unit === 'percent' ? ({ value: value / 100, kind: 'percent', decimals: 2 } as const) : value,
      ] as const;
    });
    return { label: `${'　'.repeat(filled.line.level)}${filled.line[report.language]}`, ...Object.fromEntries(cells) };
  });
  return writeWorkbook({
    title: w.title,
    createdAt: report.at,
    watermark: `${report.office} ${report.printedBy} ${report.at.toISOString()}`,
    sheets: [
      {
        name: w.sheet,
        titleLines: [
          w.title,
          `${report.areaName}　${monthName(report.month, report.language)}　${report.stateLine}　${w.unit}`,
        ],
        head: headCells(heads(report.language)),
        columns: [
          { header: w.item, key: 'label', width: 34, kind: 'text' },
          ...keys.map((key) => ({ header: key, key, width: 11, kind: 'number' as const })),
        ],
        rows,
        emphasis: report.form.lines.flatMap((filled, index) => (filled.line.level === 0 ? [index] : [])),
        footer: [rateDenominator[report.language], w.booked],
        freeze: 1,
      },
    ],
  });
}
