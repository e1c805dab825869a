import { parseArgs } from 'node:util';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { findActor } from '../account/account.queries.ts';
import type { Actor } from './actor.ts';
import { type Config, type Options, readConfig } from './config.ts';
import { findInstallation } from './installation.ts';
import { createLog } from './log.ts';
import { openSystem, type System, type SystemOptions } from './open-system.ts';
import { operatorPosts } from './tasks.ts';

/** One command of `renshe`. Results go to standard output (one JSON value with --json), everything else to standard error. */
export interface CliCommand {
  /** Words that call it, e.g. 'import roster'. */
  name: string;
  /** What follows the words, e.g. 'FILE --area CODE'. */
  usage: string;
  summary: string;
  /** Options beyond the common ones; a string is the value's name in the help, '' a flag. */
  options: Readonly<Record<string, { value: string; help: string }>>;
  run(call: CliCall): Promise<number>;
}

export interface CliCall {
  options: Options;
  words: readonly string[];
  json: boolean;
  config: Config;
  /** Prints the result: the object itself with --json, the lines otherwise. */
  print(result: unknown, lines: readonly string[]): void;
  open(options?: Partial<SystemOptions>): Promise<System>;
  /** The account of `--as`, or the named local operator with the whole city as its explicit scope (design §6). */
  actor(system: System): Promise<Actor>;
}

export const commonOptions = {
  data: { value: 'FOLDER', help: 'data folder (RENSHE_DATA; default ~/.renshe)' },
  'database-url': { value: 'URL', help: 'an external PostgreSQL ≥ 15 (DATABASE_URL)' },
  crypto: { value: 'PROFILE', help: 'aes or sm: algorithm of newly written secrets' },
  as: { value: 'ACCOUNT', help: 'act as this account; without it as the audited local operator' },
  json: { value: '', help: 'print one JSON value' },
  help: { value: '', help: 'show this help' },
} as const;

/** An error that is a sentence for the person at the keyboard. */
export class UsageError extends Error {}

export function parseCall(command: CliCommand, argv: readonly string[]): CliCall & { help: boolean } {
  const declared = { ...commonOptions, ...command.options };
  const options = Object.fromEntries(
    Object.entries(declared).map(([name, option]) => [
      name,
      { type: option.value === '' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  let parsed: { values: Options; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${helpOf(command)}`);
  }
  const config = readConfig(parsed.values, process.env);
  const json = parsed.values.json === true;
  return {
    options: parsed.values,
    words: parsed.positionals,
    json,
    help: parsed.values.help === true,
    config,
    print(result, lines) {
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${lines.join('\n')}\n`);
    },
    open: (more) =>
      openSystem(config, { log: createLog(process.env.RENSHE_LOG ?? 'warn'), statementTimeout: 600_000, ...more }),
    async actor(system) {
      const login = parsed.values.as;
      if (typeof login === 'string') {
        const actor = await findActor(system.db.kysely, { login }, system.clock.today());
        if (!actor) throw new UsageError(`没有启用的账户 ${login}。 There is no active account ${login}.`);
        return actor;
      }
      const installation = await findInstallation(system.db.kysely);
      if (!installation?.city_area_id) throw new AppError('setup.no-city', 'conflict');
      const name = `operator:${process.env.USER ?? process.env.LOGNAME ?? process.getuid?.() ?? 'local'}`;
      return { kind: 'operator', accountId: null, login: name, name, posts: operatorPosts(installation.city_area_id) };
    },
  };
}

export function helpOf(command: CliCommand): string {
  const option = ([name, { value, help }]: [string, { value: string; help: string }]) =>
    `  --${name}${value ? ` ${value}` : ''}`.padEnd(28) + help;
  return [
    `renshe ${command.name} ${command.usage}`.trim(),
    '',
    command.summary,
    '',
    ...Object.entries({ ...command.options, ...commonOptions }).map(option),
  ].join('\n');
}
