import { randomUUID } from 'node:crypto';

/** A time-ordered uuid (version 7): new rows land at the end of the index. `at` is milliseconds since 1970. */
export function newId(at: number = Date.now()): string {
  const time = at.toString(16).padStart(12, '0');
  // Node draws the random bits of many version 4 uuids at once; all but version and time are taken from one.
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`;
}
