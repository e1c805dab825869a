import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';

/** The only source of time. The business day is that of Asia/Shanghai (one offset, no daylight saving since 1991). */
export interface Clock {
  now(): Date;
  today(): PlainDate;
}

const shanghaiOffset = 8 * 3600_000;

/** The business day of an instant. */
export function businessDay(at: Date): PlainDate {
  return new Date(at.getTime() + shanghaiOffset).toISOString().slice(0, 10);
}

export const systemClock: Clock = {
  now: () => new Date(),
  today: () => businessDay(new Date()),
};

/** A clock that stands at an instant until it is set: tests and the demo history. */
export function settableClock(start: string): Clock & { set(at: string): void } {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    today: () => businessDay(at),
    set(next) {
      at = new Date(next);
    },
  };
}
