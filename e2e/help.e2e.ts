/** Help at the page: the sheet of keys, the help in plain words, the first day on practice people, sizes and density. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeName } from '../packages/domain/src/code/code-set.ts';
import { unemploymentReasons } from '../packages/domain/src/code/unemployment-reason.ts';
import { getLedgerColumn } from '../packages/domain/src/ledger/ledger-column.ts';
import { pageHelp } from '../packages/web/src/help/all-help.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

let browser: Browser;
let city: JourneyCity;

beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  await addUnemployed(city, { name: '钱小红' });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(language: Language, work: (desk: Desk) => Promise<void>): Promise<void> {
  await atDesk(browser, city.address, { login: 'limin', language }, work);
}

const focused = (desk: Desk) => desk.page.evaluate(() => document.activeElement?.tagName);

test('the keys of a page are listed, work, and can be turned off', async () => {
  await at('zh', async (desk) => {
    const { keyboard } = desk.page;
    const sheet = desk.page.getByRole('dialog', { name: desk.t('help.keys.title') });
    const close = async () => {
      await keyboard.press('Escape');
      await sheet.waitFor({ state: 'hidden' });
      // It gives the keys back a moment after it has gone from sight.
      await desk.page.waitForFunction(() =>
        [...document.querySelectorAll('[role=dialog]')].every((dialog) => !dialog.checkVisibility()),
      );
    };
    await desk.go('/');
    await keyboard.press('?');
    await sheet.waitFor();
    await desk.sees(desk.t('help.keys.goTo'));
    await desk.look('keys');
    await close();
    await expect
      .poll(async () => {
        await keyboard.press('g');
        await keyboard.press('r');
        return new URL(desk.page.url()).pathname;
      })
      .toBe('/residents');
    await desk.page.getByRole('heading', { name: desk.t('resident.list.title'), exact: true }).waitFor();
    await desk.settle();
    await keyboard.press('/');
    expect(await focused(desk)).toBe('INPUT');
    // What is typed is text, not a key.
    await keyboard.type('n?');
    expect(await sheet.count()).toBe(0);
    await keyboard.press('Escape');
    expect(await focused(desk)).toBe('BODY');
    await keyboard.press('Control+/');
    await sheet.waitFor();
    await desk.sees(desk.t('kit.table.keyOpen'));
    await desk.page.locator('#single-keys').click();
    await close();
    await keyboard.press('n');
    await keyboard.press('?');
    await keyboard.press('Control+/');
    await sheet.waitFor();
    expect(new URL(desk.page.url()).pathname).toBe('/residents');
    await desk.page.locator('#single-keys').click();
    await close();
    // The choice takes effect when the page has been drawn with it.
    await expect
      .poll(async () => {
        await keyboard.press('n');
        return new URL(desk.page.url()).pathname;
      })
      .toBe('/residents/new');
    await desk.go('/survey');
    await desk.page.locator('.grid-input').focus();
    await keyboard.press('Control+/');
    await desk.sees(desk.t('grid.help.fill'));
  });
});

test.each(['zh', 'en'] as const)('three pages explain themselves (%s)', async (language) => {
  await at(language, async (desk) => {
    for (const path of ['/', '/reports', '/survey']) {
      await desk.go(path);
      await desk.page.keyboard.press('F1');
      const { what, tasks } = pageHelp[path]![language];
      await desk.sees(what);
      await desk.sees(tasks[2].steps[0]!);
      if (path === '/reports') await desk.look('help');
      await desk.page.keyboard.press('F1');
      await desk.page.locator('.help-text').waitFor({ state: 'detached' });
    }
  });
});

test('the first day is done to its end, and no request of it reaches the server', async () => {
  await at('zh', async (desk) => {
    const { page } = desk;
    await desk.go('/');
    await desk.button('practice.offer.start').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (request.method() !== 'GET' || pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`);
    });
    await desk.go('/?practice=1');
    await desk.sees(desk.t('practice.nothingSaved'));
    await desk.look('practice');

    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('wgl');
    await page.getByRole('dialog').getByText('王桂兰').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '王桂兰' }).waitFor();
    await desk.sees(desk.t('practice.step.register.title'));

    await page.getByRole('link', { name: desk.t('app.nav.residents'), exact: true }).click();
    await desk.button('resident.list.register').click();
    const number = /\d{17}[\dX]/.exec((await page.locator('.practice-what').textContent()) ?? '')![0];
    await page.locator('#citizenId').fill(number);
    await page.locator('#name').fill('赵小燕');
    await page.locator('button[type=submit]').click();
    await page.waitForURL(/\/residents\/[0-9a-f-]{36}/);

    await desk.button('resident.action.unemployment.register').click();
    await page.locator('#unemployedSince').fill('2026-10-12');
    await desk.choose('#reason', codeName(unemploymentReasons, '02', 'zh'));
    await page.locator('#promiseSigned').check();
    await desk.submit('unemployment.register.submit', { name: '赵小燕' }).click();
    await desk.sees(desk.t('unemployment.register.done', { name: '赵小燕' }));
    await desk.button('resident.action.contact.record').first().click();
    await page.getByRole('dialog').getByRole('radio').first().check();
    await desk.submit('contact.record.submit').click();
    await desk.sees(desk.t('contact.record.done', { name: '赵小燕' }));

    await page.evaluate(() => window.history.pushState(null, '', '/reports?month=2026-10'));
    await page.evaluate(() => window.dispatchEvent(new PopStateEvent('popstate')));
    await desk.page.locator('[role=gridcell][data-row="0"][data-column="0"]').click();
    await desk.sees('赵小燕');
    await desk.sees(desk.t('practice.over'));
    await desk.look('practice-report');
    expect(asked).toEqual(['GET /api/session']);

    await desk.button('practice.leave').click();
    await page.waitForURL((url) => url.pathname === '/');
    await desk.settle();
    expect(await page.locator('.practice-guide, .first-day').count()).toBe(0);
    const { residents } = (await page.evaluate(async () =>
      (await fetch('/api/residents?text=%E8%B5%B5%E5%B0%8F%E7%87%95')).json(),
    )) as { residents: unknown[] };
    expect(residents).toEqual([]);
  });
});

test('text size, density and chosen columns hold up and follow her to the next computer', async () => {
  await at('en', async (desk) => {
    const { page } = desk;
    await desk.go('/');
    await page.getByRole('button', { name: desk.t('app.bar.userMenu', { name: '' }) }).click();
    await page.getByRole('menuitem', { name: desk.t('app.look.size.extra'), exact: true }).click();
    await page.getByRole('button', { name: desk.t('app.bar.userMenu', { name: '' }) }).click();
    await page.getByRole('menuitem', { name: desk.t('app.look.rows.compact'), exact: true }).click();
    const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    expect(await size()).toBe('21px');
    for (const path of ['/', '/residents', '/ledgers/registered-unemployed', '/reports']) {
      await desk.go(path);
      expect(await size()).toBe('21px');
      await desk.look(`extra-large${path.replaceAll('/', '-')}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, wide]).toEqual([path, 0]);
    }
    await desk.go('/ledgers/registered-unemployed');
    const address = page.getByRole('columnheader', { name: getLedgerColumn('address').en, exact: true });
    expect(await address.count()).toBeGreaterThan(0);
    await page.locator('.column-button').click();
    await page.getByRole('checkbox', { name: getLedgerColumn('address').en, exact: true }).uncheck();
    await desk.go('/ledgers/registered-unemployed');
    await desk.sees('钱小红');
    expect(await address.count()).toBe(0);
    await page.locator('th[data-column=phone] .column-edge').dblclick({ position: { x: 4, y: 8 } });
    // Sent a moment after the last change; the next computer asks the server.
    const kept = async () =>
      (await page.evaluate(async () => (await fetch('/api/session/preferences')).json())) as {
        preferences: Record<string, { widths?: Record<string, number> }>;
      };
    await expect
      .poll(async () => (await kept()).preferences['columns:ledger.registered-unemployed']?.widths?.phone ?? 0, {
        timeout: 15_000,
      })
      .toBeGreaterThan(3);
  });
  await at('en', async (desk) => {
    await desk.go('/ledgers/registered-unemployed');
    await desk.sees('钱小红');
    const heads = desk.page.getByRole('columnheader', { name: getLedgerColumn('address').en, exact: true });
    expect(await heads.count()).toBe(0);
    expect(await desk.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('21px');
  });
});
