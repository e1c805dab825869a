import { type AreaId, getArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { type WarningCase, type WarningRow, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { judgeWarnings, type Warning, warningIndicators, warningLevels } from '@renshe/domain/warning/warning.rules.ts';
import { sql } from 'kysely';
import { areaInScope } from '../platform/area-ref.ts';
import { notFound } from '../platform/errors.ts';
import { commandRoute, type ReadContext, type RouteDefinition, readRoute } from '../platform/route.ts';
import { exportCases } from './export-cases.ts';
import { informOffices, listRecipients } from './inform-offices.ts';
import { judgingDay, namedFigures, readWarningFigures, thresholdsOf } from './read-warning-figures.ts';
import { lockCase, setCase, subjectOf } from './record-warning.ts';
import { casesOfMonth, ledgerOf, listCases, warningArea } from './warning.queries.ts';

const ok = { ok: true } as const;
type ListContext = ReadContext<(typeof warningContracts)['list']>;

/** Computed and recorded warnings of one area, joined by their indicator; a recorded one shows what was true then. */
function rowsOf(
  c: ListContext,
  areaId: AreaId,
  month: Month,
  warnings: readonly Warning[],
  cases: readonly WarningCase[],
): WarningRow[] {
  const area = warningArea(c.tree, areaId, month);
  const { kind } = getArea(c.tree, areaId);
  return warningIndicators.flatMap((indicator) => {
    const now = warnings.find((one) => one.indicator === indicator);
    const known = cases.find((one) => one.indicator === indicator);
    const shown = known ?? now;
    if (!shown) return [];
    return [
      {
        area,
        kind,
        indicator,
        level: now?.level ?? null,
        value: now?.value ?? null,
        limit: now?.limit ?? null,
        sentence: (now ?? shown).sentence,
        parts: (now ?? shown).parts,
        case: known ?? null,
      },
    ];
  });
}

const seriousness = (row: WarningRow) => warningLevels.indexOf(row.level ?? row.case!.level);

async function listWarnings(c: ListContext) {
  const month = parseMonth(c.query.month)!;
  const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
  const children = reportChildren(c.tree, areaId, month);
  const areas = [areaId, ...children];
  const figures = month > monthOf(c.today) ? undefined : await readWarningFigures(c.r, c.tree, areas, month, c.today);
  const own = figures?.get(areaId);
  if (!figures || !own) {
    const { rows } = await sql<{
      opening: number | null;
    }>`select min(opening_month) as opening from area_period`.execute(c.r);
    throw new AppError('warning.month-unknown', 'conflict', {
      month: c.query.month,
      opening: rows[0]?.opening ? formatMonth(rows[0].opening) : '',
    });
  }
  const cases = await casesOfMonth(c.r, c.tree, areas, month, c.today);
  const on = judgingDay(month, c.today);
  const warnings = areas.flatMap((id) => {
    const known = figures.get(id);
    const explaining = id === areaId ? namedFigures(c.tree, figures, children, month) : [];
    const now = known ? judgeWarnings(known.figures, explaining, thresholdsOf(c.reference, id, on)) : [];
    return rowsOf(c, id, month, now, cases.get(id) ?? []);
  });
  const thresholds = thresholdsOf(c.reference, areaId, on);
  const sources = await c.r
    .selectFrom('parameter')
    .select(['parameter_id', 'from_on', 'source'])
    .where('parameter_id', 'in', [...new Set(Object.values(thresholds.parameterIds))])
    .execute();
  return {
    area: warningArea(c.tree, areaId, month),
    month: c.query.month,
    open: !own.sealed,
    // Stable: the area itself stands before those below at the same level.
    warnings: warnings.sort((a, b) => seriousness(b) - seriousness(a)),
    areaCount: figures.size,
    leastBase: thresholds.leastBase,
    thresholds: warningIndicators.map((indicator) => {
      const row = sources.find((one) => one.parameter_id === thresholds.parameterIds[indicator]);
      return {
        indicator,
        limits: [...thresholds.limits[indicator]] as [number, number, number, number],
        fromOn: row?.from_on ?? null,
        source: row?.source ?? '',
      };
    }),
  };
}

export const warningRoutes: RouteDefinition[] = [
  readRoute(warningContracts.list, listWarnings),
  readRoute(warningContracts.cases, async (c) => {
    const { where } = ledgerOf(c, c.query);
    const { count, cases } = await listCases(c.r, c.tree, c.today, where, c.query);
    return { count, cases: cases.map(({ areaId: _id, ...one }) => one) };
  }),
  readRoute(warningContracts.exportCases, exportCases),
  readRoute(warningContracts.recipients, listRecipients),
  commandRoute(warningContracts.acknowledge, async (c) => {
    const row = await lockCase(c, c.body, 'acknowledge');
    await setCase(c.w, row, { state: 'acknowledged', acknowledged_at: c.at, acknowledged_by: c.actor.accountId });
    c.audit({ ...subjectOf(row), details: { month: c.body.month, indicator: row.indicator, level: row.level } });
    return { caseId: row.case_id };
  }),
  commandRoute(warningContracts.handle, async (c) => {
    if (c.body.dueOn < c.today)
      throw new AppError('warning.due-in-past', 'invalid', { today: c.today, field: 'dueOn' });
    const row = await lockCase(c, c.body, 'handle');
    await setCase(c.w, row, {
      state: 'handled',
      acknowledged_at: row.acknowledged_at ?? c.at,
      acknowledged_by: row.acknowledged_by ?? c.actor.accountId,
      measure: c.body.measure,
      responsible: c.body.responsible,
      due_on: c.body.dueOn,
      handled_at: c.at,
      handled_by: c.actor.accountId,
    });
    c.audit({
      ...subjectOf(row),
      details: { measure: c.body.measure, responsible: c.body.responsible, dueOn: c.body.dueOn, before: row.measure },
    });
    return { caseId: row.case_id };
  }),
  commandRoute(warningContracts.inform, informOffices),
  commandRoute(warningContracts.close, async (c) => {
    const row = await lockCase(c, c.body, 'close');
    await setCase(c.w, row, {
      state: 'closed',
      result: c.body.result,
      closed_at: c.at,
      closed_by: c.actor.accountId,
    });
    c.audit({ ...subjectOf(row), details: { result: c.body.result } });
    return { caseId: row.case_id };
  }),
  readRoute(warningContracts.notices, async (c) => {
    const offices = c.actor.posts.map((post) => post.officeId);
    const { rows } = await sql<{
      notice_id: string;
      note: string;
      told_at: Date;
      told_name: string | null;
      area_id: number;
      month: number;
      indicator: WarningRow['indicator'];
      level: WarningCase['level'];
      sentence_zh: string;
      sentence_en: string;
    }>`select n.notice_id, n.note, n.told_at, a.name as told_name, w.area_id, w.month, w.indicator, w.level, w.sentence_zh, w.sentence_en
      from warning_notice n join warning_case w on w.district_id = n.district_id and w.case_id = n.case_id left join account a on a.account_id = n.told_by
      where n.office_id = any(${offices}::uuid[]) and n.confirmed_at is null order by n.told_at desc, n.notice_id limit 50`.execute(
      c.r,
    );
    return {
      notices: rows.map((row) => ({
        noticeId: row.notice_id,
        area: warningArea(c.tree, row.area_id, row.month),
        month: formatMonth(row.month),
        indicator: row.indicator,
        level: row.level,
        sentence: { zh: row.sentence_zh, en: row.sentence_en },
        note: row.note,
        toldAt: row.told_at.toISOString(),
        toldBy: row.told_name,
        inScope: c.scope.includes(row.area_id),
      })),
    };
  }),
  commandRoute(warningContracts.confirmNotice, async (c) => {
    const offices = c.actor.posts.map((post) => post.officeId);
    const { rows } = await sql<{ district_id: number; case_id: string; area_id: number }>`
      update warning_notice n set confirmed_at = ${c.at}, confirmed_by = ${c.actor.accountId}::uuid
      from warning_case w where w.district_id = n.district_id and w.case_id = n.case_id
        and n.notice_id = ${c.params.noticeId}::uuid and n.office_id = any(${offices}::uuid[]) and n.confirmed_at is null
      returning n.district_id, n.case_id, w.area_id`.execute(c.w);
    const row = rows[0];
    if (!row) throw notFound();
    c.audit({
      districtId: row.district_id,
      areaId: row.area_id,
      subjectKind: 'warning',
      subjectId: row.case_id,
      details: { noticeId: c.params.noticeId },
    });
    return ok;
  }),
];
