/** The lookups of the search benchmark: what they ask over HTTP, and the statements that the same lookups are in SQL. */
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { Kysely, PostgresDialect } from 'kysely';
import { findActor } from '../account/account.queries.ts';
import { openDatabase } from '../platform/db.ts';
import type { System } from '../platform/open-system.ts';
import type { DB } from '../platform/schema.gen.ts';
import { scopeFor } from '../platform/scope.ts';
import { findResidents, listResidents } from '../resident/resident.queries.ts';
import type { BenchAccount } from './bench-places.ts';
import type { HttpJob, SqlCall, SqlJob } from './load-round.ts';
import type { SampledPerson } from './search-people.ts';

export interface Lookup {
  name: string;
  account: BenchAccount;
  route: 'find' | 'list';
  texts: readonly string[];
}

const findLimit = 10;
const listLimit = 20;
const unique = (texts: readonly string[]) => [...new Set(texts)];
const frequent = [...'王李张刘陈杨黄赵周吴'];
const nobody = (texts: readonly string[]) => texts.map((text) => `${text.slice(0, 1)}鼎乾`);

/** For both accounts the same kinds of text, from short prefixes that fit tens of thousands to texts that fit nobody. */
export function searchLookups(
  accounts: { city: BenchAccount; community: BenchAccount },
  people: { anywhere: readonly SampledPerson[]; own: readonly SampledPerson[] },
): Lookup[] {
  const kinds = (who: 'city' | 'community', found: readonly SampledPerson[]): Lookup[] => {
    const account = accounts[who];
    const of = (name: string, texts: readonly string[]): Lookup => ({
      name: `${name}, ${who === 'city' ? 'city officer' : 'community worker'}`,
      account,
      route: 'find',
      texts: unique(texts),
    });
    return [
      of('find surname', frequent),
      of(
        'find name',
        found.map((p) => p.name),
      ),
      of('find name that nobody has', nobody(found.map((p) => p.name))),
      of('find one letter', [...'wlzcyhjxg']),
      of(
        'find two initials',
        found.map((p) => p.initials.slice(0, 2)),
      ),
      of(
        'find all initials',
        found.map((p) => p.initials),
      ),
      of(
        'find pinyin',
        found.map((p) => p.pinyin.slice(0, 8)),
      ),
      of(
        'find identity number',
        found.map((p) => p.citizenId),
      ),
      { ...of('list surname', frequent), route: 'list' },
      {
        ...of(
          'list two initials',
          found.map((p) => p.initials.slice(0, 2)),
        ),
        route: 'list',
      },
    ];
  };
  return [...kinds('city', people.anywhere), ...kinds('community', people.own)];
}

export function httpJobs(lookup: Lookup): HttpJob[] {
  const { token } = lookup.account;
  return lookup.texts.map((text) =>
    lookup.route === 'find'
      ? {
          method: 'POST',
          path: residentContracts.find.path,
          token,
          body: JSON.stringify({ text, limit: findLimit }),
        }
      : {
          method: 'GET',
          path: `${residentContracts.list.path}?${new URLSearchParams({ text, limit: String(listLimit) })}`,
          token,
        },
  );
}

/** Runs each lookup once through the slice's own queries and keeps the statements that came of it. */
export async function sqlJobs(system: System, lookup: Lookup): Promise<SqlJob[]> {
  const today = system.clock.today();
  const actor = await findActor(system.db.kysely, { accountId: lookup.account.accountId }, today);
  if (!actor) throw new Error('the account of the benchmark is gone');
  const { tree } = await system.reference.current();
  const scope = scopeFor(actor, 'resident.read', tree, today);
  const database = openDatabase(system.url, { max: 1 });
  let calls: SqlCall[] = [];
  const recorder = new Kysely<DB>({
    dialect: new PostgresDialect({ pool: database.pool }),
    log: (event) => void calls.push({ text: event.query.sql, values: event.query.parameters }),
  });
  try {
    const jobs: SqlJob[] = [];
    for (const text of lookup.texts) {
      calls = [];
      if (lookup.route === 'find') await findResidents(recorder, system.keyring, scope, tree, today, text, findLimit);
      else await listResidents(recorder, scope, tree, today, { text, sort: 'name', limit: listLimit, offset: 0 });
      // A statement with its own plan of `explain` is not prepared: it is part of the lookup all the same.
      jobs.push(calls);
    }
    return jobs;
  } finally {
    await recorder.destroy();
  }
}
