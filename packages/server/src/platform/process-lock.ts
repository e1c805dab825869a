/**
 * A lock between processes of one machine, tied to a file.
 *
 * SQLite's own file locking does the work: the operating system gives the lock back when a process dies, so that there
 * are no stale locks after a crash and no race in stealing one. The file itself stays empty.
 */

import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const BUSY = 5;

/**
 * Runs `work` while holding the exclusive lock of `file` (created when missing).
 * @throws Error when the lock is not free within `waitMs` (default two minutes)
 */
export async function withProcessLock<T>(file: string, work: () => Promise<T>, waitMs = 120_000): Promise<T> {
  const lock = await acquire(file, waitMs);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

async function acquire(file: string, waitMs: number): Promise<DatabaseSync> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec('begin exclusive');
      return database;
    } catch (error) {
      database.close();
      if ((error as { errcode?: number }).errcode !== BUSY) throw error;
      if (performance.now() > giveUpAt) {
        throw new Error(`Another process has held ${file} for over ${Math.round(waitMs / 1000)} s`);
      }
    }
    await sleep(25);
  }
}
