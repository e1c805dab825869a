/** A ledger in a browser: found by its name, filtered, with other columns, kept as a view, exported with a purpose, printed. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unemploymentReasons } from '../packages/domain/src/code/unemployment-reason.ts';
import { getLedgerColumn } from '../packages/domain/src/ledger/ledger-column.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, expectPdf, type Language } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

const ledgerNames = { zh: '失业人员登记台账', en: 'Registered unemployed' };
const closedShop = unemploymentReasons.find((one) => one.code === '03')!;
let browser: Browser;
let city: JourneyCity;

beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  await addUnemployed(city, { name: '钱小红' });
  await addUnemployed(city, { name: '安大伟', birthOn: '1970-05-01', reason: '03' });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(
  language: Language,
  work: (desk: Desk) => Promise<void>,
  screen: 'office' | 'phone' = 'office',
): Promise<void> {
  await atDesk(browser, city.address, { login: 'limin', language, screen }, work);
}

/** Names in the first column of the page, as soon as there are so many rows. */
async function expectListed(desk: Desk, names: readonly string[]): Promise<void> {
  const rows = '.data-table tbody tr strong';
  await desk.page.waitForFunction(([path, count]) => document.querySelectorAll(path).length === count, [
    rows,
    names.length,
  ] as const);
  await desk.settle();
  expect(await desk.page.locator(rows).allInnerTexts()).toEqual(names);
}

test.each(['zh', 'en'] as const)('a ledger is found, narrowed, kept, exported and printed (%s)', async (language) => {
  await at(language, async (desk) => {
    await desk.go('/ledgers');
    await desk.look('ledgers');
    await desk.page.getByRole('searchbox').fill(ledgerNames[language].slice(0, 8));
    await desk.page.getByRole('link', { name: ledgerNames[language], exact: true }).click();
    await expectListed(desk, ['安大伟', '钱小红']);
    await desk.look('ledger');

    await desk.button('ledger.filterAdd').click();
    const form = desk.page.locator('.filter-form');
    await form.waitFor();
    // Long lists draw what is in sight only: its name finds it.
    await form.locator('.filter-column').click();
    await form.locator('.filter-column input').fill(getLedgerColumn('unemploymentReason')[language]);
    await desk.page.keyboard.press('Enter');
    await form.locator('.filter-codes').click();
    await form.locator('.filter-codes input').fill(closedShop[language]);
    await desk.page.keyboard.press('Enter');
    await form.locator('.ant-select-selection-item').filter({ hasText: closedShop[language] }).waitFor();
    await desk.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').waitFor({ state: 'hidden' });
    await desk.look('ledger-filter');
    await form.locator('button[type=submit]').click();
    await expectListed(desk, ['安大伟']);

    await desk.page.locator('.column-button').click();
    const chosen = desk.page.getByRole('checkbox', { name: getLedgerColumn('address')[language], exact: true });
    await chosen.uncheck();
    await desk.look('ledger-columns');
    await desk.page.keyboard.press('Escape');
    await desk.settle();
    expect(await desk.page.getByRole('columnheader', { name: getLedgerColumn('address')[language] }).count()).toBe(0);

    await desk.button('ledger.views.menu').click();
    await desk.page.getByRole('menuitem', { name: desk.t('ledger.views.save') }).click();
    await desk.page.locator('#name').fill(`停业 ${language}`);
    await desk.submit('ledger.views.save').click();
    await desk.sees(desk.t('ledger.views.saved', { name: `停业 ${language}` }));

    await desk.go('/ledgers/registered-unemployed');
    await expectListed(desk, ['安大伟', '钱小红']);
    await desk.button('ledger.views.menu').click();
    await desk.page.getByRole('menuitem', { name: `停业 ${language}` }).click();
    await expectListed(desk, ['安大伟']);

    const purpose = language === 'zh' ? '月底核对' : 'Check at the end of the month';
    const workbook = await desk.file(await desk.entry('kit.more', 'ledger.export'), purpose);
    expect(workbook.subarray(0, 2).toString()).toBe('PK');
    expectPdf(await desk.file(desk.button('ledger.print'), purpose));
  });
});

test('on a phone the table scrolls and the page does not', async () => {
  await at(
    'zh',
    async (desk) => {
      await desk.go('/ledgers/registered-unemployed');
      await desk.look('ledger');
      const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    },
    'phone',
  );
});

test('the city defines a ledger of its own in a drawer that everybody can use', async () => {
  await atDesk(browser, city.address, { login: 'wangjing', language: 'zh' }, async (desk) => {
    await desk.go('/ledgers');
    await desk.button('ledger.define.add').click();
    await desk.look('ledger-define');
    await desk.page.getByText(desk.t('ledger.define.keys')).click();
    await desk.look('ledger-define-columns');
  });
});
