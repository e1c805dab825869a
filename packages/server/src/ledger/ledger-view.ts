/** Views of ledgers kept with a name: what the page showed, for oneself or for the colleagues of one's office. */
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  type LedgerState,
  ledgerStateSchema,
  mostLedgerViews,
  type SavedLedgerView,
} from '@renshe/domain/ledger/ledger.contract.ts';
import type { Actor } from '../platform/actor.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import { findHome, isKeptFor, placesOf } from '../platform/kept-for.ts';
import type { Reference } from '../platform/reference.ts';
import { readQuestion } from './ask-ledger.ts';
import { getLedger } from './own-ledger.ts';

interface Keeping {
  w: Writer;
  host: Host;
  actor: Actor;
  reference: Reference;
  at: Date;
  today: PlainDate;
  language: Language;
}

/** A view is kept in the district of its owner's office. */
function homeOf(actor: Actor, reference: Reference): { districtId: number; officeId: string; accountId: string } {
  const home = findHome(actor, reference, 'resident.read');
  if (!home) throw new AppError('ledger.view-unknown', 'notFound');
  return home;
}

/** The reader's own views, then those that colleagues of her offices share; by name. */
export async function listViews(r: Reader, actor: Actor, reference: Reference): Promise<SavedLedgerView[]> {
  const { districts, offices } = placesOf(actor, reference);
  const rows = await r
    .selectFrom('ledger_view as s')
    .innerJoin('account as a', 'a.account_id', 's.account_id')
    .innerJoin('office as o', 'o.office_id', 's.office_id')
    .select(['s.view_id', 's.ledger', 's.name', 's.shared', 's.state', 's.version', 's.account_id'])
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
      viewId: row.view_id,
      ledger: row.ledger,
      name: row.name,
      shared: row.shared,
      owner: row.owner,
      office: row.office,
      mine: row.account_id === actor.accountId,
      version: row.version,
      state: ledgerStateSchema.parse(row.state),
    }))
    .sort((a, b) => Number(b.mine) - Number(a.mine));
}

/** @throws AppError ledger.unknown, ledger.period, ledger.columns, ledger.too-many-views, ledger.view-name-taken */
export async function saveView(
  c: Keeping,
  ledger: string,
  entry: { name: string; shared: boolean; state: LedgerState },
): Promise<{ viewId: string; districtId: number }> {
  readQuestion(await getLedger(c.host.db, ledger), entry.state, c.today, c.language);
  const { districtId, officeId, accountId } = homeOf(c.actor, c.reference);
  const own = await c.w
    .selectFrom('ledger_view')
    .select('view_id')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .execute();
  if (own.length >= mostLedgerViews) throw new AppError('ledger.too-many-views', 'conflict', { most: mostLedgerViews });
  const viewId = newId(c.at.getTime());
  const { name, shared, state } = entry;
  const inserted = await c.w
    .insertInto('ledger_view')
    .values({
      district_id: districtId,
      view_id: viewId,
      account_id: accountId,
      office_id: officeId,
      ledger,
      name,
      shared,
      state: JSON.stringify(state),
      created_at: c.at,
      changed_at: c.at,
    })
    .onConflict((on) => on.columns(['district_id', 'account_id', 'ledger', 'name']).doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) throw nameTaken(name);
  return { viewId, districtId };
}

const nameTaken = (name: string) => new AppError('ledger.view-name-taken', 'conflict', { name, field: 'name' });

/** The row for its owner alone; colleagues are told whose it is, others that there is none. */
async function getOwn(c: Keeping, viewId: string, version: number) {
  const { districts, offices } = placesOf(c.actor, c.reference);
  const row = await c.w
    .selectFrom('ledger_view')
    .selectAll()
    .where('district_id', 'in', districts)
    .where('view_id', '=', viewId)
    .executeTakeFirst();
  if (!row || !isKeptFor(c.actor, offices, row)) throw new AppError('ledger.view-unknown', 'notFound');
  if (row.account_id !== c.actor.accountId) {
    const owner = await c.w
      .selectFrom('account')
      .select('name')
      .where('account_id', '=', row.account_id)
      .executeTakeFirstOrThrow();
    throw new AppError('ledger.view-not-yours', 'forbidden', { name: owner.name });
  }
  if (row.version !== version) throw changedMeanwhile();
  return row;
}

/** @throws AppError ledger.view-unknown, ledger.view-not-yours, ledger.view-name-taken, and those of what the view shows */
export async function changeView(
  c: Keeping,
  viewId: string,
  entry: { version: number; name: string; shared: boolean; state?: LedgerState | undefined },
): Promise<{ districtId: number; ledger: string; before: { name: string; shared: boolean; state: LedgerState } }> {
  const row = await getOwn(c, viewId, entry.version);
  if (entry.state) readQuestion(await getLedger(c.host.db, row.ledger), entry.state, c.today, c.language);
  const twin = await c.w
    .selectFrom('ledger_view')
    .select('view_id')
    .where('district_id', '=', row.district_id)
    .where('account_id', '=', row.account_id)
    .where('ledger', '=', row.ledger)
    .where('name', '=', entry.name)
    .where('view_id', '!=', viewId)
    .executeTakeFirst();
  if (twin) throw nameTaken(entry.name);
  const changed = await c.w
    .updateTable('ledger_view')
    .set((eb) => ({
      name: entry.name,
      shared: entry.shared,
      changed_at: c.at,
      version: eb('version', '+', 1),
      ...(entry.state && { state: JSON.stringify(entry.state) }),
    }))
    .where('district_id', '=', row.district_id)
    .where('view_id', '=', viewId)
    .where('version', '=', entry.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows !== 1n) throw changedMeanwhile();
  const { name, shared } = row;
  return {
    districtId: row.district_id,
    ledger: row.ledger,
    before: { name, shared, state: ledgerStateSchema.parse(row.state) },
  };
}

/** A view is a bookmark, not a record: it may go. The audit event keeps its name. */
export async function deleteView(
  c: Keeping,
  viewId: string,
  version: number,
): Promise<{ districtId: number; ledger: string; name: string }> {
  const row = await getOwn(c, viewId, version);
  const deleted = await c.w
    .deleteFrom('ledger_view')
    .where('district_id', '=', row.district_id)
    .where('view_id', '=', viewId)
    .where('version', '=', version)
    .executeTakeFirst();
  if (deleted.numDeletedRows !== 1n) throw changedMeanwhile();
  return { districtId: row.district_id, ledger: row.ledger, name: row.name };
}
