/** The one box finds a household by a part of its address, a scan comes onto its file; a contact is voided, taken back, voided again and restored; a telephone tells its history. */
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachmentKinds } from '../packages/domain/src/code/attachment-kind.ts';
import { drawPaper } from '../packages/server/src/demo/draw-papers.ts';
import { changeResident } from '../packages/server/src/resident/change-resident.ts';
import { registerResident } from '../packages/server/src/resident/register-resident.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk, type Language } from './journey-page.ts';
import { perform, recordCall } from './journey-people.ts';

let browser: Browser;
let city: JourneyCity;
const people = new Map<Language, string>();

beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  for (const [language, name, citizenId, address] of [
    ['zh', '裴秋', '321102198511080023', '幸福路十二号3幢2单元501室'],
    ['en', '庞冬', '321102198511080066', '幸福路十二号4幢2单元501室'],
  ] as const) {
    const { residentId } = await perform(
      city,
      'limin',
      residentContracts.register,
      (c) => registerResident(c, c.body),
      {},
      {
        citizenId,
        areaCode: '321102001001',
        livesHereSince: '2026-01-10',
        household: { how: 'new' },
        name,
        phone: '13812345678',
        address,
        hukouType: '51',
        education: null,
        ethnicity: null,
        marital: null,
        political: null,
        skillLevel: null,
        retirementCategory: null,
        note: '',
      },
    );
    await perform(
      city,
      'limin',
      residentContracts.change,
      (c) => changeResident(c, residentId, c.body),
      { residentId },
      { version: 1, fields: { phone: '13900001111' } },
    );
    await recordCall(city, 'limin', residentId);
    people.set(language, residentId);
  }
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

/** Opens the line of the contact in the timeline and voids it. */
async function voidContact(desk: Desk, why: string): Promise<void> {
  const line = desk.page
    .locator('.timeline-line.group-contact')
    .filter({ hasNot: desk.page.locator('s') })
    .last();
  const head = line.locator('button').first();
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
  await line.getByRole('button', { name: desk.t('contact.void.submit') }).click();
  await desk.page.locator('#why').fill(why);
  await desk.submit('contact.void.submit').click();
  await desk.page.locator('#why').waitFor({ state: 'detached' });
}

/** A scan comes onto the household's file, is looked at with a purpose, dropped with a reason and can be restored. */
async function attachAndDrop(desk: Desk): Promise<void> {
  const kind = attachmentKinds[2][desk.language];
  await desk.button('attachment.add').click();
  const form = desk.page.getByRole('dialog');
  await form.getByText(kind, { exact: true }).click();
  const buffer = drawPaper('form', desk.language === 'zh' ? 1 : 2).picture;
  await form.locator('input[type=file]').last().setInputFiles({ name: 'IMG_0001.png', mimeType: 'image/png', buffer });
  await form.locator('.photo-row img').waitFor();
  await desk.look('attachment-add');
  await desk.submit('attachment.submit').click();
  await desk.page.locator('.attachment-tile img').waitFor();
  await desk.page.locator('.attachment-tile').click();
  // What comes first is cut off half way.
  await desk.page.route(
    '**/api/attachments/*/view',
    (route) => route.fulfill({ contentType: 'image/jpeg', body: 'half' }),
    { times: 1 },
  );
  await desk.page.locator('#purpose').fill(desk.language === 'zh' ? '核对材料' : 'Checking papers');
  await desk.page.getByRole('dialog').locator('button.ant-btn-primary').click();
  const picture = desk.page.locator('img.attachment-picture');
  await desk.sees(desk.t('attachment.view.broken'));
  await desk.button('kit.error.retry').click();
  await picture.waitFor();
  const size = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  expect(size).toEqual([480, 640]);
  await desk.look('attachment-view');
  await desk.button('attachment.drop.action').click();
  await desk.page.locator('#why').fill(desk.language === 'zh' ? '拍歪了' : 'Not straight');
  await desk.submit('attachment.drop.action').click();
  await desk.page.locator('.attachment-dropped').waitFor();
  await expect.poll(() => desk.page.locator('.attachment-tile').count()).toBe(0);
}

test.each(['zh', 'en'] as const)('found by address, voided, taken back, restored (%s)', async (language) => {
  const residentId = people.get(language)!;
  const desk = await Desk.open(browser, city.address, language);
  try {
    await desk.enter('limin');
    await desk.go('/');
    await desk.page.keyboard.press('Control+K');
    await desk.page
      .getByRole('combobox', { name: desk.t('search.label') })
      .fill(language === 'zh' ? '幸福路12号 3栋' : '幸福路12号 4#');
    const household = desk.page.getByRole('group', { name: desk.t('search.group.households') }).getByRole('option');
    await household.waitFor();
    expect(await household.locator('mark').allInnerTexts()).toEqual([
      language === 'zh' ? '幸福路十二号3幢' : '幸福路十二号4幢',
    ]);
    await desk.look('search');
    await household.click();
    await desk.page.waitForURL(/\/households\//);
    await desk.look('household-found');
    await attachAndDrop(desk);

    await desk.go(`/residents/${residentId}`);
    const clock = { what: desk.t('resident.field.phone') };
    await desk.button('resident.file.historyOf', clock).click();
    await desk.sees(desk.t('resident.file.historyLine', { from: '138****5678', to: '139****1111' }));
    await desk.look('field-history');
    await desk.page.keyboard.press('Escape');
    await desk.button('resident.file.historyOf', clock).click();

    const why = language === 'zh' ? '记错了人' : 'Entered for the wrong person';
    await voidContact(desk, why);
    await desk.button('kit.undo').click();
    await desk.sees(desk.t('kit.undone'));
    await desk.page.locator('.timeline-line.group-contact.voided').waitFor({ state: 'detached' });

    await voidContact(desk, why);
    await desk.page.locator('.timeline-line.group-contact.voided').first().waitFor();
    await desk.go('/recycle');
    await desk.look('recycle');
    const name = language === 'zh' ? '裴秋' : '庞冬';
    await desk.page.getByRole('row').filter({ hasText: name }).getByRole('button').click();
    await desk.look('restore');
    await desk.page.locator('#why').fill(language === 'zh' ? '作废错了' : 'Voided by mistake');
    await desk.submit('recycle.restore.action').click();
    await desk.sees(desk.t('recycle.restore.done', { name, kind: desk.t('recycle.kind.contact') }));
    await desk.go(`/residents/${residentId}`);
    await desk.sees(desk.t('timeline.sentence.contact-restored', { contactedOn: '2026-10-12' }));
    expect(await desk.page.locator('.timeline-line.group-contact.voided').count()).toBe(0);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

test('on a phone the search and the voided records fit', async () => {
  const desk = await Desk.open(browser, city.address, 'zh', 'phone');
  try {
    await desk.enter('limin');
    for (const path of ['/search', '/recycle']) {
      await desk.go(path);
      if (path === '/search') {
        await desk.page.getByRole('combobox', { name: desk.t('search.label') }).fill('幸福路12号');
        await desk.page.getByRole('option').first().waitFor();
      }
      await desk.look(path.slice(1));
      const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
    }
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});
