/** 上传名册: read in its own process, judged, kept sealed; and judged again when the user changes the mapping. */
import { createHash } from 'node:crypto';
import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { normalizeLabel, type RosterField, rosterFields } from '@renshe/domain/roster/roster.columns.ts';
import type { rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import type { RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import { areaInScope } from '../platform/area-ref.ts';
import { businessDay } from '../platform/clock.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { digestBytes } from '../platform/digest-bytes.ts';
import { changedMeanwhile } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { CommandContext, PreparationContext } from '../platform/route.ts';
import type { Scope } from '../platform/scope.ts';
import { type JudgedBatch, judgeFile, readInTurn, type SheetView, type Target } from './judge-batch.ts';
import { contractCounts, getBatch, layoutOf, lockBatch, readRemembered, type StoredLayout } from './roster.queries.ts';
import { readStoredRoster, removeStoredRoster, storeRoster } from './roster-store.ts';

/** The community that a code names; rosters of a street are sent community by community. */
export function targetOf(scope: Scope, reference: Reference, code: string, today: string): Target {
  const { areaId } = areaInScope(scope, reference.tree, code, today);
  const area = getArea(reference.tree, areaId);
  if (area.kind !== 'community') throw new AppError('roster.not-a-community', 'invalid');
  return { districtId: area.districtId, areaId };
}

/** Reads and judges a file that nobody has seen before, with the mappings that the community remembers. */
export async function judgeUpload(
  host: Pick<Host, 'keyring' | 'reference'>,
  r: Reader,
  reference: Reference,
  target: Target,
  file: { name: string; bytes: Buffer },
  kind: RosterKind | undefined,
  today: string,
): Promise<{ batch: JudgedBatch; layout: StoredLayout }> {
  const remembered = await readRemembered(r, target.districtId, target.areaId);
  const workbook = await readInTurn(file.bytes, file.name);
  const batch = await judgeFile(
    host,
    r,
    reference,
    target,
    { workbook, fileName: file.name },
    { ...(kind && { kind }), remembered },
    { today },
  );
  return { batch, layout: { kindGuessed: kind === undefined, remembered, sheets: batch.sheets } };
}

/** The batch row of a judged file. */
export async function insertBatch(
  w: Writer,
  of: {
    batchId: string;
    target: Target;
    file: { name: string; bytes: Buffer };
    path: string;
    judged: JudgedBatch;
    layout: StoredLayout;
    at: Date;
    by: string | null;
    status?: 'judged' | 'applying';
  },
): Promise<void> {
  const { target, judged } = of;
  await w
    .insertInto('import_batch')
    .values({
      district_id: target.districtId,
      batch_id: of.batchId,
      area_id: target.areaId,
      file_name: of.file.name,
      file_digest: await digestBytes(of.file.bytes),
      file_path: of.path,
      kind: judged.judged.kind,
      status: of.status ?? 'judged',
      layout: JSON.stringify(of.layout),
      counts: JSON.stringify(contractCounts(judged.judged.counts)),
      outcome: JSON.stringify(judged.counts),
      created_at: of.at,
      created_by: of.by,
    })
    .execute();
}

/** Reads and judges the file before the transaction is open: files are read one after the other, which may take its time. */
export async function prepareUpload(c: PreparationContext<typeof rosterContracts.upload>) {
  const file = c.upload;
  if (!file) throw new AppError('request.malformed', 'invalid');
  const target = targetOf(c.scope, c.reference, c.body.areaCode, c.today);
  const { batch, layout } = await judgeUpload(c.host, c.r, c.reference, target, file, c.body.kind, c.today);
  return { file, target, batch, layout };
}

export async function uploadRoster(
  c: CommandContext<typeof rosterContracts.upload> & { prepared: Awaited<ReturnType<typeof prepareUpload>> },
): Promise<{ batchId: string }> {
  const { file, target, batch, layout } = c.prepared;
  const batchId = newId(c.at.getTime());
  const path = await storeRoster(c.host, batchId, file.bytes);
  try {
    const by = c.actor.accountId;
    await insertBatch(c.w, { batchId, target, file, path, judged: batch, layout, at: c.at, by });
  } catch (error) {
    await removeStoredRoster(c.host, path);
    throw error;
  }
  const { kind, dataRows, accepted } = batch.judged.counts;
  c.audit({
    districtId: target.districtId,
    areaId: target.areaId,
    subjectKind: 'import',
    subjectId: batchId,
    details: { kind, dataRows, accepted },
  });
  return { batchId };
}

const knownFields: ReadonlySet<string> = new Set(rosterFields);

/** The sheets as the user wants them read. */
function chosenSheets(
  before: readonly SheetView[],
  chosen: readonly { use: boolean; fields: readonly (string | null)[] }[],
): SheetView[] {
  if (chosen.length !== before.length)
    throw new AppError('roster.mapping-wrong', 'invalid', { what: `${chosen.length} ≠ ${before.length}` });
  return before.map((sheet, i) => {
    const { use, fields } = chosen[i]!;
    if (fields.length !== sheet.columns.length || (use && fields.length === 0))
      throw new AppError('roster.mapping-wrong', 'invalid', { what: sheet.name });
    const named = fields.filter((field) => field !== null);
    const unknown = named.find((field) => !knownFields.has(field));
    if (unknown !== undefined || new Set(named).size !== named.length)
      throw new AppError('roster.mapping-wrong', 'invalid', { what: unknown ?? sheet.name });
    return { ...sheet, use, columns: sheet.columns.map((column, at) => ({ ...column, field: fields[at] ?? null })) };
  });
}

export async function remapRoster(c: CommandContext<typeof rosterContracts.remap>): Promise<{ ok: true }> {
  const seen = await getBatch(c.w, c.scope, c.params.batchId);
  const batch = await lockBatch(c.w, seen.district_id, seen.batch_id);
  if (batch.version !== c.body.version) throw changedMeanwhile();
  if (batch.status !== 'judged' && batch.status !== 'read') throw new AppError('roster.wrong-state', 'conflict');
  const before = layoutOf(batch);
  const target = { districtId: batch.district_id, areaId: batch.area_id };
  const sheets = chosenSheets(before.sheets, c.body.sheets);
  const bytes = await readStoredRoster(c.host, batch.batch_id, batch.file_path);
  const judged = await judgeFile(
    c.host,
    c.w,
    c.reference,
    target,
    { workbook: await readInTurn(bytes, batch.file_name), fileName: batch.file_name },
    { kind: c.body.kind, remembered: before.remembered, sheets },
    { today: businessDay(batch.created_at) },
  );
  const layout: StoredLayout = {
    kindGuessed: before.kindGuessed && c.body.kind === batch.kind,
    remembered: before.remembered,
    sheets: judged.sheets,
  };
  await c.w
    .updateTable('import_batch')
    .set({
      kind: c.body.kind,
      status: 'judged',
      layout: JSON.stringify(layout),
      counts: JSON.stringify(contractCounts(judged.judged.counts)),
      outcome: JSON.stringify(judged.counts),
      version: batch.version + 1,
    })
    .where('district_id', '=', batch.district_id)
    .where('batch_id', '=', batch.batch_id)
    .execute();
  for (const sheet of judged.sheets) if (sheet.use) await remember(c, target, sheet);
  c.audit({ ...target, subjectKind: 'import', subjectId: batch.batch_id, details: { kind: c.body.kind } });
  return { ok: true };
}

/** The next file with this header is read the same way. */
async function remember(
  c: CommandContext<typeof rosterContracts.remap>,
  target: Target,
  sheet: SheetView,
): Promise<void> {
  const labels = sheet.columns.map((column) => normalizeLabel(column.header));
  const mapping: Record<string, RosterField | null> = {};
  for (const [i, label] of labels.entries()) {
    const field = (sheet.columns[i]?.field ?? null) as RosterField | null;
    // Of two columns with the same label the one that says something is remembered.
    if (label !== '' && (mapping[label] ?? null) === null) mapping[label] = field;
  }
  const row = { mapping: JSON.stringify(mapping), saved_at: c.at, saved_by: c.actor.accountId };
  await c.w
    .insertInto('roster_mapping')
    .values({
      district_id: target.districtId,
      area_id: target.areaId,
      header_digest: createHash('sha256').update(labels.join('\n')).digest('hex'),
      ...row,
    })
    .onConflict((oc) => oc.columns(['district_id', 'area_id', 'header_digest']).doUpdateSet(row))
    .execute();
}
