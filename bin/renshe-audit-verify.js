#!/usr/bin/env node
/**
 * Verifies the audit chains of a Renshe database, or of an export of them, against heads that were published elsewhere. Read-only. It
 * shares no code with the program that it judges: everything here is written from docs/security/audit-format.md.
 *
 *   node bin/renshe-audit-verify.js --database URL --heads FILE --public-key FILE [--write-export FILE] [--json]
 *   node bin/renshe-audit-verify.js --export FILE --heads FILE --public-key FILE [--json]
 *
 * Over 400 lines because it is one file that an auditor can read and carry.
 *
 * Ends with 0 when nothing differs, 1 when something does, 2 when it was called wrongly or could not read.
 */
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const PAGE = 10_000;
const MOST_PROBLEMS = 10_000;
/** Milliseconds that an event may lie behind the newest one linked before it: the longest transaction and the longest wait for its link. */
const LONGEST_WAIT = 20 * 60_000;

const WORDS = {
  'event-changed': 'the event is not what it was when it was linked',
  'event-missing': 'the chain names an event that is not there',
  'event-of-another-chain': 'the event lies in the district {other} and not where the chain has it',
  'event-unlinked':
    'an event of a time that the chains have passed is in no chain: put there later, its link was taken away, or the linking was stopped',
  'link-missing': 'numbers {seq} to {to} of the chain are gone',
  'head-wrong': 'the head does not follow from the one before it: links were changed, inserted or put in another order',
  'time-runs-backwards':
    'the event says {at}, but {newest} had been linked before it: backdated, or the clock was set back',
  'chain-recomputed':
    'the chain is whole in itself and differs from the published head: written anew after number {from}',
  'published-head-differs': 'the head differs from the published one',
  'chain-shorter-than-published':
    'the chain ends at {tip}, published was {seq} at {at}: an older state, or its end was deleted',
  'no-published-heads': 'there is a chain but not one published head to compare it with',
  'heads-line-unreadable': 'line {line} of the heads file cannot be read',
  'heads-line-unsigned': 'line {line} of the heads file carries no signature',
  'heads-line-key-unknown': 'line {line} of the heads file is signed by a key that is not among the public keys',
  'heads-line-signature-wrong': 'line {line} of the heads file does not carry the signature of what it says',
};

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** RFC 8259 without spaces; the keys of an object: array indexes first, ascending, then the others by their UTF-16 units. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const isIndex = (key) => /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) < 4294967295;
  const keys = Object.keys(value);
  const indexes = keys.filter(isIndex).sort((a, b) => a - b);
  const names = keys.filter((key) => !isIndex(key)).sort((a, b) => (a < b ? -1 : 1));
  return `{${[...indexes, ...names].map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const text = (value) => (value === null ? 'null' : JSON.stringify(value));

/** @returns undefined when the time is finer than a millisecond, which the program never writes */
function digestOf(event) {
  if (!event.at.endsWith('000')) return undefined;
  const columns = [
    event.districtId,
    text(event.eventId),
    `"${event.at.slice(0, 23)}Z"`,
    text(event.accountId),
    text(event.officeId),
    text(event.action),
    text(event.subjectKind),
    text(event.subjectId),
    event.areaId === null ? 'null' : event.areaId,
    text(event.purpose),
    text(event.requestId),
    canonical(JSON.parse(event.details)),
  ];
  return sha256(`[${columns.join(',')}]`);
}

/** Collects what differs: all of it is counted, the first ten thousand are told. */
class Findings {
  count = 0;
  problems = [];
  kinds = {};

  add(kind, place, more = {}) {
    this.count++;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    if (this.problems.length >= MOST_PROBLEMS) return;
    const values = { ...place, ...more };
    const says = WORDS[kind].replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));
    this.problems.push({ kind, ...place, says });
  }
}

// ---- published heads

function readHeads(paths, keyPaths, findings) {
  const keys = new Map();
  for (const path of keyPaths)
    for (const block of readFileSync(path, 'utf8').match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ??
      []) {
      const key = createPublicKey(block);
      keys.set(
        sha256(key.export({ type: 'spki', format: 'der' }))
          .toString('hex')
          .slice(0, 16),
        key,
      );
    }
  const wanted = new Map();
  const notes = [];
  let lines = 0;
  for (const path of paths)
    for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
      if (line.trim() === '') continue;
      const place = { file: path, line: index + 1 };
      const head = findHead(line);
      if (!head) {
        // Whoever could tear a line could as well have left it out: it proves nothing, and a machine that stops leaves one behind.
        if (line.startsWith('{') && !line.trimEnd().endsWith('}'))
          notes.push(`${path}: line ${index + 1} ends in the middle; the machine stopped while it was written`);
        else findings.add('heads-line-unreadable', place);
        continue;
      }
      lines++;
      if (keys.size > 0) {
        const said = ['renshe audit head', head.districtId, head.seq, head.head, head.at].join('\n');
        const key = keys.get(head.key);
        const fault =
          head.signature === undefined
            ? 'heads-line-unsigned'
            : key === undefined
              ? 'heads-line-key-unknown'
              : verifySignature(null, Buffer.from(said), key, Buffer.from(head.signature, 'base64url'))
                ? undefined
                : 'heads-line-signature-wrong';
        if (fault) {
          findings.add(fault, { ...place, districtId: head.districtId, seq: head.seq });
          continue;
        }
      }
      const chain = wanted.get(head.districtId) ?? new Map();
      wanted.set(head.districtId, chain);
      const same = chain.get(head.seq) ?? [];
      if (!same.some((one) => one.head === head.head)) chain.set(head.seq, [...same, head]);
    }
  if (keys.size === 0 && lines > 0) notes.push('signatures of heads were not checked: no --public-key');
  return { wanted, notes, lines };
}

function findHead(line) {
  try {
    const said = JSON.parse(line);
    const fits =
      Number.isSafeInteger(said.districtId) && Number.isSafeInteger(said.seq) && /^[0-9a-f]{64}$/.test(said.head);
    return fits && typeof said.at === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

// ---- where rows come from

const EVENT = `e.district_id, e.event_id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.account_id, e.office_id, e.action,
  e.subject_kind, e.subject_id, e.area_id, e.purpose, e.request_id, e.details::text`;

function eventOf(cells) {
  const [
    districtId,
    eventId,
    at,
    accountId,
    officeId,
    action,
    subjectKind,
    subjectId,
    areaId,
    purpose,
    requestId,
    details,
  ] = cells;
  if (eventId === null) return null;
  return {
    districtId,
    eventId,
    at,
    accountId,
    officeId,
    action,
    subjectKind,
    subjectId,
    areaId,
    purpose,
    requestId,
    details,
  };
}

/** One snapshot of a database that may be in use; nothing can be written through it. */
async function* readDatabase(url) {
  const { default: pg } = await import('pg');
  const types = { getTypeParser: () => (value) => value };
  const client = new pg.Client({ connectionString: url, types, application_name: 'renshe-audit-verify' });
  await client.connect();
  const rows = async (statement) => (await client.query({ text: statement, rowMode: 'array' })).rows;
  try {
    await rows('begin transaction isolation level repeatable read read only');
    await rows(`declare chain no scroll cursor for
      select l.district_id, l.seq, l.event_id, encode(l.event_digest, 'hex'), encode(l.head, 'hex'), ${EVENT}
      from audit_link l left join audit_event e on e.district_id = l.district_id and e.event_id = l.event_id
      order by l.district_id, l.seq`);
    let next = rows(`fetch ${PAGE} from chain`);
    for (;;) {
      const page = await next;
      if (page.length === 0) break;
      // The database makes the next page while this one is hashed.
      next = rows(`fetch ${PAGE} from chain`);
      for (const [district, seq, eventId, digest, head, ...event] of page)
        yield { districtId: Number(district), seq: Number(seq), eventId, digest, head, event: eventOf(event) };
    }
    await rows(`declare rest no scroll cursor for select ${EVENT} from audit_event e
      where not exists (select 1 from audit_link l where l.district_id = e.district_id and l.event_id = e.event_id)`);
    for (
      let page = await rows(`fetch ${PAGE} from rest`);
      page.length > 0;
      page = await rows(`fetch ${PAGE} from rest`)
    )
      for (const event of page) yield { unlinked: eventOf(event) };
    await rows('commit');
  } finally {
    await client.end();
  }
}

async function* readExport(path) {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY }))
    if (line.trim() !== '') yield JSON.parse(line);
}

async function* writing(rows, path) {
  const file = openSync(path, 'wx', 0o600);
  try {
    for await (const row of rows) {
      writeSync(file, `${JSON.stringify(row)}\n`);
      yield row;
    }
  } finally {
    closeSync(file);
  }
}

// ---- the walk

class Chain {
  constructor(districtId, published, findings) {
    this.districtId = districtId;
    this.published = published;
    this.findings = findings;
    this.seq = 0;
    this.head = Buffer.alloc(32);
    this.newest = '';
    this.lastFitting = 0;
    /** Whether something inside is wrong: otherwise a head that differs means that all of it was written anew. */
    this.broken = false;
  }

  take(row, missing) {
    const place = { districtId: this.districtId, seq: row.seq, eventId: row.eventId };
    const wrong = (kind, more) => {
      this.broken = true;
      this.findings.add(kind, place, more);
    };
    if (row.seq !== this.seq + 1) {
      this.broken = true;
      this.findings.add('link-missing', { ...place, seq: this.seq + 1 }, { to: row.seq - 1 });
    }
    this.seq = row.seq;
    const { event } = row;
    if (event === null) {
      this.broken = true;
      missing.set(row.eventId, place);
    } else {
      if (digestOf(event)?.toString('hex') !== row.digest) wrong('event-changed');
      else this.judgeTime(event, wrong);
    }
    const head = sha256(this.head, Buffer.from(row.digest, 'hex'));
    if (head.toString('hex') !== row.head) wrong('head-wrong');
    this.head = Buffer.from(row.head, 'hex');
    for (const published of this.published.get(row.seq) ?? []) {
      if (published.head === row.head) this.lastFitting = row.seq;
      else if (this.broken) this.findings.add('published-head-differs', place);
      else this.findings.add('chain-recomputed', place, { from: this.lastFitting });
    }
    this.published.delete(row.seq);
  }

  judgeTime(event, wrong) {
    if (event.at > this.newest) this.newest = event.at;
    else if (Date.parse(`${event.at}Z`) < Date.parse(`${this.newest}Z`) - LONGEST_WAIT)
      wrong('time-runs-backwards', { at: event.at, newest: this.newest });
  }

  end() {
    for (const [seq, heads] of this.published)
      this.findings.add(
        'chain-shorter-than-published',
        { districtId: this.districtId, seq },
        { tip: this.seq, at: heads[0].at },
      );
  }
}

async function verify(rows, published, findings) {
  const missing = new Map();
  const waiting = [];
  let chain;
  let links = 0;
  let unlinked = 0;
  let afterHeads = 0;
  let newest = '';
  const finish = () => {
    if (!chain) return;
    chain.end();
    if (chain.newest > newest) newest = chain.newest;
    afterHeads += chain.seq - chain.lastFitting;
  };
  for await (const row of rows) {
    if (row.unlinked) {
      unlinked++;
      // Time has passed for the chains also where only events without a link tell it: the linking may have been stopped.
      if (row.unlinked.at > newest) newest = row.unlinked.at;
      if (missing.has(row.unlinked.eventId)) {
        const place = missing.get(row.unlinked.eventId);
        missing.delete(row.unlinked.eventId);
        findings.add('event-of-another-chain', place, { other: row.unlinked.districtId });
      } else
        waiting.push({
          districtId: Number(row.unlinked.districtId),
          eventId: row.unlinked.eventId,
          at: row.unlinked.at,
        });
      continue;
    }
    if (chain?.districtId !== row.districtId) {
      finish();
      chain = new Chain(row.districtId, published.wanted.get(row.districtId) ?? new Map(), findings);
      published.wanted.delete(row.districtId);
    }
    chain.take(row, missing);
    links++;
  }
  finish();
  for (const [districtId, heads] of published.wanted) new Chain(districtId, heads, findings).end();
  for (const place of missing.values()) findings.add('event-missing', place);
  for (const { at, ...place } of waiting)
    if (Date.parse(`${at}Z`) < Date.parse(`${newest}Z`) - LONGEST_WAIT) findings.add('event-unlinked', place);
  if (links > 0 && published.lines === 0) findings.add('no-published-heads', {});
  return { links, unlinked, afterHeads };
}

// ---- the call

const usage = `renshe-audit-verify: recomputes the audit chains and compares them with the published heads

  --database URL        PostgreSQL to read, or
  --export FILE         what --write-export wrote
  --heads FILE          published heads (audit-heads.jsonl, a copy of it); may be given several times
  --public-key FILE     public key of the heads (audit-heads.pub.pem); without it signatures are not checked
  --write-export FILE   keep all that was read, one JSON line a link, to be verified elsewhere
  --json                one JSON value
`;

async function main() {
  const { values } = parseArgs({
    options: {
      database: { type: 'string' },
      export: { type: 'string' },
      heads: { type: 'string', multiple: true },
      'public-key': { type: 'string', multiple: true },
      'write-export': { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || (values.database === undefined) === (values.export === undefined) || !values.heads) {
    (values.help ? process.stdout : process.stderr).write(usage);
    return values.help ? 0 : 2;
  }
  const startedAt = performance.now();
  const findings = new Findings();
  // Before the snapshot: what is published meanwhile is not missing in it.
  const published = readHeads(values.heads, values['public-key'] ?? [], findings);
  const source = values.database ? readDatabase(values.database) : readExport(values.export);
  const rows = values['write-export'] ? writing(source, values['write-export']) : source;
  const walked = await verify(rows, published, findings);
  const seconds = (performance.now() - startedAt) / 1000;
  const verdict = {
    differences: findings.count,
    kinds: findings.kinds,
    links: walked.links,
    unlinked: walked.unlinked,
    headLines: published.lines,
    linksAfterLastHead: walked.afterHeads,
    seconds: Math.round(seconds * 1000) / 1000,
    eventsPerSecond: Math.round(walked.links / seconds),
    notes: published.notes,
    problems: findings.problems,
  };
  if (values.json) process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else {
    const place = (p) =>
      [p.districtId !== undefined && `district ${p.districtId}`, p.seq !== undefined && `#${p.seq}`, p.eventId]
        .filter(Boolean)
        .join(' ');
    process.stdout.write(
      [
        `${verdict.links} links, ${verdict.unlinked} events waiting, ${verdict.headLines} published heads, ${verdict.differences} differences, ${verdict.eventsPerSecond} events/s`,
        `${verdict.linksAfterLastHead} links are later than the last published head and protected by none yet`,
        ...verdict.notes.map((note) => `  note: ${note}`),
        ...verdict.problems.map((problem) => `  ${problem.kind} ${place(problem)}: ${problem.says}`),
        '',
      ].join('\n'),
    );
  }
  return findings.count === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  },
);
