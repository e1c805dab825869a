/**
 * book: the only writer of fact, fact_total, duty and flag (kernel K8). Takes all subjects of a command at once, locks the
 * periods of every area that any of them touches, and writes the difference between what follows and what is booked.
 */
import { bookedMonth, frontierOf } from '@renshe/domain/kernel/booked-month.ts';
import type { Derivation } from '@renshe/domain/kernel/derive.ts';
import { difference, type Fact } from '@renshe/domain/kernel/difference.ts';
import type { AreaId, Id, SubjectFile } from '@renshe/domain/kernel/file.ts';
import { subjectIdOf } from '@renshe/domain/kernel/file.ts';
import { type Month, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { clampToOpening } from '@renshe/domain/kernel/report-figures.ts';
import { deriveFile } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import { arrayLiteral } from '../platform/array-literal.ts';
import { later, type Reader, type Writer } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { writeProjections } from './project.ts';
import type { LedgerStanding } from './read-files.ts';

export type BookingSubject = {
  file: SubjectFile;
  standing: LedgerStanding;
  /** Nothing can be booked for it yet. */
  isNew: boolean;
  /** Districts that keep or kept its own rows (duties, flags). */
  homes: readonly number[];
};

export type BookingContext = {
  reference: Pick<Reference, 'tree' | 'timelines'>;
  /** Newest derivation version, of the same moment as the files. */
  version: number;
};

/** Rows written, for tests and logs. */
export type Booking = { facts: number; totals: number };

export type Period = { openingMonth: Month; closedThrough: Month };

/** A fact with all that its row has but subject and cause. */
export type LedgerRow = Fact & { subjectId: Id; districtId: number; bookedMonth: Month };

export async function book(
  w: Writer,
  context: BookingContext,
  subjects: readonly BookingSubject[],
  cause: Id,
): Promise<Booking> {
  const { tree, timelines } = context.reference;
  const derived = new Map<Id, Derivation>();
  for (const s of subjects) derived.set(subjectIdOf(s.file), deriveFile(s.file, timelines, tree));
  const booked = await readBooked(w, subjects);

  const open: { subjectId: Id; rows: Fact[]; areas: Set<AreaId> }[] = [];
  for (const [subjectId, { facts }] of derived) {
    const known = booked.get(subjectId) ?? [];
    const rows = difference(facts, known);
    // All areas of the target and of anything ever booked, also what nets to zero: rule K4.
    if (rows.length > 0) open.push({ subjectId, rows, areas: new Set([...facts, ...known].map((f) => f.areaId)) });
  }
  const districtOf = (areaId: AreaId): number => {
    const area = tree.areas.get(areaId);
    if (!area) throw new Error(`unknown area ${areaId}`);
    return area.districtId;
  };
  const periods = await lockPeriods(w, new Set(open.flatMap((o) => [...o.areas])), districtOf);
  const rows = open.flatMap(({ subjectId, rows: facts, areas }): LedgerRow[] => {
    const frontier = frontierOf(areas, (areaId) => periodOf(periods, areaId).closedThrough);
    return facts.map((fact) => ({
      ...fact,
      subjectId,
      districtId: districtOf(fact.areaId),
      bookedMonth: bookedMonth(fact.effectiveOn, frontier),
    }));
  });
  const totals = await writeFacts(w, rows, periods, cause);
  await writeProjections(w, subjects, derived, districtsOf(rows), context.version);
  return { facts: rows.length, totals };
}

function districtsOf(rows: readonly LedgerRow[]): Map<Id, Set<number>> {
  const districts = new Map<Id, Set<number>>();
  for (const row of rows) {
    const known = districts.get(row.subjectId);
    if (known) known.add(row.districtId);
    else districts.set(row.subjectId, new Set([row.districtId]));
  }
  return districts;
}

export type BookedRow = {
  subject_id: Id;
  indicator: string;
  area_id: number;
  cell: string;
  effective_on: string;
  record_id: Id;
  quantity: number;
};

/** Booked sums by the key K2, those that net to zero included: their areas count for the frontier. */
export async function readBooked(
  r: Reader,
  subjects: readonly Pick<BookingSubject, 'file' | 'standing' | 'isNew' | 'homes'>[],
): Promise<Map<Id, Fact[]>> {
  const old = subjects.filter((s) => !s.isNew);
  const booked = new Map<Id, Fact[]>();
  if (old.length === 0) return booked;
  const districts = [...new Set(old.flatMap((s) => [...s.homes, ...s.standing.pastDistricts]))];
  const result = await sql<BookedRow>`
    select subject_id, indicator, area_id, cell, effective_on, record_id, sum(quantity)::bigint as quantity from fact
    where district_id = any(${districts}::int[]) and subject_id = any(${old.map((s) => subjectIdOf(s.file))}::uuid[])
    group by subject_id, indicator, area_id, cell, effective_on, record_id`.execute(r);
  for (const row of result.rows) {
    const fact: Fact = {
      indicator: row.indicator,
      areaId: row.area_id,
      cell: row.cell,
      effectiveOn: row.effective_on,
      recordId: row.record_id,
      quantity: Number(row.quantity),
    };
    const known = booked.get(row.subject_id);
    if (known) known.push(fact);
    else booked.set(row.subject_id, [fact]);
  }
  return booked;
}

/** Shares the periods with other bookings and keeps a closing out until the commit; in (district, area) order, one statement a district. */
async function lockPeriods(
  w: Writer,
  areas: ReadonlySet<AreaId>,
  districtOf: (areaId: AreaId) => number,
): Promise<Map<AreaId, Period>> {
  const districts = new Map<number, AreaId[]>();
  for (const areaId of areas) {
    const known = districts.get(districtOf(areaId));
    if (known) known.push(areaId);
    else districts.set(districtOf(areaId), [areaId]);
  }
  const periods = new Map<AreaId, Period>();
  for (const [districtId, ids] of [...districts].sort((a, b) => a[0] - b[0])) {
    const result = await sql<{ area_id: number; opening_month: number; closed_through: number }>`
      select area_id, opening_month, closed_through from area_period
      where district_id = ${districtId} and area_id = any(${ids}::int[]) order by area_id for share`.execute(w);
    for (const row of result.rows)
      periods.set(row.area_id, { openingMonth: row.opening_month, closedThrough: row.closed_through });
  }
  return periods;
}

export function periodOf(periods: ReadonlyMap<AreaId, Period>, areaId: AreaId): Period {
  const period = periods.get(areaId);
  if (!period) throw new Error(`area ${areaId} has no period`);
  return period;
}

type Total = {
  districtId: number;
  areaId: AreaId;
  indicator: string;
  cell: string;
  bookedMonth: Month;
  effectiveMonth: Month;
  quantity: number;
};

/** Facts and their totals in one statement; totals sorted by key, so that two bookings never wait for each other crosswise. */
async function writeFacts(
  w: Writer,
  rows: readonly LedgerRow[],
  periods: ReadonlyMap<AreaId, Period>,
  cause: Id,
): Promise<number> {
  if (rows.length === 0) return 0;
  const totals = totalsOf(rows, periods);
  const f = <K extends keyof LedgerRow>(key: K) => arrayLiteral(rows.map((row) => row[key]));
  const facts = sql`insert into fact (district_id, subject_id, indicator, area_id, cell, effective_on, booked_month, quantity, record_id, cause)
    select d, s, i, a, c, e, b, q, r, ${cause}::uuid from unnest(${f('districtId')}::int[], ${f('subjectId')}::uuid[], ${f('indicator')}::text[], ${f('areaId')}::int[],
      ${f('cell')}::text[], ${f('effectiveOn')}::date[], ${f('bookedMonth')}::int[], ${f('quantity')}::bigint[], ${f('recordId')}::uuid[]) as t (d, s, i, a, c, e, b, q, r)`;
  if (totals.length === 0) {
    await later(w, facts);
    return 0;
  }
  const t = <K extends keyof Total>(key: K) => arrayLiteral(totals.map((row) => row[key]));
  await later(
    w,
    sql`with facts as (${facts})
    insert into fact_total (district_id, area_id, indicator, cell, booked_month, effective_month, quantity)
    select * from unnest(${t('districtId')}::int[], ${t('areaId')}::int[], ${t('indicator')}::text[], ${t('cell')}::text[], ${t('bookedMonth')}::int[], ${t('effectiveMonth')}::int[], ${t('quantity')}::bigint[])
    on conflict (district_id, area_id, indicator, cell, booked_month, effective_month) do update set quantity = fact_total.quantity + excluded.quantity`,
  );
  return totals.length;
}

function totalsOf(rows: readonly LedgerRow[], periods: ReadonlyMap<AreaId, Period>): Total[] {
  const totals = new Map<string, Total>();
  for (const row of rows) {
    const effectiveMonth = clampToOpening(monthOf(row.effectiveOn), periodOf(periods, row.areaId).openingMonth);
    const key = `${row.areaId}|${row.indicator}|${row.cell}|${row.bookedMonth}|${effectiveMonth}`;
    const known = totals.get(key);
    if (known) known.quantity += row.quantity;
    else {
      const { districtId, areaId, indicator, cell, quantity } = row;
      totals.set(key, { districtId, areaId, indicator, cell, bookedMonth: row.bookedMonth, effectiveMonth, quantity });
    }
  }
  return [...totals.values()].filter((t) => t.quantity !== 0).sort(byKey);
}

function byKey(a: Total, b: Total): number {
  return (
    a.districtId - b.districtId ||
    a.areaId - b.areaId ||
    (a.indicator < b.indicator ? -1 : a.indicator > b.indicator ? 1 : 0) ||
    (a.cell < b.cell ? -1 : a.cell > b.cell ? 1 : 0) ||
    a.bookedMonth - b.bookedMonth ||
    a.effectiveMonth - b.effectiveMonth
  );
}
