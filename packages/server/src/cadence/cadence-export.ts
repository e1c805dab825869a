import type { CadenceMatrix } from '@renshe/domain/cadence/cadence.contract.ts';
import type { CadenceCounts, OfficeLevel } from '@renshe/domain/cadence/cadence.rules.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { renderPdf } from '../platform/pdf.ts';
import { type WorkbookRow, writeWorkbook } from '../platform/xlsx.ts';

export interface PrintedCadence {
  matrix: CadenceMatrix;
  printedBy: string;
  office: string;
  at: Date;
  language: Language;
  demo: boolean;
}

const words = {
  zh: {
    title: '工作节奏表',
    office: '单位',
    share: '按时率',
    due: '到期次数',
    none: '无对象',
    note: '每格：按时次数/到期次数；“补”为补做，“缺”为未做，“待”为未到期。按时率＝按时次数÷到期次数，无到期工作的为无对象。',
    late: '补',
    missing: '缺',
    pending: '待',
    levels: {
      workstation: '社区工作站',
      'street-office': '街道所',
      'district-centre': '区县中心',
      'city-bureau': '市局',
    } satisfies Record<OfficeLevel, string>,
  },
  en: {
    title: 'Cadence of the offices',
    office: 'Office',
    share: 'On time',
    due: 'Due',
    none: 'no object',
    note: 'Each cell: on time / due; then late, missing and pending ones. On time = on time ÷ due; “no object” where nothing was due.',
    late: 'late ',
    missing: 'missing ',
    pending: 'pending ',
    levels: {
      workstation: 'Workstations',
      'street-office': 'Street offices',
      'district-centre': 'District centres',
      'city-bureau': 'City bureau',
    } satisfies Record<OfficeLevel, string>,
  },
} as const;

function cellWords(counts: CadenceCounts, language: Language): string {
  const w = words[language];
  const due = counts['on-time'] + counts.late + counts.missing;
  const parts = [
    due > 0 ? `${counts['on-time']}/${due}` : '',
    counts.late > 0 ? `${w.late}${counts.late}` : '',
    counts.missing > 0 ? `${w.missing}${counts.missing}` : '',
    counts.pending > 0 ? `${w.pending}${counts.pending}` : '',
    counts['no-object'] > 0 ? w.none : '',
  ];
  return parts.filter(Boolean).join(' ') || '—';
}

const shareWords = (share: number | null, language: Language) =>
  share === null ? words[language].none : `${Math.round(share * 100)}%`;

export async function cadenceXlsx(printed: PrintedCadence): Promise<Buffer> {
  const { matrix, language } = printed;
  const w = words[language];
  return writeWorkbook({
    title: w.title,
    createdAt: printed.at,
    watermark: `${printed.office} ${printed.printedBy} ${printed.at.toISOString()}`,
    sheets: matrix.levels.map((level) => ({
      name: w.levels[level.level],
      titleLines: [w.title, `${matrix.area.name}　${matrix.month}　${w.levels[level.level]}`],
      columns: [
        { header: w.office, key: 'office', width: 30, kind: 'text' as const },
        ...level.rules.map((rule) => ({ header: rule[language], key: rule.key, width: 18, kind: 'text' as const })),
        { header: w.due, key: 'due', width: 10, kind: 'number' as const },
        { header: w.share, key: 'share', width: 10, kind: 'percent' as const },
      ],
      rows: level.offices.map(
        (row): WorkbookRow => ({
          office: row.office.name,
          ...Object.fromEntries(level.rules.map((rule, i) => [rule.key, cellWords(row.cells[i]!, language)])),
          due: row.due,
          share: row.share ?? w.none,
        }),
      ),
      footer: [w.note],
      freeze: 1,
    })),
  });
}

export async function cadencePdf(printed: PrintedCadence): Promise<Buffer> {
  const { matrix, language } = printed;
  const w = words[language];
  const parts = matrix.levels.map((level) => ({
    heading: w.levels[level.level],
    columns: [
      { header: w.office, width: 26 },
      ...level.rules.map((rule) => ({ header: rule[language], width: 15, align: 'center' as const })),
      { header: w.due, width: 8, align: 'right' as const },
      { header: w.share, width: 9, align: 'right' as const },
    ],
    rows: level.offices.map((row) => [
      row.office.name,
      ...row.cells.map((counts) => cellWords(counts, language)),
      String(row.due),
      shareWords(row.share, language),
    ]),
  }));
  const [first = { heading: '', columns: [{ header: w.office, width: 1 }], rows: [] }, ...more] = parts;
  return renderPdf(
    'ledger',
    {
      title: w.title,
      reporter: matrix.area.name,
      period: matrix.month,
      notes: [w.note],
      ...first,
      more,
      printedOn: printed.at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16),
      language,
      printedBy: printed.printedBy,
      office: printed.office,
      demo: printed.demo,
    },
    { createdAt: printed.at },
  );
}
