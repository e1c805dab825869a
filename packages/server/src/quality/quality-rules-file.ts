/** The rule set of this installation: the country's table, or the city's in its place. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type QualityRule, readQualityRule } from '@renshe/domain/quality/quality.rules.ts';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseCsv } from '../platform/csv.ts';
import type { Database } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';

const file = 'file-quality.csv';

/** @throws Error naming the line that is wrong */
export function parseQualityRules(text: string): QualityRule[] {
  const [head, ...rows] = parseCsv(text);
  const names = head?.cells ?? [];
  const rules: QualityRule[] = [];
  for (const { line, cells } of rows) {
    const outcome = readQualityRule(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])));
    if ('wrong' in outcome) throw new Error(`${file}, line ${line}: ${outcome.wrong} is wrong`);
    if (rules.some((one) => one.key === outcome.key)) throw new Error(`${file}, line ${line}: key is there twice`);
    rules.push(outcome);
  }
  return rules;
}

const known = new WeakMap<Database, Promise<readonly QualityRule[]>>();

/** Read once per process: rules change with a release or a restart. */
export function qualityRules(db: Database): Promise<readonly QualityRule[]> {
  const read = known.get(db);
  if (read) return read;
  const reading = findInstallation(db.kysely).then(async (installation) => {
    const own = join(regionsFolder, installation?.region ?? 'cn', file);
    const path = existsSync(own) ? own : join(regionsFolder, 'cn', file);
    return parseQualityRules(decodeText(await readFile(path), file));
  });
  known.set(db, reading);
  // An error must not stay: the next reader tries again.
  reading.catch(() => known.delete(db));
  return reading;
}
