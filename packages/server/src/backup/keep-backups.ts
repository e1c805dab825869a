/** While the server runs: receives the log, keeps new files, makes base backups when they are due, and says how it goes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { runCommand } from '../platform/command.ts';
import type { Config } from '../platform/config.ts';
import { sentenceOf } from '../platform/errors.ts';
import type { System } from '../platform/open-system.ts';
import { listBases, readUntil, requireLine } from './backup-folder.ts';
import { type BackupSettings, findBackupSettings, keyFileOf, lineFolder, readSealKeys } from './backup-settings.ts';
import { keepFiles } from './file-store.ts';
import { findLastDrills } from './last-drill.ts';
import { LogArchiver } from './log-archiver.ts';
import type { SealKeys } from './seal-stream.ts';
import { askLogPosition, type BackupHost, takeBackup } from './take-backup.ts';

/** So often what was committed is brought into the archive. */
const flushMs = 10_000;
const filesMs = 60_000;
const retryMs = 10_000;
const day = 86_400_000;
/** Limits of the security handbook §4c: what a lost disk may cost, and how old a drill may be. */
const behindLimitSeconds = 60;
const drillLimitDays = 30;

export interface BackupStatus {
  /** False until `renshe backup --to` was run once. */
  configured: boolean;
  lastBackupAt: string | null;
  /** Up to when everything is in the archive. */
  archivedUntil: string | null;
  secondsBehind: number | null;
  lastDrill: { at: string; ok: boolean; ageDays: number } | null;
  /** The last drill that found everything right. */
  lastGoodDrill: { at: string; ageDays: number } | null;
  /** Code of what goes wrong just now; the server's log has the sentence. Anybody may read this, so no folder is named. */
  problem: string | null;
  warnings: BackupWarning[];
}

export type BackupWarning = 'not-configured' | 'archive-behind' | 'drill-failed' | 'drill-overdue';

export function backupWarnings(status: Omit<BackupStatus, 'warnings'>): BackupWarning[] {
  if (!status.configured) return ['not-configured'];
  const { secondsBehind, lastDrill, lastGoodDrill } = status;
  return [
    ...(secondsBehind !== null && secondsBehind > behindLimitSeconds ? (['archive-behind'] as const) : []),
    ...(lastDrill?.ok === false ? (['drill-failed'] as const) : []),
    ...(!lastGoodDrill || lastGoodDrill.ageDays > drillLimitDays ? (['drill-overdue'] as const) : []),
  ];
}

export interface BackupKeeper {
  status(): BackupStatus;
  stop(): Promise<void>;
}

const keeper = { kind: 'operator', accountId: null, login: 'backup-keeper', name: 'backup-keeper', posts: [] } as const;

/**
 * Whether a base backup is due: in the small hours when it is nearly time, at any hour when it is overdue (a machine that is off at night).
 * @param lastAt when the last was made; undefined: never
 */
export function isBackupDue(lastAt: Date | undefined, now: Date, everyHours: number): boolean {
  if (everyHours === 0) return false;
  if (!lastAt) return true;
  const hours = (now.getTime() - lastAt.getTime()) / 3600_000;
  if (everyHours < 24) return hours >= everyHours;
  const hourOfDay = (now.getUTCHours() + 8) % 24;
  return hourOfDay < 6 ? hours >= everyHours - 6 : hours >= everyHours + 12;
}

const keyIdOf = (keys: SealKeys) => keys.file.encryptionKeys.at(-1)?.id;

const idTime = (id: string) => new Date(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'backup.failed');

function words(error: unknown): string {
  if (!(error instanceof AppError)) return (error as Error).message;
  return `${sentenceOf(error.code, 'zh', error.details)} ${sentenceOf(error.code, 'en', error.details)}`;
}

/** Does nothing but answer while there is no backup folder; looks again every few seconds. */
export function startBackupKeeper(
  system: System,
  config: Pick<Config, 'dataDir' | 'cryptoProfile'>,
  times: { flushMs: number; filesMs: number; retryMs: number } = { flushMs, filesMs, retryMs },
): BackupKeeper {
  const { superuser } = system;
  const stopping = new AbortController();
  const { signal } = stopping;
  const state: Pick<BackupStatus, 'configured' | 'lastBackupAt' | 'archivedUntil'> = {
    configured: false,
    lastBackupAt: null,
    archivedUntil: null,
  };
  let base: Promise<void> | undefined;
  let archiveProblem: { code: string; words: string } | null = null;
  let baseProblem: { code: string; words: string } | null = null;
  let warned = '';
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});

  const makeBase = async (host: BackupHost, settings: BackupSettings): Promise<void> => {
    const report = await takeBackup(host, settings);
    state.lastBackupAt = report.finishedAt;
    await runCommand(system, { actor: keeper, action: 'backup.taken', permission: null }, async ({ audit }) =>
      audit({ districtId: 0, subjectKind: 'backup', subjectId: report.id, details: { id: report.id } }),
    );
  };

  const archive = async (host: BackupHost, settings: BackupSettings): Promise<void> => {
    const line = lineFolder(settings);
    const archiver = await LogArchiver.open(host.superuser, line, host.keys, askLogPosition(host.url));
    try {
      let filesAt = Number.NEGATIVE_INFINITY;
      // What was lost can only be made good by a base backup that comes after it.
      let owed = archiver.lost;
      for (;;) {
        // Known before: what is committed until the stop has to be in the last round.
        const isLast = signal.aborted;
        state.archivedUntil = (await archiver.catchUp()).at;
        if (isLast || state.lastBackupAt === null || performance.now() - filesAt >= times.filesMs) {
          requireLine(line);
          // Before the first base backup there is nothing that files could be restored with.
          const newest = (await listBases(line)).at(-1);
          if (newest !== undefined) await keepFiles(line, host.dataDir, host.keys, new Date());
          filesAt = performance.now();
          const last = newest === undefined ? undefined : idTime(newest);
          state.lastBackupAt = last?.toISOString() ?? null;
          const isDue = owed || isBackupDue(last, new Date(), settings.everyHours);
          // What failed before is no matter any more once a backup is there.
          if (!isDue) baseProblem = null;
          if (isDue && !base && !isLast) {
            base = makeBase(host, settings)
              .then(
                () => {
                  owed = false;
                  baseProblem = null;
                },
                (error) => {
                  // A command is making one: soon there is one, which is what is wanted.
                  if (codeOf(error) === 'backup.running') return;
                  baseProblem = { code: codeOf(error), words: words(error) };
                  system.log.error({ backup: baseProblem.words });
                },
              )
              .finally(() => {
                base = undefined;
              });
          }
        }
        archiveProblem = null;
        if (isLast) return;
        warn();
        const now = findBackupSettings(host.dataDir);
        if (JSON.stringify(now) !== JSON.stringify(settings)) return;
        // After a rotation of keys what is written next is sealed with the new one.
        if (keyIdOf(readSealKeys(keyFileOf(host.dataDir))) !== keyIdOf(host.keys)) return;
        await archiver.receive(times.flushMs, signal);
      }
    } finally {
      await archiver.close();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const settings = superuser && findBackupSettings(config.dataDir);
        state.configured = settings !== undefined;
        if (superuser && settings) {
          const keys = readSealKeys(keyFileOf(config.dataDir), config.cryptoProfile);
          const host = { dataDir: config.dataDir, url: system.url, superuser, keys };
          await archive(host, settings).catch(async (error) => {
            // Another server of this data folder, or a command, has the stream just now.
            if ((error as { code?: string }).code !== '55006') throw error;
            state.archivedUntil = (await readUntil(lineFolder(settings), keys))?.at ?? null;
            archiveProblem = null;
            await pause(times.retryMs);
          });
          continue;
        }
        Object.assign(state, { lastBackupAt: null, archivedUntil: null });
        [archiveProblem, baseProblem] = [null, null];
      } catch (error) {
        if (archiveProblem?.words !== words(error)) system.log.error({ backup: words(error) });
        archiveProblem = { code: codeOf(error), words: words(error) };
      }
      warn();
      await pause(times.retryMs);
    }
  };

  const status = (): BackupStatus => {
    const drills = findLastDrills(config.dataDir);
    const since = (at: string) => Date.now() - Date.parse(at);
    const ageDays = (at: string) => Math.floor(since(at) / day);
    const { last, lastGoodAt = null } = drills ?? {};
    const found = {
      ...state,
      problem: (archiveProblem ?? baseProblem)?.code ?? null,
      secondsBehind: state.archivedUntil === null ? null : Math.max(0, Math.round(since(state.archivedUntil) / 1000)),
      lastDrill: last ? { at: last.at, ok: last.ok, ageDays: ageDays(last.at) } : null,
      lastGoodDrill: lastGoodAt === null ? null : { at: lastGoodAt, ageDays: ageDays(lastGoodAt) },
    };
    return { ...found, warnings: backupWarnings(found) };
  };

  /** Says what is amiss when it begins; the status says it all the time. */
  function warn(): void {
    const warnings = status().warnings.join(', ');
    if (warnings !== warned && warnings !== '' && state.configured) system.log.warn({ backup: warnings });
    warned = warnings;
  }

  const running = run();
  return {
    status,
    async stop() {
      stopping.abort();
      await running;
      await base;
    },
  };
}
