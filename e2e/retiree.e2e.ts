/** Retirees in a browser: taken into care, confirmed alone and together from the ledger; a file mended, and the score of the files rises. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { educations } from '../packages/domain/src/code/education.ts';
import { qualityChecks } from '../packages/domain/src/quality/quality-check.ts';
import { addResident } from '../packages/server/test/make-resident.ts';
import { launchBrowser } from './browser.ts';
import { type JourneyCity, startJourneyCity } from './journey-city.ts';
import { Desk } from './journey-page.ts';

let browser: Browser;
let city: JourneyCity;
let people: string[];

beforeAll(async () => {
  [browser, city] = await Promise.all([launchBrowser(), startJourneyCity('2026-10-12')]);
  const where = { system: city.system, clock: city.system.clock };
  people = [
    await addResident(where, { name: '潘桂英', birthOn: '1962-03-15' }),
    await addResident(where, { name: '周巧珍', birthOn: '1961-07-02' }),
  ];
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

/** Fills the card of handing over and sends it. */
async function takeIntoCare(desk: Desk, residentId: string): Promise<void> {
  await desk.go(`/residents/${residentId}?action=retiree.take-into-care`);
  const form = desk.page.getByRole('dialog');
  await form.locator('#retiredOn').fill('2022-03-20');
  await form.locator('#handedOverOn').fill('2025-03-01');
  await form.locator('#formerEmployer').fill('镇江酱醋厂');
  if (residentId === people[0]) await desk.look('retiree-take');
  await desk.submit('retiree.take.submit').click();
  await desk.page.locator('.retiree-card').waitFor();
}

async function scoreOf(desk: Desk): Promise<number> {
  await desk.go('/quality');
  return Number(await desk.page.locator('.quality-score.main dd').textContent());
}

async function journey(desk: Desk): Promise<void> {
  await desk.signIn('limin');
  await takeIntoCare(desk, people[0]!);
  const card = desk.page.locator('.retiree-card');
  await card.locator('.overdue').waitFor();
  await desk.look('retiree-file');
  await card.getByRole('button', { name: desk.t('resident.action.retiree.confirm') }).click();
  await desk.submit('retiree.confirm.submit').click();
  await desk.sees(desk.t('retiree.confirm.done', { name: '潘桂英' }));
  await card.locator('.overdue').waitFor({ state: 'detached' });
  await takeIntoCare(desk, people[1]!);

  await desk.go('/ledgers/eligibility-due');
  await desk.sees('周巧珍');
  expect(await desk.page.getByText('潘桂英').count()).toBe(0);
  await desk.page.locator('.data-table tbody .ant-checkbox-wrapper').first().click();
  await desk.button('retiree.batch.open').click();
  await desk.submit('retiree.batch.preview', { count: 1 }).click();
  await desk.page.locator('.batch-rows').waitFor();
  await desk.look('retiree-batch');
  await desk.submit('retiree.batch.submit', { count: 1 }).click();
  await desk.sees(desk.t('retiree.batch.recorded'));
  await desk.submit('retiree.batch.close').click();
  await desk.go('/ledgers/retirees-in-care');
  await desk.sees('潘桂英');
  await desk.look('retiree-ledger');

  const before = await scoreOf(desk);
  await desk.look('quality');
  await desk.page
    .locator('.data-table tbody tr')
    .filter({ hasText: qualityChecks.education[desk.language] })
    .first()
    .click();
  await desk.settle();
  const files = desk.page.locator('section[aria-labelledby=quality-files] tbody tr.row-clickable');
  await files.filter({ hasText: '潘桂英' }).click();
  const education = desk.page.locator('#education');
  await education.waitFor();
  // The file opens where something is missing.
  await desk.page.waitForFunction(() => document.activeElement?.id === 'education');
  await desk.choose('#education', educations[0][desk.language]);
  await desk.button('resident.file.save').click();
  await education.waitFor({ state: 'detached' });
  expect(await scoreOf(desk)).toBeGreaterThan(before);
}

test('taken into care, confirmed, listed, and a file mended', async () => {
  const desk = await Desk.open(browser, city.address, 'zh');
  try {
    await journey(desk);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

test('the city sees in English how ledgers are used', async () => {
  const desk = await Desk.open(browser, city.address, 'en');
  try {
    await desk.signIn('wangjing');
    await desk.go('/ledger-use?ledger=retirees-in-care');
    await desk.page.locator('#ledger-use-columns').waitFor();
    await desk.look('ledger-use');
    await desk.go('/quality');
    await desk.look('quality-city');
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});
