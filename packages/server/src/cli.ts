import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { verifyAuditCommand } from './audit/audit.cli.ts';
import { backupCommand, backupListCommand, backupOffCommand, restoreCommand } from './backup/backup.cli.ts';
import { drillCommand } from './backup/drill.cli.ts';
import { exportExchangeCommand, validateExchangeCommand } from './exchange/exchange.cli.ts';
import { grantsCommand, grantsConsentCommand } from './grant/grant.cli.ts';
import { keysListCommand, keysRotateCommand } from './keys/keys.cli.ts';
import { type CliCommand, helpOf, parseCall, UsageError } from './platform/command-line.ts';
import { sentenceOf } from './platform/errors.ts';
import { keepHeapSmall } from './platform/heap.ts';
import { reportCommand, reportFormsCommand } from './report/form.cli.ts';
import { reportMonthlyCommand } from './report/report.cli.ts';
import { deriveCommand, verifyCommand, verifyReportsCommand } from './report/verify.cli.ts';
import { importRosterCommand } from './roster/roster.cli.ts';
import { loadAreasCommand, setupCommand, startCommand } from './setup/setup.cli.ts';

/** Every command of `renshe` that an installation needs, one line each; `test` and `check` live in bin/renshe.js. */
const commands: readonly CliCommand[] = [
  startCommand,
  setupCommand,
  loadAreasCommand,
  grantsCommand,
  grantsConsentCommand,
  importRosterCommand,
  reportMonthlyCommand,
  reportFormsCommand,
  reportCommand,
  exportExchangeCommand,
  validateExchangeCommand,
  verifyCommand,
  verifyReportsCommand,
  deriveCommand,
  verifyAuditCommand,
  backupCommand,
  backupListCommand,
  backupOffCommand,
  restoreCommand,
  drillCommand,
  keysRotateCommand,
  keysListCommand,
];

/** What measures and proves: loaded when it is asked for, never by a server. */
async function loadTools(): Promise<readonly CliCommand[]> {
  const bench = await import('./bench/bench.cli.ts');
  const prove = await import('./prove/prove.cli.ts');
  return [
    (await import('./bench/bench-import.cli.ts')).benchImportCommand,
    bench.benchCommandCommand,
    bench.benchSearchCommand,
    bench.benchCityCommand,
    bench.benchRestoreCommand,
    bench.benchPrintCommand,
    bench.benchUxCommand,
    prove.proveAccessCommand,
    (await import('./prove/fault.cli.ts')).proveFaultsCommand,
    prove.proveAuthCommand,
    (await import('./prove/tamper.cli.ts')).proveAuditCommand,
    prove.proveFuzzCommand,
    (await import('./prove/load.cli.ts')).proveLoadCommand,
  ];
}

function overview(all: readonly CliCommand[]): string {
  const line = (name: string, summary: string) => `  ${name}`.padEnd(26) + summary;
  return [
    'renshe 人社: employment and labour-security work of a city, from the community to the bureau',
    '',
    'npx renshe <command> [options]        npx renshe <command> --help',
    '',
    ...all.map((command) => line(command.name, command.summary)),
    line('check', 'format, lint, types, boundaries, migrations, schema drift'),
    line('test', 'every check and test, the browser journeys included'),
  ].join('\n');
}

function findCommand(list: readonly CliCommand[], argv: readonly string[]): CliCommand | undefined {
  return [...list]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => name.split(' ').every((word, index) => argv[index] === word));
}

async function main(argv: readonly string[]): Promise<number> {
  const known = findCommand(commands, argv);
  const tools = known ? [] : await loadTools();
  const command = known ?? findCommand(tools, argv);
  if (!command) {
    const asked = argv.length === 0 || argv.includes('--help') || argv[0] === 'help';
    (asked ? process.stdout : process.stderr).write(
      `${asked ? '' : `There is no command “${argv.join(' ')}”.\n\n`}${overview([...commands, ...tools])}\n`,
    );
    return asked ? 0 : 2;
  }
  const call = parseCall(command, argv.slice(command.name.split(' ').length));
  if (call.help) {
    process.stdout.write(`${helpOf(command)}\n`);
    return 0;
  }
  return command.run(call);
}

keepHeapSmall();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const json = process.argv.includes('--json');
  if (error instanceof AppError) {
    const message = `${sentenceOf(error.code, 'zh', error.details)} ${sentenceOf(error.code, 'en', error.details)}`;
    if (json)
      process.stdout.write(`${JSON.stringify({ error: { code: error.code, message, details: error.details } })}\n`);
    else process.stderr.write(`${message}\n`);
  } else
    process.stderr.write(
      `${error instanceof UsageError || process.env.RENSHE_LOG !== 'debug' ? (error as Error).message : (error as Error).stack}\n`,
    );
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
