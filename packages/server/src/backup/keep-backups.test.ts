import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { linkAudit } from '../audit/link-audit.ts';
import { runCommand } from '../platform/command.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../platform/embedded-postgres.ts';
import { createLog } from '../platform/log.ts';
import { openSystem, type System } from '../platform/open-system.ts';
import { listBases, parseLsn } from './backup-folder.ts';
import { type BackupSettings, keyFileOf, lineFolder, prepareBackupSettings, readSealKeys } from './backup-settings.ts';
import { drillBackup } from './drill-backup.ts';
import { listBackups } from './find-backup.ts';
import { backupWarnings, isBackupDue, startBackupKeeper } from './keep-backups.ts';
import { recordDrill } from './last-drill.ts';
import { restoreBackup } from './restore-backup.ts';
import { type BackupHost, receiveOnce, takeBackup } from './take-backup.ts';

const fast = {
  ...{ fsync: 'off', autovacuum: 'off', shared_buffers: '32MB', checkpoint_timeout: '1h' },
  // So little that the test can exceed it.
  ...{ max_wal_size: '64MB', min_wal_size: '32MB', max_slot_wal_keep_size: '48MB' },
};
const config = {
  ...{ databaseUrl: undefined, port: 0, host: 'localhost', tls: undefined },
  ...{ publicOrigin: undefined, cryptoProfile: undefined },
};
const often = { flushMs: 100, filesMs: 200, retryMs: 100 };
const patient = { timeout: 120_000 };

// Several restores; on a busy machine they take their time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
let root = '';
let dataDir = '';
let first: EmbeddedPostgres;
let system: System;
let host: BackupHost;
let settings: BackupSettings;

async function asSuperuser(...statements: string[]): Promise<void> {
  const client = new pg.Client({ ...system.superuser!, database: 'renshe' });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function mark(): Promise<string> {
  const actor = { kind: 'operator', accountId: null, login: 'tester', name: 'tester', posts: [] } as const;
  const id = await runCommand(
    system,
    { actor, action: 'backup.tested', permission: null },
    async ({ audit, cause }) => {
      audit({ districtId: 0, subjectKind: 'backup', subjectId: 'mark' });
      return cause;
    },
  );
  await linkAudit(system.db, system.clock.now(), true);
  return id;
}

const drill = () =>
  drillBackup(
    {
      ...{ folder: settings.folder, keysPath: keyFileOf(dataDir), scratch: root, settings: fast },
      live: { system, host, settings, mark },
    },
    { ...config, dataDir },
    () => {},
  );

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'renshe-keeper-'));
  chmodSync(root, 0o711);
  dataDir = join(root, 'data');
  first = await openEmbeddedPostgres({ dataDir, settings: fast });
  system = await openSystem({ ...config, dataDir }, { log: createLog('silent'), maxConnections: 4, mayLoseData: true });
  host = { dataDir, url: system.url, superuser: system.superuser!, keys: readSealKeys(keyFileOf(dataDir)) };
});

afterAll(async () => {
  // After the last test there is no database left to let go.
  if (existsSync(dataDir)) {
    await system.close();
    await first.release();
  } else await system.db.close();
  rmSync(root, { recursive: true, force: true });
});

test.each([
  ['never made one', undefined, '2026-11-20T10:00:00+08:00', 24, true],
  ['switched off', undefined, '2026-11-20T10:00:00+08:00', 0, false],
  ['the next night', '2026-11-19T00:05:00+08:00', '2026-11-20T00:00:00+08:00', 24, true],
  ['the same night', '2026-11-20T00:05:00+08:00', '2026-11-20T05:59:00+08:00', 24, false],
  ['a day of work', '2026-11-19T00:05:00+08:00', '2026-11-19T23:59:00+08:00', 24, false],
  ['a machine that is off at night', '2026-11-18T09:00:00+08:00', '2026-11-20T09:00:00+08:00', 24, true],
  ['every four hours', '2026-11-20T06:00:00+08:00', '2026-11-20T10:00:00+08:00', 4, true],
  ['every four hours, too early', '2026-11-20T06:01:00+08:00', '2026-11-20T10:00:00+08:00', 4, false],
])('a base backup is due: %s', (_what, last, now, every, due) => {
  expect(isBackupDue(last === undefined ? undefined : new Date(last), new Date(now), every)).toBe(due);
});

test.each([
  ['all is well', { secondsBehind: 12, ageDays: 30 }, []],
  ['the archive is behind', { secondsBehind: 61, ageDays: 3 }, ['archive-behind']],
  ['the drill is old', { secondsBehind: 0, ageDays: 31 }, ['drill-overdue']],
  ['never drilled', { secondsBehind: null, ageDays: null }, ['drill-overdue']],
])('warnings: %s', (_what, { secondsBehind, ageDays }, warnings) => {
  const at = '2026-10-22T10:00:00.000Z';
  const known = { configured: true, lastBackupAt: at, archivedUntil: at, lastDrill: null, problem: null };
  const lastGoodDrill = ageDays === null ? null : { at, ageDays };
  expect(backupWarnings({ ...known, secondsBehind, lastGoodDrill })).toEqual(warnings);
});

test('the server archives what is committed, outlives a missing disk, and a drill proves it', async () => {
  const keeper = startBackupKeeper(system, { dataDir, cryptoProfile: undefined }, often);
  let committed = '';
  try {
    const unknown = { configured: false, lastBackupAt: null, lastDrill: null, lastGoodDrill: null, problem: null };
    expect(keeper.status()).toMatchObject({ ...unknown, warnings: ['not-configured'] });
    settings = prepareBackupSettings(dataDir, { folder: join(root, 'backups') }, new Date());
    await expect.poll(() => keeper.status().lastBackupAt, patient).not.toBeNull();
    expect(await receiveOnce(host, settings)).toBeUndefined();

    // The disk is unplugged: nothing is written in its place, and it goes on when the disk is back.
    renameSync(settings.folder, `${settings.folder}-away`);
    await mark();
    await expect.poll(() => keeper.status().problem, patient).toBe('backup.folder-unusable');
    expect(existsSync(settings.folder)).toBe(false);
    renameSync(`${settings.folder}-away`, settings.folder);
    await expect.poll(() => keeper.status().problem, patient).toBeNull();

    const report = await drill();
    expect(report).toMatchObject({ ok: true, receivedBy: 'server', markFound: true });
    expect(report.physical).toMatchObject({ problems: [] });
    expect(report.physical.indexes).toBeGreaterThan(50);
    expect(report.verification.audit.links).toBeGreaterThan(0);
    expect(report.tables.find(({ name }) => name === 'audit_event')?.rows).toBeGreaterThan(0);
    expect(report.tables.every(({ rows, live }) => rows <= (live ?? 0))).toBe(true);
    const { at, ok, id, rtoSeconds, rpoSeconds } = report;
    recordDrill(dataDir, { at, ok, id, rtoSeconds, rpoSeconds, differences: 0, problem: null });
    expect(keeper.status()).toMatchObject({ lastDrill: { at, ok: true, ageDays: 0 }, warnings: [] });
    // A drill that failed does not make the good one younger, nor hides it.
    const failed = { at: new Date().toISOString(), ok: false, id, problem: 'made up' };
    recordDrill(dataDir, { ...failed, rtoSeconds: null, rpoSeconds: null, differences: null });
    expect(keeper.status()).toMatchObject({ lastGoodDrill: { at, ageDays: 0 }, warnings: ['drill-failed'] });
    expect(JSON.stringify(keeper.status())).not.toContain(root);
    await mark();
    committed = (await pgRows<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn')).rows[0]!.lsn;
  } finally {
    await keeper.stop();
  }
  // A stop brings the last commits into the archive.
  const until = (await listBackups(settings.folder, host.keys)).found.at(-1)!.until!;
  expect(parseLsn(until.lsn)).toBeGreaterThanOrEqual(parseLsn(committed));
});

test('log that was thrown away meanwhile is made good by a new base backup', async () => {
  const before = await listBases(lineFolder(settings));
  await system.db.kysely.schema.createTable('filler').addColumn('t', 'text').execute();
  const write = ["insert into filler values (repeat('x', 4000))"];
  for (let i = 0; i < 6; i++) await asSuperuser(...write, 'select pg_switch_wal()', 'checkpoint');
  const { rows } = await pgRows("select wal_status from pg_replication_slots where slot_name = 'renshe_backup'");
  expect(rows).toEqual([{ wal_status: 'lost' }]);
  const keeper = startBackupKeeper(system, { dataDir, cryptoProfile: undefined }, often);
  try {
    await expect.poll(async () => (await listBases(lineFolder(settings))).length, patient).toBe(before.length + 1);
    expect((await drill()).ok).toBe(true);
    const [old, fresh] = (await listBackups(settings.folder, host.keys)).found;
    expect([old?.gap === undefined, fresh?.gap]).toEqual([false, undefined]);
  } finally {
    await keeper.stop();
  }
});

test('a drill on a damaged backup fails and leaves no scratch folder', async () => {
  const line = lineFolder(settings);
  const path = join(line, 'base', (await listBases(line)).at(-1)!, 'base.sealed');
  const bytes = readFileSync(path);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(path, bytes);
  await expect(drill()).rejects.toMatchObject({ code: 'backup.damaged' });
  expect(existsSync(join(root, 'data'))).toBe(true);
});

/** One row after the other, each with its number and when it was acknowledged, until the database is gone. */
async function countUp(acknowledged: number[], enough: () => boolean): Promise<void> {
  const client = new pg.Client({ ...system.superuser!, database: 'renshe' });
  client.on('error', () => {});
  await client.connect();
  try {
    while (!enough()) {
      await client.query('insert into counter values ($1)', [acknowledged.length + 1]);
      acknowledged.push(Date.now());
      await sleep(3);
    }
  } catch {
    // The disk is lost: what was not acknowledged may be missing.
  } finally {
    await client.end().catch(() => {});
  }
}

test('a lost disk costs less than a minute: nothing in the middle, and what was acknowledged before comes back', async () => {
  await takeBackup(host, settings);
  await asSuperuser('create table counter (n int primary key)');
  const safe = join(root, 'safe.json');
  copyFileSync(keyFileOf(dataDir), safe);
  const [{ cluster }] = (await pgRows<{ cluster: string }>("select current_setting('data_directory') as cluster"))
    .rows as [{ cluster: string }];
  const postmaster = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const keeper = startBackupKeeper(system, { dataDir, cryptoProfile: undefined }, { ...often, flushMs: 1500 });
  const acknowledged: number[] = [];
  let over = false;
  const writing = countUp(acknowledged, () => over);
  let lostAt = 0;
  try {
    // Several rounds of the archiver, and then a kill between two of them.
    await expect.poll(() => acknowledged.length, patient).toBeGreaterThan(100);
    const begun = keeper.status().archivedUntil;
    await expect.poll(() => keeper.status().archivedUntil, patient).not.toBe(begun);
    await sleep(700);
    process.kill(postmaster, 'SIGKILL');
    lostAt = Date.now();
    // Its processes see a moment later that the first of them is dead: until then one may still make a file.
    const all = { recursive: true, force: true, maxRetries: 50, retryDelay: 20 };
    rmSync(cluster, all);
    rmSync(dataDir, all);
  } finally {
    over = true;
    await writing;
    await keeper.stop();
  }
  const again = join(root, 'again');
  const report = await restoreBackup(
    { folder: settings.folder, line: settings.line, dataDir: again, keysPath: safe, settings: fast },
    () => {},
  );
  expect(report.gap).toBeNull();
  const restored = await openEmbeddedPostgres({ dataDir: again, settings: fast });
  try {
    const client = new pg.Client({ ...restored.superuser, database: 'renshe' });
    await client.connect();
    const { rows } = await client.query<{ n: number; last: number }>(
      'select count(*)::int as n, coalesce(max(n), 0) as last from counter',
    );
    await client.end();
    const { n, last } = rows[0]!;
    expect(n).toBe(last);
    expect(last).toBeGreaterThan(50);
    const firstLost = acknowledged[last];
    const lostSeconds = firstLost === undefined ? 0 : (lostAt - firstLost) / 1000;
    expect(lostSeconds).toBeLessThanOrEqual(60);
  } finally {
    await restored.release();
  }
});

async function pgRows<T extends object>(text: string): Promise<{ rows: T[] }> {
  const client = new pg.Client({ ...system.superuser!, database: 'renshe' });
  await client.connect();
  try {
    return { rows: (await client.query<T>(text)).rows };
  } finally {
    await client.end();
  }
}
