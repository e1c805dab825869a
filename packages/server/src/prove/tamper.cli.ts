import { openBenchCluster } from '../bench/bench-database.ts';
import { databasesOf, proveCommand } from './prove.cli.ts';
import { proveAudit } from './tamper-lane.ts';

export const proveAuditCommand = proveCommand(
  'audit',
  'every trace in its transaction and without secrets; whatever is tampered with afterwards has to be found',
  async (call, options) => {
    const cluster = await openBenchCluster(call.config);
    try {
      return await proveAudit(databasesOf(cluster), options);
    } finally {
      await cluster.close();
    }
  },
);
