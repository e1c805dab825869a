/**
 * When does a community's number jump? It is compared with its own last months, never with its neighbours: by the median and the
 * median absolute deviation, which a single strange month cannot pull along, and never more strictly than chance allows for a count of
 * that size (a count that is expected to be m varies by about √m, as rare independent events do).
 * A flow is judged by the month's count, a stock by its change in the month, because a stock that grows slowly and steadily does not jump.
 */

/** Turns the median absolute deviation of a normal distribution into its standard deviation. */
const normalFactor = 1.4826;

export interface OutlierThresholds {
  /** How many times the usual spread a number must be away from the median. */
  spread: number;
  /** Smallest distance in persons or households: below it nobody has to explain anything. */
  minimum: number;
  /** Months of history without which nothing is said. */
  months: number;
}

export interface OutlierVerdict {
  /** What was judged: the count of a flow, the change of a stock. */
  observed: number;
  /** Median of the history. */
  usual: number;
  /** One usual spread, in the same unit. */
  spread: number;
  /** How many spreads the observed number is away, with its sign. */
  score: number;
}

/** Middle of some numbers; of none it is 0. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Differences between neighbours: one less than there are numbers. */
export function changesOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]!);
}

/** How far a number is from what is usual. `chance` is what the count is expected to be, for the spread that chance alone makes. */
function judge(observed: number, history: readonly number[], chance: number): OutlierVerdict {
  const usual = median(history);
  const deviation = normalFactor * median(history.map((value) => Math.abs(value - usual)));
  const spread = Math.max(deviation, Math.sqrt(Math.max(chance, 1)));
  return { observed, usual, spread, score: (observed - usual) / spread };
}

/**
 * The verdict on the last of some month values, oldest first; undefined when it is nothing special or there is too little history.
 * Of a stock one more month is needed, because its changes are judged.
 */
export function findOutlier(
  kind: 'stock' | 'flow',
  values: readonly number[],
  thresholds: OutlierThresholds,
): OutlierVerdict | undefined {
  const judged = kind === 'flow' ? values : changesOf(values);
  const history = judged.slice(0, -1);
  const observed = judged.at(-1);
  if (observed === undefined || history.length < thresholds.months) return undefined;
  // Of a stock, comings and goings make the chance; their size shows in how much it usually moves.
  const chance = kind === 'flow' ? median(history) : median(history.map(Math.abs));
  const verdict = judge(observed, history, chance);
  const far = Math.abs(observed - verdict.usual) >= thresholds.minimum;
  return far && Math.abs(verdict.score) >= thresholds.spread ? verdict : undefined;
}
