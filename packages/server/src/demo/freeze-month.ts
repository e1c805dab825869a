/** The ledgers of a district of the demo city as they stood when its last month was closed: before what is entered late. */
import { descendantsAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { readCopies, writeCopies } from '../ledger/freeze-ledgers.ts';
import type { System } from '../platform/open-system.ts';
import { closingInstant, readStaff } from './hand-in-reports.ts';

/** The communities of one district, with one statement a ledger: nobody else works here yet. */
export async function freezeMonth(system: System, month: Month, districtCode: string): Promise<void> {
  const reference = await system.reference.current();
  const { tree } = reference;
  const city = [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;
  const on = lastDayOf(month);
  const district = findAreaByCode(tree, districtCode, on)!;
  const leaves = descendantsAt(tree, district, on).filter((id) => getArea(tree, id).kind === 'community');
  await system.db.kysely.transaction().execute(async (w) => {
    await sql`set local statement_timeout = 0`.execute(w);
    const { accountId, name } = (await readStaff(w))(city);
    const at = closingInstant(reference, city, month);
    await writeCopies(system, w, await readCopies(system, w, leaves, month), month, { at, actor: { accountId, name } });
  });
}
