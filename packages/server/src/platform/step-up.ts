import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { Context, FileAnswer } from './route.ts';
import { signInPolicy } from './sign-in-policy.ts';

/** Routes that a session may call which still owes the second factor that its account has. */
export const beforeSecondFactor: ReadonlySet<string> = new Set([
  'account.me',
  'account.sign-out',
  'account.proof-options',
  'account.prove',
]);
/** Routes that a session may call whose account has no second factor but needs one. */
export const beforeFirstFactor: ReadonlySet<string> = new Set([
  'account.me',
  'account.sign-out',
  'factor.list',
  'factor.offer-totp',
  'factor.add-totp',
  'factor.offer-webauthn',
  'factor.add-webauthn',
]);

type Caller = Pick<Context<RouteContract>, 'host' | 'actor' | 'session' | 'reference' | 'today' | 'at'>;

/** Actions that show a full number; one limit for all of them together. */
const revealActions = (allContracts as readonly RouteContract[]).flatMap((contract) =>
  contract.stepUp === 'many-reveals' && contract.audit !== null ? [contract.audit] : [],
);

/**
 * Before an act of high risk (security handbook §4g): the caller proved who she is within the last minutes, by signing in or since. Work without a
 * session (the command line, tasks) has its own door, and sessions of benchmarks were never anybody's.
 * @throws AppError account.step-up-needed, which the web answers by asking and sending the same request again
 */
function requireRecentProof(c: Caller): void {
  if (!c.session || c.session.method === 'program') return;
  const { verifiedAt } = c.session;
  const { stepUpMinutes } = signInPolicy(c.reference, c.today);
  if (verifiedAt === null || c.at.getTime() - verifiedAt.getTime() > stepUpMinutes * 60_000)
    throw new AppError('account.step-up-needed', 'forbidden');
}

/** What a contract asks before its route runs. */
export async function requireProofBefore(contract: RouteContract, c: Caller): Promise<void> {
  if (contract.stepUp === 'always') requireRecentProof(c);
  if (contract.stepUp === 'many-reveals' && (await hasRevealedMany(c))) requireRecentProof(c);
}

/** A file that names many people leaves the house with a fresh proof only. */
export function requireProofFor(c: Caller, { people }: FileAnswer): void {
  if (people === undefined) throw new Error('the file does not say how many people it names');
  if (people > signInPolicy(c.reference, c.today).exportPeople) requireRecentProof(c);
}

/** One number after the other is how a list leaves the house. */
async function hasRevealedMany(c: Caller): Promise<boolean> {
  const { count } = await c.host.db.kysely
    .selectFrom('audit_event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', c.actor.accountId)
    .where('at', '>', new Date(c.at.getTime() - 3600_000))
    .where('action', 'in', revealActions)
    .executeTakeFirstOrThrow();
  return count >= signInPolicy(c.reference, c.today).revealsHour;
}
