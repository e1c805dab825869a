import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { firstDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { benchFolder, benchSystem, loadBenchCity, openBenchCluster } from './bench-database.ts';
import { benchLines, benchResult, figure } from './bench-result.ts';
import { makeBenchRoster } from './bench-roster.ts';
import { copyReference } from './copy-reference.ts';

const community = '321102001001';
const memoryLimit = 512;

type Run = {
  create: number;
  judgeSeconds: number;
  applySeconds: number;
  seconds: number;
  peakMegabytes: number;
};

export const benchImportCommand: CliCommand = {
  name: 'bench import',
  usage: '[--rows 100000]',
  summary: 'measure the import of a roster against COPY of the rows it leaves, in scratch databases',
  options: { rows: { value: 'N', help: 'rows of the roster (default 100000)' } },
  async run(call) {
    const rows = Number(call.options.rows ?? 100_000);
    if (!Number.isInteger(rows) || rows < 1 || rows > 190_000) throw new UsageError('--rows 1 … 190000');
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const folder = benchFolder();
    const cluster = await openBenchCluster(call.config);
    try {
      await chmod(folder.path, 0o700);
      const url = await cluster.createDatabase();
      const system = benchSystem(url, folder.path);
      const cityAreaId = await loadBenchCity(system, firstDayOf(monthOf(system.clock.today()))).finally(() =>
        system.close(),
      );
      say(`正在生成 ${rows} 行名册… Making a roster of ${rows} rows …`);
      const path = join(folder.path, 'roster.xlsx');
      await writeFile(path, await makeBenchRoster(rows));
      say('正在导入… Importing …');
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, 'import-run.ts'), url, folder.path, path, community, String(cityAreaId)],
        { maxBuffer: 1 << 20 },
      );
      const run = JSON.parse(stdout) as Run;
      say(`${JSON.stringify(run)}\n正在用 COPY 写同样的行… COPY of the same rows …`);
      const reference = await copyReference(url, await cluster.createDatabase(), folder.path);
      say(JSON.stringify(reference));
      const result = benchResult('import', [
        figure('rows from file to committed and derived', rows / run.seconds, rows / reference.seconds, 'rows/s'),
        figure(
          'rows from judged to committed and derived',
          rows / run.applySeconds,
          rows / reference.seconds,
          'rows/s',
        ),
        figure('peak memory', run.peakMegabytes, memoryLimit, 'MB'),
      ]);
      call.print(result, benchLines(result));
      return run.create === rows ? 0 : 1;
    } finally {
      await cluster.close();
      folder.remove();
    }
  },
};
