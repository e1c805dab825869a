import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { hashGoodPassword } from '../account/create-account.ts';
import { notFound } from '../platform/errors.ts';
import { commandRoute, type PreparationContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { askGrant } from './ask-grant.ts';
import { consentToGrant, refuseGrant, withdrawGrant } from './decide-grant.ts';
import { listGrants } from './grant.queries.ts';

const ok = { ok: true } as const;

/** 授权申请: high rights need two people. */
export const grantRoutes: RouteDefinition[] = [
  readRoute(grantContracts.list, (c) => listGrants(c.r, c.scope, c.tree, c, c.actor, c.query)),
  commandRoute(
    grantContracts.ask,
    (c) => askGrant(c, c.body, c.prepared),
    async (c: PreparationContext<typeof grantContracts.ask>): Promise<string | null> => {
      const { wanted } = c.body;
      if (wanted.kind === 'account') return hashGoodPassword(wanted.password, wanted, c);
      if (wanted.kind !== 'password') return null;
      const account = await c.r
        .selectFrom('account')
        .select(['login', 'name'])
        .where('account_id', '=', wanted.accountId)
        .executeTakeFirst();
      if (!account) throw notFound();
      return hashGoodPassword(wanted.password, account, c);
    },
  ),
  commandRoute(grantContracts.consent, async (c) => {
    await consentToGrant(c, c.params.requestId, c.body);
    return ok;
  }),
  commandRoute(grantContracts.refuse, async (c) => {
    await refuseGrant(c, c.params.requestId, c.body);
    return ok;
  }),
  commandRoute(grantContracts.withdraw, async (c) => {
    await withdrawGrant(c, c.params.requestId, c.body);
    return ok;
  }),
];
