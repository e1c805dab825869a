/**
 * Who of the programs on this database is alive. Each holds a lock under the name of its workers as long as it lives; PostgreSQL takes it back
 * when the process dies, and what the dead were working on is freed for the living. The queue's own library would wait four hours.
 */
import pg from 'pg';
import type { Logger } from 'pino';

// Any fixed number will do, as long as nobody else in the database uses it.
const space = 7_315_202;
const every = 2000;
/** Seconds: workers that have just begun may hold work a moment before their lock. */
const grace = 3;

const present = `select p.objid::bigint as key, p.pid from pg_locks p
  where p.locktype = 'advisory' and p.objsubid = 2 and p.classid::bigint = ${space} and p.granted
    and p.database = (select oid from pg_database where datname = current_database())`;

/** With nobody else at work everything that is locked was left by the dead. */
const free = `with present as (${present}),
  alone as (select not exists (select 1 from present where pid <> pg_backend_pid()) as alone),
  held as (select locked_by, locked_at from graphile_worker._private_jobs union all select locked_by, locked_at from graphile_worker._private_job_queues)
  select graphile_worker.force_unlock_workers(array(select distinct h.locked_by from held h, alone
    where h.locked_by is not null and ((alone.alone and h.locked_by <> all($1::text[])) or h.locked_at < now() - make_interval(secs => ${grace}))
      and not exists (select 1 from present where key = (hashtext(h.locked_by)::bigint & 4294967295))))`;

/**
 * The queue waits longer with each try, up to hours: right for a disk that is full, wrong for a database that broke away and is back. So long
 * after we have come (back) to it whatever waits for its next try is tried at once.
 */
const hastened = 6000;
const hasten = `update graphile_worker._private_jobs set run_at = now() where attempts > 0 and locked_at is null and run_at > now()`;

/** How the queue remembers work whose own connection broke: ours may have lived through that, and nothing is made anew here. */
export const brokenOff = 'connection broke';
const longest = `update graphile_worker._private_jobs set run_at = now() + interval '10 seconds'
  where attempts > 0 and locked_at is null and run_at > now() + interval '10 seconds' and starts_with(last_error, '${brokenOff}')`;

/** Work whose tries are used up, because each of them ended with the program, has failed. */
const giveUp = `update task t set status = 'failed', message = 'request.failed', ended_at = $1 from graphile_worker._private_jobs j
  where j.key = t.task_id::text and j.locked_at is null and j.attempts >= j.max_attempts and t.status in ('waiting', 'running')`;

export class TaskPresence {
  readonly #url: string;
  readonly #clock: { now(): Date };
  readonly #log: Logger;
  readonly #names = new Set<string>();
  #client: pg.Client | undefined;
  #enteredAt = 0;
  #stopped = false;
  #wake = () => {};
  #keeping: Promise<void> = Promise.resolve();

  constructor(url: string, clock: { now(): Date }, log: Logger) {
    this.#url = url;
    this.#clock = clock;
    this.#log = log;
  }

  /** Frees what the dead have left, and goes on doing so. */
  async start(): Promise<void> {
    await this.#look();
    this.#keeping = this.#keep();
  }

  /** Our workers have ended: what they have left is for others, or for those who take their place. */
  withdraw(): void {
    this.#names.clear();
    this.#leave();
  }

  /** These workers are ours, from now on until `withdraw` or `close`. */
  announce(name: string): void {
    this.#names.add(name);
    this.#wake();
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#keeping;
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #keep(): Promise<void> {
    while (!this.#stopped) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, every);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (this.#stopped) return;
      try {
        await this.#look();
      } catch (error) {
        this.#log.warn({ presence: String(error) });
        this.#leave();
      }
    }
  }

  #leave(): void {
    this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  async #look(): Promise<void> {
    const client = this.#client ?? (await this.#enter());
    for (const name of this.#names)
      await client.query(
        `select pg_advisory_lock_shared(${space}, hashtext($1)) where not exists (
          select 1 from (${present}) p where p.pid = pg_backend_pid() and p.key = (hashtext($1)::bigint & 4294967295))`,
        [name],
      );
    await client.query(free, [[...this.#names]]);
    await client.query(giveUp, [this.#clock.now()]);
    await client.query(performance.now() - this.#enteredAt < hastened ? hasten : longest);
  }

  async #enter(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'renshe-tasks',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 20_000,
    });
    // Its next question finds out.
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    await client.connect();
    this.#client = client;
    this.#enteredAt = performance.now();
    return client;
  }
}
