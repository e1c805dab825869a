/**
 * Takes the pictures of README and user guides from a running demo city:
 * `node scripts/take-screenshots.ts [--address http://localhost:8080] [name …]`. Without names all are taken, into docs/images.
 */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { checkDigit } from '../packages/domain/src/kernel/citizen-id.ts';
import { demoLogins } from '../packages/server/src/demo/build-demo-city.ts';
import { ROOT } from './tree-files.ts';

interface Picture {
  name: string;
  login: string | null;
  language: 'zh' | 'en';
  path: string;
  phone?: boolean;
  /** What is done on the page before the picture. */
  before?: (page: Page) => Promise<void>;
}

const FOLDER = join(ROOT, 'docs', 'images');
const LIMIT = 200 * 1024;
const roster = join(ROOT, 'packages', 'server', 'test', 'rosters', '贺家弄社区失业人员登记台账.xlsx');

/** The month before this one: the last that is complete. */
function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7);
}

async function openFirstPerson(page: Page): Promise<void> {
  const residents = await page.evaluate(async () => {
    const answer = await fetch('/api/residents?status=registered-unemployed&limit=1');
    return ((await answer.json()) as { residents: { residentId: string }[] }).residents;
  });
  const [first] = residents;
  if (!first) throw new Error('the demo city has nobody who is registered as unemployed');
  await page.goto(new URL(`/residents/${first.residentId}`, page.url()).href, { waitUntil: 'networkidle' });
}

async function uploadRoster(page: Page): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(roster);
  await page.waitForURL(/\/rosters\/[0-9a-f-]{36}/);
  await page.waitForTimeout(3000);
}

/** A number that nobody has: the form shows what follows from it. */
async function typeNumber(page: Page): Promise<void> {
  const first17 = '32110219780506726';
  await page
    .locator('main input')
    .first()
    .fill(`${first17}${checkDigit(first17)}`);
  await page.waitForTimeout(2000);
}

async function openFirstCell(page: Page): Promise<void> {
  await page.locator('[role=gridcell] button, [role=gridcell][tabindex]').first().click();
  await page.waitForLoadState('networkidle');
}

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.waitForTimeout(800);
}

/** Initials that several people of the city share. */
async function searchFor(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').locator('input').first().fill('l');
  await page.waitForTimeout(1500);
}

const pictures: readonly Picture[] = (['zh', 'en'] as const).flatMap((language): Picture[] => [
  { name: `worklist.${language}`, login: 'limin', language, path: '/' },
  { name: `file.${language}`, login: 'limin', language, path: '/', before: openFirstPerson },
  { name: `register.${language}`, login: 'limin', language, path: '/residents/new', before: typeNumber },
  { name: `import.${language}`, login: 'limin', language, path: '/rosters', before: uploadRoster },
  {
    name: `report.${language}`,
    login: 'wangjing',
    language,
    path: `/reports?month=${lastMonth()}`,
    before: openFirstCell,
  },
  { name: `phone.${language}`, login: 'limin', language, path: '/', phone: true },
  { name: `help.${language}`, login: 'limin', language, path: '/residents/new', before: (page) => press(page, 'F1') },
  { name: `keys.${language}`, login: 'limin', language, path: '/residents', before: (page) => press(page, '?') },
  { name: `practice.${language}`, login: 'limin', language, path: '/?practice=1' },
  { name: `ledger.${language}`, login: 'limin', language, path: '/ledgers/registered-unemployed' },
  { name: `survey.${language}`, login: 'limin', language, path: '/survey' },
  { name: `visits.${language}`, login: 'limin', language, path: '/visits', phone: true },
  { name: `search.${language}`, login: 'limin', language, path: '/', before: searchFor },
  { name: `audit.${language}`, login: 'auditor', language, path: '/admin/audit' },
]);

async function signIn(page: Page, address: string, login: string): Promise<void> {
  const { password } = demoLogins.find((row) => row.login === login) ?? { password: '' };
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.locator('input[autocomplete=username]').fill(login);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('input[autocomplete=current-password]').waitFor({ state: 'detached' });
}

async function take(browser: Browser, address: string, picture: Picture): Promise<void> {
  const viewport = picture.phone ? { width: 390, height: 844 } : { width: 1366, height: 768 };
  const context = await browser.newContext({ viewport, locale: picture.language === 'zh' ? 'zh-CN' : 'en-GB' });
  await context.addInitScript((language) => localStorage.setItem('renshe.language', language), picture.language);
  // The offer of the first day stands over the work list once; the pictures show the days after it.
  await context.addInitScript(() => {
    const get = Storage.prototype.getItem;
    Storage.prototype.getItem = function (key: string) {
      return key.startsWith('renshe.first-day.') ? '{"dismissed":true}' : get.call(this, key);
    };
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  if (picture.login) await signIn(page, address, picture.login);
  await page.goto(new URL(picture.path, address).href, { waitUntil: 'networkidle' });
  await picture.before?.(page);
  await page.waitForTimeout(600);
  const path = join(FOLDER, `${picture.name}.png`);
  await page.screenshot({ path });
  await context.close();
  const { size } = statSync(path);
  console.log(`${picture.name}.png ${Math.round(size / 1024)} KB${size > LIMIT ? ', too large' : ''}`);
}

const { values, positionals } = parseArgs({
  options: { address: { type: 'string', default: 'http://localhost:8080' } },
  allowPositionals: true,
});
mkdirSync(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  for (const picture of pictures) {
    if (positionals.length > 0 && !positionals.some((name) => picture.name.startsWith(name))) continue;
    try {
      await take(browser, values.address, picture);
    } catch (error) {
      console.error(`${picture.name}: ${(error as Error).message.split('\n')[0]}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
}
