/**
 * Families of a roster: people of one block form a household, or join the one that some of them already have. Nobody is taken out of a
 * household by a roster.
 */

import { isCode } from '@renshe/domain/code/code-set.ts';
import { familyRelations, headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import type { HouseholdRecord, Id, Membership, ResidentFile } from '@renshe/domain/kernel/file.ts';
import { isWithin, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { JudgedRosterRow } from '@renshe/domain/roster/roster.judge.ts';
import { relationOf } from '@renshe/domain/roster/roster.plan.ts';

export type BlockMember = {
  row: JudgedRosterRow;
  file: ResidentFile /** First day with the household. */;
  from: PlainDate;
};

export type PlannedMembership = { residentId: Id; membership: Membership };
export type BlockPlan = {
  /** The household to open, or null when the members join one that exists. */
  opens: { householdId: Id; number: string; address: string } | null;
  joins: PlannedMembership[];
  /** Members belong to different households already: nothing is changed. */
  differs: boolean;
};

const otherRelative = '97';

export function planBlock(
  members: readonly BlockMember[],
  people: ReadonlyMap<Id, ResidentFile>,
  households: ReadonlyMap<Id, HouseholdRecord>,
  today: PlainDate,
  nextId: () => Id,
  /** The household that the block belongs to, where that is known. */
  chosen?: Id,
): BlockPlan {
  const nothing: BlockPlan = { opens: null, joins: [], differs: false };
  const current = (file: ResidentFile) => file.memberships.find((m) => m.to === null || today < m.to);
  const homes = new Set(members.map((m) => current(m.file)?.householdId).filter((id) => id !== undefined));
  if (chosen !== undefined) homes.add(chosen);
  const homeless = members.filter((m) => current(m.file) === undefined);
  if (homeless.length === 0) return nothing;
  if (homes.size > 1) return { ...nothing, differs: true };
  const [home] = homes;
  if (home !== undefined && households.get(home)?.householdKind !== 'family') return nothing;
  const householdId = home ?? nextId();
  let hasHead = home !== undefined && hasHeadNow(people.values(), home, today);
  const saysRelations = members.some((m) => m.row.codes.relation !== undefined);
  const joins = homeless.map(({ row, file, from }, i): PlannedMembership => {
    const said = relationOf(row.codes.relation, (code) => isCode(familyRelations, code));
    let relation = said ?? (i === 0 && !hasHead && !saysRelations ? headOfHousehold : otherRelative);
    if (relation === headOfHousehold && hasHead) relation = otherRelative;
    if (relation === headOfHousehold) hasHead = true;
    const since = home === undefined ? from : today;
    return {
      residentId: file.residentId,
      membership: { memberId: nextId(), householdId, relation, from: since, to: null },
    };
  });
  if (home !== undefined) return { opens: null, joins, differs: false };
  const written = (field: 'householdNumber' | 'address' | 'hukouAddress') =>
    members.map((m) => m.row.values[field]?.trim()).find((text) => text !== undefined && text !== '') ?? '';
  return {
    opens: {
      householdId,
      number: written('householdNumber').slice(0, 40),
      address: (written('address') || written('hukouAddress')).slice(0, 200),
    },
    joins,
    differs: false,
  };
}

function hasHeadNow(people: Iterable<ResidentFile>, householdId: Id, today: PlainDate): boolean {
  for (const file of people)
    for (const m of file.memberships)
      if (m.householdId === householdId && m.relation === headOfHousehold && isWithin(today, m.from, m.to)) return true;
  return false;
}
