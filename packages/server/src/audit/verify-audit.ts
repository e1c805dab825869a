import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { isSigned, readPublicKeys } from './heads-key.ts';
import { eventDigest, firstHead, nextHead } from './link-audit.ts';
import { type HeadLine, readHeads } from './published-heads.ts';

export interface AuditVerdict {
  /** Links whose content, order or head is not what it must be, events missing from the chain or passed over, published heads that do not fit. */
  differences: number;
  links: number;
  unlinked: number;
  publishedHeads: number;
  /** Lines of the heads file that end in the middle, by number: the machine stopped while it was written. Not a difference. */
  tornLines: number[];
  problems: { districtId: number; seq: number; problem: string }[];
}

/** Longer than a transaction may live and the sequencer may wait before it looks at the whole log again. */
const longestWait = 20 * 60_000;

/** Walks every chain from its first link, in pages; memory does not grow with the log. */
export async function verifyAudit(r: Reader, dataDir: string): Promise<AuditVerdict> {
  const problems: AuditVerdict['problems'] = [];
  let count = 0;
  const note = (districtId: number, seq: number, problem: string) => {
    count++;
    if (problems.length < 100) problems.push({ districtId, seq, problem });
  };
  // Read before the chains: what is published while they are walked is not missing in them.
  const lines = await readHeads(dataDir);
  const wanted = judgeLines(lines, dataDir, note);
  const districts = await sql<{ district_id: number }>`select distinct district_id from audit_link order by 1`.execute(
    r,
  );
  let links = 0;
  let newest = 0;
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
        else newest = Math.max(newest, row.at.getTime());
        head = nextHead(head, row.event_digest);
        if (!head.equals(row.head)) note(district_id, seq, 'head-wrong');
        head = row.head;
        for (const expected of wanted.get(`${district_id}:${seq}`) ?? [])
          if (expected !== head.toString('hex')) note(district_id, seq, 'published-head-differs');
        wanted.delete(`${district_id}:${seq}`);
      }
      if (page.rows.length < 5000) break;
    }
  }
  for (const key of wanted.keys()) note(Number(key.split(':')[0]), Number(key.split(':')[1]), 'published-head-missing');
  // What is much older than the newest event was passed over: somebody put it there, took its link away or stopped the linking.
  const waiting = await sql<{ newest: Date | null }>`
    select max(e.at) as newest from audit_event e
    where not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)`.execute(
    r,
  );
  const old = new Date(Math.max(newest, waiting.rows[0]?.newest?.getTime() ?? 0) - longestWait);
  const unlinked = await sql<{ district_id: number; n: number; old: number }>`
    select e.district_id, count(*)::int as n, count(*) filter (where e.at < ${old})::int as old from audit_event e
    where not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)
    group by e.district_id order by 1`.execute(r);
  for (const row of unlinked.rows) for (let i = 0; i < row.old; i++) note(row.district_id, 0, 'event-unlinked');
  return {
    differences: count,
    links,
    unlinked: unlinked.rows.reduce((sum, row) => sum + row.n, 0),
    publishedHeads: lines.length,
    tornLines: lines.filter((line) => line.torn && !line.head).map((line) => line.line),
    problems,
  };
}

/** Heads that the chains must have, by district and number; lines that cannot be read or are not signed by a known key are named by line. */
function judgeLines(
  lines: readonly HeadLine[],
  dataDir: string,
  note: (districtId: number, seq: number, problem: string) => void,
): Map<string, Set<string>> {
  const keys = readPublicKeys(dataDir);
  const wanted = new Map<string, Set<string>>();
  for (const { line, head, torn } of lines) {
    if (!head) {
      if (!torn) note(0, 0, `heads-line-${line}-unreadable`);
      continue;
    }
    const key = head.key === undefined ? undefined : keys.get(head.key);
    const fits = key && head.signature !== undefined && isSigned(key, head, head.signature);
    if (head.key !== undefined && !fits) note(head.districtId, head.seq, `heads-line-${line}-signature-wrong`);
    const place = `${head.districtId}:${head.seq}`;
    wanted.set(place, (wanted.get(place) ?? new Set()).add(head.head));
  }
  return wanted;
}
