import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { sql } from 'kysely';
import { notFound } from '../platform/errors.ts';
import type { CommandContext } from '../platform/route.ts';
import { inScope } from '../platform/scope.ts';
import { namesOf, type UndoRow, undoRows } from '../roster/undo-rows.ts';

/** 撤销录入: what one save wrote goes back as a whole, by the rules of undoing an import. */
export async function undoSurvey(c: CommandContext<typeof surveyContracts.undo>): Promise<{ rowKeys: Id[] }> {
  const { saveId } = c.params;
  const rows = await c.w
    .selectFrom('survey_row')
    .select(['district_id', 'area_id', 'row_key', 'action', 'resident_id', 'undo'])
    .where(inScope(c.scope, 'district_id', 'area_id'))
    .where('cause', '=', saveId)
    .where('undone_at', 'is', null)
    .orderBy('resident_id')
    .forUpdate()
    .execute();
  const [first] = rows;
  if (!first) throw notFound();
  const districtId = first.district_id;
  const written = rows.filter((row) => row.action !== 'skip') as unknown as UndoRow[];
  c.audit({
    districtId,
    areaId: first.area_id,
    subjectKind: 'survey',
    subjectId: saveId,
    details: { rows: rows.length, written: written.length },
  });
  if (written.length > 0)
    await undoRows(c.host, c, {
      districtId,
      by: c.actor.accountId,
      rows: written,
      ledger: sql`select * from survey_row where district_id = ${districtId} and cause = ${saveId}::uuid and action <> 'skip' and undone_at is null`,
      reason: '撤销入户调查录入',
      refused: (found) => new AppError('survey.built-on', 'conflict', { names: namesOf(found) }),
    });
  await sql`update survey_row set undone_at = ${c.at} where district_id = ${districtId} and cause = ${saveId}::uuid`.execute(
    c.w,
  );
  return { rowKeys: rows.map((row) => row.row_key) };
}
