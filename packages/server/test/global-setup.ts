/** Once per run of the server's tests: a private PostgreSQL in a temporary folder and a migrated template database. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { migrate } from '../src/platform/migrate.ts';
import { isRunning, type ProcessIdentity } from '../src/platform/process-identity.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** postgres://… of the private server; tests clone `template_renshe` through it. */
    testServerUrl: string;
  }
}

export const TEMPLATE = 'template_renshe';

const PREFIX = 'renshe-test-';

// Nothing here has to survive a power cut.
const FAST_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
  checkpoint_timeout: '1h',
  max_connections: '100',
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(dataDir, 0o711);
  const postgres = await openEmbeddedPostgres({ dataDir, settings: FAST_SETTINGS });
  const finish = async () => {
    await postgres.release();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await createTemplate(postgres.url);
  } catch (error) {
    await finish();
    throw error;
  }
  project.provide('testServerUrl', postgres.url);
  return finish;
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
}

/** Folders of runs that were killed: opening and releasing stops their server. Runs that live or are just finishing are left alone. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dataDir = join(tmpdir(), name);
    try {
      if (statSync(dataDir).uid !== process.getuid?.() || !wasKilled(join(dataDir, 'postgres', 'users'))) continue;
      const postgres = await openEmbeddedPostgres({ dataDir, settings: FAST_SETTINGS });
      await postgres.release();
      rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Another run is removing it at the same time, or it never got as far as a cluster.
    }
  }
}

function wasKilled(users: string): boolean {
  const identities = readdirSync(users).map((name) => JSON.parse(readFileSync(join(users, name), 'utf8')));
  return identities.length > 0 && identities.every((identity: ProcessIdentity) => !isRunning(identity));
}
