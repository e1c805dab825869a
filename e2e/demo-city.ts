/** The demo city, for what is measured or pictured in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareInstallation } from '../packages/server/src/setup/prepare-installation.ts';
import { openTemporaryPostgres } from '../packages/server/test/temporary-postgres.ts';
import { buildWebWhenChanged } from '../scripts/build-web.ts';
import { startJourneyServer } from './journey-server.ts';

/** A demo city of its own, gone again afterwards: jobs may write into it. */
export async function startDemoCity(say: (line: string) => void): Promise<{ address: string; stop(): Promise<void> }> {
  await buildWebWhenChanged();
  say('making a demo city …');
  const postgres = await openTemporaryPostgres();
  const dataDir = mkdtempSync(join(tmpdir(), 'renshe-demo-'));
  const release = async () => {
    await postgres.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const today = new Date().toISOString().slice(0, 10);
  return startJourneyServer({ databaseUrl: postgres.url, dataDir, release }, today, (system) =>
    prepareInstallation(system, { demo: true, say }),
  );
}
