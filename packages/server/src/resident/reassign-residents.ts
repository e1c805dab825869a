import type { ResidenceCut } from '@renshe/domain/area/area-split.ts';
import { splitResidences } from '@renshe/domain/area/area-split.ts';
import type { AreaId, AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Writer } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { ReferenceCache } from '../platform/reference.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles } from '../statistics/file-changes.ts';

export interface Reassignment {
  districtId: number;
  fromAreaId: AreaId;
  intoAreaId: AreaId;
  on: PlainDate;
}

export type ReassignOutcome = 'moved' | 'elsewhere' | 'gone';

/** A command without a person's form behind it. */
export interface ReassignFrame {
  host: { reference: ReferenceCache };
  w: Writer;
  tree: AreaTree;
  at: Date;
  actor: { accountId: string | null };
  cause: string;
}

/** At most this many people a transaction: longer ones would hold a community's totals (kernel K9). */
export const reassignChunk = 100;

/**
 * Residents of one community belong to another one of the same district from a day on, because the community was split: their
 * residences are cut on that day, nobody moves. Their households follow as soon as no present member is left behind.
 * @returns what came of each: moved; elsewhere (did not live there on the day or later); gone (no file in the district any more)
 */
export async function reassignResidents(
  frame: ReassignFrame,
  residentIds: readonly string[],
  split: Reassignment,
): Promise<Map<string, ReassignOutcome>> {
  const { districtId } = split;
  const who = { residents: residentIds.map((id) => ({ districtId, id })) };
  return changeFile(
    frame.host,
    frame.w,
    who,
    (files) => {
      const changes = changeFiles(files);
      const outcome = new Map<string, ReassignOutcome>();
      const cuts: (ResidenceCut & { residentId: string })[] = [];
      for (const id of residentIds) {
        const file = files.residents.get(id);
        if (!file || file.residences.length === 0) {
          outcome.set(id, 'gone');
          continue;
        }
        const after = splitResidences(frame.tree, file.residences, split, () => newId(frame.at.getTime()));
        outcome.set(id, after.cuts.length > 0 ? 'moved' : 'elsewhere');
        if (after.cuts.length === 0) continue;
        changes.resident(id, (f) => ({ ...f, residences: after.residences }));
        cuts.push(...after.cuts.map((cut) => ({ ...cut, residentId: id })));
      }
      if (cuts.length > 0) changes.write((w) => writeCuts(frame, w, districtId, cuts, split));
      return changes.done(outcome);
    },
    frame.cause,
  );
}

async function writeCuts(
  frame: ReassignFrame,
  w: Writer,
  districtId: number,
  cuts: readonly (ResidenceCut & { residentId: string })[],
  split: Reassignment,
): Promise<void> {
  const by = frame.actor.accountId;
  await sql`insert into residence (district_id, residence_id, resident_id, area_id, address, from_on, to_on, reason, voided_at, created_at, created_by, cause)
    select o.district_id, c.next_id, o.resident_id, ${split.intoAreaId}::int, o.address, c.from_on, o.to_on, 'area-split', null, ${frame.at}, ${by}::uuid, ${frame.cause}::uuid
    from unnest(${cuts.map((c) => c.residence.residenceId)}::uuid[], ${cuts.map((c) => c.next.residenceId)}::uuid[], ${cuts.map((c) => c.next.from)}::date[]) as c (old_id, next_id, from_on)
    join residence o on o.district_id = ${districtId} and o.residence_id = c.old_id`.execute(w);
  const replaced = cuts.filter((c) => c.replaced).map((c) => c.residence.residenceId);
  const shortened = cuts.filter((c) => !c.replaced).map((c) => c.residence.residenceId);
  await sql`update residence set to_on = ${split.on}::date where district_id = ${districtId} and residence_id = any(${shortened}::uuid[])`.execute(
    w,
  );
  await sql`update residence set voided_at = ${frame.at} where district_id = ${districtId} and residence_id = any(${replaced}::uuid[])`.execute(
    w,
  );
  // The present place, where it is one that went over; who has moved on since keeps hers.
  const ids = [...new Set(cuts.map((c) => c.residentId))];
  const present = sql`(select x.area_id from residence x where x.district_id = r.district_id and x.resident_id = r.resident_id
    and x.voided_at is null order by x.from_on desc limit 1)`;
  const { rows: followed } = await sql<{ resident_id: string }>`
    update resident r set area_id = ${split.intoAreaId}, version = version + 1, modified_at = ${frame.at}, modified_by = ${by}::uuid
    where r.district_id = ${districtId} and r.resident_id = any(${ids}::uuid[]) and ${present} = ${split.intoAreaId} and r.area_id <> ${split.intoAreaId}
    returning r.resident_id`.execute(w);
  const names = [split.fromAreaId, split.intoAreaId].map((id) => frame.tree.areas.get(id)!.versions.at(-1)!.name);
  const moved = followed.map((row) => row.resident_id);
  await sql`insert into resident_change (district_id, change_id, resident_id, field, old_value, new_value, changed_at, changed_by, cause)
    select ${districtId}::int, k.change_id, k.resident_id, 'area', ${names[0]!}, ${names[1]!}, ${frame.at}, ${by}::uuid, ${frame.cause}::uuid
    from unnest(${moved.map(() => newId(frame.at.getTime()))}::uuid[], ${moved}::uuid[]) as k (change_id, resident_id)`.execute(
    w,
  );
  await moveHouseholds(w, districtId, moved, split.intoAreaId);
}

/** Households whose present members all live in the new community now are kept there. */
async function moveHouseholds(w: Writer, districtId: number, residentIds: readonly string[], intoAreaId: AreaId) {
  await sql`update household h set area_id = ${intoAreaId}, version = version + 1
    where h.area_id <> ${intoAreaId} and h.voided_at is null and h.district_id = ${districtId}
      and h.household_id = any(array(select m.household_id from household_member m where m.district_id = ${districtId}
        and m.resident_id = any(${[...residentIds]}::uuid[]) and m.household_district = ${districtId} and m.voided_at is null))
      and not exists (select 1 from household_member m join resident p on p.district_id = m.district_id and p.resident_id = m.resident_id
        where m.district_id = any(h.member_districts) and m.household_id = h.household_id and m.voided_at is null and m.to_on is null
          and p.ended_on is null and p.area_id <> ${intoAreaId})`.execute(w);
}
