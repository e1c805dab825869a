/** The staff of the load lane: an account at every office of the city, all signed in. */
import type { Role } from '@renshe/domain/access/permissions.ts';
import { areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { grantPost, insertAccount } from '../account/create-account.ts';
import type { System } from '../platform/open-system.ts';
import { createSession } from '../platform/session.ts';

export type LoadRole = 'community-worker' | 'street-clerk' | 'district-officer' | 'city-officer';

export interface LoadPerson {
  role: LoadRole;
  areaId: number;
  areaCode: string;
  districtId: number;
  accountId: string;
  /** Session token. */
  token: string;
}

const roleAt: Readonly<Record<string, LoadRole>> = {
  community: 'community-worker',
  street: 'street-clerk',
  district: 'district-officer',
  city: 'city-officer',
};
const loginOf = (role: Role, areaId: number) => `load-${role}-${areaId}`;

/** One account at every office. Nobody knows its password, since it has none. */
export async function enrolPeople(system: System, from: PlainDate): Promise<void> {
  const at = system.clock.now();
  const { tree } = await system.reference.current();
  await system.db.kysely.transaction().execute(async (w) => {
    const offices = await w.selectFrom('office').select(['office_id', 'area_id']).execute();
    for (const { office_id: officeId, area_id: areaId } of offices) {
      const role = roleAt[getArea(tree, areaId).kind];
      if (!role) continue;
      const accountId = await insertAccount(w, {
        login: loginOf(role, areaId),
        name: `load ${areaId}`,
        passwordHash: '!',
        mustChangePassword: false,
        by: null,
        at,
      });
      await grantPost(w, { accountId, officeId, role, fromOn: from, by: null, at }, 'zh');
    }
  });
}

/** Everybody who was enrolled, with a new session. */
export async function signInPeople(system: System): Promise<LoadPerson[]> {
  const at = system.clock.now();
  const { tree } = await system.reference.current();
  return system.db.kysely.transaction().execute(async (w) => {
    const posts = await w
      .selectFrom('account')
      .innerJoin('post', 'post.account_id', 'account.account_id')
      .innerJoin('office', 'office.office_id', 'post.office_id')
      .select(['account.account_id', 'post.role', 'office.area_id'])
      .where('account.login', 'like', 'load-%')
      .orderBy('office.area_id')
      .execute();
    const people: LoadPerson[] = [];
    for (const { account_id: accountId, role, area_id: areaId } of posts)
      people.push({
        role: role as LoadRole,
        areaId,
        areaCode: areaVersionAt(tree, areaId, system.clock.today()).code,
        districtId: getArea(tree, areaId).districtId,
        accountId,
        token: await createSession(w, accountId, at),
      });
    return people;
  });
}
