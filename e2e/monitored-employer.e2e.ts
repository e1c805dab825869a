/** A monitored employer and the handling times in a browser: added, its month reported, ended and taken back; a number opens its cases. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { industries } from '../packages/domain/src/code/industry.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type Login } from './journey-page.ts';

const community = '321102001001';
const employer = '梦溪纺织有限公司';
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
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

test('an employer is added, reports its month, leaves the panel and is taken back', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go('/monitored-employers?month=2026-10');
    await desk.button('monitoredEmployer.actions.add').click();
    await desk.page.locator('#creditCode').fill('91350100M000100Y43');
    await desk.page.locator('#name').fill(employer);
    await desk.choose('#industry', `C ${industries.find((one) => one.code === 'C')!.zh}`);
    await desk.submit('monitoredEmployer.actions.add').click();
    await desk.page.getByRole('link', { name: employer }).click();
    await desk.page.getByRole('heading', { name: employer }).waitFor();

    await desk.button('monitoredEmployer.actions.report').first().click();
    // The drawer takes the focus to its first field when it has come in.
    await desk.page.locator('#staffStart:focus').waitFor();
    await desk.page.locator('#staffStart').fill('120');
    await desk.page.locator('#hired').fill('4');
    await desk.page.locator('#departed').fill('9');
    await expect.poll(() => desk.page.locator('#staffEnd').inputValue()).toBe('115');
    await desk.submit('monitoredEmployer.actions.report').click();
    await desk.button('monitoredEmployer.actions.correct').waitFor();
    await desk.look('monitored-employer-file');

    await desk.button('kit.more').click();
    await desk.page.getByRole('menuitem', { name: desk.t('monitoredEmployer.actions.end') }).click();
    await desk.page.locator('#reason').fill('企业搬迁到外市');
    await desk.submit('monitoredEmployer.actions.end').click();
    const undo = desk.page.getByRole('button', {
      name: `${desk.t('kit.undo')} ${desk.t('monitoredEmployer.action.ended')} 企业搬迁到外市`,
    });
    await undo.click();
    await undo.waitFor({ state: 'detached' });
    // On the panel again: it can be ended once more.
    await desk.button('kit.more').click();
    await desk.page.getByRole('menuitem', { name: desk.t('monitoredEmployer.actions.end'), disabled: false }).waitFor();
  });
});

test('the time a matter takes opens its cases', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go('/help-requests');
    await desk.button('helpRequest.actions.receive').click();
    await desk.page.locator('#name').fill('孙梅');
    await desk.page.locator('#phone').fill('13812345678');
    await desk.choose('#need', '找工作');
    await desk.submit('helpRequest.actions.receive').click();
    await desk.button('helpRequest.actions.take').click();
    await desk.button('helpRequest.actions.answer').click();
    await desk.page.locator('#text').fill('已电话答复');
    await desk.submit('helpRequest.actions.answer').click();
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
    await desk.go(`/handling?area=${community}&period=2026-Q4`);
    await desk.look('handling');
    await desk.page
      .getByRole('button', {
        name: desk.t('handling.openCases', {
          area: '贺家弄社区',
          name: '求助答复',
          what: desk.t('handling.columns.cases'),
          value: 1,
        }),
      })
      .click();
    await desk.page.getByRole('dialog').getByText('孙梅').waitFor();
    await desk.look('handling-cases');
  });
  await at(
    'chenjun',
    'en',
    async (desk) => {
      await desk.go('/handling?period=2026&guide=certificate-issue');
      await desk.sees('The certificate is numbered and printed and handed over');
      await desk.look('handling-guide');
    },
    'phone',
  );
});
