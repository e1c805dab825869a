import { describe, expect, it } from 'vitest';
import { demoHistory } from './demo-history.ts';
import { DemoPeople } from './demo-people.ts';
import { DemoRandom } from './demo-random.ts';

describe('a made life', () => {
  it('has one registration at a time, each ended before the next begins', () => {
    const frame = { from: '2023-12-01', today: '2026-11-22', urban: true };
    const random = new DemoRandom('lives');
    const people = new DemoPeople(random, frame.today);
    let again = 0;
    for (let household = 0; household < 6000; household++)
      for (const person of people.household('贺家弄社区').members) {
        const { unemployment } = demoHistory(random, person, frame);
        if (unemployment.length > 1) again++;
        for (const [index, registration] of unemployment.slice(1).entries()) {
          const before = unemployment[index]!;
          expect(before.endedOn !== null && before.endedOn <= registration.registeredOn, before.registrationId).toBe(
            true,
          );
        }
      }
    expect(again).toBeGreaterThan(50);
  });
});
