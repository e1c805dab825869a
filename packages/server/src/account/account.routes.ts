import { timingSafeEqual } from 'node:crypto';
import { type Permission, permissions } from '@renshe/domain/access/permissions.ts';
import { accountContracts, type Me, setupContracts } from '@renshe/domain/account/account.contract.ts';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Actor, actorMay } from '../platform/actor.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { findInstallation } from '../platform/installation.ts';
import { verifyPassword } from '../platform/password.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { scopeFor } from '../platform/scope.ts';
import { createSession, endSession, endSessionsOf } from '../platform/session.ts';
import { findActor, listAccounts, postView } from './account.queries.ts';
import { accountsExist, grantPost, hashGoodPassword, insertAccount } from './create-account.ts';
import { checkCredentials } from './sign-in.ts';

const ok = { ok: true } as const;

async function meOf(r: Reader, actor: Actor, tree: AreaTree, today: PlainDate): Promise<Me> {
  const account = await r
    .selectFrom('account')
    .select(['must_change_password'])
    .where('account_id', '=', actor.accountId!)
    .executeTakeFirstOrThrow();
  const installation = await findInstallation(r);
  return {
    accountId: actor.accountId!,
    login: actor.login,
    name: actor.name,
    mustChangePassword: account.must_change_password,
    posts: actor.posts.map((post) => postView(tree, today, post)),
    permissions: permissions.filter((permission: Permission) => actorMay(actor, permission)),
    areas: scopeFor(actor, null, tree, today).roots.map((areaId) => areaRef(tree, areaId, today)),
    today,
    demo: installation?.demo ?? false,
    cityName: installation?.city_area_id ? areaRef(tree, installation.city_area_id, today).name : '',
  };
}

function refuseSelf(actor: Actor, accountId: string): void {
  if (actor.accountId === accountId) throw new AppError('account.own-rights', 'forbidden');
}

/** Before the transaction: sign-ins that wait for their turn at the password must not hold the connections of everybody else. */
function credentialsOf(c: PreparationContext<typeof accountContracts.signIn>): ReturnType<typeof checkCredentials> {
  return checkCredentials(c.host.db, c.body.login, c.body.password, c.at, c.requestId);
}

export const accountRoutes: RouteDefinition[] = [
  commandRoute(
    accountContracts.signIn,
    async (c) => {
      const { accountId } = c.prepared;
      const actor = await findActor(c.w, { accountId }, c.today);
      if (!actor) throw new AppError('account.wrong-credentials', 'unauthenticated');
      await c.w
        .updateTable('account')
        .set({ failed_count: 0, locked_until: null })
        .where('account_id', '=', accountId)
        .execute();
      if (c.sessionToken) await endSession(c.w, c.sessionToken);
      c.setCookie({ token: await createSession(c.w, accountId, c.at) });
      c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId, details: { login: actor.login } });
      return meOf(c.w, actor, c.tree, c.today);
    },
    credentialsOf,
  ),
  commandRoute(accountContracts.signOut, async (c) => {
    await endSession(c.w, c.sessionToken!);
    c.setCookie({ token: null });
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: c.actor.accountId! });
    return ok;
  }),
  readRoute(accountContracts.me, (c) => meOf(c.r, c.actor, c.tree, c.today)),
  commandRoute(accountContracts.changePassword, async (c) => {
    const accountId = c.actor.accountId!;
    const row = await c.w
      .selectFrom('account')
      .select('password_hash')
      .where('account_id', '=', accountId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (!(await verifyPassword(c.body.oldPassword, row.password_hash)))
      throw new AppError('account.wrong-old-password', 'invalid');
    const hash = await hashGoodPassword(c.body.newPassword, c.actor, c.language);
    await c.w
      .updateTable('account')
      .set((eb) => ({ password_hash: hash, must_change_password: false, version: eb('version', '+', 1) }))
      .where('account_id', '=', accountId)
      .execute();
    await endSessionsOf(c.w, accountId);
    c.setCookie({ token: await createSession(c.w, accountId, c.at) });
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId });
    return ok;
  }),
  readRoute(accountContracts.list, (c) => listAccounts(c.r, c.tree, c.today, c.at, c.query)),
  commandRoute(accountContracts.create, async (c) => {
    const passwordHash = await hashGoodPassword(c.body.password, c.body, c.language);
    const accountId = await insertAccount(c.w, {
      login: c.body.login,
      name: c.body.name,
      passwordHash,
      mustChangePassword: true,
      by: c.actor.accountId,
      at: c.at,
    });
    const post = await grantPost(
      c.w,
      { accountId, officeId: c.body.officeId, role: c.body.role, fromOn: c.today, by: c.actor.accountId, at: c.at },
      c.language,
    );
    c.audit({
      districtId: 0,
      areaId: post.areaId,
      subjectKind: 'account',
      subjectId: accountId,
      details: { login: c.body.login, role: c.body.role, officeId: c.body.officeId },
    });
    return { accountId };
  }),
  commandRoute(accountContracts.suspend, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    requireOneRow(
      await c.w
        .updateTable('account')
        .set((eb) => ({ status: 'suspended', version: eb('version', '+', 1) }))
        .where('account_id', '=', c.params.accountId)
        .where('version', '=', c.body.version)
        .where('status', '=', 'active')
        .executeTakeFirst(),
    );
    await endSessionsOf(c.w, c.params.accountId);
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { reason: c.body.reason },
    });
    return ok;
  }),
  commandRoute(accountContracts.resume, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    requireOneRow(
      await c.w
        .updateTable('account')
        .set((eb) => ({ status: 'active', failed_count: 0, locked_until: null, version: eb('version', '+', 1) }))
        .where('account_id', '=', c.params.accountId)
        .where('version', '=', c.body.version)
        .executeTakeFirst(),
    );
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { reason: c.body.reason },
    });
    return ok;
  }),
  commandRoute(accountContracts.resetPassword, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    const account = await c.w
      .selectFrom('account')
      .select(['login', 'name'])
      .where('account_id', '=', c.params.accountId)
      .executeTakeFirst();
    if (!account) throw notFound();
    const hash = await hashGoodPassword(c.body.password, account, c.language);
    requireOneRow(
      await c.w
        .updateTable('account')
        .set((eb) => ({
          password_hash: hash,
          must_change_password: true,
          failed_count: 0,
          locked_until: null,
          version: eb('version', '+', 1),
        }))
        .where('account_id', '=', c.params.accountId)
        .where('version', '=', c.body.version)
        .executeTakeFirst(),
    );
    await endSessionsOf(c.w, c.params.accountId);
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: c.params.accountId });
    return ok;
  }),
  commandRoute(accountContracts.grantPost, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    const known = await c.w
      .selectFrom('account')
      .select('account_id')
      .where('account_id', '=', c.params.accountId)
      .executeTakeFirst();
    if (!known) throw notFound();
    const { postId, areaId } = await grantPost(
      c.w,
      { accountId: c.params.accountId, ...c.body, by: c.actor.accountId, at: c.at },
      c.language,
    );
    c.audit({
      districtId: 0,
      areaId,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { postId, role: c.body.role, officeId: c.body.officeId, fromOn: c.body.fromOn },
    });
    return { postId };
  }),
  commandRoute(accountContracts.endPost, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    requireOneRow(
      await c.w
        .updateTable('post')
        .set({ to_on: c.body.toOn })
        .where('post_id', '=', c.params.postId)
        .where('account_id', '=', c.params.accountId)
        .where((eb) => eb.or([eb('to_on', 'is', null), eb('to_on', '>', c.body.toOn)]))
        .where('from_on', '<=', c.body.toOn)
        .executeTakeFirst(),
    );
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { postId: c.params.postId, toOn: c.body.toOn },
    });
    return ok;
  }),
  readRoute(setupContracts.state, async (c) => {
    const installation = await findInstallation(c.r);
    return {
      ready: await accountsExist(c.r),
      demo: installation?.demo ?? false,
      cityName:
        installation?.city_area_id && c.tree.areas.has(installation.city_area_id)
          ? areaRef(c.tree, installation.city_area_id, c.today).name
          : '',
    };
  }),
  commandRoute(setupContracts.firstAdministrators, async (c) => {
    const given = Buffer.from(c.body.code.padEnd(100).slice(0, 100));
    const wanted = Buffer.from(c.host.setupCode.padEnd(100).slice(0, 100));
    if (c.host.setupCode === '' || !timingSafeEqual(given, wanted)) throw new AppError('setup.wrong-code', 'forbidden');
    // One installation row exists; locking it makes two set-ups at once impossible.
    await c.w.selectFrom('installation').select('only_one').forUpdate().execute();
    if (await accountsExist(c.w)) throw new AppError('setup.already-done', 'conflict');
    if (new Set([c.body.system.login, c.body.security.login, c.body.audit.login]).size < 3)
      throw new AppError('setup.same-login', 'invalid');
    const bureau = await c.w
      .selectFrom('office')
      .select('office_id')
      .where('kind', '=', 'city-bureau')
      .orderBy('opened_on')
      .executeTakeFirst();
    if (!bureau) throw notFound();
    for (const [person, role] of [
      [c.body.system, 'system-administrator'],
      [c.body.security, 'security-administrator'],
      [c.body.audit, 'audit-administrator'],
    ] as const) {
      const passwordHash = await hashGoodPassword(person.password, person, c.language);
      const accountId = await insertAccount(c.w, {
        login: person.login,
        name: person.name,
        passwordHash,
        mustChangePassword: false,
        by: null,
        at: c.at,
      });
      await grantPost(
        c.w,
        { accountId, officeId: bureau.office_id, role, fromOn: c.today, by: null, at: c.at },
        c.language,
      );
      c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId, details: { login: person.login, role } });
    }
    return ok;
  }),
];
