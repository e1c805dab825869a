import type { AreaPreview, areaChangeContracts } from '@renshe/domain/area/area-change.contract.ts';
import { type AreaId, type AreaTree, getArea, reportChildren, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import {
  addToMonth,
  formatMonth,
  listMonths,
  type Month,
  monthOf,
  nextMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { bookedMonthFor, closedThrough, touchedByParent } from '../area/area-books.ts';
import { countOtherParameters } from '../area/change-area-parent.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { ReadContext } from '../platform/route.ts';
import { narrowScope, scopeDistricts } from '../platform/scope.ts';
import { prepareStreetMerge } from './merge-street.ts';
import { monthsBefore, officeNames } from './split-area.ts';

/** Counts alone, no names: who manages areas reads no files. */
export async function previewChange(c: ReadContext<typeof areaChangeContracts.preview>): Promise<AreaPreview> {
  const { areaId, scope } = areaInScope(c.scope, c.tree, c.params.code, c.today);
  const { kind, effectiveOn } = c.query;
  const into = c.query.intoCode === undefined ? null : areaInScope(c.scope, c.tree, c.query.intoCode, c.today).areaId;
  const area = getArea(c.tree, areaId);
  const month = monthOf(effectiveOn);
  const touched =
    kind === 'parent-changed'
      ? touchedByParent(c.tree, areaId, into, month)
      : [areaId, ...(into === null ? [] : [into])];
  const street =
    kind === 'merged' && into !== null && area.kind === 'street'
      ? await prepareStreetMerge(c.r, c.tree, areaId, into, effectiveOn)
      : null;
  const bookedMonth = street?.bookedMonth ?? (await bookedMonthFor(c.r, c.tree, effectiveOn, touched));
  const leaves = reportLeaves(c.tree, areaId, monthOf(c.today));
  const own = [...c.tree.areas.keys()].filter((id) => narrowScope(c.scope, c.tree, areaId, c.today).includes(id));
  const districts = scopeDistricts(scope);
  const counts = await sql<{ residents: number; households: number; duties: number }>`
    select (select count(*) from resident where district_id = any(${districts}::int[]) and area_id = any(${leaves}::int[]) and voided_at is null and ended_on is null) as residents,
      (select count(*) from household where district_id = any(${districts}::int[]) and area_id = any(${leaves}::int[]) and voided_at is null and ended_on is null) as households,
      (select count(*) from duty where district_id = any(${districts}::int[]) and area_id = any(${leaves}::int[]) and done_on is null and appears_on <= ${c.today}::date) as duties`.execute(
    c.r,
  );
  const offices = await sql<{ name: string; posts: number }>`
    select o.name, (select count(*) from post p where p.office_id = o.office_id and p.from_on <= ${c.today}::date and (p.to_on is null or p.to_on > ${c.today}::date)) as posts
    from office o where o.area_id = any(${street === null ? own : [areaId]}::int[]) and o.opened_on <= ${c.today}::date and (o.closed_on is null or o.closed_on > ${c.today}::date)
    order by o.area_id, o.name limit 50`.execute(c.r);
  const { residents, households, duties } = counts.rows[0]!;
  return {
    bookedMonth: formatMonth(bookedMonth),
    closedMonths: monthsBefore(effectiveOn, bookedMonth),
    openMonths: await listOpenMonths(c.r, c.tree, areaId, monthOf(c.today)),
    communities: leaves.length,
    residents,
    households,
    openDuties: duties,
    offices: offices.rows,
    successorOffices: into === null ? [] : await officeNames(c.r, into, c.today),
    otherParameters:
      into === null || (kind !== 'parent-changed' && street === null)
        ? 0
        : await countOtherParameters(c.r, c.tree, areaId, into, effectiveOn),
    otherDistrict: into !== null && getArea(c.tree, into).districtId !== area.districtId,
    recoded: (street?.communities ?? []).map(({ name, code, newCode }) => ({ name, code, newCode })),
  };
}

/** Months that are over and not closed for the area, at most the last twelve, with how many reports of it and below are still to be handed in. */
async function listOpenMonths(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  present: Month,
): Promise<AreaPreview['openMonths']> {
  const opened = await closedThrough(r, tree, [areaId]);
  const first = Math.max(opened === 0 ? 0 : nextMonth(opened), addToMonth(present, -12));
  const months = first >= present ? [] : listMonths(first, addToMonth(present, -1));
  const found: AreaPreview['openMonths'] = [];
  for (const month of months) {
    const areas = [areaId, ...reportChildren(tree, areaId, month)];
    const districts = [...new Set(areas.map((id) => getArea(tree, id).districtId))];
    const { rows } = await sql<{ handed: number }>`
      select count(*) as handed from report_form where district_id = any(${districts}::int[]) and form = 'monthly' and month = ${month}
        and area_id = any(${areas}::int[]) and state <> 'draft'`.execute(r);
    found.push({ month: formatMonth(month), due: areas.length - rows[0]!.handed });
  }
  return found;
}
