/** A log made by many writers at once, copies of it tampered with, and what the separate verifier says of each. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { loadRegion } from '../area/load-region.ts';
import { publicKeyFile } from '../audit/heads-key.ts';
import { linkAudit } from '../audit/link-audit.ts';
import { headsFile, publishHeads } from '../audit/published-heads.ts';
import { settableClock, systemClock } from '../platform/clock.ts';
import { type Database, openDatabase } from '../platform/db.ts';
import { type Killing, type ProofOptions, ProofTally } from './prove-result.ts';
import { isFound, type TamperPlace, tamperClasses } from './tamper-classes.ts';
import type { WritersOrder } from './tamper-crash-child.ts';
import { copyDatabase, Tamperer, type TamperLink } from './tamper-database.ts';
import { runVerifier, type TamperVerdict } from './tamper-verdict.ts';
import { writeMany } from './tamper-writers.ts';

export interface TamperSize {
  /** Times that the log grows, is published and copied. */
  stages: number;
  /** Commands of each. */
  commands: number;
  /** Positions of each class. */
  positions: number;
  /** Kills of the writers, and verifications while they write before each. */
  kills: number;
  runsBeforeKill: number;
  /** Events of the log whose verification is timed; 0 leaves it out. */
  timed: number;
  /** Ends after the first failure: enough to know that a planted bug was found. */
  firstOnly?: boolean;
}

export interface TamperFigures {
  events: number;
  planted: number;
  detected: number;
  cleanRuns: number;
  falseAlarms: number;
  /** Links of the timed log a second. */
  rate: number;
}

/** Small numbers from a seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

/** Waits until the connections of a killed process are gone: what they were committing is there or not. */
async function alone(t: Tamperer): Promise<void> {
  for (;;) {
    const others = await t.run(
      `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (others.length === 0) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export class TamperSuite {
  readonly tally = new ProofTally();
  readonly killing: Killing = { planted: 0, killed: 0, survivors: [] };
  readonly figures: TamperFigures = { events: 0, planted: 0, detected: 0, cleanRuns: 0, falseAlarms: 0, rate: 0 };
  private readonly url: string;
  private readonly size: TamperSize;
  private readonly options: ProofOptions;
  private readonly dir = mkdtempSync(join(tmpdir(), 'renshe-tamper-'));
  private readonly random: (below: number) => number;
  private readonly older: { url: string; drop(): Promise<void> }[] = [];
  private districts: number[] = [];

  /** `url`: a migrated, empty database that the suite alone uses. */
  constructor(url: string, size: TamperSize, options: ProofOptions) {
    this.url = url;
    this.size = size;
    this.options = options;
    this.random = seeded(options.seed);
  }

  async run(): Promise<void> {
    try {
      await this.grow();
      await this.judgeClean('at rest', this.url);
      if (!this.enough) await this.exported();
      if (!this.enough) await this.tamper();
      for (let kill = 0; kill < this.size.kills && !this.enough; kill++) await this.crash(kill);
      if (this.size.timed > 0) await this.time();
    } finally {
      for (const copy of this.older) await copy.drop();
      rmSync(this.dir, { recursive: true, force: true });
    }
  }

  private get enough(): boolean {
    return this.size.firstOnly === true && this.tally.failures > 0;
  }

  private withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
    const db = openDatabase(this.url, { max: 16 });
    return work(db).finally(() => db.close());
  }

  /** Stage by stage: many writers, links, heads; a copy of each stage is the older backup of later. */
  private async grow(): Promise<void> {
    for (let stage = 0; stage < this.size.stages; stage++) {
      const clock = settableClock(new Date(Date.parse('2026-11-20T04:00:00Z') + stage * 6 * 3600_000).toISOString());
      await this.withDatabase(async (db) => {
        if (stage === 0)
          await db.kysely
            .transaction()
            .execute((w) => loadRegion(w, join(import.meta.dirname, 'region'), '2026-09-01', clock.now()));
        const areas = await sql<{ id: number }>`select distinct district_id as id from area order by 1`.execute(
          db.kysely,
        );
        this.districts = areas.rows.map((row) => row.id);
        await writeMany(db, clock, this.districts, stage * this.size.commands, this.size.commands);
        await linkAudit(db, clock.now(), true);
        // The machine stopped in the middle of a line once: what is published next begins a new one.
        if (stage === 1) {
          const text = readFileSync(headsFile(this.dir), 'utf8');
          writeFileSync(headsFile(this.dir), text + text.split('\n')[0]!.slice(0, 60));
        }
        await publishHeads(db.kysely, this.dir, clock.now());
      });
      if (stage + 1 < this.size.stages) this.older.push(await copyDatabase(this.url));
    }
  }

  private verify(url: string, heads = headsFile(this.dir)): Promise<TamperVerdict> {
    return runVerifier({ database: url }, heads, publicKeyFile(this.dir));
  }

  private async judgeClean(what: string, url: string): Promise<TamperVerdict> {
    const verdict = await this.verify(url);
    this.figures.cleanRuns++;
    if (verdict.differences > 0) this.figures.falseAlarms++;
    this.tally.check(
      verdict.differences === 0,
      () => `false alarm ${what}: ${JSON.stringify(verdict.problems.slice(0, 3))}`,
    );
    return verdict;
  }

  /** The export says the same, whole and tampered with. */
  private async exported(): Promise<void> {
    const file = join(this.dir, 'chains.ndjson');
    const heads = headsFile(this.dir);
    const verdict = await runVerifier({ database: this.url }, heads, publicKeyFile(this.dir), ['--write-export', file]);
    this.figures.events = verdict.links;
    this.tally.check(
      verdict.notes.some((note) => note.includes('ends in the middle')),
      () => 'a torn line of the heads file is not named',
    );
    const again = await runVerifier({ export: file }, heads, publicKeyFile(this.dir));
    this.tally.check(
      again.differences === 0 && again.links === verdict.links,
      () => `the export: ${JSON.stringify(again.problems[0])}`,
    );
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const at = this.random(lines.length);
    writeFileSync(file, `${lines.filter((_, i) => i !== at).join('\n')}\n`);
    const short = await runVerifier({ export: file }, heads, publicKeyFile(this.dir));
    this.plantedFound(`export without line ${at + 1}`, short.differences > 0, short);
  }

  private plantedFound(what: string, found: boolean, verdict: TamperVerdict): void {
    this.killing.planted++;
    this.figures.planted++;
    if (found) {
      this.killing.killed++;
      this.figures.detected++;
    } else this.killing.survivors.push(`${what}: said ${JSON.stringify(verdict.problems.slice(0, 3))}`);
    this.tally.check(found, () => `${what} was not detected where it was done`);
  }

  private async tamper(): Promise<void> {
    const places = await this.pickPlaces();
    for (const tampering of tamperClasses) {
      for (const place of places) {
        if (this.enough) return;
        const copy = await copyDatabase(this.url);
        try {
          const expected = await Tamperer.with(copy.url, (t) => tampering.plant(t, place));
          const heads = expected.heads === undefined ? headsFile(this.dir) : join(this.dir, 'forged.jsonl');
          if (expected.heads !== undefined) writeFileSync(heads, expected.heads);
          const verdict = await this.verify(copy.url, heads);
          this.plantedFound(
            `${tampering.id} ${place.nth} at district ${place.districtId} #${place.seq}`,
            isFound(expected, verdict),
            verdict,
          );
        } finally {
          await copy.drop();
        }
      }
      this.options.say(`  ${tampering.id}: ${this.figures.detected} of ${this.figures.planted} so far`);
    }
    // An older backup: the database as it was, and the heads of today.
    for (let nth = 0; nth < this.size.positions; nth++) {
      const older = this.older[nth % this.older.length]!;
      const tips = await Tamperer.with(older.url, (t) => this.tipsOf(t));
      const chain = places[nth]!.districtId;
      const lost = places[nth]!.published.find((seq) => seq > (tips.get(chain) ?? 0))!;
      const verdict = await this.verify(older.url);
      const expected = { kinds: ['chain-shorter-than-published'], districtId: chain, seq: lost };
      this.plantedFound(
        `older-backup of stage ${nth % this.older.length} at district ${chain}`,
        isFound(expected, verdict),
        verdict,
      );
    }
  }

  private async tipsOf(t: Tamperer): Promise<Map<number, number>> {
    const rows = await t.run<{ d: number; tip: number }>(
      'select district_id as d, max(seq)::int as tip from audit_link group by 1 order by 1',
    );
    return new Map(rows.map((row) => [row.d, row.tip]));
  }

  /** The first and the last of a chain, and others by the seed. */
  private pickPlaces(): Promise<TamperPlace[]> {
    const heads = readFileSync(headsFile(this.dir), 'utf8');
    const published = heads.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as TamperLink] : []));
    return Tamperer.with(this.url, async (t) => {
      const tips = await this.tipsOf(t);
      const chains = [...tips.keys()];
      const places: TamperPlace[] = [];
      for (let nth = 0; nth < this.size.positions; nth++) {
        const districtId = chains[this.random(chains.length)]!;
        const tip = tips.get(districtId)!;
        const seq = nth === 0 ? 1 : nth === 1 ? tip : 1 + this.random(tip);
        const others = chains.filter((chain) => chain !== districtId);
        const elsewhere = others[this.random(others.length)]!;
        const of = published.filter((head) => head.districtId === districtId).map((head) => head.seq);
        places.push({
          ...(await t.link(districtId, seq)),
          other: await t.link(elsewhere, 1 + this.random(tips.get(elsewhere)!)),
          published: [...new Set(of)].sort((a, b) => a - b),
          tip,
          nth,
          heads,
        });
      }
      return places;
    });
  }

  /** Two hundred writers and two sequencers in another process: verified while they write, and after that process was killed. */
  private async crash(kill: number): Promise<void> {
    const child = fork(join(import.meta.dirname, 'tamper-crash-child.ts'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const order: WritersOrder = {
      url: this.url,
      dataDir: this.dir,
      districts: this.districts,
      from: (kill + 1) * 1_000_000,
    };
    child.send(order);
    const ended = once(child, 'exit');
    await Promise.race([once(child, 'message'), ended]);
    for (let run = 0; run < this.size.runsBeforeKill; run++) await this.judgeClean('while 200 write', this.url);
    this.tally.check(child.exitCode === null, () => 'the writers ended by themselves');
    child.kill('SIGKILL');
    await ended;
    await Tamperer.with(this.url, (t) => alone(t));
    // As the next start does.
    await this.withDatabase(async (db) => {
      await linkAudit(db, systemClock.now(), true);
      await publishHeads(db.kysely, this.dir, systemClock.now());
    });
    const verdict = await this.judgeClean('after a kill', this.url);
    this.tally.check(verdict.unlinked === 0, () => `after a kill ${verdict.unlinked} events stay unlinked`);
  }

  /** A long log, as fast as the verifier goes. */
  private async time(): Promise<void> {
    await this.withDatabase(async (db) => {
      const at = systemClock.now();
      await sql`insert into audit_event (district_id, event_id, at, account_id, action, subject_kind, subject_id, purpose, request_id, details)
        select ${this.districts[1] ?? 0}::int, gen_random_uuid(), ${at}::timestamptz, gen_random_uuid(), 'audit.proved', 'resident', gen_random_uuid()::text,
          '核对身份', gen_random_uuid()::text, jsonb_build_object('before', jsonb_build_object('reason', '02'), 'after', jsonb_build_object('reason', '05'), 'nth', n)
        from generate_series(1, ${this.size.timed}::int) n`.execute(db.kysely);
      await linkAudit(db, at, true);
      await publishHeads(db.kysely, this.dir, at);
      await sql`vacuum analyze audit_event, audit_link`.execute(db.kysely);
    });
    const rates: number[] = [];
    for (let i = 0; i < 3; i++) rates.push((await this.judgeClean('of a long log', this.url)).eventsPerSecond);
    this.figures.rate = rates.sort((a, b) => a - b)[1]!;
  }
}
