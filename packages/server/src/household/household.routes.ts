import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { changeHead, changeHousehold } from './change-household.ts';
import { listHouseholds, readHouseholdFile } from './household.queries.ts';
import { joinHousehold, leaveHousehold } from './join-household.ts';
import { printHouseholdCard } from './print-household-card.ts';
import { splitHousehold } from './split-household.ts';
import { undoMembership } from './undo-membership.ts';

const ok = { ok: true } as const;

export const householdRoutes: RouteDefinition[] = [
  readRoute(householdContracts.list, (c) =>
    listHouseholds(c.r, listScope(c.scope, c.tree, c.query.area, c.today), c.tree, c.today, c.query),
  ),
  readRoute(householdContracts.file, (c) => readHouseholdFile(c.r, c.scope, c.tree, c.today, c.params.householdId)),
  commandRoute(householdContracts.split, (c) => splitHousehold(c, c.params.householdId, c.body)),
  commandRoute(householdContracts.join, async (c) => {
    await joinHousehold(c, c.params.householdId, c.body);
    return { ...ok, changeId: c.cause };
  }),
  commandRoute(householdContracts.leave, async (c) => {
    await leaveHousehold(c, c.params.householdId, { residentId: c.params.residentId, on: c.body.on });
    return { ...ok, changeId: c.cause };
  }),
  commandRoute(householdContracts.undoMembership, async (c) => {
    await undoMembership(c, c.params.householdId, c.params.residentId, c.body);
    return ok;
  }),
  commandRoute(householdContracts.changeHead, async (c) => {
    await changeHead(c, c.params.householdId, c.body);
    return ok;
  }),
  commandRoute(householdContracts.change, async (c) => {
    await changeHousehold(c, c.params.householdId, c.body);
    return ok;
  }),
  readRoute(householdContracts.printCard, (c) => printHouseholdCard(c, c.params.householdId, c.body.purpose)),
];
