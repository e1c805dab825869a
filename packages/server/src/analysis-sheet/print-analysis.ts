import type { AnalysisSheet } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import {
  analysisLines,
  analysisSectionNames,
  analysisSections,
} from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { renderPdf } from '../platform/pdf.ts';

const words = {
  zh: {
    title: '社区就业失业月度分析',
    line: '项目',
    now: '本月',
    lastMonth: '上月',
    lastYear: '上年同月',
    done: '本月完成',
    open: '未完成',
    overdue: '其中逾期',
    none: '—',
    remarks: '上级阅批',
    read: '已阅',
    signed: '签字',
    unsigned: '草稿，尚未签字',
    digest: '内容摘要',
    revision: (revision: number, reason: string) => `第 ${revision} 版${reason ? `：${reason}` : ''}`,
    reporter: '分析单位',
    period: '分析月份',
    due: '应签日期',
  },
  en: {
    title: 'Monthly analysis of employment and unemployment',
    line: 'Item',
    now: 'This month',
    lastMonth: 'Last month',
    lastYear: 'A year ago',
    done: 'Done this month',
    open: 'Open',
    overdue: 'Overdue',
    none: '—',
    remarks: 'Remarks of the office above',
    read: 'Read',
    signed: 'Signed',
    unsigned: 'Draft, not signed yet',
    digest: 'Digest',
    revision: (revision: number, reason: string) => `Version ${revision}${reason ? `: ${reason}` : ''}`,
    reporter: 'Office',
    period: 'Month',
    due: 'Due',
  },
} as const;

const instant = (at: string | Date) => new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);

/** The sheet on A4: figures and text section by section, remarks, signature. */
export function analysisPdf(
  sheet: AnalysisSheet,
  print: { at: Date; printedBy: string; office: string; language: Language; demo: boolean },
): Promise<Buffer> {
  const { language } = print;
  const w = words[language];
  const value = (number: number | null | undefined) =>
    number === null || number === undefined ? w.none : number.toLocaleString('en-US');
  return renderPdf(
    'analysis-sheet',
    {
      title: w.title,
      language,
      facts: [
        { label: w.reporter, value: sheet.area.name },
        { label: w.period, value: sheet.month },
        { label: w.due, value: sheet.dueOn },
        {
          label: w.signed,
          value: sheet.signedAt ? `${sheet.signedName} ${instant(sheet.signedAt)}` : w.unsigned,
        },
        ...(sheet.revision > 1 ? [{ label: w.revision(sheet.revision, ''), value: sheet.reason, wide: true }] : []),
      ],
      sections: analysisSections.map((section) => {
        const lines = analysisLines.filter((line) => line.section === section);
        const duties = lines.some((line) => line.of === 'duty');
        return {
          title: analysisSectionNames[section][language],
          head: duties ? [w.line, w.done, w.open, w.overdue] : [w.line, w.now, w.lastMonth, w.lastYear],
          rows: lines.map((line) => {
            const figure = sheet.figures.find((one) => one.key === line.key);
            return [
              line[language],
              value(figure?.now),
              value(line.of === 'duty' ? figure?.open : figure?.lastMonth),
              value(line.of === 'duty' ? figure?.overdue : figure?.lastYear),
            ];
          }),
          text: sheet.texts[section],
        };
      }),
      remarksTitle: w.remarks,
      remarks: sheet.remarks.map((remark) => ({
        on: instant(remark.remarkedAt),
        by: [remark.office, remark.remarkedBy].filter(Boolean).join(' '),
        text: remark.text || w.read,
      })),
      ...(sheet.digest && { digest: `${w.digest} SHA-256 ${sheet.digest}` }),
      printedOn: instant(print.at),
      printedBy: print.printedBy,
      office: print.office,
      demo: print.demo,
    },
    { createdAt: print.at },
  );
}
