import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { auditOperation } from '../platform/audit-operation.ts';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import { sentenceOf } from '../platform/errors.ts';
import { createLog } from '../platform/log.ts';
import { openSystem, type System } from '../platform/open-system.ts';
import { folderBytes } from './backup-folder.ts';
import { bytesProgress, megabytes, type Say } from './backup-progress.ts';
import {
  findBackupSettings,
  forgetBackupSettings,
  keyFileOf,
  prepareBackupSettings,
  readSealKeys,
} from './backup-settings.ts';
import { listBackups, localTime, parseTime } from './find-backup.ts';
import { setLaterHeadsAside } from './later-heads.ts';
import { slotName } from './log-archiver.ts';
import { checkBase } from './place-cluster.ts';
import { connectReplication } from './replication-client.ts';
import { restoreBackup } from './restore-backup.ts';
import { type BackupHost, receiveOnce, takeBackup } from './take-backup.ts';
import { verifyRestored } from './verify-restored.ts';

export const keysOption = { value: 'FILE', help: 'key file (default: keys/keys.json of the data folder)' };
export const fromOption = {
  value: 'FOLDER',
  help: 'backup folder (default: the one that this data folder backs up to)',
};

export const headsOption = {
  value: 'FILE',
  help: 'published heads of the audit chains that were kept elsewhere, to compare with',
};

const textOf = (call: CliCall, name: string) => {
  const value = call.options[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function numberOf(call: CliCall, name: string, least: number): number | undefined {
  const text = textOf(call, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > 10_000)
    throw new UsageError(`--${name} 应为不小于 ${least} 的整数。 --${name} is a whole number, at least ${least}.`);
  return value;
}

export function requireEmbedded(call: CliCall): void {
  if (call.config.databaseUrl !== undefined) throw new AppError('backup.external-database', 'unsupported');
}

/** A command for an existing database must not make an empty one. */
function requireDatabase(dataDir: string): void {
  if (!existsSync(join(dataDir, 'postgres', 'credentials.json')))
    throw new AppError('backup.no-database', 'notFound', { folder: dataDir });
}

export function backupFolder(call: CliCall): string {
  const folder = textOf(call, 'from') ?? findBackupSettings(call.config.dataDir)?.folder;
  if (folder === undefined) throw new AppError('backup.from-missing', 'invalid');
  return resolve(folder);
}

export const keysPathOf = (call: CliCall) => resolve(textOf(call, 'keys') ?? keyFileOf(call.config.dataDir));

export function hostOf(call: CliCall, system: System): BackupHost {
  if (!system.superuser) throw new AppError('backup.external-database', 'unsupported');
  const keys = readSealKeys(keyFileOf(call.config.dataDir), call.config.cryptoProfile);
  return { dataDir: call.config.dataDir, url: system.url, superuser: system.superuser, keys };
}

export const auditBackup = (call: CliCall, system: System, action: string, details: Record<string, unknown>) =>
  auditOperation(call, system, action, { kind: 'backup', id: String(details.id) }, details);

/** For whoever waits; results go to standard output. */
export const say: Say = (line) => void process.stderr.write(`${line}\n`);

export const backupCommand: CliCommand = {
  name: 'backup',
  usage: '[--to FOLDER]',
  summary: 'back the bundled database and the data folder up, encrypted; from then on the server archives continuously',
  options: {
    to: { value: 'FOLDER', help: 'folder for backups, best on another disk; remembered for the next time' },
    keep: { value: 'N', help: 'base backups to keep (default 7; remembered)' },
    every: { value: 'HOURS', help: 'the running server makes one so often (default 24, 0: never; remembered)' },
  },
  async run(call) {
    requireEmbedded(call);
    requireDatabase(call.config.dataDir);
    const [folder, keep, everyHours] = [textOf(call, 'to'), numberOf(call, 'keep', 1), numberOf(call, 'every', 0)];
    const asked = {
      ...(folder !== undefined && { folder }),
      ...(keep !== undefined && { keep }),
      ...(everyHours !== undefined && { everyHours }),
    };
    const system = await call.open();
    try {
      const host = hostOf(call, system);
      const settings = prepareBackupSettings(call.config.dataDir, asked, system.clock.now());
      say(`备份到 backing up to ${settings.folder}`);
      const report = await takeBackup(host, settings, bytesProgress(say, '已读 read'));
      await auditBackup(call, system, 'backup.taken', { id: report.id, folder: settings.folder });
      const until = await receiveOnce(host, settings);
      const keys = keyFileOf(call.config.dataDir);
      call.print({ ...report, ...settings, archivedUntil: until?.at ?? null, keys }, [
        `备份 ${report.id} 已完成：${megabytes(report.clusterBytes)}，加密压缩后 ${megabytes(report.sealedBytes)}，${report.files} 个文件，用时 ${report.seconds} 秒。`,
        `Backup ${report.id} is done: ${megabytes(report.clusterBytes)}, sealed ${megabytes(report.sealedBytes)}, ${report.files} files, ${report.seconds} s.`,
        `备份文件夹 folder: ${settings.folder}`,
        '',
        `备份里没有密钥文件。请把 ${keys} 另存一处（不要和备份放在一起）：没有它，谁也恢复不了。`,
        `The key file is not in the backup. Keep a copy of ${keys} in another place: without it nobody can restore.`,
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};

export const backupOffCommand: CliCommand = {
  name: 'backup off',
  usage: '',
  summary: 'stop backing up; the backups that exist stay',
  options: {},
  async run(call) {
    requireEmbedded(call);
    requireDatabase(call.config.dataDir);
    forgetBackupSettings(call.config.dataDir);
    const system = await call.open();
    try {
      const client = await connectReplication(hostOf(call, system).superuser);
      try {
        // WAIT: a running server lets go of it within seconds.
        const slot = (await client.rows(`READ_REPLICATION_SLOT ${slotName}`))[0];
        if (slot?.[0]) await client.rows(`DROP_REPLICATION_SLOT ${slotName} WAIT`);
      } finally {
        await client.close();
      }
      await auditBackup(call, system, 'backup.stopped', { id: 'off' });
      call.print({ stopped: true }, ['不再备份；已有的备份保留。 Backups are off; those that exist stay.']);
      return 0;
    } finally {
      await system.close();
    }
  },
};

export const backupListCommand: CliCommand = {
  name: 'backup list',
  usage: '[--from FOLDER] [--check]',
  summary: 'list the backups of a folder and the times that they reach; --check reads them through',
  options: {
    from: fromOption,
    keys: keysOption,
    check: { value: '', help: 'decrypt every base backup and compare every file with its checksum' },
  },
  async run(call) {
    const folder = backupFolder(call);
    const keys = readSealKeys(keysPathOf(call));
    const { found: backups, unreadable } = await listBackups(folder, keys);
    const faults = unreadable.map(({ id, error }) => ({ id, error }));
    if (call.options.check === true) {
      for (const found of backups) {
        await checkBase(found, keys).catch((error) => {
          if (!(error instanceof AppError)) throw error;
          faults.push({ id: found.record.id, error });
        });
      }
    }
    const rows = backups.map(({ record, until, gap, log }) => ({
      id: record.id,
      line: record.line,
      from: record.finishedAt,
      until: until && until.at > record.finishedAt ? until.at : record.finishedAt,
      gap: gap ?? null,
      segments: log.length,
      clusterBytes: record.clusterBytes,
      sealedBytes: record.sealedBytes,
      postgresVersion: record.postgresVersion,
      checked: call.options.check === true && !faults.some(({ id }) => id === record.id),
    }));
    const damaged = faults.map(({ id, error }) => ({
      id,
      code: error.code,
      message: `${sentenceOf(error.code, 'zh', error.details)} ${sentenceOf(error.code, 'en', error.details)}`,
    }));
    call.print({ folder, bytes: await folderBytes(folder), backups: rows, damaged }, [
      ...rows.map(
        (row) =>
          `${row.id}  ${localTime(row.from)} … ${localTime(row.until)}  ${megabytes(row.sealedBytes)}${row.gap ? `  缺日志 gap ${row.gap}` : ''}${row.checked ? '  ✓' : ''}`,
      ),
      ...damaged.map(({ id, message }) => `${id}  ${message}`),
      ...(rows.length === 0 ? ['没有完整的备份。 There is no whole backup.'] : []),
    ]);
    return rows.length === 0 || damaged.length > 0 ? 1 : 0;
  },
};

export const restoreCommand: CliCommand = {
  name: 'restore',
  usage: '--from FOLDER [--to TIME] --data NEWFOLDER',
  summary: 'restore a backup into a new data folder, to any time that the archive reaches, and verify it',
  options: {
    from: fromOption,
    to: { value: 'TIME', help: 'e.g. 2026-11-22T10:00:00+08:00 (default: as far as the archive goes)' },
    backup: { value: 'ID', help: 'start from this base backup (default: the newest before the time)' },
    keys: keysOption,
    heads: headsOption,
    'skip-verify': { value: '', help: 'do not recompute the ledger and the audit chain afterwards' },
  },
  async run(call) {
    requireEmbedded(call);
    const [time, id, heads] = [textOf(call, 'to'), textOf(call, 'backup'), textOf(call, 'heads')];
    const outside = heads === undefined ? '' : await readFile(heads, 'utf8');
    const report = await restoreBackup(
      {
        folder: backupFolder(call),
        dataDir: call.config.dataDir,
        keysPath: keysPathOf(call),
        ...(time !== undefined && { time: parseTime(time) }),
        ...(id !== undefined && { id }),
      },
      say,
    );
    const system = await openSystem(call.config, {
      log: createLog(process.env.RENSHE_LOG ?? 'warn'),
      statementTimeout: 600_000,
    });
    try {
      // A session that was ended after the restored time must not come to life again.
      await system.db.kysely.deleteFrom('session').execute();
      const later = await setLaterHeadsAside(system.db.kysely, report.dataDir, outside, system.clock.now());
      if (call.options['skip-verify'] !== true) say('核对 verifying records, seals and audit chains');
      const verdict = call.options['skip-verify'] === true ? null : await verifyRestored(system);
      await auditBackup(call, system, 'backup.restored', { id: report.id, time: report.time, laterHeads: later.count });
      call.print({ ...report, laterHeads: later, verification: verdict }, [
        `已从备份 ${report.id} 恢复到 ${report.dataDir}，用时 ${report.seconds} 秒；最后一次写入在 ${report.lastCommitAt ? localTime(report.lastCommitAt) : '—'}。`,
        `Restored from backup ${report.id} into ${report.dataDir} in ${report.seconds} s; last write at ${report.lastCommitAt ? localTime(report.lastCommitAt) : '—'}.`,
        ...(report.gap === null
          ? []
          : [
              `日志从 ${report.gap} 起缺失：之后的内容没有恢复。`,
              `The log is missing from ${report.gap} on: what came after it is not restored.`,
            ]),
        ...(later.count > 0
          ? [
              `审计链有 ${later.count} 个已公布的链头晚于恢复点：之后的操作不在恢复出的数据库里，链头另存于 ${later.file}。`,
              `${later.count} published heads of the audit chains are later than the restored point: later acts are not in this database; the heads are kept in ${later.file}.`,
            ]
          : []),
        ...(verdict
          ? [
              `核对 ${verdict.ledger.subjects} 份档案、${verdict.audit.links} 个审计事件：差异 ${verdict.differences} 处。 ${verdict.differences} differences.`,
            ]
          : []),
        '所有人都要重新登录。 Everybody has to sign in again.',
        `启动 start: npx renshe start --data ${report.dataDir}`,
        `启用后请重新指定备份文件夹 then: npx renshe backup --data ${report.dataDir} --to …`,
      ]);
      return verdict === null || verdict.differences === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};
