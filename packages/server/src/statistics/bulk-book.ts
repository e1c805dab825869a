/**
 * Bulk booking (kernel K9): the same derive and the same booking month, written by COPY into an empty ledger; totals by one
 * GROUP BY. For the first load of a city and for made-up histories, before anybody works.
 */
import { bookedMonth, frontierOf } from '@renshe/domain/kernel/booked-month.ts';
import { type AreaId, type Id, type SubjectFile, subjectIdOf } from '@renshe/domain/kernel/file.ts';
import { deriveFile } from '@renshe/domain/statistics/indicators.ts';
import type pg from 'pg';
import { CopyWriter } from '../platform/copy-writer.ts';
import type { Reference } from '../platform/reference.ts';
import { type Booking, type Period, periodOf } from './book.ts';

/** SQL of the month of a day and of the month before an opening month, as `monthOf` and `clampToOpening` have them. */
export const effectiveMonthSql = `greatest(extract(year from f.effective_on)::int * 100 + extract(month from f.effective_on)::int,
  case when p.opening_month % 100 = 1 then p.opening_month - 89 else p.opening_month - 1 end)`;

export class BulkBooking {
  private readonly client: pg.ClientBase;
  private readonly reference: Pick<Reference, 'tree' | 'timelines'>;
  private readonly periods: ReadonlyMap<AreaId, Period>;
  private readonly cause: Id;
  private readonly facts: CopyWriter;
  private readonly duties: CopyWriter;
  private readonly flags: CopyWriter;

  private constructor(
    client: pg.ClientBase,
    reference: Pick<Reference, 'tree' | 'timelines'>,
    periods: ReadonlyMap<AreaId, Period>,
    cause: Id,
  ) {
    this.client = client;
    this.reference = reference;
    this.periods = periods;
    this.cause = cause;
    this.facts = new CopyWriter(client, 'fact', [
      'district_id',
      'subject_id',
      'indicator',
      'area_id',
      'cell',
      'effective_on',
      'booked_month',
      'quantity',
      'record_id',
      'cause',
    ]);
    this.duties = new CopyWriter(client, 'duty', [
      'district_id',
      'subject_id',
      'kind',
      'anchor',
      'area_id',
      'appears_on',
      'due_on',
      'done_on',
      'done_by_record',
      'reason',
    ]);
    this.flags = new CopyWriter(client, 'flag', [
      'district_id',
      'subject_id',
      'kind',
      'anchor',
      'area_id',
      'from_on',
      'to_on',
    ]);
  }

  /**
   * @param client an open transaction of its own connection
   * @param cause id of the audit event of the load
   * @param beside several connections fill the same ledger at once; whoever starts them has seen that it is empty
   * @throws Error when the ledger is not empty
   */
  static async open(
    client: pg.ClientBase,
    reference: Pick<Reference, 'tree' | 'timelines'>,
    cause: Id,
    beside = false,
  ): Promise<BulkBooking> {
    const used = beside ? undefined : await client.query('select 1 from fact limit 1');
    if (used?.rowCount) throw new Error('the ledger is not empty: book through changeFile');
    const { rows } = await client.query<{ area_id: number; opening_month: number; closed_through: number }>(
      'select area_id, opening_month, closed_through from area_period',
    );
    const periods = new Map(
      rows.map((r) => [r.area_id, { openingMonth: r.opening_month, closedThrough: r.closed_through }]),
    );
    return new BulkBooking(client, reference, periods, cause);
  }

  /**
   * Derives and books one resident or household.
   * @returns the districts other than its own that hold facts of it: `past_districts` of its row
   */
  async add(file: SubjectFile): Promise<number[]> {
    const { tree, timelines } = this.reference;
    const subjectId = subjectIdOf(file);
    const { facts, duties, flags } = deriveFile(file, timelines, tree);
    const areas = new Set(facts.map((f) => f.areaId));
    const frontier = frontierOf(areas, (id) => periodOf(this.periods, id).closedThrough);
    const districts = new Set<number>();
    let full = false;
    for (const f of facts) {
      const district = tree.areas.get(f.areaId)?.districtId ?? 0;
      districts.add(district);
      const month = bookedMonth(f.effectiveOn, frontier);
      full =
        this.facts.row([
          district,
          subjectId,
          f.indicator,
          f.areaId,
          f.cell,
          f.effectiveOn,
          month,
          f.quantity,
          f.recordId,
          this.cause,
        ]) || full;
    }
    const { districtId } = file;
    for (const d of duties)
      full =
        this.duties.row([
          districtId,
          subjectId,
          d.kind,
          d.anchor,
          d.areaId,
          d.appearsOn,
          d.dueOn,
          d.doneOn,
          d.doneByRecord,
          d.reason,
        ]) || full;
    for (const f of flags)
      full = this.flags.row([districtId, subjectId, f.kind, f.anchor, f.areaId, f.from, f.to]) || full;
    if (full) for (const writer of [this.facts, this.duties, this.flags]) await writer.send();
    districts.delete(districtId);
    return [...districts].sort((a, b) => a - b);
  }

  /** Facts handed over so far. */
  get written(): number {
    return this.facts.rows;
  }

  /** Sends what waits. Who loads from several connections at once flushes each and then calls `writeTotals` once. */
  async flush(): Promise<void> {
    for (const writer of [this.facts, this.duties, this.flags]) await writer.flush();
  }

  /** Sends the rest and writes all totals. */
  async finish(): Promise<Booking> {
    await this.flush();
    return { facts: this.facts.rows, totals: await writeTotals(this.client) };
  }
}

/**
 * The totals of all facts, into an empty table, by month as they come about in service: those of the open months lie together.
 * @returns rows written
 */
export async function writeTotals(client: pg.ClientBase): Promise<number> {
  const totals = await client.query(`
      insert into fact_total (district_id, area_id, indicator, cell, booked_month, effective_month, quantity)
      select f.district_id, f.area_id, f.indicator, f.cell, f.booked_month, ${effectiveMonthSql} as effective_month, sum(f.quantity)
      from fact f join area_period p on p.district_id = f.district_id and p.area_id = f.area_id
      group by f.district_id, f.area_id, f.indicator, f.cell, f.booked_month, effective_month having sum(f.quantity) <> 0
      order by f.booked_month, f.district_id, f.area_id`);
  return totals.rowCount ?? 0;
}
