import { type Role, roles } from '@renshe/domain/access/permissions.ts';
import type { Account } from '@renshe/domain/account/account.contract.ts';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Actor, ActorPost } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { listLocked } from './guess-guard.ts';

/** An account as an actor with the posts that hold on a day; undefined when suspended or unknown. */
export async function findActor(
  r: Reader,
  by: { accountId: string } | { login: string },
  today: PlainDate,
): Promise<Actor | undefined> {
  const account = await r
    .selectFrom('account')
    .select(['account_id', 'login', 'name', 'status'])
    .where((eb) => ('login' in by ? eb('login', '=', by.login) : eb('account_id', '=', by.accountId)))
    .executeTakeFirst();
  if (account?.status !== 'active') return undefined;
  const posts = await listPosts(r, [account.account_id]);
  return {
    kind: 'account',
    accountId: account.account_id,
    login: account.login,
    name: account.name,
    posts: posts.filter(
      (p) =>
        p.fromOn <= today &&
        (p.toOn === null || p.toOn > today) &&
        (p.officeClosedOn === null || p.officeClosedOn > today),
    ),
  };
}

export interface PostRow extends ActorPost {
  accountId: string;
  officeClosedOn: PlainDate | null;
}

export async function listPosts(r: Reader, accountIds: readonly string[]): Promise<PostRow[]> {
  const rows = await r
    .selectFrom('post')
    .innerJoin('office', 'office.office_id', 'post.office_id')
    .select([
      'post.account_id',
      'post.post_id',
      'post.role',
      'post.office_id',
      'office.name',
      'office.area_id',
      'post.from_on',
      'post.to_on',
      'office.closed_on',
    ])
    .where(sql<boolean>`post.account_id = any(${[...accountIds]}::uuid[])`)
    .orderBy('post.from_on')
    .orderBy('post.post_id')
    .execute();
  return rows
    .filter((row) => roles.includes(row.role as Role))
    .map((row) => ({
      accountId: row.account_id,
      postId: row.post_id,
      role: row.role as Role,
      officeId: row.office_id,
      officeName: row.name,
      areaId: row.area_id,
      fromOn: row.from_on,
      toOn: row.to_on,
      officeClosedOn: row.closed_on,
    }));
}

export function postView(tree: AreaTree, today: PlainDate, post: ActorPost) {
  return {
    postId: post.postId,
    role: post.role,
    officeId: post.officeId,
    officeName: post.officeName,
    area: areaRef(tree, post.areaId, today),
    fromOn: post.fromOn,
    toOn: post.toOn,
  };
}

export async function listAccounts(
  r: Reader,
  host: Host,
  tree: AreaTree,
  today: PlainDate,
  at: Date,
  filter: { text?: string | undefined; role?: Role | undefined; limit: number; offset: number },
): Promise<{ count: number; accounts: Account[] }> {
  let query = r.selectFrom('account');
  if (filter.text) {
    const like = `%${filter.text.replace(/[%_\\]/g, '\\$&')}%`;
    query = query.where((eb) => eb.or([eb('login', 'like', like), eb('name', 'like', like)]));
  }
  if (filter.role) {
    const role = filter.role;
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('post')
          .select('post.post_id')
          .whereRef('post.account_id', '=', 'account.account_id')
          .where('post.role', '=', role)
          .where((on) => on.or([on('post.to_on', 'is', null), on('post.to_on', '>', today)])),
      ),
    );
  }
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await query
    .select(['account_id', 'login', 'name', 'status', 'version'])
    .select((eb) =>
      eb
        .selectFrom('session')
        .select((s) => s.fn.max('session.seen_at').as('seen'))
        .whereRef('session.account_id', '=', 'account.account_id')
        .as('seen'),
    )
    .select((eb) =>
      eb
        .selectFrom('second_factor')
        .select((f) => f.fn.countAll<number>().as('count'))
        .whereRef('second_factor.account_id', '=', 'account.account_id')
        .as('factors'),
    )
    .select((eb) =>
      eb
        .selectFrom('account_identity')
        .select('account_identity.subject')
        .whereRef('account_identity.account_id', '=', 'account.account_id')
        .where('account_identity.issuer', '=', host.identityProvider?.issuer ?? '')
        .as('identity'),
    )
    .orderBy('login')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  const posts = await listPosts(
    r,
    rows.map((row) => row.account_id),
  );
  const locked = await listLocked(
    r,
    host,
    rows.map((row) => ({ login: row.login, accountId: row.account_id })),
    at,
  );
  return {
    count,
    accounts: rows.map((row) => ({
      accountId: row.account_id,
      login: row.login,
      name: row.name,
      status: row.status as 'active' | 'suspended',
      locked: locked.has(row.account_id),
      factors: Number(row.factors),
      identity: row.identity,
      version: row.version,
      posts: posts.filter((post) => post.accountId === row.account_id).map((post) => postView(tree, today, post)),
      lastSeenAt: row.seen ? new Date(row.seen).toISOString() : null,
    })),
  };
}
