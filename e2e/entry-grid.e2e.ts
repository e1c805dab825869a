/**
 * The entry grid through a browser: a Chinese input method from the first key, a block pasted from a spreadsheet, good rows saved while a bad one says why, undo,
 * people who are known, a reload, and ten thousand rows; and the results of a day of visits.
 */
import type { ContactSheetColumn } from '@renshe/domain/contact/contact-sheet.ts';
import { sql } from 'kysely';
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOf } from '../packages/server/test/make-person.ts';
import { surveyColumns } from '../packages/web/src/survey/survey-sheet.ts';
import { resultColumns } from '../packages/web/src/visit/result-sheet.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language, type Login } from './journey-page.ts';
import { addUnemployed } from './journey-people.ts';

let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-09-21')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(login: Login, language: Language, work: (desk: Desk) => Promise<void>, screen?: 'phone') {
  await atDesk(browser, city.address, { login, language, screen }, work);
}

const numberOf = (first17: string) => first17 + checkOf(first17);
const [father, mother, child, later] = [
  '32110219750312001',
  '32110219780520002',
  '32110220100601004',
  '32110219900909004',
].map(numberOf) as [string, string, string, string];

const place = (column: (typeof surveyColumns)[number]) => surveyColumns.indexOf(column);
function cell(page: Page, row: number, column: (typeof surveyColumns)[number]): Locator {
  return page.locator(`.grid-row[data-row="${row}"] [data-column="${place(column)}"]`);
}
const textOf = (page: Page, row: number, column: (typeof surveyColumns)[number]) =>
  cell(page, row, column).locator('.grid-text').textContent();
const state = (page: Page, row: number) => page.locator(`.grid-row[data-row="${row}"]`).getAttribute('data-state');

/** What an input method does: the letters are composed, then one candidate takes their place. */
async function compose(keyboard: CDPSession, letters: string, chosen: string): Promise<void> {
  for (let typed = 1; typed <= letters.length; typed++) {
    await keyboard.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      windowsVirtualKeyCode: 229,
      code: `Key${letters.charAt(typed - 1).toUpperCase()}`,
    });
    await keyboard.send('Input.imeSetComposition', {
      text: letters.slice(0, typed),
      selectionStart: typed,
      selectionEnd: typed,
    });
  }
  await keyboard.send('Input.insertText', { text: chosen });
}

/** Processor time of the page so far, in milliseconds: what it does itself, whatever else the machine does. */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const meter = await page.context().newCDPSession(page);
  await meter.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await meter.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
}

test('a worker types with pinyin, pastes a family, and what is wrong says why', async () => {
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/survey');
    const keyboard = await page.context().newCDPSession(page);

    // The first letter of the input method reaches the cell (appendix A).
    await cell(page, 0, 'name').click();
    await page.keyboard.press('ArrowDown');
    await compose(keyboard, 'wo', '我');
    await page.keyboard.press('Enter');
    expect(await textOf(page, 1, 'name')).toBe('我');
    await page.keyboard.press('Control+z');
    expect(await textOf(page, 1, 'name')).toBe('');
    await page.keyboard.press('Control+y');
    expect(await textOf(page, 1, 'name')).toBe('我');
    await cell(page, 1, 'name').click();
    await page.keyboard.press('Delete');

    // Nine of nine cells; the third number has a wrong check character.
    const wrong = child.slice(0, 17) + (child.endsWith('1') ? '2' : '1');
    await cell(page, 0, 'relation').click();
    await desk.paste(`户主\t"赵\n强"\t${father}\r\n妻\t钱红\t${mother}\r\n之女\t赵小\t${wrong}\r\n`);
    await expect.poll(() => state(page, 1)).toBe('saved');
    expect(await textOf(page, 0, 'relation')).toBe('户主');
    expect(await textOf(page, 0, 'name')).toBe('赵强');
    expect(await textOf(page, 0, 'citizenId')).toBe(`321102********${father.slice(14)}`);
    expect(await textOf(page, 0, 'sex')).toBe('男');
    expect(await textOf(page, 0, 'birthOn')).toBe('1975-03-12');
    expect(await textOf(page, 1, 'relation')).toBe('妻');
    expect(await textOf(page, 1, 'name')).toBe('钱红');
    expect(await textOf(page, 1, 'citizenId')).toBe(`321102********${mother.slice(14)}`);
    expect(await textOf(page, 2, 'relation')).toBe('女');
    expect(await textOf(page, 2, 'name')).toBe('赵小');
    expect(await textOf(page, 2, 'citizenId')).toBe(wrong);
    expect(await state(page, 2)).toBe('refused');
    const bad = cell(page, 2, 'citizenId');
    expect(await bad.getAttribute('aria-invalid')).toBe('true');
    const why = await page.locator(`[id="${await bad.getAttribute('aria-describedby')}"]`).textContent();
    expect(why).toContain(child.slice(17));

    // From the sum to the cell, corrected, saved by leaving the row: into the family of the rows above.
    await page.getByRole('button', { name: desk.t('grid.sheet.refused_other', { count: 1 }) }).click();
    await page.keyboard.type(child);
    await page.keyboard.press('Enter');
    await expect.poll(() => state(page, 2)).toBe('saved');
    await desk.look('survey');
    await desk.go('/households');
    await desk.sees('赵强');
    expect(await page.locator('tbody tr').filter({ hasText: '赵强' }).textContent()).toContain('3');

    // Found again, and the last save is taken back.
    await desk.go('/survey');
    expect(await state(page, 2)).toBe('saved');
    await page.getByRole('button', { name: desk.t('grid.sheet.undoSaveRows_other', { count: 1 }) }).click();
    await expect.poll(() => state(page, 2)).toBe('draft');
    expect(await textOf(page, 2, 'name')).toBe('赵小');
  });
});

test('a block that is pasted straight after a click is saved, however much the browser has still to draw', async () => {
  const pair = `户主\t周一\t${numberOf('32110219810101001')}\r\n妻\t周二\t${numberOf('32110219820202002')}\r\n`;
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/survey');
    for (let turns = 1; turns <= 4; turns++) {
      // Leaving a row asks for its being saved; the sheet must be at rest before.
      await cell(page, 4, 'name').click();
      await page.keyboard.type('周三');
      await page.keyboard.press('Enter');
      await cell(page, 4, 'name').click();
      await page.keyboard.press('Delete');
      await page.waitForTimeout(200);
      await page.evaluate(
        async ({ turns, pair, column }) => {
          const press = { bubbles: true, cancelable: true, button: 0 };
          document
            .querySelector(`.grid-row[data-row="0"] [data-column="${column}"]`)!
            .dispatchEvent(new MouseEvent('mousedown', press));
          for (let turn = 0; turn < turns; turn++)
            await new Promise<void>((done) => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => done();
              port2.postMessage(null);
            });
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', pair);
          document
            .querySelector('.grid-input')!
            .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        },
        { turns, pair, column: place('relation') },
      );
      await expect.poll(() => state(page, 1), { message: `after ${turns} turns` }).toBe('saved');
      await page.getByRole('button', { name: desk.t('grid.sheet.undoSaveRows_other', { count: 2 }) }).click();
      await expect.poll(() => state(page, 1)).toBe('draft');
      await cell(page, 0, 'household').click();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await expect.poll(() => state(page, 1)).toBe('blank');
    }
  });
});

test('codes by initials, a known person, keys, and a reload', async () => {
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/survey');
    await cell(page, 0, 'name').click();
    await page.keyboard.type('赵强');
    await page.keyboard.press('Tab');
    await page.keyboard.type(father);
    await page.keyboard.press('Tab');
    // Sex and birth date fill themselves: Tab has passed them by.
    await page.keyboard.type('13800001111');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.type('czby');
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('初中毕业');
    await page.keyboard.press('Escape');
    await page.keyboard.type('大专');
    await page.keyboard.press('Enter');
    expect(await textOf(page, 0, 'education')).toBe('大学专科毕业');
    // She is known, and her file would change: nobody changes it unasked.
    await expect.poll(() => state(page, 0)).toBe('attention');
    await desk.look('survey-known');
    await cell(page, 0, 'name').click();
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => state(page, 0)).toBe('saved');
    expect(await page.locator('.grid-row[data-row="0"] .grid-state-words').textContent()).toBe(
      desk.t('survey.outcome.updated'),
    );

    // The relation by its initials, the address from above, then a reload in the middle of the row.
    await cell(page, 1, 'relation').click();
    await page.keyboard.type('po');
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('配偶');
    await page.keyboard.press('Tab');
    await page.keyboard.type('孙丽');
    await page.keyboard.press('Tab');
    await page.keyboard.type(later);
    await page.keyboard.press('Tab');
    expect(await textOf(page, 1, 'relation')).toBe('配偶');
    await page.reload();
    await desk.settle();
    await desk.sees(desk.t('grid.sheet.restored_other', { count: 1 }));
    expect(await textOf(page, 1, 'citizenId')).toBe(later);
    // Fill down, copy, and undo leave the saved row alone.
    await cell(page, 1, 'address').click();
    await page.keyboard.type('贺家弄2号');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.press('Shift+ArrowDown');
    expect(await desk.copy()).toBe('贺家弄2号\r\n贺家弄2号');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => state(page, 1)).toBe('saved');
  });
});

test('in English, in large type and on a phone, and with ten thousand rows', async () => {
  await at('limin', 'en', async (desk) => {
    const { page } = desk;
    await desk.go('/survey');
    await cell(page, 0, 'relation').click();
    await page.keyboard.type('head');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Li Min');
    await page.keyboard.press('Tab');
    await page.keyboard.type('321102');
    await page.keyboard.press('Enter');
    expect(await textOf(page, 0, 'relation')).toBe('Head of household');
    await expect.poll(() => state(page, 0)).toBe('refused');
    await desk.button('grid.tool.keys').click();
    await desk.sees(desk.t('grid.help.lead'));
    await desk.button('grid.tool.keys').click();
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '28px';
    });
    await desk.look('survey-large');

    // A sheet of ten thousand rows, as if it had been pasted; never a second without a picture.
    await page.evaluate(async () => {
      const me = (await (await fetch('/api/session')).json()) as { accountId: string };
      const key = `renshe.sheet.survey.${me.accountId}.321102001001`;
      const rows = Array.from({ length: 10_000 }, (_, i) => ({
        id: `row-${i}`,
        rowKey: crypto.randomUUID(),
        cells: { name: `居民${i}`, address: `贺家弄${i}号`, citizenId: '321102' },
      }));
      window.addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify({ rows, saves: [] })));
    });
    await page.reload();
    await desk.settle();
    await page.locator('.grid-row[data-row="0"]').waitFor();
    const worked = await workOf(page);
    let longest = 0;
    for (let step = 1; step <= 60; step++) {
      const before = await worked();
      await page.evaluate(async (part) => {
        const frame = document.querySelector('.grid-scroll')!;
        frame.scrollTop = frame.scrollHeight * part;
        await new Promise(requestAnimationFrame);
      }, step / 60);
      longest = Math.max(longest, (await worked()) - before);
    }
    console.log(`10,000 rows: most work between two pictures ${Math.round(longest)} ms`);
    expect(longest).toBeLessThan(1000);
    await expect.poll(() => page.locator('.grid-row[data-row="9999"]').count()).toBe(1);
    expect(await page.locator('.grid-row').count()).toBeLessThan(80);
    // The state beside a number of five digits is read whole.
    await cell(page, 10_000, 'name').click();
    await page.keyboard.type('Last');
    await page.keyboard.press('Enter');
    const states = page.locator('.grid-row[data-row="10000"]').locator('.grid-state, .grid-state-words');
    await expect.poll(() => states.last().textContent()).toBe(desk.t('grid.state.open'));
    expect(await states.evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)).toBe(0);
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('First');
    await page.keyboard.press('Enter');
    expect(await textOf(page, 0, 'household')).toBe('First');
  });
  await at(
    'limin',
    'zh',
    async (desk) => {
      await desk.go('/survey');
      await cell(desk.page, 0, 'name').tap();
      await desk.page.keyboard.type('手机');
      await desk.page.keyboard.press('Enter');
      await desk.look('survey');
    },
    'phone',
  );
});

test('results of visits and corrections of a ledger: by input method, by initials, taken back, pasted to the rows of their names', async () => {
  for (const name of ['孙立', '周月']) await addUnemployed(city, { name });
  city.goTo('2026-10-19');
  await at('limin', 'zh', async (desk) => {
    const { page } = desk;
    const row = (name: string) => page.locator('.grid-row').filter({ hasText: name });
    const cellOf = (name: string, column: ContactSheetColumn) =>
      row(name).locator(`[data-column="${resultColumns.indexOf(column)}"]`);
    const stateOf = (name: string) => row(name).getAttribute('data-state');
    await desk.go('/visits');
    await page.getByRole('link', { name: desk.t('visit.results.button'), exact: true }).click();
    await desk.settle();
    const keyboard = await page.context().newCDPSession(page);
    await cellOf('孙立', 'note').click();
    await compose(keyboard, 'zai', '在家');
    await page.keyboard.press('Shift+Tab');
    expect(await cellOf('孙立', 'note').locator('.grid-text').textContent()).toBe('在家');
    await page.keyboard.type('jdbr');
    await expect.poll(() => page.getByRole('option').first().textContent()).toContain('见到本人');
    await page.keyboard.press('Enter');
    await expect.poll(() => stateOf('孙立')).toBe('saved');

    // Taken back by the key: voided at the server, a draft again in the sheet.
    await page.keyboard.press('Control+z');
    await expect.poll(() => stateOf('孙立')).toBe('draft');

    // A block in another order, with somebody who is nobody: the good rows are saved, the other says why.
    await page.locator('.grid-row[data-row="0"] [data-column="0"]').click();
    await desk.paste('周月\t10-12\t电话\t21\r\n孙立\t10-13\t上门走访\t11\t在家\r\n无此人\t10-12\t电话\t21\r\n');
    await expect.poll(() => stateOf('孙立')).toBe('saved');
    await expect.poll(() => stateOf('周月')).toBe('saved');
    await expect.poll(() => stateOf('无此人')).toBe('refused');
    expect(await cellOf('周月', 'outcome').locator('.grid-text').textContent()).toBe('无人接听');
    await desk.look('visit-results');
    const { rows } = await sql<{ way: string; voided: boolean }>`
      select way, voided_at is not null as voided from contact order by created_at, way`.execute(city.system.db.kysely);
    expect(
      rows
        .filter((one) => !one.voided)
        .map((one) => one.way)
        .sort(),
    ).toEqual(['phone', 'visit']);
    expect(rows.filter((one) => one.voided)).toHaveLength(1);

    // The ledger of the same people: an address is corrected in its cell, and put back.
    const addressNow = async () => {
      const { rows: now } = await sql<{ address: string; version: number }>`
        select address, version from resident where name = '孙立'`.execute(city.system.db.kysely);
      return now.at(-1)!;
    };
    const before = await addressNow();
    await desk.go('/ledgers/registered-unemployed?columns=name,sex,phone,address,education&mode=grid');
    await row('孙立').first().waitFor();
    await row('孙立').locator('[data-column="3"]').click();
    await page.keyboard.type('新桥路8号');
    await page.keyboard.press('Enter');
    await expect.poll(() => stateOf('孙立')).toBe('saved');
    expect(await addressNow()).toEqual({ address: '新桥路8号', version: before.version + 1 });
    await row('孙立').locator('[data-column="1"]').click();
    await page.keyboard.type('x');
    await desk.sees('更正身份证号');
    await desk.look('ledger-grid');
    await row('孙立').locator('[data-column="3"]').click();
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await addressNow()).address).toBe(before.address);
  });
});
