import { type PlainDate, plainDateOf } from '@renshe/domain/kernel/plain-date.ts';

/**
 * A day as people type it: 19750312, 1975.3.12, 1975-3-12, 1975/3/12, 1975年3月12日, also with full-width digits.
 * Where something that has happened is asked for, `latest` says until when: then 9-1, 9.1, 9月1日 and 0901 are the last such day; where something
 * to come is, `after` says from when on: then they are the next. Undefined when it is no day.
 */
export function readTypedDate(typed: string, latest?: PlainDate, after?: PlainDate): PlainDate | undefined {
  const text = typed.normalize('NFKC').trim();
  const short =
    (latest ?? after) && (/^(\d{2})(\d{2})$/.exec(text) ?? /^(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(text));
  if (short) {
    const year = Number((latest ?? after)!.slice(0, 4));
    const [month, day] = [Number(short[1]), Number(short[2])];
    const thisYear = plainDateOf(year, month, day);
    if (latest === undefined) return thisYear && thisYear > after! ? thisYear : plainDateOf(year + 1, month, day);
    return thisYear && thisYear <= latest ? thisYear : plainDateOf(year - 1, month, day);
  }
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(text);
  return parts ? plainDateOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}
