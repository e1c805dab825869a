/** Calls that need more than a fitting form, in the ways in which the audit lane calls every operation. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import { provePersonas } from './prove-personas.ts';
import { getContract } from './prove-records.ts';
import type { RequestParts } from './prove-request.ts';
import type { ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints } from './schema-values.ts';
import type { TamperKit } from './tamper-kit.ts';
import { tamperRecipes } from './tamper-recipes.ts';

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

/** Of a recipe that prepares its call; `session` makes one more of a caller. */
export async function recipeWays(
  world: ProveWorld,
  contract: RouteContract,
  session: (caller: string) => Promise<string>,
): Promise<RecipeWay[]> {
  const recipe = tamperRecipes[contract.id];
  // The very first accounts are made where there is none yet.
  if (typeof recipe !== 'function' || contract.id.startsWith('setup.')) return [];
  // What a recipe was told to call by may be a name here, or a session that it has asked for.
  const tokenOf = async (asker: string | null) =>
    asker !== null && (asker in world.accountIds || asker === 'builder') ? session(asker) : asker;
  const names = Object.fromEntries(provePersonas.map(({ key }) => [key, key])) as Record<
    keyof ProveWorld['tokens'],
    string
  >;
  const kit: TamperKit = {
    world: { ...world, tokens: names },
    setup: world,
    rows: async (text) => (await sql<Record<string, string>>`${sql.raw(text)}`.execute(world.system.db.kysely)).rows,
    tokens: ['builder', 'system', 'security', 'auditor'],
    session: (of) => session(of ?? 'builder'),
    secret: () => {},
    ask: async (id, asker, hints) => world.call(await tokenOf(asker), getContract(id), fitting(getContract(id), hints)),
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
