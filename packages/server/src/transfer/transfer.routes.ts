import { transferContracts } from '@renshe/domain/transfer/transfer.contract.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { askTransfer } from './ask-transfer.ts';
import { agreeTransfer, refuseTransfer, withdrawTransfer } from './decide-transfer.ts';
import { listTransfers } from './transfer.queries.ts';

const ok = { ok: true } as const;

export const transferRoutes: RouteDefinition[] = [
  readRoute(transferContracts.list, (c) => listTransfers(c.r, c.scope, c.tree, c.today, c.query)),
  commandRoute(transferContracts.ask, (c) => askTransfer(c, c.body)),
  commandRoute(transferContracts.agree, async (c) => {
    await agreeTransfer(c, c.params.requestId, c.body);
    return ok;
  }),
  commandRoute(transferContracts.refuse, async (c) => {
    await refuseTransfer(c, c.params.requestId, c.body);
    return ok;
  }),
  commandRoute(transferContracts.withdraw, async (c) => {
    await withdrawTransfer(c, c.params.requestId, c.body);
    return ok;
  }),
];
