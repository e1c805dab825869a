import type { HandlingTable } from '@renshe/domain/handling/handling.contract.ts';
import { type HandledFigures, type HandlingUnit, withinShare } from '@renshe/domain/handling/handling.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { parsePeriod, periodName } from '@renshe/domain/kernel/period.ts';
import { type WorkbookColumn, type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

export interface PrintedHandling {
  table: HandlingTable;
  printedBy: string;
  office: string;
  at: Date;
  language: Language;
}

const words = {
  zh: {
    title: '业务经办时长表',
    all: '各项业务',
    areas: '各地区',
    business: '业务',
    area: '地区',
    promise: '规定时限',
    unit: '单位',
    cases: '办结件数',
    median: '中位数',
    p90: '九成办结用时',
    within: '按期办结率',
    late: '超期件数',
    source: '依据',
    none: '未规定',
    noObject: '无对象',
    units: { workday: '工作日', day: '日' } satisfies Record<HandlingUnit, string>,
    note: '按业务记录实测：从事项发生（申请、上报）之日到办结录入之日，首日不计；名册导入的记录不计。按期办结率＝时限内办结件数÷有时限的办结件数。',
  },
  en: {
    title: 'Handling times',
    all: 'Businesses',
    areas: 'Areas',
    business: 'Business',
    area: 'Area',
    promise: 'Allowed',
    unit: 'Unit',
    cases: 'Cases done',
    median: 'Median',
    p90: 'Nine of ten within',
    within: 'In time',
    late: 'Late',
    source: 'Rule',
    none: 'not set',
    noObject: 'no object',
    units: { workday: 'working days', day: 'days' } satisfies Record<HandlingUnit, string>,
    note: 'Measured from the records: from the day it happened (application, hand-in) to the day on which it was entered as done, without the first day; imported rows are left out. In time = done within the time allowed ÷ done with a time allowed.',
  },
} as const;

/** The businesses on one sheet, each of them by area on the next. */
export async function handlingXlsx(printed: PrintedHandling): Promise<Buffer> {
  const { table, language } = printed;
  const w = words[language];
  const figureColumns: WorkbookColumn[] = [
    { header: w.promise, key: 'promise', width: 10, kind: 'number' },
    { header: w.unit, key: 'unit', width: 14, kind: 'text' },
    { header: w.cases, key: 'cases', width: 10, kind: 'number' },
    { header: w.median, key: 'median', width: 10, kind: 'number', decimals: 1 },
    { header: w.p90, key: 'p90', width: 16, kind: 'number' },
    { header: w.within, key: 'within', width: 12, kind: 'percent' },
    { header: w.late, key: 'late', width: 10, kind: 'number' },
  ];
  const cells = (row: HandlingTable['rows'][number], figures: HandledFigures): WorkbookRow => {
    const { promise, unit } = row.process;
    return {
      business: row.process[language],
      promise: promise?.days ?? w.none,
      unit: w.units[unit],
      cases: figures.cases,
      median: figures.median ?? w.noObject,
      p90: figures.p90 ?? w.noObject,
      within: withinShare(figures) ?? (promise ? w.noObject : w.none),
      late: figures.late ?? (promise ? w.noObject : w.none),
    };
  };
  const line = `${table.area.name}　${periodName(parsePeriod(table.period)!)[language]}　${table.from} – ${table.last}`;
  const business: WorkbookColumn = { header: w.business, key: 'business', width: 30, kind: 'text' };
  const hasAreas = table.rows.some((row) => row.below.length > 0);
  return writeWorkbook({
    title: w.title,
    createdAt: printed.at,
    watermark: `${printed.office} ${printed.printedBy} ${printed.at.toISOString()}`,
    sheets: [
      {
        name: w.all,
        titleLines: [w.title, line],
        columns: [business, ...figureColumns, { header: w.source, key: 'source', width: 46, kind: 'text' }],
        rows: table.rows.map((row) => ({ ...cells(row, row.figures), source: row.process.source[language] })),
        footer: [w.note],
        freeze: 1,
      },
      ...(hasAreas
        ? [
            {
              name: w.areas,
              titleLines: [w.title, line],
              columns: [business, { header: w.area, key: 'area', width: 22, kind: 'text' as const }, ...figureColumns],
              rows: table.rows.flatMap((row) =>
                row.below.map((one) => ({ ...cells(row, one.figures), area: one.area.name })),
              ),
              footer: [w.note],
              freeze: 2,
            },
          ]
        : []),
    ],
  });
}
