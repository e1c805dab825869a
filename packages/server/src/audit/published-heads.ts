/**
 * Heads of the audit chains outside the database: one JSON line a head, only ever added to. What is compared with them cannot be rewritten
 * unseen, not even by whoever owns the database. `docs/security/audit-format.md` describes the lines.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { openHeadsKey, type SignedHead, signHead } from './heads-key.ts';

export interface PublishedHead extends SignedHead {
  /** Id of the key and its signature; lines of early versions have none. */
  key?: string;
  signature?: string;
}

export interface HeadLine {
  /** From 1. */
  line: number;
  text: string;
  /** Undefined when the line cannot be read. */
  head: PublishedHead | undefined;
  /** The line ends in the middle: the machine stopped while it was written. */
  torn: boolean;
}

export const headsFile = (dataDir: string) => join(dataDir, 'audit-heads.jsonl');

/** Newest head of every chain; one index probe a district, however long the chains are. */
async function listTips(r: Reader): Promise<{ district_id: number; seq: number; head: Buffer }[]> {
  const { rows } = await sql<{ district_id: number; seq: number; head: Buffer }>`
    select t.* from (select distinct district_id from area union select 0) d
    cross join lateral (select district_id, seq, head from audit_link l where l.district_id = d.district_id order by seq desc limit 1) t
    order by 1`.execute(r);
  return rows;
}

/**
 * Appends the newest heads, signed, to the file of the data folder and to `copies` (a share of another machine, a stick).
 * @returns copies that could not be written, with the reason; the next heads are tried on them again
 */
export async function publishHeads(
  r: Reader,
  dataDir: string,
  at: Date,
  copies: readonly string[] = [],
): Promise<{ path: string; reason: string }[]> {
  const tips = await listTips(r);
  if (tips.length === 0) return [];
  const key = openHeadsKey(dataDir);
  const lines = tips.map((tip) => {
    const head = {
      districtId: tip.district_id,
      seq: Number(tip.seq),
      head: tip.head.toString('hex'),
      at: at.toISOString(),
    };
    return JSON.stringify({ ...head, key: key.id, signature: signHead(key, head) } satisfies PublishedHead);
  });
  await append(headsFile(dataDir), lines);
  const written = await Promise.allSettled(copies.map((path) => append(path, lines)));
  return written.flatMap((one, i) =>
    one.status === 'rejected' ? [{ path: copies[i]!, reason: String(one.reason) }] : [],
  );
}

/** A line that was torn when the machine stopped stays as it is; what follows begins a line of its own. */
async function append(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const start = size > 0 && last.toString() !== '\n' ? '\n' : '';
    await file.appendFile(`${start}${lines.join('\n')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function readHeads(dataDir: string): Promise<HeadLine[]> {
  const text = await readFile(headsFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return parseHeads(text);
}

/** Every line that says something, readable or not. */
export function parseHeads(text: string): HeadLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const torn = line.startsWith('{') && !line.trimEnd().endsWith('}');
    return [{ line: index + 1, text: line, head: findHead(line), torn }];
  });
}

function findHead(line: string): PublishedHead | undefined {
  try {
    const said = JSON.parse(line) as Partial<PublishedHead> | null;
    const fits =
      Number.isSafeInteger(said?.districtId) &&
      Number.isSafeInteger(said?.seq) &&
      /^[0-9a-f]{64}$/.test(String(said?.head)) &&
      typeof said?.at === 'string';
    return fits ? (said as PublishedHead) : undefined;
  } catch {
    return undefined;
  }
}
