import { type AnalysisSheet, analysisSheetContracts } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import { type AreaId, getArea, reportChildren } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type Month, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import { type Context, commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { composeSheet, countRemarks, listSheets, sheetArea, sheetDueOn } from './analysis-sheet.queries.ts';
import { analysisPdf } from './print-analysis.ts';
import { readAnalysis } from './read-analysis.ts';
import { remarkSheet, reviseSheet, saveSheet, signSheet } from './write-analysis.ts';

async function sheetOf(
  c: Context<RouteContract>,
  r: Reader,
  asked: { area: string; month: string; revision?: number | undefined },
): Promise<{ sheet: AnalysisSheet; areaId: AreaId; month: Month }> {
  const month = parseMonth(asked.month)!;
  const { areaId } = areaInScope(c.scope, c.tree, asked.area, c.today);
  const live = month > monthOf(c.today) ? undefined : await readAnalysis(r, c.tree, areaId, month, c.today);
  if (!live) throw new AppError('analysis-sheet.month-unknown', 'conflict', { month: asked.month });
  const { today, language, actor } = c;
  const sheet = await composeSheet(r, c.reference, live, {
    areaId,
    month,
    revision: asked.revision,
    today,
    language,
    actor,
  });
  return { sheet, areaId, month };
}

export const analysisSheetRoutes: RouteDefinition[] = [
  readRoute(analysisSheetContracts.get, async (c) => (await sheetOf(c, c.r, c.query)).sheet),
  readRoute(analysisSheetContracts.board, async (c) => {
    const month = parseMonth(c.query.month)!;
    const { areaId } = areaInScope(c.scope, c.tree, c.query.area, c.today);
    const areas = [areaId, ...reportChildren(c.tree, areaId, month)];
    const sheets = await listSheets(c.r, c.reference, areas, month);
    const remarks = await countRemarks(c.r, sheets);
    return {
      areas: areas.map((id) => {
        const own = sheets.filter((row) => row.area_id === id);
        const newest = own[0];
        const firstSigned = own.findLast((row) => row.state === 'signed');
        const dueOn = newest?.due_on ?? sheetDueOn(c.reference, id, month);
        const signedOn = firstSigned?.signed_at?.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 10);
        return {
          area: sheetArea(c.reference, id, month),
          kind: getArea(c.tree, id).kind,
          state: (newest?.state ?? 'missing') as 'missing',
          dueOn,
          overdue: signedOn === undefined && c.today > dueOn,
          late: signedOn !== undefined && signedOn > dueOn,
          revision: newest?.revision ?? 1,
          signedAt: newest?.signed_at?.toISOString() ?? null,
          signedName: newest?.signed_name ?? '',
          remarks: newest ? (remarks.get(newest.sheet_id) ?? 0) : 0,
        };
      }),
    };
  }),
  commandRoute(analysisSheetContracts.save, saveSheet),
  commandRoute(analysisSheetContracts.sign, signSheet),
  commandRoute(analysisSheetContracts.revise, reviseSheet),
  commandRoute(analysisSheetContracts.remark, remarkSheet),
  readRoute(analysisSheetContracts.print, async (c) => {
    const { sheet, areaId } = await sheetOf(c, c.r, c.body);
    c.audit({
      districtId: getArea(c.tree, areaId).districtId,
      areaId,
      subjectKind: 'analysis-sheet',
      subjectId: `${areaId}/${sheet.month}`,
      purpose: c.body.purpose,
      details: { month: sheet.month, revision: sheet.revision },
    });
    const file = await analysisPdf(sheet, {
      at: c.at,
      printedBy: c.actor.name,
      office: c.actor.posts[0]?.officeName ?? '',
      language: c.language,
      demo: (await findInstallation(c.r))?.demo ?? false,
    });
    const title = c.language === 'zh' ? '月度分析' : 'monthly-analysis';
    return { file, fileName: `${sheet.area.name}-${sheet.month}-${title}.pdf` };
  }),
];
