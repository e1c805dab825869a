import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('an account changes things as fast as people do, in bursts too, and no faster; others are not held up', () => {
  let now = 0;
  const pace = new Pace({ atOnce: 5, aSecond: 2 }, () => now);
  const steps = (account: string, tries: number) => {
    let done = 0;
    for (let i = 0; i < tries; i++) {
      try {
        pace.step(account);
        done++;
      } catch (error) {
        expect(error).toMatchObject({ code: 'request.too-fast', kind: 'unavailable' });
      }
    }
    return done;
  };
  expect(steps('li', 20)).toBe(5);
  expect(steps('zhou', 3)).toBe(3);
  now += 1000;
  expect(steps('li', 20)).toBe(2);
  now += 3_600_000;
  expect(steps('li', 20)).toBe(5);
});
