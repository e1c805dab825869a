import pg from 'pg';
import { connectionBroke, watchConnections } from './db.ts';

/** What the queue's library takes for a database that will be back: it asks again, whatever it has to write down. */
const cannotConnectNow = '57P03';

/**
 * Connections of the task queue. Its library writes down how a job ended without listening for errors: one that it does not know to be
 * passing would end the process. A connection that broke is told to it in the words that it knows.
 */
export function openTaskPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 6, application_name: 'renshe-tasks', keepAlive: true });
  watchConnections(pool, 30_000);
  pool.on('connect', (client) => {
    const asks = client as unknown as { query(this: object, ...given: unknown[]): unknown };
    const { query } = asks;
    asks.query = function (this: object, ...given) {
      const answer = query.apply(this, given);
      return answer instanceof Promise ? answer.catch(inKnownWords) : answer;
    };
  });
  const connect = pool.connect.bind(pool) as (...given: unknown[]) => unknown;
  pool.connect = ((...given: unknown[]) => {
    const client = connect(...given);
    return client instanceof Promise ? client.catch(inKnownWords) : client;
  }) as typeof pool.connect;
  return pool;
}

function inKnownWords(error: unknown): never {
  if (connectionBroke(error)) Object.assign(error as Error, { code: cannotConnectNow });
  throw error;
}
