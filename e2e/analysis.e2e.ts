/** Two people register; a district officer compares the numbers, keeps what she looks at, and puts the board on the wall. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOf } from '../packages/server/test/make-person.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language } from './journey-page.ts';

const community = '321102001001';
const district = '321102000000';

let browser: Browser;
let journeyCity: JourneyCity;

beforeAll(async () => {
  [browser, journeyCity] = await Promise.all([openBrowser(), startJourneyCity('2026-11-20')]);
});
afterAll(async () => {
  await browser?.close();
  await journeyCity?.stop();
});

async function at(login: 'limin' | 'chenjun', language: Language, work: (desk: Desk) => Promise<void>): Promise<void> {
  await atDesk(browser, journeyCity.address, { login, language }, work);
}

/** What the forms send, without walking through them again: the main journey does that. */
async function send(page: Page, path: string, body: object): Promise<Record<string, string>> {
  return page.evaluate(
    async ([address, json]) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
      const answer = await fetch(address!, { method: 'POST', headers, body: json! });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as Record<string, string>;
    },
    [path, JSON.stringify(body)],
  );
}

const nothing = { education: null, ethnicity: null, marital: null, political: null, skillLevel: null };
const person = {
  ...nothing,
  phone: null,
  address: '贺家弄12号',
  hukouType: '51',
  retirementCategory: null,
  note: '',
  areaCode: community,
  livesHereSince: '2020-01-01',
  household: { how: 'none' },
};
const registration = { reason: '02', nature: '1', jobWish: '', trainingWish: '', promiseSigned: true };

test('two people register', async () => {
  await at('limin', 'zh', async (desk) => {
    await desk.go('/');
    for (const [name, first17] of [
      ['顾晓燕', '32110219800515024'],
      ['沈玉兰', '32110219910308046'],
    ] as const) {
      const citizenId = first17 + checkOf(first17);
      const { residentId } = await send(desk.page, '/api/residents', { ...person, name, citizenId });
      await send(desk.page, `/api/residents/${residentId}/unemployment`, {
        ...registration,
        registeredOn: '2026-11-12',
        unemployedSince: '2026-11-01',
      });
    }
  });
});

test('the officer compares, goes down the map and looks for outliers', async () => {
  await at('chenjun', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go('/analysis');
    await page.getByRole('heading', { level: 1, name: desk.t('analysis.title') }).waitFor();
    await page.locator('.analysis-table').getByRole('link', { name: /^2 / }).first().waitFor();
    await desk.look('analysis-comparison');
    const tab = (name: string) => page.getByRole('tab', { name: desk.t(`analysis.tabs.${name}`), exact: true });
    await tab('map').click();
    // Down a level: the same view of the street.
    await page.locator('.area-tiles a').filter({ hasText: '正东路街道' }).click();
    await page.waitForURL(/area=321102001000/);
    await page.locator('.area-tiles a').filter({ hasText: '贺家弄' }).waitFor();
    await desk.look('analysis-map');
    await tab('outliers').click();
    await desk.sees(desk.t('analysis.outliers.none'));
  });
});

/** A file of shapes as a city would send it: made up, one step of a stair for each area. */
function shapesOf(codes: readonly string[]) {
  return {
    type: 'FeatureCollection',
    licence: 'made for this test',
    features: codes.map((code, at) => {
      const west = 119.4 + (at % 3) * 0.05 + Math.floor(at / 3) * 0.02;
      const south = 32.3 - Math.floor(at / 3) * 0.04;
      const ring = [
        [west, south],
        [west + 0.05, south + 0.01],
        [west + 0.05, south - 0.03],
        [west, south - 0.04],
        [west, south],
      ];
      return { type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring] } };
    }),
  };
}

test('the map draws the shapes of a file that the city adds', async () => {
  const { rows } = await sql<{ code: string }>`
    select v.code from area_version v where v.parent_id = (select area_id from area_version where code = ${district} and to_on is null)
      and v.to_on is null order by v.code`.execute(journeyCity.system.db.kysely);
  const codes = rows.map((row) => row.code);
  expect(codes.length).toBeGreaterThan(5);
  const file = join(journeyCity.dataDir, 'shapes.geojson');
  try {
    // One is missing: the page says which, and stays with tiles.
    writeFileSync(file, JSON.stringify(shapesOf(codes.slice(1))));
    await at('chenjun', 'zh', async (desk) => {
      await desk.go('/analysis?tab=map&month=2026-11');
      await desk.page.getByText(desk.t('analysis.map.lacking', { count: 1, names: '正东路街道' })).waitFor();
      expect(await desk.page.locator('.area-tiles li').count()).toBe(codes.length);
    });
    writeFileSync(file, JSON.stringify(shapesOf(codes)));
    await at('chenjun', 'zh', async (desk) => {
      const { page } = desk;
      await desk.go('/analysis?tab=map&month=2026-11');
      const shapes = page.locator('.area-shapes a');
      await shapes.first().waitFor();
      expect(await shapes.count()).toBe(codes.length);
      expect(await page.locator('.area-tiles').count()).toBe(0);
      await page.getByText(desk.t('analysis.map.licence', { licence: 'made for this test' })).waitFor();
      // Every shape has room on the picture, and stands where north is up: the first row above the last.
      const boxes = await shapes.locator('path').evaluateAll((paths) =>
        paths.map((path) => {
          const { x, y, width, height } = path.getBoundingClientRect();
          return { x, y, area: width * height };
        }),
      );
      expect(Math.min(...boxes.map((box) => box.area))).toBeGreaterThan(1000);
      expect(boxes[0]!.y).toBeLessThan(boxes.at(-1)!.y);
      await desk.look('analysis-map-shapes');
      await shapes.filter({ hasText: '正东路街道' }).click();
      await page.waitForURL(/area=321102001000/);
    });
    writeFileSync(file, '{}');
    await at('chenjun', 'en', async (desk) => {
      await desk.go('/analysis?tab=map&month=2026-11');
      await desk.page.locator('.note-warning').waitFor();
      await desk.page.locator('.area-tiles a').first().waitFor();
    });
  } finally {
    rmSync(file, { force: true });
  }
});

test('trend and ranking, in English', async () => {
  await at('chenjun', 'en', async (desk) => {
    const { page } = desk;
    await desk.go('/analysis?tab=trend&month=2026-11');
    await page.locator('.chart-canvas svg').first().waitFor();
    // The numbers are there without the picture, and as a table to read.
    expect(await page.locator('.chart-twin table').first().textContent()).toContain('2026-11');
    // The picture as a file: an SVG that a browser reads, drawn into a PNG.
    await page.locator('.chart-tools button').first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: desk.t('kit.chart.png'), exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/\.png$/);
    await page.locator('.chart').first().getByText(desk.t('kit.chart.table'), { exact: true }).click();
    await page.locator('.chart-twin:not(.chart-twin-hidden)').getByRole('link', { name: '2', exact: true }).waitFor();
    await desk.look('analysis-trend');
    await page.getByRole('tab', { name: desk.t('analysis.tabs.ranking'), exact: true }).click();
    await desk.sees(desk.t('analysis.ranking.small', { minimum: '100' }));
    await desk.look('analysis-ranking');
  });
});

test('what she looks at is kept, opened again, renamed and deleted', async () => {
  await at('chenjun', 'zh', async (desk) => {
    const { page } = desk;
    await desk.go(`/analysis?area=${district}&tab=trend&indicators=registered-unemployed&months=12`);
    await desk.button('analysis.saved.save').click();
    await page.locator('#name').fill('京口区一年趋势');
    await desk.submit('analysis.saved.save').click();
    await desk.sees(desk.t('analysis.saved.saved', { name: '京口区一年趋势' }));
    await desk.go('/analysis');
    await desk.button('analysis.saved.open').click();
    await page.getByRole('link', { name: '京口区一年趋势' }).waitFor();
    await page.getByRole('link', { name: '京口区一年趋势' }).click();
    await page.waitForURL(/tab=trend/);
    expect(new URL(page.url()).searchParams.get('months')).toBe('12');
    await desk.button('analysis.saved.open').click();
    await page.locator('.saved-analyses button').first().click();
    await page.getByRole('menuitem', { name: desk.t('analysis.saved.remove'), exact: true }).click();
    await page.getByRole('button', { name: desk.t('analysis.saved.removeDo'), exact: true }).click();
    await desk.sees(desk.t('analysis.saved.none'));
  });
});

test('the board fits the wall and leaves with Escape', async () => {
  await at('chenjun', 'en', async (desk) => {
    const { page } = desk;
    await page.setViewportSize({ width: 1920, height: 1080 });
    await desk.go('/board');
    await page.locator('.board-value').first().waitFor();
    await page.locator('.board-chart svg').first().waitFor();
    const overflow = await page.evaluate(() => {
      const board = document.querySelector('.board')!;
      const inner = [...board.querySelectorAll('.board-panel, .board-figures > li')];
      return {
        board: board.scrollHeight - board.clientHeight,
        panels: inner.filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.className),
        smallest: Math.min(
          ...[...board.querySelectorAll('.board-value')].map((one) =>
            Number.parseFloat(getComputedStyle(one).fontSize),
          ),
        ),
      };
    });
    expect(overflow).toMatchObject({ board: 0, panels: [] });
    expect(overflow.smallest).toBeGreaterThanOrEqual(40);
    expect(await page.locator('.board').textContent()).not.toContain('顾晓燕');
    await desk.look('board');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/analysis/);
  });
});
