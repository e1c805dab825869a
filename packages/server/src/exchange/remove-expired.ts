/** Files of deliveries whose days are over are deleted; the delivery itself, its counts and its digest stay. */
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import { setDelivery } from './exchange.queries.ts';
import { findingsName } from './make-delivery.ts';
import { removeSealed } from './sealed-file.ts';

const keeper = { kind: 'operator', accountId: null, login: 'file-keeper', name: 'file-keeper', posts: [] } as const;

/** @returns how many were deleted. */
export async function removeExpired(host: Pick<Host, 'db' | 'clock' | 'keyring' | 'dataDir'>): Promise<number> {
  const due = await host.db.kysely
    .selectFrom('exchange_delivery')
    .selectAll()
    .where('file_path', 'is not', null)
    .where('expires_on', '<', host.clock.today())
    .limit(200)
    .execute();
  for (const row of due) {
    await removeSealed(host, row.file_path!);
    await removeSealed(host, findingsName(row.delivery_id));
    await runCommand(host, { actor: keeper, action: 'exchange.expired', permission: null }, async ({ w, audit }) => {
      audit({
        districtId: row.district_id,
        areaId: row.area_id,
        subjectKind: 'exchange-delivery',
        subjectId: row.delivery_id,
        details: { expiresOn: row.expires_on },
      });
      await setDelivery(w, row, ['ready'], { state: 'expired', file_path: null });
    });
  }
  return due.length;
}
