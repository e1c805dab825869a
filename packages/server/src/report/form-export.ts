/** Any form on paper and as a sheet: title, 表号 and 制定机关, heads of several levels, 行次 and column numbers, the foot to sign. */
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { FilledReportAnswer } from '@renshe/domain/report/form.contract.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { renderPdf } from '../platform/pdf.ts';
import { type HeadNode, headCells } from '../platform/table-head.ts';
import { type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

export interface PrintedForm {
  answer: FilledReportAnswer;
  form: ReportForm;
  areaName: string;
  state: string;
  printedBy: string;
  office: string;
  at: Date;
  language: Language;
  demo: boolean;
}

type Column = FilledReportAnswer['columns'][number];
type Row = FilledReportAnswer['rows'][number];

const words = {
  zh: {
    item: '指标名称',
    unit: '计量单位',
    number: '行次',
    first: '甲',
    second: '乙',
    third: '丙',
    formNumber: '表　　号：',
    issuer: '制定机关：',
    reporter: '填报单位：',
    missing: '未填',
    none: '无对象',
    booked: '按入账月份统计；锁定以后补办的业务记入办理当月，作为调整。',
    known: '按发生日期统计当前已知的业务。',
    responsible: '单位负责人：',
    preparedBy: '填表人：',
    reportedOn: '报出日期：　　年　　月　　日',
    narrative: '分析：',
  },
  en: {
    item: 'Indicator',
    unit: 'Unit',
    number: 'No.',
    first: 'A',
    second: 'B',
    third: 'C',
    formNumber: 'Form: ',
    issuer: 'Issued by: ',
    reporter: 'Reporting unit: ',
    missing: 'not entered',
    none: 'no object',
    booked: 'Counted by the month of booking; what is entered after closing appears as an adjustment.',
    known: 'Counted by effective date, as known now.',
    responsible: 'Head of unit:',
    preparedBy: 'Prepared by:',
    reportedOn: 'Reported on:',
    narrative: 'Analysis: ',
  },
} as const;

/** Heads over columns; neighbours below the same heads share them. */
export function headNodes(columns: readonly Column[], language: Language, depth = 0): HeadNode[] {
  const nodes: { label: string; children: Column[]; leaf: boolean }[] = [];
  for (const column of columns) {
    const head = column.heads[depth];
    const last = nodes.at(-1);
    if (head && last && !last.leaf && last.label === head[language]) last.children.push(column);
    else nodes.push({ label: head ? head[language] : column[language], children: [column], leaf: !head });
  }
  return nodes.map(({ label, children, leaf }) =>
    leaf ? { label } : { label, children: headNodes(children, language, depth + 1) },
  );
}

/** Head with the numbering below it: 甲 乙 丙 for what describes a row, 1, 2 … for the columns of numbers. */
function numberedHead(columns: readonly Column[], first: number, language: Language) {
  const w = words[language];
  const head = headCells([{ label: w.item }, { label: w.unit }, { label: w.number }, ...headNodes(columns, language)]);
  const numbers = [w.first, w.second, w.third, ...columns.map((_, index) => String(first + index))];
  return {
    columns: head.columns,
    rows: head.rows + 1,
    cells: [...head.cells, ...numbers.map((text, column) => ({ text, row: head.rows, column, rows: 1, columns: 1 }))],
  };
}

function lineNumbers(rows: readonly Row[]): string[] {
  let number = 0;
  return rows.map((row) => (row.kind === 'heading' ? '' : String(++number)));
}

function absent(row: Row, value: number | null | undefined, language: Language): string {
  if (value === undefined) return row.kind === 'heading' ? '' : '—';
  return row.kind === 'ratio' && !row.waits ? words[language].none : words[language].missing;
}

const isPercent = (row: Row, column: Column): boolean => row.unit.en === '%' || column.measure === 'changeRate';

function printedValue(row: Row, column: Column, language: Language): string {
  const value = row.period[column.key];
  if (value === null || value === undefined) return absentOf(row, column, value, language);
  const decimals = column.measure === 'changeRate' ? 2 : row.decimals;
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A comparison with a period that the system does not know is left empty. */
function absentOf(row: Row, column: Column, value: null | undefined, language: Language): string {
  const compares = ['previous', 'yearAgo', 'change', 'changeRate'].includes(column.measure);
  return compares && value === null ? '—' : absent(row, value, language);
}

const textOf = (print: PrintedForm): string | null => print.answer.narrative?.text ?? null;

const notesOf = (print: PrintedForm): string[] => [
  ...print.answer.notes.map((note) => note[print.language]),
  print.answer.basis === 'as-booked' ? words[print.language].booked : words[print.language].known,
];

export async function formXlsx(print: PrintedForm): Promise<Buffer> {
  const { answer, form, language } = print;
  const w = words[language];
  const numbers = lineNumbers(answer.rows);
  const rows = answer.rows.map((row, index): WorkbookRow => {
    const cells = answer.columns.map((column) => {
      const value = row.period[column.key];
      if (value === null || value === undefined) return [column.key, absentOf(row, column, value, language)] as const;
      if (isPercent(row, column))
        return [column.key, { value: value / 100, kind: 'percent', decimals: 2 } as const] as const;
      return [
        column.key,
        row.decimals > 0 ? ({ value, kind: 'number', decimals: row.decimals } as const) : value,
      ] as const;
    });
    return {
      label: `${'　'.repeat(row.level)}${row[language]}`,
      unit: row.kind === 'heading' ? '' : row.unit[language],
      number: numbers[index] ?? '',
      ...Object.fromEntries(cells),
    };
  });
  const text = textOf(print);
  return writeWorkbook({
    title: form[language],
    createdAt: print.at,
    watermark: `${print.office} ${print.printedBy} ${print.at.toISOString()}`,
    sheets: [
      {
        name: form.short[language],
        titleLines: [
          form[language],
          ['', '', `${w.formNumber}${form.number}`],
          [`${w.reporter}${print.areaName}`, answer.period[language], `${w.issuer}${form.issuer[language]}`],
        ],
        head: numberedHead(answer.columns, 1, language),
        columns: [
          { header: w.item, key: 'label', width: 36, kind: 'text' },
          { header: w.unit, key: 'unit', width: 9, kind: 'text', align: 'center' },
          { header: w.number, key: 'number', width: 6, kind: 'text', align: 'center' },
          ...answer.columns.map((column) => ({
            header: column[language],
            key: column.key,
            width: 11,
            kind: 'number' as const,
          })),
        ],
        rows,
        emphasis: answer.rows.flatMap((row, index) => (row.level === 0 ? [index] : [])),
        footer: [
          [w.responsible, w.preparedBy, w.reportedOn],
          ...(text ? [`${w.narrative}${text}`] : []),
          ...notesOf(print),
        ],
        freeze: 3,
        paper: form.paper,
      },
    ],
  });
}

/** Width of a column of numbers beside a label of 1, and how many fit on a page; more go on to further pages with the labels again. */
const columnsPerPage = { a4: 13, a3: 24 } as const;

export async function formPdf(print: PrintedForm, paper: 'a4' | 'a3'): Promise<Buffer> {
  const { answer, form, language } = print;
  const w = words[language];
  const numbers = lineNumbers(answer.rows);
  const perPage = columnsPerPage[paper];
  const pages = Math.max(1, Math.ceil(answer.columns.length / perPage));
  const share = Math.ceil(answer.columns.length / pages);
  const parts = Array.from({ length: pages }, (_, page) => {
    const columns = answer.columns.slice(page * share, (page + 1) * share);
    return {
      head: numberedHead(columns, page * share + 1, language),
      rows: answer.rows.map((row) => ({
        cells: columns.map((column) => printedValue(row, column, language)),
      })),
      columns: columns.length,
    };
  });
  const text = textOf(print);
  return renderPdf(
    'report-form',
    {
      title: form[language],
      reporter: `${w.reporter}${print.areaName}`,
      period: answer.period[language],
      formLines: [`${w.formNumber}${form.number}`, `${w.issuer}${form.issuer[language]}`],
      state: print.state,
      paper,
      rows: answer.rows.map((row, index) => ({
        label: row[language],
        level: row.level,
        emphasis: row.level === 0,
        unit: row.kind === 'heading' ? '' : row.unit[language],
        number: numbers[index] ?? '',
        manual: row.kind === 'manual',
      })),
      parts,
      narrative: text ? { label: w.narrative, text } : null,
      notes: notesOf(print),
      signs: [w.responsible, w.preparedBy, w.reportedOn],
      printedOn: print.at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16),
      language,
      printedBy: print.printedBy,
      office: print.office,
      demo: print.demo,
    },
    { createdAt: print.at },
  );
}
