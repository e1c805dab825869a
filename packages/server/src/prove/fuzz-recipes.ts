/** Calls that need more than a fitting form, in the ways in which the audit lane calls every operation. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import { provePersonas } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import { getContract, type ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints } from './schema-values.ts';
import { type TamperKit, tamperRecipes } from './tamper-recipes.ts';

/** A persona, the builder of the world, or a token that is nobody else's; null is nobody. */
export type Caller = string | null;

export interface RecipeWay {
  persona: Caller;
  parts: RequestParts;
}

/** Of a recipe that is only fields. */
export function recipeHints(id: string): Hints | undefined {
  const recipe = tamperRecipes[id];
  return typeof recipe === 'function' ? undefined : recipe;
}

/** Of a recipe that prepares its call; `tokenOf` gives the session of a caller. */
export async function recipeWays(
  world: ProveWorld,
  contract: RouteContract,
  tokenOf: (caller: Caller) => Promise<string | null>,
): Promise<RecipeWay[]> {
  const recipe = tamperRecipes[contract.id];
  // The very first accounts are made where there is none yet.
  if (typeof recipe !== 'function' || contract.id.startsWith('setup.')) return [];
  const names = Object.fromEntries(provePersonas.map(({ key }) => [key, key])) as Record<
    keyof ProveWorld['tokens'],
    string
  >;
  const kit: TamperKit = {
    world: { ...world, tokens: names },
    setup: world,
    rows: async (text) => (await sql<Record<string, string>>`${sql.raw(text)}`.execute(world.system.db.kysely)).rows,
    tokens: ['builder', 'system', 'security', 'auditor'],
    session: async () => (await tokenOf(null)) ?? '',
    ask: async (id, asker, hints) =>
      world.call(asker === null ? null : await tokenOf(asker), getContract(id), fitting(getContract(id), hints)),
    parts: (hints) => fitting(contract, hints),
  };
  return (await recipe(kit)).flatMap(({ token, parts, version }) => {
    const body = parts.body as Record<string, unknown> | undefined;
    if (typeof body?.version !== 'number') return [{ persona: token, parts }];
    const versions = [...new Set([version ?? 1, 1, 2, 0, 3])];
    return versions.map((one) => ({ persona: token, parts: { ...parts, body: { ...body, version: one } } }));
  });
}

export function fitting(contract: RouteContract, hints: Hints): RequestParts {
  const file = hints.file as RequestParts['file'];
  return { ...(fittingParts(contract, hints) as RequestParts), ...(file && { file }) };
}
