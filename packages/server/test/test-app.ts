import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { z } from 'zod';
import { grantPost, insertAccount } from '../src/account/create-account.ts';
import { allRoutes } from '../src/app.ts';
import { loadRegion } from '../src/area/load-region.ts';
import { settableClock } from '../src/platform/clock.ts';
import { buildHttp } from '../src/platform/http.ts';
import { createLog } from '../src/platform/log.ts';
import { assemble, type System } from '../src/platform/open-system.ts';
import { hashPassword } from '../src/platform/password.ts';
import { createSession } from '../src/platform/session.ts';
import { prepareTaskTables } from '../src/platform/tasks.ts';
import { type RequestParts, requestOf } from '../src/prove/prove-request.ts';
import { registerTaskHandlers } from '../src/task-handlers.ts';
import { testDatabase } from './database.ts';
import { type Persona, personas } from './personas.ts';

export const testPassword = 'correct-horse-77-battery';

export interface Called<O> {
  status: number;
  /** The answer, or undefined when the call failed. */
  body: O;
  error:
    | { code: string; message: string; details: Record<string, unknown>; fields?: { path: string; code: string }[] }
    | undefined;
  raw: LightMyRequestResponse;
}

export interface TestApp {
  system: System;
  http: FastifyInstance;
  clock: ReturnType<typeof settableClock>;
  accountIds: Record<Persona, string>;
  /** Calls a contract as a persona (or nobody), the way the web does. */
  call<C extends RouteContract>(
    persona: Persona | null,
    contract: C,
    input?: {
      params?: z.input<C['params']>;
      query?: z.input<C['query']>;
      body?: z.input<C['body']>;
      key?: string;
      file?: { name: string; bytes: Buffer };
      language?: 'zh' | 'en';
    },
  ): Promise<Called<z.output<C['output']>>>;
  /** Everybody stays signed in, for a day from the clock's present: a test that moves the clock is not about sessions. */
  staySignedIn(): Promise<void>;
  close(): Promise<void>;
}

/** A private database with the fixture city, all personas signed in, the clock at 2026-11-20 10:00 in Shanghai, opened on 2025-01-01. */
export async function openTestApp(options: { now?: string; openedOn?: string } = {}): Promise<TestApp> {
  const database = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'renshe-test-'));
  const clock = settableClock(options.now ?? '2026-11-20T10:00:00+08:00');
  const log = createLog(process.env.RENSHE_LOG ?? 'silent');
  await prepareTaskTables(database.url);
  const system = assemble(
    { dataDir, cryptoProfile: undefined },
    database.url,
    clock,
    { log, maxConnections: 10 },
    async () => {},
  );
  const tokens = {} as Record<Persona, string>;
  const accountIds = {} as Record<Persona, string>;
  const openedOn = options.openedOn ?? '2025-01-01';
  const passwordHash = await hashPassword(testPassword);
  await system.db.kysely.transaction().execute(async (w) => {
    const region = await loadRegion(w, join(import.meta.dirname, 'fixture-region'), openedOn, clock.now());
    await w
      .insertInto('installation')
      .values({
        city_area_id: region.cityAreaId,
        region: 'fixture',
        demo: false,
        demo_seed: null,
        anchor_month: null,
        opened_on: openedOn,
        created_at: clock.now(),
      })
      .execute();
    for (const [login, { role, area }] of Object.entries(personas)) {
      const accountId = await insertAccount(w, {
        login: login.toLowerCase(),
        name: login,
        passwordHash,
        mustChangePassword: false,
        // Excused from the second factor, as in the demo city.
        demo: true,
        by: null,
        at: clock.now(),
      });
      const office = await w
        .selectFrom('office')
        .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
        .select('office.office_id')
        .where('area_version.code', '=', area)
        .executeTakeFirstOrThrow();
      await grantPost(
        w,
        { accountId, officeId: office.office_id, role, fromOn: openedOn, by: null, at: clock.now() },
        'zh',
      );
      accountIds[login as Persona] = accountId;
      tokens[login as Persona] = await createSession(w, accountId, clock.now());
    }
  });
  registerTaskHandlers(system);
  const http = await buildHttp(system, allRoutes);

  return {
    system,
    http,
    clock,
    accountIds,
    async call(persona, contract, input = {}) {
      const raw = await http.inject(requestOf(contract, persona && tokens[persona], input as RequestParts));
      const json = contract.produces === 'json' || raw.statusCode >= 400 ? raw.json() : undefined;
      return {
        status: raw.statusCode,
        body:
          raw.statusCode < 400 ? (contract.produces === 'json' ? contract.output.parse(json) : undefined) : undefined,
        error: json?.error,
        raw,
      } as Called<never>;
    },
    async staySignedIn() {
      const later = new Date(clock.now().getTime() + 86_400_000);
      await system.db.kysely
        .updateTable('session')
        .set({ seen_at: clock.now(), verified_at: clock.now(), expires_at: later })
        .execute();
    },
    async close() {
      await http.close();
      await system.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
