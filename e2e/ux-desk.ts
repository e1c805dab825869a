/** A worker's desk whose page counts what she presses: trusted key presses without those that only hold another, and clicks of the pointer. */
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { demoLogins } from '../packages/server/src/demo/build-demo-city.ts';
import { words } from './journey-words.ts';

declare global {
  interface Window {
    pressed?: number;
    /** Of these, touches of the screen or clicks. */
    touched?: number;
  }
}

export interface CountingDesk {
  readonly page: Page;
  t(key: string, values?: Record<string, string | number>): string;
  button(key: string, values?: Record<string, string | number>): Locator;
  startCounting(): Promise<void>;
  counted(): Promise<number>;
  touched(): Promise<number>;
  /** Letters into an input method and the key that takes its first candidate; how many keys that were. */
  compose(letters: string, chosen: string): Promise<number>;
  /** Until the page asks nothing any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function signIn(page: Page, address: string, login: string): Promise<void> {
  const { password } = demoLogins.find((row) => row.login === login)!;
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.locator('input[autocomplete=username]').fill(login);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('nav').first().waitFor();
  await page.waitForLoadState('networkidle');
}

async function composeWith(keyboard: CDPSession, letters: string, chosen: string): Promise<number> {
  const press = (code: string) =>
    keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Process', windowsVirtualKeyCode: 229, code });
  for (let typed = 1; typed <= letters.length; typed++) {
    await press(`Key${letters.charAt(typed - 1).toUpperCase()}`);
    await keyboard.send('Input.imeSetComposition', {
      text: letters.slice(0, typed),
      selectionStart: typed,
      selectionEnd: typed,
    });
  }
  await press('Space');
  await keyboard.send('Input.insertText', { text: chosen });
  return letters.length + 1;
}

export async function openDesk(browser: Browser, address: string, login: string, phone = false): Promise<CountingDesk> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1366, height: 768 },
    hasTouch: phone,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(() => localStorage.setItem('renshe.language', 'zh'));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('popup', (popup) => void popup.close());
  await signIn(page, address, login);
  const keyboard = await context.newCDPSession(page);
  return {
    page,
    t: (key, values) => words('zh', key, values),
    button: (key, values) => page.getByRole('button', { name: words('zh', key, values), exact: true }),
    async startCounting() {
      await page.evaluate(() => {
        window.pressed = 0;
        window.touched = 0;
        const held = new Set(['Control', 'Shift', 'Alt', 'Meta']);
        const one = () => {
          window.pressed = (window.pressed ?? 0) + 1;
        };
        window.addEventListener('keydown', (event) => event.isTrusted && !held.has(event.key) && one(), true);
        window.addEventListener(
          'pointerdown',
          (event) => {
            if (!event.isTrusted) return;
            window.touched = (window.touched ?? 0) + 1;
            one();
          },
          true,
        );
      });
    },
    touched: () => page.evaluate(() => window.touched ?? 0),
    async counted() {
      const pressed = await page.evaluate(() => window.pressed);
      if (pressed === undefined) throw new Error('the page was loaded anew meanwhile: nothing was counted');
      return pressed;
    },
    compose: (letters, chosen) => composeWith(keyboard, letters, chosen),
    async settle() {
      await page.waitForLoadState('networkidle');
      await page.locator('.ant-spin-spinning, .ant-skeleton-active').first().waitFor({ state: 'detached' });
    },
    close: () => context.close(),
  };
}
