/**
 * A drafted text of what changed and why, from the figures alone: the main rows with their change, how a stock moved and what it is made
 * of, then the largest changes. The owner of the form edits it; the draft can be made again at any time.
 */
import type { Sentence } from '../kernel/app-error.ts';
import { type FormRow, findRow, formUnits, type ReportForm } from './form.ts';
import { type CellValue, cellValueOf, type FormSources } from './form-figures.ts';

const grouped = (value: number, decimals: number): string =>
  value
    .toFixed(decimals)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
    .replace('-', '−');

const percent = (part: number, whole: number): string =>
  `${part < 0 ? '−' : '+'}${Math.abs((part / whole) * 100).toFixed(1)}%`;

interface Statement extends Sentence {
  /** Share of the change in the previous value; what ranks the statements. */
  weight: number;
}

export function draftNarrative(form: ReportForm, sources: FormSources, place: string, period: Sentence): Sentence {
  // What says how a stock moved is said there.
  const moving = new Set(
    form.rows.flatMap((row) =>
      row.kind === 'stock' && row.movement ? [...row.movement.plus, ...(row.movement.minus ?? [])] : [],
    ),
  );
  const main = form.rows.filter((row) => row.level === 0 && row.kind !== 'heading' && !moving.has(row.key));
  const [first, ...others] = main.flatMap((row) => statementOf(form, sources, row) ?? []);
  if (!first) return { zh: '', en: '' };
  // The order of the form for the first, then the largest changes.
  const ranked = [...others].sort((a, b) => b.weight - a.weight).slice(0, 5);
  const zh = [first, ...ranked].map((one) => one.zh).join('；');
  const en = [first, ...ranked].map((one) => one.en).join('. ');
  return { zh: `${period.zh}，${place}${zh}。`, en: `${place}, ${period.en}: ${en}.` };
}

function statementOf(form: ReportForm, sources: FormSources, row: FormRow): Statement | undefined {
  const now = at(form, sources.period, row);
  if (typeof now !== 'number') return undefined;
  const { decimals } = formUnits[row.unit];
  const unit = formUnits[row.unit];
  const before = sources.previous ? at(form, sources.previous, row) : undefined;
  const figure = {
    zh: `${row.zh} ${grouped(now, decimals)} ${unit.zh}`,
    en: `${row.en} ${grouped(now, decimals)}${row.unit === 'percent' ? '%' : ''}`,
  };
  const change = typeof before === 'number' ? now - before : undefined;
  if (change === undefined && now === 0) return undefined;
  const parts = partsOf(form, sources, row);
  return {
    zh: `${figure.zh}${changed('zh', change, before, row)}${parts.zh}`,
    en: `${figure.en}${changed('en', change, before, row)}${parts.en}`,
    weight: change === undefined || typeof before !== 'number' ? 0 : Math.abs(change) / Math.max(1, Math.abs(before)),
  };
}

function at(form: ReportForm, source: FormSources['period'], row: FormRow): CellValue {
  return cellValueOf(form, source, row, '', 'period');
}

function changed(language: 'zh' | 'en', change: number | undefined, before: CellValue, row: FormRow): string {
  if (change === undefined || typeof before !== 'number') return '';
  const { decimals, zh } = formUnits[row.unit];
  const size = Math.abs(change);
  if (size < 10 ** -decimals / 2) return language === 'zh' ? '，与上期持平' : ', as in the previous period';
  if (row.kind === 'ratio' || row.kind === 'external')
    return language === 'zh'
      ? `，比上期${change < 0 ? '下降' : '上升'} ${size.toFixed(decimals)} ${row.unit === 'percent' ? '个百分点' : zh}`
      : `, ${change < 0 ? 'down' : 'up'} ${size.toFixed(decimals)}${row.unit === 'percent' ? ' points' : ''}`;
  const share = before === 0 ? '' : percent(change, Math.abs(before));
  return language === 'zh'
    ? `，比上期${change < 0 ? '减少' : '增加'} ${grouped(size, decimals)} ${zh}${share ? `（${share}）` : ''}`
    : `, ${change < 0 ? 'down' : 'up'} ${grouped(size, decimals)}${share ? ` (${share})` : ''}`;
}

/** Why: how a stock moved, each with its largest part; of a flow its largest part; of a sum its parts. */
function partsOf(form: ReportForm, sources: FormSources, row: FormRow): Sentence {
  const name = (part: FormRow): Sentence => part.brief ?? { zh: part.zh, en: part.en };
  const words = (part: FormRow): Sentence | undefined => {
    const value = at(form, sources.period, part);
    if (typeof value !== 'number' || value === 0) return undefined;
    const { zh, decimals } = formUnits[part.unit];
    const largest = largestPart(form, sources, part);
    return {
      zh: `${name(part).zh} ${grouped(value, decimals)} ${zh}${largest ? `，其中${largest.zh}` : ''}`,
      en: `${name(part).en} ${grouped(value, decimals)}${largest ? `, of which ${largest.en}` : ''}`,
    };
  };
  const keys =
    row.kind === 'stock' && row.movement
      ? [...row.movement.plus, ...(row.movement.minus ?? [])]
      : row.kind === 'sum'
        ? [...row.plus, ...(row.minus ?? [])]
        : [];
  const said = keys.flatMap((key) => {
    const part = findRow(form, key);
    return (part && words(part)) ?? [];
  });
  if (said.length > 0)
    return { zh: `：${said.map((one) => one.zh).join('，')}`, en: `: ${said.map((one) => one.en).join(', ')}` };
  const largest = row.kind === 'flow' || row.kind === 'stock' ? largestPart(form, sources, row) : undefined;
  return largest ? { zh: `，其中${largest.zh}`, en: `, of which ${largest.en}` } : { zh: '', en: '' };
}

/** Within a sentence: “Hired” becomes “hired”, “GDP” stays. */
const lowered = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);

/** The largest of the rows that stand indented below a row. */
function largestPart(form: ReportForm, sources: FormSources, row: FormRow): Sentence | undefined {
  const below = form.rows.slice(form.rows.indexOf(row) + 1);
  const end = below.findIndex((one) => one.level <= row.level);
  let best: { row: FormRow; value: number } | undefined;
  for (const part of end < 0 ? below : below.slice(0, end)) {
    if (part.deducted) continue;
    const value = part.level === row.level + 1 && part.unit === row.unit ? at(form, sources.period, part) : undefined;
    if (typeof value === 'number' && value > (best?.value ?? 0)) best = { row: part, value };
  }
  if (!best) return undefined;
  const { zh, decimals } = formUnits[row.unit];
  const strip = (text: string) => text.replace(/^(其中[:：]?|of which )/u, '');
  const name = best.row.brief ?? { zh: best.row.zh, en: best.row.en };
  return {
    zh: `${strip(name.zh)} ${grouped(best.value, decimals)} ${zh}`,
    en: `${lowered(strip(name.en))} ${grouped(best.value, decimals)}`,
  };
}
