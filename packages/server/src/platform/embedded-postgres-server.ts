/** Starting, finding and stopping the PostgreSQL server of one cluster. Callers hold the data folder's lock. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program, type RunAs } from './embedded-postgres-binaries.ts';
import { isAlive } from './process-identity.ts';

const START_LIMIT_MS = 120_000;

/** Everything about one data folder's cluster. */
export interface House {
  readonly folder: string;
  readonly cluster: string;
  readonly binaries: string;
  readonly runAs: RunAs;
  readonly log: (line: string) => void;
}

/** Nothing of our own environment (PGPORT, PGDATA …) may change what the server does. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** ready, starting, stopping or standby. */
  readonly state: string;
}

function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), state: (lines[7] ?? '').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the process is this cluster's server: after a restart of the machine the number may be another program's. */
function isPostmaster(pid: number, cluster: string): boolean {
  if (!(pid > 0) || !isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (error) {
    // A container's root may not look into processes of others; what everybody may see has to do.
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    const name = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return name.includes('(postgres)') && statSync(`/proc/${pid}`).uid === statSync(cluster).uid;
  }
}

/** Whether a server is there, ready or on its way; costs two looks at files. */
export function isUp(house: House): boolean {
  const postmaster = readPostmaster(house.cluster);
  return postmaster !== undefined && isPostmaster(postmaster.pid, house.cluster);
}

/** The port of the running server, after waiting out one that is starting or stopping; undefined when none runs. */
export async function runningPort(house: House): Promise<number | undefined> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  for (;;) {
    const postmaster = readPostmaster(house.cluster);
    if (!postmaster) return undefined;
    if (!isPostmaster(postmaster.pid, house.cluster)) {
      rmSync(join(house.cluster, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (postmaster.state === 'ready') return postmaster.port;
    if (performance.now() > giveUpAt) throw new Error(`PostgreSQL in ${house.cluster} stays "${postmaster.state}"`);
    await sleep(25);
  }
}

/**
 * @param known the port that others know already: this one or none
 * @throws Error with one sentence; its cause is everything that the server said
 */
export async function start(
  house: House,
  settings: Readonly<Record<string, string>>,
  limitMs = START_LIMIT_MS,
  known?: number,
): Promise<number> {
  const portFile = join(house.folder, 'port');
  const recorded = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  const output = join(house.folder, 'start.log');
  const giveUpAt = performance.now() + limitMs;
  let wished = known ?? recorded;
  for (let attempt = 1; ; attempt += 1) {
    const port = known ?? (await freePort(wished));
    const child = launch(house, { ...settings, port: String(port) }, output);
    const ready = await waitUntilReady(house, child, giveUpAt);
    if (ready) {
      writeFileSync(portFile, String(port));
      return port;
    }
    // Killed backends may hold the shared memory for a moment, and another program may have taken the port meanwhile.
    const said = readFileSync(output, 'utf8').trim() + lastLogLines(house.cluster);
    const taken = /Address already in use|could not create any TCP/i.test(said);
    const passing = taken || /shared memory block/i.test(said);
    if (taken) wished = 0;
    if (!passing || attempt === 20 || performance.now() > giveUpAt) {
      throw new Error(`PostgreSQL in ${house.cluster} does not start: ${said.split('\n').slice(-4).join(' | ')}`, {
        cause: said,
      });
    }
    await sleep(500);
  }
}

function lastLogLines(cluster: string): string {
  const folder = join(cluster, 'log');
  if (!existsSync(folder)) return '';
  const newest = readdirSync(folder)
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  return newest === undefined ? '' : `\n${readFileSync(newest, 'utf8').trim().split('\n').slice(-3).join('\n')}`;
}

function launch(house: House, settings: Readonly<Record<string, string>>, output: string): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const file = openSync(output, 'w', 0o600);
  // On Windows pg_ctl drops administrator rights; elsewhere the server is our own detached child.
  const windows = process.platform === 'win32';
  const child = windows
    ? spawn(
        program(house.binaries, 'pg_ctl'),
        ['start', '-W', '-D', house.cluster, '-o', options.map((part) => `"${part}"`).join(' ')],
        { stdio: ['ignore', file, file], env: postgresEnvironment(), windowsHide: true },
      )
    : spawn(program(house.binaries, 'postgres'), ['-D', house.cluster, ...options], {
        ...house.runAs,
        cwd: '/',
        detached: true,
        stdio: ['ignore', file, file],
        env: postgresEnvironment(),
      });
  closeSync(file);
  child.unref();
  return child;
}

async function waitUntilReady(house: House, child: ChildProcess, giveUpAt: number): Promise<boolean> {
  let ended = false;
  child.on('error', () => {
    ended = true;
  });
  child.on('exit', (code) => {
    ended ||= process.platform !== 'win32' || code !== 0;
  });
  while (!ended && performance.now() < giveUpAt) {
    const postmaster = readPostmaster(house.cluster);
    if (postmaster?.state === 'ready' && (process.platform === 'win32' || postmaster.pid === child.pid)) return true;
    await sleep(10);
  }
  return false;
}

/**
 * Below what systems give to outgoing connections and to whoever asks for any port (from 32768 or 49152 on): while the database is away
 * nobody gets its port by chance, not even one of those who try to reach it.
 */
const ownPorts = { from: 20_000, to: 32_000 };

/** The wished port when nobody listens there, else any free one. */
async function freePort(wished: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | undefined>((done) => {
      const probe = createServer();
      probe.once('error', () => done(undefined));
      probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        const { port: got } = probe.address() as { port: number };
        probe.close(() => done(got));
      });
    });
  let port = wished > 0 ? await tryPort(wished) : undefined;
  for (let i = 0; port === undefined && i < 20; i++) port = await tryPort(randomInt(ownPorts.from, ownPorts.to));
  port ??= await tryPort(0);
  if (port === undefined) throw new Error('No free port on 127.0.0.1');
  return port;
}

export async function stop(house: House): Promise<void> {
  const postmaster = readPostmaster(house.cluster);
  if (!postmaster || !isPostmaster(postmaster.pid, house.cluster)) return;
  if (process.platform === 'win32') {
    spawnSync(program(house.binaries, 'pg_ctl'), ['stop', '-m', 'fast', '-D', house.cluster], { stdio: 'ignore' });
  } else {
    process.kill(postmaster.pid, 'SIGINT'); // fast shutdown
  }
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (isPostmaster(postmaster.pid, house.cluster)) {
    if (performance.now() > giveUpAt) throw new Error(`PostgreSQL in ${house.cluster} does not stop`);
    await sleep(10);
  }
}
