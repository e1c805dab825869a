import { indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { formatMonth, type Month, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { findDeclared } from '@renshe/domain/statistics/indicators.ts';
import type { Reader } from '../platform/db.ts';
import { notFound } from '../platform/errors.ts';
import { type Context, type RouteDefinition, readRoute } from '../platform/route.ts';
import { districtOf } from '../platform/scope.ts';
import { reportAreaInScope, reportAreaRef } from '../report/report-area.ts';
import { leavesOf, openingMonthOf, requireReportableMonth } from '../report/report-leaves.ts';
import { readSeries } from '../statistics/indicator-series.ts';
import { indicatorsXlsx } from './export-indicators.ts';
import { indicatorDetail } from './indicator-detail.ts';
import { listIndicatorFigures } from './list-indicators.ts';

async function askedFor(
  c: Context<RouteContract>,
  r: Reader,
  asked: { area: string; month: string },
): Promise<{ areaId: number; month: Month }> {
  const month = parseMonth(asked.month)!;
  const areaId = reportAreaInScope(c.scope, c.tree, asked.area, month, c.today);
  await requireReportableMonth(r, leavesOf(c.tree, areaId, month), month, c.today);
  return { areaId, month };
}

export const indicatorRoutes: RouteDefinition[] = [
  readRoute(indicatorContracts.list, async (c) => {
    const { areaId, month } = await askedFor(c, c.r, c.query);
    const [state] = await readSeries(c.r, c.tree, areaId, [], month, month);
    return {
      area: reportAreaRef(c.tree, areaId, month),
      month: formatMonth(month),
      sealed: state?.sealed ?? false,
      firstMonth: formatMonth(await openingMonthOf(c.r, leavesOf(c.tree, areaId, month))),
      indicators: await listIndicatorFigures(c.r, c.reference, areaId, month),
    };
  }),
  readRoute(indicatorContracts.detail, async (c) => {
    const declared = findDeclared(c.params.key);
    if (!declared) throw notFound();
    const { areaId, month } = await askedFor(c, c.r, c.query);
    return indicatorDetail(c.r, c.tree, areaId, declared, month);
  }),
  readRoute(indicatorContracts.export, async (c) => {
    const { areaId, month } = await askedFor(c, c.r, c.body);
    const { name } = reportAreaRef(c.tree, areaId, month);
    c.audit({
      districtId: districtOf(c.tree, areaId),
      areaId,
      subjectKind: 'indicator',
      subjectId: `catalogue/${areaId}/${formatMonth(month)}`,
      purpose: c.body.purpose,
      details: { month: formatMonth(month) },
    });
    const office = c.actor.posts[0]?.officeName ?? '';
    return {
      file: await indicatorsXlsx({
        figures: await listIndicatorFigures(c.r, c.reference, areaId, month),
        areaName: name,
        month,
        language: c.language,
        watermark: `${office} ${c.actor.name} ${c.at.toISOString()}`,
        at: c.at,
      }),
      fileName: `${name}-${formatMonth(month)}-${c.language === 'zh' ? '指标目录' : 'indicators'}.xlsx`,
    };
  }),
];
