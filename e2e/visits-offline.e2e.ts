/**
 * Visits without network: taken along, recorded, the browser gone and opened again from the service worker, sent once when the network is back,
 * one conflict decided, nothing left on the phone after signing out.
 */
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactOutcomes } from '../packages/domain/src/code/contact-outcome.ts';
import { addDays } from '../packages/domain/src/kernel/plain-date.ts';
import { businessDay } from '../packages/server/src/platform/clock.ts';
import { launchBrowser } from './browser.ts';
import { type JourneyCity, startJourneyCity } from './journey-city.ts';
import { Desk } from './journey-page.ts';
import { addUnemployed, recordCall } from './journey-people.ts';

const names = ['钱小红', '安大伟', '孙立', '周月'] as const;
const language = 'zh';
const seeking = contactOutcomes[0][language];
let browser: Browser;
let city: JourneyCity;
const ids = new Map<string, string>();

beforeAll(async () => {
  // The phone has a clock of its own: the city lives today, six weeks after these people registered.
  const today = businessDay(new Date());
  [browser, city] = await Promise.all([launchBrowser(), startJourneyCity(addDays(today, -42))]);
  for (const name of names) ids.set(name, await addUnemployed(city, { name }));
  city.goTo(today);
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

test('visits are taken along, recorded without network, survive a crash and are saved once', async () => {
  const desk = await Desk.open(browser, city.address, language, 'phone');
  const t = (key: string, values?: Record<string, string | number>) => desk.t(`visit.${key}`, values);
  const line = (name: string) => desk.page.locator('.outbox-line').filter({ hasText: name });
  const stands = (name: string, state: string) =>
    line(name)
      .locator('.state-word', { hasText: t(`outbox.state.${state}`) })
      .waitFor();
  const record = async (name: string, note: string) => {
    await desk.page.getByRole('button', { name: `${t('along.record')}: ${name}` }).click();
    const form = desk.page.getByRole('dialog');
    await form.getByRole('button', { name: seeking, exact: true }).click();
    await form.locator('textarea').first().fill(note);
    await form.getByRole('button', { name: t('along.keep'), exact: true }).click();
    await form.waitFor({ state: 'hidden' });
  };
  try {
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
    await record(names[0], '在家，正在找工作');
    await record(names[1], '约了下周面试');
    await stands(names[0], 'waiting');
    await desk.look('visits-outbox');

    // The battery dies; the browser is opened again, still without network, at the address of the office.
    await desk.reopen('/');
    await stands(names[0], 'waiting');
    await stands(names[1], 'waiting');
    expect(new URL(desk.page.url()).pathname).toBe('/visits/along');
    expect(await contactsOf(names[0])).toBe(0);

    await recordCall(city, 'zhoufang', ids.get(names[1])!);
    // The conflict is answered as soon as there is a network, maybe before the other record stands there as saved.
    desk.expectFailure();
    await desk.offline(false);
    await stands(names[0], 'saved');
    await stands(names[1], 'conflict');
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

    await desk.go('/account');
    await desk.button('app.bar.signOut').click();
    await desk.page.locator('input[autocomplete=username]').waitFor();
    expect(await desk.page.evaluate(keptRows)).toBe(0);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

test('a visit and a call are recorded in a few presses', async () => {
  const desk = await Desk.open(browser, city.address, 'en', 'phone');
  const reached = contactOutcomes[0].en;
  const before = await contactsOf(names[2]);
  try {
    await desk.signIn('limin');
    await desk.go('/visits');
    await desk.sees(desk.t('visit.person', { name: names[2] }));
    await desk.look('visits');
    await desk.page.getByRole('button', { name: `${desk.t('visit.record')}: ${names[2]}` }).click();
    const form = desk.page.getByRole('dialog');
    await form.getByRole('button', { name: reached, exact: true }).click();
    await desk.look('visits-record');
    await form.getByRole('button', { name: desk.t('contact.record.submit'), exact: true }).click();
    await desk.sees(desk.t('contact.record.done', { name: names[2] }));
    expect(await contactsOf(names[2])).toBe(before + 1);

    await desk.go('/visits?view=calls');
    const row = desk.page.locator('.call-row').filter({ hasText: names[3] });
    await row.locator('.call-outcome').click();
    await desk.page.locator('.ant-select-dropdown').getByText(reached, { exact: true }).click();
    await row.getByRole('button', { name: new RegExp(`^${desk.t('visit.calls.save')}`) }).click();
    await row.getByText(desk.t('visit.state.saved')).waitFor();
    await desk.look('visits-calls');
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
});

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
