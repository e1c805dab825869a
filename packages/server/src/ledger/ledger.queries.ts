/** The rows of a ledger: who stands in it by the facts or the records, within the scope, with the columns that are asked for. */

import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type AreaTree, ancestorsAt, areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import { ageOn, minDate, type PlainDate, wholeMonths } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import type { LedgerValue } from '@renshe/domain/ledger/ledger.words.ts';
import type { LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { statutoryRetirementOn } from '@renshe/domain/retirement/retirement.rules.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import { parameterNumber } from '../platform/parameter-value.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { besides, getExpression, ledgerExpressions } from './ledger-expressions.ts';
import { conditionSql, inPart, joined, type LedgerQuestion, type MemberOptions, membersOf } from './ledger-members.ts';

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
  const { count, rows } = await readLedgerParts(r, scope, reference, today, question, page, {});
  return { count, rows: rows.map(({ part: _, ...row }) => row) };
}

/** The same of several parts of the scope at once, each as if it were the scope, or as it was booked up to a closed month. */
export async function readLedgerParts(
  r: Reader,
  scope: Scope,
  reference: Reference,
  today: PlainDate,
  question: LedgerQuestion,
  page: { limit: number; offset: number },
  options: MemberOptions,
): Promise<{ count: number; rows: (LedgerRow & { part: number })[] }> {
  const { ledger, period, columns } = question;
  const { tree } = reference;
  const last = minDate(period.last, today);
  const households = rowKindOf(ledger.rows) === 'household';
  const place = households ? 'h' : 'r';
  const conditions = [...ledger.conditions, ...question.conditions];
  const kept = [...new Set(columns.map((key) => foundFrom[key] ?? key))].filter((key) => ledgerExpressions[key]);
  const used = [...kept, ...conditions.map((c) => c.column), ...question.sort.map((s) => s.column)];
  const inside = options.unmasked
    ? sql<boolean>`true`
    : options.by
      ? inPart(options.by, `${place}.area_id`)
      : inScope(scope, `${place}.district_id`, `${place}.area_id`);
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
    with m as materialized (${membersOf(question, scope, last, options)})
    select m.part, m.subject_id, m.record_id, m.area_id as place, ${inside} as inside, ${person}, count(*) over ()::int as count${cells.length > 0 ? sql`, ${sql.join(cells)}` : sql``}
    from m ${joined(question, tree)} ${besides(used, last)} ${where}
    order by ${sql.join([...order, sql`m.subject_id`, sql`m.record_id`])} limit ${page.limit} offset ${page.offset}`.execute(
    r,
  );
  if (rows.length === 0 && page.offset > 0) {
    const first = await readLedgerParts(r, scope, reference, today, question, { limit: 1, offset: 0 }, options);
    return { count: first.count, rows: [] };
  }
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.map((row) => ({
      part: row.part,
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
  part: number;
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
