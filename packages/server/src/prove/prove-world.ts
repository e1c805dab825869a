/**
 * A small seeded city in which every kind of record exists in every community, with people who carry names that stand nowhere else.
 */

import { join } from 'node:path';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { grantPost, insertAccount } from '../account/create-account.ts';
import { allRoutes } from '../app.ts';
import { loadRegion } from '../area/load-region.ts';
import { settableClock } from '../platform/clock.ts';
import type { Writer } from '../platform/db.ts';
import { buildHttp } from '../platform/http.ts';
import { createLog } from '../platform/log.ts';
import { assemble, type System } from '../platform/open-system.ts';
import { anyPace } from '../platform/pace.ts';
import { createSession } from '../platform/session.ts';
import { registerTaskHandlers } from '../task-handlers.ts';
import { type PersonaKey, provePersonas } from './prove-personas.ts';
import { fillWorld, getContract } from './prove-records.ts';
import { type RequestParts, requestOf } from './prove-request.ts';

/** Ten in the morning of 20 November 2026 in Shanghai; the city opened with September. */
export const proveNow = '2026-11-20T10:00:00+08:00';
const openedOn = '2026-09-01';
export const cityCode = '321100000000';

/** Something that may be seen by those alone who may see its community. */
export interface Canary {
  areaCode: string;
  what: 'name' | 'phone' | 'citizen-id' | 'address' | 'id';
  text: string;
}

export interface Answered {
  status: number;
  text: string;
  json: Record<string, unknown> | undefined;
  raw: LightMyRequestResponse;
}

export interface ProveWorld {
  system: System;
  http: FastifyInstance;
  clock: ReturnType<typeof settableClock>;
  communities: readonly string[];
  /** Office of each area, by the area's code. */
  offices: ReadonlyMap<string, string>;
  canaries: readonly Canary[];
  tokens: Readonly<Record<PersonaKey, string>>;
  accountIds: Readonly<Record<PersonaKey, string>>;
  /** Session of who may do everything everywhere and is no persona. */
  builder: string;
  call(token: string | null, contract: RouteContract, parts?: RequestParts): Promise<Answered>;
  close(): Promise<void>;
}

/** A host over a database that holds a made world, or is going to. */
export async function openWorld(url: string, dataDir: string) {
  const clock = settableClock(proveNow);
  const log = createLog(process.env.RENSHE_LOG ?? 'silent');
  const system = assemble(
    { dataDir, cryptoProfile: undefined },
    url,
    clock,
    { log, maxConnections: 10 },
    async () => {},
  );
  registerTaskHandlers(system);
  const http = await buildHttp(system, allRoutes, { pace: anyPace });
  const call: ProveWorld['call'] = async (token, contract, parts) => {
    const raw = await http.inject(requestOf(contract, token, parts));
    const isJson = String(raw.headers['content-type'] ?? '').startsWith('application/json');
    return { status: raw.statusCode, text: raw.body, json: isJson ? raw.json() : undefined, raw };
  };
  const close = async () => {
    await http.close();
    await system.close();
  };
  return { system, http, clock, call, close };
}

/** Areas, offices and the installation of the made city, without any account. */
export async function loadCity(w: Writer, at: Date, from: PlainDate = openedOn): Promise<void> {
  const region = await loadRegion(w, join(import.meta.dirname, 'region'), from, at);
  await w
    .insertInto('installation')
    .values({
      city_area_id: region.cityAreaId,
      region: 'prove',
      demo: false,
      demo_seed: null,
      anchor_month: null,
      opened_on: from,
      created_at: at,
    })
    .execute();
}

/** Fills an empty, migrated database with the world. */
export async function makeWorld(url: string, dataDir: string): Promise<ProveWorld> {
  const opened = await openWorld(url, dataDir);
  const { system, clock } = opened;
  const tokens = {} as Record<PersonaKey, string>;
  const accountIds = {} as Record<PersonaKey, string>;
  let builder = '';
  const { communities, officeOf } = await system.db.kysely.transaction().execute(async (w) => {
    await loadCity(w, clock.now());
    const offices = await w
      .selectFrom('office')
      .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
      .select(['office.office_id', 'area_version.code'])
      .execute();
    const officeOf = new Map(offices.map((office) => [office.code, office.office_id]));
    const enrol = async (
      login: string,
      posts: readonly { role: Parameters<typeof grantPost>[1]['role']; area: string }[],
    ) => {
      const at = clock.now();
      const accountId = await insertAccount(w, {
        login,
        name: `账户${login}`,
        passwordHash: '!',
        mustChangePassword: false,
        by: null,
        at,
      });
      for (const { role, area } of posts)
        await grantPost(w, { accountId, officeId: officeOf.get(area)!, role, fromOn: openedOn, by: null, at }, 'zh');
      return { accountId, token: await createSession(w, accountId, at) };
    };
    for (const { key, posts } of provePersonas) {
      const { accountId, token } = await enrol(key, posts);
      tokens[key] = token;
      accountIds[key] = accountId;
    }
    const leaves = offices
      .map((office) => office.code)
      .filter((code) => !code.endsWith('000'))
      .sort();
    const everywhere = offices.map(({ code }) => ({ role: roleAt(code), area: code }));
    builder = (await enrol('builder', everywhere)).token;
    return { communities: leaves, officeOf };
  });
  const world: ProveWorld = { ...opened, communities, offices: officeOf, canaries: [], tokens, accountIds, builder };
  const canaries = await fillWorld(world, officeOf);
  await leave(world);
  return { ...world, canaries };
}

function roleAt(code: string) {
  if (code.endsWith('00000000')) return 'city-officer' as const;
  if (code.endsWith('000000')) return 'district-officer' as const;
  return code.endsWith('000') ? ('street-clerk' as const) : ('community-worker' as const);
}

/** One account is suspended, one has no post any more; a session of theirs must be worth nothing. */
async function leave(world: ProveWorld): Promise<void> {
  const { kysely } = world.system.db;
  const { suspended, left } = world.accountIds;
  const { version } = await kysely
    .selectFrom('account')
    .select('version')
    .where('account_id', '=', suspended)
    .executeTakeFirstOrThrow();
  const { post_id: postId } = await kysely
    .selectFrom('post')
    .select('post_id')
    .where('account_id', '=', left)
    .executeTakeFirstOrThrow();
  const done = [
    await world.call(world.tokens.security, getContract('account.suspend'), {
      params: { accountId: suspended },
      body: { version, reason: '离岗' },
    }),
    await world.call(world.tokens.security, getContract('account.end-post'), {
      params: { accountId: left, postId },
      body: { toOn: '2026-11-20' },
    }),
  ];
  for (const answer of done) if (answer.status !== 200) throw new Error(`leaving: ${answer.text}`);
  const at = world.clock.now();
  await kysely.transaction().execute(async (w) => {
    for (const key of ['suspended', 'left'] as const)
      (world.tokens as Record<PersonaKey, string>)[key] = await createSession(w, world.accountIds[key], at);
  });
}
