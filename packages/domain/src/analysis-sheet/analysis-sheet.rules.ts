/**
 * Monthly analysis 月度分析 of every office (O03, A10): job seeking, re-employment, service needs and the state of unemployment, in numbers that
 * fill themselves and a text that the system drafts and the owner answers for.
 */
import type { Language, Sentence } from '../kernel/app-error.ts';

export const analysisSections = [
  'job-seeking',
  're-employment',
  'service-needs',
  'unemployed-status',
  'next-month',
] as const;
export type AnalysisSection = (typeof analysisSections)[number];
export type AnalysisTexts = Record<AnalysisSection, string>;

export const analysisSectionNames = {
  'job-seeking': { zh: '求职情况', en: 'Job seeking' },
  're-employment': { zh: '再就业情况', en: 'Re-employment' },
  'service-needs': { zh: '服务需求', en: 'Service needs' },
  'unemployed-status': { zh: '失业人员状况', en: 'State of unemployment' },
  'next-month': { zh: '下月打算', en: 'Plans for next month' },
} as const satisfies Record<AnalysisSection, Sentence>;

interface LedgerLine extends Sentence {
  key: string;
  section: AnalysisSection;
  of: 'ledger';
  indicator: string;
  /** A stock is the number at month's end, a flow what happened in the month. */
  kind: 'stock' | 'flow';
  /** Line of the monthly report whose people stand behind it. */
  reportLine: string | null;
}
interface DutyLine extends Sentence {
  key: string;
  section: AnalysisSection;
  of: 'duty';
  duty: string;
}
export type AnalysisLine = LedgerLine | DutyLine;

const stock = (section: AnalysisSection, indicator: string, zh: string, en: string): LedgerLine => ({
  key: indicator,
  section,
  of: 'ledger',
  indicator,
  kind: 'stock',
  reportLine: indicator,
  zh,
  en,
});
const flow = (section: AnalysisSection, indicator: string, zh: string, en: string): LedgerLine => ({
  ...stock(section, indicator, zh, en),
  kind: 'flow',
});
const duty = (section: AnalysisSection, kind: string, zh: string, en: string): DutyLine => ({
  key: kind,
  section,
  of: 'duty',
  duty: kind,
  zh,
  en,
});

/** The rows of the sheet, in the order of the paper. */
export const analysisLines: readonly AnalysisLine[] = [
  duty('job-seeking', 'unemployment-contact', '月度联系', 'Monthly contacts'),
  duty('job-seeking', 'service-job-introduction', '职业介绍', 'Job introductions'),
  duty('job-seeking', 'service-guidance', '职业指导', 'Career guidance'),
  flow('re-employment', 're-employment', '失业人员再就业', 'Unemployed people re-employed'),
  flow('re-employment', 'hardship-re-employment', '其中：就业困难人员', 'of which people in hardship'),
  flow('re-employment', 'new-urban-employment', '城镇新增就业', 'New urban employment'),
  duty('service-needs', 'service-training', '职业培训', 'Training'),
  duty('service-needs', 'service-living-security', '社会保险与生活保障', 'Insurance and living security'),
  duty('service-needs', 'service-policy', '政策告知', 'Policies explained'),
  duty('service-needs', 'certificate-issue', '发放就业创业证', 'Certificates issued'),
  stock('unemployed-status', 'registered-unemployed', '期末登记失业', 'Registered unemployed at month end'),
  stock('unemployed-status', 'long-term-unemployed', '其中：长期失业', 'of which long-term'),
  stock('unemployed-status', 'older-unemployed', '其中：大龄(4050)', 'of which older (4050)'),
  flow('unemployed-status', 'newly-registered-unemployed', '本月新登记失业', 'Newly registered this month'),
  flow('unemployed-status', 'deregistered-unemployed', '本月注销', 'Deregistered this month'),
  stock('unemployed-status', 'zero-employment-family', '零就业家庭', 'Zero-employment families'),
];

/** Ledger lines: now, a month ago, a year ago. Duty lines: done in the month, open and overdue today (or when it was signed). */
export interface AnalysisFigure {
  key: string;
  now: number;
  lastMonth: number | null;
  lastYear: number | null;
  open: number | null;
  overdue: number | null;
}

export interface AnalysisFigures {
  lines: readonly AnalysisFigure[];
  /** Change of the registered unemployed in the areas right below, the largest first. */
  parts: readonly { name: string; change: number }[];
}

export const emptyTexts = (): AnalysisTexts => ({
  'job-seeking': '',
  're-employment': '',
  'service-needs': '',
  'unemployed-status': '',
  'next-month': '',
});

function change(now: number, before: number | null, language: Language, against: 'month' | 'year'): string {
  if (before === null) return '';
  const by = now - before;
  const percent = before === 0 ? null : Math.round((Math.abs(by) / before) * 1000) / 10;
  if (language === 'zh') {
    const than = against === 'month' ? '比上月' : '比上年同月';
    if (by === 0) return `，${than}持平`;
    return `，${than}${by > 0 ? '增加' : '减少'} ${Math.abs(by)}${percent === null ? '' : `（${by > 0 ? '上升' : '下降'} ${percent}%）`}`;
  }
  const than = against === 'month' ? 'last month' : 'the same month last year';
  if (by === 0) return `, the same as ${than}`;
  return `, ${Math.abs(by)} ${by > 0 ? 'more' : 'fewer'} than ${than}${percent === null ? '' : ` (${by > 0 ? 'up' : 'down'} ${percent}%)`}`;
}

/**
 * The draft of the text: what changed most and where, the long-term group, what is overdue, and what follows for next month. Every sentence
 * is made from a figure of the sheet; nothing is said where nothing was.
 */
export function draftAnalysis(figures: AnalysisFigures, language: Language): AnalysisTexts {
  const zh = language === 'zh';
  const of = (key: string): AnalysisFigure =>
    figures.lines.find((line) => line.key === key) ?? {
      key,
      now: 0,
      lastMonth: null,
      lastYear: null,
      open: null,
      overdue: null,
    };
  const sentence = (parts: readonly string[]) => parts.filter((part) => part !== '').join(zh ? '' : ' ');
  const dutyWords = (line: AnalysisLine & { of: 'duty' }): string => {
    const { now, open, overdue } = of(line.key);
    if (now === 0 && (open ?? 0) === 0) return '';
    const late = overdue ?? 0;
    return zh
      ? `${line.zh}完成 ${now} 件，未完成 ${open ?? 0} 件${late > 0 ? `，其中逾期 ${late} 件` : ''}。`
      : `${line.en}: ${now} done, ${open ?? 0} open${late > 0 ? `, of which ${late} overdue` : ''}.`;
  };
  const duties = (section: AnalysisSection) =>
    sentence(analysisLines.map((line) => (line.section === section && line.of === 'duty' ? dutyWords(line) : ''))) ||
    (zh ? '本月没有待办事项。' : 'There was nothing to do this month.');

  const stockLine = of('registered-unemployed');
  const longTerm = of('long-term-unemployed');
  const older = of('older-unemployed');
  const families = of('zero-employment-family');
  const rising = [...figures.parts].filter((part) => part.change > 0).slice(0, 3);
  const falling = [...figures.parts]
    .filter((part) => part.change < 0)
    .slice(-3)
    .reverse();
  const share = stockLine.now === 0 ? null : Math.round((longTerm.now / stockLine.now) * 1000) / 10;
  const named = (parts: typeof rising) =>
    parts.map((part) => `${part.name} ${part.change > 0 ? '+' : '−'}${Math.abs(part.change)}`).join(zh ? '、' : ', ');

  const status = sentence([
    zh
      ? `期末登记失业 ${stockLine.now} 人${change(stockLine.now, stockLine.lastMonth, language, 'month')}${change(stockLine.now, stockLine.lastYear, language, 'year')}。`
      : `${stockLine.now} registered unemployed at month end${change(stockLine.now, stockLine.lastMonth, language, 'month')}${change(stockLine.now, stockLine.lastYear, language, 'year')}.`,
    zh
      ? `本月新登记 ${of('newly-registered-unemployed').now} 人，注销 ${of('deregistered-unemployed').now} 人。`
      : `${of('newly-registered-unemployed').now} newly registered, ${of('deregistered-unemployed').now} deregistered.`,
    rising.length > 0 ? (zh ? `增加较多的是${named(rising)}。` : `The largest rises: ${named(rising)}.`) : '',
    falling.length > 0 ? (zh ? `减少较多的是${named(falling)}。` : `The largest falls: ${named(falling)}.`) : '',
    longTerm.now > 0
      ? zh
        ? `长期失业 ${longTerm.now} 人${share === null ? '' : `，占 ${share}%`}${change(longTerm.now, longTerm.lastMonth, language, 'month')}。`
        : `${longTerm.now} are long-term unemployed${share === null ? '' : ` (${share}%)`}${change(longTerm.now, longTerm.lastMonth, language, 'month')}.`
      : '',
    older.now > 0 ? (zh ? `大龄人员 ${older.now} 人。` : `${older.now} are in the 4050 group.`) : '',
    families.now > 0 ? (zh ? `零就业家庭 ${families.now} 户。` : `${families.now} zero-employment families.`) : '',
  ]);

  const again = of('re-employment');
  const hardship = of('hardship-re-employment');
  const fresh = of('new-urban-employment');
  const work = sentence([
    zh
      ? `本月失业人员再就业 ${again.now} 人${change(again.now, again.lastMonth, language, 'month')}${hardship.now > 0 ? `，其中就业困难人员 ${hardship.now} 人` : ''}。`
      : `${again.now} unemployed people found work again${change(again.now, again.lastMonth, language, 'month')}${hardship.now > 0 ? `, of which ${hardship.now} in hardship` : ''}.`,
    zh
      ? `城镇新增就业 ${fresh.now} 人${change(fresh.now, fresh.lastMonth, language, 'month')}。`
      : `New urban employment: ${fresh.now}${change(fresh.now, fresh.lastMonth, language, 'month')}.`,
  ]);

  const plans: string[] = [];
  const late = of('unemployment-contact').overdue ?? 0;
  const introductions = of('service-job-introduction').open ?? 0;
  const training = of('service-training').open ?? 0;
  if (late > 0) plans.push(zh ? `先补齐逾期联系 ${late} 人` : `make up the ${late} overdue contacts first`);
  if (introductions > 0)
    plans.push(zh ? `为 ${introductions} 人落实职业介绍` : `give ${introductions} people a job introduction`);
  if (training > 0) plans.push(zh ? `组织 ${training} 人参加培训` : `offer training to ${training} people`);
  if (families.now > 0)
    plans.push(
      zh
        ? `对零就业家庭 ${families.now} 户逐户落实就业`
        : `find work for one member of each of the ${families.now} zero-employment families`,
    );
  if (longTerm.now > 0 && (share ?? 0) >= 20)
    plans.push(
      zh ? `对长期失业 ${longTerm.now} 人逐人会诊` : `review each of the ${longTerm.now} long-term unemployed`,
    );
  if (stockLine.lastMonth !== null && stockLine.now > stockLine.lastMonth)
    plans.push(
      zh
        ? `查明新登记 ${of('newly-registered-unemployed').now} 人的失业原因并收集岗位`
        : `find out why ${of('newly-registered-unemployed').now} people registered and collect posts`,
    );
  const next =
    plans.length === 0
      ? zh
        ? '按月联系登记失业人员，做好日常服务。'
        : 'Keep up the monthly contacts and services.'
      : zh
        ? `${plans.map((plan, i) => `${i + 1}. ${plan}`).join('；')}。`
        : `${plans.map((plan, i) => `${i + 1}. ${plan.charAt(0).toUpperCase()}${plan.slice(1)}`).join('; ')}.`;

  return {
    'job-seeking': duties('job-seeking'),
    're-employment': work,
    'service-needs': duties('service-needs'),
    'unemployed-status': status,
    'next-month': next,
  };
}

/** What the digest of a signed sheet covers, as text: the same sheet always gives the same bytes. */
export function sealText(sheet: {
  areaId: number;
  month: number;
  revision: number;
  figures: AnalysisFigures;
  texts: AnalysisTexts;
  signedBy: string;
  signedAt: string;
}): string {
  return [
    'analysis-sheet',
    sheet.areaId,
    sheet.month,
    sheet.revision,
    ...sheet.figures.lines.map((l) => [l.key, l.now, l.lastMonth, l.lastYear, l.open, l.overdue].join('|')),
    ...sheet.figures.parts.map((p) => `${p.name}|${p.change}`),
    ...analysisSections.map((section) => `${section}|${sheet.texts[section]}`),
    sheet.signedBy,
    sheet.signedAt,
  ].join('\n');
}

export type AnalysisState = 'missing' | 'draft' | 'signed';
export type AnalysisAction = 'save' | 'sign' | 'revise' | 'remark';

/** Owner: a post at the area's own office. Superior: one above. A signed sheet is frozen; a new version needs a reason. */
export function analysisActions(
  state: AnalysisState,
  reader: { owner: boolean; superior: boolean; monthOver: boolean },
): AnalysisAction[] {
  const actions: AnalysisAction[] = [];
  if (reader.owner && state !== 'signed') actions.push('save');
  if (reader.owner && state !== 'signed' && reader.monthOver) actions.push('sign');
  if (reader.owner && state === 'signed') actions.push('revise');
  if (reader.superior && state === 'signed') actions.push('remark');
  return actions;
}
