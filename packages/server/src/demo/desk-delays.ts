/** How many days after it happened a matter of the demo city was entered: mostly at once, sometimes a week later, as at a real desk. */
import {
  addDays,
  dayOfWeek,
  lastDayOf,
  maxDate,
  minDate,
  monthOf,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';

type Delays = readonly (readonly [upTo: number, days: number])[];
const delays = {
  registration: [
    [0.62, 0],
    [0.82, 1],
    [0.92, 2],
    [0.97, 4],
    [0.995, 7],
    [1, 12],
  ],
  deregistration: [
    [0.4, 0],
    [0.6, 1],
    [0.75, 3],
    [0.88, 6],
    [0.96, 11],
    [1, 20],
  ],
  certificate: [
    [0.86, 0],
    [0.95, 2],
    [1, 6],
  ],
} as const satisfies Record<string, Delays>;

/**
 * The day on which a record was entered. It follows from its id, so that the stream of chance that makes everything else stays the same;
 * never in a later month, since the month's report was closed with it, and never on the last day of the history or after.
 */
export function enteredOn(kind: keyof typeof delays, recordId: string, on: PlainDate, today: PlainDate): PlainDate {
  const chance = Number.parseInt(recordId.slice(-6), 16) / 0x1000000;
  const days = (delays[kind] as Delays).find(([upTo]) => chance < upTo)?.[1] ?? 0;
  if (days === 0) return on;
  let day = addDays(on, days);
  while (dayOfWeek(day) > 5) day = addDays(day, 1);
  return maxDate(on, minDate(day, minDate(lastDayOf(monthOf(on)), addDays(today, -1))));
}
