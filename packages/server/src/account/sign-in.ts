import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { auditRows, writeAudit } from '../platform/audit.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import { PasswordBusyError, passwordQueueIsFull, verifyNothing, verifyPassword } from '../platform/password.ts';
import {
  accountGuess,
  countGuesses,
  type Guesses,
  isFamiliar,
  lockedUntil,
  passwordGuesses,
  takeBackGuesses,
  tooManyTries,
} from './guess-guard.ts';

/** A login as it is compared: case, full-width letters and blanks around it are habits of input methods. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}

export interface Attempt {
  at: Date;
  address: string;
  requestId: string;
}

/**
 * Checks login and password before the transaction. Unknown, wrong and suspended are the same work and the same answer, and so is locked
 * for logins that exist and those that do not.
 */
export async function checkCredentials(
  host: Host,
  given: { login: string; password: string },
  attempt: Attempt,
): Promise<{ accountId: string; login: string }> {
  // A crowd at the door is turned away before it costs the database anything.
  if (passwordQueueIsFull()) throw new PasswordBusyError();
  const login = normalLogin(given.login);
  const account = await host.db.kysely
    .selectFrom('account')
    .select(['account_id', 'login', 'password_hash', 'status', 'first_password_until'])
    .where('login', '=', login)
    .executeTakeFirst();
  const familiar = await isFamiliar(host, login, attempt.address, attempt.at);
  const guesses = passwordGuesses(login, attempt.address, familiar);
  const known = account?.status === 'active' ? account : undefined;
  try {
    const right = await judge(host, guesses, attempt, () =>
      known ? verifyPassword(given.password, known.password_hash) : verifyNothing(given.password),
    );
    if (!right || !known) throw new AppError('account.wrong-credentials', 'unauthenticated');
    // Told to whoever knows the password alone.
    if (known.first_password_until !== null && known.first_password_until <= attempt.at)
      throw new AppError('account.first-password-expired', 'unauthenticated');
    return { accountId: known.account_id, login };
  } catch (error) {
    if (error instanceof AppError && !(error instanceof PasswordBusyError))
      await auditRefusal(host, 'account.sign-in-refused', account?.account_id ?? null, error.code, attempt);
    throw error;
  }
}

/** The password of somebody who is signed in, asked again: guesses are counted for the account, wherever they come from. */
export async function checkOwnPassword(
  host: Host,
  accountId: string,
  password: string,
  attempt: Attempt,
): Promise<void> {
  const { password_hash } = await host.db.kysely
    .selectFrom('account')
    .select('password_hash')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  try {
    const right = await judge(host, accountGuess('old-password', accountId), attempt, () =>
      verifyPassword(password, password_hash),
    );
    if (!right) throw new AppError('account.wrong-old-password', 'invalid');
  } catch (error) {
    if (error instanceof AppError && !(error instanceof PasswordBusyError))
      await auditRefusal(host, 'account.old-password-refused', accountId, error.code, attempt);
    throw error;
  }
}

/** Counts, then judges. What was right or never judged does not count. Throws when there were too many. */
export async function judge(
  host: Host,
  guesses: Guesses,
  attempt: Attempt,
  isRight: () => Promise<boolean>,
): Promise<boolean> {
  for (const guess of guesses.after) {
    const until = await lockedUntil(host, guess, attempt.at);
    if (until) throw tooManyTries(until, attempt.at);
  }
  const until = await countGuesses(host, guesses.before, attempt.at);
  if (until) throw tooManyTries(until, attempt.at);
  let right = false;
  try {
    right = await isRight();
  } catch (error) {
    await takeBackGuesses(host.db.kysely, host, guesses.before);
    throw error;
  }
  if (right) await takeBackGuesses(host.db.kysely, host, guesses.before);
  else await countGuesses(host, guesses.after, attempt.at);
  return right;
}

/** A one-time code, a security key or a recovery code of the account: counted like a password, for the account as a whole. */
export async function judgeFactor(
  host: Host,
  accountId: string,
  attempt: Attempt,
  isRight: () => Promise<boolean>,
): Promise<void> {
  try {
    if (!(await judge(host, accountGuess('second-factor', accountId), attempt, isRight)))
      throw new AppError('account.wrong-proof', 'invalid');
  } catch (error) {
    if (error instanceof AppError) await auditRefusal(host, 'account.proof-refused', accountId, error.code, attempt);
    throw error;
  }
}

/** A refused try is an event too; the login as typed is not kept, it may be a password in the wrong field. */
export async function auditRefusal(
  host: Host,
  action: string,
  accountId: string | null,
  code: string,
  attempt: Attempt,
): Promise<void> {
  const actor = { kind: 'account', accountId, login: '', name: '', posts: [] } as const;
  const frame = { at: attempt.at, actor, action, permission: null, requestId: attempt.requestId };
  const entry = {
    districtId: 0,
    details: { code },
    ...(accountId && { subjectKind: 'account', subjectId: accountId }),
  };
  await host.db.kysely
    .transaction()
    .execute((w) => writeAudit(w, auditRows(frame, newId(attempt.at.getTime()), [entry])));
}
