import { createHash, randomBytes } from 'node:crypto';
import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Actor, ActorPost } from './actor.ts';
import type { Reader, Writer } from './db.ts';
import { newId } from './id.ts';

/**
 * Opaque server-side sessions: the cookie holds a random token, the database its SHA-256. Rights are looked up with every request, so that a
 * suspension or an ended post works with the next one. The token changes whenever the session gets more rights than it had.
 */
export const defaultLimits = { idleMinutes: 30, sessionHours: 12 } as const;
/** Requests that were on their way when the token changed still arrive with the old one; it proves nothing that the session gained since. */
const overlapSeconds = 15;
/** Between the password and the second factor. */
const pendingMinutes = 10;

/** Without use a session ends here. */
export const idleEnd = sql<Date>`seen_at + idle_minutes * interval '1 minute'`;

export type SignInMethod = 'password' | 'identity-provider' | 'program';
/** `pending`: the second factor is still owed, nothing but giving it is possible. */
export type SessionStage = 'pending' | 'full';

export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export interface Session {
  actor: Actor & { kind: 'account'; accountId: string };
  sessionId: string;
  stage: SessionStage;
  method: SignInMethod;
  /** When the person last proved who she is; null for a request that came with the token of before. */
  verifiedAt: Date | null;
  /** Second factors of the account. */
  factors: number;
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
  session_id: string;
  stage: SessionStage;
  method: SignInMethod;
  verified_at: Date;
  current: boolean;
  factors: number;
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
  const hash = tokenHash(token);
  const found = await sql<SessionRow>`
    select a.account_id, a.login, a.name, a.must_change_password, s.seen_at, s.session_id, s.stage, s.method, s.verified_at, s.token_hash = ${hash} as current,
      (select count(*) from second_factor f where f.account_id = a.account_id)::int as factors,
      (select json_agg(json_build_object('postId', p.post_id, 'role', p.role, 'officeId', o.office_id, 'officeName', o.name, 'areaId', o.area_id, 'fromOn', p.from_on, 'toOn', p.to_on) order by p.from_on, p.post_id)
         from post p join office o on o.office_id = p.office_id
        where p.account_id = a.account_id and p.from_on <= ${today}::date and (p.to_on is null or p.to_on > ${today}::date) and (o.closed_on is null or o.closed_on > ${today}::date)) as posts,
      (select json_object_agg(name, stamp) from cache_stamp) as stamps,
      (select json_build_object('route', i.route, 'digest', encode(i.request_digest, 'hex'), 'status', i.status, 'response', i.response)
         from idempotency i where i.account_id = a.account_id and i.key = ${idempotencyKey}) as replay
    from session s join account a on a.account_id = s.account_id
    where (s.token_hash = ${hash} or (s.previous_hash = ${hash} and s.rotated_at > ${new Date(at.getTime() - overlapSeconds * 1000)})) and s.expires_at > ${at} and s.seen_at + s.idle_minutes * interval '1 minute' > ${at} and a.status = 'active'`.execute(
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
    sessionId: row.session_id,
    stage: row.stage,
    method: row.method,
    verifiedAt: row.current ? row.verified_at : null,
    factors: row.factors,
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

export interface NewSession {
  method: SignInMethod;
  stage: SessionStage;
  /** What its owner knows it by, 'Chrome · Windows'. */
  device: string;
  limits: { idleMinutes: number; sessionHours: number };
  /** When she last proved who she is, if not right now. */
  verifiedAt?: Date;
}

export async function createSession(
  w: Writer,
  accountId: string,
  at: Date,
  session: NewSession = { method: 'program', stage: 'full', device: '', limits: defaultLimits },
): Promise<string> {
  const token = newSessionToken();
  const { idleMinutes, sessionHours } = session.limits;
  const minutes = session.stage === 'pending' ? pendingMinutes : sessionHours * 60;
  await w
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      session_id: newId(at.getTime()),
      account_id: accountId,
      method: session.method,
      stage: session.stage,
      device: session.device,
      created_at: at,
      seen_at: at,
      verified_at: session.verifiedAt ?? at,
      idle_minutes: idleMinutes,
      expires_at: new Date(at.getTime() + minutes * 60_000),
    })
    .execute();
  return token;
}

/** Its owner proved again who she is: the same session under a new token, with all that a full session may do. */
export async function renewSession(w: Writer, sessionId: string, at: Date, sessionHours: number): Promise<string> {
  const token = newSessionToken();
  await w
    .updateTable('session')
    .set((eb) => ({
      token_hash: tokenHash(token),
      // A session that was waiting for its second factor must not be taken up with the token of before.
      previous_hash: eb.case().when('stage', '=', 'full').then(eb.ref('token_hash')).else(null).end(),
      rotated_at: at,
      expires_at: eb
        .case()
        .when('stage', '=', 'full')
        .then(eb.ref('expires_at'))
        .else(new Date(at.getTime() + sessionHours * 3600_000))
        .end(),
      stage: 'full',
      verified_at: at,
    }))
    .where('session_id', '=', sessionId)
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

/** The session of a token, also of the one that it had a moment ago. */
export async function endSession(w: Writer, token: string): Promise<void> {
  const hash = tokenHash(token);
  await w
    .deleteFrom('session')
    .where((eb) => eb.or([eb('token_hash', '=', hash), eb('previous_hash', '=', hash)]))
    .execute();
}

/** All sessions of an account: suspension, password, posts or second factor changed. `except` stays. */
export async function endSessionsOf(w: Writer, accountId: string, except?: string): Promise<number> {
  const { numDeletedRows } = await w
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(except !== undefined, (query) => query.where('session_id', '<>', except!))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** The sessions of everybody, but this one. */
export async function endOtherSessions(w: Writer, sessionId: string): Promise<number> {
  const { numDeletedRows } = await w.deleteFrom('session').where('session_id', '<>', sessionId).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Sessions that nobody can use any more; called once an hour. */
export async function purgeSessions(w: Pick<Writer, 'deleteFrom'>, at: Date): Promise<void> {
  await w
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expires_at', '<', at), eb(idleEnd, '<', at)]))
    .execute();
}
