/** Whether two samples may come from the same source: Mann and Whitney's rank test with the normal approximation, ties at their mean rank. */
export interface RankTest {
  /** Median of the second less the median of the first. */
  difference: number;
  /** Standard deviations by which the ranks lie apart; beyond ±3.3 by chance once in a thousand times. */
  z: number;
}

export function rankTest(first: readonly number[], second: readonly number[]): RankTest {
  const all = [...first.map((value) => ({ value, own: true })), ...second.map((value) => ({ value, own: false }))];
  all.sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let ties = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]!.value === all[start]!.value) end++;
    const rank = (start + 1 + end) / 2;
    const length = end - start;
    ties += length ** 3 - length;
    for (let at = start; at < end; at++) if (all[at]!.own) rankSum += rank;
    start = end;
  }
  const [n, m] = [first.length, second.length];
  const total = n + m;
  const u = rankSum - (n * (n + 1)) / 2;
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  return { difference: median(second) - median(first), z: spread === 0 ? 0 : ((n * m) / 2 - u) / spread };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
