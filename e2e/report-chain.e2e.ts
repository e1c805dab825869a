/** A late report on its way: asked for, handed in, returned at a cell, handed in again, accepted. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monthlyColumns, monthlyLines } from '../packages/domain/src/report/monthly-form.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Login } from './journey-page.ts';

const community = '321102001001';
const month = '2026-10';
const report = `/reports?area=${community}&month=${month}`;
const remark = '与花名册差 1 人';
const line = monthlyLines[0]!;
const column = monthlyColumns[2]!;

let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-11-05')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(login: Login, work: (desk: Desk) => Promise<void>): Promise<void> {
  await atDesk(browser, city.address, { login, language: 'zh' }, work);
}

async function act(login: Login, action: 'submit' | 'accept', done: string): Promise<void> {
  await at(login, async (desk) => {
    await desk.go(report);
    await desk.button(`report.actions.${action}`).click();
    await desk.submit(`report.actions.${action}`).click();
    await desk.page.getByText(done).waitFor();
  });
}

test('the street asks for a late report', async () => {
  await at('zhoufang', async (desk) => {
    await desk.go(`/submissions?period=${month}`);
    await desk.look('submissions');
    await desk.page
      .getByRole('button', { name: desk.t('submission.remindArea', { area: '贺家弄社区' }), exact: true })
      .click();
    await desk.page.getByText(desk.t('submission.remindDone_other', { count: 1 })).waitFor();
    await desk.go('/submissions?view=on-time');
    await desk.look('on-time');
  });
});

test('the reminder stands on the desk of the community, which hands in', async () => {
  await at('limin', async (desk) => {
    await desk.go('/');
    await desk.sees(desk.t('submission.owed.row', { period: '2026 年 10 月', form: '就业失业月报' }));
    await desk.page.getByText('催报 1 次').first().waitFor();
    await desk.look('work-list-report');
  });
  await act('limin', 'submit', '已上报 贺家弄社区 2026-10 月报');
});

test('the street returns it at a cell, which stands on the form until it is handed in again', async () => {
  await at('zhoufang', async (desk) => {
    const { page } = desk;
    await desk.go(report);
    await (await desk.entry('kit.more', 'report.actions.return')).click();
    await page.locator('#reason').fill('请核对女性人数');
    await desk.button('submission.cells.add').click();
    await desk.choose('#cells_0_row', line.zh);
    await desk.choose('#cells_0_column', column.zh);
    await page.locator('#cells_0_remark').fill(remark);
    await desk.look('return-at-a-cell');
    await desk.submit('report.actions.return').click();
    await page.getByText('已退回 贺家弄社区 2026-10 月报').waitFor();
  });
  await at('limin', async (desk) => {
    await desk.go(report);
    await desk.sees(`${line.zh} · ${column.zh}`);
    expect(await desk.page.locator('.report-returned').count()).toBe(1);
    await desk.look('returned-cell');
  });
  await act('limin', 'submit', '已上报 贺家弄社区 2026-10 月报');
  await act('zhoufang', 'accept', '已接收 贺家弄社区 2026-10 月报');
  await at('limin', async (desk) => {
    await desk.go(report);
    expect(await desk.page.locator('.report-returned').count()).toBe(0);
    await desk.button('submission.history.open').click();
    await desk.sees(desk.t('submission.history.actions.remind'));
    await desk.look('report-history');
  });
});
