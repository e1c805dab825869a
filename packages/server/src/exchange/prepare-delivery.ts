/** 新建交付: what is wanted, checked against the mapping file; 生成: the same once more, with a number of its own and a file. */

import { getArea } from '@renshe/domain/area/area-tree.ts';
import type { exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import { type ExchangeEdition, findTable } from '@renshe/domain/exchange/exchange.edition.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import type { Actor } from '../platform/actor.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Writer } from '../platform/db.ts';
import { changedMeanwhile, requireOneRow } from '../platform/errors.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import type { Reference } from '../platform/reference.ts';
import type { CommandContext, PreparationContext } from '../platform/route.ts';
import type { Scope } from '../platform/scope.ts';
import { getEdition } from './editions.ts';
import { type DeliveryRow, getDelivery, lastReady } from './exchange.queries.ts';
import { checkTask, makeTask } from './make-delivery.ts';

type Prepare = typeof exchangeContracts.prepare;
type Wanted = CommandContext<Prepare>['body'];

/** The tables in the order of the mapping, each once, with those that they refer to. */
function chosenTables(edition: ExchangeEdition, wanted: readonly string[]): string[] {
  for (const code of wanted)
    if (!findTable(edition, code)) throw new AppError('exchange.table-unknown', 'invalid', { table: code });
  const tables = edition.tables.filter((table) => wanted.includes(table.code));
  for (const table of tables)
    for (const reference of table.references)
      if (!wanted.includes(reference.table))
        throw new AppError('exchange.person-table-needed', 'invalid', { table: table.code, other: reference.table });
  return tables.map((table) => table.code);
}

/** The row of a new delivery, in state `checking`. Used by the route and by the command line. */
export async function insertDelivery(
  w: Writer,
  of: {
    wanted: Wanted;
    edition: ExchangeEdition;
    scope: Scope;
    reference: Reference;
    today: string;
    at: Date;
    actor: Actor;
  },
): Promise<{ deliveryId: string; districtId: number; areaId: number; tables: string[] }> {
  const { wanted, edition, today, reference } = of;
  const { areaId } = areaInScope(of.scope, reference.tree, wanted.areaCode, today);
  const { districtId } = getArea(reference.tree, areaId);
  if (wanted.asOf > today) throw new AppError('exchange.day-in-future', 'invalid', { today });
  if (wanted.mode === 'changes' && wanted.asOf !== today) throw new AppError('exchange.day-not-today', 'invalid');
  const tables = chosenTables(edition, wanted.tables);
  const last =
    wanted.mode === 'changes' ? await lastReady(w, { districtId, areaId, edition: edition.edition }) : undefined;
  if (wanted.mode === 'changes' && !last) throw new AppError('exchange.no-earlier-delivery', 'conflict');
  const deliveryId = newId(of.at.getTime());
  await w
    .insertInto('exchange_delivery')
    .values({
      district_id: districtId,
      delivery_id: deliveryId,
      area_id: areaId,
      edition: edition.edition,
      table_codes: tables,
      mode: wanted.mode,
      as_of_on: wanted.asOf,
      since_number: last?.number ?? null,
      since_read_at: last?.read_at ?? null,
      format: wanted.format,
      purpose: maskNumbersIn(wanted.purpose),
      state: 'checking',
      created_at: of.at,
      created_by: of.actor.accountId,
    })
    .execute();
  return { deliveryId, districtId, areaId, tables };
}

export const prepareEdition = (c: PreparationContext<Prepare>) => getEdition(c.host, c.body.edition);

async function startTask(
  c: { host: Host; w: Writer; actor: Actor; at: Date; today: string; reference: Reference },
  of: { kind: string; deliveryId: string; districtId: number; areaId: number; edition: string },
): Promise<string> {
  const taskId = await c.host.tasks.enqueue(c.w, {
    kind: of.kind,
    title: areaRef(c.reference.tree, of.areaId, c.today).name,
    input: { deliveryId: of.deliveryId },
    actor: c.actor,
    areaId: of.areaId,
    at: c.at,
  });
  await c.w
    .updateTable('exchange_delivery')
    .set({ task_id: taskId })
    .where('district_id', '=', of.districtId)
    .where('delivery_id', '=', of.deliveryId)
    .execute();
  return taskId;
}

export async function prepareDelivery(c: CommandContext<Prepare> & { prepared: ExchangeEdition }) {
  const delivery = await insertDelivery(c.w, { ...c, wanted: c.body, edition: c.prepared });
  const taskId = await startTask(c, { ...delivery, kind: checkTask, edition: c.body.edition });
  c.audit({
    districtId: delivery.districtId,
    areaId: delivery.areaId,
    subjectKind: 'exchange-delivery',
    subjectId: delivery.deliveryId,
    purpose: c.body.purpose,
    details: { edition: c.body.edition, tables: delivery.tables, mode: c.body.mode, asOf: c.body.asOf },
  });
  return { deliveryId: delivery.deliveryId, taskId };
}

const startable = ['checked', 'stopped', 'failed'];

/** A task whose requester lost the right before it began has ended without a word to its delivery: that one holds up nobody. */
async function countRunning(w: Writer, taskIds: readonly string[]): Promise<number> {
  const { count } = await w
    .selectFrom('task')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('task_id', 'in', taskIds)
    .where('status', 'in', ['waiting', 'running'])
    .executeTakeFirstOrThrow();
  return count;
}

/** From now on the delivery has its number: the next of its area and edition. One at a time, so that changes follow each other. */
export async function startMaking(
  w: Writer,
  row: DeliveryRow,
  onError: 'leave-out' | 'stop',
  version: number,
): Promise<void> {
  if (row.version !== version) throw changedMeanwhile();
  if (!startable.includes(row.state)) throw new AppError('exchange.wrong-state', 'conflict', { state: row.state });
  const others = await w
    .selectFrom('exchange_delivery')
    .select(['number', 'state', 'task_id'])
    .where('district_id', '=', row.district_id)
    .where('area_id', '=', row.area_id)
    .where('edition', '=', row.edition)
    .where('delivery_id', '<>', row.delivery_id)
    .forUpdate()
    .execute();
  const making = others.flatMap((other) => (other.state === 'making' && other.task_id !== null ? [other.task_id] : []));
  if (making.length > 0 && (await countRunning(w, making)) > 0) throw new AppError('exchange.being-made', 'conflict');
  const number = row.number ?? Math.max(0, ...others.map((other) => other.number ?? 0)) + 1;
  requireOneRow(
    await w
      .updateTable('exchange_delivery')
      .set({ state: 'making', on_error: onError, number, message: '', version: version + 1 })
      .where('district_id', '=', row.district_id)
      .where('delivery_id', '=', row.delivery_id)
      .where('version', '=', version)
      .executeTakeFirst(),
  );
}

export async function startDelivery(c: CommandContext<typeof exchangeContracts.make>) {
  const row = await getDelivery(c.w, c.scope, c.params.deliveryId);
  await startMaking(c.w, row, c.body.onError, c.body.version);
  const of = { deliveryId: row.delivery_id, districtId: row.district_id, areaId: row.area_id, edition: row.edition };
  const taskId = await startTask(c, { ...of, kind: makeTask });
  c.audit({
    districtId: row.district_id,
    areaId: row.area_id,
    subjectKind: 'exchange-delivery',
    subjectId: row.delivery_id,
    purpose: row.purpose,
    details: { onError: c.body.onError, taskId },
  });
  return { taskId };
}
