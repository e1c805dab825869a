/**
 * Dynamic monitoring of unemployment 失业动态监测 (C04, handbook §5.3): a panel of employers reports its staff every month. The sum of a month
 * must be right, layoffs must be explained, and a layoff on a large scale (劳动合同法 第41条) is followed up.
 */
import type { LayoffReason } from '../code/layoff-reason.ts';
import {
  addDays,
  daysInMonth,
  firstDayOf,
  formatMonth,
  lastDayOf,
  type Month,
  minDate,
  monthOf,
  nextMonth,
  type PlainDate,
} from '../kernel/plain-date.ts';
import type { Refusal } from '../kernel/refusal.ts';

export const outlooks = ['up', 'steady', 'down'] as const;
export type Outlook = (typeof outlooks)[number];

export interface EmployerMonth {
  staffStart: number;
  hired: number;
  /** All who left, those laid off included. */
  departed: number;
  laidOff: number;
  staffEnd: number;
  reason: LayoffReason | null;
  outlook: Outlook;
  note: string;
}

const article = '失业动态监测；领域手册 §5.3';

/** Why a month's report cannot be taken. `before` is the staff at the end of the month before, where it was reported. */
export function monthRefusals(
  entry: EmployerMonth,
  month: Month,
  panel: { from: PlainDate; to: PlainDate | null },
  before: number | null,
  today: PlainDate,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (firstDayOf(month) > today)
    refusals.push({ code: 'monitored-employer.month-ahead', article, details: { month: formatMonth(month) } });
  if (!inPanel(panel, month))
    refusals.push({
      code: 'monitored-employer.month-outside',
      article,
      details: { month: formatMonth(month), from: panel.from },
    });
  const sum = entry.staffStart + entry.hired - entry.departed;
  if (sum !== entry.staffEnd)
    refusals.push({ code: 'monitored-employer.sum', article, field: 'staffEnd', details: { sum } });
  if (entry.laidOff > entry.departed)
    refusals.push({
      code: 'monitored-employer.layoffs-over-departed',
      article,
      field: 'laidOff',
      details: { departed: entry.departed },
    });
  if (entry.laidOff > 0 && entry.reason === null)
    refusals.push({ code: 'monitored-employer.reason-missing', article, field: 'reason' });
  if (before !== null && before !== entry.staffStart && entry.note.trim() === '')
    refusals.push({ code: 'monitored-employer.start-differs', article, field: 'note', details: { before } });
  return refusals;
}

/** The last day on which a month's report is in time: the 30th of the month, of key employers the 10th of the next (by parameter). */
export function monthDueOn(month: Month, keyEmployer: boolean, days: { dynamic: number; key: number }): PlainDate {
  const due = keyEmployer ? nextMonth(month) : month;
  const day = keyEmployer ? days.key : days.dynamic;
  const length = daysInMonth(Math.floor(due / 100), due % 100);
  return addDays(firstDayOf(due), Math.max(1, Math.min(day, length)) - 1);
}

export interface LayoffLimits {
  persons: number;
  percent: number;
}

/** 劳动合同法 第41条: twenty persons or more, or fewer but ten per cent of the staff (by parameter). */
export function isLargeLayoff(persons: number, staff: number, limits: LayoffLimits): boolean {
  return persons >= limits.persons || (persons > 0 && staff > 0 && persons * 100 >= staff * limits.percent);
}

/** Days between telling the staff and the layoff itself that the law asks for. */
export const noticeDays = 30;

/** Why a layoff report cannot be taken. A notice that is too short is taken and shown: it is what has to be followed up. */
export function layoffRefusals(
  layoff: { toldOn: PlainDate; plannedOn: PlainDate; persons: number; staff: number },
  today: PlainDate,
): Refusal[] {
  const law = '劳动合同法 第41条';
  const refusals: Refusal[] = [];
  if (layoff.toldOn > today)
    refusals.push({
      code: 'monitored-employer.told-ahead',
      article: law,
      field: 'toldOn',
      details: { today },
    });
  if (layoff.plannedOn < layoff.toldOn)
    refusals.push({ code: 'monitored-employer.planned-before-told', article: law, field: 'plannedOn' });
  if (layoff.persons > layoff.staff)
    refusals.push({
      code: 'monitored-employer.layoff-over-staff',
      article: law,
      field: 'persons',
      details: { staff: layoff.staff },
    });
  return refusals;
}

/** True when the staff was told later than thirty days before. */
export function noticeTooShort(toldOn: PlainDate, plannedOn: PlainDate): boolean {
  return addDays(toldOn, noticeDays) > plannedOn;
}

export interface PanelSums {
  staffStart: number;
  staffEnd: number;
  hired: number;
  departed: number;
  laidOff: number;
}

/** Change of posts 岗位变动率 = Σ end ÷ Σ start − 1, in per cent with two decimals; null without staff at the start. */
export function changeRate(sums: Pick<PanelSums, 'staffStart' | 'staffEnd'>): number | null {
  if (sums.staffStart === 0) return null;
  return Math.round((sums.staffEnd / sums.staffStart - 1) * 10_000) / 100;
}

/** Whether an employer belongs to the panel in a month; one that left on the day it joined never did. */
export function inPanel(panel: { from: PlainDate; to: PlainDate | null }, month: Month): boolean {
  if (panel.to !== null && panel.to <= panel.from) return false;
  return monthOf(panel.from) <= month && (panel.to === null || monthOf(addDays(panel.to, -1)) >= month);
}

/** The day by which a panel's months are judged: a month that ended counts to its end, the present one to today. */
export function judgedOn(month: Month, today: PlainDate): PlainDate {
  return minDate(lastDayOf(month), today);
}
