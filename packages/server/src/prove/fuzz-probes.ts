/** Hostile files into the routes that take files, and formulas out of the routes that give tables. */
import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { createSession } from '../platform/session.ts';
import { hostileExchange, largeExchange } from './fuzz-exchange-files.ts';
import type { FuzzFigures } from './fuzz-figures.ts';
import { type HostileFile, hostileFiles, largeFiles, refusedFiles } from './fuzz-files.ts';
import { formulasIn, plantFormulas, tableContracts } from './fuzz-formulas.ts';
import { wrongIn } from './fuzz-oracles.ts';
import { listen } from './fuzz-socket.ts';
import type { FuzzOptions } from './fuzz-suite.ts';
import { getContract } from './prove-records.ts';
import { type RequestParts, requestOf } from './prove-request.ts';
import type { ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints } from './schema-values.ts';

type Check = (holds: boolean, words: () => string) => void;

type FileFigures = Pick<
  FuzzFigures,
  | 'files'
  | 'filesPeakMb'
  | 'filesStallMs'
  | 'filesStall'
  | 'filesWorkMs'
  | 'filesWork'
  | 'rowsIn'
  | 'rowsAccepted'
  | 'rowsRejected'
>;

/** Sends each file to the reader of rosters, and some to the check of exchange files; a short run takes a part of those that are refused at sight. */
export async function sendFiles(
  made: ProveWorld,
  { deep, seed, firstOnly, first }: Pick<FuzzOptions, 'deep' | 'seed' | 'firstOnly' | 'first'>,
  check: Check,
): Promise<FileFigures> {
  const world = { ...made, tokens: { ...made.tokens, ...(await newSessions(made)) } };
  const call = await listen(world.http);
  const files = [
    ...hostileFiles(),
    ...hostileExchange(),
    ...(deep || firstOnly ? refusedFiles(1, 0) : refusedFiles(6, seed)),
    ...(deep ? [...largeFiles(), ...largeExchange()] : []),
  ];
  if (first !== undefined) files.sort((a, b) => Number(b.what.startsWith(first)) - Number(a.what.startsWith(first)));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const memory = watchReaders();
  const figures: FileFigures = {
    files: files.length,
    filesPeakMb: 0,
    filesStallMs: 0,
    filesStall: '',
    filesWorkMs: 0,
    filesWork: '',
    rowsIn: 0,
    rowsAccepted: 0,
    rowsRejected: 0,
  };
  for (const [i, file] of files.entries()) {
    const bytes = Buffer.from(file.make());
    // What making the file cost is no fault of the server.
    await setTimeout(10);
    delay.reset();
    delay.enable();
    const work = watchWork();
    const wrong: (string | undefined)[] = [];
    const send = async (id: string, token: string, body: Record<string, string>) => {
      const contract = getContract(id);
      const answer = await call(requestOf(contract, token, { file: { name: file.name, bytes }, body }));
      wrong.push(wrongIn(contract, answer, { accepted: true }));
      return answer;
    };
    const checkExchange = () =>
      send('exchange.validate', world.tokens.district, { edition: 'national-2016', table: 'DY14' });
    const taken = file.exchange
      ? await checkExchange()
      : await send('roster.upload', world.tokens.worker, { areaCode: '321102001001', kind: 'unemployed' });
    if (!file.exchange && (deep || i % 4 === 0)) await checkExchange();
    delay.disable();
    const workMs = work.stop();
    if (workMs > figures.filesWorkMs) {
      figures.filesWorkMs = workMs;
      figures.filesWork = file.what;
    }
    if (delay.max / 1e6 > figures.filesStallMs) {
      figures.filesStallMs = Math.round(delay.max / 1e6);
      figures.filesStall = file.what;
    }
    for (const words of wrong) check(words === undefined, () => `${file.what}: ${words}`);
    const read = taken.statusCode === 200;
    check(
      file.ends === 'either' || read === (file.ends === 'read'),
      () => `${file.what}: ${taken.statusCode} ${taken.body.slice(0, 160)}`,
    );
    if (read && !file.exchange) {
      const counts = await everyRowCounts(world, String((taken.json() as { batchId: string }).batchId), file, check);
      figures.rowsIn += counts.dataRows;
      figures.rowsAccepted += counts.accepted;
      figures.rowsRejected += counts.rejected;
    }
  }
  figures.filesPeakMb = Math.round(memory.stop());
  check(figures.filesPeakMb <= 512, () => `reading a file took ${figures.filesPeakMb} MB`);
  return figures;
}

/** Sessions of their own: the run before may have ended all others. */
async function newSessions(world: ProveWorld): Promise<{ worker: string; district: string }> {
  const open = (accountId: string) =>
    world.system.db.kysely.transaction().execute((w) => createSession(w, accountId, world.clock.now()));
  return { worker: await open(world.accountIds.worker), district: await open(world.accountIds.district) };
}

/** Rows in = rows taken + rows refused with a reason; no path in the name. */
async function everyRowCounts(
  world: ProveWorld,
  batchId: string,
  file: HostileFile,
  check: Check,
): Promise<{ dataRows: number; accepted: number; rejected: number }> {
  const { json, status, text } = await world.call(world.tokens.worker, getContract('roster.batch'), {
    params: { batchId },
  });
  check(status === 200, () => `${file.what}: its batch ${status} ${text.slice(0, 160)}`);
  const { counts, fileName } = json as unknown as {
    counts: { dataRows: number; accepted: number; rejected: Record<string, number> };
    fileName: string;
  };
  const rejected = Object.values(counts.rejected).reduce((sum, one) => sum + one, 0);
  check(counts.dataRows === counts.accepted + rejected, () => `${file.what}: rows are lost, ${JSON.stringify(counts)}`);
  check(
    file.rows === undefined || counts.dataRows === file.rows,
    () => `${file.what}: ${counts.dataRows} rows for ${file.rows}`,
  );
  check(!file.allRejected || counts.accepted === 0, () => `${file.what}: taken, ${JSON.stringify(counts)}`);
  check(!/[/\\]/.test(fileName), () => `${file.what}: kept as ${fileName}`);
  return { dataRows: counts.dataRows, accepted: counts.accepted, rejected };
}

/** The most resident memory of any process that reads files for this one, in megabytes; 0 where there is no /proc. */
function watchReaders(): { stop(): number } {
  let most = 0;
  const look = (process: string) => {
    for (const thread of readdirSync(`/proc/${process}/task`))
      for (const child of readFileSync(`/proc/${process}/task/${thread}/children`, 'utf8').trim().split(' ')) {
        if (child === '' || !/(roster|exchange)-child/.test(readFileSync(`/proc/${child}/cmdline`, 'utf8'))) continue;
        const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1];
        if (peak) most = Math.max(most, Number(peak) / 1024);
        look(child);
      }
  };
  const timer = setInterval(() => {
    try {
      look('self');
    } catch {
      // Gone meanwhile, or another system.
    }
  }, 20);
  return {
    stop() {
      clearInterval(timer);
      return most;
    },
  };
}

/**
 * The most processor time of this thread, in milliseconds, between two turns of a timer: how long the server stands still by its own work,
 * whatever else the machine does.
 */
function watchWork(): { stop(): number } {
  let most = 0;
  let before = process.threadCpuUsage();
  const look = () => {
    const now = process.threadCpuUsage();
    most = Math.max(most, (now.user + now.system - before.user - before.system) / 1000);
    before = now;
  };
  const timer = setInterval(look, 2);
  return {
    stop() {
      clearInterval(timer);
      look();
      return Math.round(most);
    },
  };
}

/** Full-width beginnings are five in a row: in so many passes every text of an export begins with one of them once. */
const passes = [0, 5, 10, 15];

/**
 * Plants texts that begin like formulas everywhere and opens every export; a short run in one pass, of others by the seed.
 * @returns how many of them came out, and of which exports none did: those show nothing
 */
export async function exportFormulas(
  world: ProveWorld,
  { deep, seed, firstOnly }: Pick<FuzzOptions, 'deep' | 'seed' | 'firstOnly'>,
  exported: (contract: RouteContract) => Promise<Buffer | undefined>,
  check: Check,
): Promise<{ plantedTexts: number; exports: number; exportsWithout: string }> {
  let texts = 0;
  const without = new Set<string>();
  for (const shift of deep || firstOnly ? passes : [passes[seed % passes.length]!]) {
    const planted = await plantFormulas(world, shift);
    check(planted.length > 10, () => `formulas could be planted in ${planted.length} columns only`);
    const files: [RouteContract, Buffer | undefined][] = [];
    // What was made before holds nothing of what is planted now.
    for (const contract of tableContracts)
      if (contract.id === 'ledger.download-export')
        for (const [id, hints] of backgroundFiles) files.push([contract, await backgroundFile(world, id, hints)]);
      else if (contract.id !== 'exchange.download') files.push([contract, await exported(contract)]);
      else
        for (const format of ['csv-utf8', 'txt-utf8', 'xlsx']) files.push([contract, await delivered(world, format)]);
    for (const [contract, bytes] of files) {
      check(bytes !== undefined, () => `${contract.id}: no file to look at`);
      if (!bytes) continue;
      const found = formulasIn(bytes);
      texts += found.texts;
      if (found.texts === 0) without.add(contract.id);
      check(found.wrong.length === 0, () => `${contract.id}: would be run, ${found.wrong.slice(0, 3).join('; ')}`);
    }
  }
  return { plantedTexts: texts, exports: tableContracts.length, exportsWithout: [...without].join(' ') };
}

/** A delivery of the exchange, made now. */
async function delivered(world: ProveWorld, format: string): Promise<Buffer | undefined> {
  const { district } = await newSessions(world);
  const body = {
    areaCode: '321102000000',
    edition: 'national-2016',
    tables: ['DY11', 'DY13', 'DY14'],
    mode: 'all',
    asOf: '2026-11-20',
    format,
    purpose: '核对资料',
  };
  const call = (id: string, parts: RequestParts) => world.call(district, getContract(id), parts);
  const prepared = await call('exchange.prepare', { body });
  if (prepared.status !== 200) return undefined;
  const { deliveryId, taskId } = prepared.json as { deliveryId: string; taskId: string };
  await world.system.tasks.runNow(taskId);
  const { json } = await call('exchange.delivery', { params: { deliveryId } });
  const made = await call('exchange.make', {
    params: { deliveryId },
    body: { version: json?.version, onError: 'leave-out' },
  });
  if (made.status !== 200) return undefined;
  await world.system.tasks.runNow(String(made.json?.taskId));
  const file = await call('exchange.download', { params: { deliveryId }, body: { purpose: '核对资料' } });
  return file.status === 200 ? file.raw.rawPayload : undefined;
}

/** What is made in the background as a table, and fetched from the list of tasks. */
const backgroundFiles: readonly (readonly [string, Hints])[] = [
  ['ledger.start-export', { ledger: 'registered-unemployed', area: '321102000000' }],
  ['ledger.start-cards', { ledger: 'registered-unemployed', area: '321102001000', format: 'xlsx' }],
  ['volume.start', { area: '321102001000', lists: ['registered-unemployed'], format: 'xlsx' }],
];

async function backgroundFile(world: ProveWorld, id: string, hints: Hints): Promise<Buffer | undefined> {
  const { district } = await newSessions(world);
  const call = (called: string, more: Hints) => {
    const contract = getContract(called);
    return world.call(district, contract, fittingParts(contract, { purpose: '核对资料', ...more }));
  };
  const { json } = await call(id, hints);
  if (typeof json?.taskId !== 'string') return undefined;
  await world.system.tasks.runNow(json.taskId);
  const file = await call('ledger.download-export', { taskId: json.taskId });
  return file.status === 200 ? file.raw.rawPayload : undefined;
}
