/**
 * The measured part of `renshe bench import`, in a process of its own so that its memory is its own: from the bytes of the file to
 * everything committed and derived. Prints one JSON line.
 */
import { readFile } from 'node:fs/promises';
import { runCommand } from '../platform/command.ts';
import { keepHeapSmall } from '../platform/heap.ts';
import { newId } from '../platform/id.ts';
import { scopeFor } from '../platform/scope.ts';
import { operatorPosts } from '../platform/tasks.ts';
import { applyRoster } from '../roster/apply-roster.ts';
import { storeRoster } from '../roster/roster-store.ts';
import { insertBatch, judgeUpload, targetOf } from '../roster/upload-roster.ts';
import { benchSystem, peakMegabytes } from './bench-database.ts';

const [url = '', dataDir = '', path = '', code = '', cityAreaId = ''] = process.argv.slice(2);
keepHeapSmall();
const system = benchSystem(url, dataDir);
try {
  const actor = {
    kind: 'operator' as const,
    accountId: null,
    login: 'operator:bench',
    name: 'operator:bench',
    posts: operatorPosts(Number(cityAreaId)),
  };
  const reference = await system.reference.current();
  const today = system.clock.today();
  const target = targetOf(scopeFor(actor, 'roster.import', reference.tree, today), reference, code, today);
  const bytes = await readFile(path);
  const started = performance.now();
  const file = { name: 'roster.xlsx', bytes };
  const { batch, layout } = await judgeUpload(system, system.db.kysely, reference, target, file, undefined, today);
  const batchId = newId();
  const stored = await storeRoster(system, batchId, bytes);
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
        by: null,
        status: 'applying',
      });
      audit({ ...target, subjectKind: 'import', subjectId: batchId });
    },
  );
  const judgedAt = performance.now();
  const outcome = await applyRoster(
    system,
    { actor, districtId: target.districtId, batchId },
    { judged: batch, report: async () => {}, cancelled: async () => false },
  );
  const ended = performance.now();
  process.stdout.write(
    `${JSON.stringify({
      ...outcome,
      judgeSeconds: (judgedAt - started) / 1000,
      applySeconds: (ended - judgedAt) / 1000,
      seconds: (ended - started) / 1000,
      peakMegabytes: await peakMegabytes(),
      memory: process.memoryUsage(),
    })}\n`,
  );
} finally {
  await system.close();
}
