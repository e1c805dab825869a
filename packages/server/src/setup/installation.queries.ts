import type { Reader } from '../platform/db.ts';

export async function findInstallation(r: Reader) {
  return r.selectFrom('installation').selectAll().executeTakeFirst();
}
