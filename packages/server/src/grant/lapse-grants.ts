import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';

const keeper: Actor = { kind: 'operator', accountId: null, login: 'grant-keeper', name: 'grant-keeper', posts: [] };

/** Requests that nobody answered in time: written down as lapsed, their passwords forgotten; called once an hour. @returns how many */
export async function lapseGrants(host: Pick<Host, 'db' | 'clock'>): Promise<number> {
  const due = host.db.kysely
    .selectFrom('grant_request')
    .select('request_id')
    .where('status', '=', 'asked')
    .where('expires_at', '<=', host.clock.now())
    .limit(1);
  if (!(await due.executeTakeFirst())) return 0;
  return runCommand(host, { actor: keeper, action: 'grant.lapsed', permission: null }, async ({ w, at, audit }) => {
    const rows = await w
      .updateTable('grant_request')
      .set((eb) => ({ status: 'lapsed', decided_at: at, password_hash: null, version: eb('version', '+', 1) }))
      .where('status', '=', 'asked')
      .where('expires_at', '<=', at)
      .returning(['request_id', 'account_id', 'reach_area_id', 'kind', 'login'])
      .execute();
    for (const row of rows)
      audit({
        districtId: 0,
        areaId: row.reach_area_id,
        subjectKind: row.account_id === null ? 'grant-request' : 'account',
        subjectId: row.account_id ?? row.request_id,
        details: { requestId: row.request_id, kind: row.kind, login: row.login },
      });
    // Another server was quicker: its event is there, ours says that nothing was left.
    if (rows.length === 0) audit({ districtId: 0, details: { count: 0 } });
    return rows.length;
  });
}
