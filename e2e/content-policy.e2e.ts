/**
 * The content security policy in a browser: every page is opened with hostile text in every name and note of the database and typed into every
 * field. Over 400 lines because every page needs a record that it shows. Nothing of it runs, and no page needs what the policy forbids. A last test shows that the policy would have stopped it.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSession } from '../packages/server/src/platform/session.ts';
import { getContract } from '../packages/server/src/prove/prove-records.ts';
import { requestOf } from '../packages/server/src/prove/prove-request.ts';
import { fittingParts, type Hints } from '../packages/server/src/prove/schema-values.ts';
import { launchBrowser } from './browser.ts';
import { type JourneyCity, startJourneyCity } from './journey-city.ts';
import { Desk, type Login } from './journey-page.ts';

const canary = `"'><img src=x onerror=canaryRan(1)><svg/onload=canaryRan(2)><style>*{color:red}</style><a href=javascript:canaryRan(3)>x</a>{{7*7}}`;
/** Short enough for every search. */
const typed = `"'><svg onload=canaryRan(4)>`;
let browser: Browser;
let city: JourneyCity;
/** What stands for the variable parts of addresses. */
const ids: Record<string, string> = { $code: '321102001001' };
beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), startJourneyCity('2026-10-12')]);
  await makeRecords();
  await plant();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

/** One record for every page that shows one. */
async function makeRecords(): Promise<void> {
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
  ids.$employerId = await make('limin', 'monitored-employer.add', { ...hints, ...employer });
  ids.$planId = await make('wangjing', 'plan.create', {
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
  ids.$residentId = await make('limin', 'resident.register', {}, { body: person });
  const household = await kysely.selectFrom('household').select('household_id').executeTakeFirstOrThrow();
  ids.$householdId = household.household_id;
  await makeCampaign(area);
  const bytes = Buffer.from(
    `姓名,身份证号,备注\n"${canary.replaceAll('"', '""')}",32110219850415432X,"${canary.replaceAll('"', '""')}"\n`,
  );
  ids.$ledger = 'registered-unemployed';
  ids.$batchId = await make(
    'limin',
    'roster.upload',
    { areaCode: area },
    { file: { name: `${typed.replaceAll('"', "'")}.csv`, bytes } },
  );
}

/** A survey drive with one household, which the street has visited and the worker is to check again. */
async function makeCampaign(area: string): Promise<void> {
  const { kysely } = city.system.db;
  ids.$campaignId = await make('zhoufang', 'campaign.create', {
    areaCode: '321102001000',
    kind: 'changes',
    startsOn: '2026-10-01',
    endsOn: '2026-10-31',
    recheckPercent: 100,
    communities: [area],
  });
  const campaignId = ids.$campaignId;
  await send('zhoufang', 'campaign.start', { campaignId, version: 1, confirmed: false });
  const entry = await kysely.selectFrom('campaign_household').select('entry_id').executeTakeFirstOrThrow();
  const { account_id } = await kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', 'limin')
    .executeTakeFirstOrThrow();
  const what = { how: 'chosen', entryIds: [entry.entry_id] };
  await send('zhoufang', 'campaign.assign', { campaignId, area, what, to: account_id });
  const visit = { entryId: entry.entry_id, outcome: 'confirmed', visitedOn: '2026-10-12', nextOn: null };
  await send('zhoufang', 'campaign.visit', visit);
  await send('zhoufang', 'campaign.draw', { campaignId, area, checkers: [account_id] });
  const drawn = await kysely.selectFrom('campaign_recheck').select('recheck_id').executeTakeFirstOrThrow();
  ids.$recheckId = drawn.recheck_id;
}

/** Calls a route as somebody; the id in its answer. */
async function make(login: Login, id: string, hints: Hints, more: object = {}): Promise<string> {
  const said = await send(login, id, hints, more);
  const made = Object.values(said).find((value) => /^[0-9a-f-]{36}$/.test(String(value)));
  if (made === undefined) throw new Error(`${id}: ${JSON.stringify(said)}`);
  return String(made);
}

/** Calls a route as somebody, which has to succeed. */
async function send(login: Login, id: string, hints: Hints, more: object = {}): Promise<Record<string, unknown>> {
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

/** The cookie of a session of hers. */
async function sessionOf(login: Login): Promise<string> {
  const { kysely } = city.system.db;
  const { account_id } = await kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', login)
    .executeTakeFirstOrThrow();
  return `renshe=${await kysely.transaction().execute((w) => createSession(w, account_id, city.system.clock.now()))}`;
}

/** Into every column of free text that some page shows. */
async function plant(): Promise<void> {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns where table_schema = 'public' and data_type = 'text'
      and column_name in ('name', 'title', 'note', 'text', 'need', 'answer', 'address', 'purpose', 'remark', 'source', 'message', 'content')`.execute(
    city.system.db.kysely,
  );
  expect(rows.length).toBeGreaterThan(8);
  for (const { table_name, column_name } of rows) {
    // Names of cache stamps and the like are ours.
    if (table_name === 'cache_stamp' || table_name === 'schema_migration') continue;
    await sql`update ${sql.table(table_name)} set ${sql.ref(column_name)} = left(${sql.ref(column_name)}, 4) || ${canary}`.execute(
      city.system.db.kysely,
    );
  }
  await sql`update cache_stamp set stamp = stamp + 1`.execute(city.system.db.kysely);
}

/** What ran or was refused, from all pages of the context. */
async function watch(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction('canaryRan', (which: number) => found.push(`canary ${which} ran`));
  await page.exposeFunction('policyRefused', (what: string) => found.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (window as unknown as { policyRefused(what: string): void }).policyRefused;
      tell(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
    });
  });
  return found;
}

/** Who looks at which pages; with the public ones these are all that the web has. */
const desks: readonly (readonly [Login, readonly string[]])[] = [
  [
    'limin',
    [
      '/',
      '/visits',
      '/visits?view=calls',
      '/visits?view=areas',
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

test.each(desks)('%s: hostile text stays text on every page, and no page breaks the policy', async (login, paths) => {
  const desk = await Desk.open(browser, city.address, 'zh');
  const found = await watch(desk.page);
  try {
    await desk.signIn(login);
    for (const path of paths) {
      await desk.go(path.replace(/\$\w+/, (name) => ids[name]!));
      await typeEverywhere(desk.page);
      expect(found, path).toEqual([]);
      await seesTheWayOut(desk, path);
    }
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

/** Signing out is one press away from every page, in the menu under the own name. */
async function seesTheWayOut(desk: Desk, path: string): Promise<void> {
  const menu = desk.page.getByRole('button', { name: desk.t('app.bar.userMenu', { name: '' }) }).first();
  expect(await menu.isVisible(), `the own name on ${path}`).toBe(true);
  await menu.click();
  await desk.page.getByRole('menuitem', { name: desk.t('app.bar.signOut'), exact: true }).waitFor();
  await desk.page.keyboard.press('Escape');
}

const forEverybody = ['/', '/visits/along', '/help', '/verify', '/setup', '/verify/$code', '/sign-in/provider'];

test('no page of the web is left out', () => {
  const router = readFileSync(join(import.meta.dirname, '..', 'packages', 'web', 'src', 'router.tsx'), 'utf8');
  const pages = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path);
  expect(pages.length).toBeGreaterThan(30);
  const looked = new Set([...forEverybody, ...desks.flatMap(([, paths]) => paths)]);
  expect(pages.filter((path) => !looked.has(path!))).toEqual([]);
});

test('the pages for everybody', async () => {
  const desk = await Desk.open(browser, city.address, 'en', 'phone');
  const found = await watch(desk.page);
  for (const path of forEverybody) {
    // Nobody comes from the identity provider here.
    if (path === '/sign-in/provider') desk.expectFailure();
    await desk.go(path.replace('$code', encodeURIComponent(canary)));
    await typeEverywhere(desk.page);
    expect(found, path).toEqual([]);
  }
  await desk.leave();
});

/** The canary in every text field that stands open; nothing is sent. */
async function typeEverywhere(page: Page): Promise<void> {
  const fields = page.locator(
    'input[type=text]:visible:enabled, input:not([type]):visible:enabled, textarea:visible:enabled',
  );
  for (let i = 0; i < Math.min(await fields.count(), 40); i++) {
    const field = fields.nth(i);
    if (!(await field.isEditable().catch(() => false))) continue;
    await field.fill(typed, { timeout: 3000 }).catch(() => {});
  }
  await page.keyboard.press('Escape');
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
}

test('the policy would have stopped markup that had come through', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const found = await watch(page);
  const answer = await page.goto(city.address);
  const policy = answer!.headers()['content-security-policy']!;
  expect(policy).not.toContain('unsafe');
  const again = (await page.goto(city.address))!.headers()['content-security-policy'];
  expect(again).not.toBe(policy);
  await page.evaluate((markup) => {
    document.body.insertAdjacentHTML('beforeend', `<p>${markup}</p><b style="color:red">x</b>`);
  }, canary);
  await expect
    .poll(() => [...new Set(found.map((line) => line.split(' ')[0]))].sort())
    .toEqual(['script-src-attr', 'style-src-attr', 'style-src-elem']);
  expect(found.filter((line) => line.startsWith('canary'))).toEqual([]);
  await context.close();
});

test('shows its pages and nothing else of the machine', async () => {
  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${city.address}${path}`, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const page = await ask('/');
  const nonce = /nonce-([\w-]+)/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? '';
  expect(nonce).not.toBe('');
  // What is no file is the page itself, made anew and never kept; under assets it is not there.
  for (const path of [
    '/.git/config',
    '/.env',
    '/package.json',
    '/packages/server/src/main.ts',
    '/keys/keys.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/metrics',
    '/docs',
    '/swagger',
    '/graphql',
    '/debug/pprof',
    '/server-status',
    '/actuator/env',
    '/uploads',
  ]) {
    const answer = await ask(path);
    if (answer.status === 200) {
      expect(answer.text.replace(/nonce="[\w-]*"/g, '').replace(/content="[\w-]{24}"/g, ''), path).toBe(
        page.text.replace(/nonce="[\w-]*"/g, '').replace(/content="[\w-]{24}"/g, ''),
      );
      expect(answer.headers.get('cache-control'), path).toBe('no-store');
    } else expect([400, 403, 404], path).toContain(answer.status);
  }
  for (const path of ['/assets/', '/assets/gone.js', '/api/', '/api/nothing', '/api/residents/x.css'])
    expect([401, 404], path).toContain((await ask(path)).status);
  for (const method of ['PROPFIND', 'OPTIONS', 'PATCH', 'DELETE'])
    expect([403, 404, 405], method).toContain((await ask('/', { method })).status);
  // A browser's fetch sends no TRACE.
  const traced = await new Promise<number | undefined>((resolve, reject) => {
    request(`${city.address}/`, { method: 'TRACE' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect([403, 404, 405]).toContain(traced);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page.text)?.[1] ?? '';
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)?.[1] ?? '';
  for (const [path, kind] of [
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/somewhere', 'text/html; charset=utf-8'],
    [script, 'application/javascript; charset=utf-8'],
    [style, 'text/css; charset=utf-8'],
    ['/api/health', 'application/json; charset=utf-8'],
    ['/api/openapi.json', 'application/json; charset=utf-8'],
    ['/api/nothing', 'application/json; charset=utf-8'],
  ] as const)
    expect([path, (await ask(path)).headers.get('content-type')]).toEqual([path, kind]);
  // A script is a file of the build, the same for whoever is signed in and whoever is not.
  const signedIn = await ask(script, { headers: { cookie: await sessionOf('limin') } });
  expect(signedIn.text).toBe((await ask(script)).text);
  for (const path of ['/', '/api/health', '/api/nothing']) {
    const { headers } = await ask(path);
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name), `${path} ${name}`).toBeNull();
  }
});
