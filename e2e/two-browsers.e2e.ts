/** Two people at the same file, and one who presses twice: the second editor is told what the first has changed, one asks the other by a remark, a double click is one act. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizenIdOf } from '../packages/server/src/prove/fault-city.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk } from './journey-page.ts';

const community = '321102001001';
let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

/** Registered as the form would do it; where she lives by this address. */
async function register(desk: Desk, serial: number): Promise<string> {
  return desk.page.evaluate(
    async (body) => {
      const answer = await fetch('/api/residents', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { residentId: string }).residentId;
    },
    {
      name: '周二人',
      phone: null,
      address: '正东路 1 号',
      hukouType: '51',
      education: null,
      ethnicity: null,
      marital: null,
      political: null,
      skillLevel: null,
      retirementCategory: null,
      note: '',
      citizenId: citizenIdOf(serial),
      areaCode: community,
      livesHereSince: '2020-01-01',
      household: { how: 'none' },
    },
  );
}

test('two browsers edit one file; a double click records one contact', async () => {
  const [first, second] = await Promise.all([
    Desk.open(browser, city.address, 'zh'),
    Desk.open(browser, city.address, 'zh'),
  ]);
  try {
    await Promise.all([first.enter('limin'), second.enter('zhoufang')]);
    await first.go('/');
    const residentId = await register(first, 4711);
    const edit = { what: first.t('resident.block.contact') };
    for (const desk of [first, second]) {
      await desk.go(`/residents/${residentId}`);
      await desk.button('resident.file.editNamed', edit).click();
    }
    await first.page.locator('#address').fill('正东路 2 号');
    await second.page.locator('#address').fill('正东路 3 号');
    await first.button('resident.file.save').click();
    await first.button('resident.file.editNamed', edit).waitFor();

    second.expectFailure();
    await second.button('resident.file.save').click();
    await second.sees(
      second.t('resident.conflict.changed', {
        field: second.t('resident.field.address'),
        from: '正东路 1 号',
        to: '正东路 2 号',
      }),
    );
    await second.look('changed-meanwhile');
    const stored = () =>
      city.system.db.kysely
        .selectFrom('resident')
        .select(['address', 'version'])
        .where('resident_id', '=', residentId)
        .executeTakeFirstOrThrow();
    expect(await stored()).toEqual({ address: '正东路 2 号', version: 2 });
    // Having seen it she decides, and her word is the last.
    await second.button('resident.file.save').click();
    await second.button('resident.file.editNamed', edit).waitFor();
    expect(await stored()).toEqual({ address: '正东路 3 号', version: 3 });

    await second.page.locator('.remarks header button').click();
    // The drawer takes the focus for itself first.
    await second.page.locator('#body:focus').waitFor();
    await second.page.keyboard.type('@lm');
    await second.page.locator('.ant-mentions-dropdown-menu-item-active').waitFor();
    await second.page.keyboard.press('Enter');
    await second.page.keyboard.type('请核对住址');
    await second.look('remark');
    await second.submit('remark.save').click();
    await second.sees('请核对住址');
    await first.go('/');
    await first.page.locator('.mention-list a').click();
    await first.page.locator('.remark-wanted').waitFor();
    await first.button('remark.settle').click();
    await first.page.locator('#answer').fill('以新住址为准');
    await first.submit('remark.settle').click();
    await first.sees(first.t('remark.answered', { answer: '以新住址为准' }));

    await first.go(`/residents/${residentId}`);
    await (await first.entry('resident.file.more', 'resident.action.contact.record')).click();
    await first.page.getByText('仍失业，正在求职', { exact: true }).click();
    await first.submit('contact.record.submit').dblclick();
    await first.sees(first.t('contact.record.done', { name: '周二人' }));
    const contacts = await city.system.db.kysely
      .selectFrom('contact')
      .select('contact_id')
      .where('resident_id', '=', residentId)
      .execute();
    expect(contacts).toHaveLength(1);
  } catch (error) {
    await second.giveUp();
    await first.giveUp();
    throw error;
  }
  await first.leave();
  await second.leave();
});
