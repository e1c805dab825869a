/** Migrations are numbered without gaps, named verb-noun, and those that are committed do not change. */
import { listMigrations } from '../packages/server/src/platform/migrate.ts';
import { runGit } from './tree-files.ts';

const FOLDER = 'packages/server/migrations';

const breaches = listMigrations().flatMap(({ name, sql }, index) => {
  const number = String(index + 1).padStart(4, '0');
  if (!/^\d{4}-[a-z]+(-[a-z0-9]+)+\.sql$/.test(name)) return [`${name}: call it ${number}-verb-noun.sql`];
  if (!name.startsWith(number)) return [`${name}: the number ${number} is expected here`];
  const committed = runGit(['show', `HEAD:${FOLDER}/${name}`])?.replaceAll('\r\n', '\n');
  return committed === undefined || committed === sql ? [] : [`${name}: is committed; add a new migration instead`];
});
for (const breach of breaches) console.error(breach);
if (breaches.length > 0) process.exitCode = 1;
