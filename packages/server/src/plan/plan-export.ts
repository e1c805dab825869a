import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { PlanDetail, PlanIndicator } from '@renshe/domain/plan/plan.contract.ts';
import { directionNames, indicatorKindNames, taskStateNames } from '@renshe/domain/plan/plan.rules.ts';
import { forecastRuleNames, surenessNames } from '@renshe/domain/plan/plan-forecast.ts';
import { figureWords, lightNames } from '@renshe/domain/plan/plan-light.ts';
import { renderPdf } from '../platform/pdf.ts';
import { type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

export interface PrintedPlan {
  detail: PlanDetail;
  printedBy: string;
  office: string;
  at: Date;
  language: Language;
  demo: boolean;
}

const words = {
  zh: {
    title: '规划指标监测表',
    sheet: '指标',
    tasks: '任务',
    through: (month: string | null) => (month === null ? '尚无完整月份' : `截至 ${month} 月末`),
    elapsed: (share: number) => `时间进度 ${Math.round(share * 100)}%`,
    columns: [
      '指标',
      '属性',
      '方向',
      '单位',
      '基期',
      '本年目标',
      '累计实际',
      '完成%',
      '预计全年',
      '状态',
      '说明',
      '责任单位',
    ],
    taskColumns: ['任务', '责任单位', '责任人', '开始', '期限', '状态', '最近进展'],
    overdue: '逾期',
    noTarget: '未下达',
    noData: '无数据',
  },
  en: {
    title: 'Monitoring of plan indicators',
    sheet: 'Indicators',
    tasks: 'Tasks',
    through: (month: string | null) => (month === null ? 'no complete month yet' : `through ${month}`),
    elapsed: (share: number) => `${Math.round(share * 100)}% of the year has passed`,
    columns: [
      'Indicator',
      'Kind',
      'Direction',
      'Unit',
      'Baseline',
      'Target',
      'Actual',
      'Done %',
      'Forecast',
      'State',
      'Remark',
      'In charge',
    ],
    taskColumns: ['Task', 'Office', 'Person', 'Start', 'Due', 'State', 'Latest progress'],
    overdue: 'overdue',
    noTarget: 'none set',
    noData: 'no data',
  },
} as const;
const keys = [
  'name',
  'kind',
  'direction',
  'unit',
  'baseline',
  'target',
  'actual',
  'share',
  'forecast',
  'light',
  'words',
  'owner',
] as const;
const widths = [22, 12, 12, 8, 14, 11, 11, 10, 11, 12, 38, 30];

function cells(indicator: PlanIndicator, language: Language): Record<(typeof keys)[number], string> {
  const w = words[language];
  const { standing } = indicator;
  const number = (value: number | null, none: string) => (value === null ? none : figureWords(value));
  const baseline =
    indicator.baselineValue === null
      ? ''
      : `${figureWords(indicator.baselineValue)}${indicator.baselineYear === null ? '' : language === 'zh' ? `（${indicator.baselineYear} 年）` : ` (${indicator.baselineYear})`}`;
  return {
    name: indicator.name,
    kind: indicatorKindNames[indicator.kind][language],
    direction: directionNames[indicator.direction][language],
    unit: indicator.unit,
    baseline,
    target: number(standing.target, w.noTarget),
    actual: number(standing.actual, w.noData),
    share: standing.judgement.share === null ? '—' : `${(standing.judgement.share * 100).toFixed(1)}%`,
    forecast: number(standing.forecast?.value ?? null, '—'),
    light: lightNames[standing.judgement.light][language],
    words: standing.words[language],
    owner: [indicator.owner.officeName, indicator.owner.person].filter(Boolean).join(' '),
  };
}

function notes(detail: PlanDetail, language: Language): string[] {
  return detail.indicators.flatMap(({ name, standing: { forecast } }) =>
    forecast
      ? [
          language === 'zh'
            ? `${name}：预计值${forecastRuleNames[forecast.rule].zh}（用 ${forecast.months} 个月的数据，${surenessNames[forecast.sureness].zh}）。`
            : `${name}: forecast ${forecastRuleNames[forecast.rule].en} (${forecast.months} months of data, ${surenessNames[forecast.sureness].en}).`,
        ]
      : [],
  );
}

const lineOf = (detail: PlanDetail, language: Language) =>
  [
    detail.area.name,
    language === 'zh' ? `${detail.year} 年` : String(detail.year),
    words[language].through(detail.through),
    words[language].elapsed(detail.elapsed),
  ].join('　');

export async function planXlsx(printed: PrintedPlan): Promise<Buffer> {
  const { detail, language } = printed;
  const w = words[language];
  const columns = keys.map((key, i) => ({
    header: w.columns[i]!,
    key,
    width: widths[i]!,
    kind: ['target', 'actual', 'forecast'].includes(key) ? ('number' as const) : ('text' as const),
    ...(['target', 'actual', 'forecast'].includes(key) && { decimals: 2 }),
  }));
  const rows = detail.indicators.map((indicator): WorkbookRow => {
    const { standing } = indicator;
    const exact = (value: number | null | undefined, text: string) =>
      value === null || value === undefined
        ? text
        : { value, kind: 'number' as const, decimals: Number.isInteger(value) ? 0 : 2 };
    const row = cells(indicator, language);
    return {
      ...row,
      target: exact(standing.target, row.target),
      actual: exact(standing.actual, row.actual),
      forecast: exact(standing.forecast?.value, row.forecast),
    };
  });
  const taskKeys = ['title', 'office', 'person', 'start', 'due', 'state', 'progress'] as const;
  return writeWorkbook({
    title: w.title,
    createdAt: printed.at,
    watermark: `${printed.office} ${printed.printedBy} ${printed.at.toISOString()}`,
    sheets: [
      {
        name: w.sheet,
        titleLines: [`${detail.plan.name} ${w.title}`, lineOf(detail, language)],
        columns,
        rows,
        footer: notes(detail, language),
        freeze: 1,
      },
      {
        name: w.tasks,
        columns: taskKeys.map((key, i) => ({
          header: w.taskColumns[i]!,
          key,
          width: taskWidths[i]!,
          kind: key === 'start' || key === 'due' ? ('date' as const) : ('text' as const),
        })),
        rows: detail.tasks.map((task) => ({
          title: task.title,
          office: task.ownerOffice,
          person: task.ownerName,
          start: task.startOn,
          due: task.dueOn,
          state: task.overdue ? w.overdue : taskStateWords(task.state, language),
          progress: task.progress[0]?.note ?? '',
        })),
      },
    ],
  });
}

const taskWidths = [36, 26, 12, 12, 12, 12, 50];

function taskStateWords(state: keyof typeof taskStateNames, language: Language): string {
  return taskStateNames[state][language];
}

export async function planPdf(printed: PrintedPlan): Promise<Buffer> {
  const { detail, language } = printed;
  const w = words[language];
  const numbers = ['target', 'actual', 'share', 'forecast'];
  return renderPdf(
    'ledger',
    {
      title: `${detail.plan.name} ${w.title}`,
      reporter: detail.area.name,
      period: lineOf(detail, language),
      notes: notes(detail, language),
      columns: keys.map((key, i) => ({
        header: w.columns[i]!,
        width: widths[i]!,
        align: numbers.includes(key) ? ('right' as const) : ('left' as const),
      })),
      rows: detail.indicators.map((indicator) => {
        const row = cells(indicator, language);
        return keys.map((key) => row[key]);
      }),
      ...(detail.tasks.length > 0 && {
        heading: w.sheet,
        more: [
          {
            heading: w.tasks,
            columns: w.taskColumns.map((header, i) => ({ header, width: taskWidths[i]! })),
            rows: detail.tasks.map((task) => [
              task.title,
              task.ownerOffice,
              task.ownerName,
              task.startOn,
              task.dueOn,
              task.overdue ? w.overdue : taskStateWords(task.state, language),
              task.progress[0]?.note ?? '',
            ]),
          },
        ],
      }),
      printedOn: printed.at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16),
      language,
      printedBy: printed.printedBy,
      office: printed.office,
      demo: printed.demo,
    },
    { createdAt: printed.at },
  );
}
