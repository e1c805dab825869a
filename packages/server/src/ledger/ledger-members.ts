/** Who stands in a ledger, as SQL: the same for its rows, for the counts of a volume and for the copy that a closing freezes. */
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import type { Month, PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Ledger, type LedgerCondition, type LedgerSort, rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { inScope, type Scope } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { getExpression } from './ledger-expressions.ts';

export interface LedgerQuestion {
  ledger: Ledger;
  period: Period;
  columns: readonly LedgerColumnKey[];
  conditions: readonly LedgerCondition[];
  sort: readonly LedgerSort[];
  /** A closed month: read what was frozen of it. */
  closed?: Month;
}

/** Communities and the part that each belongs to: everybody stands once in each part, as if it were a scope of its own. */
export interface LedgerParts {
  leaves: readonly number[];
  parts: readonly number[];
}

export interface MemberOptions {
  /** One part for all of the scope when left out. */
  by?: LedgerParts | undefined;
  /** Only what was booked up to a closed month: what came to be known later is left out. */
  bookedThrough?: Month | undefined;
  /** Whoever has moved away since is found by conditions and shown whole: for what is kept, not for a reader. */
  unmasked?: boolean;
}

const partsSql = ({ leaves, parts }: LedgerParts) => sql`unnest(${leaves}::int[], ${parts}::int[]) as g (leaf, part)`;

/** That somebody lives in the part in which she is counted. */
export const inPart = (by: LedgerParts, place: string) =>
  sql<boolean>`exists (select 1 from ${partsSql(by)} where g.leaf = ${sql.ref(place)} and g.part = m.part)`;

/** Tables of the records that a ledger may list, with the column of the day on which each happened. */
const recordTables = {
  unemployment: {
    table: 'unemployment_registration',
    id: 'registration_id',
    on: 'registered_on',
    live: 'x.voided_at is null',
  },
  employment: { table: 'employment', id: 'employment_id', on: 'started_on', live: 'x.voided_at is null' },
  contact: { table: 'contact', id: 'contact_id', on: 'contacted_on', live: 'x.voided_at is null' },
  policy: { table: 'policy_benefit', id: 'benefit_id', on: 'from_on', live: 'x.voided_at is null' },
  confirmation: {
    table: 'eligibility_confirmation',
    id: 'confirmation_id',
    on: 'confirmed_on',
    live: 'x.voided_at is null',
  },
  certificate: { table: 'certificate', id: 'certificate_id', on: 'issued_on', live: 'true' },
} as const;

/** Who stands in the ledger: `m` with part, subject_id, record_id, area_id and counted_on. */
export function membersOf(
  { ledger, period }: Pick<LedgerQuestion, 'ledger' | 'period'>,
  scope: Scope,
  last: PlainDate,
  { by, bookedThrough }: MemberOptions = {},
): RawBuilder<unknown> {
  const { rows } = ledger;
  const part = by ? sql`g.part` : sql`0`;
  const parted = (place: string) => (by ? sql`join ${partsSql(by)} on g.leaf = ${sql.ref(place)}` : sql``);
  const grouped = by ? sql`g.part, ` : sql``;
  const booked = bookedThrough === undefined ? sql`` : sql`and f.booked_month <= ${bookedThrough}`;
  if (rows.kind === 'stock')
    return sql`select ${part} as part, f.subject_id, null::uuid as record_id, max(f.effective_on) filter (where f.quantity > 0) as counted_on,
        (array_agg(f.area_id order by f.effective_on desc, f.quantity desc, f.id desc))[1] as area_id
      from fact f ${parted('f.area_id')} where ${inScope(scope, 'f.district_id', 'f.area_id')} and f.indicator = ${rows.indicator} and f.cell = '' and f.effective_on <= ${last}::date ${booked}
      group by ${grouped}f.subject_id having sum(f.quantity) > 0`;
  if (rows.kind === 'flow')
    return sql`select ${part} as part, f.subject_id, f.record_id, max(f.effective_on) as counted_on, max(f.area_id) as area_id
      from fact f ${parted('f.area_id')} where ${inScope(scope, 'f.district_id', 'f.area_id')} and f.indicator = ${rows.indicator} and f.cell = ''
        and f.effective_on between ${period.from}::date and ${last}::date ${booked}
      group by ${grouped}f.subject_id, f.record_id having sum(f.quantity) > 0`;
  if (rows.of === 'departure')
    return sql`select ${part} as part, r.resident_id as subject_id, null::uuid as record_id, r.ended_on as counted_on, r.area_id from resident r ${parted('r.area_id')}
      where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and r.ended_on between ${period.from}::date and ${last}::date`;
  const { table, id, on, live } = recordTables[rows.of];
  return sql`select ${part} as part, x.resident_id as subject_id, x.${sql.ref(id)} as record_id, x.${sql.ref(on)} as counted_on, r.area_id
    from ${sql.table(table)} x join resident r on r.district_id = x.district_id and r.resident_id = x.resident_id ${parted('r.area_id')}
    where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and ${sql.raw(live)}
      and x.${sql.ref(on)} between ${period.from}::date and ${last}::date`;
}

/** The person or household of each member, and the record that the row is about. */
export function joined({ ledger }: Pick<LedgerQuestion, 'ledger'>, tree: AreaTree): RawBuilder<unknown> {
  const all = districtsOfCity(tree);
  const { rows } = ledger;
  if (rowKindOf(rows) === 'household')
    return sql`join household h on h.district_id = any(${all}::int[]) and h.household_id = m.subject_id`;
  const person = sql`join resident r on r.district_id = any(${all}::int[]) and r.resident_id = m.subject_id`;
  if (rows.kind !== 'records' || rows.of === 'departure') return person;
  const { table, id } = recordTables[rows.of];
  return sql`${person} join ${sql.table(table)} x on x.district_id = r.district_id and x.${sql.ref(id)} = m.record_id`;
}

export function conditionSql(condition: LedgerCondition): RawBuilder<SqlBool> {
  const column = sql.raw(getExpression(condition.column).sql);
  const { kind } = getLedgerColumn(condition.column);
  if ('is' in condition) {
    if (kind === 'yes-no') return sql<SqlBool>`${column} = any(${condition.is.map((v) => v === 'yes')}::boolean[])`;
    if (kind === 'codes') return sql<SqlBool>`${column} && ${[...condition.is]}::text[]`;
    return sql<SqlBool>`${column} = any(${[...condition.is]}::text[])`;
  }
  if ('filled' in condition) {
    const empty = kind === 'text' ? sql<SqlBool>`coalesce(${column}, '') = ''` : sql<SqlBool>`${column} is null`;
    return condition.filled ? sql<SqlBool>`not (${empty})` : empty;
  }
  if ('contains' in condition) return sql<SqlBool>`strpos(${column}, ${condition.contains}) > 0`;
  if ('atLeast' in condition) return sql<SqlBool>`${column} >= ${condition.atLeast}`;
  const { from, to } = condition;
  return sql<SqlBool>`(${column} is not null${from ? sql` and ${column} >= ${from}::date` : sql``}${to ? sql` and ${column} <= ${to}::date` : sql``})`;
}
