/**
 * What the six commonest jobs cost a worker in key presses and clicks, counted by the page itself in the demo city; how soon the app stands on a slow
 * computer, and how smoothly ten thousand rows go by. `renshe bench ux` runs it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { benchResult, figure } from '../packages/server/src/bench/bench-result.ts';
import { ROOT } from '../scripts/tree-files.ts';
import { launchBrowser } from './browser.ts';
import { type CountingDesk, openDesk } from './ux-desk.ts';
import { jobs } from './ux-jobs.ts';
import { firstLoads, longestFrame } from './ux-speed.ts';

/** Key presses and clicks that issue and handbook ask for; a household of three by its share of the characters themselves. */
const aims = { registerUnemployed: 12, recordContact: 5, householdOfThreeRatio: 1.3 } as const;

interface DemoCity {
  address: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** A demo city of its own, gone again afterwards: the jobs write into it. */
async function startDemo(say: (line: string) => void): Promise<DemoCity> {
  const data = mkdtempSync(join(tmpdir(), 'renshe-bench-ux-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'renshe.js'), 'start', '--demo'], {
    env: { ...process.env, RENSHE_DATA: data, PORT: String(port), DATABASE_URL: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const address = `http://localhost:${port}`;
  say('making a demo city …');
  for (;;) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error(`the demo city did not start (${child.exitCode})`);
    }
    if (
      await fetch(`${address}/api/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { address, stop };
    await pause(500);
  }
}

async function countJobs(browser: Browser, address: string, say: (line: string) => void) {
  const counted: Record<string, number> = {};
  let typed = 1;
  for (const [name, job] of Object.entries(jobs)) {
    const desk: CountingDesk = await openDesk(browser, address, 'limin');
    const person = await job.person?.(desk);
    await desk.startCounting();
    const characters = await job.work(desk, person!);
    counted[name] = await desk.counted();
    if (characters) typed = characters;
    say(`  ${name}: ${counted[name]} key presses and clicks`);
    await desk.close();
  }
  return { counted, typed };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { address: { type: 'string' } } });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const city = values.address ? { address: values.address, stop: async () => {} } : await startDemo(say);
  try {
    const browser = await launchBrowser();
    try {
      const { counted, typed } = await countJobs(browser, city.address, say);
      const loads = await firstLoads(browser, city.address);
      const frame = await longestFrame(browser, city.address);
      const share = counted.householdOfThree! / typed;
      const result = benchResult('bench ux', [
        figure(
          'register an unemployed known resident',
          counted.registerUnemployed!,
          aims.registerUnemployed,
          'actions',
        ),
        figure('record a contact', counted.recordContact!, aims.recordContact, 'actions'),
        figure('household of three by the characters themselves', share, aims.householdOfThreeRatio, 'times'),
        figure('ten thousand rows: longest time without a picture', frame, 1000, 'ms'),
      ]);
      const jobsCounted = { ...counted, householdOfThreeCharacters: typed };
      process.stdout.write(`${JSON.stringify({ ...result, jobs: jobsCounted, firstLoad: loads })}\n`);
    } finally {
      await browser.close();
    }
  } finally {
    await city.stop();
  }
}

await main();
