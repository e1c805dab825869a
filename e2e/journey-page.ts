/** What every step of a journey does with a page: sign in, find things by their words, look for faults, take a picture. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core';
import { expect, inject } from 'vitest';
import { monthlyLines } from '../packages/domain/src/report/monthly-form.ts';
import { demoLogins } from '../packages/server/src/demo/build-demo-city.ts';
import { withProcessLock } from '../packages/server/src/platform/process-lock.ts';
import type {} from './journey-setup.ts';
import { type Language, words } from './journey-words.ts';

export type { Language };
export type Login = (typeof demoLogins)[number]['login'];

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const pictures = process.env.RENSHE_SCREENSHOTS;
/** As long as the browser waits for anything else. */
const patience = 30_000;

export const screens = { office: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;
type Screen = keyof typeof screens;

/** One person at one screen, in one language. */
export class Desk {
  page: Page;
  readonly language: Language;
  readonly screen: Screen;
  readonly #context: BrowserContext;
  readonly #address: string;
  readonly #faults: string[] = [];
  /** Answers of the server that the step expects to fail; the browser logs each. */
  #expectedFailures = 0;
  #offline = false;
  /** What the page has asked for and not been answered; how often it has asked. */
  readonly #underWay = new Set<Request>();
  #asked = 0;

  private constructor(context: BrowserContext, page: Page, address: string, language: Language, screen: Screen) {
    this.#context = context;
    this.page = page;
    this.#address = address;
    this.language = language;
    this.screen = screen;
    this.#watch(page);
  }

  #watch(page: Page): void {
    this.#underWay.clear();
    page.on('request', (request) => {
      this.#asked++;
      this.#underWay.add(request);
    });
    page.on('requestfinished', (request) => this.#underWay.delete(request));
    page.on('requestfailed', (request) => this.#underWay.delete(request));
    page.on('pageerror', (error) => this.#faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // Asking who is there before signing in is answered with 401.
      if (message.location().url.endsWith('/api/session')) return;
      if (this.#offline && message.text().startsWith('Failed to load resource')) return;
      if (this.#expectedFailures > 0 && message.text().startsWith('Failed to load resource')) {
        this.#expectedFailures--;
        return;
      }
      this.#faults.push(`${message.text()} ${message.location().url}`);
    });
  }

  static async open(browser: Browser, address: string, language: Language, screen: Screen = 'office'): Promise<Desk> {
    const context = await browser.newContext({
      viewport: screens[screen],
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      hasTouch: screen === 'phone',
      reducedMotion: 'reduce',
    });
    await context.addInitScript((chosen) => localStorage.setItem('renshe.language', chosen), language);
    // A file reaches the reader as a download or in a tab of its own; both are addresses of an object of this page.
    await context.addInitScript(() => {
      const address = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (file) => {
        Object.assign(window, { receivedFile: file });
        return address(file);
      };
    });
    const page = await context.newPage();
    page.on('popup', (popup) => void popup.close());
    page.setDefaultTimeout(patience);
    return new Desk(context, page, address, language, screen);
  }

  /** Is signed in as if she had come back to a page that knows her: the same request, without the form. No page stands open yet. */
  async enter(login: Login): Promise<void> {
    const { password } = demoLogins.find((row) => row.login === login)!;
    const answer = await this.#context.request.post(new URL('/api/session', this.#address).href, {
      headers: { origin: new URL(this.#address).origin, 'idempotency-key': crypto.randomUUID() },
      data: { login, password },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  }

  /** Signs in with the form. */
  async signIn(login: Login): Promise<void> {
    const { password } = demoLogins.find((row) => row.login === login)!;
    await this.go('/');
    await this.page.locator('input[autocomplete=username]').fill(login);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
    await this.page.locator('button[type=submit]').click();
    await this.page.locator('nav').first().waitFor();
    await this.settle();
  }

  /** Takes the network away, or gives it back. */
  async offline(is: boolean): Promise<void> {
    if (is) this.#offline = true;
    await this.#context.setOffline(is);
    if (!is) this.#offline = false;
  }

  /** The page is gone, as if the battery had died; the same browser opens another one. */
  async reopen(path: string): Promise<void> {
    await this.page.close({ runBeforeUnload: false });
    this.page = await this.#context.newPage();
    this.page.setDefaultTimeout(patience);
    this.#watch(this.page);
    await this.go(path);
  }

  /** Puts the text onto the clipboard and presses Ctrl+V. */
  async paste(text: string): Promise<void> {
    await this.#atClipboard(async () => {
      await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
      await this.page.keyboard.press('ControlOrMeta+V');
    });
  }

  /** Presses Ctrl+C. @returns what is on the clipboard then */
  async copy(): Promise<string> {
    return this.#atClipboard(async () => {
      await this.page.keyboard.press('ControlOrMeta+C');
      return this.page.evaluate(() => navigator.clipboard.readText());
    });
  }

  async #atClipboard<T>(work: () => Promise<T>): Promise<T> {
    await this.#context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return withProcessLock(inject('journeys').clipboardLock, work);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#address).href);
    await this.settle();
  }

  /** Another page of the same app, as a link would open it. */
  async goInside(path: string): Promise<void> {
    await this.page.evaluate((address) => history.pushState({}, '', address), path);
    await this.settle();
  }

  /**
   * Until the page asks nothing any more, has drawn what it was told and stands still. Twice in a row: what an answer brings may ask again.
   */
  async settle(): Promise<void> {
    const until = performance.now() + patience;
    for (let calm = 0; calm < 2; ) {
      const asked = this.#asked;
      const waitsFor =
        this.#underWay.size > 0 ? [...this.#underWay].map((request) => request.url()) : await this.#moves();
      calm = waitsFor.length === 0 && asked === this.#asked ? calm + 1 : 0;
      if (waitsFor.length === 0) continue;
      if (performance.now() > until) throw new Error(`${this.page.url()} still waits for ${waitsFor.join(', ')}`);
      await pause(10);
    }
  }

  /** What turns or moves on the page once the browser has nothing to compute. */
  async #moves(): Promise<string[]> {
    try {
      return await this.page.evaluate(async () => {
        await new Promise((done) => requestIdleCallback(done, { timeout: 1000 }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const moving = document
          .getAnimations()
          .filter((one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime))
          .map(() => 'a movement');
        const turning = document.querySelector('.ant-spin-spinning, .ant-skeleton-active');
        return turning ? [...moving, turning.className] : moving;
      });
    } catch (error) {
      // Another page came in the place of this one.
      if (/Execution context was destroyed|navigat/i.test(String(error))) return ['another page'];
      throw error;
    }
  }

  t(key: string, values?: Record<string, string | number>): string {
    return words(this.language, key, values);
  }

  button(key: string, values?: Record<string, string | number>): Locator {
    return this.page.getByRole('button', { name: this.t(key, values), exact: true });
  }

  /**
   * Chooses from a list that opens. The list takes the focus back a moment after the press, and what is typed in that
   * moment lands in its own search field: so it waits until the list is gone and has let go.
   */
  async choose(field: string, label: string): Promise<void> {
    const list = this.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)');
    for (let attempt = 1; ; attempt++) {
      await this.page.locator(field).click();
      try {
        // A press that comes while the list is still moving may miss it, or close it again.
        await list.getByText(label, { exact: true }).last().click({ timeout: 5000 });
        await list.waitFor({ state: 'hidden', timeout: 5000 });
        break;
      } catch (error) {
        if (attempt === 3) throw error;
        console.error(`The list of ${field} was opened once more: ${(error as Error).message.split('\n')[0]}`);
      }
    }
    await this.page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
  }

  /** The button that sends the form in front, by its words. */
  submit(key: string, values?: Record<string, string | number>): Locator {
    return this.page
      .getByRole('dialog')
      .locator('button.ant-btn-primary')
      .filter({ hasText: this.t(key, values) });
  }

  /** An entry of the menu with the other actions of the page, which is opened for it. */
  async entry(menuKey: string, entryKey: string): Promise<Locator> {
    await this.button(menuKey).click();
    return this.page.getByRole('menuitem', { name: this.t(entryKey), exact: true });
  }

  async sees(sentence: string): Promise<void> {
    await this.page.getByText(sentence).first().waitFor();
  }

  /** Expects the server to refuse once; the browser's own line about it is no fault. */
  expectFailure(): void {
    this.#expectedFailures++;
  }

  /** Presses something that answers with a file and states its purpose; the bytes of the file. */
  async file(press: Locator, purpose: string): Promise<Buffer> {
    await press.click();
    await this.page.locator('#purpose').fill(purpose);
    const dialog = this.page.getByRole('dialog').filter({ has: this.page.locator('#purpose') });
    await dialog.locator('button.ant-btn-primary').click();
    await this.page.waitForFunction(() => 'receivedFile' in window);
    const bytes = await this.page.evaluate(async () => {
      const page = window as unknown as { receivedFile?: Blob };
      const blob = page.receivedFile!;
      delete page.receivedFile;
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    await dialog.waitFor({ state: 'hidden' });
    return Buffer.from(bytes);
  }

  /** No breach of WCAG 2.2 AA on the page as it stands, and its picture where one was asked for. */
  async look(name: string): Promise<void> {
    await this.settle();
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await this.page.waitForTimeout(400);
      await this.page.screenshot({ path: join(pictures, `${name}.${this.screen}.${this.language}.png`) });
    }
    expect(await this.breaches(), `${name} in ${this.language}`).toEqual([]);
  }

  /** What breaks WCAG 2.2 AA on the page as it stands; by these rules alone where they are named. */
  async breaches(rules?: readonly string[]): Promise<string[]> {
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) await this.page.evaluate(axeSource);
    const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: axeTags };
    return this.page.evaluate(
      async (options) => {
        // Judged from its top: what happens to lie half under the bar there is scrolled out of it.
        window.scrollTo(0, 0);
        const { axe } = globalThis as unknown as {
          axe: {
            run(
              options: object,
            ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
          };
        };
        const result = await axe.run({ ...options, resultTypes: ['violations'] });
        return result.violations.map(
          (violation) =>
            `${violation.id}: ${violation.nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join('\n')}`,
        );
      },
      { runOnly },
    );
  }

  /** After a failure: the page as it stood, and what the browser had to say. */
  async giveUp(): Promise<void> {
    if (pictures) await this.page.screenshot({ path: join(pictures, 'failed.png') }).catch(() => {});
    const said = await this.page
      .locator('[role=alert], .ant-form-item-explain, .ant-message')
      .allInnerTexts()
      .catch(() => []);
    console.error(`The page ${this.page.url()} said: ${said.join(' | ')}`);
    await this.#context.close();
    if (this.#faults.length > 0) console.error(this.#faults.join('\n'));
  }

  /** Leaves the desk: nothing may have gone wrong in the browser meanwhile. */
  async leave(): Promise<void> {
    await this.#context.close();
    expect(this.#faults).toEqual([]);
  }
}

/** Somebody's work at one desk: is signed in where a login is given, does it, and nothing may have gone wrong in the browser. */
export async function atDesk(
  browser: Browser,
  address: string,
  who: { login: Login | null; language: Language; screen?: Screen | undefined },
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  const desk = await Desk.open(browser, address, who.language, who.screen);
  try {
    if (who.login) await desk.enter(who.login);
    await work(desk);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
}

/** A PDF with a page at least. */
export function expectPdf(bytes: Buffer): void {
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(bytes.toString('latin1')).toMatch(/\/Type\s*\/Page\b/);
}

/** As the pages write it. */
export function groupedNumber(citizenId: string): string {
  return `${citizenId.slice(0, 6)} ${citizenId.slice(6, 14)} ${citizenId.slice(14)}`;
}

/** The total of a line of the month on the page. */
export function cellOf(desk: Desk, key: string): Locator {
  const index = monthlyLines.findIndex((line) => line.key === key);
  return desk.page.locator(`[role=gridcell][data-row="${index}"][data-column="0"]`);
}

/** What stands there. */
export async function figureOf(desk: Desk, key: string): Promise<string | undefined> {
  await cellOf(desk, key).waitFor();
  return (await cellOf(desk, key).textContent())?.trim();
}

/** The four sums of a finished import. */
export async function outcomeOf(desk: Desk): Promise<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const key of ['create', 'update', 'skip', 'rejected']) {
    const shown = desk.page
      .locator('.roster-outcome div')
      .filter({ hasText: desk.t(`roster.outcome.${key}`) })
      .locator('dd');
    numbers[key] = Number(await shown.textContent());
  }
  return numbers;
}
