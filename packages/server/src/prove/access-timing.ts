/**
 * Whether something hidden can be told from nothing by the time the refusal takes: pairs in turn, medians and the Mann–Whitney test
 * (handbook/security.md §4a: 200 pairs, difference of the medians under 5 ms). A measurement of deep runs alone.
 */
import type { AccessBench } from './access-suite.ts';
import { type Persona, provePersonas } from './prove-personas.ts';

const pairs = 200;
const warmUp = 20;
const mostMilliseconds = 5;

/** Routes whose object somebody outside might want to know of. */
const watched = [
  'resident.file',
  'resident.history',
  'resident.reveal',
  'resident.change',
  'household.file',
  'monitored-employer.file',
  'help-request.reveal',
  'roster.batch',
];

export async function existenceTiming(bench: AccessBench): Promise<void> {
  const worker = (provePersonas as readonly Persona[]).find(({ key }) => key === 'worker')!;
  const token = bench.tokenOf(worker);
  for (const id of watched) {
    const contract = bench.contracts.find((one) => one.id === id);
    const cell = contract && (await bench.cells.of(contract, worker, 0)).find((one) => one.relation === 'sibling');
    bench.check(cell !== undefined, () => `${id}: nothing beside the own community to measure`);
    if (!contract || !cell) continue;
    const hidden: number[] = [];
    const nothing: number[] = [];
    for (let i = 0; i < pairs + warmUp; i++) {
      // Who goes first changes, so that nothing is always the warmer one.
      for (const [times, parts] of i % 2 === 0
        ? ([
            [hidden, cell.parts],
            [nothing, cell.nothing],
          ] as const)
        : ([
            [nothing, cell.nothing],
            [hidden, cell.parts],
          ] as const)) {
        const from = performance.now();
        await bench.world.call(token, contract, parts);
        if (i >= warmUp) times.push(performance.now() - from);
      }
    }
    const difference = medianOf(hidden) - medianOf(nothing);
    const { z } = mannWhitney(hidden, nothing);
    bench.figures.channels++;
    bench.figures.timing[id] = `${difference.toFixed(3)} ms, z = ${z.toFixed(2)}`;
    bench.check(
      Math.abs(difference) < mostMilliseconds,
      () => `${id}: something hidden is refused ${difference.toFixed(2)} ms later than nothing`,
    );
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The U of the first sample and its z (normal approximation, ties share their ranks). Beyond ±1.96 the two differ with 95 %. */
export function mannWhitney(a: readonly number[], b: readonly number[]): { u: number; z: number } {
  const all = [...a.map((value) => ({ value, first: true })), ...b.map((value) => ({ value, first: false }))].sort(
    (x, y) => x.value - y.value,
  );
  let ranks = 0;
  let ties = 0;
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to]!.value === all[from]!.value) to++;
    const shared = (from + 1 + to) / 2;
    ranks += shared * all.slice(from, to).filter(({ first }) => first).length;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const n = all.length;
  const u = ranks - (a.length * (a.length + 1)) / 2;
  const spread = Math.sqrt(((a.length * b.length) / 12) * (n + 1 - ties / (n * (n - 1))));
  return { u, z: spread === 0 ? 0 : (u - (a.length * b.length) / 2) / spread };
}
