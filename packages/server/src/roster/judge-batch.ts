/**
 * A file and its mapping give the judged rows, whenever they are asked for: nothing of a row is stored before it is applied. What was
 * judged last stays in memory for the pages that follow.
 */

import { isUrban } from '@renshe/domain/area/area.rules.ts';
import { areaVersionAt } from '@renshe/domain/area/area-tree.ts';
import type { ResidentFile } from '@renshe/domain/kernel/file.ts';
import { subjectParameters } from '@renshe/domain/kernel/parameter-timeline.ts';
import { addDays, firstDayOf, type Month, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { RosterField } from '@renshe/domain/roster/roster.columns.ts';
import type { ImportBatch } from '@renshe/domain/roster/roster.contract.ts';
import { findRosterLayout, type RememberedLabels } from '@renshe/domain/roster/roster.header.ts';
import { type JudgedRosterRow, rejectAsRegisteredElsewhere } from '@renshe/domain/roster/roster.judge.ts';
import type { RosterKind } from '@renshe/domain/roster/roster.kind.ts';
import { type PlanContext, planRow } from '@renshe/domain/roster/roster.plan.ts';
import { sql } from 'kysely';
import type { Reader } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import type { Reference } from '../platform/reference.ts';
import { addressCodesOf } from '../resident/citizen-id-warnings.ts';
import { readResidentFiles } from '../statistics/read-files.ts';
import { columnSamples, countRows, type JudgedRoster, judgeRoster } from './judge-roster.ts';
import { findRegistered, indexKey, knownPerson, livesIn, type Registered, readFieldRows } from './known-people.ts';
import type { RosterWorkbook } from './parse-workbook.ts';
import { readWorkbook } from './read-workbook.ts';
import { inReadingTurn } from './reading-process.ts';
import { maskedSample } from './roster-masks.ts';

export type SheetView = ImportBatch['sheets'][number];
export type RowAction = 'create' | 'update' | 'skip';
export type ActionCounts = Record<RowAction, number>;

/** Where a roster goes. */
export type Target = { districtId: number; areaId: number };

/** How a file is read: what the user chose, or what was found. */
export type Reading = {
  kind?: RosterKind;
  remembered: RememberedLabels;
  /** Of a file that was read before: which sheets count, and the field of every column. */
  sheets?: readonly SheetView[];
};

export type JudgedBatch = {
  judged: JudgedRoster;
  sheets: SheetView[];
  /** By place in `judged.rows`; null for rejected rows. */
  actions: (RowAction | null)[];
  /** People whom the community has already, by place in `judged.rows`. */
  known: Map<number, Registered>;
  counts: ActionCounts;
};

export type JudgingTime = {
  /** That of the upload, so that the same file is judged the same for ever. */
  today: PlainDate;
  /**
   * Rows that were applied, of a roster that is done: it stays as it was judged then. Whom another community had is known by what the
   * ledger lacks, whoever has moved since.
   */
  settled?: ReadonlySet<number>;
};

type JudgeHost = Pick<Host, 'keyring' | 'reference'>;

const knownAtOnce = 500;

/** Reads a file in its own process, after those that came before. */
export function readInTurn(bytes: Uint8Array, fileName: string): Promise<RosterWorkbook> {
  return inReadingTurn(() => readWorkbook(bytes, fileName));
}

export async function planContextOf(
  r: Reader,
  reference: Reference,
  target: Target,
  kind: RosterKind,
  today: PlainDate,
): Promise<PlanContext> {
  const { rows } = await sql<{ opening_month: Month }>`
    select opening_month from area_period where district_id = ${target.districtId} and area_id = ${target.areaId}`.execute(
    r,
  );
  const openingMonth = rows[0]?.opening_month;
  if (openingMonth === undefined) throw new Error(`area ${target.areaId} has no period`);
  return {
    kind,
    today,
    openingEve: addDays(firstDayOf(openingMonth), -1),
    urban: isUrban(areaVersionAt(reference.tree, target.areaId, today).urbanRural),
    ...target,
    parametersOf: (file: ResidentFile) => subjectParameters(reference.timelines, file.residences),
  };
}

function hideUnused(workbook: RosterWorkbook, sheets: readonly SheetView[] | undefined): RosterWorkbook {
  if (sheets === undefined) return workbook;
  return {
    ...workbook,
    sheets: workbook.sheets.map((sheet, i) => ({ ...sheet, hidden: sheets[i]?.use !== true })),
  };
}

function mappingOf(
  sheets: readonly SheetView[] | undefined,
): Record<number, Record<number, RosterField | null>> | undefined {
  if (sheets === undefined) return undefined;
  const mapping: Record<number, Record<number, RosterField | null>> = {};
  for (const [i, sheet] of sheets.entries())
    if (sheet.use) mapping[i] = Object.fromEntries(sheet.columns.map((c) => [c.column, c.field as RosterField | null]));
  return mapping;
}

function viewSheets(workbook: RosterWorkbook, judged: JudgedRoster, reading: Reading): SheetView[] {
  const bySheet = Map.groupBy(judged.rows, (row) => row.sheet);
  return workbook.sheets.map((sheet, i): SheetView => {
    const found = judged.sheets[i];
    const used = found?.layout ?? null;
    const layout = used ?? findRosterLayout(sheet, reading.remembered);
    const before = reading.sheets?.[i];
    const columns = layout ? columnSamples(sheet, layout, (bySheet.get(i) ?? []).slice(0, 200)) : [];
    return {
      name: sheet.name,
      hidden: sheet.hidden,
      use: used !== null,
      headerRows: Array.from({ length: layout?.headerRows ?? 0 }, (_, at) => (layout?.headerRow ?? 0) + at + 1),
      columns: (layout?.columns ?? []).map((column, at) => ({
        column: column.column,
        header: column.label.slice(0, 200),
        field: used === null && before ? (before.columns[at]?.field ?? null) : column.field,
        confidence: column.confidence,
        samples: (columns[at] ?? []).map(maskedSample),
      })),
      dataRows: found?.dataRows ?? 0,
    };
  });
}

/**
 * Judges a file for a community: every row, who is new, who is there already and what would change.
 * @throws RosterFileError for a file that is no roster
 */
export async function judgeFile(
  host: JudgeHost,
  r: Reader,
  reference: Reference,
  target: Target,
  file: { workbook: RosterWorkbook; fileName: string },
  reading: Reading,
  time: JudgingTime,
): Promise<JudgedBatch> {
  const { tree } = reference;
  const registered = new Map<string, Registered>();
  const judged = await judgeRoster(hideUnused(file.workbook, reading.sheets), {
    today: time.today,
    isKnownAddressCode: await addressCodesOf(tree),
    fileName: file.fileName,
    ...(reading.kind && { kind: reading.kind }),
    remembered: reading.remembered,
    ...(reading.sheets && { mapping: mappingOf(reading.sheets)! }),
    ...(!time.settled && { findRegisteredElsewhere }),
  });
  if (time.settled) settle(judged, time.settled);

  async function findRegisteredElsewhere(citizenIds: string[]) {
    const indexes = citizenIds.map((id) => host.keyring.blindIndex('citizen-id', id));
    const found = await findRegistered(r, indexes);
    const rows = await readFieldRows(r, [...found.values()]);
    const elsewhere = new Map<string, Record<string, string>>();
    for (const [i, citizenId] of citizenIds.entries()) {
      const entry = found.get(indexKey(indexes[i]!));
      const row = entry && rows.get(entry.residentId);
      if (!entry || !row) continue;
      if (row.voided || livesIn(tree, row, target.areaId, time.today)) registered.set(citizenId, entry);
      else elsewhere.set(citizenId, {});
    }
    return elsewhere;
  }
  const sheets = viewSheets(file.workbook, judged, reading);
  const known = new Map<number, Registered>();
  for (const [i, row] of judged.rows.entries()) {
    const entry = row.verdict === 'accepted' ? registered.get(row.citizenId) : undefined;
    if (entry) known.set(i, entry);
  }
  const batch: JudgedBatch = { judged, sheets, actions: [], known, counts: { create: 0, update: 0, skip: 0 } };
  if (!time.settled) await predict(host, r, reference, target, batch, time);
  return batch;
}

/** What applying would do, by the same plan that applying makes. */
async function predict(
  host: JudgeHost,
  r: Reader,
  reference: Reference,
  target: Target,
  batch: JudgedBatch,
  time: JudgingTime,
): Promise<void> {
  const { judged, known } = batch;
  const context = await planContextOf(r, reference, target, judged.kind, time.today);
  batch.actions = judged.rows.map((row) => (row.verdict === 'rejected' ? null : 'create'));
  for (const [i, row] of judged.rows.entries())
    if (row.verdict === 'accepted' && row.codes.employmentStatus === '99') batch.actions[i] = 'skip';
  const places = [...known];
  for (let from = 0; from < places.length; from += knownAtOnce) {
    const part = places.slice(from, from + knownAtOnce);
    const people = part.map(([, entry]) => entry);
    const fields = await readFieldRows(r, people);
    const files = await readResidentFiles(
      r,
      people.map((p) => ({ districtId: p.districtId, id: p.residentId })),
    );
    const byId = new Map(files.map((file) => [file.residentId, file]));
    for (const [i, entry] of part) {
      const row = fields.get(entry.residentId);
      const own = byId.get(entry.residentId);
      if (row && own) batch.actions[i] = planRow(judged.rows[i]!, knownPerson(host.keyring, row, own), context).action;
    }
  }
  batch.counts = { create: 0, update: 0, skip: 0 };
  for (const action of batch.actions) if (action !== null) batch.counts[action]++;
}

function settle(judged: JudgedRoster, applied: ReadonlySet<number>): void {
  for (const [i, row] of judged.rows.entries())
    if (row.verdict === 'accepted' && !applied.has(i)) rejectAsRegisteredElsewhere(row);
  judged.counts = countRows(judged.kind, judged.rows, judged.counts.households);
}

/** Judged rosters of this process, the last used ones, bounded by rows; at least one is kept. */
export class JudgedRosters {
  private readonly kept = new Map<string, JudgedBatch>();
  private readonly maxRows: number;

  constructor(maxRows = 60_000) {
    this.maxRows = maxRows;
  }

  find(key: string): JudgedBatch | undefined {
    const found = this.kept.get(key);
    if (found) {
      this.kept.delete(key);
      this.kept.set(key, found);
    }
    return found;
  }

  keep(key: string, batch: JudgedBatch): void {
    this.kept.delete(key);
    this.kept.set(key, batch);
    let rows = 0;
    for (const one of this.kept.values()) rows += one.judged.rows.length;
    for (const [oldest, one] of this.kept) {
      if (rows <= this.maxRows || oldest === key) break;
      rows -= one.judged.rows.length;
      this.kept.delete(oldest);
    }
  }

  forget(key: string): void {
    this.kept.delete(key);
  }
}

const byHost = new WeakMap<object, JudgedRosters>();

export function judgedRostersOf(host: object): JudgedRosters {
  const known = byHost.get(host) ?? new JudgedRosters();
  byHost.set(host, known);
  return known;
}

/** Rows that are applied, each with its place in the judged roster. */
export function acceptedRows(judged: JudgedRoster): { rowNo: number; row: JudgedRosterRow }[] {
  const rows: { rowNo: number; row: JudgedRosterRow }[] = [];
  for (const [rowNo, row] of judged.rows.entries()) if (row.verdict === 'accepted') rows.push({ rowNo, row });
  return rows;
}
