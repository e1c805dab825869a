/** Age groups of reports. Stocks count them when they are read (kernel §8), flows book the age on the day as a cell. */
import { ageOn, type PlainDate } from './plain-date.ts';

export const ageBands = ['0-15', '16-24', '25-34', '35-44', '45-54', '55+'] as const;
export type AgeBand = (typeof ageBands)[number];

/** First age in full years of each band, in the order of `ageBands`. */
export const ageBandStarts = [0, 16, 25, 35, 45, 55] as const;

export function ageBandOf(birthOn: PlainDate, on: PlainDate): AgeBand {
  const age = ageOn(birthOn, on);
  let band: AgeBand = '0-15';
  for (const [i, start] of ageBandStarts.entries()) if (age >= start) band = ageBands[i] ?? band;
  return band;
}
