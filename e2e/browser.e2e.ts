import { expect, test } from 'vitest';
import { openBrowser } from './journey-city.ts';

test('Chinese text is drawn with a Chinese font', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    // Without a font every character is the same empty box.
    const shapes = await page.evaluate(() =>
      ['登', '记', '龘', '䶮'].map((character) => {
        const canvas = document.createElement('canvas');
        const pen = canvas.getContext('2d')!;
        pen.font = '64px sans-serif';
        pen.fillText(character, 10, 80);
        return canvas.toDataURL();
      }),
    );
    expect(new Set(shapes).size).toBe(4);
  } finally {
    await browser.close();
  }
});
