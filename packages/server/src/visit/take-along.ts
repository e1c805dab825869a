import type { TakenPerson, VisitRow, visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { listTakenHouseholds } from '../campaign/taken-households.ts';
import { listScope } from '../platform/area-ref.ts';
import type { ReadContext } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { countVisits, listHouseholds, listVisits } from './visit.queries.ts';
import { visitRules } from './visit-rules.ts';

/**
 * 带走: the visits and calls of an area for a phone without network, the most urgent people first, and the reader's own households of survey
 * drives. A bulk read: audited with its purpose, of neither more people than the parameter, no full identity or telephone number. The phone
 * throws it away when it expires.
 */
export async function takeAlong(c: ReadContext<typeof visitContracts.takeAlong>) {
  const scope = listScope(c.scope, c.tree, c.body.area, c.today);
  const { days, parameters, contactMonths, policy } = visitRules(c, scope);
  const most = parameters.number('visit.pack_people', c.today);
  const [counts, rows] = await Promise.all([
    countVisits(c.r, scope, days, {}),
    // Somebody may be due for a visit and for a call.
    listVisits(c.r, scope, c.tree, days, { limit: most * 3, offset: 0 }),
  ]);
  const byPerson = new Map<string, (VisitRow & { residentId: string })[]>();
  for (const { citizenIdMasked, ...row } of rows) {
    if (row.residentId === null) continue;
    const known = byPerson.get(row.residentId);
    if (known) known.push({ ...row, residentId: row.residentId });
    else if (byPerson.size < most) byPerson.set(row.residentId, [{ ...row, residentId: row.residentId }]);
  }
  const taken = [...byPerson.values()];
  const households = await listHouseholds(
    c.r,
    scope,
    taken.flatMap(([first]) => first!.householdId ?? []),
    c.today,
  );
  const people = taken.map(([first, ...others]): TakenPerson => {
    const row = first!;
    return {
      ...row,
      otherDuties: others.map((other) => other.dutyKind),
      household: households.get(row.householdId ?? '') ?? [],
    };
  });
  const included = taken.reduce((sum, duties) => sum + duties.length, 0);
  const drive = await listTakenHouseholds(c, scope, most);
  c.audit({
    districtId: chainOf(scope),
    purpose: c.body.purpose,
    details: { rows: people.length, households: drive.households.length, area: c.body.area ?? null },
  });
  const hours = parameters.number('visit.pack_hours', c.today);
  return {
    takenAt: c.at.toISOString(),
    expiresAt: new Date(c.at.getTime() + hours * 3_600_000).toISOString(),
    today: c.today,
    left: counts.overdue + counts.soon + counts.later - included,
    contactMonths,
    policy,
    people,
    drive,
  };
}
