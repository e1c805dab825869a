/** National exchange through a browser: tables are checked, made and taken away, and a broken file is told where it is wrong. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addResident } from '../packages/server/test/make-resident.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type screens } from './journey-page.ts';

const purpose = '省厅月度数据上报';
/** The identity number has a wrong check sign; the second row has a cell too many. */
const broken = [
  'AAC001,AAC147,AAC003,ACC020,AJC090,AJC093,BCC025,AAE043,BAE043,BAE045,AAE036,AAE100',
  '1,110101199003071091,张三,a1,20260501,20,1,20260506,,,20260506,1',
  '2,11010119900307109X,李四,a2,20260501,20,1,20260506,,,20260506,1,x',
].join('\r\n');
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-11-10')]);
  const { system } = city;
  for (let i = 0; i < 3; i++) await addResident({ system, clock: system.clock });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(language: Language, screen: keyof typeof screens, work: (desk: Desk) => Promise<void>) {
  await atDesk(browser, city.address, { login: 'chenjun', language, screen }, work);
}

test('a delivery is checked, made and downloaded; an empty table says why', async () => {
  await at('zh', 'office', async (desk) => {
    const { page } = desk;
    await desk.go('/exchange');
    await desk.button('exchange.new').first().click();
    await page.locator('#purpose').fill(purpose);
    await desk.submit('exchange.form.submit').click();
    await desk.button('exchange.detail.make').click();
    const download = desk.button('exchange.detail.download');
    await download.waitFor();
    await desk.sees('系统尚无政策享受记录，本表为空。');
    await desk.look('exchange-ready');
    const bytes = await desk.file(download, purpose);
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
    expect(bytes.toString('latin1')).toContain('DY31');
  });
});

test('a broken file is told row and column of each fault', async () => {
  for (const [language, screen] of [
    ['zh', 'office'],
    ['en', 'phone'],
  ] as const)
    await at(language, screen, async (desk) => {
      const { page } = desk;
      await desk.go('/exchange?tab=check');
      await page
        .locator('.file-drop input[type=file]')
        .setInputFiles({ name: 'DY14_321102.csv', mimeType: 'text/csv', buffer: Buffer.from(`${broken}\r\n`) });
      await desk.sees(desk.t('exchange.places.cell', { line: 2, column: 'B' }));
      await desk.sees(desk.t('exchange.places.line', { line: 3 }));
      expect(await page.locator('body').textContent()).not.toContain('110101199003071091');
      await desk.look('exchange-broken');
    });
});
