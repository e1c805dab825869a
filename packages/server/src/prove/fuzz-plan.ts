/** What the fuzzer sends in which order as whom, and what a contract says of it. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { accessMatrix, matrixPersonas } from './access-matrix.ts';
import type { LiveThing } from './fuzz-live.ts';
import type { Caller } from './fuzz-recipes.ts';
import { breakings } from './fuzz-values.ts';
import type { PersonaKey } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import { fittingValue, type Hints, inputSchema } from './schema-values.ts';

/** A call that shall succeed: who makes it and with what. */
export interface Opening {
  persona: Caller;
  hints: Hints;
  parts: RequestParts;
}

const doors = ['worker', 'clerk', 'district', 'city', 'system', 'security', 'auditor'] as const;

/** Reads first; what ends, merges or closes comes last, for everybody else needs it. */
function rankOf(contract: RouteContract): number {
  if (/^(area|office|parameter|account|setup)\./.test(contract.id)) return contract.effect === 'read' ? 1 : 5;
  if (/\.(close|lock|end|move|undo|merge)$/.test(contract.id)) return 4;
  if (/void|delete|reverse|withdraw|leave|split/.test(contract.id)) return 3;
  return contract.effect === 'read' && contract.method === 'GET' ? 1 : 2;
}

/** `mixed`: reads and changes in turn, so that whatever there is to find is found soon. */
export function orderOf(contracts: readonly RouteContract[], mixed: boolean): RouteContract[] {
  const ordered = [...contracts].sort((a, b) => rankOf(a) - rankOf(b));
  if (!mixed) return ordered;
  const reads = ordered.filter((contract) => rankOf(contract) === 1);
  const changes = ordered.filter((contract) => rankOf(contract) > 1);
  const pairs = Array.from({ length: Math.max(reads.length, changes.length) }, (_, i) => [changes[i], reads[i]]);
  return pairs.flat().filter((contract) => contract !== undefined);
}

export function personasOf(contract: RouteContract): (PersonaKey | null)[] {
  if (contract.permission === 'public') return [null];
  const row = accessMatrix[contract.id] ?? '';
  return doors.filter((key) => row[matrixPersonas.indexOf(key)] === '+');
}

/** Something of one's own area, or of none. */
export function mayConcern(thing: LiveThing, post: string): boolean {
  return (
    thing.areaCode === undefined ||
    thing.areaCode.startsWith(post.replace(/(000)+$/, '').slice(0, 12)) ||
    post.endsWith('00000000')
  );
}

const texted = (record: Readonly<Record<string, unknown>> = {}) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));

/** What the contract says of a request as it arrives. */
export function accepts(contract: RouteContract, parts: RequestParts): boolean {
  const body = parts.body === undefined ? {} : JSON.parse(JSON.stringify(parts.body));
  return (
    contract.params.safeParse(texted(parts.params)).success &&
    contract.query.safeParse(texted(parts.query)).success &&
    (contract.consumes === 'nothing' ||
      contract.body.safeParse(contract.consumes === 'upload' ? texted(body) : body).success)
  );
}

/** Whether a URL can carry it at all, and means this route: dots alone are another address. */
export function sendable({ params, query }: RequestParts): boolean {
  return (
    Object.values(params ?? {}).every((value) => String(value).isWellFormed() && !/^\.*$/.test(String(value))) &&
    Object.values(query ?? {}).every((value) => value !== undefined && String(value).isWellFormed())
  );
}

export function allBreakings(contract: RouteContract, { hints, parts }: Opening) {
  const found: { kind: string; candidate: RequestParts; never: boolean }[] = [];
  for (const part of ['params', 'query', 'body'] as const) {
    if (part === 'body' && contract.consumes === 'nothing') continue;
    const schema = inputSchema(contract[part]);
    const right = (parts[part] ?? {}) as Record<string, unknown>;
    const rich = Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, one]) => [
        name,
        right[name] ?? fittingValue(one, hints, name),
      ]),
    );
    const bases = Object.keys(rich).length > Object.keys(right).length ? [right, rich] : [right];
    for (const base of bases)
      for (const { kind, value, never } of breakings(schema, base)) {
        // A path has the places that it has.
        if (part === 'params' && Object.keys(value as object).some((name) => !(name in right))) continue;
        if (part === 'params' && Object.keys(right).some((name) => !(name in (value as object)))) continue;
        // In a path or query everything is text: a number in place of a text is none.
        const comes = part === 'query' || (part === 'body' && contract.consumes === 'json');
        found.push({
          kind: `${part}: ${kind}`,
          candidate: { ...parts, [part]: value },
          never: never && comes,
        });
      }
  }
  return found;
}

/** So many of them, chosen by the seed. */
export function some<T>(all: readonly T[], most: number, seed: number): T[] {
  if (all.length <= most) return [...all];
  const step = all.length / most;
  return Array.from({ length: most }, (_, i) => all[Math.floor(i * step + (Math.abs(seed) % step)) % all.length]!);
}
