import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { proveTampering } from './tamper-lane.ts';

describe('audit', () => {
  it('twelve ways to tamper with the log are found where they were done, and nothing is that was not', async () => {
    const answer = await proveTampering({ create: testDatabase }, { deep: false, seed: 7, say: () => {} });
    expect(answer.found).toEqual([]);
    expect(answer.killing?.survivors).toEqual([]);
    expect(answer.tampering?.detected).toBeGreaterThanOrEqual(24);
    expect(answer.tampering?.falseAlarms).toBe(0);
  }, 600_000);
});
