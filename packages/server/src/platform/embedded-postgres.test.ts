import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './process-identity.ts';

let dataDir = '';

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'renshe-embedded-'));
  chmodSync(dataDir, 0o711);
});

afterEach(async () => {
  // Also after a failure nothing may stay behind.
  const postgres = await openEmbeddedPostgres({ dataDir });
  await postgres.release();
  rmSync(dataDir, { recursive: true, force: true });
});

test('the second to open joins, the last to release stops, the data stay', async () => {
  const [first, second] = await Promise.all([openEmbeddedPostgres({ dataDir }), openEmbeddedPostgres({ dataDir })]);
  expect([first.startedHere, second.startedHere].sort()).toEqual([false, true]);
  expect(first.url).toBe(second.url);
  await query(first.url, 'create table kept (n int); insert into kept values (7)');

  await first.release();
  await first.release();
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  const server = postmasterPid();
  await second.release();
  await expectGone(server);

  const third = await openEmbeddedPostgres({ dataDir });
  expect(third.startedHere).toBe(true);
  expect(third.url).toBe(first.url);
  expect(await query(third.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await third.release();
});

test('the cluster is durable, checked, UTF-8, closed to strangers, and our role is no superuser', async () => {
  const postgres = await openEmbeddedPostgres({ dataDir, settings: { work_mem: '12MB' } });
  const settings = await query(
    postgres.url,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
       'data_checksums', 'server_encoding', 'listen_addresses', 'jit', 'max_connections', 'work_mem', 'log_timezone')`,
  );
  expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
    ...{ fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', data_checksums: 'on', server_encoding: 'UTF8' },
    ...{ listen_addresses: '127.0.0.1', jit: 'off', max_connections: '60', work_mem: '12288', log_timezone: 'UTC' },
  });
  expect(await query(postgres.url, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
  expect(await query(postgres.url, 'select datlocale from pg_database where datname = current_database()')).toEqual([
    { datlocale: 'C.UTF-8' },
  ]);
  await query(postgres.url, 'create extension pg_trgm');
  const wrong = new URL(postgres.url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(join(dataDir, 'postgres', 'credentials.json')).mode & 0o777).toBe(0o600);
  await postgres.release();
});

test('after everything was killed the next to open recovers what was committed', async () => {
  const child = await openInChild();
  const url = child.url;
  await query(url, 'create table kept (n int)');
  await query(url, 'insert into kept select generate_series(1, 1000)');
  const server = postmasterPid();
  process.kill(server, 'SIGKILL');
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
  while (isAlive(server)) await sleep(10);
  // What a restart of the machine can add: the number of the dead server now belongs to another process.
  const pidFile = postmasterFile();
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid)));

  const postgres = await openEmbeddedPostgres({ dataDir });
  expect(postgres.startedHere).toBe(true);
  expect(await query(postgres.url, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  expect(readdirSync(join(dataDir, 'postgres', 'users'))).toHaveLength(2);
  const recovered = postmasterPid();
  await postgres.release();
  await expectGone(recovered);
  expect(readdirSync(join(dataDir, 'postgres', 'users'))).toEqual([]);
});

test('a killed program leaves the server running; the next joins it and, being the last, stops it', async () => {
  const child = await openInChild();
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
  const server = postmasterPid();
  expect(isAlive(server)).toBe(true);
  const postgres = await openEmbeddedPostgres({ dataDir });
  expect(postgres.startedHere).toBe(false);
  await postgres.release();
  await expectGone(server);
});

/** A stopped server stays a zombie until init has taken it away. */
async function expectGone(server: number): Promise<void> {
  await expect.poll(() => isAlive(server), { timeout: 20_000 }).toBe(false);
}

async function openInChild(): Promise<{ process: ChildProcess; url: string }> {
  const script = `
    import { openEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)};
    const postgres = await openEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(postgres.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, url: line.toString().trim() };
}

function postmasterFile(): string {
  return join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
}

function postmasterPid(): number {
  return Number(readFileSync(postmasterFile(), 'utf8').split('\n')[0]);
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
