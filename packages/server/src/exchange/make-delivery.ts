/** The two tasks of a delivery: 检查 goes through the records, 生成 writes the sealed file. Both may run twice. */
import { createHash } from 'node:crypto';
import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import type { DeliveryFormat, ListedFinding, TableCount } from '@renshe/domain/exchange/exchange.contract.ts';
import { findTable } from '@renshe/domain/exchange/exchange.edition.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Host } from '../platform/host.ts';
import { narrowScope, scopeFor } from '../platform/scope.ts';
import type { TaskHandler } from '../platform/tasks.ts';
import { getEdition } from './editions.ts';
import { type DeliveryRow, getDelivery, setDelivery } from './exchange.queries.ts';
import { type DeliveryPlan, type DeliveryRun, type RunWatch, runDelivery } from './run-delivery.ts';
import { readSealed, SealedWriter } from './sealed-file.ts';
import { textEntry, type ZipEntry, zipPieces } from './zip-archive.ts';

export const checkTask = 'exchange-check';
export const makeTask = 'exchange-make';

export const findingsName = (deliveryId: string) => `${deliveryId}-findings`;

async function planOf(host: Host, row: DeliveryRow, actor: Actor): Promise<{ plan: DeliveryPlan; tree: DeliveryTree }> {
  const { tree } = await host.reference.current();
  const today = host.clock.today();
  const scope = narrowScope(scopeFor(actor, 'exchange.export', tree, today), tree, row.area_id, today);
  return {
    tree,
    plan: {
      deliveryId: row.delivery_id,
      edition: await getEdition(host, row.edition),
      tables: row.table_codes,
      areaId: row.area_id,
      areaCode: areaVersionAt(tree, row.area_id, today).code,
      scope,
      asOf: row.as_of_on,
      since: row.since_read_at,
      format: row.format as DeliveryFormat,
      number: row.number ?? 0,
    },
  };
}
type DeliveryTree = Awaited<ReturnType<Host['reference']['current']>>['tree'];

/** The delivery within what the actor may export now: a task never has more rights than its requester. */
async function deliveryOf(host: Host, actor: Actor, deliveryId: string): Promise<DeliveryRow> {
  const { tree } = await host.reference.current();
  return getDelivery(host.db.kysely, scopeFor(actor, 'exchange.export', tree, host.clock.today()), deliveryId);
}

/** Findings name rows and fields, never values; still they lie sealed beside the file. */
async function keepFindings(host: Host, deliveryId: string, findings: readonly ListedFinding[]): Promise<void> {
  const writer = new SealedWriter(host, findingsName(deliveryId));
  await writer.append(Buffer.from(JSON.stringify(findings)));
  await writer.finish();
}

export async function readFindings(host: Host, deliveryId: string): Promise<ListedFinding[]> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of readSealed(host, findingsName(deliveryId))) pieces.push(piece);
  } catch (error) {
    if (error instanceof AppError && error.code === 'exchange.file-gone') return [];
    throw error;
  }
  return JSON.parse(Buffer.concat(pieces).toString() || '[]') as ListedFinding[];
}

const outcome = (run: DeliveryRun) => ({
  counts: JSON.stringify(run.counts),
  finding_groups: JSON.stringify(run.groups),
  errors: run.errors,
  warnings: run.warnings,
});

/** Goes through the records without writing a file. A delivery that is in another state is left alone. */
export async function checkDelivery(
  host: Host,
  actor: Actor,
  deliveryId: string,
  watch: RunWatch,
): Promise<DeliveryRun | undefined> {
  const row = await deliveryOf(host, actor, deliveryId);
  if (row.state !== 'checking') return undefined;
  const { plan, tree } = await planOf(host, row, actor);
  const run = await runDelivery(host, tree, plan, watch);
  await keepFindings(host, deliveryId, run.findings);
  await setDelivery(host.db.kysely, row, ['checking'], { ...outcome(run), state: 'checked', message: '' });
  return run;
}

/** What the receiver checks the files by. */
function manifestOf(plan: DeliveryPlan, row: DeliveryRow, counts: readonly TableCount[], at: Date): string {
  return JSON.stringify(
    {
      edition: plan.edition.edition,
      name: plan.edition.name.zh,
      area: plan.areaCode,
      delivery: plan.number,
      asOf: plan.asOf,
      mode: row.mode,
      since: row.since_number,
      madeAt: at.toISOString(),
      format: plan.format,
      tables: counts.map((count) => ({
        ...count,
        name: findTable(plan.edition, count.table)?.zh ?? '',
        ...(count.rows === 0 && { empty: findTable(plan.edition, count.table)?.note?.zh ?? '没有记录。' }),
      })),
    },
    null,
    2,
  );
}

/** The sealed archive: its size and digest. */
async function packArchive(host: Host, name: string, entries: readonly ZipEntry[], at: Date) {
  const writer = new SealedWriter(host, name);
  const hash = createHash('sha256');
  try {
    for await (const piece of zipPieces(entries, at)) {
      hash.update(piece);
      await writer.append(piece);
    }
    await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
  return { bytes: writer.bytes, sha256: hash.digest('hex') };
}

function fileDays(host: Host, reference: Awaited<ReturnType<Host['reference']['current']>>, areaId: number): number {
  const on = host.clock.today();
  const timeline = reference.timelines.timeline('exchange.file_days', areaId);
  return Number(timeline.find((one) => one.from <= on && (one.to === null || on < one.to))?.value ?? 0);
}

/** Writes the file of a delivery in state `making`, or stops where the user asked for it. */
export async function makeDelivery(
  host: Host,
  actor: Actor,
  deliveryId: string,
  watch: RunWatch,
): Promise<DeliveryRun | undefined> {
  const row = await deliveryOf(host, actor, deliveryId);
  if (row.state !== 'making') return undefined;
  const { plan, tree } = await planOf(host, row, actor);
  const readAt = host.clock.now();
  let packed: { bytes: number; sha256: string } | undefined;
  const run = await runDelivery(host, tree, plan, watch, {
    stopOnError: row.on_error === 'stop',
    async write(entries, { counts }) {
      const manifest = textEntry('manifest.json', manifestOf(plan, row, counts, readAt));
      packed = await packArchive(host, deliveryId, [manifest, ...entries], readAt);
    },
  });
  await keepFindings(host, deliveryId, run.findings);
  const reference = await host.reference.current();
  await runCommand(
    host,
    { actor, action: 'exchange.written', permission: 'exchange.export' },
    async ({ w, at, audit }) => {
      audit({
        districtId: row.district_id,
        areaId: row.area_id,
        subjectKind: 'exchange-delivery',
        subjectId: deliveryId,
        purpose: row.purpose,
        details: {
          edition: row.edition,
          number: row.number,
          errors: run.errors,
          rows: Object.fromEntries(run.counts.map((count) => [count.table, count.rows])),
          ...(packed && { sha256: packed.sha256 }),
        },
      });
      const values = packed
        ? {
            state: 'ready',
            message: '',
            read_at: readAt,
            file_path: deliveryId,
            file_bytes: packed.bytes,
            file_sha256: packed.sha256,
            expires_on: addDays(host.clock.today(), fileDays(host, reference, row.area_id)),
          }
        : { state: 'stopped', message: 'exchange.has-errors' };
      await setDelivery(w, row, ['making'], { ...outcome(run), ...values, finished_at: at });
    },
  );
  return run;
}

/** The user is told why; the delivery can be started again. */
async function failDelivery(host: Host, deliveryId: string, actor: Actor, error: unknown): Promise<void> {
  const row = await deliveryOf(host, actor, deliveryId).catch(() => undefined);
  if (!row) return;
  const message = error instanceof AppError ? error.code : 'request.failed';
  await setDelivery(host.db.kysely, row, ['checking', 'making'], { state: 'failed', message });
}

function handler(
  host: Host,
  work: (host: Host, actor: Actor, deliveryId: string, watch: RunWatch) => Promise<DeliveryRun | undefined>,
): TaskHandler {
  return async (task) => {
    const { deliveryId } = task.input as { deliveryId: string };
    try {
      const run = await work(host, task.actor, deliveryId, {
        report: (done, total) => task.report(done, total),
        cancelled: () => task.cancelled(),
      });
      return { errors: run?.errors ?? 0, rows: run?.counts.reduce((sum, count) => sum + count.rows, 0) ?? 0 };
    } catch (error) {
      await failDelivery(host, deliveryId, task.actor, error);
      if (error instanceof AppError && error.code === 'exchange.cancelled') return { cancelled: true };
      throw error;
    }
  };
}

export const checkDeliveryHandler = (host: Host) => handler(host, checkDelivery);
export const makeDeliveryHandler = (host: Host) => handler(host, makeDelivery);
