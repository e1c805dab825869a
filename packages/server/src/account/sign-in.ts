import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { sql } from 'kysely';
import { auditRows, writeAudit } from '../platform/audit.ts';
import type { Database } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import { verifyNothing, verifyPassword } from '../platform/password.ts';

/** Handbook security §g: at most five wrong tries, then fifteen minutes; unknown, wrong and locked cost the same work. */
const maximumFailures = 5;
const lockMinutes = 15;

/**
 * Checks login and password. Failures are counted in a transaction of their own, because the refused command rolls back.
 * The account row is locked while it is counted, so that parallel guesses are counted one by one.
 */
export async function checkCredentials(
  db: Database,
  login: string,
  password: string,
  at: Date,
  requestId: string,
): Promise<{ accountId: string }> {
  const account = await db.kysely
    .selectFrom('account')
    .select(['account_id', 'password_hash', 'status', 'locked_until'])
    .where('login', '=', login)
    .executeTakeFirst();
  try {
    if (account?.status !== 'active') {
      await verifyNothing(password);
      throw new AppError('account.wrong-credentials', 'unauthenticated');
    }
    // The try is counted before the password is checked, in one statement that a locked account refuses: parallel guesses cannot slip
    // below the limit. The sixth try locks and sets the count back for the time after.
    const counted = await db.kysely
      .updateTable('account')
      .set({
        failed_count: sql<number>`case when failed_count >= ${maximumFailures} then 0 else failed_count + 1 end`,
        locked_until: sql<Date | null>`case when failed_count >= ${maximumFailures} then ${new Date(at.getTime() + lockMinutes * 60_000)}::timestamptz end`,
      })
      .where('account_id', '=', account.account_id)
      .where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)]))
      .returning('locked_until')
      .executeTakeFirst();
    if (counted?.locked_until !== null) {
      await verifyNothing(password);
      const until = counted?.locked_until ?? account.locked_until;
      const left = until ? Math.ceil((until.getTime() - at.getTime()) / 60_000) : lockMinutes;
      throw new AppError('account.too-many-tries', 'forbidden', { minutes: Math.max(1, left) });
    }
    if (!(await verifyPassword(password, account.password_hash)))
      throw new AppError('account.wrong-credentials', 'unauthenticated');
    return { accountId: account.account_id };
  } catch (error) {
    if (error instanceof AppError) await auditRefusal(db, account?.account_id ?? null, error.code, at, requestId);
    throw error;
  }
}

/** A refused sign-in is an event too; the login as typed is not kept, it may be a password in the wrong field. */
async function auditRefusal(
  db: Database,
  accountId: string | null,
  code: string,
  at: Date,
  requestId: string,
): Promise<void> {
  const actor = { kind: 'account', accountId, login: '', name: '', posts: [] } as const;
  const frame = { at, actor, action: 'account.sign-in-refused', permission: null, requestId };
  const entry = {
    districtId: 0,
    details: { code },
    ...(accountId && { subjectKind: 'account', subjectId: accountId }),
  };
  await db.kysely.transaction().execute((w) => writeAudit(w, auditRows(frame, newId(at.getTime()), [entry])));
}
