/** A PostgreSQL cluster of its own, durable as in service, whose processes may be killed and stopped. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../platform/embedded-postgres.ts';

// The tests sweep what a killed run has left under such names.
const prefix = 'renshe-test-fault-';

export class FaultCluster {
  readonly dataDir: string;
  #postgres: EmbeddedPostgres;

  private constructor(dataDir: string, postgres: EmbeddedPostgres) {
    this.dataDir = dataDir;
    this.#postgres = postgres;
  }

  /** @param place an empty folder to use; a temporary one when left out */
  static async open(place = mkdtempSync(join(tmpdir(), prefix))): Promise<FaultCluster> {
    // The user postgres, who runs the database for root, must get through.
    chmodSync(place, 0o711);
    return new FaultCluster(place, await openEmbeddedPostgres({ dataDir: place }));
  }

  /** postgres://… of the database that a server of this data folder uses. */
  get url(): string {
    return this.#postgres.url;
  }

  get port(): number {
    return this.#postgres.superuser.port;
  }

  databaseUrl(name: string): string {
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  get #folder(): string {
    const place = join(this.dataDir, 'postgres', 'place.json');
    return existsSync(place)
      ? (JSON.parse(readFileSync(place, 'utf8')) as { cluster: string }).cluster
      : join(this.dataDir, 'postgres', 'cluster');
  }

  /** Process number of the running postmaster; 0 when none runs. */
  postmaster(): number {
    try {
      return Number(readFileSync(join(this.#folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      return 0;
    }
  }

  /** Joins the cluster again, or starts it as a supervisor would. */
  async reopen(): Promise<void> {
    await this.#postgres.release();
    this.#postgres = await openEmbeddedPostgres({ dataDir: this.dataDir });
  }

  /** Runs as the superuser: what the lane does to the database is no work of the product. */
  async asSuperuser<T extends pg.QueryResultRow>(text: string, values: unknown[] = [], database = 'postgres') {
    const client = new pg.Client({ ...this.#postgres.superuser, database, connectionTimeoutMillis: 10_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query<T>(text, values)).rows;
    } catch (error) {
      // Whoever was not let in would stay at the door.
      (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      throw error;
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Process numbers of the server's backends in a database, those at work first. */
  async backends(database: string): Promise<number[]> {
    const rows = await this.asSuperuser<{ pid: number }>(
      `select pid from pg_stat_activity where datname = $1 and application_name like 'renshe%'
        order by (state = 'active') desc, state_change desc`,
      [database],
    );
    return rows.map((row) => row.pid);
  }

  async copyDatabase(template: string, name: string): Promise<string> {
    const owner = new URL(this.url).username;
    await this.asSuperuser(`create database ${name} template ${template} owner ${owner}`);
    return this.databaseUrl(name);
  }

  async dropDatabase(name: string): Promise<void> {
    await this.asSuperuser(`drop database if exists ${name} with (force)`);
  }

  /** Until it takes connections again. */
  async accepting(limit = 60_000): Promise<void> {
    const from = performance.now();
    for (;;) {
      try {
        await this.asSuperuser('select 1');
        return;
      } catch (error) {
        if (performance.now() - from > limit) throw error;
        await sleep(50);
      }
    }
  }

  async close(): Promise<void> {
    await this.#postgres.release();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
