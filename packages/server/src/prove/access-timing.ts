/**
 * Whether something hidden can be told from nothing by the time the refusal takes: pairs in turn, medians and the Mann–Whitney test
 * (handbook/security.md §4a: 200 pairs, difference of the medians under 5 ms). A measurement of deep runs alone.
 */
import type { AccessBench } from './access-suite.ts';
import { rankTest } from './mann-whitney.ts';
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
    const { difference, z } = rankTest(nothing, hidden);
    bench.figures.channels++;
    bench.figures.timing[id] = `${difference.toFixed(3)} ms, z = ${z.toFixed(2)}`;
    bench.check(
      Math.abs(difference) < mostMilliseconds,
      () => `${id}: something hidden is refused ${difference.toFixed(2)} ms later than nothing`,
    );
  }
}
