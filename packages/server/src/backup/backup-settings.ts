/** Where this data folder's backups go: written by the first `renshe backup --to`, read by the server and by later backups. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { readKeyFile } from '../platform/key-file.ts';
import type { SealKeys } from './seal-stream.ts';

export interface BackupSettings {
  /** Folder that the operator named. */
  folder: string;
  /** Folder of this database in it. */
  line: string;
  /** So many base backups are kept. */
  keep: number;
  /** The server makes a base backup when the last is older; 0: only `renshe backup` does. */
  everyHours: number;
}

const settingsFile = (dataDir: string) => join(dataDir, 'backup.json');

export function findBackupSettings(dataDir: string): BackupSettings | undefined {
  const file = settingsFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BackupSettings) : undefined;
}

export const lineFolder = (settings: BackupSettings) => join(settings.folder, settings.line);

/**
 * The settings with what was asked for now; kept for the next time.
 * @throws AppError when there is no folder yet, or the folder is of no use
 */
export function prepareBackupSettings(
  dataDir: string,
  asked: { folder?: string; keep?: number; everyHours?: number },
  at: Date,
): BackupSettings {
  const known = findBackupSettings(dataDir);
  const folder = asked.folder === undefined ? known?.folder : resolve(asked.folder);
  if (folder === undefined) throw new AppError('backup.no-folder', 'invalid');
  const inside = relative(dataDir, folder);
  if (inside === '' || !inside.startsWith('..')) throw new AppError('backup.folder-inside-data', 'invalid', { folder });
  const line =
    known?.folder === folder
      ? known.line
      : `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`;
  const settings = {
    folder,
    line,
    keep: asked.keep ?? known?.keep ?? 7,
    everyHours: asked.everyHours ?? known?.everyHours ?? 24,
  };
  try {
    // A line that was there and is gone lies on a disk that is not connected.
    if (known?.line !== line) mkdirSync(lineFolder(settings), { recursive: true, mode: 0o700 });
    accessSync(lineFolder(settings), constants.W_OK);
  } catch (error) {
    throw new AppError('backup.folder-unusable', 'conflict', { folder, reason: (error as Error).message });
  }
  const making = `${settingsFile(dataDir)}.${process.pid}.tmp`;
  writeFileSync(making, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  renameSync(making, settingsFile(dataDir));
  return settings;
}

export function forgetBackupSettings(dataDir: string): void {
  rmSync(settingsFile(dataDir), { force: true });
}

/** @throws AppError `backup.keys-missing`; CryptoError when the file is damaged or open to others */
export function readSealKeys(path: string, profile?: 'aes' | 'sm'): SealKeys {
  const file = readKeyFile(path);
  if (!file) throw new AppError('backup.keys-missing', 'notFound', { path });
  return { file, profile: profile ?? file.profile };
}

export const keyFileOf = (dataDir: string) => join(dataDir, 'keys', 'keys.json');
