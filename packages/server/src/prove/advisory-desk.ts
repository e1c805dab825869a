/** What the replays of public advisories share: a made world, its log in a file, a digest over everything it keeps. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import { allRoutes } from '../app.ts';
import { buildHttp } from '../platform/http.ts';
import { createLog } from '../platform/log.ts';
import { hashPassword } from '../platform/password.ts';
import type { LiveThing } from './fuzz-live.ts';
import { LiveThings } from './fuzz-live.ts';
import type { PersonaKey } from './prove-personas.ts';
import { getContract } from './prove-records.ts';
import { type RequestParts, requestOf } from './prove-request.ts';
import { type Answered, makeWorld, type ProveWorld } from './prove-world.ts';
import { fittingParts, type Hints, inputSchema, type JsonSchema } from './schema-values.ts';

export const contracts = allContracts as readonly RouteContract[];
export const ownCommunity = '321102001001';

export interface AdvisoryDesk {
  world: ProveWorld;
  call(persona: PersonaKey | null, id: string, parts?: RequestParts): Promise<Answered>;
  /** With what the schema asks for, and the hints. */
  fitting(id: string, hints?: Hints): RequestParts;
  /** Records of a community that a route can name. */
  things(id: string, areaCode: string): Promise<LiveThing[]>;
  /** One number over all tables but the sessions', and over all files. */
  digest(): Promise<string>;
  /** All lines that were logged so far. */
  log(): string;
  close(): Promise<void>;
}

export async function openAdvisoryDesk(databaseUrl: string): Promise<AdvisoryDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-advisories-'));
  const logFile = join(folder, 'log');
  const dataDir = join(folder, 'data');
  const made = await makeWorld(databaseUrl, dataDir);
  await made.system.db.kysely
    .updateTable('account')
    .set({ password_hash: await hashPassword('lantern-quarry-mosaic-61') })
    .execute();
  const log = createLog('trace', logFile);
  const http = await buildHttp({ ...made.system, log }, allRoutes);
  const live = await LiveThings.open(made.system, []);
  const desk: AdvisoryDesk = {
    world: { ...made, http },
    async call(persona, id, parts = {}) {
      const raw = await http.inject(requestOf(getContract(id), persona && made.tokens[persona], parts));
      const isJson = String(raw.headers['content-type'] ?? '').startsWith('application/json');
      return { status: raw.statusCode, text: raw.body, json: isJson ? raw.json() : undefined, raw };
    },
    fitting: (id, hints = {}) => fittingParts(getContract(id), hints),
    async things(id, areaCode) {
      return (await live.of(getContract(id))).filter((thing) => thing.areaCode === areaCode);
    },
    async digest() {
      const { rows } = await sql<{ name: string }>`select relname as name from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('session', 'sign_in_guess') order by 1`.execute(
        made.system.db.kysely,
      );
      const hash = createHash('sha256');
      for (const { name } of rows) {
        const { rows: sums } =
          await sql`select count(*) as n, coalesce(sum(hashtextextended(t::text, 0)), 0) as h from ${sql.table(name)} t`.execute(
            made.system.db.kysely,
          );
        hash.update(name + JSON.stringify(sums));
      }
      for (const entry of readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).sort()) {
        const path = join(dataDir, entry);
        if (statSync(path).isFile()) hash.update(entry).update(readFileSync(path));
      }
      return hash.digest('hex');
    },
    log: () => readFileSync(logFile, 'utf8'),
    async close() {
      await http.close();
      await made.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}

/** Every field that a contract takes, nested ones too. */
export function fieldsOf(
  contract: RouteContract,
): { part: 'params' | 'query' | 'body'; name: string; schema: JsonSchema }[] {
  const found: ReturnType<typeof fieldsOf> = [];
  for (const part of ['params', 'query', 'body'] as const) {
    const walk = (schema: JsonSchema) => {
      for (const [name, one] of Object.entries(schema.properties ?? {})) {
        found.push({ part, name, schema: one });
        walk(one);
      }
      for (const inner of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) if (inner) walk(inner);
    };
    walk(inputSchema(contract[part]));
  }
  return found;
}
