import type { Reader } from './db.ts';

export async function findInstallation(r: Reader) {
  return r.selectFrom('installation').selectAll().executeTakeFirst();
}
