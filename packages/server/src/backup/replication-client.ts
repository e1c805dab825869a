/**
 * PostgreSQL's replication protocol over `pg`: a base backup and the stream of the log, as pg_basebackup and pg_receivewal use it.
 * The embedded PostgreSQL brings neither program.
 */
import pg from 'pg';
import type { Superuser } from '../platform/embedded-postgres.ts';

/** What `pg` calls of an object that is given to `client.query`. */
interface Connection {
  readonly stream: { pause(): void; resume(): void };
  once(event: 'replicationStart', listener: () => void): void;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
}

const queueLimit = 4 << 20;

/** The messages of one COPY out of the server, as an async iterable that holds the server back when nobody takes them. */
export class CopyStream implements AsyncIterable<Buffer> {
  /** Rows of ordinary results before and after the copied data, in the order they came. */
  readonly rows: (string | null)[][] = [];
  private readonly text: string;
  private connection: Connection | undefined;
  private queue: Buffer[] = [];
  private queued = 0;
  private paused = false;
  private ended = false;
  private started = false;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  constructor(text: string) {
    this.text = text;
  }

  submit(connection: Connection): void {
    this.connection = connection;
    connection.once('replicationStart', () => {
      this.started = true;
      this.wake?.();
    });
    connection.query(this.text);
  }

  /** Resolves when the server has begun to stream its log; rejects when it refuses to. */
  async begun(): Promise<void> {
    while (!this.started && !this.failure && !this.ended) await this.pause();
    if (this.failure) throw this.failure;
  }

  handleRowDescription(): void {}

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.rows.push(message.fields);
  }

  handleCopyData(message: { chunk: Buffer }): void {
    // The parser uses its buffer again, so the bytes are copied.
    this.queue.push(Buffer.from(message.chunk));
    this.queued += message.chunk.length;
    if (this.queued > queueLimit && !this.paused) {
      this.paused = true;
      this.connection?.stream.pause();
    }
    this.wake?.();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.ended = true;
    this.wake?.();
  }

  handleError(error: Error): void {
    this.failure ??= error;
    this.wake?.();
  }

  /** Sends a message to the server while the stream of the log runs. */
  send(chunk: Buffer): void {
    this.connection?.sendCopyFromChunk(chunk);
  }

  /** The next message; undefined when there is none within the time, or at the end. */
  async next(waitMs?: number): Promise<Buffer | undefined> {
    if (this.queue.length === 0 && !this.ended && !this.failure) await this.pause(waitMs);
    const chunk = this.queue.shift();
    if (chunk) {
      this.queued -= chunk.length;
      if (this.paused && this.queued < queueLimit / 2) {
        this.paused = false;
        this.connection?.stream.resume();
      }
      return chunk;
    }
    if (this.failure) throw this.failure;
    return undefined;
  }

  private async pause(ms?: number): Promise<void> {
    await new Promise<void>((done) => {
      const timer = ms === undefined ? undefined : setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
    this.wake = undefined;
  }

  /** True when the server has nothing more to say on this command. */
  get finished(): boolean {
    return this.ended && this.queue.length === 0;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Buffer> {
    for (;;) {
      const chunk = await this.next();
      if (!chunk) return;
      yield chunk;
    }
  }
}

export interface ReplicationClient {
  /** Rows of a replication command that answers with rows, e.g. IDENTIFY_SYSTEM. */
  rows(command: string): Promise<(string | null)[][]>;
  copy(command: string): CopyStream;
  close(): Promise<void>;
}

/** Connects as a replication client. The connection carries one command at a time. */
export async function connectReplication(superuser: Superuser): Promise<ReplicationClient> {
  const config = { ...superuser, database: 'postgres', replication: 'true', application_name: 'renshe-backup' };
  const client = new pg.Client(config);
  // A lost connection fails the running command; between commands there is nobody to tell.
  client.on('error', () => {});
  await client.connect();
  const copy = (command: string): CopyStream => {
    const stream = new CopyStream(command);
    client.query(stream as unknown as pg.Submittable);
    return stream;
  };
  return {
    copy,
    async rows(command) {
      const stream = copy(command);
      await stream.next();
      return stream.rows;
    },
    // With a command still running `pg` cuts the connection, which is what ends the stream of the log.
    close: () => client.end().catch(() => {}),
  };
}
