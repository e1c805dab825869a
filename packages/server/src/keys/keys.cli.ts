import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { auditOperation } from '../platform/audit-operation.ts';
import type { CliCommand } from '../platform/command-line.ts';
import { readKeyFile } from '../platform/key-file.ts';
import { countByKey, rotateKeys } from './rotate-keys.ts';

export const keysRotateCommand: CliCommand = {
  name: 'keys rotate',
  usage: '',
  summary: 'add a new encryption key and encrypt everything anew with it, while the server runs; stopped, it goes on',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const audit = (action: string, keyId: string, details: Record<string, unknown>) =>
        auditOperation(call, system, action, { kind: 'key', id: keyId }, details);
      const report = await rotateKeys(
        system,
        (keyId) => audit('keys.rotation-begun', keyId, {}),
        (line) => void process.stderr.write(`${line}\n`),
      );
      const { keyId, resumed, values, files, left } = report;
      await audit('keys.rotated', keyId, { resumed, values, files, left });
      const path = join(call.config.dataDir, 'keys', 'keys.json');
      const count = Object.values(values).reduce((sum, n) => sum + n, 0);
      call.print({ ...report, keys: path }, [
        `已换用密钥 ${keyId}：重新加密 ${count} 个值、${files} 个文件，剩余 ${left}，用时 ${report.seconds} 秒。`,
        `Key ${keyId} is in use: ${count} values and ${files} files were encrypted anew, ${left} are left, ${report.seconds} s.`,
        `请重新另存 ${path}：旧的副本打不开此后的备份。旧密钥仍在文件中，以前的备份要用。`,
        `Keep a new copy of ${path}: older copies do not open backups made from now on. The old keys stay in it for older backups.`,
      ]);
      return left === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};

export const keysListCommand: CliCommand = {
  name: 'keys list',
  usage: '',
  summary: 'list the encryption keys by id, and how many values of the database each encrypted',
  options: {},
  async run(call) {
    const path = join(call.config.dataDir, 'keys', 'keys.json');
    const file = readKeyFile(path);
    if (!file) throw new AppError('keys.no-key-file', 'notFound', { path });
    const system = await call.open();
    try {
      const values = await countByKey(system.db.kysely);
      const keys = file.encryptionKeys.map(({ id }, i) => ({ id, current: i === file.encryptionKeys.length - 1 }));
      call.print({ keys, profile: file.profile, values }, [
        ...keys.map(({ id, current }) => `${id}${current ? '  当前 current' : ''}`),
        ...Object.entries(values).flatMap(([column, counts]) =>
          Object.entries(counts).map(([key, n]) => `  ${column}  ${key}  ${n}`),
        ),
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};
