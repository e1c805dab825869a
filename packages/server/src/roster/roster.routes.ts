import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import {
  type CommandContext,
  commandRoute,
  type ReadContext,
  type RouteDefinition,
  readRoute,
} from '../platform/route.ts';
import { readInTurn } from './judge-batch.ts';
import { listRosterRows } from './list-roster-rows.ts';
import {
  countBatches,
  getBatch,
  judgedBatch,
  layoutOf,
  listBatches,
  listStalled,
  lockBatch,
  mappableFields,
  viewBatches,
} from './roster.queries.ts';
import { readStoredRoster } from './roster-store.ts';
import { rosterTemplate } from './roster-template.ts';
import { countBuiltOn, requireNothingBuiltOn } from './undo-roster.ts';
import { prepareUpload, remapRoster, uploadRoster } from './upload-roster.ts';
import { writeBack } from './write-back.ts';

/** The batch itself asks the files whether it can be undone; beyond so many rows only undoing does. */
const askedRows = 5000;

async function readBatch(c: ReadContext<typeof rosterContracts.batch>) {
  const batch = await getBatch(c.r, c.scope, c.params.batchId);
  const [view] = await viewBatches(c.r, c.tree, [batch], c);
  const free = view!.canUndo && (view!.counts.dataRows > askedRows || (await countBuiltOn(c.r, batch)).count === 0);
  return { ...view!, canUndo: free, sheets: layoutOf(batch).sheets, fields: mappableFields };
}

/** Starts the work in the background, once: the version guards the state. */
async function startTask(
  c: CommandContext<typeof rosterContracts.apply> | CommandContext<typeof rosterContracts.undo>,
  kind: 'roster-apply' | 'roster-undo',
): Promise<{ taskId: string }> {
  const applies = kind === 'roster-apply';
  const seen = await getBatch(c.w, c.scope, c.params.batchId);
  const batch = await lockBatch(c.w, seen.district_id, seen.batch_id);
  if (batch.version !== c.body.version) throw changedMeanwhile();
  const from = applies ? ['judged', 'failed'] : ['applied', 'failed'];
  const stalled =
    batch.status === (applies ? 'applying' : 'undoing') && (await listStalled(c.w, [batch], c.at)).size > 0;
  if (!from.includes(batch.status) && !stalled) throw new AppError('roster.wrong-state', 'conflict');
  if (!applies) await requireNothingBuiltOn(c.w, batch);
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind,
    title: batch.file_name,
    input: { districtId: batch.district_id, batchId: batch.batch_id },
    actor: c.actor,
    areaId: batch.area_id,
    at: c.at,
  });
  await c.w
    .updateTable('import_batch')
    .set({ status: applies ? 'applying' : 'undoing', message: '', task_id: taskId, version: batch.version + 1 })
    .where('district_id', '=', batch.district_id)
    .where('batch_id', '=', batch.batch_id)
    .execute();
  c.audit({
    districtId: batch.district_id,
    areaId: batch.area_id,
    subjectKind: 'import',
    subjectId: batch.batch_id,
    details: { taskId },
  });
  return { taskId };
}

export const rosterRoutes: readonly RouteDefinition[] = [
  commandRoute(rosterContracts.upload, uploadRoster, prepareUpload),
  readRoute(rosterContracts.list, async (c) => {
    const scope = listScope(c.scope, c.tree, c.query.area, c.today);
    const batches = await listBatches(c.r, scope, c.query.limit, c.query.offset);
    return {
      count: await countBatches(c.r, scope),
      batches: await viewBatches(c.r, c.tree, batches, c),
    };
  }),
  readRoute(rosterContracts.batch, readBatch),
  readRoute(rosterContracts.rows, listRosterRows),
  commandRoute(rosterContracts.remap, remapRoster),
  commandRoute(rosterContracts.apply, (c) => startTask(c, 'roster-apply')),
  commandRoute(rosterContracts.undo, (c) => startTask(c, 'roster-undo')),
  readRoute(rosterContracts.file, async (c) => {
    const batch = await getBatch(c.r, c.scope, c.params.batchId);
    const { judged } = await judgedBatch(c.host, c.r, c.reference, batch);
    const bytes = await readStoredRoster(c.host, batch.batch_id, batch.file_path);
    const file = await writeBack(await readInTurn(bytes, batch.file_name), judged, { language: c.language });
    c.audit({
      districtId: batch.district_id,
      areaId: batch.area_id,
      subjectKind: 'import',
      subjectId: batch.batch_id,
      purpose: c.body.purpose,
      details: { rows: judged.rows.length },
    });
    const name = batch.file_name.replace(/\.[a-z0-9]+$/i, '');
    return {
      file,
      fileName: `${name}${c.language === 'zh' ? '_核对结果' : '_checked'}.xlsx`,
      people: judged.rows.length,
    };
  }),
  readRoute(rosterContracts.template, async (c) => {
    c.audit({ districtId: 0, subjectKind: 'template', subjectId: c.body.kind });
    return rosterTemplate(c.body.kind, c.at);
  }),
];
