/**
 * Goes once through the records of a delivery: checks every row and, when files are wanted, writes them. People come in batches and are
 * forgotten again; memory does not grow with their number.
 */
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { DeliveryFormat, ListedFinding, TableCount } from '@renshe/domain/exchange/exchange.contract.ts';
import {
  type ExchangeEdition,
  type ExchangeTable,
  findTable,
  tellsDeletion,
} from '@renshe/domain/exchange/exchange.edition.ts';
import { type Finding, type FindingGroup, findingGroups, isError } from '@renshe/domain/exchange/exchange.findings.ts';
import type { RecordValues } from '@renshe/domain/exchange/exchange.records.ts';
import { cellsOf, fileNameOf } from '@renshe/domain/exchange/exchange.render.ts';
import { exchangeValidator } from '@renshe/domain/exchange/exchange.validate.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { areaRef } from '../platform/area-ref.ts';
import type { Host } from '../platform/host.ts';
import type { Scope } from '../platform/scope.ts';
import { type OutgoingRow, type RowFrame, rowsOfLeaver, rowsOfPerson } from './exchange-rows.ts';
import { readEmployers } from './read-employers.ts';
import { countPeople, readLeavers, readPeople } from './read-people.ts';
import { TableFile } from './table-file.ts';
import type { ZipEntry } from './zip-archive.ts';

export type DeliveryPlan = {
  deliveryId: string;
  edition: ExchangeEdition;
  tables: readonly string[];
  areaId: number;
  areaCode: string;
  /** The area of the delivery. */
  scope: Scope;
  asOf: PlainDate;
  since: Date | null;
  format: DeliveryFormat;
  number: number;
};

export type DeliveryRun = {
  counts: TableCount[];
  groups: FindingGroup[];
  findings: ListedFinding[];
  errors: number;
  warnings: number;
};

export type RunWatch = { report(done: number, total: number): Promise<void>; cancelled(): Promise<boolean> };
type RunHost = Pick<Host, 'db' | 'keyring' | 'dataDir' | 'clock'>;

/** So many findings are kept row by row; all of them are counted. */
export const listedFindings = 5000;
/** Records of transactions that were still open when the last delivery was read. */
const overlap = 5 * 60_000;

type Work = {
  table: ExchangeTable;
  count: TableCount;
  file: TableFile | undefined;
  deletions: TableFile | undefined;
  deleted: number;
};

function usesField(edition: ExchangeEdition, tables: readonly string[], name: string): boolean {
  return edition.tables.some(
    (table) => tables.includes(table.code) && table.fields.some((field) => field.from === name),
  );
}

function frameOf(host: RunHost, tree: AreaTree, plan: DeliveryPlan): RowFrame {
  const wants = (name: string) => usesField(plan.edition, plan.tables, name);
  const [citizenId, phone, employerPhone] = [wants('person.citizenId'), wants('person.phone'), wants('employer.phone')];
  const delivery: RecordValues = {
    'delivery.number': plan.number,
    'delivery.asOf': plan.asOf,
    'delivery.areaCode': plan.areaCode,
    'delivery.countyCode': plan.areaCode.slice(0, 6),
    'delivery.areaName': areaRef(tree, plan.areaId, plan.asOf).name,
  };
  return {
    asOf: plan.asOf,
    since: plan.since === null ? null : new Date(plan.since.getTime() - overlap),
    tree,
    delivery,
    // Numbers are opened only when the mapping asks for them.
    secrets: {
      citizenId: (r) =>
        citizenId ? host.keyring.decrypt(r.citizen_id_cipher, `resident.citizen_id:${r.resident_id}`) : null,
      phone: (r) =>
        phone && r.phone_cipher !== null
          ? host.keyring.decrypt(r.phone_cipher, `resident.phone:${r.resident_id}`)
          : null,
      employerPhone: (id, cipher) =>
        employerPhone ? host.keyring.decrypt(cipher, `monitored_employer.phone:${id}`) : null,
    },
  };
}

class Desk {
  private readonly plan: DeliveryPlan;
  private readonly works: Work[];
  private readonly validator: ReturnType<typeof exchangeValidator>;
  private readonly groups = findingGroups();
  readonly findings: ListedFinding[] = [];
  errors = 0;
  warnings = 0;

  constructor(host: RunHost, plan: DeliveryPlan, writes: boolean) {
    this.plan = plan;
    const { edition, format } = plan;
    this.validator = exchangeValidator(edition, {
      today: host.clock.today(),
      tables: plan.tables,
      separated: format.startsWith('txt'),
    });
    this.works = plan.tables.map((code) => {
      const table = findTable(edition, code)!;
      const file = (kind: string) =>
        new TableFile(host, { edition, table, format, storeName: `${plan.deliveryId}-${code}${kind}` });
      const deletesApart = plan.since !== null && !tellsDeletion(table);
      return {
        table,
        count: { table: code, rows: 0, added: 0, changed: 0, deleted: 0, leftOut: 0, file: null, sha256: null },
        file: writes ? file('') : undefined,
        deletions: writes && deletesApart ? file('-delete') : undefined,
        deleted: 0,
      };
    });
  }

  private note(found: readonly Finding[], residentId: string | null): void {
    for (const finding of found) {
      if (isError(finding)) this.errors++;
      else this.warnings++;
      this.groups.add(finding);
      if (this.findings.length < listedFindings) this.findings.push({ ...finding, residentId });
    }
  }

  /** @returns false when the row is faulty */
  private async take(work: Work, row: OutgoingRow, leaveOut: string | undefined): Promise<boolean> {
    const { count, table } = work;
    const cells = cellsOf(this.plan.edition, table, row.values);
    if (row.action === 'D') {
      // Whatever is wrong with it: what was sent must be taken back.
      count.deleted++;
      if (work.deletions) await work.deletions.row(cells);
      else if (tellsDeletion(table)) {
        count.rows++;
        await work.file?.row(cells);
      }
      return true;
    }
    const rowNo = count.rows + count.leftOut + 1;
    const found: Finding[] =
      leaveOut === undefined
        ? this.validator.row(table.code, rowNo, cells)
        : [{ table: table.code, row: rowNo, field: null, code: 'left-out-with-person', details: { other: leaveOut } }];
    this.note(found, row.residentId);
    if (found.some(isError)) {
      count.leftOut++;
      return false;
    }
    count.rows++;
    if (row.action === 'A') count.added++;
    else count.changed++;
    await work.file?.row(cells);
    return true;
  }

  /** The rows of one person or employer; when the first one is faulty, those that refer to it go with it. */
  async rows(rows: readonly OutgoingRow[]): Promise<void> {
    const faulty = new Set<string>();
    for (const work of this.works) {
      const { table } = work;
      for (const row of rows) {
        if (row.kind !== table.of) continue;
        const because = table.references.find((reference) => faulty.has(reference.table))?.table;
        if (!(await this.take(work, row, because)) && row.kind === 'person') faulty.add(table.code);
      }
    }
  }

  endOfBatch(): void {
    this.validator.endOfBatch();
  }

  result(): DeliveryRun {
    return {
      counts: this.works.map((work) => work.count),
      groups: this.groups.list(),
      findings: this.findings,
      errors: this.errors,
      warnings: this.warnings,
    };
  }

  /** Closes the files and says their digests in the counts. */
  async finish(at: Date): Promise<ZipEntry[]> {
    const entries: ZipEntry[] = [];
    for (const { table, file, deletions, count } of this.works) {
      const names = { areaCode: this.plan.areaCode, asOf: this.plan.asOf, number: this.plan.number };
      const entry = await file!.finish(fileNameOf(table, names), at);
      count.file = entry.name;
      count.sha256 = entry.sha256;
      entries.push(entry);
      if (deletions && deletions.rows > 0) entries.push(await deletions.finish(fileNameOf(table, names, true), at));
    }
    return entries;
  }

  async discard(): Promise<void> {
    for (const { file, deletions } of this.works) {
      await file?.discard();
      await deletions?.discard();
    }
  }
}

/**
 * Checks, and with `pack` writes: it gets the finished entries and the counts while the files are there, unless the run found errors and
 * `stopOnError` says so. Throws AppError `exchange.cancelled`.
 */
export async function runDelivery(
  host: RunHost,
  tree: AreaTree,
  plan: DeliveryPlan,
  watch: RunWatch,
  pack?: { stopOnError: boolean; write(entries: ZipEntry[], run: DeliveryRun): Promise<void> },
): Promise<DeliveryRun> {
  const frame = frameOf(host, tree, plan);
  const desk = new Desk(host, plan, pack !== undefined);
  const total = await countPeople(host.db.kysely, plan.scope);
  let done = 0;
  try {
    for await (const people of readPeople(host.db, plan.scope, plan.asOf, frame.since)) {
      if (await watch.cancelled()) throw new AppError('exchange.cancelled', 'conflict');
      for (const person of people) await desk.rows(rowsOfPerson(frame, person));
      desk.endOfBatch();
      done += people.length;
      await watch.report(Math.min(done, total), total);
    }
    if (frame.since !== null) {
      const areas = [...tree.areas.keys()].filter((areaId) => plan.scope.includes(areaId));
      for await (const people of readLeavers(host.db, plan.scope, areas, frame.since)) {
        for (const person of people) await desk.rows(rowsOfLeaver(frame, person));
        desk.endOfBatch();
      }
    }
    const employers = plan.edition.tables.some((one) => one.of === 'employer' && plan.tables.includes(one.code));
    if (employers) await readEmployers(host.db, plan.scope, frame, (row) => desk.rows([row]));
    await watch.report(total, total);
    const run = desk.result();
    if (pack && !(pack.stopOnError && run.errors > 0)) {
      const entries = await desk.finish(host.clock.now());
      await pack.write(entries, run);
    }
    return run;
  } finally {
    await desk.discard();
  }
}
