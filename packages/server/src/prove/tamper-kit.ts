/** What a recipe of the audit lane has in hand, and how most recipes are written. */
import type { PersonaKey } from './prove-personas.ts';
import type { RequestParts } from './prove-request.ts';
import type { Answered, ProveWorld } from './prove-world.ts';
import type { Hints } from './schema-values.ts';

export interface TamperWay {
  token: string | null;
  parts: RequestParts;
  /** The version that the form is read in; without it the first ones are tried. */
  version?: number;
}

export interface TamperKit {
  world: ProveWorld;
  /** The same city before anybody has an account. */
  setup: Pick<ProveWorld, 'system' | 'call'>;
  rows(text: string): Promise<Record<string, string>[]>;
  /** Somebody with every business post, and the three administrators: system, security, audit. */
  tokens: readonly [string, string, string, string];
  /** A session of somebody; without a name of the first of them, one more. */
  session(of?: PersonaKey): Promise<string>;
  /** What the run was told in confidence: it must not be found again. */
  secret(text: string): void;
  parts(hints: Hints): RequestParts;
  /** Prepares by another operation. */
  ask(id: string, token: string | null, hints: Hints): Promise<Answered>;
}

export type TamperRecipe = Hints | ((kit: TamperKit) => Promise<TamperWay[]>);

/** A password that the run sets somewhere; it must not be found again. */
export const passwordOfProof = 'Zhengmian-Kaoyan-2026!';

/** Where somebody is said to live now; the log must not know it. */
export const addressOfProof = '金丝巷改址';

/** The community that most calls are about. */
export const worker = '321102001001';

/** By whom, with what: one way, by hints of the operation's own form. */
export const by =
  (who: 'builder' | 'system' | 'security', hints: Hints): TamperRecipe =>
  async (kit) => [{ token: kit.tokens[who === 'builder' ? 0 : who === 'system' ? 1 : 2], parts: kit.parts(hints) }];
