import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { findActor } from '../account/account.queries.ts';
import { getEdition } from '../exchange/editions.ts';
import { getDelivery } from '../exchange/exchange.queries.ts';
import { makeDelivery } from '../exchange/make-delivery.ts';
import { insertDelivery, startMaking } from '../exchange/prepare-delivery.ts';
import { runCommand } from '../platform/command.ts';
import type { System } from '../platform/open-system.ts';
import { scopeFor } from '../platform/scope.ts';

/** One delivery of the national exchange, made by the district for one of its streets: the page is not empty, and a next one can be of changes. */
export async function deliverExchange(system: System, login: string, areaCode: string): Promise<void> {
  const today = system.clock.today();
  const actor = await findActor(system.db.kysely, { login }, today);
  if (!actor) throw new AppError('request.forbidden', 'forbidden');
  const reference = await system.reference.current();
  const scope = scopeFor(actor, 'exchange.export', reference.tree, today);
  const edition = await getEdition(system, 'national-2016');
  const wanted = {
    areaCode,
    edition: edition.edition,
    tables: edition.tables.map((table) => table.code),
    mode: 'all' as const,
    asOf: today,
    format: 'csv-gb18030' as const,
    purpose: '全国就业信息监测上报（试报）',
  };
  const deliveryId = await runCommand(
    system,
    { actor, action: 'exchange.prepared', permission: 'exchange.export' },
    async ({ w, at, audit }) => {
      const made = await insertDelivery(w, { wanted, edition, scope, reference, today, at, actor });
      await w
        .updateTable('exchange_delivery')
        .set({ state: 'checked' })
        .where('district_id', '=', made.districtId)
        .where('delivery_id', '=', made.deliveryId)
        .execute();
      const row = await getDelivery(w, scope, made.deliveryId);
      await startMaking(w, row, 'leave-out', row.version);
      audit({
        districtId: made.districtId,
        areaId: made.areaId,
        subjectKind: 'exchange-delivery',
        subjectId: made.deliveryId,
        purpose: wanted.purpose,
        details: { edition: edition.edition, tables: made.tables },
      });
      return made.deliveryId;
    },
  );
  await makeDelivery(system, actor, deliveryId, { report: async () => {}, cancelled: async () => false });
}
