import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { findAreaByCode } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { type RosterKind, rosterKinds } from '@renshe/domain/roster/roster.kind.ts';
import { actorMay } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { newId } from '../platform/id.ts';
import { scopeFor } from '../platform/scope.ts';
import { type ApplyOutcome, applyRoster } from './apply-roster.ts';
import { contractCounts } from './roster.queries.ts';
import { defaultRosterLimits } from './roster-limits.ts';
import { removeStoredRoster, storeRoster } from './roster-store.ts';
import { insertBatch, judgeUpload, targetOf } from './upload-roster.ts';

const usage = '用法：renshe import roster 名册.xlsx --area 321102001001 [--kind unemployed] [--dry-run] --json';

export const importRosterCommand: CliCommand = {
  name: 'import roster',
  usage: 'FILE --area CODE',
  summary: "judge a community's roster (.xlsx, .xls, .csv) and import it; --dry-run judges only",
  options: {
    area: { value: 'CODE', help: '12-digit code of the community' },
    kind: { value: 'KIND', help: `${rosterKinds.join(', ')}; guessed when not given` },
    'dry-run': { value: '', help: 'judge every row and change nothing' },
  },
  async run(call) {
    const [path] = call.words;
    const code = String(call.options.area ?? '');
    const kind = call.options.kind as RosterKind | undefined;
    if (!path || call.words.length > 1 || !/^\d{12}$/.test(code)) throw new UsageError(usage);
    if (kind !== undefined && !rosterKinds.includes(kind)) throw new UsageError(usage);
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) throw new UsageError(`没有这个文件：${path}。 There is no file ${path}.`);
    if (size > defaultRosterLimits.maxBytes)
      throw new AppError('roster-file-too-large', 'tooLarge', {
        what: '文件',
        limit: `${Math.round(defaultRosterLimits.maxBytes / 1048576)} MB`,
      });
    const file = { name: basename(path), bytes: await readFile(path) };
    const system = await call.open();
    const say = (line: string) => process.stderr.write(`${line}\n`);
    try {
      const actor = await call.actor(system);
      if (!actorMay(actor, 'roster.import')) throw new AppError('request.forbidden', 'forbidden');
      const today = system.clock.today();
      const reference = await system.reference.current();
      if (findAreaByCode(reference.tree, code, today) === undefined)
        throw new UsageError(`没有代码为 ${code} 的区域。 There is no area ${code}.`);
      const target = targetOf(scopeFor(actor, 'roster.import', reference.tree, today), reference, code, today);
      const { batch, layout } = await judgeUpload(system, system.db.kysely, reference, target, file, kind, today);
      let outcome: ApplyOutcome | undefined;
      if (call.options['dry-run'] !== true) {
        const batchId = newId(system.clock.now().getTime());
        const stored = await storeRoster(system, batchId, file.bytes);
        try {
          await runCommand(
            system,
            { actor, action: 'roster.uploaded', permission: 'roster.import' },
            async ({ w, at, audit }) => {
              await insertBatch(w, {
                batchId,
                target,
                file,
                path: stored,
                judged: batch,
                layout,
                at,
                by: actor.accountId,
                status: 'applying',
              });
              const digest = createHash('sha256').update(file.bytes).digest('hex');
              audit({ ...target, subjectKind: 'import', subjectId: batchId, details: { digest } });
            },
          );
        } catch (error) {
          await removeStoredRoster(system, stored);
          throw error;
        }
        let shown = 0;
        outcome = await applyRoster(
          system,
          { actor, districtId: target.districtId, batchId },
          {
            judged: batch,
            report: async (done, total) => {
              if (done < total && done - shown < 2000) return;
              shown = done;
              say(`已导入 ${done}/${total}`);
            },
            cancelled: async () => false,
          },
        );
        say(
          `新建 ${outcome.create}，更新 ${outcome.update}，跳过 ${outcome.skip}。 Created ${outcome.create}, updated ${outcome.update}, skipped ${outcome.skip}.`,
        );
      }
      const counts = contractCounts(batch.judged.counts);
      call.print(counts, [
        `${file.name}：${counts.dataRows} 行，可用 ${counts.accepted}（其中修正 ${counts.repaired}），不能用 ${counts.dataRows - counts.accepted}`,
        ...Object.entries(counts.rejected).map(([reason, count]) => `  ${reason}: ${count}`),
        ...Object.entries(counts.warned).map(([reason, count]) => `  ${reason} (warning): ${count}`),
        ...(counts.households === undefined ? [] : [`  households: ${counts.households}`]),
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};
