import { createHash, randomBytes } from 'node:crypto';
import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Actor, ActorPost } from './actor.ts';
import type { Reader, Writer } from './db.ts';

/** Opaque server-side sessions: the cookie holds a random token, the database its SHA-256. Rights are looked up with every request. */
const idleMinutes = 30;
const absoluteHours = 12;

export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export interface Session {
  actor: Actor & { kind: 'account'; accountId: string };
  mustChangePassword: boolean;
  seenAt: Date;
  stamps: Record<string, number>;
  /** The stored answer of this idempotency key, when the account has used it. */
  replay: { route: string; requestDigest: Buffer; status: number; response: unknown } | undefined;
}

interface SessionRow {
  account_id: string;
  login: string;
  name: string;
  must_change_password: boolean;
  seen_at: Date;
  posts:
    | {
        postId: string;
        role: string;
        officeId: string;
        officeName: string;
        areaId: number;
        fromOn: string;
        toOn: string | null;
      }[]
    | null;
  stamps: Record<string, number>;
  replay: { route: string; digest: string; status: number; response: unknown } | null;
}

/** One statement: the session, its account, the posts that hold today, the cache stamps and the idempotency answer. */
export async function findSession(
  r: Reader,
  token: string,
  at: Date,
  today: PlainDate,
  idempotencyKey: string | null,
): Promise<Session | undefined> {
  const found = await sql<SessionRow>`
    select a.account_id, a.login, a.name, a.must_change_password, s.seen_at,
      (select json_agg(json_build_object('postId', p.post_id, 'role', p.role, 'officeId', o.office_id, 'officeName', o.name, 'areaId', o.area_id, 'fromOn', p.from_on, 'toOn', p.to_on) order by p.from_on, p.post_id)
         from post p join office o on o.office_id = p.office_id
        where p.account_id = a.account_id and p.from_on <= ${today}::date and (p.to_on is null or p.to_on > ${today}::date) and (o.closed_on is null or o.closed_on > ${today}::date)) as posts,
      (select json_object_agg(name, stamp) from cache_stamp) as stamps,
      (select json_build_object('route', i.route, 'digest', encode(i.request_digest, 'hex'), 'status', i.status, 'response', i.response)
         from idempotency i where i.account_id = a.account_id and i.key = ${idempotencyKey}) as replay
    from session s join account a on a.account_id = s.account_id
    where s.token_hash = ${tokenHash(token)} and s.expires_at > ${at} and s.seen_at > ${new Date(at.getTime() - idleMinutes * 60_000)} and a.status = 'active'`.execute(
    r,
  );
  const row = found.rows[0];
  if (!row) return undefined;
  return {
    actor: {
      kind: 'account',
      accountId: row.account_id,
      login: row.login,
      name: row.name,
      posts: (row.posts ?? []).filter((post): post is ActorPost => roles.includes(post.role as Role)),
    },
    mustChangePassword: row.must_change_password,
    seenAt: row.seen_at,
    stamps: row.stamps,
    replay: row.replay
      ? {
          route: row.replay.route,
          requestDigest: Buffer.from(row.replay.digest, 'hex'),
          status: row.replay.status,
          response: row.replay.response,
        }
      : undefined,
  };
}

export async function createSession(w: Writer, accountId: string, at: Date): Promise<string> {
  const token = newSessionToken();
  await w
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      account_id: accountId,
      created_at: at,
      seen_at: at,
      expires_at: new Date(at.getTime() + absoluteHours * 3600_000),
    })
    .execute();
  return token;
}

/** Once a minute is enough to keep a session alive. */
export function needsTouch(session: Session, at: Date): boolean {
  return at.getTime() - session.seenAt.getTime() > 60_000;
}

export async function touchSession(w: Pick<Writer, 'updateTable'>, token: string, at: Date): Promise<void> {
  await w.updateTable('session').set({ seen_at: at }).where('token_hash', '=', tokenHash(token)).execute();
}

export async function endSession(w: Writer, token: string): Promise<void> {
  await w.deleteFrom('session').where('token_hash', '=', tokenHash(token)).execute();
}

/** All sessions of an account: suspension, password change, change of posts. */
export async function endSessionsOf(w: Writer, accountId: string): Promise<void> {
  await w.deleteFrom('session').where('account_id', '=', accountId).execute();
}

/** Sessions that nobody can use any more; called once an hour. */
export async function purgeSessions(w: Pick<Writer, 'deleteFrom'>, at: Date): Promise<void> {
  await w
    .deleteFrom('session')
    .where((eb) =>
      eb.or([eb('expires_at', '<', at), eb('seen_at', '<', new Date(at.getTime() - idleMinutes * 60_000))]),
    )
    .execute();
}
