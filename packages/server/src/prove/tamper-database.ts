/** Copies of a database to tamper with, each gone after its case. */
import pg from 'pg';

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Runs a statement that needs a database for itself. Without force: a worker of autovacuum may be in it, which only a superuser may end; the
 * plain statement asks it to go and waits five seconds, and whoever just closed a connection is gone by then as well.
 */
async function whenAlone(client: pg.Client, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if ((error as pg.DatabaseError).code !== '55006' || tries === 10) throw error;
    }
  }
}

let copies = 0;

/** A copy of a database that nobody is connected to: its name begins like the original's, so that whoever clears those away finds it. */
export async function copyDatabase(url: string): Promise<{ url: string; drop(): Promise<void> }> {
  const original = new URL(url).pathname.slice(1);
  const name = `${original}_${++copies}`;
  const server = new URL(url);
  server.pathname = '/postgres';
  await withClient(server.href, (client) => whenAlone(client, `create database ${name} template ${original}`));
  const copy = new URL(url);
  copy.pathname = `/${name}`;
  return {
    url: copy.href,
    drop: () => withClient(server.href, (client) => whenAlone(client, `drop database if exists ${name}`)),
  };
}

export interface TamperLink {
  districtId: number;
  seq: number;
  eventId: string;
}

/** The hands of whoever owns the database. */
export class Tamperer {
  readonly url: string;
  private readonly client: pg.Client;

  private constructor(url: string, client: pg.Client) {
    this.url = url;
    this.client = client;
  }

  static async with<T>(url: string, work: (t: Tamperer) => Promise<T>): Promise<T> {
    return withClient(url, (client) => work(new Tamperer(url, client)));
  }

  async run<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.client.query<R>(text, values)).rows;
  }

  async link(districtId: number, seq: number): Promise<TamperLink> {
    const rows = await this.run<TamperLink>(
      `select district_id as "districtId", seq::int, event_id as "eventId" from audit_link where district_id = $1 and seq = $2`,
      [districtId, seq],
    );
    if (!rows[0]) throw new Error(`there is no link ${seq} of district ${districtId}`);
    return rows[0];
  }

  /** Takes the guards of keys away, does the act and does not put them back: the owner may. */
  async withoutKeys(): Promise<void> {
    await this.run('alter table audit_link drop constraint audit_link_pk, drop constraint audit_link_event_unique');
  }
}
