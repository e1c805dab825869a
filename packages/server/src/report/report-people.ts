import { type AreaTree, getArea } from '@renshe/domain/area/area-tree.ts';
import type { AgeBand } from '@renshe/domain/kernel/age-band.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import { ageOn, lastDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  type FormColumn,
  type FormLine,
  findColumn,
  findLine,
  ledgerCells,
  lineHasColumn,
} from '@renshe/domain/report/monthly-form.ts';
import type { reportPersonSchema } from '@renshe/domain/report/report.contract.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Scope } from '../platform/scope.ts';
import { bandBucket, bandLimits, type Leaves } from '../statistics/read-figures.ts';
import { districtsOfCity, leavesOf, type Measure } from './monthly-report.ts';

type Person = z.infer<typeof reportPersonSchema>;

export interface Cell {
  areaId: number;
  month: Month;
  line: FormLine;
  column: FormColumn;
  measure: Measure;
}

export function getCell(areaId: number, month: Month, lineKey: string, columnKey: string, measure: Measure): Cell {
  const line = findLine(lineKey);
  const column = findColumn(columnKey);
  if (!line || !column || !lineHasColumn(line, column) || (line.kind !== 'flow' && measure !== 'month'))
    throw new AppError('report.unknown-cell', 'notFound');
  return { areaId, month, line, column, measure };
}

/** Bookings that a measure counts, as SQL over `fact f` joined to its leaf's period `p`. */
function measureOf(cell: Cell) {
  const { month } = cell;
  const january = Math.floor(month / 100) * 100 + 1;
  const effective = sql`(extract(year from f.effective_on) * 100 + extract(month from f.effective_on))::int`;
  const opened = sql`${effective} >= p.opening_month`;
  if (cell.line.kind !== 'flow') return sql<boolean>`f.booked_month <= ${month}`;
  if (cell.measure === 'month')
    return sql<boolean>`f.booked_month = ${month} and ${effective} = ${month} and ${opened}`;
  if (cell.measure === 'adjustment')
    return sql<boolean>`f.booked_month = ${month} and ${effective} >= ${january} and ${effective} < ${month} and ${opened}`;
  if (cell.measure === 'priorYear')
    return sql<boolean>`f.booked_month = ${month} and ${effective} < ${january} and ${opened}`;
  return sql<boolean>`f.booked_month between ${january} and ${month} and ${effective} >= ${january} and ${opened}`;
}

/** The ledger's cells as SQL: the predicate of the form line on a finite list of the cells that exist. */
async function cellsOf(r: Reader, leaves: Leaves, cell: Cell): Promise<string[]> {
  const matches = ledgerCells(cell.line, cell.column) ?? ((text: string) => text === '');
  if (!cell.line.cells) return [cell.column.dimension === 'age' && cell.line.kind !== 'flow' ? '' : cell.column.cell];
  const rows = await sql<{
    cell: string;
  }>`select distinct cell from fact_total where district_id = any(${leaves.districts}::int[]) and area_id = any(${leaves.areas}::int[]) and indicator = any(${cell.line.indicators}::text[])`.execute(
    r,
  );
  return rows.rows.map((row) => row.cell).filter(matches);
}

/**
 * Who makes up a cell: subjects whose bookings sum to something, from the facts, so that the list of a closed month never changes. A
 * person who has left the reader's area since stays counted but is shown without name and link.
 */
export async function listPeople(
  r: Reader,
  tree: AreaTree,
  scope: Scope,
  cell: Cell,
  today: PlainDate,
  page: { limit: number; offset: number },
): Promise<{ count: number; people: Person[] }> {
  const leaves = leavesOf(tree, cell.areaId, cell.month);
  const cells = await cellsOf(r, leaves, cell);
  const band = cell.line.kind !== 'flow' && cell.column.dimension === 'age' ? (cell.column.band as AgeBand) : null;
  const all = districtsOfCity(tree);
  const households = cell.line.unit === 'household';
  const on = lastDayOf(cell.month);
  const subjects = sql`
    select f.subject_id, sum(f.quantity)::int as quantity, max(f.effective_on) filter (where f.quantity > 0) as raised_on, max(f.effective_on) as effective_on,
      (array_agg(f.area_id order by f.effective_on desc, f.id desc))[1] as area_id
    from fact f join area_period p on p.district_id = f.district_id and p.area_id = f.area_id
    where f.district_id = any(${leaves.districts}::int[]) and f.area_id = any(${leaves.areas}::int[]) and f.indicator = any(${cell.line.indicators}::text[]) and f.cell = any(${cells}::text[]) and ${measureOf(cell)}
    group by f.subject_id having sum(f.quantity) <> 0`;
  const person = households
    ? sql`left join lateral (select h.area_id as home, (select x.name from household_member m join resident x on x.district_id = m.district_id and x.resident_id = m.resident_id
          where m.district_id = any(${all}::int[]) and m.household_id = s.subject_id and m.relation = '02' and m.to_on is null and m.voided_at is null limit 1) as name,
          null::text as sex, null::date as birth_on, null::text as citizen_id_masked from household h where h.district_id = any(${all}::int[]) and h.household_id = s.subject_id) x on true`
    : sql`left join lateral (select y.area_id as home, y.name, y.sex, y.birth_on, y.citizen_id_masked from resident y where y.district_id = any(${all}::int[]) and y.resident_id = s.subject_id) x on true`;
  const inBand =
    band === null ? sql`true` : sql`width_bucket(x.birth_on, ${bandLimits(on)}::date[]) = ${bandBucket(band)}`;
  const rows = await sql<{
    subject_id: string;
    quantity: number;
    raised_on: string | null;
    effective_on: string;
    area_id: number;
    home: number | null;
    name: string | null;
    sex: '1' | '2' | null;
    birth_on: string | null;
    citizen_id_masked: string | null;
    count: number;
  }>`
    with s as materialized (${subjects})
    select s.*, x.*, count(*) over ()::int as count from s ${person} where ${inBand}
    order by coalesce(s.raised_on, s.effective_on) desc, s.subject_id limit ${page.limit} offset ${page.offset}`.execute(
    r,
  );
  return {
    count: rows.rows[0]?.count ?? 0,
    people: rows.rows.map((row) => {
      const inside = row.home !== null && scope.includes(row.home);
      const countedOn = row.raised_on ?? row.effective_on;
      return {
        subjectKind: households ? 'household' : 'resident',
        subjectId: row.subject_id,
        name: row.name === null ? '' : inside ? row.name : maskName(row.name),
        sex: inside ? row.sex : null,
        // The age that put her into the column, not today's.
        age: inside && row.birth_on ? ageOn(row.birth_on, cell.line.kind === 'flow' ? countedOn : on) : null,
        citizenIdMasked: inside ? row.citizen_id_masked : null,
        area: areaRef(tree, getArea(tree, row.area_id).areaId, today),
        effectiveOn: countedOn,
        quantity: row.quantity,
        inScope: inside,
      };
    }),
  };
}
