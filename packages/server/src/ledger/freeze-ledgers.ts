/**
 * 封存台账: once a month of a community is closed, what its ledgers show of it is kept unchanged. Made by the task that closes, after the
 * closing has committed; who stands in a ledger is taken as booked up to the month, so a copy that is made late holds the same people.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { type AreaId, type AreaTree, areaVersionAt, getArea, reportAreaOf } from '@renshe/domain/area/area-tree.ts';
import { formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { type CopiedLedger, copiedPeriod, type LedgerCopy } from '@renshe/domain/ledger/ledger-copy.ts';
import { sql } from 'kysely';
import type { Actor } from '../platform/actor.ts';
import { runCommand } from '../platform/command.ts';
import type { Reader, Writer } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import { scopeOfLeaves } from '../platform/scope.ts';
import { readLedgerParts } from './ledger.queries.ts';
import { ledgerCatalogue } from './ledger-catalogue.ts';
import type { LedgerParts } from './ledger-members.ts';
import { listLedgers } from './own-ledger.ts';

const compress = promisify(brotliCompress);
/** Communities that are read together: one statement a ledger for all of them. */
const atOnce = 25;
/** Nobody is left out: a community has some thousand people. */
const everybody = { limit: 10_000_000, offset: 0 };

/** Freezes those of some closed communities that have no copy of the month yet. @returns how many it has frozen */
export async function freezeLedgers(
  host: Host,
  actor: Actor,
  leaves: readonly AreaId[],
  month: Month,
): Promise<number> {
  let frozen = 0;
  for (let i = 0; i < leaves.length; i += atOnce) {
    const missing = await withoutCopy(host, leaves.slice(i, i + atOnce), month);
    if (missing.length === 0) continue;
    const copies = await host.db.kysely
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (r) => readCopies(host, r, missing, month));
    frozen += await runCommand(
      host,
      { actor, action: 'ledger.frozen', permission: 'report.close' },
      async ({ w, at, audit }) => {
        const kept = await writeCopies(host, w, copies, month, { at, actor });
        for (const one of kept)
          audit({
            districtId: one.districtId,
            areaId: one.areaId,
            subjectKind: 'ledger-copy',
            subjectId: one.copyId,
            details: { month: formatMonth(month), rows: one.rows, digest: one.digest.toString('hex') },
          });
        // Somebody else froze all of them meanwhile: that is said once more, with nothing new.
        if (kept.length === 0)
          audit({ districtId: 0, subjectKind: 'ledger-copy', details: { month: formatMonth(month), rows: 0 } });
        return kept.length;
      },
    );
  }
  return frozen;
}

async function withoutCopy(host: Host, leaves: readonly AreaId[], month: Month): Promise<AreaId[]> {
  const { tree } = await host.reference.current();
  const rows = await host.db.kysely
    .selectFrom('ledger_copy')
    .select('area_id')
    .where('district_id', 'in', districtsOf(tree, leaves))
    .where('month', '=', month)
    .where('area_id', 'in', [...leaves])
    .execute();
  const there = new Set(rows.map((row) => row.area_id));
  return leaves.filter((id) => !there.has(id));
}

const districtsOf = (tree: AreaTree, leaves: readonly AreaId[]) => [
  ...new Set(leaves.map((id) => getArea(tree, id).districtId)),
];

/** What each of some communities reports of a month: itself and what it has absorbed by then. */
function partsOf(tree: AreaTree, leaves: readonly AreaId[], month: Month): LedgerParts {
  const wanted = new Set(leaves);
  const own = [...tree.areas.values()]
    .filter((area) => area.kind === 'community')
    .map((area) => [area.areaId, reportAreaOf(tree, area.areaId, month)] as const)
    .filter(([, part]) => wanted.has(part));
  return { leaves: own.map(([leaf]) => leaf), parts: own.map(([, part]) => part) };
}

export interface ReadCopy {
  areaId: AreaId;
  copy: LedgerCopy;
}

/** The ledgers of some communities as they are booked up to a month, one statement a ledger. */
export async function readCopies(
  host: Pick<Host, 'db' | 'reference' | 'clock'>,
  r: Reader,
  leaves: readonly AreaId[],
  month: Month,
): Promise<ReadCopy[]> {
  const reference = await host.reference.current();
  const { tree } = reference;
  const today = host.clock.today();
  const by = partsOf(tree, leaves, month);
  const scope = scopeOfLeaves(tree, by.leaves);
  const ledgersOf = new Map(leaves.map((id) => [id, [] as CopiedLedger[]]));
  const { ledgers } = await listLedgers(r, await ledgerCatalogue(host.db));
  for (const { ledger } of [...ledgers.values()].sort((a, b) => (a.ledger.key < b.ledger.key ? -1 : 1))) {
    const { key, columns, sort, rows: of } = ledger;
    const asked = { ledger, period: copiedPeriod(of.kind, month), columns, conditions: [], sort };
    const options = { by, bookedThrough: month, unmasked: true };
    const { rows } = await readLedgerParts(r, scope, reference, today, asked, everybody, options);
    const byPart = Map.groupBy(rows, (row) => row.part);
    for (const [areaId, list] of ledgersOf)
      list.push({
        key,
        columns: [...columns],
        rows: (byPart.get(areaId) ?? []).map((row) => [
          row.subjectId,
          row.recordId,
          ...columns.map((column) => row.cells[column] ?? null),
        ]),
      });
  }
  return [...ledgersOf].map(([areaId, list]) => {
    const { code, name } = areaVersionAt(tree, areaId, lastDayOf(month));
    return { areaId, copy: { version: 1, area: { code, name }, month: formatMonth(month), ledgers: list } };
  });
}

interface KeptCopy {
  copyId: string;
  areaId: AreaId;
  districtId: number;
  rows: number;
  digest: Buffer;
}

export const copyPlace = (copyId: string) => `ledger_copy.body_cipher:${copyId}`;

/** Writes copies; one that is there already stays as it is. @returns those that are new */
export async function writeCopies(
  host: Pick<Host, 'keyring' | 'reference'>,
  w: Writer,
  copies: readonly ReadCopy[],
  month: Month,
  by: { at: Date; actor: Pick<Actor, 'accountId' | 'name'> },
): Promise<KeptCopy[]> {
  const { tree } = await host.reference.current();
  const kept: KeptCopy[] = [];
  for (const { areaId, copy } of copies) {
    const { districtId } = getArea(tree, areaId);
    const copyId = newId(by.at.getTime());
    const text = JSON.stringify(copy);
    const digest = createHash('sha256').update(text).digest();
    const packed = await compress(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 },
    });
    const counts = Object.fromEntries(copy.ledgers.map(({ key, rows }) => [key, rows.length]));
    const cipher = host.keyring.encrypt(packed.toString('base64'), copyPlace(copyId));
    const { numAffectedRows } = await sql`
      insert into ledger_copy (district_id, copy_id, area_id, month, frozen_at, frozen_by, by_name, counts, digest, body_cipher)
      values (${districtId}, ${copyId}::uuid, ${areaId}, ${month}, ${by.at}, ${by.actor.accountId}::uuid, ${by.actor.name}, ${JSON.stringify(counts)}::jsonb, ${digest}, ${cipher})
      on conflict (district_id, month, area_id) do nothing`.execute(w);
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (numAffectedRows === 1n) kept.push({ copyId, areaId, districtId, rows, digest });
  }
  return kept;
}
