/** A private PostgreSQL in a temporary folder, for a run of the tests or of a tool. Nothing in it survives a power cut. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';
import { isRunning, type ProcessIdentity } from '../src/platform/process-identity.ts';

const PREFIX = 'renshe-test-';

const FAST_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  shared_buffers: '128MB',
  checkpoint_timeout: '1h',
  max_connections: '100',
};

export async function openTemporaryPostgres(): Promise<{ url: string; close(): Promise<void> }> {
  await sweepAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  // The postgres user, who runs the server for root, must get through.
  chmodSync(dataDir, 0o711);
  const postgres = await openEmbeddedPostgres({ dataDir, settings: FAST_SETTINGS });
  return {
    url: postgres.url,
    close: async () => {
      await postgres.release();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Folders of runs that were killed: opening and releasing stops their server. Runs that live or are just finishing are
 * left alone.
 */
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
