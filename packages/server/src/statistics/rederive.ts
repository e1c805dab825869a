/**
 * Derives again after a change of parameters, areas or rules (kernel K10): subjects below the new version, in chunks, each in
 * a transaction of its own. It may stop at any point and go on later: what is stamped is not taken up again.
 */
import type { Id } from '@renshe/domain/kernel/file.ts';
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';
import type { Booking } from './book.ts';
import { changeAndBook, type KernelHost } from './change-file.ts';
import { changeFiles } from './file-changes.ts';
import type { SubjectRef } from './read-files.ts';

/** At most this many subjects a transaction: longer ones would hold a community's totals. */
export const rederiveChunk = 200;

/** Derives and books again without any change of records. */
export async function rederive(
  host: KernelHost,
  w: Writer,
  who: { residents: readonly SubjectRef[]; households?: readonly SubjectRef[] },
  cause: Id,
): Promise<Booking> {
  return (await changeAndBook(host, w, who, (files) => changeFiles(files).done(undefined), cause)).booking;
}

export type RederiveProgress = { subjects: number; facts: number };

/**
 * Works off everything below `version`, district by district.
 * @param inTransaction opens a transaction for one chunk, with an id for its cause, and repeats it after a deadlock
 * @param report told after each chunk; false stops the run, which can be started again
 */
export async function rederiveAll(
  host: KernelHost,
  r: Reader,
  version: number,
  districts: readonly number[],
  inTransaction: <T>(work: (w: Writer, cause: Id) => Promise<T>) => Promise<T>,
  report: (progress: RederiveProgress) => Promise<boolean>,
): Promise<RederiveProgress & { complete: boolean }> {
  const progress = { subjects: 0, facts: 0 };
  for (const kind of ['resident', 'household'] as const) {
    for (const districtId of districts) {
      let after: Id = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const ids = await listStale(r, kind, districtId, version, after);
        if (ids.length === 0) break;
        after = ids.at(-1)!;
        const refs = ids.map((id) => ({ districtId, id }));
        const who = kind === 'resident' ? { residents: refs } : { residents: [], households: refs };
        const booking = await inTransaction((w, cause) => rederive(host, w, who, cause));
        progress.subjects += ids.length;
        progress.facts += booking.facts;
        if (!(await report(progress))) return { ...progress, complete: false };
      }
    }
  }
  return { ...progress, complete: true };
}

async function listStale(
  r: Reader,
  kind: 'resident' | 'household',
  districtId: number,
  version: number,
  after: Id,
): Promise<Id[]> {
  const { rows } =
    kind === 'resident'
      ? await sql<{
          id: Id;
        }>`select resident_id as id from resident where district_id = ${districtId} and resident_id > ${after}::uuid
          and derived_version < ${version} order by resident_id limit ${rederiveChunk}`.execute(r)
      : await sql<{
          id: Id;
        }>`select household_id as id from household where district_id = ${districtId} and household_id > ${after}::uuid
          and derived_version < ${version} and kind = 'family' order by household_id limit ${rederiveChunk}`.execute(r);
  return rows.map((row) => row.id);
}
