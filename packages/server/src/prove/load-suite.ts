/** What the load lane promises whatever the machine: short, on a small city, with tight limits, and without looking at the clock. */
import { accountContracts } from '@renshe/domain/account/account.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { KeepAliveClient } from '../bench/keep-alive-client.ts';
import { newId } from '../platform/id.ts';
import { createSession } from '../platform/session.ts';
import { checkLedger, checkWrites } from './load-check.ts';
import type { LoadCity } from './load-city.ts';
import { LoadDesk } from './load-desk.ts';
import { type Group, groups, mix, wireOf } from './load-job.ts';
import { checkAnswers, settle } from './load-lane.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type RawRequest, requestOf } from './prove-request.ts';
import { type Killing, type ProofOptions, ProofTally } from './prove-result.ts';

/** A small city, copied for every run. */
export interface SmallCities {
  copy(): Promise<LoadCity>;
  close(): Promise<void>;
}

/** The suite over the program as it is, then once for every planted bug: a suite that cannot fail shows nothing. */
export async function suiteAndBugs(
  cities: SmallCities,
  bugs: readonly PlantedBug[],
  { seed, say }: Pick<ProofOptions, 'seed' | 'say'>,
  tally: ProofTally,
): Promise<Killing> {
  const run = async (planted: PlantedBug | null) => {
    const city = await cities.copy();
    try {
      return await runLoadSuite(city, { seed, planted });
    } finally {
      await city.close();
    }
  };
  const right = await run(null);
  tally.add(right.tally);
  say(`  suite: ${right.tally.cases} checks, ${right.tally.failures} failures, ${JSON.stringify(right.figures)}`);
  const killing: Killing = { planted: bugs.length, killed: 0, survivors: [] };
  for (const bug of bugs) {
    const { tally: found } = await run(bug);
    if (found.failures > 0) killing.killed++;
    else killing.survivors.push(`${bug.id}: ${bug.breaks}`);
    say(`  ${bug.id}: ${found.failures > 0 ? `found, ${found.found[0]}` : 'NOT FOUND'}`);
  }
  return killing;
}

const atOnce = 3;
const waiting = 4;
const room = atOnce + waiting;

export interface SuiteOptions {
  seed: number;
  planted: PlantedBug | null;
}

export interface SuiteRun {
  tally: ProofTally;
  figures: Record<string, number>;
}

export async function runLoadSuite(city: LoadCity, { seed, planted }: SuiteOptions): Promise<SuiteRun> {
  const tally = new ProofTally();
  const figures: Record<string, number> = {};
  const sizes = { reads: 100, writes: 240, acts: 60, imports: 20 };
  const desk = await LoadDesk.open(city, { seed, sizes, atOnce, waiting, planted, collects: true });
  try {
    const asker = new Asker(desk);
    try {
      await mixedRound(desk, tally);
      await whileNothingMoves(desk, asker, tally, figures);
      await settle(desk, () => {}, tally);
      await afterFailures(desk, asker, tally);
      await nothingStays(desk, asker, tally, figures);
    } finally {
      asker.close();
    }
    checkAnswers(desk.outcomes, tally);
    const written = await checkWrites(city.system, desk.since, desk.outcomes, tally);
    figures.acknowledged = written.acknowledged;
    figures.sentAway = written.sentAway;
    tally.check(written.unanswered === 0, () => `${written.unanswered} commands were never answered`);
  } finally {
    await desk.close();
  }
  await checkLedger(city.system, desk.since, tally, city.residents);
  return { tally, figures };
}

/** Requests of the suite itself, one after the other. */
class Asker {
  private readonly desk: LoadDesk;
  private client: KeepAliveClient | undefined;

  constructor(desk: LoadDesk) {
    this.desk = desk;
  }

  /** Status and whether a time to come back was named; status 0 when nothing came. */
  async ask(request: RawRequest): Promise<{ status: number; retryAfter: boolean }> {
    this.client ??= await KeepAliveClient.open(this.desk.server.port);
    const { client } = this;
    const late = setTimeout(() => client.close(), 20_000);
    try {
      const { status, head } = await client.send(wireOf(request));
      return { status, retryAfter: /\r\nretry-after: \d/i.test(head) };
    } catch {
      this.client = undefined;
      return { status: 0, retryAfter: false };
    } finally {
      clearTimeout(late);
    }
  }

  close(): void {
    this.client?.close();
  }
}

const health: RawRequest = { method: 'GET', url: '/api/health', headers: { host: 'localhost' } };

/** The whole mix: every group is there in its share, and nobody gets anything but an answer or a clean refusal. */
async function mixedRound(desk: LoadDesk, tally: ProofTally): Promise<void> {
  const { outcomes, skipped } = await desk.round({ rate: 25, seconds: 6 });
  const counts = Map.groupBy(outcomes, ({ group }) => group);
  for (const group of groups) {
    const expected = (outcomes.length + skipped) * mix[group];
    const n = counts.get(group)?.length ?? 0;
    tally.check(n > expected / 3 && n < expected * 2 + 2, () => `${group}: ${n} requests, expected about ${expected}`);
  }
  for (const { kind, status, code } of outcomes)
    tally.check(status === 200 || status === 503, () => `${kind}: answered ${status} ${code}`);
}

/** A burst of writes while their tables are locked, until only so many of it are left; `meanwhile` runs when no other is answered any more. */
async function burstAgainstLock(
  desk: LoadDesk,
  left: number,
  meanwhile: () => Promise<void> = async () => {},
): Promise<{ sent: number; done: number; away: number }> {
  const holder = await desk.city.system.db.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('lock table contact, unemployment_registration, help_request in exclusive mode');
    const only = { write: 1 } satisfies Partial<Record<Group, number>>;
    const burst = desk.round({ rate: 200, seconds: 0.3, mix: only, tells: true });
    await desk.untilLeft(room);
    await meanwhile();
    await desk.untilLeft(left);
    await holder.query('rollback');
    const { outcomes } = await burst;
    return {
      sent: outcomes.length,
      done: outcomes.filter(({ status }) => status === 200).length,
      away: outcomes.filter(({ code }) => code === 'request.overloaded').length,
    };
  } finally {
    holder.release();
  }
}

/** Places fill, some wait, all others are sent away, and in the end those who wait as well; who signs out is let go. */
async function whileNothingMoves(
  desk: LoadDesk,
  asker: Asker,
  tally: ProofTally,
  figures: Record<string, number>,
): Promise<void> {
  const { system } = desk.city;
  const leaver = desk.people.find(({ role }) => role === 'street-clerk')!;
  const leaving = await system.db.kysely
    .transaction()
    .execute((w) => createSession(w, leaver.accountId, system.clock.now()));
  // Over when all have been told for whom there is no room.
  const short = await burstAgainstLock(desk, room);
  tally.check(short.sent > 3 * room, () => `the burst was ${short.sent} requests only`);
  tally.check(short.done <= room, () => `${short.done} were let in, there is room for ${room}`);
  // Over when those have been sent away, too, who have waited too long.
  const long = await burstAgainstLock(desk, atOnce, async () => {
    const read = await asker.ask(requestOf(areaContracts.tree, leaver.token));
    tally.check(read.status === 503 && read.retryAfter, () => `a read while all places are taken: ${read.status}`);
    const signOut = await asker.ask(requestOf(accountContracts.signOut, leaving, { body: {} }));
    tally.check(signOut.status === 200, () => `signing out while all places are taken: ${signOut.status}`);
    const well = await asker.ask(health);
    tally.check(well.status === 200, () => `health while all places are taken: ${well.status}`);
  });
  tally.check(long.done <= atOnce, () => `${long.done} were done after a long halt, the limit is ${atOnce}`);
  for (const { sent, done, away } of [short, long]) {
    tally.check(done > 0, () => 'nobody of the burst was served');
    tally.check(done + away === sent, () => `${sent - done - away} of the burst got another answer`);
  }
  figures.burst = short.sent + long.sent;
}

/** Refusals give their places back. */
async function afterFailures(desk: LoadDesk, asker: Asker, tally: ProofTally): Promise<void> {
  const { token } = desk.people.find(({ role }) => role === 'community-worker')!;
  for (let i = 0; i < 2 * atOnce; i++) {
    const { status } = await asker.ask(requestOf(residentContracts.file, token, { params: { residentId: newId() } }));
    tally.check(status === 404, () => `the file of nobody: ${status}`);
    if (status === 0) break;
  }
  const { status } = await asker.ask(requestOf(areaContracts.tree, token));
  tally.check(status === 200, () => `after refusals: ${status}`);
}

const repeats = 200;
const mostMegabytes = 8;
const mostFiles = 40;

/** So many requests on, the server holds no more memory, files or connections than before. */
async function nothingStays(
  desk: LoadDesk,
  asker: Asker,
  tally: ProofTally,
  figures: Record<string, number>,
): Promise<void> {
  const { token } = desk.people.find(({ role }) => role === 'community-worker')!;
  const repeat = async () => {
    for (let i = 0; i < repeats; i++) {
      const { status } = await asker.ask(requestOf(accountContracts.me, token));
      tally.check(status !== 0, () => 'one of many requests, each alone, was not answered');
      // Each of the others would be waited for as long.
      if (status === 0) break;
    }
    return { heap: (await desk.watched(true)).heapMegabytes, ...(await desk.sample()) };
  };
  const before = await repeat();
  const after = await repeat();
  const grown = after.heap - before.heap;
  figures.keptMegabytes = Math.round(grown * 10) / 10;
  tally.check(grown < mostMegabytes, () => `${repeats} requests left ${grown.toFixed(1)} MB behind`);
  tally.check(
    after.files - before.files < mostFiles,
    () => `${repeats} requests left ${after.files - before.files} files open`,
  );
  tally.check(
    after.connections <= before.connections + 2,
    () => `${repeats} requests left ${after.connections - before.connections} connections to the database open`,
  );
}
