/** The rows of a ledger: who stands in it by the facts or the records, within the scope, with the columns that are asked for. */

import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type AreaTree, ancestorsAt, areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import type { Period } from '@renshe/domain/kernel/period.ts';
import { ageOn, minDate, type PlainDate, wholeMonths } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { type Ledger, type LedgerCondition, type LedgerSort, rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import type { LedgerValue } from '@renshe/domain/ledger/ledger.words.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { statutoryRetirementOn } from '@renshe/domain/retirement/retirement.rules.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { besides, getExpression, ledgerExpressions } from './ledger-expressions.ts';

export interface LedgerQuestion {
  ledger: Ledger;
  period: Period;
  columns: readonly LedgerColumnKey[];
  conditions: readonly LedgerCondition[];
  sort: readonly LedgerSort[];
}

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

/** Who stands in the ledger: `m` with district_id, subject_id, record_id, area_id and counted_on. */
function membersOf({ ledger, period }: LedgerQuestion, scope: Scope, last: PlainDate): RawBuilder<unknown> {
  const { rows } = ledger;
  if (rows.kind === 'stock')
    return sql`select f.subject_id, null::uuid as record_id, max(f.effective_on) filter (where f.quantity > 0) as counted_on,
        (array_agg(f.area_id order by f.effective_on desc, f.quantity desc, f.id desc))[1] as area_id
      from fact f where ${inScope(scope, 'f.district_id', 'f.area_id')} and f.indicator = ${rows.indicator} and f.cell = '' and f.effective_on <= ${last}::date
      group by f.subject_id having sum(f.quantity) > 0`;
  if (rows.kind === 'flow')
    return sql`select f.subject_id, f.record_id, max(f.effective_on) as counted_on, max(f.area_id) as area_id
      from fact f where ${inScope(scope, 'f.district_id', 'f.area_id')} and f.indicator = ${rows.indicator} and f.cell = ''
        and f.effective_on between ${period.from}::date and ${last}::date
      group by f.subject_id, f.record_id having sum(f.quantity) > 0`;
  if (rows.of === 'departure')
    return sql`select r.resident_id as subject_id, null::uuid as record_id, r.ended_on as counted_on, r.area_id from resident r
      where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and r.ended_on between ${period.from}::date and ${last}::date`;
  const { table, id, on, live } = recordTables[rows.of];
  return sql`select x.resident_id as subject_id, x.${sql.ref(id)} as record_id, x.${sql.ref(on)} as counted_on, r.area_id
    from ${sql.table(table)} x join resident r on r.district_id = x.district_id and r.resident_id = x.resident_id
    where ${inScope(scope, 'r.district_id', 'r.area_id')} and r.voided_at is null and ${sql.raw(live)}
      and x.${sql.ref(on)} between ${period.from}::date and ${last}::date`;
}

/** The person or household of each member, and the record that the row is about. */
function joined(question: LedgerQuestion, tree: AreaTree): RawBuilder<unknown> {
  const all = districtsOfCity(tree);
  const { rows } = question.ledger;
  if (rowKindOf(rows) === 'household')
    return sql`join household h on h.district_id = any(${all}::int[]) and h.household_id = m.subject_id`;
  const person = sql`join resident r on r.district_id = any(${all}::int[]) and r.resident_id = m.subject_id`;
  if (rows.kind !== 'records' || rows.of === 'departure') return person;
  const { table, id } = recordTables[rows.of];
  return sql`${person} join ${sql.table(table)} x on x.district_id = r.district_id and x.${sql.ref(id)} = m.record_id`;
}

function conditionSql(condition: LedgerCondition): RawBuilder<SqlBool> {
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

/** Columns that a computed one is found from. */
const foundFrom: Partial<Record<LedgerColumnKey, LedgerColumnKey>> = { unemployedMonths: 'unemployedSince' };

/**
 * The rows of a ledger with how many there are in all. Somebody who has moved out of the reader's area since stays in a ledger of an earlier
 * day, without anything but a masked name, and is found by no condition.
 */
export async function readLedger(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  question: LedgerQuestion,
  page: { limit: number; offset: number },
): Promise<{ count: number; rows: LedgerRow[] }> {
  const { ledger, period, columns } = question;
  const { tree } = reference;
  const last = minDate(period.last, today);
  const households = rowKindOf(ledger.rows) === 'household';
  const place = households ? 'h' : 'r';
  const conditions = [...ledger.conditions, ...question.conditions];
  const kept = [...new Set(columns.map((key) => foundFrom[key] ?? key))].filter((key) => ledgerExpressions[key]);
  const used = [...kept, ...conditions.map((c) => c.column), ...question.sort.map((s) => s.column)];
  const inside = inScope(scope, `${place}.district_id`, `${place}.area_id`);
  const where =
    conditions.length === 0 ? sql`` : sql`where ${sql.join([inside, ...conditions.map(conditionSql)], sql` and `)}`;
  const order = question.sort.map(({ column, descending }) => {
    const { sql: value, order: by } = getExpression(column);
    return sql`${sql.raw(by ?? value)}${sql.raw(descending ? ' desc nulls last' : ' nulls last')}`;
  });
  const cells = kept.map((key) => sql`${sql.raw(getExpression(key).sql)} as ${sql.ref(key)}`);
  const person = households
    ? sql`null::date as birth_on, null::text as sex_code, null::text as retirement_category`
    : sql`r.birth_on, r.sex as sex_code, r.retirement_category`;
  const { rows } = await sql<Record<string, unknown> & RawRow>`
    with m as materialized (${membersOf(question, scope, last)})
    select m.subject_id, m.record_id, m.area_id as place, ${inside} as inside, ${person}, count(*) over ()::int as count${cells.length > 0 ? sql`, ${sql.join(cells)}` : sql``}
    from m ${joined(question, tree)} ${besides(used, last)} ${where}
    order by ${sql.join([...order, sql`m.subject_id`, sql`m.record_id`])} limit ${page.limit} offset ${page.offset}`.execute(
    r,
  );
  if (rows.length === 0 && page.offset > 0) {
    const first = await readLedger(r, scope, reference, today, question, { limit: 1, offset: 0 });
    return { count: first.count, rows: [] };
  }
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.map((row) => ({
      subjectKind: households ? ('household' as const) : ('resident' as const),
      subjectId: row.subject_id,
      recordId: row.record_id,
      inScope: row.inside,
      cells: Object.fromEntries(
        columns.map((key) => [
          key,
          row.inside ? cellOf(key, row, reference, last) : hiddenCell(key, row, reference, last),
        ]),
      ),
    })),
  };
}

interface RawRow {
  subject_id: string;
  record_id: string | null;
  place: number;
  inside: boolean;
  birth_on: PlainDate | null;
  sex_code: string | null;
  retirement_category: 'M60' | 'F55' | 'F50' | null;
  count: number;
}

function cellOf(
  key: LedgerColumnKey,
  row: RawRow & Record<string, unknown>,
  reference: Reference,
  on: PlainDate,
): LedgerValue {
  const { tree } = reference;
  switch (key) {
    case 'age':
      return row.birth_on === null ? null : ageOn(row.birth_on, on);
    case 'unemployedMonths':
      return row.unemployedSince ? wholeMonths(row.unemployedSince as PlainDate, on) : null;
    case 'statutoryRetirementOn':
      return row.birth_on === null ? null : statutoryRetirementOn(row.birth_on, categoryOf(row, reference, on));
    case 'community':
    case 'householdCommunity':
      return shortAreaName(areaVersionAt(tree, row.place, on).name);
    case 'street':
      return streetOf(tree, row.place, on);
    default:
      return (row[key] ?? null) as LedgerValue;
  }
}

function categoryOf(row: RawRow, reference: Reference, on: PlainDate): 'M60' | 'F55' | 'F50' {
  if (row.retirement_category) return row.retirement_category;
  if (row.sex_code === '1') return 'M60';
  return parameterNumber(reference, 'retirement.woman_default_age', row.place, on) === 55 ? 'F55' : 'F50';
}

/** Who has moved elsewhere since: where she was counted, and a masked name. */
function hiddenCell(
  key: LedgerColumnKey,
  row: RawRow & Record<string, unknown>,
  reference: Reference,
  on: PlainDate,
): LedgerValue {
  if (key === 'name') return maskName(String(row.name ?? ''));
  if (key === 'community' || key === 'street' || key === 'householdCommunity') return cellOf(key, row, reference, on);
  return null;
}

function streetOf(tree: AreaTree, areaId: number, on: PlainDate): string | null {
  const street = ancestorsAt(tree, areaId, on).find((id) => tree.areas.get(id)?.kind === 'street');
  return street === undefined ? null : shortAreaName(areaVersionAt(tree, street, on).name);
}
