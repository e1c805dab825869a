/**
 * What the six commonest jobs cost a worker in key presses and clicks, counted by the page itself in the demo city; how soon the app stands on a slow
 * computer, and how smoothly ten thousand rows go by. `renshe bench ux` runs it.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { benchResult, figure } from '../packages/server/src/bench/bench-result.ts';
import { prepareInstallation } from '../packages/server/src/setup/prepare-installation.ts';
import { buildWebWhenChanged } from '../scripts/build-web.ts';
import { launchBrowser } from './browser.ts';
import { startJourneyCity } from './journey-city.ts';
import { type CountingDesk, openDesk } from './ux-desk.ts';
import { jobs } from './ux-jobs.ts';
import { firstLoads, longestFrame } from './ux-speed.ts';

/** Key presses and clicks that issue and handbook ask for; a household of three by its share of the characters themselves. */
const aims = { registerUnemployed: 12, recordContact: 5, householdOfThreeRatio: 1.3 } as const;

/** A demo city of its own, gone again afterwards: the jobs write into it. */
async function startDemo(say: (line: string) => void): Promise<{ address: string; stop(): Promise<void> }> {
  await buildWebWhenChanged();
  say('making a demo city …');
  const today = new Date().toISOString().slice(0, 10);
  return startJourneyCity(today, (system) => prepareInstallation(system, { demo: true, say }));
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
