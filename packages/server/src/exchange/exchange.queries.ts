import type { Delivery, TableCount } from '@renshe/domain/exchange/exchange.contract.ts';
import type { FindingGroup } from '@renshe/domain/exchange/exchange.findings.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { type Selectable, sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader, Writer } from '../platform/db.ts';
import { notFound, sentenceOf } from '../platform/errors.ts';
import type { Reference } from '../platform/reference.ts';
import type { DB } from '../platform/schema.gen.ts';
import { type Scope, scopeDistricts } from '../platform/scope.ts';

export type DeliveryRow = Selectable<DB['exchange_delivery']>;

/** Areas, leaves or not, for which somebody with this scope may deliver. */
export function deliveryAreas(scope: Scope, reference: Reference): number[] {
  return [...reference.tree.areas.keys()].filter((areaId) => scope.includes(areaId));
}

/** A delivery of an area within the scope; outside looks like not there. */
export async function getDelivery(r: Reader, scope: Scope, deliveryId: string): Promise<DeliveryRow> {
  const row = await r
    .selectFrom('exchange_delivery')
    .selectAll()
    .where(sql<boolean>`district_id = any(${[0, ...scopeDistricts(scope)]}::int[])`)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (!row || !scope.includes(row.area_id)) throw notFound();
  return row;
}

export async function listDeliveries(
  r: Reader,
  areas: readonly number[],
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: DeliveryRow[] }> {
  const within = r.selectFrom('exchange_delivery').where(sql<boolean>`area_id = any(${areas}::int[])`);
  const { count } = await within.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow();
  const rows = await within
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('delivery_id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { count, rows };
}

/** The last one that was made of this area and edition. */
export async function lastReady(
  r: Reader,
  of: { districtId: number; areaId: number; edition: string },
): Promise<DeliveryRow | undefined> {
  return r
    .selectFrom('exchange_delivery')
    .selectAll()
    .where('district_id', '=', of.districtId)
    .where('area_id', '=', of.areaId)
    .where('edition', '=', of.edition)
    .where('state', 'in', ['ready', 'expired'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

type Download = { subject_id: string; at: Date; name: string | null; purpose: string | null };

/** Who took files away: the audit events themselves, not a second list. */
export async function listDownloads(r: Reader, deliveries: readonly DeliveryRow[]): Promise<Download[]> {
  if (deliveries.length === 0) return [];
  const { rows } =
    await sql<Download>`select e.subject_id, e.at, coalesce(a.name, e.details ->> 'operator') as name, e.purpose
    from audit_event e left join account a on a.account_id = e.account_id
    where e.district_id = any(${[...new Set(deliveries.map((one) => one.district_id))]}::int[])
      and e.subject_id = any(${deliveries.map((one) => one.delivery_id)}::text[]) and e.action = 'exchange.downloaded'
    order by e.at desc`.execute(r);
  return rows;
}

export async function viewDeliveries(
  r: Reader,
  reference: Reference,
  rows: readonly DeliveryRow[],
  today: string,
  language: Language,
): Promise<Delivery[]> {
  const downloads = await listDownloads(r, rows);
  const by = [...new Set(rows.flatMap((row) => row.created_by ?? []))];
  const names = new Map(
    by.length === 0
      ? []
      : (await r.selectFrom('account').select(['account_id', 'name']).where('account_id', 'in', by).execute()).map(
          (a) => [a.account_id, a.name],
        ),
  );
  return rows.map((row) => ({
    deliveryId: row.delivery_id,
    area: areaRef(reference.tree, row.area_id, today),
    edition: row.edition,
    tables: row.table_codes,
    mode: row.mode as Delivery['mode'],
    asOf: row.as_of_on,
    since:
      row.since_number === null || row.since_read_at === null
        ? null
        : { number: row.since_number, readAt: row.since_read_at.toISOString() },
    format: row.format as Delivery['format'],
    purpose: row.purpose,
    state: row.state as Delivery['state'],
    message: row.message === '' ? '' : sentenceOf(row.message, language, { errors: row.errors }),
    number: row.number,
    onError: row.on_error as Delivery['onError'],
    counts: row.counts as TableCount[],
    errors: row.errors,
    warnings: row.warnings,
    bytes: row.file_bytes === null ? null : Number(row.file_bytes),
    sha256: row.file_sha256,
    taskId: row.task_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by === null ? null : (names.get(row.created_by) ?? null),
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresOn: row.state === 'ready' ? row.expires_on : null,
    downloads: downloads.filter((one) => one.subject_id === row.delivery_id).length,
    version: row.version,
  }));
}

export const groupsOf = (row: DeliveryRow) => row.finding_groups as FindingGroup[];

/** Guarded by state: a task and a user never write over each other. Answers whether the row was still in that state. */
export async function setDelivery(
  r: Pick<Writer, 'updateTable'>,
  row: Pick<DeliveryRow, 'district_id' | 'delivery_id'>,
  from: readonly string[],
  values: Partial<Record<keyof DeliveryRow, unknown>>,
): Promise<boolean> {
  const result = await r
    .updateTable('exchange_delivery')
    .set((eb) => ({ ...(values as object), version: eb('version', '+', 1) }))
    .where('district_id', '=', row.district_id)
    .where('delivery_id', '=', row.delivery_id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
