import type { areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { notFound } from '../platform/errors.ts';
import type { ReadContext } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';

type Rows = z.input<(typeof areaChangeContracts.splitRows)['output']>;
type Row = Rows['rows'][number];

/** The list of a split, row by row, within the reader's scope as the people live today. */
export async function listSplitRows(c: ReadContext<typeof areaChangeContracts.splitRows>): Promise<Rows> {
  const change = await c.r
    .selectFrom('area_change')
    .select(['area_id', 'kind'])
    .where('change_id', '=', c.params.changeId)
    .executeTakeFirst();
  if (change?.kind !== 'split') throw notFound();
  const { districtId } = c.tree.areas.get(change.area_id)!;
  const list: RawBuilder<unknown> = sql`area_split_row x join resident r on r.district_id = x.district_id and r.resident_id = x.resident_id
    where x.district_id = ${districtId} and x.change_id = ${c.params.changeId}::uuid and ${inScope(c.scope, 'r.district_id', 'r.area_id')}`;
  const counted = await sql<{ outcome: Row['outcome']; count: number }>`
    select x.outcome, count(*) as count from ${list} group by x.outcome`.execute(c.r);
  const counts = { waiting: 0, moved: 0, elsewhere: 0, gone: 0 };
  for (const row of counted.rows) counts[row.outcome] = row.count;
  const wanted = c.query.outcome === undefined ? sql`` : sql`and x.outcome = ${c.query.outcome}`;
  const { rows } = await sql<{
    resident_id: string;
    name: string;
    citizen_id_masked: string;
    address: string;
    household_number: string;
    outcome: Row['outcome'];
  }>`
    select x.resident_id, r.name, r.citizen_id_masked, r.address, x.household_number, x.outcome from ${list} ${wanted}
    order by x.household_number, x.resident_id limit ${c.query.limit} offset ${c.query.offset}`.execute(c.r);
  return {
    count: c.query.outcome === undefined ? Object.values(counts).reduce((a, b) => a + b, 0) : counts[c.query.outcome],
    counts,
    rows: rows.map((row) => ({
      residentId: row.resident_id,
      name: row.name,
      citizenIdMasked: row.citizen_id_masked,
      address: row.address,
      householdNumber: row.household_number,
      outcome: row.outcome,
    })),
  };
}
