/**
 * Judged rows, of a roster's file or typed in the entry grid, in one transaction: people, records, families, and for a roster the ledger of
 * what was done (security handbook rule 14).
 */
import type { Id } from '@renshe/domain/kernel/file.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type PlanContext, planRow, type RosterNote, type RowPlan } from '@renshe/domain/roster/roster.plan.ts';
import { sql } from 'kysely';
import { arrayLiteral } from '../platform/array-literal.ts';
import type { Command } from '../platform/command.ts';
import type { Writer } from '../platform/db.ts';
import type { Host } from '../platform/host.ts';
import { newId } from '../platform/id.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { Reference } from '../platform/reference.ts';
import {
  householdNumber,
  type NewResident,
  newHouseholdRow,
  newMemberRow,
  newResidenceRow,
  newResidentFile,
  newResidentRow,
} from '../resident/new-resident.ts';
import { changeFile } from '../statistics/change-file.ts';
import { changeFiles, type FileChanges, type Files } from '../statistics/file-changes.ts';
import { type BlockMember, planBlock } from './imported-households.ts';
import {
  addPlannedRecords,
  type RecordRows,
  type RecordWords,
  type Row,
  type WrittenRecords,
} from './imported-records.ts';
import {
  type FieldRow,
  findRegistered,
  indexKey,
  knownPerson,
  livesIn,
  type Registered,
  readFieldRows,
} from './known-people.ts';
import type { NumberedRow, RowUnit } from './roster-chunks.ts';
import { type ResidentUpdate, updateResidents } from './update-residents.ts';

export type ChunkHost = Pick<Host, 'keyring' | 'reference'>;

/** What undoing needs: ids of records, and for an updated file what it was before and which version the import left. */
export type Undo = WrittenRecords & { version?: number; before?: Record<string, string | null> };

/** Why a row that would change a known file is left until somebody has looked at it. */
export type Hold = { code: string; details?: Record<string, string>; changed: readonly string[] };

export type ChunkFrame = {
  batchId: Id;
  by: Id | null;
  context: PlanContext;
  reference: Reference;
  words: RecordWords;
  /** Asked of every known person whom the row would change; a hold leaves everything of her as it is. */
  hold?: (rowNo: number, plan: RowPlan, known: FieldRow) => Hold | undefined;
};

type Person = { index: Buffer; key: string; numbered: NumberedRow; residentId: Id; districtId: number; isNew: boolean };
export type Done = {
  rowNo: number;
  action: RowPlan['action'];
  residentId: Id | null;
  undo: Undo;
  notes: RosterNote[];
  changed?: readonly string[];
  held?: Hold;
};

/** Everything one chunk writes, collected before the first statement. */
type Collected = RecordRows & {
  residents: Row[];
  residences: Row[];
  households: Row[];
  members: Row[];
  updates: ResidentUpdate[];
  done: Done[];
};

export async function applyChunk(
  host: ChunkHost,
  command: Pick<Command, 'w' | 'cause' | 'at'>,
  frame: ChunkFrame,
  units: readonly RowUnit[],
): Promise<void> {
  const { w, cause, at } = command;
  const done = await applyRows(host, command, frame, units);
  await insertRows(
    w,
    'import_row',
    done.map((row) => ({
      district_id: frame.context.districtId,
      batch_id: frame.batchId,
      row_no: row.rowNo,
      action: row.action,
      resident_id: row.residentId,
      applied_at: at,
      cause,
      notes: row.notes,
      undo: row.action === 'skip' ? null : row.undo,
    })),
  );
}

/** Writes the rows and says what became of each; the caller keeps the account. */
export async function applyRows(
  host: ChunkHost,
  command: Pick<Command, 'w' | 'cause' | 'at'>,
  frame: ChunkFrame,
  units: readonly RowUnit[],
): Promise<Done[]> {
  const { w, cause, at } = command;
  const nextId = () => newId(at.getTime());
  const people = await identify(host, w, frame, units, nextId);
  const homes = units.map((unit) => unit.home).filter((id) => id !== undefined);
  return changeFile(
    host,
    w,
    {
      residents: [...people.values()].map((p) => ({ districtId: p.districtId, id: p.residentId })),
      households: [...new Set(homes)].map((id) => ({ districtId: frame.context.districtId, id })),
    },
    async (files) => {
      const old = [...people.values()].filter((p) => !p.isNew);
      const fields = await readFieldRows(w, old);
      const collected: Collected = {
        residents: [],
        residences: [],
        households: [],
        members: [],
        registrations: [],
        employments: [],
        abilities: [],
        marks: [],
        updates: [],
        done: [],
      };
      const changes = changeFiles(files);
      for (const unit of units)
        decideUnit({ host, frame, cause, at, nextId, fields, files, changes, collected }, unit, people);
      const { context } = frame;
      return changes
        .write((x) => insertRows(x, 'resident', collected.residents))
        .write((x) => insertRows(x, 'residence', collected.residences))
        .write((x) => insertRows(x, 'household', collected.households))
        .write((x) => insertRows(x, 'household_member', collected.members))
        .write((x) => insertRows(x, 'unemployment_registration', collected.registrations))
        .write((x) => insertRows(x, 'employment', collected.employments))
        .write((x) => insertRows(x, 'ability_wish', collected.abilities))
        .write((x) => insertRows(x, 'hardship_mark', collected.marks))
        .write((x) => updateResidents(x, context.districtId, collected.updates, { at, by: frame.by, cause }))
        .done(collected.done);
    },
    cause,
  );
}

/** Registry first: who is new claims the number before anything else is written, in the order of the numbers. */
async function identify(
  host: ChunkHost,
  w: Writer,
  frame: ChunkFrame,
  units: readonly RowUnit[],
  nextId: () => Id,
): Promise<Map<number, Person>> {
  const rows = units.flatMap((unit) => unit.rows);
  const indexes = rows.map(({ row }) => host.keyring.blindIndex('citizen-id', row.citizenId));
  const found = await findRegistered(w, indexes);
  const people = new Map<number, Person>();
  const { districtId } = frame.context;
  for (const [i, numbered] of rows.entries()) {
    const index = indexes[i]!;
    const key = indexKey(index);
    const entry = found.get(key);
    // Somebody who has died gets no new file; whoever has one keeps it.
    if (!entry && planRow(numbered.row, null, frame.context).action === 'skip') continue;
    people.set(numbered.rowNo, {
      index,
      key,
      numbered,
      residentId: entry?.residentId ?? nextId(),
      districtId: entry?.districtId ?? districtId,
      isNew: !entry,
    });
  }
  const fresh = [...people.values()].filter((p) => p.isNew).sort((a, b) => a.index.compare(b.index));
  const taken = await claim(w, fresh);
  for (const p of fresh) {
    const entry = taken.get(p.key);
    if (entry) Object.assign(p, entry, { isNew: false });
  }
  return people;
}

/** Entries of those whom another transaction registered in the meantime. */
async function claim(w: Writer, fresh: readonly Person[]): Promise<Map<string, Registered>> {
  if (fresh.length === 0) return new Map();
  const result = await sql`insert into citizen_registry (citizen_id_index, district_id, resident_id)
    select * from unnest(${arrayLiteral(fresh.map((p) => p.index))}::bytea[], ${arrayLiteral(fresh.map((p) => p.districtId))}::int[], ${arrayLiteral(fresh.map((p) => p.residentId))}::uuid[])
    on conflict (citizen_id_index) do nothing`.execute(w);
  if (Number(result.numAffectedRows) === fresh.length) return new Map();
  const now = await findRegistered(
    w,
    fresh.map((p) => p.index),
  );
  const own = new Set(fresh.map((p) => p.residentId));
  return new Map([...now].filter(([, entry]) => !own.has(entry.residentId)));
}

type Deciding = {
  host: ChunkHost;
  frame: ChunkFrame;
  cause: Id;
  at: Date;
  nextId: () => Id;
  fields: ReadonlyMap<Id, FieldRow>;
  files: Files;
  changes: FileChanges;
  collected: Collected;
};

function decideUnit(d: Deciding, unit: RowUnit, people: ReadonlyMap<number, Person>): void {
  const members: (BlockMember & { done: Done })[] = [];
  for (const numbered of unit.rows) {
    const person = people.get(numbered.rowNo);
    const decided = person
      ? decidePerson(d, person)
      : { done: skipped(numbered.rowNo, null, planRow(numbered.row, null, d.frame.context).notes), member: null };
    d.collected.done.push(decided.done);
    if (decided.member) members.push({ ...decided.member, done: decided.done });
  }
  if (unit.household !== null && members.length > 0) decideHousehold(d, members, unit.home);
}

function skipped(rowNo: number, residentId: Id | null, notes: RosterNote[]): Done {
  return { rowNo, action: 'skip', residentId, undo: {}, notes };
}

function entryOf(d: Deciding) {
  return { at: d.at, by: d.frame.by, cause: d.cause, importBatchId: d.frame.batchId };
}

function decidePerson(d: Deciding, person: Person): { done: Done; member: BlockMember | null } {
  return person.isNew ? createPerson(d, person) : meetPerson(d, person);
}

function createPerson(d: Deciding, person: Person): { done: Done; member: BlockMember } {
  const { context } = d.frame;
  const { row, rowNo } = person.numbered;
  const plan = planRow(row, null, context);
  const entry = entryOf(d);
  const { residentId, districtId } = person;
  const newcomer: NewResident = {
    districtId,
    residentId,
    areaId: context.areaId,
    citizenId: row.citizenId,
    citizenIdIndex: person.index,
    sex: row.sex ?? '1',
    birthOn: row.birthOn ?? context.today,
    fields: { ...plan.person, skillLevel: null, retirementCategory: null },
    registeredOn: context.today,
  };
  const residence = { residenceId: d.nextId(), areaId: context.areaId, from: plan.residenceFrom, to: null };
  const undo: Undo = {};
  d.collected.residents.push(newResidentRow(d.host.keyring, newcomer, entry) as Row);
  d.collected.residences.push(
    newResidenceRow(
      { districtId, residentId, address: plan.person.address, reason: d.frame.words.residence },
      residence,
      entry,
    ) as Row,
  );
  const file = addPlannedRecords(
    d.collected,
    undo,
    plan,
    newResidentFile(newcomer, [residence]),
    { areaId: context.areaId, today: context.today, nextId: d.nextId, words: d.frame.words },
    entry,
  );
  d.changes.addResident(file);
  return {
    done: { rowNo, action: 'create', residentId, undo, notes: plan.notes },
    member: { row, file, from: plan.residenceFrom },
  };
}

/** A person whom somebody has registered before: fill in, bring up to date, or leave alone. */
function meetPerson(d: Deciding, person: Person): { done: Done; member: BlockMember | null } {
  const { context, reference } = d.frame;
  const { row, rowNo } = person.numbered;
  const { residentId } = person;
  const fields = d.fields.get(residentId);
  const before = d.files.residents.get(residentId);
  if (!fields || !before) return { done: skipped(rowNo, residentId, [{ code: 'file-ended' }]), member: null };
  if (!livesIn(reference.tree, fields, context.areaId, context.today) && !fields.voided)
    return { done: skipped(rowNo, null, [{ code: 'moved-elsewhere' }]), member: null };
  const plan = planRow(row, knownPerson(d.host.keyring, fields, before), context);
  const here = { row, file: before, from: context.today };
  if (plan.action === 'skip') {
    const leftAlone = plan.notes.some((note) => note.code === 'file-ended' || note.code === 'says-dead');
    return { done: skipped(rowNo, residentId, plan.notes), member: leftAlone ? null : here };
  }
  const held = d.frame.hold?.(rowNo, plan, fields);
  if (held) return { done: { ...skipped(rowNo, residentId, plan.notes), held }, member: null };
  const undo: Undo = { version: fields.version };
  const of = { areaId: context.areaId, today: context.today, nextId: d.nextId, words: d.frame.words };
  let file = addPlannedRecords(d.collected, undo, plan, before, of, entryOf(d));
  if (plan.changed.includes('hukouType')) file = { ...file, hukouType: plan.person.hukouType };
  if (plan.changed.includes('education')) file = { ...file, education: plan.person.education };
  d.changes.resident(residentId, () => file);
  if (plan.changed.length > 0) {
    const update: ResidentUpdate = { fields, person: plan.person, changed: plan.changed, keyring: d.host.keyring };
    d.collected.updates.push(update);
    undo.version = fields.version + 1;
    undo.before = beforeOf(update);
  }
  return {
    done: { rowNo, action: 'update', residentId, undo, notes: plan.notes, changed: plan.changed },
    member: { ...here, file },
  };
}

function beforeOf({ fields, changed }: ResidentUpdate): Record<string, string | null> {
  const before: Record<string, string | null> = {};
  for (const field of changed) {
    if (field === 'hukouType') before.hukou_type = fields.hukou_type;
    else if (field !== 'phone') before[field] = fields[field];
    else {
      before.phone_cipher = fields.phone_cipher;
      before.phone_masked = fields.phone_masked;
      before.phone_index = fields.phone_index === null ? null : `\\x${fields.phone_index.toString('hex')}`;
    }
  }
  return before;
}

function decideHousehold(d: Deciding, members: readonly (BlockMember & { done: Done })[], home?: Id): void {
  const { context } = d.frame;
  const today: PlainDate = context.today;
  const block = planBlock(members, d.files.residents, d.files.households, today, d.nextId, home);
  const first = members[0]!;
  if (block.differs) first.done.notes.push({ code: 'household-differs' });
  const entry = entryOf(d);
  const { districtId } = context;
  if (block.opens) {
    const { householdId } = block.opens;
    const record = { kind: 'household' as const, householdId, districtId, householdKind: 'family' as const };
    d.changes.addHousehold(record);
    d.collected.households.push(
      newHouseholdRow(
        {
          ...record,
          areaId: context.areaId,
          address: block.opens.address,
          number: block.opens.number || householdNumber(householdId, today),
          memberDistricts: [districtId],
        },
        entry,
      ) as Row,
    );
  }
  let opened = block.opens?.householdId;
  for (const { residentId, membership } of block.joins) {
    const member = members.find((m) => m.file.residentId === residentId)!;
    d.collected.members.push(
      newMemberRow({ districtId, residentId, householdDistrict: districtId }, membership, entry) as Row,
    );
    d.changes.resident(residentId, (f) => ({ ...f, memberships: [...f.memberships, membership] }));
    const { done } = member;
    done.undo.member = membership.memberId;
    if (opened !== undefined) done.undo.household = opened;
    opened = undefined;
    if (done.action === 'skip') {
      done.action = 'update';
      done.undo.version = d.fields.get(residentId)?.version ?? 1;
    }
  }
}
