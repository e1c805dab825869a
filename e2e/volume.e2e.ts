/** The street volume in a browser: the numbers open their people, the volume is made in the background and fetched; cards and contacts of chosen rows. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, expectPdf, type Language, type Login } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

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
  login: Login,
  language: Language,
  work: (desk: Desk) => Promise<void>,
  screen: 'office' | 'phone' = 'office',
): Promise<void> {
  await atDesk(browser, city.address, { login, language, screen }, work);
}

/** The newest finished task of mine, fetched with a purpose. */
async function fetched(desk: Desk): Promise<Buffer> {
  await desk.page.waitForURL('**/tasks*');
  const button = desk.button('ledger.download').first();
  await button.waitFor();
  return desk.file(button, '月底存档');
}

test.each(['zh', 'en'] as const)(
  'a street looks at its volume, opens a number and has it made (%s)',
  async (language) => {
    await at('zhoufang', language, async (desk) => {
      await desk.go('/ledgers');
      await desk.button('volume.open').click();
      await desk.sees(desk.t('volume.agrees'));
      await desk.look('volume');
      const body = desk.page.locator('.volume-table tbody tr').filter({ hasText: '贺家弄' });
      await body.locator('a[href*="registered-unemployed?"]').first().click();
      await desk.page.waitForFunction(() => document.querySelectorAll('.data-table tbody tr strong').length === 2);
      await desk.page.goBack();
      await desk.button('volume.make').click();
      await desk.look('volume-make');
      await desk.page.locator('#purpose').fill('月底存档');
      await desk.submit('volume.make').click();
      expectPdf(await fetched(desk));
    });
  },
);

test('cards of chosen people are made, a contact is recorded with them and undone', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go('/ledgers/registered-unemployed');
    await desk.button('ledger.bulk.page').click();
    await desk.look('ledger-chosen');
    await desk.button('ledger.bulk.contact').click();
    await desk.page
      .getByRole('radio', { name: '愿意' })
      .or(desk.page.locator('.outcome-group input').first())
      .first()
      .check();
    await desk.submit('contact.bulk.preview').click();
    await desk.sees(desk.t('contact.bulk.will', { count: 2, refused: 0 }));
    await desk.look('bulk-preview');
    await desk.button('contact.bulk.run', { count: 2 }).click();
    await desk.sees(desk.t('contact.bulk.result', { done: 2, refused: 0 }));
    await desk.button('contact.bulk.undo', { count: 2 }).click();
    await desk.page.waitForFunction(() => document.querySelectorAll('.bulk-undone').length === 2);
    await desk.page.keyboard.press('Escape');
    await desk.button('ledger.bulk.cards').click();
    await desk.page.locator('#purpose').fill('发放');
    await desk.submit('ledger.bulk.cards').click();
    expectPdf(await fetched(desk));
  });
});

test('on a phone the volume scrolls within itself', async () => {
  await at(
    'limin',
    'zh',
    async (desk) => {
      await desk.go('/ledgers/volume');
      await desk.look('volume');
      const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    },
    'phone',
  );
});
