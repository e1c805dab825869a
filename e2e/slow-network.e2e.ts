/**
 * What people do while the server has not answered yet: they type on, press again and go to another page. Nothing of it is lost, nothing is shown as
 * saved that is not. Answers are held back until the journey lets them go.
 */
import { sql } from 'kysely';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactOutcomes } from '../packages/domain/src/code/contact-outcome.ts';
import type { ContactSheetColumn } from '../packages/domain/src/contact/contact-sheet.ts';
import { drawPaper } from '../packages/server/src/demo/draw-papers.ts';
import { checkOf } from '../packages/server/test/make-person.ts';
import { surveyColumns } from '../packages/web/src/survey/survey-sheet.ts';
import { resultColumns } from '../packages/web/src/visit/result-sheet.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

const language = 'zh';
const names = ['郑一', '郑二', '郑三', '郑四'] as const;
const reached = contactOutcomes[0][language];
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-09-21')]);
  for (const name of names) await addUnemployed(city, { name });
  city.goTo('2026-10-19');
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

const at = (work: (desk: Desk) => Promise<void>) => atDesk(browser, city.address, { login: 'limin', language }, work);

/** The next request to this address waits. @returns how it is let go */
async function holdBack(page: Page, address: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(address, (route) => promise.then(() => route.continue()), { times: 1 });
  return resolve;
}

const state = (row: Locator) => row.getAttribute('data-state');
const numberOf = (first17: string) => first17 + checkOf(first17);

test('whoever is typed while the row above is on its way comes into the same household', async () => {
  await at(async (desk) => {
    const { page } = desk;
    await desk.go('/survey');
    const row = (index: number) => page.locator(`.grid-row[data-row="${index}"]`);
    const letGo = await holdBack(page, '**/api/survey/rows');
    await row(0)
      .locator(`[data-column="${surveyColumns.indexOf('relation')}"]`)
      .click();
    for (const words of [
      ['户主', '吴一', numberOf('32110219810303003')],
      ['妻', '吴二', numberOf('32110219820404004')],
    ]) {
      for (const text of words) {
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    }
    await expect.poll(() => state(row(0))).toBe('saving');
    letGo();
    await expect.poll(() => state(row(1))).toBe('saved');
    const { rows } = await sql<{ households: number }>`
      select count(distinct household_id)::int as households from survey_row s join resident r using (resident_id)
      where r.name in ('吴一', '吴二')`.execute(city.system.db.kysely);
    expect(rows).toEqual([{ households: 1 }]);
  });
});

test('a row that is typed into does not go out under her hands', async () => {
  await at(async (desk) => {
    const { page } = desk;
    await desk.go('/visits');
    await page.getByRole('link', { name: desk.t('visit.results.button'), exact: true }).click();
    await desk.settle();
    const row = (name: string) => page.locator('.grid-row').filter({ hasText: name });
    const cell = (name: string, column: ContactSheetColumn) =>
      row(name).locator(`[data-column="${resultColumns.indexOf(column)}"]`);
    const letGo = await holdBack(page, '**/contacts');
    await page.locator('.grid-row[data-row="0"] [data-column="0"]').click();
    await desk.paste(`${names[0]}\t10-12\t电话\t21\r\n${names[1]}\t10-12\t电话\t21\r\n`);
    await expect
      .poll(async () => [await state(row(names[0])), await state(row(names[1]))].sort())
      .toEqual(['draft', 'saving']);
    const [first, second] = (await state(row(names[0]))) === 'saving' ? names : [names[1], names[0]];
    await cell(second, 'note').click();
    await page.keyboard.type('在');
    letGo();
    await expect.poll(() => state(row(first))).toBe('saved');
    await desk.settle();
    expect(await state(row(second))).toBe('draft');
    await page.keyboard.type('家');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => state(row(second))).toBe('saved');
    const { rows } = await sql<{ name: string; note: string }>`
      select r.name, c.note from contact c join resident r using (resident_id) where r.name = ${second}`.execute(
      city.system.db.kysely,
    );
    expect(rows).toEqual([{ name: second, note: '在家' }]);

    // Pressed twice before the answer, taking back is one act.
    const answer = await holdBack(page, '**/void');
    await cell(second, 'note').click();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    answer();
    await expect.poll(() => state(row(second))).toBe('draft');
    await desk.sees(desk.t('grid.sheet.undone_other', { count: 1 }));
    expect(await page.locator('.ant-message-error').count()).toBe(0);
  });
});

test('a visit and a call cannot be changed while they are on their way, nor be sent before their picture is ready', async () => {
  await at(async (desk) => {
    const { page } = desk;
    await desk.go('/visits');
    await page.getByRole('button', { name: `${desk.t('visit.record')}: ${names[2]}` }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: reached, exact: true }).click();
    await page.evaluate(() => {
      const real = window.createImageBitmap.bind(window);
      const ready = new Promise((goOn) => Object.assign(window, { goOn }));
      window.createImageBitmap = async (picture: ImageBitmapSource) => {
        await ready;
        return real(picture);
      };
    });
    const buffer = drawPaper('house', 5).picture;
    await form.locator('input[capture]').setInputFiles({ name: 'IMG_1.png', mimeType: 'image/png', buffer });
    const submit = form.getByRole('button', { name: desk.t('contact.record.submit') });
    await form.locator('.ant-btn-loading').waitFor();
    await submit.click();
    await page.evaluate(() => (window as unknown as { goOn: () => void }).goOn());
    await form.locator('.photo-row img').waitFor();
    await form.locator('.ant-btn-loading').waitFor({ state: 'detached' });
    const letGo = await holdBack(page, '**/contacts');
    await submit.click();
    await form.locator('.ant-btn-loading').waitFor();
    expect(await form.locator('textarea').first().isEnabled()).toBe(false);
    letGo();
    await desk.sees(desk.t('contact.record.done', { name: names[2] }));
    const { rows } = await sql<{ photos: number }>`
      select count(*)::int as photos from attachment a join resident r using (resident_id) where r.name = ${names[2]}`.execute(
      city.system.db.kysely,
    );
    expect(rows).toEqual([{ photos: 1 }]);

    await desk.go('/visits?view=calls');
    const row = page.locator('.call-row').filter({ hasText: names[3] });
    await row.locator('.call-outcome').click();
    await page.locator('.ant-select-dropdown').getByText(reached, { exact: true }).click();
    const letCallGo = await holdBack(page, '**/contacts');
    await row.getByRole('button', { name: new RegExp(`^${desk.t('visit.calls.save')}`) }).click();
    await row.locator('.ant-btn-loading').waitFor();
    expect(await row.locator('input:enabled').count()).toBe(0);
    letCallGo();
    await row.getByText(desk.t('visit.state.saved')).waitFor();
  });
});

test('who goes on to another page while somebody is registered stays there', async () => {
  await at(async (desk) => {
    const { page } = desk;
    await desk.go('/residents/new');
    await page.locator('#citizenId').fill(numberOf('32110219830505005'));
    await page.locator('#name').fill('吴三');
    const letGo = await holdBack(page, '**/api/residents');
    await desk.button('resident.register.submit', { name: '吴三' }).click();
    await page.locator('nav a[href^="/households"]').click();
    await page.locator('tbody').waitFor();
    letGo();
    await desk.sees(desk.t('resident.register.done', { name: '吴三' }));
    await desk.settle();
    expect(new URL(page.url()).pathname).toBe('/households');
  });
});
