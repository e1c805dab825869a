/**
 * A small seeded city in which every kind of record exists in every community, with people who carry names that stand nowhere else.
 * Over 400 lines because each record of the world is made from the ones before.
 */

import { join } from 'node:path';
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
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
import { createSession } from '../platform/session.ts';
import { registerTaskHandlers } from '../task-handlers.ts';
import { citizenIdOf, creditCodeOf, rosterOf } from './made-numbers.ts';
import { type PersonaKey, provePersonas } from './prove-personas.ts';
import { type RequestParts, requestOf } from './prove-request.ts';
import { fittingParts, type Hints } from './schema-values.ts';

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

const contractOf = new Map(allContracts.map((contract) => [contract.id, contract as RouteContract]));

/** @throws Error when there is no such route */
export function getContract(id: string): RouteContract {
  const contract = contractOf.get(id);
  if (!contract) throw new Error(`there is no route ${id}`);
  return contract;
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
  const http = await buildHttp(system, allRoutes);
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
  const canaries = await fill(world, officeOf);
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

const signs = [...'甲乙丙丁戊己庚辛壬癸子丑'];

/** A command of the builder, which has to succeed. */
type Make = (id: string, hints: Hints, more?: RequestParts) => Promise<Record<string, unknown>>;

function makerOf(world: Pick<ProveWorld, 'call' | 'builder'>): Make {
  return async (id, hints, more = {}) => {
    const contract = getContract(id);
    const fitting = fittingParts(contract, hints);
    const parts = { ...fitting, ...more } as RequestParts;
    const answer = await world.call(world.builder, contract, parts);
    if (answer.status !== 200) throw new Error(`${id}: ${answer.text} for ${JSON.stringify(parts)}`);
    return answer.json ?? {};
  };
}

interface NewPeople {
  areaCode: string;
  address: string;
  people: readonly { name: string; phone: string; citizenId: string }[];
  asking: { name: string; phone: string };
  employer: { name: string; phone: string; creditCode: string };
}

/** Two people, one without work and one with, somebody who asks for help, and an employer that lets people go. */
async function settle(make: Make, { areaCode, address, people, asking, employer }: NewPeople): Promise<void> {
  const ids: string[] = [];
  for (const [nth, person] of people.entries()) {
    const household = nth === 0 ? { how: 'new' } : { how: 'none' };
    const body = { ...person, areaCode, address, livesHereSince: '2020-01-01', household };
    const fields = {
      hukouType: '51',
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
    };
    const { residentId } = await make('resident.register', {}, { body: { ...body, ...fields } });
    ids.push(residentId as string);
  }
  await make('unemployment.register', {
    residentId: ids[0],
    reason: '02',
    registeredOn: '2026-09-10',
    unemployedSince: '2026-08-20',
    promiseSigned: true,
  });
  await make('contact.record', { residentId: ids[0], outcome: '01', service: null, nextOn: null });
  await make('certificate.issue', { residentId: ids[0] });
  await make('employment.register', {
    residentId: ids[1],
    type: '10',
    urban: true,
    startedOn: '2026-10-08',
    employerName: '镇江港务公司',
    employerCode: null,
    occupation: null,
    industry: null,
  });
  await make('help-request.receive', { area: areaCode, ...asking });
  const { employerId } = await make('monitored-employer.add', { area: areaCode, ...employer, fromOn: '2026-09-01' });
  await make('monitored-employer.report-layoff', {
    employerId,
    toldOn: '2026-11-05',
    plannedOn: '2026-12-20',
    persons: 21,
    staff: 200,
  });
}

/** More of the same in one community, later. */
export async function addPeople(world: ProveWorld, areaCode: string): Promise<void> {
  const serial = 500 + world.communities.indexOf(areaCode) * 3;
  const person = (nth: number) => ({
    name: `金丝后雀${nth}`,
    phone: `1390000${1000 + serial + nth}`,
    citizenId: citizenIdOf(serial + nth),
  });
  await settle(makerOf(world), {
    areaCode,
    address: `金丝巷${serial}号`,
    people: [person(1), person(2)],
    asking: { name: '求助后某', phone: `1380000${1000 + serial}` },
    employer: { name: `金丝后厂${serial}`, phone: `1370000${1000 + serial}`, creditCode: creditCodeOf(serial) },
  });
}

async function fill(world: ProveWorld, officeOf: ReadonlyMap<string, string>): Promise<Canary[]> {
  const canaries: Canary[] = [];
  const make = makerOf(world);
  for (const [index, areaCode] of world.communities.entries()) {
    const name = (nth: number) => `金丝${signs[index]}雀${nth}`;
    const address = `金丝巷${index + 1}号`;
    canaries.push({ areaCode, what: 'address', text: address });
    const people = [1, 2].map((nth) => {
      const serial = index * 3 + nth;
      return { name: name(nth), phone: `1390000${1000 + serial}`, citizenId: citizenIdOf(serial) };
    });
    const asking = { name: `求助${signs[index]}某`, phone: `1380000${1000 + index}` };
    const employer = {
      name: `金丝${signs[index]}厂`,
      phone: `1370000${1000 + index}`,
      creditCode: creditCodeOf(index),
    };
    await settle(make, { areaCode, address, people, asking, employer });
    for (const { name: text, phone, citizenId } of people)
      canaries.push(
        { areaCode, what: 'name', text },
        { areaCode, what: 'phone', text: phone },
        { areaCode, what: 'citizen-id', text: citizenId },
      );
    for (const { name: text, phone } of [asking, employer])
      canaries.push({ areaCode, what: 'name', text }, { areaCode, what: 'phone', text: phone });
    await make(
      'roster.upload',
      { areaCode },
      { file: { name: '名册.csv', bytes: rosterOf(name(3), citizenIdOf(index * 3)) } },
    );
    await make('cadence.record', {
      officeId: officeOf.get(areaCode),
      rule: 'community-meeting',
      period: '2026-W46',
      heldOn: '2026-11-10',
      people: 5,
    });
    const texts = Object.fromEntries(sheetTexts.map((key) => [key, `情况${signs[index]}平稳`]));
    await make('analysis-sheet.save', { area: areaCode, month: '2026-10', version: 0, texts });
  }
  for (const areaCode of officeOf.keys()) {
    const { planId } = await make('plan.create', {
      areaCode,
      kind: 'five-year',
      from: '2026-01',
      to: '2030-12',
      name: `规划${areaCode.slice(4)}`,
    });
    const path = [{ year: 2026, value: 10 }];
    const owner = { ownerOfficeId: null, ownerName: '', totalTarget: null, baselineYear: null, baselineValue: null };
    const { indicatorId } = await make('plan.add-indicator', {
      planId,
      kind: 'expected',
      direction: 'at-least',
      measure: 'flow',
      catalogueKey: null,
      unit: '人',
      path,
      ...owner,
    });
    await make('plan.record-actual', { planId, indicatorId, areaCode, period: '2026-10', value: 3 });
    await make('plan.add-task', {
      planId,
      indicatorId: null,
      parentTaskId: null,
      ownerOfficeId: officeOf.get(areaCode),
      startOn: '2026-10-01',
      dueOn: '2026-12-01',
      milestones: [],
    });
    await make('plan.add-evaluation', { planId, areaCode, kind: 'quarterly', period: '2026-Q3' });
    if (areaCode.endsWith('000000')) {
      await make('external.enter', {
        area: areaCode,
        indicator: 'surveyed-unemployment-rate',
        period: '2026-10',
        value: 5.1,
      });
      const delivery = {
        areaCode,
        edition: 'national-2016',
        tables: ['DY11'],
        mode: 'all',
        asOf: '2026-11-10',
        format: 'csv-utf8',
      };
      await make('exchange.prepare', delivery);
    }
  }
  return canaries;
}

const sheetTexts = ['job-seeking', 're-employment', 'service-needs', 'unemployed-status', 'next-month'];
