/** Every page of the web, who may see it, and a record for each page that shows one. */
import { createSession } from '../packages/server/src/platform/session.ts';
import { getContract } from '../packages/server/src/prove/prove-records.ts';
import { requestOf } from '../packages/server/src/prove/prove-request.ts';
import { fittingParts, type Hints } from '../packages/server/src/prove/schema-values.ts';
import type { JourneyCity } from './journey-city.ts';
import type { Login } from './journey-page.ts';

/** Who looks at which pages; with the public ones these are all that the web has. */
export const desks: readonly (readonly [Login, readonly string[]])[] = [
  [
    'limin',
    [
      '/',
      '/visits',
      '/visits?view=calls',
      '/visits?view=areas',
      '/visits/results',
      '/search',
      '/tasks',
      '/account',
      '/residents',
      '/residents/new',
      '/residents/$residentId',
      '/households',
      '/households/$householdId',
      '/transfers',
      '/recycle',
      '/survey',
      '/campaigns',
      '/campaigns/$campaignId',
      '/campaigns/own',
      '/campaigns/rechecks/$recheckId',
      '/ledgers',
      '/quality',
      '/ledgers/$ledger',
      '/ledgers/volume',
      '/rosters',
      '/rosters/$batchId',
      '/warnings',
      '/analysis-sheets',
      '/monitored-employers',
      '/monitored-employers/$employerId',
      '/help-requests',
      '/reports',
      '/submissions',
      '/cadence',
      '/cadence/$officeId',
      '/handling',
    ],
  ],
  [
    'wangjing',
    [
      '/ledgers',
      '/ledger-use',
      '/analysis',
      '/board',
      '/exchange',
      '/indicators',
      '/plans',
      '/plans/$planId',
      '/cadence',
      '/areas',
      '/areas/$code/history',
      '/reports',
    ],
  ],
  ['sysadmin', ['/admin/areas', '/admin/offices', '/admin/parameters', '/admin/grants']],
  ['secadmin', ['/admin/accounts']],
  ['auditor', ['/admin/audit']],
];

export const forEverybody = ['/', '/visits/along', '/help', '/verify', '/setup', '/verify/$code', '/sign-in/provider'];

/** One record for every page that shows one; `written` stands in what people wrote. @returns what stands for the variable parts of addresses */
export async function makeRecords(
  city: JourneyCity,
  written: { fileName: string; cell: string },
): Promise<Record<string, string>> {
  const ids: Record<string, string> = { $code: '321102001001' };
  const { kysely } = city.system.db;
  const area = '321102001001';
  const office = await kysely
    .selectFrom('office')
    .innerJoin('area_version', 'area_version.area_id', 'office.area_id')
    .select('office.office_id')
    .where('area_version.code', '=', area)
    .executeTakeFirstOrThrow();
  ids.$officeId = office.office_id;
  const hints = { area, areaCode: area, month: '2026-09', fromOn: '2026-10-01' };
  const employer = { name: '金丝厂', creditCode: '91321102MA2000000X', phone: '13900001234' };
  ids.$employerId = await make(city, 'limin', 'monitored-employer.add', { ...hints, ...employer });
  ids.$planId = await make(city, 'wangjing', 'plan.create', {
    areaCode: '321100000000',
    kind: 'five-year',
    from: '2026-01',
    to: '2030-12',
  });
  const person = {
    name: '金丝雀',
    phone: '13900001234',
    citizenId: '321102198504154119',
    areaCode: area,
    address: '金丝巷1号',
    livesHereSince: '2020-01-01',
    household: { how: 'new' },
    hukouType: '51',
    education: null,
    ethnicity: null,
    marital: null,
    political: null,
    skillLevel: null,
    retirementCategory: null,
    note: '',
  };
  ids.$residentId = await make(city, 'limin', 'resident.register', {}, { body: person });
  const household = await kysely.selectFrom('household').select('household_id').executeTakeFirstOrThrow();
  ids.$householdId = household.household_id;
  await makeCampaign(city, ids, area);
  const bytes = Buffer.from(
    `姓名,身份证号,备注\n"${written.cell.replaceAll('"', '""')}",32110219850415432X,"${written.cell.replaceAll('"', '""')}"\n`,
  );
  ids.$ledger = 'registered-unemployed';
  ids.$batchId = await make(
    city,
    'limin',
    'roster.upload',
    { areaCode: area },
    { file: { name: written.fileName, bytes } },
  );
  return ids;
}

/** A survey drive with one household, which the street has visited and the worker is to check again. */
async function makeCampaign(city: JourneyCity, ids: Record<string, string>, area: string): Promise<void> {
  const { kysely } = city.system.db;
  ids.$campaignId = await make(city, 'zhoufang', 'campaign.create', {
    areaCode: '321102001000',
    kind: 'changes',
    startsOn: '2026-10-01',
    endsOn: '2026-10-31',
    recheckPercent: 100,
    communities: [area],
  });
  const campaignId = ids.$campaignId;
  await send(city, 'zhoufang', 'campaign.start', { campaignId, version: 1, confirmed: false });
  const entry = await kysely.selectFrom('campaign_household').select('entry_id').executeTakeFirstOrThrow();
  const { account_id } = await kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', 'limin')
    .executeTakeFirstOrThrow();
  const what = { how: 'chosen', entryIds: [entry.entry_id] };
  await send(city, 'zhoufang', 'campaign.assign', { campaignId, area, what, to: account_id });
  const visit = { entryId: entry.entry_id, outcome: 'confirmed', visitedOn: '2026-10-12', nextOn: null };
  await send(city, 'zhoufang', 'campaign.visit', visit);
  await send(city, 'zhoufang', 'campaign.draw', { campaignId, area, checkers: [account_id] });
  const drawn = await kysely.selectFrom('campaign_recheck').select('recheck_id').executeTakeFirstOrThrow();
  ids.$recheckId = drawn.recheck_id;
}

/** Calls a route as somebody; the id in its answer. */
async function make(city: JourneyCity, login: Login, id: string, hints: Hints, more: object = {}): Promise<string> {
  const said = await send(city, login, id, hints, more);
  const made = Object.values(said).find((value) => /^[0-9a-f-]{36}$/.test(String(value)));
  if (made === undefined) throw new Error(`${id}: ${JSON.stringify(said)}`);
  return String(made);
}

/** Calls a route as somebody, which has to succeed. */
async function send(
  city: JourneyCity,
  login: Login,
  id: string,
  hints: Hints,
  more: object = {},
): Promise<Record<string, unknown>> {
  const { kysely } = city.system.db;
  const account = await kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', login)
    .executeTakeFirstOrThrow();
  const token = await kysely
    .transaction()
    .execute((w) => createSession(w, account.account_id, city.system.clock.now()));
  const contract = getContract(id);
  const { headers, method, url, payload } = requestOf(contract, token, { ...fittingParts(contract, hints), ...more });
  const { host: _, ...heads } = headers;
  const answer = await fetch(new URL(url, city.address), {
    method,
    headers: { ...heads, origin: city.address },
    body: payload as BodyInit,
  });
  const said = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${id}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}
