/** Twelve ways to tamper with the log as the owner of the database (handbook/security.md §4f), each at many positions. */
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { eventDigest, linkAudit, nextHead } from '../audit/link-audit.ts';
import { openDatabase } from '../platform/db.ts';
import type { Tamperer, TamperLink } from './tamper-database.ts';
import type { TamperVerdict } from './tamper-verdict.ts';

export interface TamperPlace extends TamperLink {
  /** Numbers of this chain that were published, ascending. */
  published: readonly number[];
  /** The end of the chain. */
  tip: number;
  /** A place in another chain. */
  other: TamperLink;
  /** Counts the cases of the class: its variants take turns. */
  nth: number;
  /** The heads file, whole. */
  heads: string;
}

/** What the verifier has to say: one of the kinds, at this place. */
export interface Expected {
  kinds: readonly string[];
  districtId?: number;
  seq?: number;
  eventId?: string;
  /** The heads file as the attacker leaves it. */
  heads?: string;
}

export interface TamperClass {
  id: string;
  plant(t: Tamperer, place: TamperPlace): Promise<Expected>;
}

export function isFound(expected: Expected, verdict: TamperVerdict): boolean {
  return verdict.problems.some(
    (problem) =>
      expected.kinds.includes(problem.kind) &&
      (expected.districtId === undefined || problem.districtId === expected.districtId) &&
      (expected.seq === undefined || problem.seq === expected.seq) &&
      (expected.eventId === undefined || problem.eventId === expected.eventId),
  );
}

const of = ({ districtId, eventId }: TamperLink) => [districtId, eventId];
const publishedFrom = (place: TamperPlace, seq: number) => place.published.find((one) => one >= seq)!;
const here = 'where district_id = $1 and event_id = $2';

const edits = [
  `purpose = coalesce(purpose, '') || '。'`,
  `details = details || '{"count": 2}'`,
  'account_id = gen_random_uuid()',
  `at = at + interval '1 microsecond'`,
  `subject_id = coalesce(subject_id, '') || 'x'`,
  `action = action || '-not'`,
  'area_id = coalesce(area_id, 0) + 1',
  'office_id = gen_random_uuid()',
  `request_id = 'r' || coalesce(request_id, '')`,
  `subject_kind = 'none'`,
];

/** Digest and head of every link from a number on, made right again by the rules: what somebody does who knows the format. */
async function linkAnew(t: Tamperer, districtId: number, from: number): Promise<void> {
  const before = await t.run<{ head: Buffer }>(`select head from audit_link where district_id = $1 and seq = $2`, [
    districtId,
    from - 1,
  ]);
  let head: Buffer = before[0]?.head ?? Buffer.alloc(32);
  const rows = await t.run<{ seq: string } & Parameters<typeof eventDigest>[0]>(
    `select l.seq, e.* from audit_link l join audit_event e using (district_id, event_id) where l.district_id = $1 and l.seq >= $2 order by l.seq`,
    [districtId, from],
  );
  const digests = rows.map((row) => eventDigest(row));
  const heads = digests.map((digest) => {
    head = nextHead(head, digest);
    return head;
  });
  await t.run(
    `update audit_link l set event_digest = u.digest, head = u.head from unnest($2::bigint[], $3::bytea[], $4::bytea[]) as u (seq, digest, head)
     where l.district_id = $1 and l.seq = u.seq`,
    [districtId, rows.map((row) => row.seq), digests, heads],
  );
}

/** The newest heads of a tampered database in lines that carry a signature, but not ours; `claimed`: the id of a key that they name. */
async function forgedHeads(t: Tamperer, claimed?: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const own = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
  const key = claimed ?? own.digest('hex').slice(0, 16);
  const tips = await t.run<{ districtId: number; seq: number; head: string }>(
    `select distinct on (district_id) district_id as "districtId", seq::int, encode(head, 'hex') as head from audit_link order by district_id, seq desc`,
  );
  const at = '2026-11-20T03:00:00.000Z';
  return tips
    .map((tip) => {
      const said = ['renshe audit head', tip.districtId, tip.seq, tip.head, at].join('\n');
      const signature = sign(null, Buffer.from(said), privateKey).toString('base64url');
      return `${JSON.stringify({ ...tip, at, key, signature })}\n`;
    })
    .join('');
}

async function insertEvent(t: Tamperer, place: TamperPlace, at: string): Promise<string> {
  const eventId = randomUUID();
  await t.run(
    `insert into audit_event select district_id, $3, ${at}, account_id, office_id, action, subject_kind, subject_id, area_id, purpose, request_id, details
     from audit_event ${here}`,
    [...of(place), eventId],
  );
  return eventId;
}

export const tamperClasses: readonly TamperClass[] = [
  {
    id: 'update',
    async plant(t, place) {
      await t.run(`update audit_event set ${edits[place.nth % edits.length]} ${here}`, of(place));
      return { kinds: ['event-changed'], districtId: place.districtId, seq: place.seq, eventId: place.eventId };
    },
  },
  {
    id: 'delete-one',
    async plant(t, place) {
      await t.run(`delete from audit_event ${here}`, of(place));
      if (place.nth % 2 === 0 || place.seq === place.tip)
        return { kinds: ['event-missing'], districtId: place.districtId, seq: place.seq, eventId: place.eventId };
      await t.run(`delete from audit_link ${here}`, of(place));
      return { kinds: ['link-missing'], districtId: place.districtId, seq: place.seq };
    },
  },
  {
    id: 'delete-tail',
    async plant(t, { districtId, seq, ...place }) {
      await t.run(
        `delete from audit_event e using audit_link l where l.district_id = $1 and l.seq >= $2 and e.district_id = l.district_id and e.event_id = l.event_id`,
        [districtId, seq],
      );
      await t.run(`delete from audit_link where district_id = $1 and seq >= $2`, [districtId, seq]);
      const lost = publishedFrom({ districtId, seq, ...place }, seq);
      return { kinds: ['chain-shorter-than-published'], districtId, seq: lost };
    },
  },
  {
    id: 'reorder',
    async plant(t, { districtId, seq, tip }) {
      const at = Math.min(seq, tip - 1);
      await t.withoutKeys();
      await t.run(
        `update audit_link set seq = case seq when $2 then $2 + 1 else $2 end where district_id = $1 and seq in ($2::bigint, $2 + 1)`,
        [districtId, at],
      );
      return { kinds: ['head-wrong'], districtId, seq: at };
    },
  },
  {
    id: 'insert',
    async plant(t, place) {
      if (place.nth % 2 === 0) {
        const eventId = await insertEvent(t, place, `at - interval '2 days'`);
        return { kinds: ['event-unlinked'], districtId: place.districtId, eventId };
      }
      const eventId = await insertEvent(t, place, 'at');
      await t.withoutKeys();
      await t.run(`update audit_link set seq = seq + 1 where district_id = $1 and seq > $2`, [
        place.districtId,
        place.seq,
      ]);
      await t.run(
        `insert into audit_link select district_id, seq + 1, $3, event_digest, head, linked_at from audit_link where district_id = $1 and seq = $2`,
        [place.districtId, place.seq, eventId],
      );
      return { kinds: ['event-changed', 'head-wrong'], districtId: place.districtId, seq: place.seq + 1, eventId };
    },
  },
  {
    id: 'backdate',
    async plant(t, place) {
      if (place.nth % 2 === 0) {
        await t.run(`update audit_event set at = at - interval '3 days' ${here}`, of(place));
        return { kinds: ['event-changed'], districtId: place.districtId, seq: place.seq };
      }
      // The sequencer itself takes it for one that came late.
      const eventId = await insertEvent(t, place, `at - interval '3 days'`);
      const db = openDatabase(t.url);
      await linkAudit(db, new Date(), true).finally(() => db.close());
      return { kinds: ['time-runs-backwards'], districtId: place.districtId, seq: place.tip + 1, eventId };
    },
  },
  {
    id: 'swap-chains',
    async plant(t, place) {
      const { other } = place;
      await t.run(
        `update audit_event set district_id = case event_id when $2::uuid then $3::int else $1::int end
         where (district_id = $1 and event_id = $2) or (district_id = $3 and event_id = $4)`,
        [place.districtId, place.eventId, other.districtId, other.eventId],
      );
      return {
        kinds: ['event-of-another-chain'],
        districtId: place.districtId,
        seq: place.seq,
        eventId: place.eventId,
      };
    },
  },
  {
    id: 'replace-payload',
    async plant(t, place) {
      await t.run(
        `update audit_event set details = '{"replaced": true}', purpose = '例行检查', subject_id = gen_random_uuid()::text ${here}`,
        of(place),
      );
      if (place.nth % 2 === 0)
        return { kinds: ['event-changed'], districtId: place.districtId, seq: place.seq, eventId: place.eventId };
      const [event] = await t.run<Parameters<typeof eventDigest>[0]>(`select * from audit_event ${here}`, of(place));
      await t.run(`update audit_link set event_digest = $3 ${here}`, [...of(place), eventDigest(event!)]);
      return { kinds: ['head-wrong'], districtId: place.districtId, seq: place.seq, eventId: place.eventId };
    },
  },
  {
    id: 'truncate',
    async plant(t, place) {
      const { districtId } = place;
      const first = await t.link(districtId, 1);
      const lost = { districtId, seq: place.published[0]! };
      switch (place.nth % 4) {
        case 0:
          await t.run('truncate audit_event');
          return { kinds: ['event-missing'], districtId, seq: 1, eventId: first.eventId };
        case 1:
          await t.run('truncate audit_link');
          return { kinds: ['chain-shorter-than-published'], ...lost };
        case 2:
          await t.run('truncate audit_event, audit_link');
          return { kinds: ['chain-shorter-than-published'], ...lost };
        default:
          return { kinds: ['no-published-heads'], heads: '' };
      }
    },
  },
  {
    id: 'disable-and-edit',
    async plant(t, place) {
      // One event takes the place of its neighbour, which disappears; keys are taken away for it and put back where they still hold.
      const seq = place.seq === place.tip ? place.seq - 1 : place.seq;
      const kept = await t.link(place.districtId, seq);
      const gone = await t.link(place.districtId, seq + 1);
      await t.withoutKeys();
      await t.run(`delete from audit_event ${here}`, of(gone));
      await t.run(
        `update audit_link l set event_id = k.event_id, event_digest = k.event_digest from audit_link k
         where l.district_id = $1 and l.seq = $2::bigint + 1 and k.district_id = $1 and k.seq = $2`,
        [kept.districtId, seq],
      );
      await t.run('alter table audit_link add constraint audit_link_pk primary key (district_id, seq)');
      return { kinds: ['head-wrong'], districtId: place.districtId, seq: seq + 1 };
    },
  },
  {
    id: 'recompute',
    async plant(t, place) {
      await t.run(`update audit_event set ${edits[place.nth % 3]} ${here}`, of(place));
      await linkAnew(t, place.districtId, place.seq);
      const { districtId } = place;
      // Whoever has the heads file in hand as well lacks the key, and may name the right one.
      const ours = (JSON.parse(place.heads.split('\n')[0]!) as { key: string }).key;
      if (place.nth % 3 === 1)
        return { kinds: ['heads-line-key-unknown'], districtId, seq: place.tip, heads: await forgedHeads(t) };
      if (place.nth % 3 === 2)
        return { kinds: ['heads-line-signature-wrong'], districtId, seq: place.tip, heads: await forgedHeads(t, ours) };
      return { kinds: ['chain-recomputed'], districtId, seq: publishedFrom(place, place.seq) };
    },
  },
];
