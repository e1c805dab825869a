import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A process with the handlers that serves, and then does what `deed` says; `goOn` in it says that it serves still. */
async function run(
  deed: string,
): Promise<{ code: number | null; said: string; log: { level: number; unhandled: string; error: object }[] }> {
  const text = `
    import { installLastResort } from ${JSON.stringify(join(import.meta.dirname, 'last-resort.ts'))};
    import { createLog } from ${JSON.stringify(join(import.meta.dirname, 'log.ts'))};
    const serving = setInterval(() => {}, 1000);
    installLastResort(createLog('info'), async () => { console.log('finished what was begun'); clearInterval(serving); });
    const goOn = () => { console.log('still there'); clearInterval(serving); };
    ${deed}`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, log] = ['', ''];
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  return { code, said: said.trim(), log: lines.map((line) => JSON.parse(line)) };
}

test('a promise that nobody waited for is logged, and the server goes on', async () => {
  const { code, said, log } = await run(`
    process.on('unhandledRejection', () => setImmediate(goOn));
    Promise.reject(new TypeError('张三 321102197403150018'));`);
  expect([code, said]).toEqual([0, 'still there']);
  expect(log).toMatchObject([{ level: 50, unhandled: 'rejection', error: { name: 'TypeError' } }]);
  expect(JSON.stringify(log)).not.toContain('321102197403150018');
});

test('an error that nothing caught is logged, what was begun is finished, and the process ends to be started again', async () => {
  const { code, said, log } = await run(`
    setTimeout(goOn, 20_000);
    setTimeout(() => { throw new RangeError('somewhere'); }, 10);`);
  expect([code, said]).toEqual([1, 'finished what was begun']);
  expect(log).toMatchObject([{ level: 60, unhandled: 'exception', error: { name: 'RangeError' } }]);
});
