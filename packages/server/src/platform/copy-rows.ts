import type pg from 'pg';
import { type CopyValue, CopyWriter } from './copy-writer.ts';

type Cell = string | number | boolean | null | undefined | Buffer | Date | readonly number[] | readonly string[];

function copied(value: Cell): CopyValue {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  return value as CopyValue;
}

/**
 * COPY of row objects, one writer a table. The columns are those of the table's first row; columns left out by it take their defaults,
 * and every later row must have the same ones.
 */
export class CopyRows {
  private readonly client: pg.ClientBase;
  private readonly writers = new Map<string, { writer: CopyWriter; columns: readonly string[] }>();

  constructor(client: pg.ClientBase) {
    this.client = client;
  }

  async add(table: string, row: object): Promise<void> {
    const values = row as Record<string, Cell>;
    let entry = this.writers.get(table);
    if (!entry) {
      const columns = Object.keys(values);
      entry = { writer: new CopyWriter(this.client, table, columns), columns };
      this.writers.set(table, entry);
    }
    if (entry.writer.row(entry.columns.map((column) => copied(values[column])))) await this.send();
  }

  /** Parents before children: tables are sent in the order in which they were first named. Errors are told by the next call. */
  async send(): Promise<void> {
    for (const { writer } of this.writers.values()) await writer.send();
  }

  /** Sends what waits, and waits until all of it has arrived. */
  async flush(): Promise<void> {
    for (const { writer } of this.writers.values()) await writer.flush();
  }
}
