/** A restore that was cut off leaves a folder that looks like a data folder. The mark in it says that it is none, and whose it was. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { prepareHouse, RESTORE_MARK } from '../platform/embedded-postgres.ts';
import { stop } from '../platform/embedded-postgres-server.ts';
import { isRunning, ownIdentity, type ProcessIdentity } from '../platform/process-identity.ts';

interface RestoreMark {
  owner: ProcessIdentity;
  /** What was there before; null: not even the folder. */
  before: string[] | null;
}

const markOf = (dataDir: string) => join(dataDir, RESTORE_MARK);

export function markRestore(dataDir: string): RestoreMark {
  const mark = { owner: ownIdentity(), before: existsSync(dataDir) ? readdirSync(dataDir) : null };
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  writeFileSync(markOf(dataDir), JSON.stringify(mark), { mode: 0o600, flush: true });
  return mark;
}

export async function removeMark(dataDir: string): Promise<void> {
  await rm(markOf(dataDir), { force: true });
}

/** Takes everything away that a restore wrote, its database first. */
export async function undoRestore(dataDir: string, { before }: RestoreMark): Promise<void> {
  if (existsSync(join(dataDir, 'postgres'))) {
    const house = await prepareHouse(dataDir, () => {});
    await stop(house);
    for (const folder of [house.cluster, `${house.cluster}-making`]) await rm(folder, { recursive: true, force: true });
  }
  const written = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !before?.includes(name)) : [];
  // The mark goes last: cut off here, the next one goes on.
  for (const name of written.filter((entry) => entry !== RESTORE_MARK))
    await rm(join(dataDir, name), { recursive: true, force: true });
  await removeMark(dataDir);
  if (before === null) await rm(dataDir, { recursive: true, force: true });
}

/** Takes away what a restore into this folder left that was cut off. @throws AppError when it is still at work */
export async function undoAbandoned(dataDir: string, log: (line: string) => void): Promise<void> {
  if (!existsSync(markOf(dataDir))) return;
  const mark = JSON.parse(readFileSync(markOf(dataDir), 'utf8')) as RestoreMark;
  if (isRunning(mark.owner)) throw new AppError('backup.target-not-empty', 'conflict', { folder: dataDir });
  log(`清除中断的恢复 removing what a restore left that was cut off: ${dataDir}`);
  await undoRestore(dataDir, mark);
}
