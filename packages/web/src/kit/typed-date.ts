import { type PlainDate, plainDateOf } from '@renshe/domain/kernel/plain-date.ts';

/**
 * A day as people type it: 19750312, 1975.3.12, 1975-3-12, 1975/3/12, 1975年3月12日, also with full-width digits.
 * Undefined when it is no day.
 */
export function readTypedDate(typed: string): PlainDate | undefined {
  const text = typed.normalize('NFKC').trim();
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(text);
  return parts ? plainDateOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}
