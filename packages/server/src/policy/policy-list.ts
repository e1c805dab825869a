/** The policies that can be recorded: the country's list, and the city's, which adds its own or replaces one by its key. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Policy, readPolicy } from '@renshe/domain/policy/policy.rules.ts';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseCsv } from '../platform/csv.ts';
import type { Database } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';

const file = 'policies.csv';

/** @throws Error naming the line that is wrong */
export function parsePolicies(text: string): Policy[] {
  const [head, ...rows] = parseCsv(text);
  const names = head?.cells ?? [];
  return rows.map(({ line, cells }) => {
    const outcome = readPolicy(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
    if ('wrong' in outcome) throw new Error(`${file}, line ${line}: ${outcome.wrong} is wrong`);
    return outcome;
  });
}

const known = new WeakMap<Database, Promise<readonly Policy[]>>();

/** Read once per process: the list changes with a release or a restart. */
export function listPolicies(db: Database): Promise<readonly Policy[]> {
  const read = known.get(db);
  if (read) return read;
  const reading = findInstallation(db.kysely).then(async (installation) => {
    const policies = new Map<string, Policy>();
    for (const region of ['cn', ...(installation?.region ? [installation.region] : [])]) {
      const path = join(regionsFolder, region, file);
      if (!existsSync(path)) continue;
      for (const policy of parsePolicies(decodeText(await readFile(path), file))) policies.set(policy.key, policy);
    }
    return [...policies.values()];
  });
  known.set(db, reading);
  // An error must not stay: the next reader tries again.
  reading.catch(() => known.delete(db));
  return reading;
}
