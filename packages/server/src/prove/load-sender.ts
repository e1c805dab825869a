/**
 * The open-loop generator, a process of its own: requests leave when the schedule says so, whatever became of the ones before, and their time
 * counts from then. Told by its parent.
 */
import { KeepAliveClient } from '../bench/keep-alive-client.ts';
import { DemoRandom } from '../demo/demo-random.ts';
import { type Deck, type Decks, filledUrl, type Group, groups, type LoadJob, wireOf } from './load-job.ts';
import type {
  AgainOrder,
  JobAddress,
  Outcome,
  RoundOrder,
  RoundReport,
  SenderAnswer,
  SenderMessage,
  SenderNews,
} from './load-round.ts';

/** A request without an answer for so long is given up. */
const longestAnswer = 30_000;

interface Chain {
  jobs: LoadJob[];
  next: number;
  busy: boolean;
  /** What the last step answered. */
  answer: Record<string, unknown>;
}

let decks: Decks | undefined;
const cursors = new Map<Group, number>();
/** Addresses as they were sent, by key: a chain's step needs its own when it is sent again. */
const urls = new Map<string, string>();
const chainsOf = new Map<Group, Chain[]>();

function keepDecks(given: Decks): void {
  decks = given;
  for (const group of groups) {
    cursors.set(group, 0);
    const deck = given[group];
    if ('chains' in deck)
      chainsOf.set(
        group,
        deck.chains.map((jobs) => ({ jobs, next: 0, busy: false, answer: {} })),
      );
  }
}

interface Taken {
  job: LoadJob;
  address: JobAddress;
  chain: Chain | undefined;
}

/** The next of a group; of chains the next that waits for no answer. */
function take(group: Group): Taken | undefined {
  const deck = decks![group];
  const at = cursors.get(group)!;
  if ('jobs' in deck) {
    if (deck.jobs.length === 0 || (at >= deck.jobs.length && !deck.repeat)) return undefined;
    cursors.set(group, at + 1);
    const place = at % deck.jobs.length;
    return { job: deck.jobs[place]!, address: { group, at: place }, chain: undefined };
  }
  const chains = chainsOf.get(group)!;
  for (let tried = 0; tried < chains.length; tried++) {
    const place = (at + tried) % chains.length;
    const chain = chains[place]!;
    if (chain.busy || chain.next >= chain.jobs.length) continue;
    cursors.set(group, place + 1);
    return { job: chain.jobs[chain.next]!, address: { group, at: place, step: chain.next }, chain };
  }
  return undefined;
}

/** Idle connections; another one is opened when all are in use, as browsers of other people would. */
class Connections {
  private readonly idle: KeepAliveClient[] = [];
  private readonly all = new Set<KeepAliveClient>();
  private readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  async send(message: Buffer) {
    const client = this.takeIdle() ?? (await this.open());
    const late = setTimeout(() => this.drop(client), longestAnswer);
    try {
      const answer = await client.send(message);
      if (/\r\nconnection: close/i.test(answer.head)) this.drop(client);
      else this.idle.push(client);
      return answer;
    } catch (error) {
      this.drop(client);
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** The last one put back that the server has not closed meanwhile. */
  private takeIdle(): KeepAliveClient | undefined {
    for (let client = this.idle.pop(); client; client = this.idle.pop()) {
      if (!client.closed) return client;
      this.drop(client);
    }
    return undefined;
  }

  close(): void {
    for (const client of this.all) client.close();
  }

  private async open(): Promise<KeepAliveClient> {
    const client = await KeepAliveClient.open(this.port);
    this.all.add(client);
    return client;
  }

  private drop(client: KeepAliveClient): void {
    this.all.delete(client);
    client.close();
  }
}

const headerOf = (head: string, name: string) => new RegExp(`\\r\\n${name}: ([^\\r]+)`, 'i').exec(head)?.[1];

function parsed(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Sends one and says what came of it; `due` is when it should have left. */
async function sendJob(connections: Connections, { job, address, chain }: Taken, due: number): Promise<Outcome> {
  const outcome: Outcome = {
    group: job.group,
    kind: job.kind,
    ms: 0,
    status: 0,
    code: 'no-answer',
    retryAfter: false,
    requestId: '',
    replayed: false,
    ...(job.key !== undefined && { key: job.key }),
    ...(job.subject !== undefined && { subject: job.subject }),
    job: address,
  };
  const url = urls.get(job.key ?? '') ?? (chain ? filledUrl(job.url, chain.answer) : job.url);
  if (chain) {
    chain.busy = true;
    urls.set(job.key!, url);
  }
  try {
    const answer = await connections.send(wireOf(job, url));
    outcome.status = answer.status;
    outcome.code = answer.status < 400 ? '' : String((parsed(answer.body).error as { code?: string })?.code ?? '?');
    outcome.retryAfter = headerOf(answer.head, 'retry-after') !== undefined;
    outcome.requestId = headerOf(answer.head, 'x-request-id') ?? '';
    outcome.replayed = headerOf(answer.head, 'idempotent-replay') !== undefined;
    if (chain && answer.status === 200) {
      chain.answer = parsed(answer.body);
      chain.next++;
    }
  } catch {
    // Cut or too late: it stays a request without an answer.
  }
  if (chain) {
    chain.busy = false;
    // Sent away is tried again; after any other refusal the rest of the chain has lost its ground.
    if (outcome.status !== 200 && outcome.status !== 503) chain.next = chain.jobs.length;
  }
  outcome.ms = performance.now() - due;
  return outcome;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Groups in an order of chance, but in their shares within every hundred. */
function drawGroups(shares: RoundOrder['mix'], random: DemoRandom): () => Group {
  const total = groups.reduce((sum, group) => sum + (shares[group] ?? 0), 0);
  const hundred = groups.flatMap((group) =>
    new Array<Group>(Math.round(((shares[group] ?? 0) / total) * 100)).fill(group),
  );
  let bag: Group[] = [];
  return () => {
    if (bag.length === 0) bag = [...hundred];
    return bag.splice(random.between(0, bag.length - 1), 1)[0]!;
  };
}

async function runRound(order: RoundOrder): Promise<RoundReport> {
  const random = new DemoRandom(`round ${order.seed} ${order.rate}`);
  const connections = new Connections(order.port);
  const draw = drawGroups(order.mix, random);
  const outcomes: Outcome[] = [];
  const lags: number[] = [];
  const running = new Set<Promise<void>>();
  let skipped = 0;
  let mostAtOnce = 0;
  let allSent = false;
  const tell = () => {
    if (order.tells && allSent) process.send?.({ unanswered: running.size } satisfies SenderNews);
  };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1000;
  const gap = () => (-Math.log(1 - random.next()) * 1000) / order.rate;
  for (let due = startedAt + gap(); due < endsAt; due += gap()) {
    // Drawn before anything else, so that the schedule is the same whatever happens.
    const group = draw();
    const early = due - performance.now();
    if (early > 0) await new Promise((done) => setTimeout(done, early));
    const taken = take(group);
    if (!taken) {
      skipped++;
      continue;
    }
    lags.push(performance.now() - due);
    const one: Promise<void> = sendJob(connections, taken, due).then((outcome) => {
      outcomes.push(outcome);
      running.delete(one);
      tell();
    });
    running.add(one);
    mostAtOnce = Math.max(mostAtOnce, running.size);
  }
  allSent = true;
  tell();
  const spent = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(running);
  connections.close();
  return {
    outcomes,
    seconds,
    skipped,
    cpuShare: (spent.user + spent.system) / 1e6 / seconds,
    lagMs: percentile(
      lags.sort((a, b) => a - b),
      0.99,
    ),
    mostAtOnce,
  };
}

/** A job by its address, outside the decks' own order. */
function jobAt({ group, at, step }: JobAddress): Taken {
  const deck: Deck = decks![group];
  const address = { group, at, ...(step !== undefined && { step }) };
  if ('jobs' in deck) return { job: deck.jobs[at]!, address, chain: undefined };
  const chain = chainsOf.get(group)![at]!;
  const job = chain.jobs[step!]!;
  // The step that is due goes through its chain; one that was acknowledged is a replay beside it.
  return { job, address, chain: step === chain.next ? chain : undefined };
}

async function runAgain(order: AgainOrder): Promise<RoundReport> {
  const connections = new Connections(order.port);
  const outcomes: Outcome[] = [];
  const startedAt = performance.now();
  let next = 0;
  const clients = Array.from({ length: order.clients }, async () => {
    while (next < order.jobs.length)
      outcomes.push(await sendJob(connections, jobAt(order.jobs[next++]!), performance.now()));
  });
  await Promise.all(clients);
  connections.close();
  const seconds = (performance.now() - startedAt) / 1000;
  return { outcomes, seconds, skipped: 0, cpuShare: 0, lagMs: 0, mostAtOnce: order.clients };
}

process.on('message', async (message: SenderMessage) => {
  let answer: SenderAnswer;
  try {
    if (message.ask === 'decks') {
      keepDecks(message.decks);
      answer = { ready: true };
    } else answer = { report: message.ask === 'round' ? await runRound(message.order) : await runAgain(message.order) };
  } catch (error) {
    answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
