import { timingSafeEqual } from 'node:crypto';
import { accountContracts, setupContracts } from '@renshe/domain/account/account.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { areaRef } from '../platform/area-ref.ts';
import { notFound, requireOneRow } from '../platform/errors.ts';
import { findInstallation } from '../platform/installation.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { endOtherSessions, endSessionsOf } from '../platform/session.ts';
import { signInPolicy } from '../platform/sign-in-policy.ts';
import { listAccounts } from './account.queries.ts';
import {
  refuseHighAccount,
  refuseHighRole,
  refuseSelf,
  removeFactors,
  resumeAccount,
  setFirstPassword,
} from './administer-account.ts';
import { accountsExist, firstPasswordEnd, grantPost, hashGoodPassword, insertAccount } from './create-account.ts';
import { forgetGuesses } from './guess-guard.ts';

const ok = { ok: true } as const;

/** Accounts and posts, for the security administrator; the first administrators of an installation. */
export const accountRoutes: RouteDefinition[] = [
  readRoute(accountContracts.list, (c) => listAccounts(c.r, c.host, c.tree, c.today, c.at, c.query)),
  commandRoute(
    accountContracts.create,
    async (c) => {
      refuseHighRole(c.body.role);
      const accountId = await insertAccount(c.w, {
        login: c.body.login,
        name: c.body.name,
        passwordHash: c.prepared,
        mustChangePassword: true,
        firstPasswordUntil: firstPasswordEnd(c),
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
    },
    (c: PreparationContext<typeof accountContracts.create>) => hashGoodPassword(c.body.password, c.body, c),
  ),
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
    const { accountId } = c.params;
    refuseSelf(c.actor, accountId);
    await refuseHighAccount(c.w, accountId, c.today);
    await resumeAccount(c.w, accountId, c.body.version);
    c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId, details: { reason: c.body.reason } });
    return ok;
  }),
  commandRoute(
    accountContracts.resetPassword,
    async (c) => {
      const { accountId } = c.params;
      refuseSelf(c.actor, accountId);
      await refuseHighAccount(c.w, accountId, c.today);
      const { login, hash } = c.prepared;
      await setFirstPassword(
        c.w,
        c.host,
        { accountId, login, version: c.body.version },
        { hash, until: firstPasswordEnd(c), at: c.at },
      );
      c.audit({ districtId: 0, subjectKind: 'account', subjectId: accountId });
      return ok;
    },
    async (c: PreparationContext<typeof accountContracts.resetPassword>) => {
      const account = await c.r
        .selectFrom('account')
        .select(['login', 'name'])
        .where('account_id', '=', c.params.accountId)
        .executeTakeFirst();
      if (!account) throw notFound();
      return { login: account.login, hash: await hashGoodPassword(c.body.password, account, c) };
    },
  ),
  commandRoute(accountContracts.resetFactors, async (c) => {
    const { accountId } = c.params;
    refuseSelf(c.actor, accountId);
    await refuseHighAccount(c.w, accountId, c.today);
    const factors = await removeFactors(c.w, accountId);
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: accountId,
      details: { reason: c.body.reason, factors },
    });
    return ok;
  }),
  commandRoute(accountContracts.unlock, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    const account = await c.w
      .selectFrom('account')
      .select('login')
      .where('account_id', '=', c.params.accountId)
      .executeTakeFirst();
    if (!account) throw notFound();
    await forgetGuesses(c.w, c.host, { login: account.login, accountId: c.params.accountId });
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { reason: c.body.reason },
    });
    return ok;
  }),
  commandRoute(accountContracts.grantPost, async (c) => {
    refuseSelf(c.actor, c.params.accountId);
    refuseHighRole(c.body.role);
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
    // Other rights, another session.
    await endSessionsOf(c.w, c.params.accountId);
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
    await endSessionsOf(c.w, c.params.accountId);
    c.audit({
      districtId: 0,
      subjectKind: 'account',
      subjectId: c.params.accountId,
      details: { postId: c.params.postId, toOn: c.body.toOn },
    });
    return ok;
  }),
  commandRoute(accountContracts.endAllSessions, async (c) => {
    const installation = await findInstallation(c.w);
    const city = installation?.city_area_id ? areaRef(c.tree, installation.city_area_id, c.today).name : '';
    if (c.body.cityName.trim() !== city) throw new AppError('account.wrong-city-name', 'invalid', { city });
    // Hers stays: she has just proved who she is, and has to see what comes of it.
    const ended = await endOtherSessions(c.w, c.session!.sessionId);
    c.audit({ districtId: 0, details: { reason: c.body.reason, ended } });
    return { ended };
  }),
  readRoute(setupContracts.state, async (c) => {
    const installation = await findInstallation(c.r);
    return {
      ready: await accountsExist(c.r),
      identityProvider: c.host.identityProvider?.name ?? null,
      passwordLength: signInPolicy(c.reference, c.today).passwordLength,
      demo: installation?.demo ?? false,
      cityName:
        installation?.city_area_id && c.tree.areas.has(installation.city_area_id)
          ? areaRef(c.tree, installation.city_area_id, c.today).name
          : '',
    };
  }),
  commandRoute(
    setupContracts.firstAdministrators,
    async (c) => {
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
      for (const [index, [person, role]] of (
        [
          [c.body.system, 'system-administrator'],
          [c.body.security, 'security-administrator'],
          [c.body.audit, 'audit-administrator'],
        ] as const
      ).entries()) {
        const accountId = await insertAccount(c.w, {
          login: person.login,
          name: person.name,
          passwordHash: c.prepared[index]!,
          mustChangePassword: false,
          by: null,
          at: c.at,
        });
        await grantPost(
          c.w,
          { accountId, officeId: bureau.office_id, role, fromOn: c.today, by: null, at: c.at },
          c.language,
        );
        c.audit({
          districtId: 0,
          subjectKind: 'account',
          subjectId: accountId,
          details: { login: person.login, role },
        });
      }
      return ok;
    },
    async (c: PreparationContext<typeof setupContracts.firstAdministrators>) => {
      const given = Buffer.from(c.body.code.padEnd(100).slice(0, 100));
      const wanted = Buffer.from(c.host.setupCode.padEnd(100).slice(0, 100));
      if (c.host.setupCode === '' || !timingSafeEqual(given, wanted))
        throw new AppError('setup.wrong-code', 'forbidden');
      const hashes: string[] = [];
      for (const person of [c.body.system, c.body.security, c.body.audit])
        hashes.push(await hashGoodPassword(person.password, person, c));
      return hashes;
    },
  ),
];
