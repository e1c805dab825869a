import { type AreaId, getArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { formatMonth, type Month, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import {
  judgeWarnings,
  type Warning,
  type WarningAction,
  type WarningIndicator,
  type WarningState,
  warningMay,
} from '@renshe/domain/warning/warning.rules.ts';
import type { Actor } from '../platform/actor.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile, requireOneRow } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { CommandContext } from '../platform/route.ts';
import { judgingDay, namedFigures, readWarningFigures, thresholdsOf } from './read-warning-figures.ts';
import type { CaseRow } from './warning.queries.ts';

/** The warnings of one area by its figures now. */
export async function warningsNow(
  r: Reader,
  reference: Reference,
  areaId: AreaId,
  month: Month,
  today: string,
): Promise<Warning[]> {
  const { tree } = reference;
  const children = reportChildren(tree, areaId, month);
  const figures = await readWarningFigures(r, tree, [areaId, ...children], month, today);
  const own = figures.get(areaId);
  if (!own) return [];
  return judgeWarnings(
    own.figures,
    namedFigures(tree, figures, children, month),
    thresholdsOf(reference, areaId, judgingDay(month, today)),
  );
}

interface Recording {
  at: Date;
  by: string | null;
  cause: string;
}

/** One row for each warning; those that are recorded already stay as they are. Answers what was new. */
export async function recordWarnings(
  w: Writer,
  districtId: number,
  areaId: AreaId,
  month: Month,
  warnings: readonly Warning[],
  recording: Recording,
): Promise<CaseRow[]> {
  if (warnings.length === 0) return [];
  return w
    .insertInto('warning_case')
    .values(
      warnings.map((warning) => ({
        district_id: districtId,
        case_id: newId(recording.at.getTime()),
        area_id: areaId,
        month,
        indicator: warning.indicator,
        level: warning.level,
        value: String(warning.value),
        reached: String(warning.limit),
        sentence_zh: warning.sentence.zh,
        sentence_en: warning.sentence.en,
        parts: JSON.stringify(warning.parts),
        state: 'recorded',
        recorded_at: recording.at,
        recorded_by: recording.by,
        cause: recording.cause,
      })),
    )
    .onConflict((on) => on.columns(['district_id', 'area_id', 'month', 'indicator']).doNothing())
    .returningAll()
    .execute();
}

interface Named {
  area: string;
  month: string;
  indicator: WarningIndicator;
  version: number;
}

/** The case of a warning under its row lock, recorded from the figures of now where it does not exist yet. */
export async function lockCase(
  c: Pick<CommandContext<never>, 'w' | 'scope' | 'tree' | 'today' | 'at' | 'actor' | 'cause' | 'reference'>,
  named: Named,
  action: WarningAction,
): Promise<CaseRow> {
  const month = parseMonth(named.month)!;
  const { areaId } = areaInScope(c.scope, c.tree, named.area, c.today);
  const { districtId } = getArea(c.tree, areaId);
  const known = await c.w
    .selectFrom('warning_case')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('area_id', '=', areaId)
    .where('month', '=', month)
    .where('indicator', '=', named.indicator)
    .forUpdate()
    .executeTakeFirst();
  if ((known?.version ?? 0) !== named.version) throw changedMeanwhile();
  if (!warningMay((known?.state as WarningState | undefined) ?? null, action))
    throw known
      ? new AppError('warning.wrong-state', 'conflict', { state: known.state })
      : new AppError('warning.none', 'conflict', { month: named.month });
  if (known) return known;
  const warnings = month > monthOf(c.today) ? [] : await warningsNow(c.w, c.reference, areaId, month, c.today);
  const warning = warnings.find((one) => one.indicator === named.indicator);
  if (!warning) throw new AppError('warning.none', 'conflict', { month: named.month });
  const recording = { at: c.at, by: c.actor.accountId, cause: c.cause };
  const [row] = await recordWarnings(c.w, districtId, areaId, month, [warning], recording);
  if (!row) throw changedMeanwhile();
  return row;
}

export async function setCase(w: Writer, row: CaseRow, values: Partial<Omit<CaseRow, 'parts'>>): Promise<void> {
  requireOneRow(
    await w
      .updateTable('warning_case')
      .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
      .where('district_id', '=', row.district_id)
      .where('case_id', '=', row.case_id)
      .where('version', '=', row.version)
      .executeTakeFirst(),
  );
}

/** What an audit event names of a warning. */
export const subjectOf = (row: CaseRow) => ({
  districtId: row.district_id,
  areaId: row.area_id,
  subjectKind: 'warning',
  subjectId: row.case_id,
});

/**
 * After a closing: the warnings of those areas whose month is closed, by the figures that never change again, become cases that somebody has to take note of. In a
 * transaction of its own, so that a closing never waits for it; safe to run twice.
 */
export async function recordClosedWarnings(
  host: Host,
  actor: Actor,
  areaIds: readonly AreaId[],
  month: Month,
): Promise<number> {
  if (areaIds.length === 0) return 0;
  const reference = await host.reference.current();
  const today = host.clock.today();
  const { tree } = reference;
  const below = new Map(areaIds.map((id) => [id, reportChildren(tree, id, month)]));
  const all = [...new Set([...areaIds, ...[...below.values()].flat()])];
  const figures = await readWarningFigures(host.db.kysely, tree, all, month, today);
  const found = areaIds.flatMap((areaId) => {
    const own = figures.get(areaId);
    if (!own?.sealed) return [];
    const children = namedFigures(tree, figures, below.get(areaId)!, month);
    const thresholds = thresholdsOf(reference, areaId, judgingDay(month, today));
    const warnings = judgeWarnings(own.figures, children, thresholds);
    return warnings.length > 0 ? [{ areaId, warnings }] : [];
  });
  if (found.length === 0) return 0;
  const intent = { actor, action: 'warning.recorded', permission: 'report.close' } as const;
  return runCommand(host, intent, async (command) => {
    let count = 0;
    for (const { areaId, warnings } of found) {
      const { districtId } = getArea(tree, areaId);
      const rows = await recordWarnings(command.w, districtId, areaId, month, warnings, {
        at: command.at,
        by: null,
        cause: command.cause,
      });
      count += rows.length;
      command.audit({
        districtId,
        areaId,
        subjectKind: 'warning',
        details: { month: formatMonth(month), recorded: rows.map((row) => `${row.indicator} ${row.level}`) },
      });
    }
    return count;
  });
}
