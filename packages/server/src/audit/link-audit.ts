import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Writer } from '../platform/db.ts';

/** The audit chain (design §6): one per district, appended in batches by one sequencer, so that writers never queue on a chain head. */
export const firstHead = Buffer.alloc(32);
const batch = 2000;

interface EventRow {
  district_id: number;
  event_id: string;
  at: Date;
  account_id: string | null;
  office_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  area_id: number | null;
  purpose: string | null;
  request_id: string | null;
  details: unknown;
}

/** SHA-256 over the event's columns in this order as JSON; object keys sorted, so that jsonb's own order does not matter. */
export function eventDigest(event: EventRow): Buffer {
  const columns = [
    event.district_id,
    event.event_id,
    event.at.toISOString(),
    event.account_id,
    event.office_id,
    event.action,
    event.subject_kind,
    event.subject_id,
    event.area_id,
    event.purpose,
    event.request_id,
    sorted(event.details),
  ];
  return createHash('sha256').update(JSON.stringify(columns)).digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

export function nextHead(head: Buffer, digest: Buffer): Buffer {
  return createHash('sha256').update(head).update(digest).digest();
}

/**
 * Links what is not linked yet. `everything` looks at the whole log (start-up, bulk loads, clocks that were set, transactions that took long);
 * otherwise only at events of the last ten minutes. Only one sequencer at a time gets the lock.
 */
export async function linkAudit(db: Database, at: Date, everything: boolean): Promise<number> {
  let linked = 0;
  for (;;) {
    const done = await db.kysely.transaction().execute(async (w) => {
      const lock = await sql<{
        mine: boolean;
      }>`select pg_try_advisory_xact_lock(hashtext('renshe-audit-sequencer')) as mine`.execute(w);
      return lock.rows[0]?.mine ? linkBatch(w, at, everything) : 0;
    });
    linked += done;
    if (done < batch) return linked;
  }
}

async function linkBatch(w: Writer, at: Date, everything: boolean): Promise<number> {
  // With its districts named, the index on district and time finds the newest events, however long the log is.
  const recent = sql`e.district_id in (select district_id from area union select 0) and e.at >= ${new Date(at.getTime() - 600_000)}`;
  const events = await sql<EventRow>`
    select e.* from audit_event e
    where ${everything ? sql`true` : recent} and not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)
    order by e.district_id, e.at, e.event_id limit ${batch}`.execute(w);
  if (events.rows.length === 0) return 0;
  const districts = [...new Set(events.rows.map((event) => event.district_id))];
  const heads = await sql<{ district_id: number; seq: number; head: Buffer }>`
    select t.* from unnest(${districts}::int[]) d (id)
    cross join lateral (select district_id, seq, head from audit_link l where l.district_id = d.id order by seq desc limit 1) t`.execute(
    w,
  );
  const tips = new Map(heads.rows.map((row) => [row.district_id, row]));
  const rows = events.rows.map((event) => {
    const tip = tips.get(event.district_id) ?? { district_id: event.district_id, seq: 0, head: firstHead };
    const digest = eventDigest(event);
    const next = { district_id: event.district_id, seq: tip.seq + 1, head: nextHead(tip.head, digest) };
    tips.set(event.district_id, next);
    return { ...next, event_id: event.event_id, digest };
  });
  await sql`insert into audit_link (district_id, seq, event_id, event_digest, head, linked_at)
    select d, s, e, decode(g, 'hex'), decode(h, 'hex'), ${at} from unnest(${rows.map((r) => r.district_id)}::int[], ${rows.map((r) => r.seq)}::bigint[], ${rows.map((r) => r.event_id)}::uuid[],
      ${rows.map((r) => r.digest.toString('hex'))}::text[], ${rows.map((r) => r.head.toString('hex'))}::text[]) as u (d, s, e, g, h)`.execute(
    w,
  );
  return rows.length;
}

export interface Sequencer {
  stop(): Promise<void>;
}

/** So often the sequencer looks at the whole log for events that came with an older time. */
const wholeLogEvery = 600_000;

/** Links once a second, the whole log every ten minutes; heads go to `publish` at least hourly and at the end, outside the database. */
export function startSequencer(
  db: Database,
  clock: { now(): Date },
  onError: (error: unknown) => void,
  publish: () => Promise<void>,
): Sequencer {
  let stopped = false;
  let wholeLogAt = 0;
  let publishedAt = 0;
  const loop = async () => {
    while (!stopped) {
      try {
        // Also when somebody has set the clock: what was written just before has a time that nobody looks at any more.
        const everything = Math.abs(clock.now().getTime() - wholeLogAt) > wholeLogEvery;
        await linkAudit(db, clock.now(), everything);
        if (everything) wholeLogAt = clock.now().getTime();
        if (Math.abs(clock.now().getTime() - publishedAt) > 3600_000) {
          await publish();
          publishedAt = clock.now().getTime();
        }
      } catch (error) {
        onError(error);
      }
      for (let i = 0; i < 10 && !stopped; i++) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      await running;
      await linkAudit(db, clock.now(), false).catch(onError);
      await publish().catch(onError);
    },
  };
}
