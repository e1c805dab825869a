/**
 * The pictures of README and guides, taken of the demo city in both languages. Each page is judged as it stands there, full of data.
 * With `RENSHE_GUIDE_PICTURES=docs/images` they are kept.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pictureDay, type Scene, scenes } from './guide-scenes.ts';
import { type JourneyCity, openBrowser, startDemoJourney } from './journey-city.ts';
import { atDesk, type Desk, type Language } from './journey-page.ts';

const root = join(import.meta.dirname, '..');
const folder = process.env.RENSHE_GUIDE_PICTURES;
/** A page of the guide with its pictures is read over slow lines too. */
const mostBytes = 120 * 1024;

let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startDemoJourney(pictureDay)]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

test('guides and README show every picture, and no other', () => {
  const shown = ['README.md', 'docs/user-guide.zh.md', 'docs/user-guide.en.md'].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\((?:docs\/)?images\/([\w.-]+)\)/g)].map(([, name]) => name),
  );
  const taken = scenes.flatMap(({ name }) => [`${name}.en.webp`, `${name}.zh.webp`]).sort();
  expect([...new Set(shown)].sort()).toEqual(taken);
  expect(readdirSync(join(root, 'docs', 'images')).sort()).toEqual(taken);
});

const sittings = [...Map.groupBy(scenes, ({ login, phone }) => `${login}${phone ? ' on a phone' : ''}`)];
test.each((['zh', 'en'] as const).flatMap((language) => sittings.map(([who, seen]) => [language, who, seen] as const)))(
  '%s: what %s sees',
  async (language, _, seen) => {
    const [{ login, phone }] = seen as [Scene, ...Scene[]];
    await atDesk(browser, city.address, { login, language, screen: phone ? 'phone' : 'office' }, async (desk) => {
      await desk.go('/');
      // The offer of the first day stands over the work list until she declines; the pictures show the days after it.
      const offer = desk.page.locator('.first-day button:not(.ant-btn-primary)');
      if (await offer.isVisible()) await offer.click();
      for (const scene of seen) await take(desk, scene, language);
    });
  },
);

async function take(desk: Desk, { name, path, before }: Scene, language: Language): Promise<void> {
  // In a tab of its own: what was begun for one picture, such as the practice, does not go on in the next.
  await desk.reopen(path);
  await before?.(desk);
  await desk.settle();
  const bytes = await asWebp(await desk.page.screenshot());
  expect(bytes.length, `${name}.${language}`).toBeLessThan(mostBytes);
  expect(await desk.breaches(), `${name} in ${language}`).toEqual([]);
  if (!folder) return;
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, `${name}.${language}.webp`), bytes);
}

/** As WebP: the browser writes it, a third of the PNG with letters as sharp to the eye. */
async function asWebp(png: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const written = await page.evaluate(async (text) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${text}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return [...bytes].map((byte) => String.fromCharCode(byte)).join('');
  }, png.toString('base64'));
  await page.close();
  return Buffer.from(written, 'latin1');
}
