import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { eventDigest, firstHead, nextHead } from './link-audit.ts';

export interface AuditVerdict {
  /** Links whose content, order or head is not what it must be, events missing from the chain, published heads that do not fit. */
  differences: number;
  links: number;
  unlinked: number;
  publishedHeads: number;
  problems: { districtId: number; seq: number; problem: string }[];
}

interface PublishedHead {
  districtId: number;
  seq: number;
  head: string;
  at: string;
}

const headsFile = (dataDir: string) => join(dataDir, 'audit-heads.jsonl');

/** Appends the newest heads to a file outside the database: what is compared with it cannot be rewritten unseen. */
export async function publishHeads(r: Reader, dataDir: string, at: Date): Promise<void> {
  const tips = await sql<{
    district_id: number;
    seq: number;
    head: Buffer;
  }>`select distinct on (district_id) district_id, seq, head from audit_link order by district_id, seq desc`.execute(r);
  const lines = tips.rows.map((tip) =>
    JSON.stringify({
      districtId: tip.district_id,
      seq: tip.seq,
      head: tip.head.toString('hex'),
      at: at.toISOString(),
    } satisfies PublishedHead),
  );
  if (lines.length > 0) await appendFile(headsFile(dataDir), `${lines.join('\n')}\n`, { mode: 0o600 });
}

async function readHeads(dataDir: string): Promise<PublishedHead[]> {
  const text = await readFile(headsFile(dataDir), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PublishedHead);
}

/** Walks every chain from its first link, in pages; memory does not grow with the log. */
export async function verifyAudit(r: Reader, dataDir: string, at: Date): Promise<AuditVerdict> {
  const problems: AuditVerdict['problems'] = [];
  let count = 0;
  const note = (districtId: number, seq: number, problem: string) => {
    count++;
    if (problems.length < 100) problems.push({ districtId, seq, problem });
  };
  const published = await readHeads(dataDir);
  const wanted = new Map<string, string>(published.map((head) => [`${head.districtId}:${head.seq}`, head.head]));
  const districts = await sql<{ district_id: number }>`select distinct district_id from audit_link order by 1`.execute(
    r,
  );
  let links = 0;
  for (const { district_id } of districts.rows) {
    let seq = 0;
    let head: Buffer = firstHead;
    for (;;) {
      const page = await sql<
        { seq: number; event_digest: Buffer; head: Buffer; event: null | string } & Parameters<typeof eventDigest>[0]
      >`
        select l.seq, l.event_digest, l.head, e.event_id as event, e.* from audit_link l left join audit_event e on e.district_id = l.district_id and e.event_id = l.event_id
        where l.district_id = ${district_id} and l.seq > ${seq} order by l.seq limit 5000`.execute(r);
      for (const row of page.rows) {
        links++;
        if (row.seq !== seq + 1) note(district_id, row.seq, 'gap');
        seq = row.seq;
        if (row.event === null) note(district_id, seq, 'event-missing');
        else if (!eventDigest(row).equals(row.event_digest)) note(district_id, seq, 'event-changed');
        head = nextHead(head, row.event_digest);
        if (!head.equals(row.head)) note(district_id, seq, 'head-wrong');
        head = row.head;
        const expected = wanted.get(`${district_id}:${seq}`);
        if (expected !== undefined && expected !== head.toString('hex'))
          note(district_id, seq, 'published-head-differs');
        wanted.delete(`${district_id}:${seq}`);
      }
      if (page.rows.length < 5000) break;
    }
  }
  for (const key of wanted.keys()) note(Number(key.split(':')[0]), Number(key.split(':')[1]), 'published-head-missing');
  const fresh = new Date(at.getTime() - 5000);
  const unlinked = await sql<{ n: number; old: number }>`
    select count(*)::int as n, count(*) filter (where e.at < ${fresh})::int as old from audit_event e
    where not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)`.execute(
    r,
  );
  return { differences: count, links, unlinked: unlinked.rows[0]?.n ?? 0, publishedHeads: published.length, problems };
}
