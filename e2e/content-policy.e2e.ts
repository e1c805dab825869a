/**
 * The content security policy in a browser: every page is opened with hostile text in every name and note of the database and typed into every
 * field. Nothing of it runs, and no page needs what the policy forbids. A last test shows that the policy would have stopped it.
 */
import { request } from 'node:http';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSession } from '../packages/server/src/platform/session.ts';
import { desks, forEverybody, makeRecords } from './every-page.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk, type Login } from './journey-page.ts';

const canary = `"'><img src=x onerror=canaryRan(1)><svg/onload=canaryRan(2)><style>*{color:red}</style><a href=javascript:canaryRan(3)>x</a>{{7*7}}`;
/** Short enough for every search. */
const typed = `"'><svg onload=canaryRan(4)>`;
let browser: Browser;
let city: JourneyCity;
/** What stands for the variable parts of addresses. */
let ids: Record<string, string>;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  ids = await makeRecords(city, { fileName: `${typed.replaceAll('"', "'")}.csv`, cell: canary });
  await plant();
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

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

test.each(desks)('%s: hostile text stays text on every page, and no page breaks the policy', async (login, paths) => {
  const desk = await Desk.open(browser, city.address, 'zh');
  const found = await watch(desk.page);
  try {
    await desk.enter(login);
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
