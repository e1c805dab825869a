import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { reportStateNames } from '@renshe/domain/report/report.rules.ts';
import type { Correction } from '@renshe/domain/submission/submission.contract.ts';
import { type SubmissionForm, shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { renderPdf } from '../platform/pdf.ts';
import { writeWorkbook } from '../platform/xlsx.ts';
import { getPeriod } from '../report/report-form.queries.ts';
import type { AskedForm } from './submission-areas.ts';
import type { Board } from './submission-board.ts';

interface Sheet {
  area: AreaRef;
  office: string;
  printedBy: string;
  at: Date;
  language: Language;
}

const boardWords = {
  zh: {
    title: '报表上报进度',
    columns: ['单位', '状态', '应报日期', '上报时间', '上报人', '逾期天数', '退回次数', '催报次数', '最近催报'],
    overdue: '（逾期）',
    count: '共',
  },
  en: {
    title: 'Submission of reports',
    columns: ['Unit', 'State', 'Due', 'Submitted', 'By', 'Days late', 'Returns', 'Reminders', 'Last reminder'],
    overdue: ' (overdue)',
    count: 'Rows:',
  },
} as const satisfies Record<Language, object>;

const instant = (text: string | null) =>
  text === null ? null : new Date(text).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);

/** 上报进度 as a sheet. */
export async function boardXlsx(asked: AskedForm, board: Board, sheet: Sheet): Promise<Buffer> {
  const w = boardWords[sheet.language];
  const keys = ['area', 'state', 'due', 'at', 'by', 'late', 'returns', 'reminders', 'reminded'] as const;
  const numbers: readonly string[] = ['late', 'returns', 'reminders'];
  return writeWorkbook({
    title: w.title,
    createdAt: sheet.at,
    watermark: `${sheet.office} ${sheet.printedBy} ${sheet.at.toISOString()}`,
    sheets: [
      {
        name: w.title,
        titleLines: [
          `${asked.definition[sheet.language]} ${w.title}`,
          `${sheet.area.name}　${shortPeriodName(asked.period)[sheet.language]}　${w.count} ${board.rows.length}`,
        ],
        columns: keys.map((key, index) => ({
          key,
          header: w.columns[index]!,
          width: key === 'area' ? 30 : 15,
          kind: numbers.includes(key) ? ('number' as const) : ('text' as const),
        })),
        rows: board.rows.map((row) => ({
          area: row.area.name,
          state: `${reportStateNames[row.state][sheet.language]}${row.overdue ? w.overdue : ''}`,
          due: row.dueOn,
          at: instant(row.submittedAt),
          by: row.submittedBy,
          late: row.lateDays,
          returns: row.returns,
          reminders: row.reminders,
          reminded: row.remindedOn,
        })),
        freeze: 1,
      },
    ],
  });
}

const correctionWords = {
  zh: {
    title: '报表更正单',
    item: '项目',
    text: '内容',
    labels: {
      report: '报表',
      cell: '更正的格子',
      sealed: '封存的数',
      corrected: '更正后的数',
      wrong: '错在哪里',
      reason: '原因',
      evidence: '依据',
      asked: '提出',
      state: '结果',
      decided: '决定',
      decision: '决定的理由',
      adjustments: '以后月份已入账的调整',
    },
    states: { asked: '待决定', accepted: '同意更正', refused: '不同意' },
    none: '无',
    note: '封存的报表不改。由业务记录产生的数，在记录中更正，调整记入当前开放月份；手工填写的数，更正后的数与封存的数并列。',
    prepared: '提出人',
  },
  en: {
    title: 'Correction of a report',
    item: 'Item',
    text: 'Content',
    labels: {
      report: 'Report',
      cell: 'Cell',
      sealed: 'Sealed value',
      corrected: 'Right value',
      wrong: 'What is wrong',
      reason: 'Why',
      evidence: 'Evidence',
      asked: 'Asked',
      state: 'Outcome',
      decided: 'Decided',
      decision: 'Reason of the decision',
      adjustments: 'Adjustments booked in later months',
    },
    states: { asked: 'to be decided', accepted: 'accepted', refused: 'refused' },
    none: 'none',
    note: 'A sealed report does not change. Numbers that come from records are corrected there and booked as adjustments of the open month; of cells filled in by hand the right value stands beside the sealed one.',
    prepared: 'Asked by',
  },
} as const satisfies Record<Language, object>;

/** 更正单 on one sheet. */
export async function correctionPdf(
  correction: Correction,
  form: SubmissionForm,
  sheet: Sheet & { demo: boolean },
): Promise<Buffer> {
  const w = correctionWords[sheet.language];
  const period = shortPeriodName(getPeriod(correction.period))[sheet.language];
  const who = (at: string | null, office: string | null, by: string | null) =>
    at === null ? w.none : [instant(at), office, by].filter(Boolean).join(' ');
  const { labels } = w;
  const rows = [
    [labels.report, `${correction.area.pathName} ${period} ${form[sheet.language]}`],
    [labels.cell, correction.cell[sheet.language]],
    [labels.sealed, correction.sealedValue ?? w.none],
    ...(correction.correctedValue === null ? [] : [[labels.corrected, correction.correctedValue]]),
    [labels.wrong, correction.wrong],
    [labels.reason, correction.reason],
    [labels.evidence, correction.evidence],
    [labels.asked, who(correction.askedAt, correction.askedOffice, correction.askedBy)],
    [labels.state, w.states[correction.state]],
    [labels.decided, who(correction.decidedAt, correction.decidedOffice, correction.decidedBy)],
    [labels.decision, correction.decision || w.none],
    [
      labels.adjustments,
      correction.adjustments.map(({ month, value }) => `${month}: ${value > 0 ? '+' : ''}${value}`).join('；') ||
        w.none,
    ],
  ];
  return renderPdf(
    'ledger',
    {
      title: w.title,
      reporter: correction.area.name,
      period,
      notes: [w.note],
      columns: [
        { header: w.item, width: 1, align: 'left' },
        { header: w.text, width: 4, align: 'left' },
      ],
      rows,
      printedOn: instant(sheet.at.toISOString())!,
      language: sheet.language,
      printedBy: sheet.printedBy,
      office: sheet.office,
      demo: sheet.demo,
    },
    { createdAt: sheet.at },
  );
}
