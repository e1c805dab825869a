import { runCommand } from '../platform/command.ts';
import type { CliCommand } from '../platform/command-line.ts';
import { newDerivationVersion } from '../statistics/derivation-version.ts';
import { deriveAgainHandler } from '../statistics/derive-again.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { listBrokenSeals } from './seal-forms.ts';
import { verifyReports } from './verify-reports.ts';

export const verifyCommand: CliCommand = {
  name: 'verify',
  usage: '',
  summary: 'recompute everything from the records: facts, totals, duties, flags, closed reports and their seals',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const verdict = await verifyLedger(
        system,
        (done) => void (process.stderr.isTTY && process.stderr.write(`\r${done} `)),
      );
      const { tree } = await system.reference.current();
      const districts = [...tree.areas.values()].filter((area) => area.kind === 'district').map((area) => area.areaId);
      const brokenSeals = await listBrokenSeals(system.db.kysely, districts);
      const differences = verdict.differences + brokenSeals.length;
      const result = { ...verdict, differences, brokenSeals: brokenSeals.length };
      call.print(result, [
        `核对 ${result.subjects} 份档案、${result.facts} 条分录、${result.totals} 条合计、${result.sealed} 条封存数：差异 ${differences} 处。`,
        `${result.subjects} files, ${result.facts} facts, ${result.totals} totals and ${result.sealed} sealed figures checked: ${differences} differences.`,
        ...(result.unfinished > 0
          ? [
              `有 ${result.unfinished} 项参数或区划变更尚未推导完。 ${result.unfinished} changes are still being derived.`,
            ]
          : []),
        ...result.examples.map((id) => `  ${id}`),
      ]);
      return differences === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};

export const verifyReportsCommand: CliCommand = {
  name: 'verify reports',
  usage: '',
  summary:
    'write every closed report again, from what is stored and from the facts alone, and compare it byte for byte',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const verdict = await verifyReports(
        system,
        (month) => void (process.stderr.isTTY && process.stderr.write(`\r${month} `)),
      );
      const { tree } = await system.reference.current();
      call.print(verdict, [
        `重新生成 ${verdict.reports} 份已锁定报表（${verdict.months} 个月）：差异 ${verdict.differences} 处。`,
        `${verdict.reports} closed reports of ${verdict.months} months written again: ${verdict.differences} differences.`,
        ...verdict.examples.map(
          ({ kind, areaId, form, period }) =>
            `  ${kind} ${form} ${tree.areas.get(areaId)?.versions.at(-1)?.name ?? areaId} ${period}`,
        ),
      ]);
      return verdict.differences === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};

/** After an update that declares new indicators, duties or flags: those who are registered already are derived again. */
export const deriveCommand: CliCommand = {
  name: 'derive',
  usage: '',
  summary: 'derive everybody again after an update that declares new indicators; may be stopped and started again',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const actor = await call.actor(system);
      const started = { actor, action: 'statistics.derivation-started', permission: null } as const;
      const version = await runCommand(system, started, async ({ w, at, audit }) => {
        const next = await newDerivationVersion(w, { reason: 'update', fromOn: null, at });
        audit({ districtId: 0, subjectKind: 'derivation', subjectId: String(next) });
        return next;
      });
      const handle = deriveAgainHandler(system);
      const report = async (done: number, total: number) =>
        void (process.stderr.isTTY && process.stderr.write(`\r${done}/${total} `));
      const outcome = await handle({ taskId: '', input: { version }, actor, report, cancelled: async () => false });
      call.print({ version, ...outcome }, [`已重新推导。 Derived again: ${JSON.stringify(outcome)}`]);
      return 0;
    } finally {
      await system.close();
    }
  },
};
