import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const each = 40_000;

/** A process of its own that draws as fast as it can. */
async function draw(): Promise<string[]> {
  const text = `
    import { newSessionToken } from ${JSON.stringify(join(import.meta.dirname, 'session.ts'))};
    process.stdout.write(Array.from({ length: ${each} }, () => newSessionToken()).join('\\n'));`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  return said.split('\n');
}

test('tokens that several processes draw at once, as fast as they can, are all different and lean to no sign', async () => {
  const tokens = (await Promise.all([draw(), draw(), draw()])).flat();
  expect(tokens).toHaveLength(3 * each);
  expect(new Set(tokens).size).toBe(3 * each);
  const counts = new Array<number>(256).fill(0);
  for (const token of tokens) for (const byte of Buffer.from(token, 'base64url')) counts[byte]!++;
  // Chi-square over 256 values: 255 on average, above 400 once in some hundred million runs.
  const expected = (3 * each * 32) / 256;
  expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(400);
});
