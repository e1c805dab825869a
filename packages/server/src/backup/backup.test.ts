import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { publicKeyFile } from '../audit/heads-key.ts';
import { linkAudit } from '../audit/link-audit.ts';
import { headsFile, publishHeads } from '../audit/published-heads.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { runCommand } from '../platform/command.ts';
import { createKeyring } from '../platform/crypto.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres, prepareHouse } from '../platform/embedded-postgres.ts';
import { createLog } from '../platform/log.ts';
import { openSystem, type System } from '../platform/open-system.ts';
import { runVerifier } from '../prove/tamper-verdict.ts';
import { listBases, walOf } from './backup-folder.ts';
import { type BackupSettings, keyFileOf, lineFolder, prepareBackupSettings, readSealKeys } from './backup-settings.ts';
import { chooseBackup, listBackups } from './find-backup.ts';
import { setLaterHeadsAside } from './later-heads.ts';
import { checkBase, placeCluster } from './place-cluster.ts';
import { restoreBackup } from './restore-backup.ts';
import { type BackupHost, receiveOnce, takeBackup } from './take-backup.ts';
import { verifyRestored } from './verify-restored.ts';

/** Small and fast; what a backup relies on (checksums, the log) is as it is elsewhere. */
const fast = {
  fsync: 'off',
  autovacuum: 'off',
  shared_buffers: '32MB',
  checkpoint_timeout: '1h',
  max_wal_size: '256MB',
};
const config = {
  databaseUrl: undefined,
  port: 0,
  host: 'localhost',
  tls: undefined,
  publicOrigin: undefined,
  cryptoProfile: undefined,
};
const log = createLog('silent');

// Several restores; on a busy machine they take their time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
let root = '';
let dataDir = '';
let first: EmbeddedPostgres;
let system: System;
let host: BackupHost;
let settings: BackupSettings;
/** Instants between the writes of the history, and what was there. */
const past: { at: Date; rows: number; sum: number; links: number }[] = [];

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function act(name: string): Promise<void> {
  const actor = { kind: 'operator', accountId: null, login: name, name, posts: [] } as const;
  await runCommand(system, { actor, action: 'backup.tested', permission: null }, async ({ audit }) => {
    audit({ districtId: 0, subjectKind: 'backup', subjectId: name });
  });
  await linkAudit(system.db, system.clock.now(), true);
  await publishHeads(system.db.kysely, dataDir, system.clock.now());
}

async function remember(): Promise<void> {
  const [row] = await query<{ at: Date; rows: number; sum: number; links: number }>(
    system.url,
    `select clock_timestamp() as at, count(*)::int as rows, coalesce(sum(n), 0)::int as sum,
       (select count(*)::int from audit_link) as links from kept`,
  );
  past.push(row!);
  // The driver cuts the instant to milliseconds; what is written next lies clearly after it.
  await new Promise((done) => setTimeout(done, 20));
}

/** So that the history spreads over several segments of the log. */
async function switchSegment(): Promise<void> {
  const { user, password, port } = system.superuser!;
  await query(`postgres://${user}:${password}@127.0.0.1:${port}/postgres`, 'select pg_switch_wal()');
}

const restoreTo = (name: string, more: object = {}) =>
  restoreBackup(
    { folder: settings.folder, dataDir: join(root, name), keysPath: keyFileOf(dataDir), settings: fast, ...more },
    () => {},
  );

async function inRestored<T>(name: string, work: (restored: System) => Promise<T>): Promise<T> {
  const cluster = await openEmbeddedPostgres({ dataDir: join(root, name), settings: fast });
  try {
    const restored = await openSystem({ ...config, dataDir: join(root, name) }, { log, mayLoseData: true });
    try {
      return await work(restored);
    } finally {
      await restored.close();
    }
  } finally {
    await cluster.release();
    rmSync(join(root, name), { recursive: true, force: true });
  }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(() => 'done').catch((error) => (error instanceof AppError ? error.code : String(error)));

/** One history for all tests: a base backup, two writes with known instants between them, one more base backup. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'renshe-backup-'));
  chmodSync(root, 0o711);
  dataDir = join(root, 'data');
  first = await openEmbeddedPostgres({ dataDir, settings: fast });
  system = await openSystem({ ...config, dataDir }, { log, maxConnections: 4, mayLoseData: true });
  host = { dataDir, url: system.url, superuser: system.superuser!, keys: readSealKeys(keyFileOf(dataDir)) };
  await query(system.url, 'create table kept (n int primary key); insert into kept select generate_series(1, 1000)');
  await act('before');
  settings = prepareBackupSettings(dataDir, { folder: join(root, 'backups'), keep: 2 }, new Date());
  await takeBackup(host, settings);
  mkdirSync(join(dataDir, 'uploads'));
  writeFileSync(join(dataDir, 'uploads', 'roster'), 'sealed roster');
  await query(system.url, 'insert into kept select generate_series(1001, 1500)');
  await remember();
  await query(system.url, 'delete from kept where n <= 700');
  await act('between');
  await remember();
  await receiveOnce(host, settings);
  await switchSegment();
  await query(system.url, 'insert into kept select generate_series(2001, 2100)');
  await act('after');
  await receiveOnce(host, settings);
  await takeBackup(host, settings);
  await query(system.url, 'insert into kept values (9999)');
  await remember();
  await receiveOnce(host, settings);
});

afterAll(async () => {
  await system.close();
  await first.release();
  rmSync(root, { recursive: true, force: true });
});

test.each([0, 1])('instant %i is restored with exactly its rows, its files, its audit chain', async (which) => {
  const { at, rows, sum, links } = past[which]!;
  const report = await restoreTo('at', { time: at });
  expect(report.id).toBe((await listBases(lineFolder(settings)))[0]);
  await inRestored('at', async (restored) => {
    const state = `select count(*)::int as rows, sum(n)::int as sum, (select count(*)::int from audit_link) as links from kept`;
    expect(await query(restored.url, state)).toEqual([{ rows, sum, links }]);
    expect(readFileSync(join(root, 'at', 'uploads', 'roster'), 'utf8')).toBe('sealed roster');
    // Everything published is there: what is later than the restored point shows up at once …
    const shown = await verifyAudit(restored.db.kysely, restored.dataDir);
    expect(shown.problems.map((p) => p.problem)).toEqual(Array(3 - links).fill('published-head-missing'));
    // … also to an auditor with the heads that were published elsewhere and a program that shares no code with this one …
    const verdict = await runVerifier({ database: restored.url }, headsFile(dataDir), publicKeyFile(dataDir));
    expect([verdict.links, verdict.problems.map(({ kind }) => kind)]).toEqual([
      links,
      Array(3 - links).fill('chain-shorter-than-published'),
    ]);
    // … and set aside, with its count, the rest of the chain is as it was.
    const later = await setLaterHeadsAside(restored.db.kysely, restored.dataDir, '', new Date());
    expect(later.count).toBe(3 - links);
    expect((await verifyRestored(restored)).differences).toBe(0);
    // A database like any other: it takes writes and can be backed up, in a line of its own.
    await query(restored.url, 'insert into kept values (-1)');
    const own = prepareBackupSettings(restored.dataDir, { folder: settings.folder }, new Date());
    expect(own.line).not.toBe(settings.line);
  });
});

test('without a time everything that was archived comes back; an idle time is the state before it', async () => {
  await new Promise((done) => setTimeout(done, 1100));
  const until = await receiveOnce(host, settings);
  const idle = new Date(Date.parse(until!.at) - 500);
  for (const more of [{}, { time: idle }]) {
    await restoreTo('end', more);
    await inRestored('end', async (restored) =>
      expect(await query(restored.url, 'select count(*)::int as rows from kept')).toEqual([{ rows: past[2]!.rows }]),
    );
  }
});

test('a time before the first backup or after the archive is refused, and a folder that has content', async () => {
  expect(await codeOf(restoreTo('refused', { time: new Date('2020-01-01') }))).toBe('backup.none-before');
  expect(await codeOf(restoreTo('refused', { time: new Date(Date.now() + 3600_000) }))).toBe('backup.beyond-archive');
  expect(await codeOf(restoreTo('data'))).toBe('backup.target-not-empty');
  expect(await codeOf(restoreTo('refused', { id: '20200101T000000Z' }))).toBe('backup.none-found');
  expect(await codeOf(restoreTo('refused', { keysPath: join(root, 'none.json') }))).toBe('backup.keys-missing');
  expect(existsSync(join(root, 'refused'))).toBe(false);
  // Somebody's key file is not written over.
  createKeyring({ path: keyFileOf(join(root, 'refused')) });
  const theirs = readFileSync(keyFileOf(join(root, 'refused')), 'utf8');
  expect(await codeOf(restoreTo('refused'))).toBe('backup.target-not-empty');
  expect(readFileSync(keyFileOf(join(root, 'refused')), 'utf8')).toBe(theirs);
  rmSync(join(root, 'refused'), { recursive: true });
});

test('altered, cut, exchanged and missing files are refused and leave nothing behind', async () => {
  const line = lineFolder(settings);
  const [older = '', newer = ''] = await listBases(line);
  const { found: backups } = await listBackups(settings.folder, host.keys);
  const segment = backups[0]!.log.find(({ bytes }) => bytes === undefined)!.file;
  const base = (id: string, file: string) => join(line, 'base', id, file);
  const flip = (path: string, at: number) => {
    const bytes = readFileSync(path);
    bytes[at < 0 ? bytes.length + at : at]! ^= 1;
    writeFileSync(path, bytes);
  };
  const cases: [string, string, (path: string) => void][] = [
    ['backup.damaged', base(older, 'base.sealed'), (path) => flip(path, 500_000)],
    ['backup.damaged', base(older, 'base.sealed'), (path) => flip(path, -1)],
    ['backup.damaged', base(older, 'base.sealed'), (path) => truncateSync(path, 900_000)],
    ['backup.not-sealed', base(older, 'base.sealed'), (path) => flip(path, 0)],
    ['backup.damaged', base(older, 'base.sealed'), (path) => copyFileSync(base(newer, 'base.sealed'), path)],
    ['backup.file-missing', base(older, 'base.sealed'), (path) => rmSync(path)],
    ['backup.damaged', base(older, 'files.sealed'), (path) => copyFileSync(base(newer, 'files.sealed'), path)],
    ['backup.damaged', base(older, 'backup.sealed'), (path) => flip(path, -5)],
    ['backup.damaged', join(walOf(line), segment), (path) => flip(path, -10)],
    ['backup.cut-short', join(walOf(line), segment), (path) => truncateSync(path, 90)],
  ];
  for (const [expected, path, alter] of cases) {
    const kept = readFileSync(path);
    alter(path);
    const code = await codeOf(restoreTo('altered', { time: past[1]!.at }));
    writeFileSync(path, kept);
    expect([path, alter.toString(), code]).toEqual([path, alter.toString(), expected]);
    expect(existsSync(join(root, 'altered'))).toBe(false);
  }
  const strange = join(root, 'strange.json');
  const file = JSON.parse(readFileSync(keyFileOf(dataDir), 'utf8'));
  file.encryptionKeys[0].secret = Buffer.alloc(32, 7).toString('base64url');
  writeFileSync(strange, JSON.stringify(file), { mode: 0o600 });
  expect(await codeOf(restoreTo('altered', { keysPath: strange }))).toBe('backup.wrong-key');
  for (const found of backups) await checkBase(found, host.keys);

  // A newer backup that cannot be read is not passed over in silence; an older one has to be asked for.
  const record = base(newer, 'backup.sealed');
  const kept = readFileSync(record);
  flip(record, -5);
  expect(await codeOf(restoreTo('altered'))).toBe('backup.damaged');
  const list = await listBackups(settings.folder, host.keys);
  expect(list.unreadable.map(({ id }) => id)).toEqual([newer]);
  expect(chooseBackup(list, { folder: settings.folder, id: older }).record.id).toBe(older);
  writeFileSync(record, kept);
});

test('without a segment in the middle a time behind it is refused', async () => {
  const line = lineFolder(settings);
  const [older = ''] = await listBases(line);
  const { found: backups } = await listBackups(settings.folder, host.keys);
  const missing = backups[0]!.log.at(1)!;
  const path = join(walOf(line), missing.file);
  const kept = readFileSync(path);
  rmSync(path);
  try {
    const [found] = (await listBackups(settings.folder, host.keys)).found;
    expect(found?.gap).toBe(missing.segment);
    const until = await receiveOnce(host, settings);
    const time = new Date(Date.parse(until!.at));
    expect(await codeOf(restoreTo('gap', { id: older, time }))).toBe('backup.gap');
  } finally {
    writeFileSync(path, kept);
  }
});

test('a log whose end was taken away, or exchanged for a shorter one, does not pass for the whole', async () => {
  const line = lineFolder(settings);
  const parts = () => readdirSync(walOf(line)).filter((name) => name.endsWith('.part'));
  const before = parts().at(-1)!;
  const earlier = readFileSync(join(walOf(line), before));
  await query(system.url, 'insert into kept values (10000)');
  await receiveOnce(host, settings);
  const now = parts().at(-1)!;
  const kept = readFileSync(join(walOf(line), now));
  const segment = now.split('.')[0];
  rmSync(join(walOf(line), now));
  expect(await codeOf(restoreTo('short'))).toBe('backup.gap');
  writeFileSync(join(walOf(line), before), earlier);
  expect(await codeOf(restoreTo('short'))).toBe('backup.gap');
  rmSync(join(walOf(line), before));
  expect(existsSync(join(root, 'short'))).toBe(false);
  // Whoever names a backup gets what there is, and is told so.
  const [, newer = ''] = await listBases(line);
  expect(await restoreTo('short', { id: newer })).toMatchObject({ gap: segment, archivedUntil: null });
  rmSync(join(root, 'short'), { recursive: true, force: true });
  writeFileSync(join(walOf(line), now), kept);
  await query(system.url, 'delete from kept where n = 10000');
  await receiveOnce(host, settings);
});

test('a restore takes the longer log that a server has put in the place of what it had found', async () => {
  const [found] = (await listBackups(settings.folder, host.keys)).found.slice(-1);
  await query(system.url, 'insert into kept values (10001); delete from kept where n = 10001');
  await receiveOnce(host, settings);
  const house = await prepareHouse(join(root, 'longer'), () => {});
  await placeCluster(found!, host.keys, house, () => {});
  expect(existsSync(join(house.cluster, 'recovery.signal'))).toBe(true);
  rmSync(join(root, 'longer'), { recursive: true, force: true });
});

test('a backup that was killed is none; the next one takes its remains away', async () => {
  const line = lineFolder(settings);
  const before = await listBases(line);
  const script = `
    import { takeBackup } from ${JSON.stringify(new URL('./take-backup.ts', import.meta.url).href)};
    import { readSealKeys } from ${JSON.stringify(new URL('./backup-settings.ts', import.meta.url).href)};
    const { keysPath, settings, ...host } = ${JSON.stringify({ ...host, keys: undefined, keysPath: keyFileOf(dataDir), settings })};
    await takeBackup({ ...host, keys: readSealKeys(keysPath) }, settings, (bytes) => {
      if (bytes > 20_000_000) process.kill(process.pid, 'SIGKILL');
    });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'ignore' });
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  expect(readdirSync(join(line, 'base')).some((name) => name.startsWith('making-'))).toBe(true);
  expect(await listBases(line)).toEqual(before);
  expect((await listBackups(settings.folder, host.keys)).found.map(({ record }) => record.id)).toEqual(before);

  // Two are kept: the oldest goes, with the log and the lists that only it needed.
  const log = readdirSync(walOf(line)).sort();
  const report = await takeBackup(host, settings);
  expect(report.removed).toEqual([before[0]]);
  expect(readdirSync(join(line, 'base')).sort()).toEqual([before[1], report.id]);
  expect(readdirSync(walOf(line)).sort()[0]! > log[0]!).toBe(true);
  const { at, rows } = past[2]!;
  await restoreTo('kept', { time: at });
  await inRestored('kept', async (restored) => {
    expect(await query(restored.url, 'select count(*)::int as rows from kept')).toEqual([{ rows }]);
    expect(existsSync(join(root, 'kept', 'uploads', 'roster'))).toBe(true);
  });
});

test('a restore that was killed starts nothing, and the next one into the folder begins anew', async () => {
  const { at, rows } = past[2]!;
  const cut = join(root, 'cut');
  for (const step of ['unpacking', 'replaying']) {
    const script = `
      import { restoreBackup } from ${JSON.stringify(new URL('./restore-backup.ts', import.meta.url).href)};
      const wish = ${JSON.stringify({ folder: settings.folder, dataDir: cut, keysPath: keyFileOf(dataDir) })};
      await restoreBackup({ ...wish, time: new Date(${at.getTime()}) }, (line) => {
        if (line.includes('${step}')) process.kill(process.pid, 'SIGKILL');
      });`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'ignore' });
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(await codeOf(openEmbeddedPostgres({ dataDir: cut, settings: fast }))).toBe('setup.restore-unfinished');
  }
  await restoreTo('cut', { time: at });
  await inRestored('cut', async (restored) => {
    expect(await query(restored.url, 'select count(*)::int as rows from kept')).toEqual([{ rows }]);
  });
});

test('a folder of another database is left alone', async () => {
  const other = join(root, 'other');
  const cluster = await openEmbeddedPostgres({ dataDir: other, settings: fast });
  try {
    const stranger = { ...host, dataDir: other, url: cluster.url, superuser: cluster.superuser };
    await query(cluster.url, 'create table schema_migration ()');
    expect(await codeOf(takeBackup(stranger, settings))).toBe('backup.other-database');
  } finally {
    await cluster.release();
  }
});

test('the backup folder holds nothing readable, not even names of people', async () => {
  await query(
    system.url,
    "create table told (words text); insert into told values ('ZHANG-CANARY-110101199003070011')",
  );
  await takeBackup(host, settings);
  await receiveOnce(host, settings);
  for (const entry of readdirSync(settings.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    expect(bytes.includes('CANARY')).toBe(false);
    expect(bytes.includes(host.superuser.password)).toBe(false);
  }
});
