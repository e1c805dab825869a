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
): Promise<{ accountId: string; failuresBefore: number }> {
  const account = await db.kysely
    .selectFrom('account')
    .select(['account_id', 'password_hash', 'status', 'locked_until'])
    .where('login', '=', login)
    .executeTakeFirst();
  try {
    const locked = account?.locked_until !== null && account?.locked_until !== undefined && account.locked_until > at;
    if (account?.status !== 'active' || locked) {
      await verifyNothing(password);
      if (locked)
        throw new AppError('account.too-many-tries', 'forbidden', {
          minutes: Math.ceil((account.locked_until!.getTime() - at.getTime()) / 60_000),
        });
      throw new AppError('account.wrong-credentials', 'unauthenticated');
    }
    // The try is counted before the password is checked: parallel guesses cannot slip below the limit.
    const counted = await db.kysely
      .updateTable('account')
      .set({
        failed_count: sql<number>`failed_count + 1`,
        locked_until: sql<Date | null>`case when failed_count + 1 > ${maximumFailures} then ${new Date(at.getTime() + lockMinutes * 60_000)}::timestamptz else null end`,
      })
      .where('account_id', '=', account.account_id)
      .returning(['failed_count', 'locked_until'])
      .executeTakeFirstOrThrow();
    if (counted.failed_count > maximumFailures) {
      await db.kysely
        .updateTable('account')
        .set({ failed_count: 0 })
        .where('account_id', '=', account.account_id)
        .execute();
      await verifyNothing(password);
      throw new AppError('account.too-many-tries', 'forbidden', { minutes: lockMinutes });
    }
    if (!(await verifyPassword(password, account.password_hash)))
      throw new AppError('account.wrong-credentials', 'unauthenticated');
    return { accountId: account.account_id, failuresBefore: counted.failed_count - 1 };
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
