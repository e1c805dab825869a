import type { Socket } from 'node:net';
import { type CompiledQuery, Kysely, PostgresDialect, type QueryExecutorProvider, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './schema.gen.ts';

/** May only select. A function that takes a Reader neither writes nor needs a transaction of its own. */
export type Reader = Pick<Kysely<DB>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'fn' | 'getExecutor'>;
/** An open transaction that somebody else commits. */
export type Writer = Transaction<DB>;

export interface Database {
  kysely: Kysely<DB>;
  /** For COPY alone. */
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  max?: number;
  /** Milliseconds; every statement is bounded (security handbook rule 17). */
  statementTimeout?: number;
  applicationName?: string;
}

/** So much longer than a statement may take the database may be silent; then the connection counts as dead. */
const silence = 5_000;

/**
 * A connection that breaks while somebody holds it is the concern of its next statement: without a listener it would end the process. One
 * whose other end is gone without a word is given up by us, since nobody else will tell for a quarter of an hour.
 */
export function watchConnections(pool: pg.Pool, statementTimeout: number): void {
  // A broken idle connection is replaced by the pool.
  pool.on('error', () => {});
  // Connections whose work has asked for as much time as it needs.
  const patient = new WeakSet<object>();
  pool.on('release', (_error, client) => void patient.delete(client));
  pool.on('connect', (client) => {
    client.on('error', () => {});
    const { connection, query } = client as unknown as Watched;
    (client as unknown as Watched).query = function (this: object, ...given) {
      const [asked] = given as [string | { text?: string } | undefined];
      const text = typeof asked === 'string' ? asked : asked?.text;
      if (text !== undefined && /^set (local )?statement_timeout = 0$/.test(text)) patient.add(client);
      return query.apply(this, given);
    };
    connection.stream.setTimeout(statementTimeout + silence);
    connection.stream.on('timeout', () => {
      if ((client as unknown as Watched)._activeQuery && !patient.has(client))
        connection.stream.destroy(new Error('the database does not answer'));
    });
  });
}

type Watched = {
  connection: { stream: Socket };
  query(this: object, ...given: unknown[]): unknown;
  /** The statement that is being waited for. */
  _activeQuery: unknown;
};

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

const preparedLimit = 500;

/** Parameters of the statements that `later` was asked to send. */
const unread = new WeakSet<object>();

/**
 * A statement of a transaction whose result nobody reads: it goes to the server together with the next one, at the latest with the commit,
 * and saves a round trip. They run in this order, each with its own snapshot; its error is thrown by the statement that it went with.
 * Without a transaction it runs at once.
 */
export async function later(
  w: Pick<Writer, 'executeQuery' | 'getExecutor'>,
  statement: { compile(w: QueryExecutorProvider): CompiledQuery },
): Promise<void> {
  const query = statement.compile(w);
  unread.add(query.parameters);
  await w.executeQuery(query);
}

type Pipelining = pg.PoolClient & { pipeline: boolean; connection: { stream: { cork(): void; uncork(): void } } };
type Statement = { name?: string; text: string; values: unknown[] };

const unsaid = (command: string) => Promise.resolve({ command, rowCount: null, rows: [] });

/** All at once, answered in order; the first error is the one that says what went wrong. */
async function sendAll(client: Pipelining, statements: readonly Statement[]): Promise<pg.QueryResult> {
  const { stream } = client.connection;
  stream.cork();
  const answers = statements.map((statement) => client.query(statement));
  stream.uncork();
  const settled = await Promise.allSettled(answers);
  const failed = settled.find((answer) => answer.status === 'rejected');
  if (failed) throw failed.reason;
  return (settled.at(-1) as PromiseFulfilledResult<pg.QueryResult>).value;
}

/**
 * Every statement is prepared once a connection under a name made from its text, so that hot statements are planned once.
 * The number of names is bounded; beyond it statements run unnamed. What nobody waits for (`begin`, and what `later` sends) travels with
 * the next statement.
 */
function preparing(pool: pg.Pool) {
  const names = new Map<string, string>();
  const nameOf = (text: string) => {
    const known = names.get(text);
    if (known || names.size >= preparedLimit) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
  return {
    async connect() {
      const client = (await pool.connect()) as Pipelining;
      client.pipeline = true;
      let open = false;
      let waiting: Statement[] = [];
      const prepared = Object.create(client) as pg.PoolClient;
      prepared.query = ((text: unknown, values?: unknown[]) => {
        if (typeof text !== 'string') return client.query(text as pg.QueryConfig);
        const name = nameOf(text);
        const statement = { ...(name && { name }), text, values: values ?? [] };
        if (text === 'begin' || (open && values && unread.has(values))) {
          open = true;
          waiting.push(statement);
          return unsaid('');
        }
        const before = waiting;
        waiting = [];
        if (text === 'commit' || text === 'rollback') {
          open = false;
          // Nothing was sent yet, or nothing that is still wanted.
          if (before[0]?.text === 'begin' && (text === 'rollback' || before.length === 1))
            return unsaid(text.toUpperCase());
          if (text === 'rollback') return client.query(statement);
        }
        return before.length === 0 ? client.query(statement) : sendAll(client, [...before, statement]);
      }) as pg.PoolClient['query'];
      prepared.release = (error) => {
        // COPY, on the same pool, does not go with pipelining.
        client.pipeline = false;
        client.release(error);
      };
      return prepared;
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const statementTimeout = options.statementTimeout ?? 30_000;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    keepAlive: true,
    types,
    application_name: options.applicationName ?? 'renshe',
    statement_timeout: statementTimeout,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=Asia/Shanghai',
  });
  watchConnections(pool, statementTimeout);
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  return {
    kysely,
    pool,
    async close() {
      await kysely.destroy();
      // Kysely leaves a pool alone that it never asked for a connection.
      if (!pool.ended) await pool.end();
    },
  };
}

/** SQLSTATE and constraint of a database error, on plain PostgreSQL and on Citus (scale-out D1: the message carries the shard). */
export function databaseErrorOf(error: unknown): { state: string; constraint: string } | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const named = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined;
  const quoted = /constraint "([^"]+)"/.exec(error.message)?.[1];
  return { state: error.code, constraint: (named ?? quoted ?? '').replace(/_\d+$/, '') };
}

/** Deadlock, lock timeout, serialization failure: the whole command may be tried again. */
export function mayRetry(error: unknown): boolean {
  return ['40P01', '55P03', '40001'].includes(databaseErrorOf(error)?.state ?? '');
}

/** The connection broke, or the database is going down or coming up: the same may work in a moment. */
export function connectionBroke(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(08|57P0)/.test(code) || brokenPipes.has(code)) return true;
  return /^(Connection terminated|the database does not answer|Client has encountered a connection error)/.test(
    error.message,
  );
}

const brokenPipes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Nothing is wrong with the work: it may do when it is tried again later. Busy, no room on the disk, out of memory, gone for a moment. */
export function isPassing(error: unknown): boolean {
  const state = databaseErrorOf(error)?.state ?? '';
  return mayRetry(error) || connectionBroke(error) || noConnectionFree(error) || /^53|^58030$/.test(state);
}

/** No connection came free in time: the server is busier than it can be, not broken. The pool says so in words alone. */
export function noConnectionFree(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect';
}
