import { addToMonth, formatMonth, parseMonth } from '@renshe/domain/kernel/plain-date.ts';

/** Months as the address writes them: '2026-09'. */
export function shiftMonthText(month: string, by: number): string {
  const parsed = parseMonth(month);
  return parsed === undefined ? month : formatMonth(addToMonth(parsed, by));
}

export const monthBefore = (month: string): string => shiftMonthText(month, -1);
export const yearBefore = (month: string): string => shiftMonthText(month, -12);
