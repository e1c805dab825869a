/** How soon the app stands on a slow computer, and whether a long sheet goes by without stopping. */
import type { Browser } from 'playwright-core';
import { openDesk, signIn } from './ux-desk.ts';

/** Milliseconds and kilobytes of the staff app's first page with the processor four times slower: nothing kept, and kept from the last time. */
export async function firstLoads(
  browser: Browser,
  address: string,
): Promise<{ coldMs: number; coldKilobytes: number; warmMs: number; warmKilobytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  await signIn(page, address, 'limin');
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const load = async () => {
    await page.goto('about:blank');
    bytes = 0;
    const from = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('.duty-row, .empty-state').first().waitFor();
    const ms = Math.round(performance.now() - from);
    return { ms, kilobytes: Math.round(bytes / 1024) };
  };
  await session.send('Network.clearBrowserCache');
  const cold = await load();
  const warm = await load();
  await context.close();
  return { coldMs: cold.ms, coldKilobytes: cold.kilobytes, warmMs: warm.ms, warmKilobytes: warm.kilobytes };
}

/** Scrolls through a sheet of ten thousand rows, wheel by wheel: the longest time between two pictures, in milliseconds. */
export async function longestFrame(browser: Browser, address: string): Promise<number> {
  const desk = await openDesk(browser, address, 'limin');
  const { page } = desk;
  await page.goto(new URL('/survey', address).href, { waitUntil: 'networkidle' });
  await page.evaluate(async () => {
    const me = (await (await fetch('/api/session')).json()) as { accountId: string };
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      id: `row-${i}`,
      rowKey: crypto.randomUUID(),
      cells: { name: `居民${i}`, address: `贺家弄${i}号` },
    }));
    const key = `renshe.sheet.survey.${me.accountId}.321102001001`;
    window.addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify({ rows, saves: [] })));
  });
  await page.reload({ waitUntil: 'networkidle' });
  await page.locator('.grid-row[data-row="0"]').waitFor();
  const longest = await page.evaluate(async () => {
    const frame = document.querySelector('.grid-scroll')!;
    let last = performance.now();
    let gap = 0;
    while (frame.scrollTop + frame.clientHeight < frame.scrollHeight - 1) {
      frame.scrollTop += 1200;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      gap = Math.max(gap, now - last);
      last = now;
    }
    return gap;
  });
  await desk.close();
  return longest;
}
