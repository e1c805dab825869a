/** Retirees in a browser: taken into care, confirmed alone and together from the ledger; a file mended, and the score of the files rises. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { educations } from '../packages/domain/src/code/education.ts';
import { livingStates } from '../packages/domain/src/code/retiree-care.ts';
import { qualityChecks } from '../packages/domain/src/quality/quality-check.ts';
import { addResident } from '../packages/server/test/make-resident.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk } from './journey-page.ts';

let browser: Browser;
let city: JourneyCity;
let people: string[];

beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
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
  await desk.enter('limin');
  await takeIntoCare(desk, people[0]!);
  const card = desk.page.locator('.retiree-card');
  await card.locator('.overdue').waitFor();
  await desk.look('retiree-file');
  await card.getByRole('button', { name: desk.t('resident.action.retiree.confirm') }).click();
  await desk.submit('retiree.confirm.submit').click();
  await desk.sees(desk.t('retiree.confirm.done', { name: '潘桂英' }));
  await card.locator('.overdue').waitFor({ state: 'detached' });
  await takeIntoCare(desk, people[1]!);

  // She lives alone since the first of October: visited within thirty days of today, when it became known.
  await desk.go(`/residents/${people[0]}?action=retiree.change-care`);
  const form = desk.page.getByRole('dialog');
  await form.getByText(livingStates[2][desk.language], { exact: true }).click();
  await form.locator('#livingOn').fill('2026-10-01');
  await form.locator('#why').fill('女儿搬走');
  await desk.look('retiree-change');
  await desk.submit('retiree.change.submit').click();
  await card.getByText(desk.t('retiree.card.livingSince', { name: '独居', on: '2026-10-01' })).waitFor();
  await desk.go('/visits');
  await desk.page.locator('.group-later .duty-more').click();
  await desk.sees('潘桂英');
  await desk.page
    .getByText(/社区管理的独居退休人员/)
    .first()
    .waitFor();

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
    await desk.enter('wangjing');
    await desk.go('/ledger-use?ledger=retirees-in-care');
    await desk.page.locator('#ledger-use-columns').waitFor();
    await desk.look('ledger-use');
    // The community worker above opened this ledger once, and nobody the other one.
    const figuresOf = async (row: string, within = '.ledger-use') =>
      (await desk.page.locator(`${within} tr[data-row-key="${row}"] td`).allInnerTexts()).slice(1, 6);
    expect(await figuresOf('retirees-in-care')).toEqual(['1', '0', '0', '1', '2026-10']);
    const never = desk.t('ledger.use.notYet');
    expect(await figuresOf('veterans-unemployed')).toEqual(['0', '0', '0', '0', never]);
    const columns = 'section[aria-labelledby=ledger-use-columns]';
    expect((await figuresOf('name', columns)).slice(0, 4)).toEqual(['1', '0', '0', '2026-10']);
    await desk.page.getByText(desk.t('ledger.use.shows.unused'), { exact: true }).click();
    await desk.page.locator('.ledger-use tr[data-row-key="retirees-in-care"]').waitFor({ state: 'detached' });
    expect((await figuresOf('veterans-unemployed')).at(-1)).toBe(never);
    await desk.go('/quality');
    await desk.look('quality-city');
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});
