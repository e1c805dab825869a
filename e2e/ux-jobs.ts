/** The six commonest jobs of a community worker and a visit on the phone, each done from her first page in the shortest way that the screens offer. */
import type { Locator, Page } from 'playwright-core';
import { checkDigit } from '../packages/domain/src/kernel/citizen-id.ts';
import { addDays } from '../packages/domain/src/kernel/plain-date.ts';
import { drawPaper } from '../packages/server/src/demo/draw-papers.ts';
import { namePinyin } from '../packages/server/src/platform/pinyin.ts';
import type { CountingDesk } from './ux-desk.ts';

interface Person {
  residentId: string;
  name: string;
  /** Initials of the name, as the search takes them. */
  initials: string;
}

export interface Job {
  /** Done on a phone. */
  phone?: true;
  /** Things to make up one's mind about, for the time that a person takes. */
  decisions?: number;
  /** Touches that no page sees: the shutter of the camera, and that the photo will do. */
  unseen?: number;
  /** Whom the job is about: chosen before anything is counted. */
  person?(desk: CountingDesk): Promise<Person>;
  /** Resolves when the job is done; with the key presses that its values alone cost in any program, where that is asked for. */
  work(desk: CountingDesk, person: Person): Promise<number | undefined>;
}

interface FileOf {
  residentId: string;
  name: string;
  age: number;
  status: string;
  employments: unknown[];
  allowedActions: { action: string; allowed: boolean }[];
}

/** The first of the worker's people, as her list has them, whom the job fits. */
async function somebody(desk: CountingDesk, fits: (file: FileOf) => boolean): Promise<Person> {
  const read = <A>(path: string) => desk.page.evaluate(async (asked) => (await (await fetch(asked)).json()) as A, path);
  for (let offset = 0; offset < 1000; offset += 100) {
    const page = `/api/residents?limit=100&offset=${offset}`;
    const { residents } = await read<{ residents: { residentId: string }[] }>(page);
    for (const { residentId } of residents) {
      const file = await read<FileOf>(`/api/residents/${residentId}`);
      const initials = namePinyin(file.name).initials[0];
      if (initials && fits(file)) return { residentId, name: file.name, initials };
    }
  }
  throw new Error('the demo city has nobody for this job');
}

/** From anywhere: the box, letter by letter until she is chosen or in sight, and her file. */
async function openFile(desk: CountingDesk, person: Person): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: desk.t('search.label') });
  await box.waitFor();
  const chosen = page.locator(`[role=option][id="found-${person.residentId}"]`);
  const options = page.locator('.search-results [role=option]');
  for (const letter of person.initials) {
    await page.keyboard.press(letter);
    await desk.settle();
    await page.waitForTimeout(400);
    if ((await chosen.count()) > 0 && (await options.count()) < 4) break;
  }
  await chosen.waitFor();
  while ((await chosen.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
  await desk.settle();
}

/** The button itself, or the menu of the other actions and its entry. */
async function act(desk: CountingDesk, key: string): Promise<void> {
  const button = desk.button(key).first();
  if ((await button.count()) > 0) return button.click();
  await desk.button('resident.file.more').click();
  await desk.page.getByRole('menuitem', { name: desk.t(key), exact: true }).click();
}

const primary = (page: Page): Locator => page.getByRole('dialog').locator('button.ant-btn-primary').last();
/** Toasts say that something was done and offer to take it back. */
const done = (page: Page): Promise<void> => page.getByRole('dialog').waitFor({ state: 'detached' });

async function pickFirst(page: Page, field: string): Promise<void> {
  await page.locator(field).click();
  const list = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
  await list.locator('.ant-select-item-option').first().click();
}

/** Nobody has these numbers, not even in a city in which the jobs were counted before. */
const order = String(100 + Math.floor(Math.random() * 300) * 3).slice(-3);
const numberOf = (first14: string, add: number) => {
  const first17 = `${first14}${String(Number(order) + add).padStart(3, '0')}`;
  return `${first17}${checkDigit(first17)}`;
};
const family = [
  { relation: 'hz', letters: 'tangzhigang', name: '唐志刚', number: numberOf('32110219790214', 0) },
  { relation: 'po', letters: 'luoxiaomei', name: '罗小梅', number: numberOf('32110219810623', 1) },
  { relation: 'zi', letters: 'tangle', name: '唐乐', number: numberOf('32110220110905', 2) },
] as const;
const phone = '13800138000';
const address = '12-301';

/** As a phone takes it, twelve million points. */
const photo = drawPaper('house', 5, 4000).picture;
const nextVisit = addDays(new Date().toISOString().slice(0, 10), 9).slice(5);

export const jobs: Readonly<Record<string, Job>> = {
  findPerson: {
    person: (desk) => somebody(desk, () => true),
    async work(desk, person) {
      await openFile(desk, person);
      return undefined;
    },
  },
  registerUnemployed: {
    person: (desk) =>
      somebody(
        desk,
        (file) =>
          file.age < 45 &&
          // Nothing is known that would fill in the form.
          file.employments.length === 0 &&
          file.allowedActions.some(({ action, allowed }) => allowed && action === 'unemployment.register'),
      ),
    async work(desk, person) {
      const { page } = desk;
      await openFile(desk, person);
      await act(desk, 'resident.action.unemployment.register');
      await page.locator('#reason').waitFor();
      const since = page.locator('#unemployedSince');
      if ((await since.inputValue()) === '') {
        if (
          (await page
            .locator('.ant-select', { has: page.locator('#reason') })
            .locator('.ant-select-content-has-value, .ant-select-selection-item')
            .count()) === 0
        )
          await pickFirst(page, '#reason');
        await page.waitForTimeout(400);
        if (!(await since.evaluate((field) => field === document.activeElement))) await since.click();
        await page.keyboard.type('9-1');
      }
      await page.getByRole('checkbox').last().click();
      await primary(page).click();
      await page
        .getByText(desk.t('unemployment.register.done', { name: person.name }))
        .first()
        .waitFor();
      return undefined;
    },
  },
  recordContact: {
    async work(desk) {
      const { page } = desk;
      const contact = desk.t('worklist.kind.unemployment-contact.button');
      await page.locator('.duty-row').getByRole('button', { name: contact }).first().click();
      await page.locator('.outcome-field').getByRole('radio').first().click();
      await page.keyboard.press('Enter');
      await desk.button('kit.undo').first().waitFor();
      return undefined;
    },
  },
  recordVisit: {
    phone: true,
    // Whom, the result, the note, the next day, the photo, that it is done.
    decisions: 6,
    unseen: 2,
    async work(desk) {
      const { page } = desk;
      await page.locator('.bottom-bar').getByText(desk.t('app.phone.visits'), { exact: true }).click();
      await page
        .getByRole('button', { name: new RegExp(`^${desk.t('visit.record')}`) })
        .first()
        .click();
      const form = page.getByRole('dialog');
      await form.locator('.outcome-buttons button').first().click();
      await form.locator('textarea').first().click();
      await desk.compose('yuehaoxiazhoumianshi', '约好下周面试');
      const next = form.locator('.form-days input').last();
      await next.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(nextVisit);
      const chooser = page.waitForEvent('filechooser');
      await form.locator('.photo-button').first().click();
      await (await chooser).setFiles({ name: 'IMG_0001.png', mimeType: 'image/png', buffer: photo });
      await form.locator('.photo-row img').waitFor();
      await form.locator('.form-end button').click();
      await desk.button('kit.undo').first().waitFor();
      return undefined;
    },
  },
  householdOfThree: {
    async work(desk) {
      const { page } = desk;
      await desk.button('app.nav.business').click();
      await page.getByRole('link', { name: desk.t('app.nav.survey') }).click();
      let characters = 0;
      const type = async (text: string) => {
        characters += text.length;
        await page.keyboard.type(text);
      };
      await page.locator('.grid-row[data-row="0"] [data-column="1"]').click();
      for (const [row, person] of family.entries()) {
        await type(person.relation);
        await page.keyboard.press('Tab');
        characters += await desk.compose(person.letters, person.name);
        await page.keyboard.press('Tab');
        await type(person.number);
        if (row === 0) {
          await page.keyboard.press('Tab');
          await type(phone);
          await page.keyboard.press('Tab');
          await type(address);
        }
        await page.keyboard.press('Enter');
      }
      for (const row of family.keys()) await page.locator(`.grid-row[data-row="${row}"][data-state=saved]`).waitFor();
      return characters;
    },
  },
  printCard: {
    person: (desk) => somebody(desk, () => true),
    async work(desk, person) {
      const { page } = desk;
      await openFile(desk, person);
      await act(desk, 'resident.action.resident.print-card');
      await page.locator('#purpose').waitFor();
      await page.locator('.purpose-offers button').first().click();
      await primary(page).click();
      await done(page);
      return undefined;
    },
  },
  answerHardship: {
    async work(desk) {
      const { page } = desk;
      await page.getByRole('link', { name: desk.t('app.nav.ledgers') }).click();
      await page.getByRole('link', { name: '大龄(4050)失业人员台账' }).click();
      await page.locator('tbody tr.ant-table-row').first().waitFor();
      return undefined;
    },
  },
};
