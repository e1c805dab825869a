/**
 * COPY … FROM STDIN in text format: rows are collected and sent in chunks, so that memory stays bounded. While the database takes one chunk
 * in, the next one is made.
 */
import { once } from 'node:events';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type CopyValue = string | number | boolean | null | readonly (string | number)[];

const chunkLength = 1 << 20;
/** A connection takes one COPY at a time: the last one of those that were sent. */
const onTheWay = new WeakMap<pg.ClientBase, Promise<void>>();

export class CopyWriter {
  private readonly client: pg.ClientBase;
  private readonly head: string;
  private text = '';
  private sent: Promise<void> | undefined;
  /** Rows handed over so far. */
  rows = 0;

  /** `columns` in the order of the values given to `row`. */
  constructor(client: pg.ClientBase, table: string, columns: readonly string[]) {
    this.client = client;
    this.head = `copy ${table} (${columns.join(', ')}) from stdin`;
  }

  /** Adds a row; true when enough is waiting for `send`. */
  row(values: readonly CopyValue[]): boolean {
    let line = '';
    for (let i = 0; i < values.length; i++) line += i === 0 ? field(values[i]!) : `\t${field(values[i] ?? null)}`;
    this.text += `${line}\n`;
    this.rows++;
    return this.text.length >= chunkLength;
  }

  /**
   * Sends what is waiting, once this table's chunk before it has arrived. Chunks of several tables arrive in the order in which they were
   * sent; what goes wrong with one is said by the next call, and nothing is sent after it.
   */
  async send(): Promise<void> {
    await this.sent;
    this.sent = undefined;
    if (this.text === '') return;
    const text = this.text;
    this.text = '';
    const { client, head } = this;
    const mine = (onTheWay.get(client) ?? Promise.resolve()).then(async () => {
      const stream = client.query(copyFrom(head));
      const finished = once(stream, 'finish');
      stream.end(text);
      await finished;
    });
    onTheWay.set(client, mine);
    const last = () => {
      if (onTheWay.get(client) === mine) onTheWay.delete(client);
    };
    mine.then(last, last);
    this.sent = mine;
  }

  /** Sends what is waiting, and waits until all of it has arrived. */
  async flush(): Promise<void> {
    await this.send();
    await this.sent;
    this.sent = undefined;
  }
}

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'object') return escaped(`{${value.map(element).join(',')}}`);
  return String(value);
}

/** An element of an array literal: text in quotes, with its own quotes and backslashes marked. */
function element(value: string | number): string {
  return typeof value === 'number' ? String(value) : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
    : text;
}
