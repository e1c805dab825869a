/**
 * Versions of the derivation (kernel K10): a change of parameters or of the area tree raises the version; subjects stamped with
 * an older one are derived again in the background. A subject's stamp never goes down.
 */
import { sql } from 'kysely';
import type { Reader, Writer } from '../platform/db.ts';

/**
 * Raises the version in the transaction of the change. Versions commit in their order, so that nobody can be stamped with a
 * version whose forerunner he has not seen.
 */
export async function newDerivationVersion(
  w: Writer,
  change: { reason: string; fromOn: string | null; at: Date },
): Promise<number> {
  await sql`select name from cache_stamp order by name for update`.execute(w);
  const { rows } = await sql<{ version: number }>`
    insert into derivation_version (version, reason, from_on, created_at)
    select coalesce(max(version), 0) + 1, ${change.reason}, ${change.fromOn}::date, ${change.at} from derivation_version returning version`.execute(
    w,
  );
  return rows[0]!.version;
}

export type UnfinishedDerivation = { version: number; reason: string };

/** Changes whose subjects have not all been derived again. */
export async function listUnfinishedDerivations(r: Reader): Promise<UnfinishedDerivation[]> {
  const { rows } = await sql<UnfinishedDerivation>`
    select version, reason from derivation_version where finished_at is null order by version`.execute(r);
  return rows;
}

/** Marks everything up to a version as done. */
export async function finishDerivations(w: Writer, version: number, at: Date): Promise<void> {
  await sql`update derivation_version set finished_at = ${at} where version <= ${version} and finished_at is null`.execute(
    w,
  );
}
