/** The log of restore drills, beside the data: a backup that was never restored is a hope. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LastDrill {
  at: string;
  ok: boolean;
  id: string | null;
  /** From the beginning of the restore to a system that answers. */
  rtoSeconds: number | null;
  /** From a commit to its being safe in the archive; null when no live database was there to measure it. */
  rpoSeconds: number | null;
  differences: number | null;
  problem: string | null;
}

export function recordDrill(dataDir: string, drill: LastDrill): void {
  appendFileSync(join(dataDir, 'drills.jsonl'), `${JSON.stringify(drill)}\n`, { mode: 0o600 });
  const making = join(dataDir, `last-drill.json.${process.pid}.tmp`);
  writeFileSync(making, `${JSON.stringify(drill)}\n`, { mode: 0o600 });
  renameSync(making, join(dataDir, 'last-drill.json'));
}

export function findLastDrill(dataDir: string): LastDrill | undefined {
  const file = join(dataDir, 'last-drill.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LastDrill) : undefined;
}
