import { describe, expect, it } from 'vitest';
import { mannWhitney, medianOf } from './access-timing.ts';

describe('telling two samples apart', () => {
  it('takes the middle', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  });
  it.each([
    [[1, 2, 3], [4, 5, 6], 0, -1.964],
    [[4, 5, 6], [1, 2, 3], 9, 1.964],
    [[1, 3, 5], [2, 4, 6], 3, -0.655],
    [[7, 7], [7, 7], 2, 0],
  ])('ranks %o against %o: U = %d, z = %d', (a, b, u, z) => {
    const told = mannWhitney(a, b);
    expect(told.u).toBe(u);
    expect(told.z).toBeCloseTo(z, 3);
  });
});
