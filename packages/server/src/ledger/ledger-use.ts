/** 台账使用情况: what was counted, and what the city has retired because nobody uses it. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { addToMonth, formatMonth, type Month, monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type Ledger, rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import { hasColumn, isLedgerColumn, type LedgerColumnKey, ledgerColumns } from '@renshe/domain/ledger/ledger-column.ts';
import type { LedgerAct, ledgerUseContracts, UsedLedger } from '@renshe/domain/ledger/ledger-use.contract.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { CommandContext, ReadContext } from '../platform/route.ts';
import { scopeDistricts } from '../platform/scope.ts';
import { writeUse } from './count-use.ts';
import { ledgerCatalogue } from './ledger-catalogue.ts';
import { getLedger, listLedgers } from './own-ledger.ts';

/** Retired things are the whole city's; their rows stand under the district 0. */
const cityId = 0;

/** What is retired, by ledger: columns, and '' for the ledger itself. */
export async function listRetired(r: Reader): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await r
    .selectFrom('ledger_retirement')
    .select(['ledger', 'column_key'])
    .where('district_id', '=', cityId)
    .where('restored_at', 'is', null)
    .execute();
  const retired = new Map<string, Set<string>>();
  for (const { ledger, column_key } of rows) retired.set(ledger, (retired.get(ledger) ?? new Set()).add(column_key));
  return retired;
}

/** The retired columns among those that are shown, and whether the ledger itself is: said on paper and in workbooks. */
export async function retiredOf(
  r: Reader,
  ledger: string,
  columns: readonly LedgerColumnKey[],
): Promise<{ ledger: boolean; columns: LedgerColumnKey[] }> {
  const retired = (await listRetired(r)).get(ledger);
  return { ledger: retired?.has('') ?? false, columns: columns.filter((key) => retired?.has(key)) };
}

export const columnsOfLedger = (ledger: Ledger): LedgerColumnKey[] =>
  (Object.keys(ledgerColumns) as LedgerColumnKey[]).filter((key) => hasColumn(rowKindOf(ledger.rows), key));

interface UseRow {
  ledger: string;
  kind: string;
  item: string;
  act: LedgerAct;
  uses: number;
  last: Month;
}

const none = () => ({ opened: 0, exported: 0, printed: 0 });

/** What the offices of the reader's districts did in the last months, this one included. */
export async function readUse(c: ReadContext<typeof ledgerUseContracts.read>) {
  await writeUse(c.host.db);
  const to = monthOf(c.today);
  const from = addToMonth(to, 1 - c.query.months);
  const districts = usedDistricts(c);
  const { rows } = await sql<UseRow>`
    select ledger, kind, item, act, coalesce(sum(uses) filter (where month >= ${from}), 0)::int as uses,
      max(month) as last
    from ledger_use where district_id = any(${districts}::int[]) and month <= ${to} group by ledger, kind, item, act`.execute(
    c.r,
  );
  const { rows: offices } = await sql<{ ledger: string; offices: number }>`
    select ledger, count(distinct office_id)::int as offices from ledger_use
    where district_id = any(${districts}::int[]) and month between ${from} and ${to} group by ledger`.execute(c.r);
  const { rows: first } = await sql<{ since: Month | null }>`
    select min(month) as since from ledger_use where district_id = any(${districts}::int[])`.execute(c.r);
  const { rows: views } = await sql<{ view_id: string; name: string; owner: string; ledger: string }>`
    select v.view_id, v.name, a.name as owner, v.ledger from ledger_view v join account a on a.account_id = v.account_id
    where v.district_id = any(${districts}::int[]) and v.shared order by v.name`.execute(c.r);
  const [{ ledgers }, retired] = [await listLedgers(c.r, await ledgerCatalogue(c.host.db)), await listRetired(c.r)];
  const since = first[0]?.since;
  return {
    from: formatMonth(from),
    to: formatMonth(to),
    since: since ? formatMonth(since) : null,
    ledgers: [...ledgers.values()]
      .sort((a, b) => a.ledger.order - b.ledger.order)
      .map(({ ledger, own }): UsedLedger => {
        const mine = rows.filter((row) => row.ledger === ledger.key);
        const of = (kind: string, item: string) => mine.filter((row) => row.kind === kind && row.item === item);
        const gone = retired.get(ledger.key);
        return {
          ledger: ledger.key,
          zh: ledger.zh,
          en: ledger.en,
          own,
          retired: gone?.has('') ?? false,
          uses: usesOf(of('ledger', '')),
          offices: offices.find((row) => row.ledger === ledger.key)?.offices ?? 0,
          last: lastOf(of('ledger', '')),
          columns: columnsOfLedger(ledger).map((column) => ({
            column,
            delivered: ledger.columns.includes(column),
            retired: gone?.has(column) ?? false,
            uses: usesOf(of('column', column)),
            last: lastOf(of('column', column)),
          })),
          views: views
            .filter((view) => view.ledger === ledger.key)
            .map((view) => ({
              viewId: view.view_id,
              name: view.name,
              owner: view.owner,
              uses: usesOf(of('view', view.view_id)),
            })),
        };
      }),
  };
}

/** Offices of the city itself lie under 0. */
function usedDistricts(c: { scope: ReadContext<typeof ledgerUseContracts.read>['scope']; today: PlainDate }): number[] {
  const districts = scopeDistricts(c.scope);
  return districts.length > 1 ? [cityId, ...districts] : districts;
}

function usesOf(rows: readonly UseRow[]) {
  const uses = none();
  for (const row of rows) uses[row.act] += row.uses;
  return uses;
}

function lastOf(rows: readonly UseRow[]): string | null {
  const last = Math.max(0, ...rows.map((row) => row.last));
  return last === 0 ? null : formatMonth(last);
}

const ok = { ok: true } as const;

/** Nobody is asked for it any more: it leaves the list of ledgers or the choice of columns, and every view that has it says so. */
export async function retireLedger(c: CommandContext<typeof ledgerUseContracts.retire>) {
  const { key, column } = await meant(c);
  const { why } = c.body;
  const written =
    await sql`insert into ledger_retirement (district_id, ledger, column_key, why, retired_at, retired_by, restored_at)
    values (${cityId}, ${key}, ${column}, ${why}, ${c.at}, ${c.actor.accountId}::uuid, null)
    on conflict on constraint ledger_retirement_pk do update set why = excluded.why, retired_at = excluded.retired_at, retired_by = excluded.retired_by, restored_at = null
      where ledger_retirement.restored_at is not null`.execute(c.w);
  if (written.numAffectedRows !== 1n) throw new AppError('ledger.retired-already', 'conflict');
  c.audit({ districtId: cityId, subjectKind: 'ledger', details: { ledger: key, column, why } });
  return ok;
}

export async function restoreLedger(c: CommandContext<typeof ledgerUseContracts.restore>) {
  const { key, column } = await meant(c);
  const { why } = c.body;
  const restored = await c.w
    .updateTable('ledger_retirement')
    .set({ restored_at: c.at })
    .where('district_id', '=', cityId)
    .where('ledger', '=', key)
    .where('column_key', '=', column)
    .where('restored_at', 'is', null)
    .executeTakeFirst();
  if (restored.numUpdatedRows !== 1n) throw new AppError('ledger.not-retired', 'conflict');
  c.audit({ districtId: cityId, subjectKind: 'ledger', details: { ledger: key, column, why } });
  return ok;
}

/** @throws AppError `ledger.unknown`, `ledger.column-needed` */
async function meant(c: CommandContext<typeof ledgerUseContracts.retire | typeof ledgerUseContracts.restore>) {
  const ledger = await getLedger(c.host.db, c.params.ledger);
  const column = c.body.column ?? '';
  if (column !== '' && (!isLedgerColumn(column) || !hasColumn(rowKindOf(ledger.rows), column)))
    throw new AppError('ledger.unknown', 'notFound', { ledger: ledger.key });
  // Without a name nobody knows whom a row is about.
  if (column === 'name' || column === 'head' || column === 'householdKey')
    throw new AppError('ledger.column-needed', 'invalid', { field: 'column' });
  return { key: ledger.key, column };
}
