/**
 * Verify (kernel K15): derived = Σ facts by the key K2 and = duties and flags, Σ facts = totals, sealed reports = recomputed.
 * In chunks, each in one repeatable-read snapshot, with bounded memory; nothing is excused, unfinished runs are reported.
 */
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { Derivation } from '@renshe/domain/kernel/derive.ts';
import { difference } from '@renshe/domain/kernel/difference.ts';
import { composeHousehold, type Id, type SubjectFile, subjectIdOf } from '@renshe/domain/kernel/file.ts';
import { deriveFile } from '@renshe/domain/statistics/indicators.ts';
import { sql } from 'kysely';
import type { Database, Reader, Writer } from '../platform/db.ts';
import type { Reference } from '../platform/reference.ts';
import { type BookingSubject, readBooked } from './book.ts';
import { effectiveMonthSql } from './bulk-book.ts';
import type { KernelHost } from './change-file.ts';
import { listUnfinishedDerivations } from './derivation-version.ts';
import {
  type HouseholdRow,
  householdColumns,
  type LedgerStanding,
  memberDistrictsOf,
  readFileSheet,
  toHousehold,
} from './read-files.ts';
import { countSealedDifferences } from './verify-sealed.ts';

export type Verification = {
  /** Everything that differs, added up: 0 when all is well. */
  differences: number;
  /** Of which: subjects whose facts, duties or flags are not what follows from their records. */
  derived: number;
  /** Of which: facts of subjects that have no file. */
  orphans: number;
  /** Of which: total rows that are not the sum of their facts. */
  totalled: number;
  /** Of which: sealed rows that are not what the ledger says. */
  resealed: number;
  subjects: number;
  facts: number;
  totals: number;
  sealed: number;
  /** Changes of parameters or areas whose subjects have not all been derived again. */
  unfinished: number;
  /** The first few subjects that differ, by id. */
  examples: Id[];
};

const chunk = 500;

/**
 * @param every derive again every n-th chunk of subjects only (a sample of a very large city); totals and sealed reports are always
 *   compared whole
 */
export async function verifyLedger(
  host: KernelHost & { db: Database },
  report: (done: number) => void | Promise<void> = () => {},
  every = 1,
): Promise<Verification> {
  const { tree } = await host.reference.current();
  const districts = [...new Set([...tree.areas.values()].map((a) => a.districtId))].filter((d) => d !== 0);
  const result: Verification = {
    differences: 0,
    derived: 0,
    orphans: 0,
    totalled: 0,
    resealed: 0,
    subjects: 0,
    facts: 0,
    totals: 0,
    sealed: 0,
    unfinished: 0,
    examples: [],
  };
  for (const districtId of districts) {
    for (const kind of ['resident', 'household'] as const) {
      let after: Id | undefined = '00000000-0000-0000-0000-000000000000';
      while (after !== undefined) {
        const from: Id = after;
        const checked = await inSnapshot(host.db, (w) => checkChunk(host, w, kind, districtId, from));
        result.subjects += checked.subjects;
        result.derived += checked.wrong.length;
        result.examples.push(...checked.wrong.slice(0, 10 - result.examples.length));
        after = checked.last && (await skipSubjects(host.db, kind, districtId, checked.last, (every - 1) * chunk));
        await report(result.subjects);
      }
    }
    const counted = await inSnapshot(host.db, (w) => checkTotals(w, districtId, districts));
    result.facts += counted.facts;
    result.totals += counted.totals;
    result.totalled += counted.wrong;
    result.orphans += counted.orphans;
  }
  const sealed = await inSnapshot(host.db, (w) => countSealedDifferences(w, tree as AreaTree, districts));
  result.sealed = sealed.rows;
  result.resealed = sealed.wrong;
  result.unfinished = (await listUnfinishedDerivations(host.db.kysely)).length;
  result.differences = result.derived + result.orphans + result.totalled + result.resealed;
  return result;
}

/** The id after which the next chunk begins; undefined when nobody is left. */
async function skipSubjects(
  db: Database,
  kind: 'resident' | 'household',
  districtId: number,
  after: Id,
  count: number,
): Promise<Id | undefined> {
  if (count === 0) return after;
  const table = sql.table(kind);
  const id = sql.ref(`${kind}_id`);
  const { rows } = await sql<{ id: Id }>`
    select ${id} as id from ${table} where district_id = ${districtId} and ${id} > ${after}::uuid order by ${id} offset ${count - 1} limit 1`.execute(
    db.kysely,
  );
  return rows[0]?.id;
}

function inSnapshot<T>(db: Database, work: (w: Writer) => Promise<T>): Promise<T> {
  return db.kysely
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (w) => {
      // A whole district is added up in one statement: longer than a request may take.
      await sql`set local statement_timeout = 0`.execute(w);
      return work(w);
    });
}

/** Derives these residents again: the ids of those whose facts, duties or flags are not what follows from their records. */
export async function verifyResidents(
  host: KernelHost & { db: Database },
  residents: readonly { districtId: number; id: Id }[],
): Promise<Id[]> {
  const wrong: Id[] = [];
  for (let from = 0; from < residents.length; from += chunk)
    await inSnapshot(host.db, async (w) => {
      const sheet = await readFileSheet(w, residents.slice(from, from + chunk));
      const reference = await host.reference.within(w, sheet.stamps);
      const subjects = sheet.residents.map((x) => subjectWith(x.file, x.standing));
      wrong.push(...(await wrongSubjects(w, subjects, reference)));
    });
  return wrong;
}

const subjectWith = (file: SubjectFile, standing: LedgerStanding): BookingSubject => ({
  file,
  standing,
  isNew: false,
  homes: [file.districtId],
});

async function checkChunk(
  host: KernelHost,
  w: Writer,
  kind: 'resident' | 'household',
  districtId: number,
  after: Id,
): Promise<{ subjects: number; wrong: Id[]; last: Id | undefined }> {
  const { subjects, last, reference } = await readChunk(host, w, kind, districtId, after);
  if (subjects.length === 0) return { subjects: 0, wrong: [], last: undefined };
  return { subjects: subjects.length, wrong: await wrongSubjects(w, subjects, reference), last };
}

async function wrongSubjects(w: Writer, subjects: readonly BookingSubject[], reference: Reference): Promise<Id[]> {
  const booked = await readBooked(w, subjects);
  const projected = await readProjections(w, subjects);
  const wrong: Id[] = [];
  for (const s of subjects) {
    const id = subjectIdOf(s.file);
    const derived = deriveFile(s.file, reference.timelines, reference.tree);
    const same = difference(derived.facts, booked.get(id) ?? []).length === 0;
    if (!same || projectionText(derived) !== (projected.get(id) ?? '')) wrong.push(id);
  }
  return wrong;
}

async function readChunk(host: KernelHost, w: Writer, kind: 'resident' | 'household', districtId: number, after: Id) {
  if (kind === 'resident') {
    const { rows } = await sql<{ id: Id }>`
      select resident_id as id from resident where district_id = ${districtId} and resident_id > ${after}::uuid order by resident_id limit ${chunk}`.execute(
      w,
    );
    const sheet = await readFileSheet(
      w,
      rows.map(({ id }) => ({ districtId, id })),
    );
    const reference = await host.reference.within(w, sheet.stamps);
    return { subjects: sheet.residents.map((x) => subjectWith(x.file, x.standing)), last: rows.at(-1)?.id, reference };
  }
  const { rows } = await sql<HouseholdRow>`
    select ${householdColumns} from household h where h.district_id = ${districtId} and h.household_id > ${after}::uuid
      and h.kind = 'family' order by h.household_id limit ${chunk}`.execute(w);
  const refs = rows.map((row) => ({ districtId, id: row.household_id }));
  const sheet = await readFileSheet(w, [], refs, memberDistrictsOf(rows));
  const reference = await host.reference.within(w, sheet.stamps);
  const members = new Map<Id, (typeof sheet.residents)[number]['file'][]>();
  for (const { file } of sheet.residents)
    for (const householdId of new Set(file.memberships.map((m) => m.householdId)))
      members.set(householdId, [...(members.get(householdId) ?? []), file]);
  const subjects = rows.map((row) => {
    const { record, standing } = toHousehold(row);
    return subjectWith(composeHousehold(record, members.get(record.householdId) ?? []), standing);
  });
  return { subjects, last: rows.at(-1)?.household_id, reference };
}

function projectionText({ duties, flags }: Pick<Derivation, 'duties' | 'flags'>): string {
  return [
    ...duties.map(
      (d) => `d ${d.kind} ${d.anchor} ${d.areaId} ${d.appearsOn} ${d.dueOn} ${d.doneOn} ${d.doneByRecord} ${d.reason}`,
    ),
    ...flags.map((f) => `f ${f.kind} ${f.anchor} ${f.areaId} ${f.from} ${f.to}`),
  ]
    .sort()
    .join('\n');
}

async function readProjections(r: Reader, subjects: readonly BookingSubject[]): Promise<Map<Id, string>> {
  const districts = [...new Set(subjects.map((s) => s.file.districtId))];
  const ids = subjects.map((s) => subjectIdOf(s.file));
  const duties = await r
    .selectFrom('duty')
    .selectAll()
    .where('district_id', 'in', districts)
    .where('subject_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  const flags = await r
    .selectFrom('flag')
    .selectAll()
    .where('district_id', 'in', districts)
    .where('subject_id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute();
  const bySubject = new Map<Id, Pick<Derivation, 'duties' | 'flags'>>();
  const of = (id: Id) => {
    const known = bySubject.get(id) ?? { duties: [], flags: [] };
    bySubject.set(id, known);
    return known;
  };
  for (const d of duties)
    of(d.subject_id).duties.push({
      kind: d.kind,
      anchor: d.anchor,
      areaId: d.area_id,
      appearsOn: d.appears_on,
      dueOn: d.due_on,
      doneOn: d.done_on,
      doneByRecord: d.done_by_record,
      reason: d.reason,
    });
  for (const f of flags)
    of(f.subject_id).flags.push({ kind: f.kind, anchor: f.anchor, areaId: f.area_id, from: f.from_on, to: f.to_on });
  return new Map([...bySubject].map(([id, projections]) => [id, projectionText(projections)]));
}

/** Totals of one district against its facts; facts of nobody (a deleted subject) are differences of their own. */
async function checkTotals(w: Writer, districtId: number, districts: number[]) {
  const { rows } = await sql<{ facts: number; totals: number; wrong: number; orphans: number }>`
    with f as (
      select f.area_id, f.indicator, f.cell, f.booked_month, ${sql.raw(effectiveMonthSql)} as effective_month, sum(f.quantity) as quantity
      from fact f left join area_period p on p.district_id = f.district_id and p.area_id = f.area_id
      where f.district_id = ${districtId} group by 1, 2, 3, 4, 5),
    t as (select * from fact_total where district_id = ${districtId})
    select (select count(*) from fact where district_id = ${districtId}) as facts, (select count(*) from t) as totals,
      (select count(*) from f full join t using (area_id, indicator, cell, booked_month, effective_month)
        where coalesce(f.quantity, 0) <> coalesce(t.quantity, 0)) as wrong,
      (select count(*) from (select distinct subject_id from fact where district_id = ${districtId}) s
        where not exists (select 1 from resident r where r.district_id = any(${districts}::int[]) and r.resident_id = s.subject_id)
          and not exists (select 1 from household h where h.district_id = any(${districts}::int[]) and h.household_id = s.subject_id)) as orphans`.execute(
    w,
  );
  return rows[0]!;
}
