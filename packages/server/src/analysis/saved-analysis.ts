import {
  type AnalysisState,
  analysisStateSchema,
  mostSaved,
  type SavedAnalysis,
} from '@renshe/domain/analysis/analysis.contract.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Actor } from '../platform/actor.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { findHome, isKeptFor, placesOf } from '../platform/kept-for.ts';
import type { Reference } from '../platform/reference.ts';
import { getAnalysed } from './analysis-figures.ts';

/** An analysis is kept in the district of its owner's office. */
function homeOf(actor: Actor, reference: Reference): { districtId: number; officeId: string; accountId: string } {
  const home = findHome(actor, reference, 'report.read');
  if (!home) throw new AppError('analysis.saved-unknown', 'notFound');
  return home;
}

/** The reader's own analyses, then those that colleagues of her offices share; by name. */
export async function listSaved(r: Reader, actor: Actor, reference: Reference): Promise<SavedAnalysis[]> {
  const { districts, offices } = placesOf(actor, reference);
  const rows = await r
    .selectFrom('analysis_bookmark as s')
    .innerJoin('account as a', 'a.account_id', 's.account_id')
    .innerJoin('office as o', 'o.office_id', 's.office_id')
    .select(['s.analysis_id', 's.name', 's.shared', 's.state', 's.changed_at', 's.version', 's.account_id'])
    .select(['a.name as owner', 'o.name as office'])
    .where('s.district_id', 'in', districts)
    .where((eb) =>
      eb.or([
        eb('s.account_id', '=', actor.accountId),
        ...(offices.length > 0 ? [eb.and([eb('s.shared', '=', true), eb('s.office_id', 'in', offices)])] : []),
      ]),
    )
    .orderBy('s.name')
    .execute();
  return rows
    .map((row) => ({
      analysisId: row.analysis_id,
      name: row.name,
      shared: row.shared,
      owner: row.owner,
      office: row.office,
      mine: row.account_id === actor.accountId,
      changedAt: row.changed_at.toISOString(),
      version: row.version,
      state: analysisStateSchema.parse(row.state),
    }))
    .sort((a, b) => Number(b.mine) - Number(a.mine));
}

/** @throws AppError analysis.name-taken, analysis.too-many, analysis.indicator-unknown */
export async function saveAnalysis(
  w: Writer,
  actor: Actor,
  reference: Reference,
  entry: { name: string; shared: boolean; state: AnalysisState },
  at: Date,
): Promise<{ analysisId: string; districtId: number }> {
  for (const key of entry.state.indicators) getAnalysed(key);
  const { districtId, officeId, accountId } = homeOf(actor, reference);
  const own = await w
    .selectFrom('analysis_bookmark')
    .select('name')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .execute();
  if (own.length >= mostSaved) throw new AppError('analysis.too-many', 'conflict', { most: mostSaved });
  const analysisId = newId(at.getTime());
  const { name, shared, state } = entry;
  const inserted = await w
    .insertInto('analysis_bookmark')
    .values({
      district_id: districtId,
      analysis_id: analysisId,
      account_id: accountId,
      office_id: officeId,
      name,
      shared,
      state: JSON.stringify(state),
      created_at: at,
      changed_at: at,
    })
    .onConflict((on) => on.columns(['district_id', 'account_id', 'name']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) throw nameTaken(name);
  return { analysisId, districtId };
}

const nameTaken = (name: string) => new AppError('analysis.name-taken', 'conflict', { name, field: 'name' });

/** The row under its lock, for its owner alone; colleagues are told whose it is, others that there is none. */
async function lockOwn(w: Writer, actor: Actor, reference: Reference, analysisId: string, version: number) {
  const { districts, offices } = placesOf(actor, reference);
  const row = await w
    .selectFrom('analysis_bookmark')
    .selectAll()
    .where('district_id', 'in', districts)
    .where('analysis_id', '=', analysisId)
    .executeTakeFirst();
  if (!row || !isKeptFor(actor, offices, row)) throw new AppError('analysis.saved-unknown', 'notFound');
  if (row.account_id !== actor.accountId) {
    const owner = await w
      .selectFrom('account')
      .select('name')
      .where('account_id', '=', row.account_id)
      .executeTakeFirstOrThrow();
    throw new AppError('analysis.not-yours', 'forbidden', { name: owner.name });
  }
  if (row.version !== version) throw changedMeanwhile();
  return row;
}

export async function changeSaved(
  w: Writer,
  actor: Actor,
  reference: Reference,
  analysisId: string,
  entry: { version: number; name: string; shared: boolean; state?: AnalysisState | undefined },
  at: Date,
): Promise<{ districtId: number; before: { name: string; shared: boolean; state: unknown } }> {
  for (const key of entry.state?.indicators ?? []) getAnalysed(key);
  const row = await lockOwn(w, actor, reference, analysisId, entry.version);
  const twin = await w
    .selectFrom('analysis_bookmark')
    .select('analysis_id')
    .where('district_id', '=', row.district_id)
    .where('account_id', '=', row.account_id)
    .where('name', '=', entry.name)
    .where('analysis_id', '!=', analysisId)
    .executeTakeFirst();
  if (twin) throw nameTaken(entry.name);
  const changed = await w
    .updateTable('analysis_bookmark')
    .set((eb) => ({
      name: entry.name,
      shared: entry.shared,
      changed_at: at,
      version: eb('version', '+', 1),
      ...(entry.state && { state: JSON.stringify(entry.state) }),
    }))
    .where('district_id', '=', row.district_id)
    .where('analysis_id', '=', analysisId)
    .where('version', '=', entry.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
  return { districtId: row.district_id, before: { name: row.name, shared: row.shared, state: row.state } };
}

/** A saved analysis is a bookmark, not a record: it may go. The audit event keeps its name. */
export async function deleteSaved(
  w: Writer,
  actor: Actor,
  reference: Reference,
  analysisId: string,
  version: number,
): Promise<{ districtId: number; name: string }> {
  const row = await lockOwn(w, actor, reference, analysisId, version);
  const deleted = await w
    .deleteFrom('analysis_bookmark')
    .where('district_id', '=', row.district_id)
    .where('analysis_id', '=', analysisId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (deleted.numDeletedRows !== 1n) throw changedMeanwhile();
  return { districtId: row.district_id, name: row.name };
}
