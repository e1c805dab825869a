/**
 * PostgreSQL without an installation: a cluster in the data folder, run by the programs that npm brought.
 *
 * Any number of processes (the server, commands of the CLI) share one running cluster. The first to come starts it
 * detached, the others join, the last to release stops it. Everything that a crash can leave behind is recognised as
 * stale at the next opening: who uses the cluster is written as process number and start mark, the lock is one that the
 * operating system gives back, and PostgreSQL itself recovers from its log.
 *
 * `<data folder>/postgres/` holds `cluster/` (or `place.json`, which says where it is), `credentials.json`, `port`,
 * `users/` and `lock`.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import {
  canReach,
  findBinaries,
  makeReachable,
  postgresUser,
  program,
  SHARED_FOLDER,
} from './embedded-postgres-binaries.ts';
import { type House, isUp, postgresEnvironment, runningPort, start, stop } from './embedded-postgres-server.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts';
import { withProcessLock } from './process-lock.ts';

export interface EmbeddedPostgres {
  /** postgres://… of the database `renshe` on 127.0.0.1, with the password. */
  readonly url: string;
  /** For base backups and the stream of the log; nothing else signs in as it. */
  readonly superuser: Superuser;
  /** True when this call started the server, false when it joined a running one. */
  readonly startedHere: boolean;
  /**
   * Starts the server again when it is gone while we use it; true when it had to.
   * @throws Error when it does not start at the port that everybody knows
   */
  revive(): Promise<boolean>;
  /** Gives up the use; the last user stops the server. May be called twice. */
  release(): Promise<void>;
}

export interface Superuser {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Settings of postgresql.conf over the durable defaults; they take effect only in the call that starts the server. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/** File in a data folder that a restore fills just now, or left half-filled. */
export const RESTORE_MARK = 'restore-unfinished.json';

const MAJOR_VERSION = '18';
const DATABASE = 'renshe';

export const DEFAULT_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // The people behind a number of a city are sorted in memory.
  work_mem: '16MB',
  // What a backup folder that cannot be reached may cost in disk space; then the archive has a gap and a new base backup is made.
  max_slot_wal_keep_size: '8GB',
  jit: 'off',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  timezone: 'Asia/Shanghai',
  // The server's log must not hold personal data: neither statements nor the values in details of errors.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_timezone: 'UTC',
};

interface Credentials {
  /** Of the role `renshe`, which owns the database and is no superuser. */
  readonly password: string;
  /** Of the role `postgres`. */
  readonly superuserPassword: string;
}

/**
 * Joins or starts the cluster of a data folder, creating it when missing.
 * @throws Error with one sentence when the platform has no embedded PostgreSQL, the folder cannot be used, or the server
 * does not start
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {});
  const dataDir = resolve(options.dataDir);
  const folder = join(dataDir, 'postgres');
  if (existsSync(join(dataDir, RESTORE_MARK)))
    throw new AppError('setup.restore-unfinished', 'conflict', { folder: dataDir });
  try {
    makeReachable(dataDir);
    makeReachable(folder);
    mkdirSync(join(folder, 'users'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be written: ${(error as Error).message}`);
  }

  const user = join(folder, 'users', `${process.pid}-${randomBytes(4).toString('hex')}`);
  const opened = await withProcessLock(join(folder, 'lock'), async () => {
    const house = await settle(folder, log);
    const credentials = await createCluster(house);
    const port = await runningPort(house);
    const url = (at: number) => `postgres://${DATABASE}:${credentials.password}@127.0.0.1:${at}/${DATABASE}`;
    if (port !== undefined) {
      writeFileSync(user, JSON.stringify(ownIdentity()));
      return { house, url: url(port), superuser: superuserOf(port, credentials), startedHere: false };
    }
    const started = await start(house, { ...DEFAULT_SETTINGS, ...options.settings });
    writeFileSync(user, JSON.stringify(ownIdentity()));
    await createDatabase(started, credentials);
    return { house, url: url(started), superuser: superuserOf(started, credentials), startedHere: true };
  });

  let released: Promise<void> | undefined;
  const release = () =>
    withProcessLock(join(folder, 'lock'), async () => {
      rmSync(user, { force: true });
      if (countUsers(folder) === 0) await stop(opened.house);
    });
  const revive = async () => {
    if (released || isUp(opened.house)) return false;
    return withProcessLock(join(folder, 'lock'), async () => {
      if (released || (await runningPort(opened.house)) !== undefined) return false;
      await start(opened.house, { ...DEFAULT_SETTINGS, ...options.settings }, undefined, opened.superuser.port);
      return true;
    });
  };
  return {
    url: opened.url,
    superuser: opened.superuser,
    startedHere: opened.startedHere,
    revive,
    release: () => {
      released ??= release();
      return released;
    },
  };
}

function superuserOf(port: number, credentials: Credentials): Superuser {
  return { host: '127.0.0.1', port, user: 'postgres', password: credentials.superuserPassword };
}

/**
 * The place of a cluster in a new data folder, for a restore that fills it. Nobody opens it meanwhile: a data folder
 * without `credentials.json` is refused.
 */
export async function prepareHouse(dataDir: string, log: (line: string) => void): Promise<House> {
  const folder = join(resolve(dataDir), 'postgres');
  makeReachable(resolve(dataDir));
  makeReachable(folder);
  mkdirSync(join(folder, 'users'), { recursive: true, mode: 0o700 });
  return settle(folder, log);
}

/** Decides where the cluster is and who runs it. */
async function settle(folder: string, log: (line: string) => void): Promise<House> {
  const binaryFallback = folder;
  if (process.getuid?.() !== 0) {
    const cluster = readPlace(folder) ?? join(folder, 'cluster');
    if (existsSync(cluster) && process.getuid && statSync(cluster).uid !== process.getuid()) {
      throw new Error(`The database in ${cluster} belongs to another user: run Renshe as that user or with other data`);
    }
    return { folder, cluster, binaries: findBinaries(undefined, binaryFallback, log), runAs: undefined, log };
  }
  const recorded = readPlace(folder);
  const inside = join(folder, 'cluster');
  const existing = recorded ?? inside;
  if (existsSync(existing)) {
    const { uid, gid } = statSync(existing);
    const runAs = uid === 0 ? postgresUser(log) : { uid, gid };
    return { folder, cluster: existing, binaries: findBinaries(runAs, binaryFallback, log), runAs, log };
  }
  const runAs = postgresUser(log);
  const binaries = findBinaries(runAs, binaryFallback, log);
  if (recorded === undefined && canReach(folder, runAs)) return { folder, cluster: inside, binaries, runAs, log };
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 12);
  const cluster = recorded ?? join(SHARED_FOLDER, hash, 'cluster');
  log(`The user postgres cannot reach ${folder}; the database is kept in ${cluster}`);
  makeReachable(SHARED_FOLDER);
  makeReachable(dirname(cluster));
  await setAsideForeignCluster({ folder, cluster, binaries, runAs, log });
  writeFileSync(join(folder, 'place.json'), JSON.stringify({ cluster }));
  return { folder, cluster, binaries, runAs, log };
}

function readPlace(folder: string): string | undefined {
  const file = join(folder, 'place.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { cluster: string }).cluster : undefined;
}

/** A data folder that was deleted leaves its cluster outside behind: it is never deleted, but the new folder starts empty. */
async function setAsideForeignCluster(house: House): Promise<void> {
  if (!existsSync(house.cluster)) return;
  await stop(house);
  const aside = `${house.cluster}-until-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(house.cluster, aside);
  house.log(`The database of a data folder that is gone was kept as ${aside}`);
}

async function createCluster(house: House): Promise<Credentials> {
  const { folder, cluster, runAs } = house;
  const file = join(folder, 'credentials.json');
  const versionFile = join(cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version !== MAJOR_VERSION) {
      throw new Error(`The database in ${cluster} is of PostgreSQL ${version}, this program brings ${MAJOR_VERSION}`);
    }
    if (!existsSync(file)) throw new Error(`${file} with the password of the database in ${cluster} is missing`);
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  }
  const credentials: Credentials = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Credentials)
    : { password: randomBytes(24).toString('hex'), superuserPassword: randomBytes(24).toString('hex') };
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });

  // Made beside its place and renamed, so that a crash half-way leaves nothing that looks like a cluster.
  const making = `${cluster}-making`;
  const passwordFile = `${making}-password`;
  rmSync(making, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(making, { mode: 0o700 });
  writeFileSync(passwordFile, credentials.superuserPassword, { mode: 0o600 });
  if (runAs) {
    chownSync(making, runAs.uid, runAs.gid);
    chownSync(passwordFile, runAs.uid, runAs.gid);
  }
  try {
    const run = spawnSync(
      program(house.binaries, 'initdb'),
      [
        ...['-D', making, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums'],
      ],
      { ...runAs, cwd: '/', encoding: 'utf8', env: postgresEnvironment() },
    );
    if (run.status !== 0) {
      throw new Error(`The database could not be created in ${making}: ${run.error?.message ?? run.stderr.trim()}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(cluster, { recursive: true, force: true });
  renameSync(making, cluster);
  return credentials;
}

async function createDatabase(port: number, credentials: Credentials): Promise<void> {
  const client = new pg.Client({ ...superuserOf(port, credentials), database: 'postgres' });
  await client.connect();
  try {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [DATABASE]);
    if (roles.rowCount === 0) {
      await client.query(`create role ${DATABASE} login createdb password '${credentials.password}'`);
      await client.query(`grant pg_monitor, pg_checkpoint to ${DATABASE}`);
    }
    const databases = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (databases.rowCount === 0) await client.query(`create database ${DATABASE} owner ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Counts the living users and forgets the dead. */
function countUsers(folder: string): number {
  let living = 0;
  for (const name of readdirSync(join(folder, 'users'))) {
    const file = join(folder, 'users', name);
    if (isRunning(JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity)) living += 1;
    else rmSync(file, { force: true });
  }
  return living;
}
