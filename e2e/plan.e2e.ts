/**
 * Plans and cadence through a browser: an officer makes a plan and its indicator, the community sees its part and records a work that was
 * missing.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type Login } from './journey-page.ts';

const name = '京口区就业促进计划';
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-09-21')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(login: Login, language: Language, work: (desk: Desk) => Promise<void>): Promise<void> {
  await atDesk(browser, city.address, { login, language }, work);
}

test('a district officer makes a plan with an indicator', async () => {
  await at('chenjun', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/plans');
    await desk.sees(desk.t('plan.empty'));
    await desk.button('plan.create').click();
    await page.locator('#name').fill(name);
    await desk.submit('plan.create').click();
    await page.waitForURL(/\/plans\/[0-9a-f-]{36}/);
    await desk.settle();
    await desk.button('plan.addIndicator').click();
    await page.getByRole('dialog').locator('#name').fill('技能培训人次');
    await page.locator('#unit').fill('人次');
    await page.locator('#path_2026').fill('1200');
    await desk.submit('plan.form.submit').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.sees('技能培训人次');
    await desk.look('plan');
    await page.getByRole('button', { name: desk.t('plan.indicator.open', { name: '技能培训人次' }) }).click();
    await desk.sees(desk.t('plan.panel.division'));
    await desk.look('plan-indicator');
  });
});

test('the community sees the plan, and records what was missing', async () => {
  await at('limin', 'en', async (desk) => {
    const { page } = desk;
    await desk.go('/plans');
    await page.getByRole('link', { name }).click();
    // The district has not divided its target yet: the community sees the indicator, and that nothing was handed down.
    await desk.sees('技能培训人次');
    await desk.sees(desk.t('plan.indicator.none'));
    await desk.go('/cadence');
    await desk.look('cadence');
    await page.locator('.cadence-cell.missing').first().click();
    await page.waitForURL(/\/cadence\/[0-9a-f-]{36}/);
    await desk.settle();
    const missing = page.locator('.cadence-entries .state-missing');
    await missing.first().waitFor();
    const before = await missing.count();
    await page
      .getByRole('button', { name: /^Record: / })
      .first()
      .click();
    await page.locator('#place').fill('Community room');
    await page.locator('#people').fill('12');
    await desk.submit('cadence.recordSubmit').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.settle();
    await desk.sees('Community room');
    await expect.poll(() => missing.count()).toBeLessThan(before);
    await desk.look('cadence-office');
  });
});
