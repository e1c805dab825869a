/** Where the people of a benchmark live, and signed-in accounts. */
import type { Role } from '@renshe/domain/access/permissions.ts';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import type { Writer } from '../platform/db.ts';
import type { System } from '../platform/open-system.ts';
import { createSession } from '../platform/session.ts';

export interface BenchAccount {
  accountId: string;
  areaId: number;
  /** Token of its session. */
  token: string;
}

/** So many communities, spread evenly over the city. */
export async function spreadCommunities(
  system: System,
  count: number,
): Promise<{ areaId: number; districtId: number }[]> {
  const { tree } = await system.reference.current();
  const leaves = [...tree.areas.values()].filter((area) => area.kind === 'community').map((area) => area.areaId);
  const wanted = Math.min(count, leaves.length);
  return Array.from({ length: wanted }, (_, i) => {
    const areaId = leaves[Math.floor((i * leaves.length) / wanted)]!;
    return { areaId, districtId: getArea(tree, areaId).districtId };
  });
}

/** An account with one post at the office of an area, signed in. Nobody knows its password, since it has none. */
export async function signInAt(w: Writer, system: System, role: Role, areaId: number): Promise<BenchAccount> {
  const at = system.clock.now();
  const accountId = await insertAccount(w, {
    login: `bench-${role}-${areaId}`,
    name: `bench ${areaId}`,
    passwordHash: '!',
    mustChangePassword: false,
    by: null,
    at,
  });
  const office = await w
    .selectFrom('office')
    .select('office_id')
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow();
  await grantPost(w, { accountId, officeId: office.office_id, role, fromOn: system.clock.today(), by: null, at }, 'zh');
  return { accountId, areaId, token: await createSession(w, accountId, at) };
}
