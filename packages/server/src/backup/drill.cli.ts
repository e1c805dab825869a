import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { CliCall, CliCommand } from '../platform/command-line.ts';
import { sentenceOf } from '../platform/errors.ts';
import type { System } from '../platform/open-system.ts';
import {
  auditBackup,
  backupFolder,
  fromOption,
  headsOption,
  hostOf,
  keysOption,
  keysPathOf,
  requireEmbedded,
  say,
} from './backup.cli.ts';
import { findBackupSettings } from './backup-settings.ts';
import { type DrillReport, drillBackup } from './drill-backup.ts';
import { localTime } from './find-backup.ts';
import { recordDrill, writeDrillReport } from './last-drill.ts';

function linesOf(report: DrillReport): string[] {
  const { verification: v, physical: p } = report;
  const rows = report.tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    report.ok ? '恢复演练通过。 The restore drill passed.' : '恢复演练未通过！ The restore drill FAILED.',
    `备份 backup: ${report.id}，${(report.clusterBytes / 1e6).toFixed(1)} MB`,
    `恢复用时（RTO） time to restore: ${report.rtoSeconds} s`,
    report.rpoSeconds === null
      ? `归档截至 archive until: ${report.archivedUntil ? localTime(report.archivedUntil) : '—'}`
      : `写入到归档（RPO） commit to archive: ${report.rpoSeconds} s（${report.receivedBy}）`,
    `最后一次写入 last write: ${report.lastCommitAt ? localTime(report.lastCommitAt) : '—'}`,
    `核对 verify: ${v.ledger.subjects} 份档案 files，${v.ledger.facts} 条分录 facts，差异 differences ${v.ledger.differences}，封存 broken seals ${v.brokenSeals}`,
    `审计链 audit: ${v.audit.links} 个事件 events，差异 differences ${v.audit.differences}（${v.seconds} s）`,
    `物理检查 amcheck: ${p.tables} 张表 tables，${p.indexes} 个索引 indexes，问题 problems ${p.problems.length}（${p.seconds} s）`,
    `行数 rows: ${rows}（${report.tables.length} 张表 tables）`,
    ...p.problems.slice(0, 20).map((problem) => `  ${problem}`),
  ];
}

export const drillCommand: CliCommand = {
  name: 'drill',
  usage: '[--from FOLDER]',
  summary:
    'restore the newest backup into a scratch folder, check it through and through, measure, and remove it again',
  options: {
    from: fromOption,
    keys: keysOption,
    heads: headsOption,
    report: { value: 'FILE', help: 'write the whole report there (default: drills/ of the data folder)' },
    scratch: { value: 'FOLDER', help: 'where to restore to (default: the folder for temporary files)' },
  },
  async run(call) {
    requireEmbedded(call);
    const folder = backupFolder(call);
    const keysPath = keysPathOf(call);
    const { dataDir } = call.config;
    const scratch = typeof call.options.scratch === 'string' ? resolve(call.options.scratch) : undefined;
    // On another machine there are only the backups and the key file.
    const settings = findBackupSettings(dataDir);
    const hasLive = settings?.folder === folder && existsSync(join(dataDir, 'postgres', 'credentials.json'));
    const system = hasLive ? await call.open() : undefined;
    try {
      const live = system &&
        settings && { system, host: hostOf(call, system), settings, mark: () => mark(call, system) };
      const heads = typeof call.options.heads === 'string' ? { heads: readFileSync(call.options.heads, 'utf8') } : {};
      const wish = { folder, keysPath, ...heads, ...(scratch !== undefined && { scratch }), ...(live && { live }) };
      const report = await drillBackup(wish, call.config, say);
      const asked = call.options.report;
      if (typeof asked === 'string') writeFileSync(asked, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
      const file =
        typeof asked === 'string' ? resolve(asked) : system ? writeDrillReport(dataDir, report.at, report) : null;
      if (system) {
        recordDrill(dataDir, {
          at: report.at,
          ok: report.ok,
          id: report.id,
          rtoSeconds: report.rtoSeconds,
          rpoSeconds: report.rpoSeconds,
          differences: report.verification.differences,
          problem: report.physical.problems[0] ?? null,
        });
        const { id, ok, rtoSeconds, rpoSeconds } = report;
        await auditBackup(call, system, 'backup.drilled', { id, ok, rtoSeconds, rpoSeconds });
      }
      call.print({ ...report, reportFile: file }, [...linesOf(report), ...(file ? [`报告 report: ${file}`] : [])]);
      return report.ok ? 0 : 1;
    } catch (error) {
      const problem =
        error instanceof AppError ? sentenceOf(error.code, 'zh', error.details) : (error as Error).message;
      const failed = { id: null, rtoSeconds: null, rpoSeconds: null, differences: null };
      if (system) recordDrill(dataDir, { at: new Date().toISOString(), ok: false, ...failed, problem });
      throw error;
    } finally {
      await system?.close();
    }
  },
};

async function mark(call: CliCall, system: System): Promise<string> {
  const eventId = await auditBackup(call, system, 'backup.drill-started', { id: 'drill' });
  if (eventId === undefined) throw new AppError('setup.no-city', 'conflict');
  return eventId;
}
