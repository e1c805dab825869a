import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import type { Logger } from 'pino';
import { findActor } from '../account/account.queries.ts';
import { deriveAfterUpdate } from '../setup/derive-after-update.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createKeyring } from './crypto.ts';
import { databaseErrorOf, openDatabase } from './db.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres, type Superuser } from './embedded-postgres.ts';
import type { Host } from './host.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { migrate } from './migrate.ts';
import { createReferenceCache } from './reference.ts';
import { createScanner } from './scan-upload.ts';
import { createTaskQueue, prepareTaskTables } from './tasks.ts';

export interface System extends Host {
  url: string;
  /** Of the embedded database, for backups; undefined with an external one. */
  superuser: Superuser | undefined;
  /** Ends connections and gives up the embedded database; the last process using it stops it. */
  close(): Promise<void>;
}

export interface SystemOptions {
  clock?: Clock;
  log: Logger;
  maxConnections?: number;
  statementTimeout?: number;
  /** For tests alone: a database that forgets at a power cut will do. */
  mayLoseData?: boolean;
  /** The embedded database is started again when it is gone: for a server, which stays. */
  keepDatabase?: boolean;
}

/** Opens the database (joining or starting the embedded one), migrates it and puts the host together: server, CLI and benchmarks alike. */
export async function openSystem(config: Config, options: SystemOptions): Promise<System> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o755 });
  const clock = options.clock ?? systemClock;
  const embedded = config.databaseUrl
    ? undefined
    : await openEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => options.log.info(line) });
  const url = config.databaseUrl ?? embedded!.url;
  const guard = embedded && options.keepDatabase ? keepDatabase(embedded, options.log) : undefined;
  const release = async () => {
    await guard?.stop();
    await embedded?.release();
  };
  try {
    await untilAccepting(url);
    if (!options.mayLoseData) await requireDurability(url, options.log);
    await migrate(url);
    await prepareTaskTables(url);
    const assembled = assemble(config, url, clock, options, release);
    const system = { ...assembled, superuser: embedded?.superuser };
    try {
      await requireOwnKeys(system);
      await deriveAfterUpdate(system);
    } catch (error) {
      await system.close();
      throw error;
    }
    return system;
  } catch (error) {
    await release();
    throw error;
  }
}

const longestRecovery = 120_000;

/** A database that comes back from a crash says so, and will be there in a moment. */
async function untilAccepting(url: string): Promise<void> {
  for (const from = performance.now(); ; await pause(100)) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      return;
    } catch (error) {
      const recovering = /^57P0/.test(databaseErrorOf(error)?.state ?? '');
      if (!recovering || performance.now() - from > longestRecovery) throw error;
    } finally {
      await client.end().catch(() => {});
    }
  }
}

/**
 * What was acknowledged must be there after a power cut: with one of these switched off PostgreSQL does not promise it, and neither would we
 * (security handbook §4c).
 * @throws AppError `setup.not-durable`
 */
export async function requireDurability(url: string, log: Logger): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') and setting = 'off' order by name",
    );
    const off = rows.map((row) => row.name);
    if (off.includes('data_checksums'))
      log.warn('The database has no data checksums: damage on the disk is not noticed.');
    const settings = off.filter((name) => name !== 'data_checksums').join(', ');
    if (settings !== '') throw new AppError('setup.not-durable', 'conflict', { settings });
  } finally {
    await client.end();
  }
}

const lookEvery = 500;

/** A database that was killed, by a person or by the system for want of memory or room, is started again as often as it takes. */
function keepDatabase(embedded: EmbeddedPostgres, log: Logger): { stop(): Promise<void> } {
  let stopped = false;
  const keeping = (async () => {
    for (let wait = lookEvery; !stopped; ) {
      for (let waited = 0; waited < wait && !stopped; waited += 100) await pause(100);
      if (stopped) return;
      try {
        if (await embedded.revive()) log.error('The database was gone and has been started again.');
        wait = lookEvery;
      } catch (error) {
        log.error({ database: String(error) });
        wait = Math.min(wait * 2, 8000);
      }
    }
  })();
  return {
    async stop() {
      stopped = true;
      await keeping;
    },
  };
}

/**
 * The key file must be the one that this database was written with. A lost file would be made anew and everything encrypted before would stay
 * unreadable beside readable data, so the start is refused instead (security handbook rule 20).
 */
async function requireOwnKeys(system: System): Promise<void> {
  const own = system.keyring.checkValue();
  await system.db.kysely
    .insertInto('key_check')
    .values({ check_value: own, created_at: system.clock.now() })
    .onConflict((on) => on.column('only_one').doNothing())
    .execute();
  const { check_value } = await system.db.kysely
    .selectFrom('key_check')
    .select('check_value')
    .executeTakeFirstOrThrow();
  if (check_value !== own)
    throw new AppError('setup.wrong-key-file', 'conflict', { path: join(system.dataDir, 'keys', 'keys.json') });
}

/** The host over a migrated database; tests call it with theirs. */
export function assemble(
  config: Pick<Config, 'dataDir' | 'cryptoProfile' | 'identityProvider' | 'scanner'>,
  url: string,
  clock: Clock,
  options: SystemOptions,
  release: () => Promise<void>,
): System {
  const db = openDatabase(url, {
    ...(options.maxConnections && { max: options.maxConnections }),
    ...(options.statementTimeout && { statementTimeout: options.statementTimeout }),
  });
  const keyring = createKeyring({
    path: join(config.dataDir, 'keys', 'keys.json'),
    ...(config.cryptoProfile && { profile: config.cryptoProfile }),
  });
  const tasks = createTaskQueue({
    url,
    db,
    clock,
    log: options.log,
    actorOf: (accountId) => findActor(db.kysely, { accountId }, clock.today()),
  });
  return {
    url,
    superuser: undefined,
    db,
    clock,
    keyring,
    reference: createReferenceCache(db.kysely),
    tasks,
    log: options.log,
    scanner: config.scanner === undefined ? undefined : createScanner(config.scanner, options.log),
    identityProvider: config.identityProvider && createIdentityProvider(config.identityProvider, options.log),
    dataDir: config.dataDir,
    setupCode: randomBytes(9).toString('base64url'),
    async close() {
      await tasks.stop();
      await db.close();
      await release();
    },
  };
}
