import { createHash } from 'node:crypto';
import type { AnalysisSheet } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import {
  type AnalysisFigures,
  type AnalysisState,
  type AnalysisTexts,
  analysisActions,
  draftAnalysis,
  emptyTexts,
  sealText,
} from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { type AreaId, areaVersionAt, getArea, isWithinArea, pathName } from '@renshe/domain/area/area-tree.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import {
  firstDayAfter,
  formatMonth,
  lastDayOf,
  type Month,
  type PlainDate,
  yearOf,
} from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { workdayOfMonth } from '@renshe/domain/kernel/workdays.ts';
import { type Selectable, sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import type { DB } from '../platform/schema.gen.ts';
import { scopeFor } from '../platform/scope.ts';

export type SheetRow = Selectable<DB['analysis_sheet']>;

export function sheetArea(reference: Reference, areaId: AreaId, month: Month): AreaRef {
  const on = lastDayOf(month);
  const { code, name } = areaVersionAt(reference.tree, areaId, on);
  return { code, name, pathName: pathName(reference.tree, areaId, on) };
}

/** Working day of the following month by which the sheet is signed (parameter `analysis.due_workday`). */
export function sheetDueOn(reference: Reference, areaId: AreaId, month: Month): PlainDate {
  const days = parameterNumber(reference, 'analysis.due_workday', areaId, lastDayOf(month));
  const next = firstDayAfter(month);
  return workdayOfMonth(yearOf(next), Number(next.slice(5, 7)), days, reference.calendar).date;
}

export function digestOf(row: {
  area_id: number;
  month: number;
  revision: number;
  figures: AnalysisFigures;
  texts: AnalysisTexts;
  signed_by: string;
  signed_at: Date;
}): Buffer {
  const text = sealText({
    areaId: row.area_id,
    month: row.month,
    revision: row.revision,
    figures: row.figures,
    texts: row.texts,
    signedBy: row.signed_by,
    signedAt: row.signed_at.toISOString(),
  });
  return createHash('sha256').update(text).digest();
}

/** All versions of the sheets of some areas in a month, the newest first. */
export async function listSheets(
  r: Reader,
  reference: Reference,
  areaIds: readonly AreaId[],
  month: Month,
  lock = false,
): Promise<SheetRow[]> {
  const districts = [...new Set(areaIds.map((id) => getArea(reference.tree, id).districtId))];
  const { rows } = await sql<SheetRow>`select * from analysis_sheet
    where district_id = any(${districts}::int[]) and area_id = any(${[...areaIds]}::int[]) and month = ${month}
    order by area_id, revision desc ${lock ? sql`for update` : sql``}`.execute(r);
  return rows;
}

/** Owner: a post at the area's own office. Superior: one above it. */
export function readerOf(actor: Actor, reference: Reference, areaId: AreaId, today: PlainDate) {
  const superior = scopeFor(actor, 'report.accept', reference.tree, today).roots;
  return {
    owner: scopeFor(actor, 'analysis.write', reference.tree, today).roots.includes(areaId),
    superior: superior.some((root) => root !== areaId && isWithinArea(reference.tree, areaId, root, today)),
  };
}

interface Asked {
  areaId: AreaId;
  month: Month;
  revision: number | undefined;
  today: PlainDate;
  language: Language;
  actor: Actor;
}

/** The sheet as its page shows it: live figures and the draft until it is signed, then what was signed. */
export async function composeSheet(
  r: Reader,
  reference: Reference,
  live: AnalysisFigures,
  asked: Asked,
): Promise<AnalysisSheet> {
  const { areaId, month, today, language } = asked;
  const all = await listSheets(r, reference, [areaId], month);
  const row = asked.revision === undefined ? all[0] : all.find((one) => one.revision === asked.revision);
  const newest = row === undefined || row === all[0];
  const state: AnalysisState = row === undefined ? 'missing' : (row.state as AnalysisState);
  const frozen = row?.state === 'signed' ? (row.figures as unknown as AnalysisFigures) : undefined;
  const figures = frozen ?? live;
  const drafted = draftAnalysis(live, language);
  const dueOn = row?.due_on ?? sheetDueOn(reference, areaId, month);
  const texts = (row?.texts as unknown as AnalysisTexts | undefined) ?? drafted;
  const reader = readerOf(asked.actor, reference, areaId, today);
  const everSigned = all.some((one) => one.state === 'signed');
  const remarks = row === undefined ? [] : await listRemarks(r, row);
  return {
    area: sheetArea(reference, areaId, month),
    kind: getArea(reference.tree, areaId).kind,
    month: formatMonth(month),
    state,
    dueOn,
    overdue: !everSigned && today > dueOn,
    revision: row?.revision ?? 1,
    reason: row?.reason ?? '',
    figures: [...figures.lines],
    parts: [...figures.parts],
    texts: { ...emptyTexts(), ...texts },
    drafted,
    signedAt: row?.signed_at?.toISOString() ?? null,
    signedName: row?.signed_name ?? '',
    digest: row?.digest?.toString('hex') ?? null,
    intact:
      frozen && row?.signed_by && row.signed_at && row.digest
        ? digestOf({ ...row, figures: frozen, texts, signed_by: row.signed_by, signed_at: row.signed_at }).equals(
            row.digest,
          )
        : null,
    remarks,
    revisions: all.map((one) => ({
      revision: one.revision,
      signedAt: one.signed_at?.toISOString() ?? null,
      signedName: one.signed_name,
      reason: one.reason,
    })),
    actions: newest ? analysisActions(state, { ...reader, monthOver: today >= firstDayAfter(month) }) : [],
    version: row?.version ?? 0,
  };
}

async function listRemarks(r: Reader, sheet: SheetRow): Promise<AnalysisSheet['remarks']> {
  const { rows } = await sql<{ text: string; remarked_at: Date; by_name: string | null; office: string | null }>`
    select m.text, m.remarked_at, a.name as by_name, o.name as office from analysis_remark m
    left join account a on a.account_id = m.remarked_by left join office o on o.office_id = m.office_id
    where m.district_id = ${sheet.district_id} and m.sheet_id = ${sheet.sheet_id}::uuid order by m.remarked_at, m.remark_id`.execute(
    r,
  );
  return rows.map((row) => ({
    text: row.text,
    remarkedAt: row.remarked_at.toISOString(),
    remarkedBy: row.by_name,
    office: row.office,
  }));
}

/** How many read marks and remarks the newest sheets have, by sheet. */
export async function countRemarks(r: Reader, sheets: readonly SheetRow[]): Promise<Map<string, number>> {
  if (sheets.length === 0) return new Map();
  const { rows } = await sql<{
    sheet_id: string;
    count: number;
  }>`select sheet_id, count(*)::int as count from analysis_remark
    where district_id = any(${[...new Set(sheets.map((s) => s.district_id))]}::int[]) and sheet_id = any(${sheets.map((s) => s.sheet_id)}::uuid[]) group by sheet_id`.execute(
    r,
  );
  return new Map(rows.map((row) => [row.sheet_id, row.count]));
}
