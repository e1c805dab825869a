/**
 * Areas that change, through a browser: a community is merged after its preview, the officer compares figures under either boundary, and a
 * merger of streets is entered on a phone and taken back.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addResident } from '../packages/server/test/make-resident.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type Login, type screens } from './journey-page.ts';

const from = { code: '321102001004', name: '江科大社区', whole: '江科大社区居委会', residents: 2 };
const into = { code: '321102001001', name: '贺家弄社区', whole: '贺家弄社区居委会', residents: 3 };
const streets = { code: '321102001000', name: '正东路街道', into: '健康路街道' };
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-11-10')]);
  const { system } = city;
  for (const { code, residents } of [from, into])
    for (let i = 0; i < residents; i++) await addResident({ system, clock: system.clock }, { areaCode: code });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(
  login: Login,
  language: Language,
  screen: keyof typeof screens,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  await atDesk(browser, city.address, { login, language, screen }, work);
}

test('a community is merged into its neighbour once it is seen what will happen', async () => {
  await at('sysadmin', 'zh', 'office', async (desk) => {
    const { page } = desk;
    await desk.go(`/admin/areas?code=${from.code}`);
    await (await desk.entry('area.change', 'area.merge')).click();
    await desk.choose('#intoCode', into.name);
    await desk.sees(desk.t('areaChange.preview'));
    await page.locator('.area-preview').getByText(`${from.residents} 名居民`).waitFor();
    await desk.sees(desk.t('areaChange.previewBooked', { month: '2026-11' }));
    await desk.look('area-merge');
    await page.locator('#documentNo').fill('镇民发〔2026〕18号');
    await page.locator('#reason').fill('社区规模调整');
    await desk.submit('area.mergeConfirm', { from: from.name, into: into.name }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.sees(desk.t('areaChange.sentence.merged', { area: from.whole, into: into.whole }));
    await desk.look('area-merged');
  });
});

test('the officer compares the months before and after under either boundary', async () => {
  await at('chenjun', 'en', 'office', async (desk) => {
    const { page } = desk;
    await desk.go(`/areas/${into.code}/history`);
    await desk.sees(desk.t('areaChange.seriesAdded', { areas: from.whole }));
    const row = page.getByRole('row').filter({ hasText: '2026-10' });
    const cells = async (month: string) =>
      (await page.getByRole('row').filter({ hasText: month }).last().locator('td').allInnerTexts())
        .slice(1, 3)
        .map((text) => Number(text));
    await row.last().waitFor();
    // Residents: then, now.
    expect(await cells('2026-10')).toEqual([into.residents, into.residents + from.residents]);
    expect(await cells('2026-11')).toEqual([into.residents + from.residents, into.residents + from.residents]);
    await desk.look('area-history');
  });
});

test('a street is merged on a phone, and the mistake taken back', async () => {
  await at('sysadmin', 'en', 'phone', async (desk) => {
    const { page } = desk;
    await desk.go(`/admin/areas?code=${streets.code}`);
    await (await desk.entry('area.change', 'areaChange.mergeStreet')).click();
    await desk.choose('#intoCode', streets.into);
    await page.locator('.area-recoded').waitFor();
    await desk.look('area-merge-street');
    await page.locator('#documentNo').fill('镇民发〔2026〕21号');
    await page.locator('#reason').fill('streets redrawn');
    await desk.submit('area.mergeConfirm', { from: streets.name, into: streets.into }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.sees(desk.t('areaChange.sentence.merged', { area: streets.name, into: streets.into }));
    await desk.button('areaChange.undo').click();
    await page.locator('#reason').fill('wrong street');
    await desk.submit('areaChange.undo').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('wrong street').first().waitFor();
    await desk.look('area-merge-undone');
  });
});
