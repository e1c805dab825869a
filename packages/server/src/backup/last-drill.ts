/** The log of restore drills, beside the data: a backup that was never restored is a hope. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DrillRecord {
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

export interface LastDrills {
  last: DrillRecord;
  /** When a drill last found everything right; null: never. */
  lastGoodAt: string | null;
}

const lastFile = (dataDir: string) => join(dataDir, 'last-drill.json');

export function recordDrill(dataDir: string, drill: DrillRecord): void {
  const lastGoodAt = drill.ok ? drill.at : (findLastDrills(dataDir)?.lastGoodAt ?? null);
  appendFileSync(join(dataDir, 'drills.jsonl'), `${JSON.stringify(drill)}\n`, { mode: 0o600 });
  const making = join(dataDir, `last-drill.json.${process.pid}.tmp`);
  writeFileSync(making, `${JSON.stringify({ last: drill, lastGoodAt } satisfies LastDrills)}\n`, { mode: 0o600 });
  renameSync(making, lastFile(dataDir));
}

export function findLastDrills(dataDir: string): LastDrills | undefined {
  return existsSync(lastFile(dataDir))
    ? (JSON.parse(readFileSync(lastFile(dataDir), 'utf8')) as LastDrills)
    : undefined;
}

/** Keeps the whole report of a drill. @returns where */
export function writeDrillReport(dataDir: string, at: string, report: unknown): string {
  const folder = join(dataDir, 'drills');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `drill-${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  return file;
}
