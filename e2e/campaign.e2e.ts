/**
 * A survey drive through a browser: the street makes it and shares the households out, the worker confirms one and enters one in the grid, the
 * street checks one of them again and finds a difference.
 */
import { randomUUID } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SurveyRow, surveyContracts } from '../packages/domain/src/survey/survey.contract.ts';
import { actAs } from '../packages/server/src/demo/act-as.ts';
import { saveSurvey } from '../packages/server/src/survey/save-survey.ts';
import { idOf } from '../packages/server/test/roster-fixture.ts';
import { surveyColumns } from '../packages/web/src/survey/survey-sheet.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, expectPdf, type Language, type Login } from './journey-page.ts';

const name = '秋季入户调查';
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-09-21')]);
  const act = await actAs(city.system);
  const families = [['赵强', '钱红'], ['孙敏'], ['李伟']];
  const rows = families.flatMap((names, group) =>
    names.map(
      (one, i): SurveyRow => ({
        rowKey: randomUUID(),
        confirmed: false,
        household: { how: 'together', group },
        relation: i === 0 ? '02' : '12',
        name: one,
        citizenId: idOf(),
        phone: '',
        address: `贺家弄${8 + group}号`,
        hukouType: '51',
        education: '71',
        employmentStatus: '61',
        employer: '',
        note: '',
      }),
    ),
  );
  const { rows: saved } = await act(
    'limin',
    surveyContracts.save,
    { body: { areaCode: '321102001001', rows } },
    saveSurvey,
  );
  expect(saved.map((row) => row.outcome)).toEqual(rows.map(() => 'created'));
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(
  login: Login,
  language: Language,
  work: (desk: Desk) => Promise<void>,
  screen?: 'phone',
): Promise<void> {
  await atDesk(browser, city.address, { login, language, screen }, work);
}

const cell = (page: Page, row: number, column: number): Locator =>
  page.locator(`.grid-row[data-row="${row}"] [data-column="${column}"]`);

test('the street makes a drive and shares its households out', async () => {
  await at('zhoufang', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/campaigns');
    const draft = async (named: string) => {
      await desk.button('campaign.create').click();
      await page.locator('#name').fill(named);
      await page.locator('#endsOn').fill('2026-10-10');
      await page.locator('#recheckPercent').fill('100');
      await desk.button('campaign.fields.everyCommunity').click();
      await desk.submit('campaign.create').click();
      await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/);
      await desk.settle();
    };
    // A draft that was made by mistake goes again.
    await draft('写错了的调查');
    await (await desk.entry('kit.more', 'campaign.delete')).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: desk.t('campaign.delete'), exact: true })
      .click();
    await desk.sees(desk.t('campaign.empty'));
    await draft(name);
    await desk.button('campaign.start').click();
    await desk.sees(desk.t('campaign.unassigned_other', { count: 3 }));
    await page.getByRole('button', { name: desk.t('campaign.unassigned_other', { count: 3 }) }).click();
    await desk.sees('贺家弄10号');
    await desk.button('campaign.sharing.title').click();
    await page.locator('#accounts').click();
    await page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
      .getByText('李敏', { exact: false })
      .click();
    await page.getByRole('dialog').locator('.action-note').click();
    await desk.sees('贺家弄8号 至 贺家弄10号');
    await desk.look('campaign-share');
    await desk.submit('campaign.sharing.submit').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.look('campaign-households');
  });
});

test('the worker confirms one household and enters another with its people known', async () => {
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/');
    await page.getByText(desk.t('campaign.own.deskLine_other', { name, count: 3, date: '2026-10-10' })).waitFor();
    await page.getByRole('link', { name: desk.t('campaign.own.deskOpen') }).click();
    await page.getByRole('button', { name: `${desk.t('campaign.own.confirm')}: 贺家弄9号` }).click();
    await desk.sees(desk.t('campaign.own.confirmed', { name: '贺家弄9号' }));
    await desk.look('campaign-own');
    const form = await desk.file(desk.button('campaign.own.print'), '带着入户');
    expectPdf(form);
    await page.getByRole('link', { name: `${desk.t('campaign.own.enter')}: 贺家弄8号` }).click();
    await desk.settle();
    const education = surveyColumns.indexOf('education');
    expect(await cell(page, 0, surveyColumns.indexOf('name')).textContent()).toBe('赵强');
    await cell(page, 0, education).click();
    await page.keyboard.type('本科');
    await page.keyboard.press('Enter');
    await desk.button('grid.sheet.saveAll').click();
    await expect.poll(() => page.locator('.grid-row[data-state=saved]').count()).toBe(2);
    await desk.sees(desk.t('campaign.status.done'));
    await desk.look('campaign-grid');
  });
});

test('the street checks again, blind, and decides a difference', async () => {
  await at('zhoufang', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/campaigns');
    await page.getByRole('link', { name }).click();
    await page.getByRole('tab', { name: desk.t('campaign.tabs.rechecks') }).click();
    await desk.button('campaign.recheck.draw').click();
    await page.locator('#checkers').click();
    await page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
      .getByText('周芳', { exact: false })
      .click();
    await page.getByRole('dialog').locator('.action-note').click();
    await desk.submit('campaign.recheck.draw').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await desk.go('/campaigns/own');
    await page.getByRole('link', { name: `${desk.t('campaign.own.recheck')}: 贺家弄9号` }).click();
    await desk.settle();
    expect(await cell(page, 0, 0).textContent()).toBe('孙敏');
    await cell(page, 0, 1).click();
    await page.keyboard.type('是');
    await page.keyboard.press('Enter');
    await cell(page, 0, 4).click();
    await page.keyboard.type('本科');
    await page.keyboard.press('Enter');
    await desk.look('campaign-recheck');
    await desk.button('campaign.recheck.submit').click();
    await desk.sees(desk.t('campaign.recheck.submitted_one', { compared: 2, count: 1 }));
  });
  await at('zhoufang', 'en', async (desk) => {
    const { page } = desk;
    await desk.go('/campaigns');
    await page.getByRole('link', { name }).click();
    await desk.sees(desk.t('campaign.byWorker'));
    await desk.look('campaign-progress');
    await page.getByRole('tab', { name: desk.t('campaign.tabs.rechecks') }).click();
    await page.getByRole('button', { name: new RegExp(`^${desk.t('campaign.recheck.secondRight')}: 孙敏`) }).click();
    await desk.sees(desk.t('campaign.recheck.corrected'));
    await desk.look('campaign-differences');
    await page.getByRole('tab', { name: desk.t('campaign.tabs.summary') }).click();
    await desk.sees(desk.t('campaign.recheck.workers'));
    await desk.look('campaign-summary');
  });
});
