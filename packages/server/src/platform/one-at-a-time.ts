import { sql } from 'kysely';
import type { Writer } from './db.ts';

/**
 * Until the commit nobody else passes here with the same name: for what is counted or looked for before it is written, where no row is
 * there to be locked. Held by the coordinator alone; it takes no row lock of the kernel (K7) and must be taken before those.
 */
export async function oneAtATime(w: Writer, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(w);
}
