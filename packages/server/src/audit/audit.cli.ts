import type { CliCommand } from '../platform/command-line.ts';
import { linkAudit } from './link-audit.ts';
import { verifyAudit } from './verify-audit.ts';

export const verifyAuditCommand: CliCommand = {
  name: 'verify audit',
  usage: '',
  summary: 'recompute every audit chain and compare it with the published heads',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      await linkAudit(system.db, system.clock.now(), true);
      const verdict = await verifyAudit(system.db.kysely, call.config.dataDir);
      call.print(verdict, [
        `${verdict.links} 个审计事件已入链，${verdict.unlinked} 个待入链，差异 ${verdict.differences} 处。`,
        `${verdict.links} audit events linked, ${verdict.unlinked} waiting, ${verdict.differences} differences.`,
        ...verdict.tornLines.map(
          (line) => `  heads file line ${line}: ends in the middle (the machine stopped while it was written)`,
        ),
        ...verdict.problems.map((p) => `  district ${p.districtId} #${p.seq}: ${p.problem}`),
      ]);
      return verdict.differences === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};
