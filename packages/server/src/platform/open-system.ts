import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Logger } from 'pino';
import { findActor } from '../account/account.queries.ts';
import { addMissingParameters } from '../area/load-region.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { createKeyring } from './crypto.ts';
import { openDatabase } from './db.ts';
import { openEmbeddedPostgres, type Superuser } from './embedded-postgres.ts';
import type { Host } from './host.ts';
import { migrate } from './migrate.ts';
import { createReferenceCache } from './reference.ts';
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
}

/** Opens the database (joining or starting the embedded one), migrates it and puts the host together: server, CLI and benchmarks alike. */
export async function openSystem(config: Config, options: SystemOptions): Promise<System> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o755 });
  const clock = options.clock ?? systemClock;
  const embedded = config.databaseUrl
    ? undefined
    : await openEmbeddedPostgres({ dataDir: config.dataDir, log: (line) => options.log.info(line) });
  const url = config.databaseUrl ?? embedded!.url;
  try {
    await migrate(url);
    await prepareTaskTables(url);
    const assembled = assemble(config, url, clock, options, async () => embedded?.release());
    const system = { ...assembled, superuser: embedded?.superuser };
    try {
      await requireOwnKeys(system);
      await system.db.kysely.transaction().execute((w) => addMissingParameters(w, system.clock.now()));
    } catch (error) {
      await system.close();
      throw error;
    }
    return system;
  } catch (error) {
    await embedded?.release();
    throw error;
  }
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
  config: Pick<Config, 'dataDir' | 'cryptoProfile'>,
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
    dataDir: config.dataDir,
    setupCode: randomBytes(9).toString('base64url'),
    async close() {
      await tasks.stop();
      await db.close();
      await release();
    },
  };
}
