import { type AreaId, type AreaTree, areaVersionAt, getArea, pathName } from '@renshe/domain/area/area-tree.ts';
import { formatMonth, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import type { WarningCase } from '@renshe/domain/warning/warning.contract.ts';
import type { WarningPart } from '@renshe/domain/warning/warning.rules.ts';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { DB } from '../platform/schema.gen.ts';
import type { Scope } from '../platform/scope.ts';

export type CaseRow = Selectable<DB['warning_case']>;
type NoticeRow = Selectable<DB['warning_notice']>;

/** An area as the warning of a month names it: by itself, also where another one has absorbed it by now. */
export function warningArea(tree: AreaTree, areaId: AreaId, month: Month): AreaRef {
  const on = lastDayOf(month);
  const { code, name } = areaVersionAt(tree, areaId, on);
  return { code, name, pathName: pathName(tree, areaId, on) };
}

type NamedCase = CaseRow & {
  acknowledged_name: string | null;
  handled_name: string | null;
  closed_name: string | null;
};
type NamedNotice = NoticeRow & { office_name: string; told_name: string | null; confirmed_name: string | null };

const names = sql`(select name from account where account_id = w.acknowledged_by) as acknowledged_name,
  (select name from account where account_id = w.handled_by) as handled_name, (select name from account where account_id = w.closed_by) as closed_name`;

/** Recorded warnings with everybody who was told, the newest month and the most serious first. */
export async function listCases(
  r: Reader,
  tree: AreaTree,
  today: PlainDate,
  where: RawBuilder<unknown>,
  page: { limit: number; offset: number },
): Promise<{ count: number; cases: (WarningCase & { areaId: AreaId })[] }> {
  const { rows } = await sql<NamedCase & { count: number }>`
    select w.*, ${names}, count(*) over ()::int as count from warning_case w where ${where}
    order by (w.state = 'closed'), w.month desc, array_position(array['red', 'orange', 'yellow', 'blue'], w.level), w.area_id, w.indicator
    limit ${page.limit} offset ${page.offset}`.execute(r);
  const notices = await noticesOf(r, rows);
  return {
    count: rows[0]?.count ?? 0,
    cases: rows.map((row) => caseOf(row, tree, today, notices.get(row.case_id) ?? [])),
  };
}

async function noticesOf(r: Reader, cases: readonly CaseRow[]): Promise<Map<string, NamedNotice[]>> {
  const byCase = new Map<string, NamedNotice[]>();
  if (cases.length === 0) return byCase;
  const { rows } = await sql<NamedNotice>`
    select n.*, o.name as office_name, t.name as told_name, k.name as confirmed_name
    from warning_notice n join office o on o.office_id = n.office_id
    left join account t on t.account_id = n.told_by left join account k on k.account_id = n.confirmed_by
    where n.district_id = any(${[...new Set(cases.map((row) => row.district_id))]}::int[]) and n.case_id = any(${cases.map((row) => row.case_id)}::uuid[])
    order by n.told_at, o.name`.execute(r);
  for (const row of rows) byCase.set(row.case_id, [...(byCase.get(row.case_id) ?? []), row]);
  return byCase;
}

function caseOf(
  row: NamedCase,
  tree: AreaTree,
  today: PlainDate,
  notices: readonly NamedNotice[],
): WarningCase & { areaId: AreaId } {
  return {
    areaId: row.area_id,
    caseId: row.case_id,
    area: warningArea(tree, row.area_id, row.month),
    month: formatMonth(row.month),
    indicator: row.indicator as WarningCase['indicator'],
    level: row.level as WarningCase['level'],
    value: Number(row.value),
    limit: Number(row.reached),
    sentence: { zh: row.sentence_zh, en: row.sentence_en },
    parts: row.parts as unknown as WarningPart[],
    state: row.state as WarningCase['state'],
    recordedAt: row.recorded_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_name,
    measure: row.measure,
    responsible: row.responsible,
    dueOn: row.due_on,
    overdue: row.state !== 'closed' && row.due_on !== null && row.due_on < today,
    handledAt: row.handled_at?.toISOString() ?? null,
    handledBy: row.handled_name,
    result: row.result,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_name,
    version: row.version,
    notices: notices.map((notice) => ({
      noticeId: notice.notice_id,
      direction: notice.direction as 'up' | 'down',
      officeName: notice.office_name,
      how: notice.how as 'system',
      note: notice.note,
      toldAt: notice.told_at.toISOString(),
      toldBy: notice.told_name,
      confirmedAt: notice.confirmed_at?.toISOString() ?? null,
      confirmedBy: notice.confirmed_name,
    })),
  };
}

/** The cases of an area and everything below it, within the scope; only open or closed ones where a state is asked for. */
export function ledgerOf(
  c: { scope: Scope; tree: AreaTree; today: PlainDate },
  asked: { area: string; state?: 'open' | 'closed' | undefined },
): { areaId: AreaId; where: RawBuilder<unknown> } {
  const { areaId, scope } = areaInScope(c.scope, c.tree, asked.area, c.today);
  // Cases of streets and districts hang on areas that are no leaves: the scope's own areas are asked for by the tree.
  const areas = [...c.tree.areas.keys()].filter((id) => id === areaId || scope.includes(id));
  const districts = [...new Set(areas.map((id) => getArea(c.tree, id).districtId))];
  const state = { open: sql` and w.state <> 'closed'`, closed: sql` and w.state = 'closed'` };
  return {
    areaId,
    where: sql`w.district_id = any(${districts}::int[]) and w.area_id = any(${areas}::int[])${asked.state ? state[asked.state] : sql``}`,
  };
}

/** The recorded warnings of some areas in a month, without their internal area ids. */
export async function casesOfMonth(
  r: Reader,
  tree: AreaTree,
  areaIds: readonly AreaId[],
  month: Month,
  today: PlainDate,
): Promise<Map<AreaId, WarningCase[]>> {
  const districts = [...new Set(areaIds.map((id) => getArea(tree, id).districtId))];
  const where = sql`w.district_id = any(${districts}::int[]) and w.area_id = any(${[...areaIds]}::int[]) and w.month = ${month}`;
  const { cases } = await listCases(r, tree, today, where, { limit: 10_000, offset: 0 });
  const byArea = new Map<AreaId, WarningCase[]>();
  for (const { areaId, ...one } of cases) byArea.set(areaId, [...(byArea.get(areaId) ?? []), one]);
  return byArea;
}
