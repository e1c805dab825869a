/**
 * Working days 工作日 (handbook §1.12). The yearly notices of the State Council (days off, make-up working days 调休) are data and are
 * passed in. For a year without notice the statutory holidays and weekends are used and the answer is marked provisional.
 */
import { addDays, addMonths, dayOfWeek, isPlainDate, type PlainDate, yearOf } from './plain-date.ts';

export type CalendarDay = {
  on: PlainDate;
  /** `off`: a day off that would be a working day or belongs to a holiday; `work`: a weekend day that is worked. */
  kind: 'off' | 'work';
};

export type WorkdayCalendar = {
  days: ReadonlyMap<PlainDate, 'off' | 'work'>;
  /** Years whose notice is in the table. */
  years: ReadonlySet<number>;
};

/** A notice names at least this many days off; fewer are only the tail of a neighbour year's holiday. */
const fewestDaysOff = 7;

export function buildWorkdayCalendar(rows: Iterable<CalendarDay>): WorkdayCalendar {
  const days = new Map<PlainDate, 'off' | 'work'>();
  const counts = new Map<number, number>();
  for (const { on, kind } of rows) {
    if (!isPlainDate(on)) throw new RangeError(`not a date: ${on}`);
    days.set(on, kind);
    if (kind === 'off') counts.set(yearOf(on), (counts.get(yearOf(on)) ?? 0) + 1);
  }
  const years = new Set([...counts].filter(([, count]) => count >= fewestDaysOff).map(([year]) => year));
  return { days, years };
}

/** True when the year of the day has no notice yet, so that statements about its working days may change. */
export function isProvisional(on: PlainDate, calendar: WorkdayCalendar): boolean {
  return !calendar.years.has(yearOf(on));
}

export function isWorkday(on: PlainDate, calendar: WorkdayCalendar): boolean {
  const kind = calendar.days.get(on);
  if (kind !== undefined) return kind === 'work';
  if (dayOfWeek(on) > 5) return false;
  return !(isProvisional(on, calendar) && isStatutoryHoliday(on));
}

export type WorkdayResult = {
  date: PlainDate;
  /** True when a year without notice was crossed. */
  provisional: boolean;
};

/** The n-th working day after `start`; the first day is not counted (民法典201条). For n = 0 the day itself. */
export function addWorkdays(start: PlainDate, n: number, calendar: WorkdayCalendar): WorkdayResult {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`not a number of working days: ${n}`);
  let date = start;
  let provisional = isProvisional(start, calendar);
  for (let left = n; left > 0; ) {
    date = addDays(date, 1);
    provisional ||= isProvisional(date, calendar);
    if (isWorkday(date, calendar)) left--;
  }
  return { date, provisional };
}

/** The day itself if it is a working day, otherwise the next one: end of a period in calendar days (民法典203条). */
export function workdayOnOrAfter(date: PlainDate, calendar: WorkdayCalendar): WorkdayResult {
  let day = date;
  let provisional = isProvisional(day, calendar);
  while (!isWorkday(day, calendar)) {
    day = addDays(day, 1);
    provisional ||= isProvisional(day, calendar);
  }
  return { date: day, provisional };
}

/** The n-th working day of a month, e.g. the due day of a monthly report. */
export function workdayOfMonth(year: number, month: number, n: number, calendar: WorkdayCalendar): WorkdayResult {
  const first = addMonths(`${String(year).padStart(4, '0')}-01-01`, month - 1);
  return addWorkdays(addDays(first, -1), n, calendar);
}

/** Working days in [from, to). */
export function countWorkdays(from: PlainDate, to: PlainDate, calendar: WorkdayCalendar): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (isWorkday(day, calendar)) count++;
  return count;
}

/** Spring Festival, Dragon Boat and Mid-Autumn days by the lunar calendar, until the notices of these years come out. */
const lunarFestivals: Record<number, readonly [spring: PlainDate, dragonBoat: PlainDate, midAutumn: PlainDate]> = {
  2027: ['2027-02-06', '2027-06-09', '2027-09-15'],
  2028: ['2028-01-26', '2028-05-28', '2028-10-03'],
  2029: ['2029-02-13', '2029-06-16', '2029-09-22'],
  2030: ['2030-02-03', '2030-06-05', '2030-09-12'],
  2031: ['2031-01-23', '2031-06-24', '2031-10-01'],
  2032: ['2032-02-11', '2032-06-12', '2032-09-19'],
};

/** The 13 days of 全国年节及纪念日放假办法 as of 2025-01-01; the lunar ones only for the years listed above. */
function isStatutoryHoliday(on: PlainDate): boolean {
  const year = yearOf(on);
  const day = on.slice(5);
  if (['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].includes(day)) return true;
  // Clear and Bright 清明, valid for 2000–2099.
  const short = year % 100;
  if (day === `04-0${Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4)}`) return true;
  const festivals = lunarFestivals[year];
  if (!festivals) return false;
  const [spring, dragonBoat, midAutumn] = festivals;
  return on === dragonBoat || on === midAutumn || (on >= addDays(spring, -1) && on < addDays(spring, 3));
}
