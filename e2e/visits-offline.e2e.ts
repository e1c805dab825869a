/**
 * Visits without network: taken along, recorded, the browser gone and opened again from the service worker, sent once when the network is back,
 * one conflict decided, nothing left on the phone after signing out.
 */
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignVisitContracts } from '../packages/domain/src/campaign/campaign-visit.contract.ts';
import { contactOutcomes } from '../packages/domain/src/code/contact-outcome.ts';
import { employmentStatuses } from '../packages/domain/src/code/employment-status.ts';
import { addDays } from '../packages/domain/src/kernel/plain-date.ts';
import { visitHousehold } from '../packages/server/src/campaign/visit-household.ts';
import { drawPaper } from '../packages/server/src/demo/draw-papers.ts';
import { businessDay } from '../packages/server/src/platform/clock.ts';
import { idOf } from '../packages/server/test/roster-fixture.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { startDrive } from './journey-drive.ts';
import { atDesk, type Desk } from './journey-page.ts';
import { addUnemployed, perform, recordCall } from './journey-people.ts';

const names = ['钱小红', '安大伟', '孙立', '周月'] as const;
const language = 'zh';
const seeking = contactOutcomes[0][language];
const willing = employmentStatuses.find((one) => one.code === '61')![language];
let browser: Browser;
let city: JourneyCity;
const ids = new Map<string, string>();

beforeAll(async () => {
  // The phone has a clock of its own: the city lives today, six weeks after these people registered.
  const today = businessDay(new Date());
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity(addDays(today, -42))]);
  for (const name of names) ids.set(name, await addUnemployed(city, { name }));
  city.goTo(today);
  await startDrive(city);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

const contactsOf = async (name: string): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from contact where resident_id = ${ids.get(name)}::uuid`.execute(
      city.system.db.kysely,
    )
  ).rows[0]!.n;

/** On the visits of a person, with a small picture or without. */
const photosOf = async (name: string) =>
  (
    await sql<{ width: number; height: number; small: boolean }>`
      select a.width, a.height, a.preview is not null as small from attachment a join contact c on c.district_id = a.district_id and c.contact_id = a.contact_id
      where a.resident_id = ${ids.get(name)}::uuid`.execute(city.system.db.kysely)
  ).rows;

test('visits are taken along, recorded without network, survive a crash and are saved once', async () => {
  await atDesk(browser, city.address, { login: null, language, screen: 'phone' }, async (desk) => {
    const t = (key: string, values?: Record<string, string | number>) => desk.t(`visit.${key}`, values);
    const line = (name: string) => desk.page.locator('.outbox-line').filter({ hasText: name });
    const stands = (name: string, state: string) =>
      line(name)
        .locator('.state-word', { hasText: t(`outbox.state.${state}`) })
        .waitFor();
    const record = async (name: string, note: string, photo?: Buffer) => {
      await desk.page.getByRole('button', { name: `${t('along.record')}: ${name}` }).click();
      const form = desk.page.getByRole('dialog');
      await form.getByRole('button', { name: seeking, exact: true }).click();
      await form.locator('textarea').first().fill(note);
      if (photo) {
        const file = { name: 'IMG_20261122.png', mimeType: 'image/png', buffer: photo };
        await form.locator('input[capture]').setInputFiles(file);
        await form.locator('.photo-row img').waitFor();
        await desk.look('visits-photo');
      }
      await form.getByRole('button', { name: t('along.keep'), exact: true }).click();
      await form.waitFor({ state: 'hidden' });
    };
    await desk.signIn('limin');
    await desk.go('/visits');
    await desk.button('visit.along.take').click();
    await desk.page.locator('#purpose').fill('下午上门走访');
    await desk.page.getByRole('dialog').locator('button.ant-btn-primary').click();
    await desk.page.getByRole('link', { name: t('along.open'), exact: true }).click();
    await desk.sees(t('along.people_other', { count: names.length }));
    await desk.look('visits-along');

    await desk.offline(true);
    await desk.sees(t('along.offline'));
    await record(names[0], '在家，正在找工作', drawPaper('house', 3).picture);
    await record(names[1], '约了下周面试');
    await stands(names[0], 'waiting');
    await desk.look('visits-outbox');

    // The battery dies; the browser is opened again, still without network, at the address of the office.
    await desk.reopen('/');
    await stands(names[0], 'waiting');
    await stands(names[1], 'waiting');
    expect(new URL(desk.page.url()).pathname).toBe('/visits/along');
    expect(await contactsOf(names[0])).toBe(0);

    // Its own photo takes no room twice; what has gone out meanwhile is not changed any more.
    const form = desk.page.getByRole('dialog');
    const change = async (note: string) => {
      await line(names[0])
        .getByRole('button', { name: t('outbox.edit') })
        .click();
      await form.locator('.photo-row img').waitFor();
      await form.locator('textarea').first().fill(note);
    };
    await desk.page.evaluate(otherPhotos, 59);
    await change('在家，想学电工');
    await form.getByRole('button', { name: t('along.keep'), exact: true }).click();
    await form.waitFor({ state: 'hidden' });
    await desk.page.evaluate(otherPhotos, 0);
    await change('在家，想学焊工');
    await desk.page.evaluate(markFirst, 'saved');
    await form.getByRole('button', { name: t('along.keep'), exact: true }).click();
    await desk.sees(t('along.tooLate'));
    await desk.page.evaluate(markFirst, 'waiting');

    // Without the list nobody vouches for whoever holds the phone: not a name is readable until the account is there again, in a form that stands
    // open neither.
    const tab = await desk.page.context().newPage();
    await tab.goto(desk.page.url());
    await tab.getByRole('button', { name: t('along.wipe'), exact: true }).click();
    await tab.locator('.ant-popconfirm .ant-btn-primary').click();
    await line(names[0]).waitFor({ state: 'detached' });
    await form.waitFor({ state: 'detached' });
    await tab.close();
    await expect.poll(() => desk.page.locator('.outbox-line').count()).toBe(2);
    await expect.poll(() => desk.page.locator('.outbox-line button').count()).toBe(0);
    await desk.look('visits-locked');

    await recordCall(city, 'zhoufang', ids.get(names[1])!);
    // The conflict is answered as soon as there is a network, maybe before the other record stands there as saved.
    desk.expectFailure();
    await desk.offline(false);
    await stands(names[0], 'saved');
    await stands(names[1], 'conflict');
    expect(await photosOf(names[0])).toEqual([{ width: 640, height: 480, small: true }]);
    await desk.reopen('/visits/along');
    expect([await contactsOf(names[0]), await contactsOf(names[1])]).toEqual([1, 1]);

    await line(names[1])
      .getByRole('button', { name: t('outbox.compare') })
      .click();
    await desk.sees(t('conflict.theirs'));
    await desk.look('visits-conflict');
    await desk.button('visit.conflict.keepMine').click();
    await stands(names[1], 'saved');
    expect([await contactsOf(names[0]), await contactsOf(names[1])]).toEqual([1, 2]);

    await signOutEmpty(desk);
  });
});

test('households of a survey drive are answered without network, survive a crash and are saved once', async () => {
  await atDesk(browser, city.address, { login: null, language, screen: 'phone' }, async (desk) => {
    const line = (name: string) => desk.page.locator('.outbox-line').filter({ hasText: name });
    const t = (key: string, values?: Record<string, string | number>) => desk.t(key, values);
    const stands = (name: string, state: string) =>
      line(name)
        .locator('.state-word', { hasText: t(`visit.outbox.state.${state}`) })
        .waitFor();
    const form = () => desk.page.getByRole('dialog');
    const press = (name: string) => form().getByRole('button', { name, exact: true }).click();
    const open = async (address: string, outcome: string) => {
      await desk.page.getByRole('button', { name: `${t('visit.along.record')}: ${address}` }).click();
      await press(t(`door.outcomes.${outcome}`));
    };
    const keep = async () => {
      await press(t('visit.along.keep'));
      await form().waitFor({ state: 'hidden' });
    };
    await desk.signIn('limin');
    await desk.go('/campaigns/own');
    await desk.button('visit.along.take').click();
    await desk.page.locator('#purpose').fill('晚上入户调查');
    await desk.page.getByRole('dialog').locator('button.ant-btn-primary').click();
    await desk.page.getByRole('link', { name: t('visit.along.open'), exact: true }).click();
    await desk.page.getByText(t('door.views.doors_other', { count: 3 }), { exact: true }).click();
    await desk.look('drive-along');

    await desk.offline(true);
    await open('贺家弄1号', 'entered');
    const say = (answer: 'door.same' | 'door.changed') =>
      form()
        .getByRole('button', { name: t(answer), exact: true })
        .first()
        .click();
    await say('door.changed');
    await desk.choose('[role=dialog] .door-line .ant-select >> nth=0', willing);
    await desk.sees(t('survey.problem.workChanged'));
    await form().getByLabel(t('survey.column.phone')).fill('13900000001');
    // A wrong press takes nothing away that was typed.
    await say('door.same');
    await say('door.changed');
    expect(await form().getByLabel(t('survey.column.phone')).inputValue()).toBe('13900000001');
    await press(t('door.restSame_other', { count: 1 }));
    await press(t('door.addPerson'));
    await form().getByLabel(t('survey.column.name')).fill('赵小小');
    await form().getByLabel(t('survey.column.citizenId')).fill('32110219800512');
    await press(t('visit.along.keep'));
    await desk.sees(t('door.answersWrong_other', { count: 1 }));
    // What is to be mended stands above the button: it comes into sight.
    const number = form().getByLabel(t('survey.column.citizenId'));
    await expect.poll(() => number.evaluate((field) => field === document.activeElement)).toBe(true);
    await number.fill(idOf('20150512'));
    await desk.look('drive-door');
    await keep();
    await open('贺家弄2号', 'no-one-home');
    await keep();
    await open('贺家弄3号', 'confirmed');
    await keep();
    await desk.reopen('/');
    for (const nth of [1, 2, 3]) await stands(`贺家弄${nth}号`, 'waiting');
    // Changed, closed by mistake, opened again: what was typed stands there.
    const edit = () =>
      line('贺家弄2号')
        .getByRole('button', { name: t('visit.outbox.edit') })
        .click();
    await edit();
    await form().locator('textarea').first().fill('邻居说周末在');
    await form().locator('.ant-drawer-close').click();
    await form().waitFor({ state: 'hidden' });
    await edit();
    expect(await form().locator('textarea').first().inputValue()).toBe('邻居说周末在');
    await keep();
    await line('贺家弄2号').getByText('邻居说周末在').waitFor();

    const { rows } = await sql<{ entry_id: string }>`
      select entry_id from campaign_household where address = '贺家弄3号'`.execute(city.system.db.kysely);
    const today = city.system.clock.today();
    const theirs = { outcome: 'refused', visitedOn: today, nextOn: null, note: '说改天再来' };
    const params = { entryId: rows[0]!.entry_id };
    await perform(city, 'zhoufang', campaignVisitContracts.visit, visitHousehold, params, theirs);
    desk.expectFailure();
    await desk.offline(false);
    await stands('贺家弄1号', 'saved');
    // What a survey does not enter of a change is said, so that it is done in the file.
    await desk.sees(t('survey.problem.workChanged'));
    await stands('贺家弄2号', 'saved');
    await stands('贺家弄3号', 'conflict');
    await line('贺家弄3号')
      .getByRole('button', { name: t('visit.outbox.compare') })
      .click();
    await desk.sees('说改天再来');
    await desk.look('drive-conflict');
    await desk.button('visit.conflict.keepMine').click();
    await stands('贺家弄3号', 'saved');
    const { rows: saved } = await sql<{ people: number; visits: number; phones: number }>`select
      (select count(*)::int from household_member m join resident p on p.resident_id = m.resident_id
        join household_member o on o.household_id = m.household_id join resident q on q.resident_id = o.resident_id
        where q.name = '赵小小') as people,
      (select count(*)::int from campaign_visit) as visits,
      (select count(*)::int from resident where phone_masked = '139****0001') as phones`.execute(city.system.db.kysely);
    expect(saved).toEqual([{ people: 3, visits: 3, phones: 1 }]);
    await signOutEmpty(desk);
  });
});

test('a visit and a call are recorded in a few presses', async () => {
  await atDesk(browser, city.address, { login: null, language: 'en', screen: 'phone' }, async (desk) => {
    const reached = contactOutcomes[0].en;
    const before = await contactsOf(names[2]);
    await desk.enter('limin');
    await desk.go('/visits');
    await desk.sees(desk.t('visit.person', { name: names[2] }));
    await desk.look('visits');
    await desk.page.getByRole('button', { name: `${desk.t('visit.record')}: ${names[2]}` }).click();
    const form = desk.page.getByRole('dialog');
    await form.getByRole('button', { name: reached, exact: true }).click();
    const file = { name: 'IMG_20261122.png', mimeType: 'image/png', buffer: drawPaper('house', 4).picture };
    await form.locator('input[capture]').setInputFiles(file);
    await form.locator('.photo-row img').waitFor();
    await desk.look('visits-record');
    // Its photo is refused; closing asks, for the photo is nowhere else. Tried again it is there already, which is as good.
    for (const code of ['attachment.same', 'attachment.enough-today']) {
      desk.expectFailure();
      const json = { error: { code, kind: 'conflict', message: code, fields: [] } };
      await desk.page.route('**/attachments', (route) => route.fulfill({ status: 409, json }), { times: 1 });
    }
    await form.getByRole('button', { name: desk.t('contact.record.submit'), exact: true }).click();
    await desk.sees(desk.t('visit.photos.left_one', { count: 1 }));
    await desk.page.locator('.ant-drawer-close').click();
    await desk.page
      .locator('.ant-modal-confirm-title', { hasText: desk.t('visit.photos.closeTitle_one', { count: 1 }) })
      .waitFor();
    await desk.look('visits-photo-left');
    await desk.button('visit.photos.stay').click();
    await desk.button('visit.photos.again').click();
    await desk.sees(desk.t('contact.record.done', { name: names[2] }));
    expect(await contactsOf(names[2])).toBe(before + 1);

    await desk.go('/visits?view=calls');
    const row = desk.page.locator('.call-row').filter({ hasText: names[3] });
    await row.locator('.call-outcome').click();
    await desk.page.locator('.ant-select-dropdown').getByText(reached, { exact: true }).click();
    await row.getByRole('button', { name: new RegExp(`^${desk.t('visit.calls.save')}`) }).click();
    await row.getByText(desk.t('visit.state.saved')).waitFor();
    await desk.look('visits-calls');
  });
});

/** Signing out leaves nothing of anybody on the phone. */
async function signOutEmpty(desk: Desk): Promise<void> {
  await desk.go('/account');
  await desk.button('app.bar.signOut').click();
  await desk.page.locator('input[autocomplete=username]').waitFor();
  expect(await desk.page.evaluate(keptRows)).toBe(0);
}

/** So many photos of another record on the phone. */
async function otherPhotos(count: number): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('renshe-visits');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const writing = database.transaction('photos', 'readwrite');
  const photos = writing.objectStore('photos');
  photos.delete(IDBKeyRange.bound('other-', 'other-~'));
  for (let at = 0; at < count; at++) photos.put({ key: `other-${at}`, record: 'other', place: at, refused: false });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}

/** As a tab beside this one marks the first record, without this one being told. */
async function markFirst(state: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('renshe-visits');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const writing = database.transaction('outbox', 'readwrite');
  const reading = writing.objectStore('outbox').index('at').openCursor();
  reading.onsuccess = () => reading.result?.update({ ...reading.result.value, state });
  await new Promise((resolve) => {
    writing.oncomplete = resolve;
  });
  database.close();
}

/** Rows of all tables that the phone keeps: keys, list, outbox. */
async function keptRows(): Promise<number> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('renshe-visits');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const counts = [...database.objectStoreNames].map(
    (name) =>
      new Promise<number>((resolve) => {
        const counting = database.transaction(name).objectStore(name).count();
        counting.onsuccess = () => resolve(counting.result);
      }),
  );
  const sum = (await Promise.all(counts)).reduce((a, b) => a + b, 0);
  database.close();
  return sum;
}
