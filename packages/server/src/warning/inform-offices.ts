import { areaVersionAt, childrenAt, findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { lastDayOf } from '@renshe/domain/kernel/plain-date.ts';
import type { warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import type { WarningPart } from '@renshe/domain/warning/warning.rules.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext } from '../platform/route.ts';
import { lockCase, setCase, subjectOf } from './record-warning.ts';
import type { CaseRow } from './warning.queries.ts';

type Inform = CommandContext<(typeof warningContracts)['inform']>;

/** The areas whose offices hear of it: the one above, or those below that explain the number (all of them where none does). */
function areasToTell(c: Inform, row: CaseRow): number[] {
  if (c.body.direction === 'up') {
    const { parentId } = areaVersionAt(c.tree, row.area_id, c.today);
    return parentId === null ? [] : [parentId];
  }
  const named = (row.parts as unknown as WarningPart[]).flatMap((part) =>
    part.kind === 'area' && part.code !== null ? (findAreaByCode(c.tree, part.code, lastDayOf(row.month)) ?? []) : [],
  );
  return named.length > 0 ? named : childrenAt(c.tree, row.area_id, c.today);
}

/** 告知: one click; each office gets a line on its desk until somebody there takes note. Offices that were told already are not told twice. */
export async function informOffices(c: Inform): Promise<{ caseId: string; offices: string[] }> {
  const row = await lockCase(c, c.body, 'inform');
  const areas = areasToTell(c, row);
  const offices =
    areas.length === 0
      ? []
      : await c.w
          .selectFrom('office')
          .select(['office_id', 'name'])
          .where('area_id', 'in', areas)
          .where('closed_on', 'is', null)
          .orderBy('area_id')
          .orderBy('name')
          .execute();
  if (offices.length === 0)
    throw new AppError(c.body.direction === 'up' ? 'warning.no-office-above' : 'warning.no-office-below', 'conflict');
  const told = await c.w
    .selectFrom('warning_notice')
    .select('office_id')
    .where('district_id', '=', row.district_id)
    .where('case_id', '=', row.case_id)
    .where('confirmed_at', 'is', null)
    .execute();
  const known = new Set(told.map((notice) => notice.office_id));
  const fresh = offices.filter((office) => !known.has(office.office_id));
  if (fresh.length > 0)
    await c.w
      .insertInto('warning_notice')
      .values(
        fresh.map((office) => ({
          district_id: row.district_id,
          notice_id: newId(c.at.getTime()),
          case_id: row.case_id,
          direction: c.body.direction,
          office_id: office.office_id,
          how: c.body.how,
          note: c.body.note,
          told_at: c.at,
          told_by: c.actor.accountId,
          cause: c.cause,
        })),
      )
      .execute();
  await setCase(
    c.w,
    row,
    row.state === 'recorded'
      ? { state: 'acknowledged', acknowledged_at: c.at, acknowledged_by: c.actor.accountId }
      : {},
  );
  c.audit({
    ...subjectOf(row),
    details: { direction: c.body.direction, how: c.body.how, offices: fresh.map((office) => office.office_id) },
  });
  return { caseId: row.case_id, offices: offices.map((office) => office.name) };
}
