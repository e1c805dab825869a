import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  childrenAt,
  findAreaByCode,
  getArea,
} from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { lastDayOf, type Month, monthOf, type PlainDate, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import type { warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import type { WarningPart } from '@renshe/domain/warning/warning.rules.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { newId } from '../platform/id.ts';
import type { CommandContext, ReadContext } from '../platform/route.ts';
import { lockCase, setCase, subjectOf, warningsNow } from './record-warning.ts';
import type { CaseRow } from './warning.queries.ts';

type Inform = CommandContext<(typeof warningContracts)['inform']>;
type Direction = 'up' | 'down';

interface Told {
  area_id: AreaId;
  month: Month;
  parts: readonly WarningPart[];
}

/** The areas whose offices hear of it: the one above, or those below that explain the number (all of them where none does). */
function areasToTell(tree: AreaTree, warning: Told, direction: Direction, today: PlainDate): AreaId[] {
  if (direction === 'up') {
    const { parentId } = areaVersionAt(tree, warning.area_id, today);
    return parentId === null ? [] : [parentId];
  }
  const named = warning.parts.flatMap((part) =>
    part.kind === 'area' && part.code !== null ? (findAreaByCode(tree, part.code, lastDayOf(warning.month)) ?? []) : [],
  );
  return named.length > 0 ? named : childrenAt(tree, warning.area_id, today);
}

async function officesToTell(r: Reader, tree: AreaTree, warning: Told, direction: Direction, today: PlainDate) {
  const areas = areasToTell(tree, warning, direction, today);
  const offices =
    areas.length === 0
      ? []
      : await r
          .selectFrom('office')
          .select(['office_id', 'name'])
          .where('area_id', 'in', areas)
          .where('closed_on', 'is', null)
          .orderBy('area_id')
          .orderBy('name')
          .execute();
  if (offices.length === 0)
    throw new AppError(direction === 'up' ? 'warning.no-office-above' : 'warning.no-office-below', 'conflict');
  return offices;
}

/** Offices that were told of a case and have not taken note yet. */
async function waitingOffices(r: Reader, row: Pick<CaseRow, 'district_id' | 'case_id'>): Promise<Set<string>> {
  const told = await r
    .selectFrom('warning_notice')
    .select('office_id')
    .where('district_id', '=', row.district_id)
    .where('case_id', '=', row.case_id)
    .where('confirmed_at', 'is', null)
    .execute();
  return new Set(told.map((notice) => notice.office_id));
}

/** Whom `informOffices` would reach, before anything is done. */
export async function listRecipients(
  c: ReadContext<(typeof warningContracts)['recipients']>,
): Promise<{ offices: { name: string; waiting: boolean }[] }> {
  const { area, indicator, direction } = c.query;
  const month = parseMonth(c.query.month)!;
  const { areaId } = areaInScope(c.scope, c.tree, area, c.today);
  const { districtId } = getArea(c.tree, areaId);
  const known = await c.r
    .selectFrom('warning_case')
    .select(['district_id', 'case_id', 'parts'])
    .where('district_id', '=', districtId)
    .where('area_id', '=', areaId)
    .where('month', '=', month)
    .where('indicator', '=', indicator)
    .executeTakeFirst();
  const now = known || month > monthOf(c.today) ? [] : await warningsNow(c.r, c.reference, areaId, month, c.today);
  const parts = known
    ? (known.parts as unknown as WarningPart[])
    : now.find((one) => one.indicator === indicator)?.parts;
  if (!parts) throw new AppError('warning.none', 'conflict', { month: c.query.month });
  const offices = await officesToTell(c.r, c.tree, { area_id: areaId, month, parts }, direction, c.today);
  const waiting = known ? await waitingOffices(c.r, known) : new Set<string>();
  return { offices: offices.map(({ office_id, name }) => ({ name, waiting: waiting.has(office_id) })) };
}

/** 告知: each office gets a line on its desk until somebody there takes note. Offices that were told already are not told twice. */
export async function informOffices(c: Inform): Promise<{ caseId: string; offices: string[] }> {
  const row = await lockCase(c, c.body, 'inform');
  const told = { area_id: row.area_id, month: row.month, parts: row.parts as unknown as WarningPart[] };
  const offices = await officesToTell(c.w, c.tree, told, c.body.direction, c.today);
  const known = await waitingOffices(c.w, row);
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
