import { type BenchCluster, openBenchCluster } from '../bench/bench-database.ts';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import { proveAccess } from './access-lane.ts';
import { proveAuth } from './auth-lane.ts';
import { proveFuzz } from './fuzz-lane.ts';
import type { Databases } from './planted-child.ts';
import { type ProofOptions, type ProofResult, proofLines } from './prove-result.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** A lane as a command: `renshe prove <lane> [--deep] [--seed N]`; ends with 1 when a promise did not hold or a planted bug lived on. */
export function proveCommand(
  lane: string,
  summary: string,
  run: (call: CliCall, options: ProofOptions) => Promise<ProofResult>,
  options: CliCommand['options'] = {},
): CliCommand {
  return {
    name: `prove ${lane}`,
    usage: '[--deep] [--seed N]',
    summary,
    options: {
      deep: { value: '', help: 'everything, with all planted bugs (up to an hour)' },
      seed: { value: 'N', help: 'the same seed makes the same cases (default: today as yyyymmdd)' },
      ...options,
    },
    async run(call) {
      const result = await run(call, { deep: call.options.deep === true, seed: seedOf(call), say });
      call.print(result, proofLines(result));
      return result.failures > 0 || result.mutantsKilled < result.mutantsPlanted * 0.95 ? 1 : 0;
    },
  };
}

function seedOf(call: CliCall): number {
  const given = call.options.seed;
  if (given === undefined) return Number(new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed < 0)
    throw new UsageError('--seed 应为非负整数。 --seed must be a whole number, 0 or more.');
  return seed;
}

const bugsOption = { value: 'IDS', help: 'only these of the planted bugs, by id and with commas' };

export const proveAccessCommand = proveCommand(
  'access',
  'every route as everybody, on own, neighbouring and foreign people; planted bugs have to be found',
  async (call, options) => {
    const cluster = await openBenchCluster(call.config);
    try {
      return await proveAccess(databasesOf(cluster), { ...options, bugs: bugsOf(call) });
    } finally {
      await cluster.close();
    }
  },
  { bugs: bugsOption },
);

export const proveAuthCommand = proveCommand(
  'auth',
  'guesses by the thousand, sessions, second factors, foreign pages, the time of answers; planted bugs have to be found',
  async (call, options) => {
    const cluster = await openBenchCluster(call.config);
    try {
      return await proveAuth(databasesOf(cluster), options);
    } finally {
      await cluster.close();
    }
  },
);

export const proveFuzzCommand = proveCommand(
  'fuzz',
  'every route with whatever can be sent, hostile files, formulas in exports; planted bugs have to be found',
  async (call, options) => {
    const cluster = await openBenchCluster(call.config);
    try {
      return await proveFuzz(databasesOf(cluster), {
        ...options,
        minutes: minutesOf(call),
        part: partOf(call),
        bugs: bugsOf(call),
      });
    } finally {
      await cluster.close();
    }
  },
  {
    minutes: {
      value: 'N',
      help: 'how long a deep run goes on sending (default: 20); files and planted bugs come on top',
    },
    bugs: bugsOption,
    part: { value: 'NAME', help: 'only requests, files, exports, or planted: only the planted bugs, all of them' },
  },
);

function minutesOf(call: CliCall): number | undefined {
  const given = call.options.minutes;
  if (given === undefined) return undefined;
  const minutes = Number(given);
  if (!(minutes > 0)) throw new UsageError('--minutes 应为正数。 --minutes must be above 0.');
  return minutes;
}

const fuzzParts = ['requests', 'files', 'exports', 'planted'] as const;

function partOf(call: CliCall): (typeof fuzzParts)[number] | undefined {
  const given = call.options.part;
  if (given === undefined) return undefined;
  const part = fuzzParts.find((one) => one === given);
  if (!part)
    throw new UsageError(`--part 应为 ${fuzzParts.join('、')} 之一。 --part must be one of ${fuzzParts.join(', ')}.`);
  return part;
}

const bugsOf = (call: CliCall) => (call.options.bugs === undefined ? undefined : String(call.options.bugs).split(','));

/** Databases of a scratch cluster; they are dropped together with it. */
export function databasesOf(cluster: BenchCluster): Databases {
  return { create: async () => ({ url: await cluster.createDatabase(), drop: async () => {} }) };
}
