/** The disk of the database fills up: nothing is promised that is not kept, and it goes on by itself when there is room again. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFaultCity } from './fault-city.ts';
import { FaultCluster } from './fault-cluster.ts';
import { FaultStage } from './fault-stage.ts';
import type { ProofTally } from './prove-result.ts';

const diskSize = '400m';

/** @returns what was done, or why it could not be */
export async function fullDisk(seed: number, tally: ProofTally): Promise<string> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'skipped: only root may mount a small disk';
  const place = mkdtempSync(join(tmpdir(), 'renshe-fault-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=0711`, 'tmpfs', place], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    rmSync(place, { recursive: true, force: true });
    return `skipped: a small disk could not be mounted: ${mounted.stderr.trim()}`;
  }
  try {
    return await onSmallDisk(place, seed, tally);
  } finally {
    spawnSync('umount', ['-l', place]);
    rmSync(place, { recursive: true, force: true });
  }
}

async function onSmallDisk(place: string, seed: number, tally: ProofTally): Promise<string> {
  const data = join(place, 'data');
  mkdirSync(data);
  const cluster = await FaultCluster.open(data);
  let times = 0;
  let unserved = 0;
  try {
    const city = await makeFaultCity(cluster.url, cluster.dataDir);
    const database = new URL(cluster.url).pathname.slice(1);
    const stage = await FaultStage.open(cluster, city, { database, own: true, planted: null, seed, tally });
    try {
      const { clients, checker, server } = stage;
      for (const when of ['the disk was full', 'the disk was full again']) {
        clients.begin(3);
        await sleep(800);
        fill(join(place, 'ballast'));
        times++;
        // What is written now finds no room: the log needs its next segment sooner or later.
        await stage.row('select pg_switch_wal()').catch(() => undefined);
        await sleep(4000);
        rmSync(join(place, 'ballast'));
        await cluster.accepting();
        await server.served();
        await clients.hold();
        await checker.checkCommands(when);
        clients.goOn();
        await clients.end();
        await checker.checkCommands(when);
        await checker.checkNever(when);
        await checker.checkLedger(when);
      }
      unserved = [...clients.journal.read().values()].filter((told) => told.tries > 1).length;
      for (const crash of server.crashes) tally.check(false, () => `on a full disk the server ${crash}`);
      await server.stop();
    } finally {
      await stage.close();
    }
  } finally {
    await cluster.close();
  }
  tally.check(unserved > 0, () => 'the disk was full and nobody noticed');
  return `full ${times} times, ${unserved} commands were not served at once`;
}

/** Writes until nothing fits any more. */
function fill(path: string): void {
  const block = Buffer.alloc(1 << 20);
  for (let size = block.length; size >= 4096; size /= 4)
    for (;;) {
      try {
        writeFileSync(path, block.subarray(0, size), { flag: 'a' });
      } catch {
        break;
      }
    }
}
