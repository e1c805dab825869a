/**
 * The content security policy in a browser: every page is opened with hostile text in every name and note of the database and typed into every
 * field. Nothing of it runs, and no page needs what the policy forbids. A last test shows that the policy would have stopped it.
 */
import { request } from 'node:http';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addResident } from '../packages/server/test/make-resident.ts';
import { launchBrowser } from './browser.ts';
import { type JourneyCity, startJourneyCity } from './journey-city.ts';
import { Desk, type Login } from './journey-page.ts';

const canary = `"'><img src=x onerror=canaryRan(1)><svg/onload=canaryRan(2)><style>*{color:red}</style><a href=javascript:canaryRan(3)>x</a>{{7*7}}`;
/** Short enough for every search. */
const typed = `"'><svg onload=canaryRan(4)>`;
let browser: Browser;
let city: JourneyCity;
let residentId: string;
beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), startJourneyCity('2026-10-12')]);
  residentId = await addResident({ system: city.system, clock: city.system.clock });
  await plant();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

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

const desks: readonly (readonly [Login, readonly string[]])[] = [
  [
    'limin',
    [
      '/',
      '/visits',
      '/search',
      '/tasks',
      '/account',
      '/residents',
      '/residents/new',
      '/residents/$residentId',
      '/households',
      '/transfers',
      '/rosters',
      '/warnings',
      '/analysis-sheets',
      '/monitored-employers',
      '/help-requests',
      '/reports',
      '/submissions',
      '/cadence',
    ],
  ],
  ['wangjing', ['/analysis', '/board', '/exchange', '/indicators', '/plans', '/cadence', '/areas', '/reports']],
  ['sysadmin', ['/admin/areas', '/admin/offices', '/admin/parameters']],
  ['secadmin', ['/admin/accounts']],
  ['auditor', ['/admin/audit']],
];

test.each(desks)('%s: hostile text stays text on every page, and no page breaks the policy', async (login, paths) => {
  const desk = await Desk.open(browser, city.address, 'zh');
  const found = await watch(desk.page);
  try {
    await desk.signIn(login);
    for (const path of paths) {
      await desk.go(path.replace('$residentId', residentId));
      await typeEverywhere(desk.page);
      expect(found, path).toEqual([]);
    }
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

test('the pages for everybody', async () => {
  const desk = await Desk.open(browser, city.address, 'en', 'phone');
  const found = await watch(desk.page);
  for (const path of ['/', '/help', '/verify', '/setup', `/verify/${encodeURIComponent(canary)}`]) {
    await desk.go(path);
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
  for (let i = 0; i < Math.min(await fields.count(), 12); i++) {
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
  for (const path of ['/', '/api/health', '/api/nothing']) {
    const { headers } = await ask(path);
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name), `${path} ${name}`).toBeNull();
  }
});
