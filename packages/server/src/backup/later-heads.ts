/**
 * Heads of the audit chains that were published after the point that was restored. They prove that acts are missing from the restored
 * database, so they are never thrown away: they are set aside in a file of their own, counted and reported.
 */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { headsFile, parseHeads } from '../audit/published-heads.ts';
import type { Reader } from '../platform/db.ts';

export interface LaterHeads {
  /** Heads published later than what the database holds. */
  count: number;
  /** When the first and the last of them were published. */
  from: string | null;
  to: string | null;
  /** File in the data folder with them. */
  file: string | null;
}

/**
 * Divides the published heads of a restored data folder.
 * @param outside lines of heads that were kept somewhere else, in the same form
 */
export async function setLaterHeadsAside(r: Reader, dataDir: string, outside: string, at: Date): Promise<LaterHeads> {
  const own = headsFile(dataDir);
  const text = `${await readFile(own, 'utf8').catch(() => '')}\n${outside}`;
  const tips = await sql<{ district_id: number; seq: number }>`
    select district_id, max(seq) as seq from audit_link group by district_id`.execute(r);
  const reached = new Map(tips.rows.map((row) => [row.district_id, row.seq]));
  const lines = [...new Map(parseHeads(text).map((entry) => [entry.text, entry])).values()];
  const later = lines.flatMap(({ text: line, head }) =>
    head && head.seq > (reached.get(head.districtId) ?? 0) ? [{ line, head }] : [],
  );
  const set = new Set(later.map(({ line }) => line));
  // A line that cannot be read stays where it is, for whoever verifies to see.
  const before = lines.filter((entry) => !set.has(entry.text));
  if (lines.length > 0) await writeFile(own, before.map((entry) => `${entry.text}\n`).join(''), { mode: 0o600 });
  if (later.length === 0) return { count: 0, from: null, to: null, file: null };
  const file = join(dataDir, `audit-heads-after-${at.toISOString().replaceAll(/[-:.]/g, '')}.jsonl`);
  await appendFile(file, later.map(({ line }) => `${line}\n`).join(''), { mode: 0o600 });
  const times = later.map(({ head }) => head.at).sort();
  return { count: later.length, from: times[0] ?? null, to: times.at(-1) ?? null, file };
}
