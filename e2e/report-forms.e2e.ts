/** A weekly brief is filled in at the keyboard, its checks answered, its text written; a rate of the quarter opens its people. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type Login } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

const street = '321102001000';
const person = '周雅芝';
let browser: Browser;
let city: JourneyCity;

beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-09-10')]);
  await addUnemployed(city, { name: person });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(login: Login, language: Language, work: (desk: Desk) => Promise<void>): Promise<void> {
  await atDesk(browser, city.address, { login, language }, work);
}

const cellAt = (desk: Desk, row: number, column = 0) =>
  desk.page.locator(`.form-grid td[data-row="${row}"][data-column="${column}"]`);

async function shows(desk: Desk, row: number, text: string): Promise<void> {
  await cellAt(desk, row).filter({ hasText: text }).waitFor();
}

/** Types numbers down a column as at a desk: Enter saves and goes on to the next cell by hand. */
async function typeDown(desk: Desk, row: number, numbers: readonly number[], last = row): Promise<void> {
  await cellAt(desk, row).focus();
  for (const number of numbers) {
    await desk.page.keyboard.type(String(number));
    await desk.page.locator('.form-input').waitFor();
    await desk.page.keyboard.press('Enter');
    await desk.page.locator('.form-input').waitFor({ state: 'detached' });
    await desk.page.evaluate(() => new Promise((done) => setTimeout(done, 20)));
  }
  // Until the last one is kept.
  await shows(desk, last, String(numbers.at(-1)));
  await desk.settle();
}

test('a street fills in its weekly brief, explains a check and writes what changed', async () => {
  await at('zhoufang', 'zh', async (desk) => {
    const form = `/reports?area=${street}&form=weekly-market`;
    await desk.go(`${form}&period=2026-W36`);
    // The server has it, but its answer is lost: the next entry is another one all the same.
    desk.expectFailure();
    await desk.page.route('**/cells', (route) => route.fetch().then(() => route.abort()), { times: 1 });
    await cellAt(desk, 3).focus();
    await desk.page.keyboard.type('20');
    await desk.page.keyboard.press('Enter');
    await desk.sees(desk.t('kit.error.network'));
    await typeDown(desk, 2, [60]);
    await desk.go(`${form}&period=2026-W37`);
    await desk.sees(desk.t('reportForm.missing'));
    // Fairs, employers, vacancies, new ones, seekers, unemployed, graduates; then intentions and next week's fairs.
    await typeDown(desk, 0, [1, 12, 180, 60, 100, 80, 30, 20, 1], 9);
    await shows(desk, 7, '1.80');
    const checks = desk.page.locator('.form-checks');
    await checks.getByText(desk.t('reportForm.checkError'), { exact: true }).waitFor();
    await desk.look('report-form-checks');
    // Unemployed and graduates together cannot be more than all seekers.
    await cellAt(desk, 6).focus();
    await desk.page.keyboard.type('15');
    await desk.page.keyboard.press('Enter');
    await checks.getByText(desk.t('reportForm.checkError'), { exact: true }).waitFor({ state: 'detached' });

    await desk.button('reportForm.explain').click();
    await desk.page.getByRole('dialog').getByRole('textbox').fill('本周有大型招聘会，两家企业集中招工。');
    await desk.submit('reportForm.explain').click();
    await checks.getByText('两家企业集中招工').waitFor();

    await desk.sees('需求人数（招聘岗位） 180 个，比上期增加 120 个');
    await desk.button('reportForm.edit').click();
    await desk.page
      .getByRole('textbox', { name: desk.t('reportForm.narrativeField') })
      .fill('招聘会带动需求明显增加。');
    await desk.button('reportForm.save').click();
    await desk.page.locator('.form-text').getByText('招聘会带动需求明显增加。').waitFor();
    await desk.look('report-form');

    await cellAt(desk, 2).focus();
    await desk.page.keyboard.press(' ');
    await desk.sees(desk.t('reportForm.enteredBy'));
    await desk.page.locator('.report-panel').getByText('周芳').waitFor();
    await desk.look('report-form-entries');
  });
}, 90_000);

test('the city sees the street’s entry, and opens the people of a rate down to their file', async () => {
  await at('wangjing', 'en', async (desk) => {
    await desk.go('/reports?form=weekly-market&period=2026-W37');
    await shows(desk, 2, '180');
    await desk.go('/reports?form=quarterly-analysis&period=2026-Q3&cell=registered-unemployment-rate~total');
    const panel = desk.page.locator('.report-panel');
    await panel
      .getByText('registered unemployed 1', { exact: false })
      .or(panel.getByText('Registered unemployed 1', { exact: false }))
      .first()
      .waitFor();
    await panel.getByText(desk.t('report.cell.denominator'), { exact: true }).click();
    await desk.settle();
    await desk.look('report-form-ratio');
    await panel.getByRole('link', { name: desk.t('report.cell.openFile', { name: person }) }).click();
    await desk.page.getByRole('heading', { level: 1, name: person }).waitFor();
  });
}, 60_000);
