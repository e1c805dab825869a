/** The closed months of the demo city, and the one that is being reported. */
import { type AreaTree, descendantsAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { addToMonth, formatMonth, lastDayOf, listMonths, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { System } from '../platform/open-system.ts';
import { sealForms } from '../report/seal-forms.ts';
import { closeLeaves, sealParents } from '../statistics/close-month.ts';
import type { DemoPlaces } from './demo-districts.ts';
import { DemoRandom } from './demo-random.ts';
import { closingInstant, handInMonth, handInOpenMonth, readStaff } from './hand-in-reports.ts';

const cityOf = (tree: AreaTree) => [...tree.areas.values()].find((area) => area.kind === 'city')!.areaId;

/** Closes every month but the last two: all communities of a month at once, since nobody else works here yet; then the parents. */
export async function closeHistory(
  system: System,
  seed: string,
  anchorMonth: Month,
  months: number,
  say: (line: string) => void,
): Promise<void> {
  const { tree } = await system.reference.current();
  const city = cityOf(tree);
  const closed = listMonths(addToMonth(anchorMonth, 1 - months), addToMonth(anchorMonth, -2));
  for (const [index, month] of closed.entries()) {
    const below = descendantsAt(tree, city, lastDayOf(month));
    const leaves = below.filter((id) => getArea(tree, id).kind === 'community');
    const parents = [...below.filter((id) => getArea(tree, id).kind !== 'community').reverse(), city];
    await system.db.kysely.transaction().execute(async (w) => {
      await sql`set local statement_timeout = 0`.execute(w);
      const reference = await system.reference.within(w);
      await closeLeaves(system, w, leaves, month, system.clock.today());
      await sealParents(system, w, parents, month);
      const random = new DemoRandom(`${seed} ${month}`);
      const staff = await readStaff(w);
      await handInMonth(w, reference, [...leaves, ...parents], month, random, staff);
      const at = closingInstant(reference, city, month);
      const { accountId, name, office } = staff(city);
      const actor = { accountId, name, posts: [{ officeName: office }] };
      await sealForms(w, reference, [...leaves, ...parents], month, { at, actor, forcedReason: '' });
    });
    // The tables were empty a moment ago, and are planned for as if they still were.
    if ([0, 2, 8].includes(index)) await analyzeReports(system);
    if ((index + 1) % 6 === 0) say(`    ${formatMonth(month)}`);
  }
}

/** The month before the anchor is being reported. */
export async function prepareOpenReports(
  system: System,
  seed: string,
  month: Month,
  places: Pick<DemoPlaces, 'district' | 'street'>,
): Promise<void> {
  const { tree } = await system.reference.current();
  const on = lastDayOf(month);
  const district = findAreaByCode(tree, places.district, on)!;
  const street = findAreaByCode(tree, places.street, on)!;
  await system.db.kysely.transaction().execute(async (w) => {
    const reference = await system.reference.within(w);
    const random = new DemoRandom(`${seed} open reports`);
    await handInOpenMonth(w, reference, month, { city: cityOf(tree), district, street }, random, await readStaff(w));
  });
}

async function analyzeReports(system: System): Promise<void> {
  await system.db.kysely.transaction().execute(async (w) => {
    await sql`set local default_statistics_target = 10`.execute(w);
    await sql`analyze closing_balance, report_rollup, closing_age_band, report_form, report_event, report_seal`.execute(
      w,
    );
  });
}
