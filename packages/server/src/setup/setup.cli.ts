import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { decodeText, regionsFolder } from '../area/load-region.ts';
import { parseAreas } from '../area/parse-areas.ts';
import { startServer } from '../main.ts';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import { findInstallation } from '../platform/installation.ts';
import { installLastResort } from '../platform/last-resort.ts';
import type { System } from '../platform/open-system.ts';
import { prepareInstallation } from './prepare-installation.ts';

/** A region by its folder name under regions/, or any folder with areas.csv (and, if the city has them, offices.csv and parameters.csv). */
function regionFolder(name: string): string {
  const folder = isAbsolute(name) || name.startsWith('.') ? resolve(name) : join(regionsFolder, name);
  if (!existsSync(join(folder, 'areas.csv')))
    throw new UsageError(`${folder} 中没有 areas.csv。 There is no areas.csv in ${folder}.`);
  return folder;
}

const preparationOptions = {
  demo: { value: '', help: 'fill an empty system with the demo city and print its logins' },
  city: { value: 'REGION', help: 'set up an empty system for a real city: a folder of regions/ or a path' },
  seed: { value: 'TEXT', help: 'seed of the demo city (default renshe)' },
  anchor: { value: 'YYYY-MM', help: 'last month of the demo history (default: this month)' },
} as const;

/** Sets up what is empty, as the options say; answers the lines to print. */
function prepare(call: CliCall, system: System): Promise<string[]> {
  const { demo, city, seed, anchor } = call.options;
  if (demo === true && typeof city === 'string')
    throw new UsageError('--demo 与 --city 不能同用。 Give --demo or --city, not both.');
  return prepareInstallation(system, {
    demo: demo === true,
    ...(typeof city === 'string' && { folder: regionFolder(city), region: city }),
    ...(typeof seed === 'string' && { seed }),
    ...(typeof anchor === 'string' && { anchor }),
    say: (line) => void process.stderr.write(`${line}\n`),
  });
}

/** For scripts: what `start` does to an empty system, without serving. */
export const setupCommand: CliCommand = {
  name: 'setup',
  usage: '[--demo | --city REGION]',
  summary: 'set up an empty system without starting the server',
  options: preparationOptions,
  async run(call) {
    const system = await call.open();
    try {
      const notes = await prepare(call, system);
      const installation = await findInstallation(system.db.kysely);
      const { tree } = await system.reference.current();
      call.print({ city: installation?.region ?? null, demo: installation?.demo ?? false, areas: tree.areas.size }, [
        `已启用，共 ${tree.areas.size} 个区域。 Set up with ${tree.areas.size} areas.`,
        ...notes,
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};

export const startCommand: CliCommand = {
  name: 'start',
  usage: '[--demo | --city REGION]',
  summary: 'start the server (and the embedded database); an empty system is set up first',
  options: {
    ...preparationOptions,
    port: { value: 'PORT', help: 'port (PORT; default 8080)' },
    host: { value: 'ADDRESS', help: 'address to listen on, with TLS only (HOST)' },
    'tls-cert': { value: 'FILE', help: 'certificate (RENSHE_TLS_CERT); without TLS only localhost is served' },
    'tls-key': { value: 'FILE', help: 'its key (RENSHE_TLS_KEY)' },
    'public-origin': {
      value: 'URL',
      help: 'https address that browsers use when a proxy on this machine ends TLS (RENSHE_PUBLIC_ORIGIN)',
    },
  },
  async run(call) {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const notes: string[] = [];
    const server = await startServer(call.config, async (system) => {
      notes.push(...(await prepare(call, system)));
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
    const removeLastResort = installLastResort(server.system.log, () => server.stop());
    await new Promise<void>((done) => {
      process.once('SIGINT', () => done());
      process.once('SIGTERM', () => done());
    });
    say('正在停止… Stopping …');
    await server.stop();
    removeLastResort();
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
    const parsed = parseAreas(decodeText(await readFile(file), file));
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
