/** Early warning and monthly analysis in a browser: layoffs raise a warning that is told and handled; a sheet is edited, signed and read. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { industries } from '../packages/domain/src/code/industry.ts';
import { layoffReasons } from '../packages/domain/src/code/layoff-reason.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, expectPdf, type Language, type Login } from './journey-page.ts';

const community = '321102001001';
const street = '321102001000';
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

test('layoffs of a monitored employer raise a warning', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go('/monitored-employers?month=2026-10');
    await desk.button('monitoredEmployer.actions.add').click();
    await desk.page.locator('#creditCode').fill('91350100M000100Y43');
    await desk.page.locator('#name').fill('润东机械有限公司');
    await desk.choose('#industry', `C ${industries.find((one) => one.code === 'C')!.zh}`);
    await desk.submit('monitoredEmployer.actions.add').click();
    await desk.sees('润东机械有限公司');
    await desk.page.getByRole('button', { name: desk.t('monitoredEmployer.actions.report'), exact: true }).click();
    for (const [field, value] of [
      ['#staffStart', '300'],
      ['#departed', '30'],
      ['#laidOff', '24'],
    ] as const)
      await desk.page.locator(field).fill(value);
    await desk.choose('#reason', layoffReasons[1].zh);
    await expect.poll(() => desk.page.locator('#staffEnd').inputValue()).toBe('270');
    await desk.submit('monitoredEmployer.actions.report').click();
    await desk.sees(desk.t('monitoredEmployer.reportedLarge'));
    await desk.look('monitored-employers');
  });
});

test('the warning is told, handled and closed', async () => {
  await at('zhoufang', 'zh', async (desk) => {
    await desk.go(`/warnings?area=${street}`);
    await desk.look('warnings');
    const group = desk.page.getByRole('group', {
      name: new RegExp(`正东路街道.*${desk.t('warning.indicator.layoff-persons')}`),
    });
    await group.getByRole('button', { name: desk.t('warning.actions.down') }).click();
    await desk.page.locator('.warning-recipients li').first().waitFor();
    await desk.look('warning-recipients');
    await desk.submit('warning.actions.down').click();
    await desk.sees(desk.t('warning.state.acknowledged'));
    await group.getByRole('button', { name: desk.t('warning.actions.handle') }).click();
    await desk.page.locator('#measure').fill('走访企业，开展专场招聘');
    await desk.submit('warning.actions.handle').click();
    await desk.sees('走访企业，开展专场招聘');
  });
  await at('limin', 'en', async (desk) => {
    await desk.go('/');
    await desk.look('desk-with-warning');
    await desk.button('warning.actions.confirm').click();
    await desk.page.locator('.warning-desk').waitFor({ state: 'detached' });
  });
  await at('chenjun', 'en', async (desk) => {
    await desk.go(`/warnings?area=${street}&view=ledger`);
    await desk.button('warning.actions.close').click();
    await desk.page.locator('#result').fill('Everybody was given another post');
    await desk.submit('warning.actions.close').click();
    await desk.sees('Everybody was given another post');
    await desk.look('warning-ledger');
    const sheet = await desk.file(desk.button('warning.export'), 'Meeting');
    expect(sheet.subarray(0, 2).toString('latin1')).toBe('PK');
  });
});

test('a monthly analysis is edited, signed, printed and read above', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go(`/analysis-sheets?area=${community}&month=2026-09`);
    const plan = desk.page.getByRole('textbox', { name: '下月打算' });
    await plan.fill('下月开展专场招聘两场。');
    await desk.button('analysisSheet.actions.save').click();
    await desk.sees(desk.t('analysisSheet.saved'));
    await desk.look('analysis-sheet');
    await desk.button('analysisSheet.actions.sign').click();
    await desk.submit('analysisSheet.actions.sign').click();
    await desk.sees(desk.t('analysisSheet.intact'));
    expectPdf(await desk.file(desk.button('analysisSheet.actions.print'), '存档'));
  });
  await at(
    'zhoufang',
    'en',
    async (desk) => {
      await desk.go(`/analysis-sheets?area=${community}&month=2026-09`);
      await desk.button('analysisSheet.actions.remark').click();
      await desk.page.locator('#text').fill('Well done.');
      await desk.submit('analysisSheet.actions.remark').click();
      await desk.sees('Well done.');
      await desk.look('analysis-sheet-read');
    },
    'phone',
  );
});
