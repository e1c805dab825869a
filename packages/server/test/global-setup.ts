/** Once per run of the server's tests: a private PostgreSQL and a migrated template database. */
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/platform/migrate.ts';
import { runStatement } from './run-statement.ts';
import { openTemporaryPostgres } from './temporary-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** postgres://… of the private server; tests clone `template_renshe` through it. */
    testServerUrl: string;
  }
}

export const TEMPLATE = 'template_renshe';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await openTemporaryPostgres();
  try {
    await createTemplate(postgres.url);
  } catch (error) {
    await postgres.close();
    throw error;
  }
  project.provide('testServerUrl', postgres.url);
  return postgres.close;
}

async function createTemplate(url: string): Promise<void> {
  await runStatement(url, `create database ${TEMPLATE}`);
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
}
