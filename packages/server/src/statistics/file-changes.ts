/** What a command decides: the record rows to write, and the files as they are afterwards, so that nothing is read twice. */
import type { HouseholdRecord, Id, ResidentFile } from '@renshe/domain/kernel/file.ts';
import type { Writer } from '../platform/db.ts';

/** The files that a command sees: its residents, their households and every member of those. */
export type Files = {
  residents: ReadonlyMap<Id, ResidentFile>;
  households: ReadonlyMap<Id, HouseholdRecord>;
};

/** One statement on record tables. */
export type RecordWrite = (w: Writer) => Promise<unknown>;

export type Changes<T> = { files: Files; changed: ReadonlySet<Id>; writes: readonly RecordWrite[]; result: T };

/**
 * Collects a decision:
 * `changeFiles(files).resident(id, (f) => ({ ...f, … })).write((w) => w.insertInto(…).execute()).done(result)`.
 */
export function changeFiles(files: Files): FileChanges {
  return new FileChanges(files);
}

export class FileChanges {
  private readonly residents: Map<Id, ResidentFile>;
  private readonly households: Map<Id, HouseholdRecord>;
  private readonly changed = new Set<Id>();
  private readonly writes: RecordWrite[] = [];

  constructor(files: Files) {
    this.residents = new Map(files.residents);
    this.households = new Map(files.households);
  }

  /** Replaces the file of a resident that the command named. */
  resident(id: Id, change: (file: ResidentFile) => ResidentFile): this {
    const file = this.residents.get(id);
    if (!file) throw new Error(`resident ${id} is not among the files`);
    this.residents.set(id, change(file));
    this.changed.add(id);
    return this;
  }

  /** A resident who is new with this command. */
  addResident(file: ResidentFile): this {
    this.residents.set(file.residentId, file);
    this.changed.add(file.residentId);
    return this;
  }

  household(id: Id, change: (record: HouseholdRecord) => HouseholdRecord): this {
    const record = this.households.get(id);
    if (!record) throw new Error(`household ${id} is not among the files`);
    this.households.set(id, change(record));
    this.changed.add(id);
    return this;
  }

  addHousehold(record: HouseholdRecord): this {
    this.households.set(record.householdId, record);
    this.changed.add(record.householdId);
    return this;
  }

  /** One insert, update or delete of record tables; many subjects' rows belong into one statement. */
  write(statement: RecordWrite): this {
    this.writes.push(statement);
    return this;
  }

  done<T>(result: T): Changes<T> {
    return {
      files: { residents: this.residents, households: this.households },
      changed: this.changed,
      writes: this.writes,
      result,
    };
  }
}
