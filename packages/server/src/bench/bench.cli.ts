import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import { benchCity } from './bench-city.ts';
import { benchCommand } from './bench-command.ts';
import { benchPrint } from './bench-print.ts';
import { benchRestore } from './bench-restore.ts';
import { type BenchResult, benchLines } from './bench-result.ts';
import { benchSearch } from './bench-search.ts';

function whole(call: CliCall, name: string, fallback: number): number {
  const given = call.options[name];
  const value = given === undefined ? fallback : Number(given);
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`--${name} 应为正整数。 --${name} must be a positive whole number.`);
  return value;
}

function print(call: CliCall, result: BenchResult): number {
  call.print(result, benchLines(result));
  return 0;
}

const say = (line: string) => process.stderr.write(`${line}\n`);

export const benchCommandCommand: CliCommand = {
  name: 'bench command',
  usage: '[--clients N]',
  summary: 'registrations over HTTP against the same rows by bare SQL, in a scratch database',
  options: {
    clients: { value: 'N', help: 'clients at once (default 8)' },
    seconds: { value: 'N', help: 'longest time of a round (default 2)' },
    rounds: { value: 'N', help: 'rounds after the warm-up (default 9)' },
    people: { value: 'N', help: 'people to register in the whole run (default 6000)' },
    communities: { value: 'N', help: 'communities they live in (default 60)' },
  },
  run: async (call) =>
    print(
      call,
      await benchCommand(call.config, {
        clients: whole(call, 'clients', 8),
        seconds: whole(call, 'seconds', 2),
        rounds: whole(call, 'rounds', 9),
        people: whole(call, 'people', 6000),
        communities: whole(call, 'communities', 60),
        say,
      }),
    ),
};

export const benchSearchCommand: CliCommand = {
  name: 'bench search',
  usage: '[--residents N]',
  summary:
    'everything that the search box can be asked, against the same rows by bare SQL and over HTTP, in a scratch database',
  options: {
    residents: { value: 'N', help: 'people in the city (default 1000000)' },
    samples: { value: 'N', help: 'texts of each kind (default 100)' },
    rounds: { value: 'N', help: 'how often each is asked for after the warm-up (default 3)' },
  },
  run: async (call) =>
    print(
      call,
      await benchSearch(call.config, {
        residents: whole(call, 'residents', 1_000_000),
        samples: whole(call, 'samples', 100),
        rounds: whole(call, 'rounds', 3),
        say,
      }),
    ),
};

export const benchCityCommand: CliCommand = {
  name: 'bench city',
  usage: '[--residents N]',
  summary:
    'a whole city with its history: build, report, people behind a number, closing under load, in scratch databases',
  options: {
    residents: { value: 'N', help: 'people in the city (default 3000000)' },
    smaller: { value: 'N', help: 'people in the city it is compared with (default a tenth)' },
    months: { value: 'N', help: 'months of history (default 36)' },
    clients: { value: 'N', help: 'clients that register while the month closes (default 8)' },
  },
  run: async (call) => {
    const residents = whole(call, 'residents', 3_000_000);
    return print(
      call,
      await benchCity(call.config, {
        residents,
        smaller: whole(call, 'smaller', Math.max(1, Math.round(residents / 10))),
        months: whole(call, 'months', 36),
        clients: whole(call, 'clients', 8),
        say,
      }),
    );
  },
};

export const benchRestoreCommand: CliCommand = {
  name: 'bench restore',
  usage: '[--residents N]',
  summary:
    'a city whose disk is lost while somebody writes: what it costs and how long the restore takes, in scratch folders',
  options: {
    residents: { value: 'N', help: 'people in the city (default 1000000)' },
    months: { value: 'N', help: 'months of history (default 36)' },
    seconds: { value: 'N', help: 'how long somebody writes before the disk is lost (default 45)' },
  },
  run: async (call) =>
    print(
      call,
      await benchRestore(call.config, {
        residents: whole(call, 'residents', 1_000_000),
        months: whole(call, 'months', 36),
        seconds: whole(call, 'seconds', 45),
        say,
      }),
    ),
};

export const benchPrintCommand: CliCommand = {
  name: 'bench print',
  usage: '[--rows N]',
  summary: 'a long ledger from its rows to the PDF against Typst alone with the same cells',
  options: {
    rows: { value: 'N', help: 'rows of the ledger (default 2000)' },
    rounds: { value: 'N', help: 'rounds (default 5)' },
  },
  run: async (call) =>
    print(call, await benchPrint({ rows: whole(call, 'rows', 2000), rounds: whole(call, 'rounds', 5), say })),
};

export const benchUxCommand: CliCommand = {
  name: 'bench ux',
  usage: '[--address URL]',
  summary:
    'key presses and clicks of the six commonest jobs, first load on a slow computer, ten thousand rows; needs the packages of development',
  options: {
    address: { value: 'URL', help: 'a running demo city, which will be written into (default: one of its own)' },
  },
  run: async (call) => {
    const { address } = call.options;
    const script = join(import.meta.dirname, '..', '..', '..', '..', 'e2e', 'bench-ux.ts');
    const child = spawn(process.execPath, [script, ...(typeof address === 'string' ? ['--address', address] : [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0)
      throw new Error(`浏览器中的计数未完成 (${code})。 Counting in the browser did not end well (${code}).`);
    const result = JSON.parse(Buffer.concat(parts).toString()) as BenchResult & {
      jobs: Record<string, number>;
      firstLoad: Record<string, number>;
    };
    call.print(result, [
      ...benchLines(result),
      ...Object.entries({ ...result.jobs, ...result.firstLoad }).map(([name, value]) => `  ${name}: ${value}`),
    ]);
    return 0;
  },
};
