/** Ledgers of closed months as they were frozen: within the scope of today, opened community by community. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { areaVersionAt, reportingCommunities } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import { formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerCopyView, LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import { rowKindOf } from '@renshe/domain/ledger/ledger.ts';
import type { LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import type { CopiedRow, LedgerCopy } from '@renshe/domain/ledger/ledger-copy.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import { inScope, type Scope } from '../platform/scope.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { copyPlace } from './freeze-ledgers.ts';
import type { LedgerQuestion } from './ledger-members.ts';

const decompress = promisify(brotliDecompress);

interface CopyRow {
  district_id: number;
  copy_id: string;
  area_id: number;
  month: Month;
  frozen_at: Date;
  by_name: string;
  rows: number | null;
  digest: Buffer;
}

/** The copies within a scope, in the order of their communities' codes; of one month or of all. */
async function listCopyRows(
  r: Reader,
  scope: Scope,
  reference: Reference,
  ledger: string,
  month: Month | null,
): Promise<CopyRow[]> {
  const { rows } = await sql<CopyRow>`
    select district_id, copy_id, area_id, month, frozen_at, by_name, (counts->>${ledger})::int as rows, digest from ledger_copy
    where ${inScope(scope, 'district_id', 'area_id')} ${month === null ? sql`` : sql`and month = ${month}`}`.execute(r);
  const codeOf = (row: CopyRow) => areaVersionAt(reference.tree, row.area_id, lastDayOf(row.month)).code;
  return rows.sort((a, b) => b.month - a.month || (codeOf(a) < codeOf(b) ? -1 : 1));
}

/** What is frozen of each month, newest first. */
export async function listCopies(
  r: Reader,
  scope: Scope,
  reference: Reference,
  ledger: string,
): Promise<LedgerCopyView[]> {
  const rows = await listCopyRows(r, scope, reference, ledger, null);
  return [...Map.groupBy(rows, (row) => row.month)].map(([month, some]) => viewOf(month, some, scope, reference));
}

function viewOf(month: Month, rows: readonly CopyRow[], scope: Scope, reference: Reference): LedgerCopyView {
  const last = rows.reduce((a, b) => (a.frozen_at >= b.frozen_at ? a : b));
  const [only, ...others] = rows;
  const digest =
    others.length === 0
      ? only!.digest
      : createHash('sha256')
          .update(Buffer.concat(rows.map((row) => row.digest)))
          .digest();
  const all = new Set(scope.roots.flatMap((root) => reportingCommunities(reference.tree, root, month)));
  return {
    month: formatMonth(month),
    communities: rows.length,
    of: Math.max(all.size, rows.length),
    frozenAt: last.frozen_at.toISOString(),
    frozenBy: last.by_name,
    digest: digest.toString('hex'),
    rows: rows.reduce((sum, row) => sum + (row.rows ?? 0), 0),
  };
}

/** The document of a copy, opened. @throws CryptoError when it was changed */
async function openCopy(host: Pick<Host, 'keyring'>, r: Reader, row: CopyRow): Promise<LedgerCopy> {
  const { body_cipher } = await r
    .selectFrom('ledger_copy')
    .select('body_cipher')
    .where('district_id', '=', row.district_id)
    .where('copy_id', '=', row.copy_id)
    .executeTakeFirstOrThrow();
  const packed = Buffer.from(host.keyring.decrypt(body_cipher, copyPlace(row.copy_id)), 'base64');
  return JSON.parse((await decompress(packed)).toString('utf8')) as LedgerCopy;
}

interface Found {
  row: CopiedRow;
  columns: readonly LedgerColumnKey[];
  community: string;
}

export interface ReadCopied {
  copy: LedgerCopyView;
  count: number;
  rows: LedgerRow[];
}

/**
 * The frozen rows of a ledger, community after community. Only the documents that hold the page are opened. Of whoever lives outside the
 * scope by now no more is shown than of others who have left.
 * @throws AppError `ledger.not-frozen`
 */
export async function readCopied(
  host: Pick<Host, 'keyring'>,
  r: Reader,
  scope: Scope,
  reference: Reference,
  question: Pick<LedgerQuestion, 'ledger' | 'columns'>,
  month: Month,
  page: { limit: number; offset: number },
): Promise<ReadCopied> {
  const { ledger, columns } = question;
  const copies = await listCopyRows(r, scope, reference, ledger.key, month);
  if (copies.length === 0) throw new AppError('ledger.not-frozen', 'notFound', { month: formatMonth(month) });
  const found: Found[] = [];
  let skip = page.offset;
  let room = page.limit;
  for (const one of copies) {
    const here = one.rows ?? 0;
    if (room === 0) break;
    if (skip >= here) {
      skip -= here;
      continue;
    }
    const document = await openCopy(host, r, one);
    const copied = document.ledgers.find(({ key }) => key === ledger.key);
    const some = copied?.rows.slice(skip, skip + room) ?? [];
    for (const row of some) found.push({ row, columns: copied!.columns, community: shortAreaName(document.area.name) });
    room -= some.length;
    skip = 0;
  }
  const households = rowKindOf(ledger.rows) === 'household';
  const home = await homesOf(r, reference, households, [...new Set(found.map(({ row: [id] }) => id))]);
  return {
    copy: viewOf(month, copies, scope, reference),
    count: copies.reduce((sum, row) => sum + (row.rows ?? 0), 0),
    rows: found.map(({ row, columns: kept, community }) => {
      const [subjectId, recordId, ...cells] = row;
      const area = home.get(subjectId);
      const inside = area !== undefined && scope.includes(area);
      const cell = (key: LedgerColumnKey) => {
        const at = kept.indexOf(key);
        const value = at < 0 ? null : (cells[at] ?? null);
        if (inside) return value;
        if (key === 'name') return maskName(String(value ?? ''));
        return key === 'community' || key === 'householdCommunity' ? community : null;
      };
      return {
        subjectKind: households ? ('household' as const) : ('resident' as const),
        subjectId,
        recordId,
        inScope: inside,
        cells: Object.fromEntries(columns.map((key) => [key, cell(key)])),
      };
    }),
  };
}

/** Where people or households live now; those whose file was voided are missing. */
async function homesOf(
  r: Reader,
  { tree }: Reference,
  households: boolean,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const all = districtsOfCity(tree);
  const { rows } = households
    ? await sql<{ id: string; area_id: number }>`
        select household_id as id, area_id from household where district_id = any(${all}::int[]) and household_id = any(${ids}::uuid[]) and voided_at is null`.execute(
        r,
      )
    : await sql<{ id: string; area_id: number }>`
        select resident_id as id, area_id from resident where district_id = any(${all}::int[]) and resident_id = any(${ids}::uuid[]) and voided_at is null`.execute(
        r,
      );
  return new Map(rows.map((row) => [row.id, row.area_id]));
}
