/**
 * What the six commonest jobs cost a worker in key presses and clicks, counted by the page itself in the demo city, and a visit on her phone, also in
 * seconds; how soon the app stands on a slow
 * computer, and how smoothly ten thousand rows go by. `renshe bench ux` runs it.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { benchResult, figure } from '../packages/server/src/bench/bench-result.ts';
import { launchBrowser } from './browser.ts';
import { startDemoCity } from './demo-city.ts';
import { type CountingDesk, openDesk } from './ux-desk.ts';
import { jobs } from './ux-jobs.ts';
import { type Doing, operators, secondsOf, source } from './ux-keystroke.ts';
import { firstLoads, longestFrame } from './ux-speed.ts';

/** Key presses and clicks that issue and handbook ask for; a household of three by its share of the characters themselves. */
const aims = { registerUnemployed: 12, recordContact: 5, householdOfThreeRatio: 1.3, visitSeconds: 30 } as const;

async function countJobs(browser: Browser, address: string, say: (line: string) => void) {
  const counted: Record<string, number> = {};
  let typed = 1;
  let visit: (Doing & { machineSeconds: number }) | undefined;
  for (const [name, job] of Object.entries(jobs)) {
    const desk: CountingDesk = await openDesk(browser, address, 'limin', job.phone);
    const person = await job.person?.(desk);
    await desk.startCounting();
    const startedAt = performance.now();
    const characters = await job.work(desk, person!);
    const machineSeconds = (performance.now() - startedAt) / 1000;
    const seen = await desk.counted();
    counted[name] = seen + (job.unseen ?? 0);
    if (job.phone) {
      const touched = await desk.touched();
      visit = {
        keys: seen - touched,
        touches: touched + (job.unseen ?? 0),
        decisions: job.decisions ?? 0,
        machineSeconds,
      };
    }
    if (characters) typed = characters;
    say(`  ${name}: ${counted[name]} key presses and clicks`);
    await desk.close();
  }
  return { counted, typed, visit: visit! };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { address: { type: 'string' } } });
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const city = values.address ? { address: values.address, stop: async () => {} } : await startDemoCity(say);
  try {
    const browser = await launchBrowser();
    try {
      const { counted, typed, visit } = await countJobs(browser, city.address, say);
      const loads = await firstLoads(browser, city.address);
      const frame = await longestFrame(browser, city.address);
      const share = counted.householdOfThree! / typed;
      const visitSeconds = secondsOf(visit) + visit.machineSeconds;
      const recordVisit = {
        ...visit,
        actions: counted.recordVisit,
        personSeconds: secondsOf(visit),
        seconds: visitSeconds,
        limit: aims.visitSeconds,
        operators,
        source,
      };
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
        figure('a visit with result, note, next day and photo on a phone', visitSeconds, aims.visitSeconds, 's'),
      ]);
      const jobsCounted = { ...counted, householdOfThreeCharacters: typed };
      process.stdout.write(`${JSON.stringify({ ...result, jobs: jobsCounted, recordVisit, firstLoad: loads })}\n`);
    } finally {
      await browser.close();
    }
  } finally {
    await city.stop();
  }
}

await main();
