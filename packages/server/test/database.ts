/** A database of its own for a test file: a copy of the migrated template, made in a few hundredths of a second. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { TEMPLATE } from './global-setup.ts';
import { runStatement } from './run-statement.ts';

export interface TestDatabase {
  /** postgres://… of an empty, migrated database that nobody else uses. */
  readonly url: string;
  /** Removes it, closing connections that are still open. */
  drop(): Promise<void>;
}

export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('testServerUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runStatement(server, `create database ${name} template ${TEMPLATE} strategy wal_log`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runStatement(server, `drop database if exists ${name} with (force)`) };
}
