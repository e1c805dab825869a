/**
 * Every page that the web has, as somebody sees it who may: no breach of WCAG 2.2 AA at the usual size and at large type, and on a phone nothing
 * runs out of the page to the side. One sign-in for each person; from page to page without loading anything anew.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desks, forEverybody, makeRecords } from './every-page.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Login, screens } from './journey-page.ts';

type Size = 'standard' | 'large';
/** What the size of the type can change; the others judge what a page says, whatever its size. */
const rulesOfSize = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'css-orientation-lock'];
let browser: Browser;
let city: JourneyCity;
let ids: Record<string, string>;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  ids = await makeRecords(city, { fileName: '贺家弄社区名册.csv', cell: '金丝猴' });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

test('no page of the web is left out', () => {
  const router = readFileSync(join(import.meta.dirname, '..', 'packages', 'web', 'src', 'router.tsx'), 'utf8');
  const pages = [...router.matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path);
  expect(pages.length).toBeGreaterThan(30);
  const looked = new Set([...forEverybody, ...desks.flatMap(([, paths]) => paths)]);
  expect(pages.filter((path) => !looked.has(path!))).toEqual([]);
});

test.each(desks)('%s: every page at both sizes, on a phone too', async (login, paths) => {
  await lookAt(login, paths);
});

test('the pages for everybody at both sizes, on a phone too', async () => {
  await lookAt(null, forEverybody);
});

async function lookAt(login: Login | null, paths: readonly string[]): Promise<void> {
  await atDesk(browser, city.address, { login, language: 'zh' }, async (desk) => {
    const found: string[] = [];
    await desk.go('/');
    let size: Size = 'standard';
    for (const template of paths) {
      const path = template.replace(/\$\w+/, (name) => ids[name]!);
      // Nobody comes from the identity provider here.
      if (path === '/sign-in/provider') desk.expectFailure();
      await desk.goInside(path);
      // The second size of one page is the first of the next: the type changes once for each page.
      for (const turn of [1, 2]) {
        if (turn === 2) {
          size = size === 'large' ? 'standard' : 'large';
          await changeType(desk, path, size);
        }
        const where = `${path}, ${size} type`;
        for (const breach of await desk.breaches(turn === 1 ? undefined : rulesOfSize))
          found.push(`${where}: ${breach}`);
        await desk.page.setViewportSize(screens.phone);
        for (const wide of await tooWide(desk)) found.push(`${where}, on a phone: ${wide}`);
        await desk.page.setViewportSize(screens.office);
      }
    }
    expect(found).toEqual([]);
  });
}

/** With the switch at the top of the page; a page without one finds it as it was left. */
async function changeType(desk: Desk, path: string, size: Size): Promise<void> {
  const button = desk.button(size === 'large' ? 'app.bar.large' : 'app.bar.normal');
  if (await button.isVisible()) {
    await button.click();
    return desk.settle();
  }
  await desk.page.evaluate((chosen) => localStorage.setItem('renshe.text-size', chosen), size);
  if (path === '/sign-in/provider') desk.expectFailure();
  await desk.go(path);
}

/** What makes the page scroll to the side once it is at rest: some parts learn of their new width a moment later. */
async function tooWide(desk: Desk): Promise<string[]> {
  if ((await sticksOut(desk)).length === 0) return [];
  await desk.settle();
  return sticksOut(desk);
}

async function sticksOut(desk: Desk): Promise<string[]> {
  return desk.page.evaluate(async () => {
    // Once it is drawn at its new size.
    await new Promise((done) => requestIdleCallback(done, { timeout: 1000 }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const page = document.scrollingElement!;
    if (page.scrollWidth <= window.innerWidth) return [];
    const wide = [...document.body.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 3)
      .map((one) => one.outerHTML.slice(0, 120));
    return [`${page.scrollWidth} px wide: ${wide.join(' | ')}`];
  });
}
