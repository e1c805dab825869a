import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseAreas } from '../area/parse-areas.ts';
import { startServer } from '../main.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { prepareInstallation } from './prepare-installation.ts';

/** A region by its folder name under regions/, or any folder with areas.csv (and, if the city has them, offices.csv and parameters.csv). */
function regionFolder(name: string): string {
  const folder = isAbsolute(name) || name.startsWith('.') ? resolve(name) : join(regionsFolder, name);
  if (!existsSync(join(folder, 'areas.csv')))
    throw new UsageError(`${folder} 中没有 areas.csv。 There is no areas.csv in ${folder}.`);
  return folder;
}

export const startCommand: CliCommand = {
  name: 'start',
  usage: '[--demo | --city REGION]',
  summary: 'start the server (and the embedded database); an empty system is set up first',
  options: {
    demo: { value: '', help: 'fill an empty system with the demo city and print its logins' },
    city: { value: 'REGION', help: 'set up an empty system for a real city: a folder of regions/ or a path' },
    seed: { value: 'TEXT', help: 'seed of the demo city (default renshe)' },
    anchor: { value: 'YYYY-MM', help: 'last month of the demo history (default: this month)' },
    port: { value: 'PORT', help: 'port (PORT; default 8080)' },
    host: { value: 'ADDRESS', help: 'address to listen on, with TLS only (HOST)' },
    'tls-cert': { value: 'FILE', help: 'certificate (RENSHE_TLS_CERT); without TLS only localhost is served' },
    'tls-key': { value: 'FILE', help: 'its key (RENSHE_TLS_KEY)' },
  },
  async run(call) {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const city = call.options.city;
    const notes: string[] = [];
    const server = await startServer(call.config, async (system) => {
      notes.push(
        ...(await prepareInstallation(system, {
          demo: call.options.demo === true,
          ...(typeof city === 'string' && { folder: regionFolder(city), region: city }),
          ...(typeof call.options.seed === 'string' && { seed: call.options.seed }),
          ...(typeof call.options.anchor === 'string' && { anchor: call.options.anchor }),
          say,
        })),
      );
    });
    const setupLine = server.system.setupCode
      ? [
          `首次启用：打开 ${server.address}/setup ，启用码 ${server.system.setupCode}`,
          `First start: open ${server.address}/setup with code ${server.system.setupCode}`,
        ]
      : [];
    call.print({ address: server.address, notes }, [
      '',
      `人社已启动： ${server.address}`,
      `Renshe is running at ${server.address}`,
      ...setupLine,
      ...notes,
      '',
      'Ctrl+C 停止 / to stop',
    ]);
    await new Promise<void>((done) => {
      process.once('SIGINT', () => done());
      process.once('SIGTERM', () => done());
    });
    say('正在停止… Stopping …');
    await server.stop();
    return 0;
  },
};

/** Checks a city's area list before it is used: every fault with its line, in plain words. */
export const loadAreasCommand: CliCommand = {
  name: 'areas check',
  usage: 'FILE',
  summary: "check a city's area list (CSV) line by line",
  options: {},
  async run(call) {
    const [file] = call.words;
    if (!file) throw new UsageError('请给出文件名。 Name the file.');
    const parsed = parseAreas(decodeText(await readFile(file)));
    const errors = parsed.ok ? [] : parsed.errors;
    const counts = parsed.ok ? Object.groupBy(parsed.rows, (row) => row.kind) : {};
    const kinds = Object.fromEntries(Object.entries(counts).map(([kind, rows]) => [kind, rows?.length ?? 0]));
    call.print(
      { ok: parsed.ok, kinds, errors },
      parsed.ok
        ? [`没有问题。 No faults. ${JSON.stringify(kinds)}`]
        : errors.map((e) => `第 ${e.line} 行 line ${e.line}: ${e.zh} ${e.en}`),
    );
    return parsed.ok ? 0 : 1;
  },
};
