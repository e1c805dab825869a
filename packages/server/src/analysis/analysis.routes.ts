import { analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import type { AnalysedIndicator } from '@renshe/domain/analysis/analysis-indicator.ts';
import { type AreaId, areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { formatMonth, type Month, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import type { z } from 'zod';
import { changedFields } from '../platform/audit.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { reportAreaInScope } from '../report/report-area.ts';
import { readBoard } from './analysis-board.ts';
import {
  type AnalysisPeriod,
  areasOfLevel,
  compare,
  getAnalysed,
  getAnalysedList,
  rankLevel,
  readPeriod,
  readTrend,
  requireMonth,
} from './analysis-figures.ts';
import { findOutliers } from './analysis-outliers.ts';
import { exportAnalysis } from './export-analysis.ts';
import { readShapes } from './read-shapes.ts';
import { changeSaved, deleteSaved, listSaved, saveAnalysis } from './saved-analysis.ts';

const ok = { ok: true } as const;
type Any = Context<RouteContract> & { r: Reader };
type Asked = z.output<(typeof analysisContracts.exportXlsx)['body']>['asked'];
type AskedFor<T extends Asked['table']> = Omit<Extract<Asked, { table: T }>, 'table'>;

/** The area within the reader's scope, and the months that it can be analysed in. */
async function placeOf(c: Any, area: string, month: Month): Promise<{ areaId: AreaId; period: AnalysisPeriod }> {
  const areaId = reportAreaInScope(c.scope, c.tree, area, month, c.today);
  return { areaId, period: await readPeriod(c.r, c.tree, areaId, c.today) };
}

async function comparisonFor(c: Any, asked: AskedFor<'comparison'>) {
  const month = parseMonth(asked.month)!;
  const { areaId, period } = await placeOf(c, asked.area, month);
  const chosen = getAnalysedList(asked.indicators);
  return compare(c.r, c.tree, areaId, requireMonth(period, month), chosen, asked.basis, period);
}

async function trendFor(c: Any, asked: AskedFor<'trend'>) {
  const [from, to] = [parseMonth(asked.from)!, parseMonth(asked.to)!];
  if (from > to) throw new AppError('analysis.range-wrong', 'invalid', { from: asked.from, to: asked.to });
  const { areaId, period } = await placeOf(c, asked.area, to);
  const chosen = getAnalysedList(asked.indicators);
  requireMonth(period, to);
  // Earlier months than the system knows are left out, not refused: three years back is asked for on the first day too.
  const range = { from: Math.max(from, period.first), to };
  return readTrend(c.r, c.tree, areaId, range, chosen, asked.basis, period);
}

function requireFair(indicator: AnalysedIndicator): AnalysedIndicator {
  if (indicator.fair === null)
    throw new AppError('analysis.not-ranked', 'invalid', { zh: indicator.zh, en: indicator.en });
  return indicator;
}

async function areasFor(c: Any, asked: AskedFor<'areas'>) {
  const month = parseMonth(asked.month)!;
  const { areaId, period } = await placeOf(c, asked.area, month);
  const indicator = getAnalysed(asked.indicator);
  return rankLevel(c.r, c.reference, areaId, asked.level, requireMonth(period, month), indicator, asked.basis, period);
}

async function outliersFor(c: Any, asked: AskedFor<'outliers'>) {
  const month = parseMonth(asked.month)!;
  const { areaId, period } = await placeOf(c, asked.area, month);
  return findOutliers(c.r, c.reference, areaId, requireMonth(period, month), getAnalysed(asked.indicator), period);
}

async function answerOf(c: Any, asked: Asked) {
  switch (asked.table) {
    case 'comparison':
      return { table: asked.table, answer: await comparisonFor(c, asked) };
    case 'trend':
      return { table: asked.table, answer: await trendFor(c, asked) };
    case 'areas':
      requireFair(getAnalysed(asked.indicator));
      return { table: asked.table, answer: await areasFor(c, asked) };
    case 'outliers':
      return { table: asked.table, answer: await outliersFor(c, asked) };
  }
}

export const analysisRoutes: RouteDefinition[] = [
  readRoute(analysisContracts.period, async (c) => {
    const { period } = await placeOf(c, c.query.area, monthOf(c.today));
    return {
      first: formatMonth(period.first),
      closed: period.closed === null ? null : formatMonth(period.closed),
      current: formatMonth(period.current),
    };
  }),
  readRoute(analysisContracts.comparison, (c) => comparisonFor(c, c.query)),
  readRoute(analysisContracts.trend, (c) => trendFor(c, c.query)),
  readRoute(analysisContracts.areas, (c) => areasFor(c, c.query)),
  readRoute(analysisContracts.outliers, (c) => outliersFor(c, c.query)),
  readRoute(analysisContracts.shapes, async (c) => {
    const month = monthOf(c.today);
    const { areaId } = await placeOf(c, c.query.area, month);
    const installation = await findInstallation(c.r);
    const answer = await readShapes(c.host.dataDir, installation?.region ?? '');
    if (!answer?.ok) return { licence: null, shapes: [], problem: answer ? answer.problem : null };
    const wanted = new Set(
      areasOfLevel(c.tree, areaId, c.query.level, month).map((id) => areaVersionAt(c.tree, id, c.today).code),
    );
    return {
      licence: answer.file.licence,
      shapes: answer.file.shapes
        .filter((shape) => wanted.has(shape.code))
        .map((shape) => ({
          code: shape.code,
          rings: shape.rings.map((ring) =>
            ring.map(([longitude, latitude]): [number, number] => [longitude, latitude]),
          ),
        })),
      problem: null,
    };
  }),
  readRoute(analysisContracts.board, async (c) => {
    const { areaId } = await placeOf(c, c.query.area, monthOf(c.today));
    return readBoard(c.r, c.reference, areaId, c.today, c.at);
  }),
  readRoute(analysisContracts.exportXlsx, async (c) => {
    const { asked, purpose } = c.body;
    const done = await answerOf(c, asked);
    const { area } = done.answer;
    const { file, title } = await exportAnalysis(done, {
      at: c.at,
      language: c.language,
      by: c.actor.name,
      office: c.actor.posts[0]?.officeName ?? '',
    });
    const areaId = reportAreaInScope(c.scope, c.tree, asked.area, monthOf(c.today), c.today);
    c.audit({
      districtId: districtOf(c.tree, areaId),
      areaId,
      subjectKind: 'analysis',
      purpose,
      details: { ...asked },
    });
    return { file, fileName: `${area.name}-${title}.xlsx` };
  }),
  readRoute(analysisContracts.listSaved, async (c) => ({ analyses: await listSaved(c.r, c.actor, c.reference) })),
  commandRoute(analysisContracts.save, async (c) => {
    const { analysisId, districtId } = await saveAnalysis(c.w, c.actor, c.reference, c.body, c.at);
    const { name, shared } = c.body;
    c.audit({ districtId, subjectKind: 'analysis', subjectId: analysisId, details: { name, shared } });
    return { analysisId };
  }),
  commandRoute(analysisContracts.changeSaved, async (c) => {
    const { analysisId } = c.params;
    const { districtId, before } = await changeSaved(c.w, c.actor, c.reference, analysisId, c.body, c.at);
    const { name, shared, state = before.state } = c.body;
    const fields = changedFields(before, { name, shared, state });
    c.audit({ districtId, subjectKind: 'analysis', subjectId: analysisId, details: { fields } });
    return ok;
  }),
  commandRoute(analysisContracts.deleteSaved, async (c) => {
    const { analysisId } = c.params;
    const { districtId, name } = await deleteSaved(c.w, c.actor, c.reference, analysisId, c.body.version);
    c.audit({ districtId, subjectKind: 'analysis', subjectId: analysisId, details: { name } });
    return ok;
  }),
];
