import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import { areaAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { areaInScope } from '../platform/area-ref.ts';
import type { AuditEntry } from '../platform/audit.ts';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, notFound } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import type { Scope } from '../platform/scope.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles, type FileChanges, type Files } from '../statistics/file-changes.ts';
import type { SubjectRef } from '../statistics/read-files.ts';
import type { Entry } from './new-resident.ts';
import { getResident } from './resident-file.ts';
import type { ResidentTableRow } from './resident-records.ts';

/** What a command of these slices needs of its context; every CommandContext has it. */
export interface Act {
  host: Pick<Host, 'reference' | 'keyring'>;
  w: Writer;
  scope: Scope;
  tree: AreaTree;
  today: PlainDate;
  at: Date;
  actor: Pick<Actor, 'accountId'>;
  cause: string;
  audit(entry: AuditEntry): void;
}

export function entryOf(act: Act): Entry {
  return { at: act.at, by: act.actor.accountId, cause: act.cause };
}

/** Old and new values by field, as text; sensitive ones masked by the caller. */
export type FieldValues = Record<string, [string | null, string | null]>;

/**
 * Opens the file of one resident for a change: found within the scope, locked, read again under the lock, guarded by its version.
 * `decide` throws the rule's refusal or fills `changes`.
 */
export async function changeResidentFile<T>(
  act: Act,
  residentId: string,
  options: { version?: number; others?: readonly SubjectRef[]; households?: readonly SubjectRef[] },
  decide: (of: { row: ResidentTableRow; file: ResidentFile; changes: FileChanges; files: Files }) => Promise<T> | T,
): Promise<T> {
  const found = await getResident(act.w, act.scope, residentId);
  const districtId = found.district_id;
  const others = (options.others ?? []).filter((ref) => ref.id !== residentId);
  return changeFile(
    act.host,
    act.w,
    { residents: [{ districtId, id: residentId }, ...others], households: options.households ?? [] },
    async (files) => {
      const file = files.residents.get(residentId);
      if (!file) throw notFound();
      const row = await getResident(act.w, act.scope, residentId);
      if (options.version !== undefined && row.version !== options.version)
        throw changedMeanwhile({
          version: row.version,
          fields: await fieldsChangedSince(act.w, row, row.version - options.version),
        });
      const changes = changeFiles(files);
      return changes.done(await decide({ row, file, changes, files }));
    },
    act.cause,
  );
}

/** The fields that the last acts on this person changed, as many acts as versions were missed. */
async function fieldsChangedSince(w: Writer, row: ResidentTableRow, missed: number): Promise<string[]> {
  if (missed <= 0) return [];
  const { rows } = await sql<{ field: string }>`
    select distinct field from resident_change where district_id = ${row.district_id} and resident_id = ${row.resident_id}::uuid
      and cause in (select cause from (select cause, max(changed_at) as at from resident_change
        where district_id = ${row.district_id} and resident_id = ${row.resident_id}::uuid group by cause order by at desc limit ${Math.min(missed, 20)}) c)
    order by field`.execute(w);
  return rows.map((r) => r.field);
}

/** A guarded update of the person's own row: version + 1, who and when. */
export async function updateResident(
  act: Act,
  w: Writer,
  row: Pick<ResidentTableRow, 'district_id' | 'resident_id' | 'version'>,
  set: Partial<Omit<ResidentTableRow, 'district_id' | 'resident_id' | 'version'>>,
): Promise<void> {
  const result = await w
    .updateTable('resident')
    .set({ ...set, version: row.version + 1, modified_at: act.at, modified_by: act.actor.accountId })
    .where('district_id', '=', row.district_id)
    .where('resident_id', '=', row.resident_id)
    .where('version', '=', row.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw changedMeanwhile();
}

/** History per field, one row each; nothing is written for an empty set. */
export async function writeFieldHistory(
  act: Act,
  w: Writer,
  row: Pick<ResidentTableRow, 'district_id' | 'resident_id'>,
  fields: FieldValues,
): Promise<void> {
  const entries = Object.entries(fields);
  if (entries.length === 0) return;
  await w
    .insertInto('resident_change')
    .values(
      entries.map(([field, [old_value, new_value]]) => ({
        district_id: row.district_id,
        change_id: newId(act.at.getTime()),
        resident_id: row.resident_id,
        field,
        old_value,
        new_value,
        changed_at: act.at,
        changed_by: act.actor.accountId,
        cause: act.cause,
      })),
    )
    .execute();
}

/** A community or village of the actor's own area, by its code. */
export function ownCommunity(act: Pick<Act, 'scope' | 'tree' | 'today'>, code: string): number {
  const { areaId } = areaInScope(act.scope, act.tree, code, act.today);
  return requireCommunity(act.tree, areaId, act.today);
}

/** A community or village anywhere in the city, by its code. */
export function cityCommunity(act: Pick<Act, 'tree' | 'today'>, code: string): number {
  const areaId = findAreaByCode(act.tree, code, act.today);
  if (areaId === undefined) throw new AppError('resident.area-not-leaf', 'invalid', { field: 'toAreaCode' });
  return requireCommunity(act.tree, areaId, act.today);
}

function requireCommunity(tree: AreaTree, areaId: number, today: PlainDate): number {
  const current = areaAt(tree, areaId, today);
  if (getArea(tree, current).kind !== 'community') throw new AppError('resident.area-not-leaf', 'invalid');
  return current;
}

export function subjectOf(row: Pick<ResidentTableRow, 'district_id' | 'area_id' | 'resident_id'>) {
  return {
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: 'resident',
    subjectId: row.resident_id,
  };
}
