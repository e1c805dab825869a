import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { addMonths, daysBetween, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { text } from './i18n.ts';

/** 1234567 → "1,234,567". */
export function formatNumber(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share 0–1 as percent with one decimal; null is "no object". */
export function formatPercent(share: number | null, digits = 1): string {
  return share === null ? '—' : `${formatNumber(share * 100, digits)}%`;
}

/** Calendar days are shown as they are stored: 2026-10-31. */
export function formatDate(date: PlainDate | null | undefined): string {
  return date ?? '—';
}

/** A day in a sentence: 9月18日 / 18 Sep; with the year when it is not the year of `today`. */
export function formatDay(date: PlainDate, language: Language, today?: PlainDate): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const other = today !== undefined && today.slice(0, 4) !== date.slice(0, 4);
  if (language === 'zh') return `${other ? `${year} 年 ` : ''}${month} 月 ${day} 日`;
  const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month - 1];
  return `${day} ${name}${other ? ` ${year}` : ''}`;
}

/** An instant in the office's time: 2026-10-31 16:05. */
export function formatInstant(instant: string | null): string {
  if (instant === null) return '—';
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return parts.format(new Date(instant));
}

/** Time between two days in words: 3 天, 8 个月, 2 年 3 个月. */
export function formatDuration(from: PlainDate, to: PlainDate): string {
  const days = daysBetween(from, to);
  let months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  if (months > 0 && addMonths(from, months) > to) months -= 1;
  if (months < 1) return text('kit.duration.days', { count: Math.max(days, 0) });
  if (months < 12) return text('kit.duration.months', { count: months });
  const years = Math.floor(months / 12);
  const rest = months % 12;
  const yearText = text('kit.duration.years', { count: years });
  return rest === 0 ? yearText : `${yearText} ${text('kit.duration.months', { count: rest })}`;
}

/** Seconds left, in words that do not jitter. */
export function formatSeconds(seconds: number): string {
  if (seconds < 60) return text('kit.duration.seconds', { count: Math.max(5, Math.ceil(seconds / 5) * 5) });
  return text('kit.duration.minutes', { count: Math.ceil(seconds / 60) });
}

/** Identity numbers in groups 6-8-4 so that people can read them aloud; masked ones keep their stars. */
export function formatCitizenId(citizenId: string): string {
  return citizenId.length === 18
    ? `${citizenId.slice(0, 6)} ${citizenId.slice(6, 14)} ${citizenId.slice(14)}`
    : citizenId;
}
