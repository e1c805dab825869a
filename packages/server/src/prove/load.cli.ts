import { join } from 'node:path';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import loadBugs from './load-bugs.json' with { type: 'json' };
import { copyableCity, type LoadCity, openLoadCity } from './load-city.ts';
import { type LoadOptions, runLoad } from './load-lane.ts';
import { type SmallCities, suiteAndBugs } from './load-suite.ts';
import { proveCommand } from './prove.cli.ts';
import { type ProofResult, ProofTally, proofResult } from './prove-result.ts';

/** Bugs of a quick run: the seed takes others every day. */
const quickBugs = 2;
const smallResidents = 600;

function number(call: CliCall, name: string, fallback: number): number {
  const given = call.options[name];
  const value = given === undefined ? fallback : Number(given);
  if (!Number.isFinite(value) || value < 0) throw new UsageError(`--${name} 应为数字。 --${name} must be a number.`);
  return value;
}

export const proveLoadCommand: CliCommand = proveCommand(
  'load',
  'a day’s mix of requests at a fixed rate, the most the server does, twice that; nothing lost, doubled or half done',
  async (call, options) => {
    const { deep, say, seed } = options;
    const load: LoadOptions = {
      ...options,
      rate: number(call, 'rate', deep ? 60 : 20),
      seconds: number(call, 'minutes', deep ? 5 : 0.25) * 60,
      soakSeconds: number(call, 'soak', 0) * 60,
      peakSeconds: number(call, 'step', deep ? 30 : 0),
    };
    const residents = number(call, 'residents', deep ? 1_000_000 : smallResidents);
    const startedAt = performance.now();
    const tally = new ProofTally();
    const keepIn = call.options.keep === true ? call.config.dataDir : undefined;
    const months = residents > 10_000 ? 36 : 4;
    const city = await openLoadCity(
      { residents, months, ...(residents <= 10_000 && { region: smallRegion }), say },
      keepIn,
    );
    let figures: ProofResult['figures'];
    let missed: string[];
    try {
      ({ figures, missed } = await runLoad(city, load, tally));
    } finally {
      await city.close();
    }
    const bugs = deep ? loadBugs : loadBugs.filter((_, i) => (i + seed) % Math.ceil(loadBugs.length / quickBugs) === 0);
    const small = await smallCities(say);
    try {
      const killing = await suiteAndBugs(small, bugs, options, tally);
      return proofResult('load', options, tally, {
        startedAt,
        killing,
        figures: { residents, [city.kept ? 'city kept from an earlier run' : 'city built']: 'yes', ...figures },
        missed,
      });
    } finally {
      await small.close();
    }
  },
  {
    residents: { value: 'N', help: 'people in the city (default 1000000 with --deep, else 600)' },
    rate: { value: 'N', help: 'requests a second (default 60 with --deep, else 20)' },
    minutes: { value: 'N', help: 'length of the steady round (default 5 with --deep, else 0.25)' },
    step: { value: 'SECONDS', help: 'length of each step on the way to the peak (default 30 with --deep, else none)' },
    soak: { value: 'MINUTES', help: 'one more steady round with the slope of the memory (default none)' },
    keep: { value: '', help: 'keep the city in the data folder, under load-city, and use it again' },
  },
);

const smallRegion = join(import.meta.dirname, 'region');

/** A small city in a cluster of its own, and copies of it. */
async function smallCities(say: (line: string) => void): Promise<SmallCities> {
  const city: LoadCity = await openLoadCity({ residents: smallResidents, months: 4, region: smallRegion, say });
  return copyableCity(city);
}
