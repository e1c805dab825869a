import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { monthOf } from '@renshe/domain/kernel/plain-date.ts';
import type { WarningCase, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { warningIndicatorRows, warningLevelNames, warningStateNames } from '@renshe/domain/warning/warning.rules.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { writeWorkbook } from '../platform/xlsx.ts';
import { ledgerOf, listCases, warningArea } from './warning.queries.ts';

/** More cases than these are nobody's ledger: one asks for a district, or for those that are open. */
const exportLimit = 20_000;

const words = {
  zh: {
    title: '失业预警处置台账',
    count: (n: number) => `共 ${n} 项`,
    heads: {
      area: '区域',
      month: '月份',
      indicator: '指标',
      level: '级别',
      value: '数值',
      limit: '预警线',
      sentence: '预警内容',
      state: '状态',
      acknowledged: '知悉',
      told: '告知单位',
      measure: '处置措施',
      responsible: '责任人',
      dueOn: '完成期限',
      overdue: '逾期',
      result: '办结结果',
      closed: '办结',
    },
    overdue: '已逾期',
    confirmed: (by: string, at: string) => `（${by} ${at} 确认）`,
    waiting: '（未确认）',
    between: '；',
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
  },
  en: {
    title: 'Ledger of unemployment warnings',
    count: (n: number) => `${n} cases`,
    heads: {
      area: 'Area',
      month: 'Month',
      indicator: 'Indicator',
      level: 'Level',
      value: 'Value',
      limit: 'Line',
      sentence: 'Warning',
      state: 'State',
      acknowledged: 'Acknowledged',
      told: 'Told',
      measure: 'Measure',
      responsible: 'Responsible',
      dueOn: 'Due',
      overdue: 'Overdue',
      result: 'Result',
      closed: 'Closed',
    },
    overdue: 'overdue',
    confirmed: (by: string, at: string) => ` (confirmed by ${by}, ${at})`,
    waiting: ' (not confirmed yet)',
    between: '; ',
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
  },
} as const;

const widths = {
  area: 32,
  month: 10,
  indicator: 26,
  level: 9,
  value: 10,
  limit: 10,
  sentence: 50,
  state: 12,
  acknowledged: 24,
  told: 40,
  measure: 40,
  responsible: 14,
  dueOn: 12,
  overdue: 9,
  result: 40,
  closed: 24,
} as const;
type Column = keyof typeof widths;
const columns = Object.keys(widths) as Column[];
const numbers: readonly Column[] = ['value', 'limit'];

const instant = (text: string | null) =>
  text === null ? '' : new Date(text).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16);
const by = (name: string | null, at: string | null) => [name, instant(at)].filter(Boolean).join(' ');

function rowOf(one: WarningCase, language: Language): Record<Column, string | number | null> {
  const w = words[language];
  const { unit, ...name } = warningIndicatorRows[one.indicator];
  return {
    area: one.area.pathName,
    month: one.month,
    indicator: unit === '%' ? `${name[language]} (%)` : name[language],
    level: warningLevelNames[one.level][language],
    value: one.value,
    limit: one.limit,
    sentence: one.sentence[language],
    state: warningStateNames[one.state][language],
    acknowledged: by(one.acknowledgedBy, one.acknowledgedAt),
    told: one.notices
      .map(
        (notice) =>
          notice.officeName +
          (notice.confirmedAt ? w.confirmed(notice.confirmedBy ?? '', instant(notice.confirmedAt)) : w.waiting),
      )
      .join(w.between),
    measure: one.measure,
    responsible: one.responsible,
    dueOn: one.dueOn,
    overdue: one.overdue ? w.overdue : '',
    result: one.result,
    closed: by(one.closedBy, one.closedAt),
  };
}

/** 导出预警处置台账: what the page of the ledger shows, all of it, one row a case. */
export async function exportCases(c: ReadContext<(typeof warningContracts)['exportCases']>): Promise<FileAnswer> {
  const { area, state, purpose } = c.body;
  const { areaId, where } = ledgerOf(c, { area, state });
  const { count, cases } = await listCases(c.r, c.tree, c.today, where, { limit: exportLimit, offset: 0 });
  if (count > exportLimit) throw new AppError('warning.export-too-large', 'tooLarge', { count, limit: exportLimit });
  const w = words[c.language];
  const { pathName } = warningArea(c.tree, areaId, monthOf(c.today));
  const login = c.language === 'zh' ? `（${c.actor.login}）` : ` (${c.actor.login})`;
  const who = `${c.actor.posts[0]?.officeName ?? ''} ${c.actor.name}${login}`;
  const file = await writeWorkbook({
    title: w.title,
    createdAt: c.at,
    watermark: w.mark(who.trim(), c.today, purpose),
    sheets: [
      {
        name: w.title,
        titleLines: [w.title, `${pathName}　${c.today}　${w.count(count)}`],
        columns: columns.map((key) => ({
          key,
          header: w.heads[key],
          width: widths[key],
          kind: key === 'dueOn' ? 'date' : numbers.includes(key) ? 'number' : 'text',
          ...(numbers.includes(key) && { decimals: 1 }),
        })),
        freeze: 1,
        rows: cases.map((one) => rowOf(one, c.language)),
      },
    ],
  });
  c.audit({
    districtId: districtOf(c.tree, areaId),
    areaId,
    subjectKind: 'warning-ledger',
    subjectId: String(areaId),
    purpose,
    details: { rows: count, area, state: state ?? null },
  });
  return { file, fileName: `${w.title}-${c.today}.xlsx` };
}
