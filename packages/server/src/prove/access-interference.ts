/**
 * What happens outside one's area changes nothing one can see: every read is called, people and cases are added elsewhere, and every read
 * is called again. Rows, counts, totals, pages, suggestions and exports have to be the same to the letter (handbook/security.md §4a).
 */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { bare, type Cell, openRoots } from './access-cells.ts';
import { firstDifference, signOf } from './access-search.ts';
import type { AccessBench } from './access-suite.ts';
import { isUnder, type Persona, provePersonas } from './prove-personas.ts';
import { happenIn } from './prove-records.ts';
import type { RequestParts } from './prove-request.ts';
import { inputSchema } from './schema-values.ts';

/** One community at a time, and who is asked before and after: somebody beside, above, of another district, with two posts. */
const rounds: readonly { at: string; quick: readonly string[] }[] = [
  { at: '321102002002', quick: ['worker', 'two-posts'] },
  { at: '321111001002', quick: ['district'] },
];
/** Answers that are drawn anew at every call, and sums of uses to which the reads of this proof add themselves. */
const drawnAnew = new Set(['factor.offer-totp', 'factor.offer-webauthn', 'factor.offer-recovery', 'ledger-use.read']);
const filters = new Set([
  'sort',
  'status',
  'show',
  'group',
  'state',
  'tab',
  'below',
  'filter',
  'level',
  'basis',
  'measure',
]);

export async function unseenChanges(bench: AccessBench): Promise<void> {
  for (const { at, quick } of rounds) {
    const observers = (provePersonas as readonly Persona[]).filter(
      (persona) =>
        !isUnder(
          persona.posts.map((post) => post.area),
          at,
        ) &&
        !persona.suspended &&
        !persona.left &&
        (bench.options.deep || quick.includes(persona.key)),
    );
    const before = await seenBy(bench, observers);
    await happenIn(bench.world, at);
    const after = await seenBy(bench, observers);
    for (const [name, answer] of before) {
      bench.figures.cells++;
      bench.figures.channels++;
      bench.check(
        answer === after.get(name),
        () => `${name}: sees that something happened in ${at}: ${firstDifference(answer, after.get(name) ?? '')}`,
      );
    }
  }
}

async function seenBy(bench: AccessBench, observers: readonly Persona[]): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  for (const [index, persona] of observers.entries())
    for (const contract of bench.contracts) {
      if (contract.effect !== 'read' || contract.produces === 'pdf' || drawnAnew.has(contract.id)) continue;
      if (contract.permission === 'public' || openRoots(contract, persona).length === 0) continue;
      const inside = (await bench.cells.of(contract, persona, index)).filter((cell) => cell.inside);
      for (const [cellNo, cell] of (inside.length > 0 ? inside : [bare(contract)]).entries())
        for (const [ask, parts] of asks(contract, cell)) {
          const answer = await bench.world.call(bench.tokenOf(persona), contract, parts);
          seen.set(`${contract.id} as ${persona.key} on ${cell.areaCode} (${cellNo}) ${ask}`, signOf(answer));
        }
    }
  return seen;
}

/** The call itself, its first row alone (the count is then asked apart), and every way of sorting and narrowing. */
function asks(contract: RouteContract, cell: Cell): [string, RequestParts][] {
  const part = contract.method === 'GET' ? 'query' : 'body';
  const { properties = {} } = inputSchema(contract[part]);
  const given = (cell.parts[part] ?? {}) as Record<string, unknown>;
  const withValues = (values: Record<string, unknown>): RequestParts => ({
    ...cell.parts,
    [part]: { ...given, ...values },
  });
  const asked: [string, RequestParts][] = [['plainly', cell.parts]];
  if ('limit' in properties) asked.push(['one row', withValues({ limit: 1 })]);
  if ('limit' in properties && 'offset' in properties) asked.push(['second row', withValues({ limit: 1, offset: 1 })]);
  for (const [name, property] of Object.entries(properties))
    if (filters.has(name) && property.enum)
      for (const value of property.enum) asked.push([`${name}=${value}`, withValues({ [name]: value })]);
  if ('text' in properties && contract.method === 'GET') asked.push(['text', withValues({ text: '金' })]);
  return asked;
}
