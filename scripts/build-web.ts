/** Builds `packages/web/dist` when its sources changed since the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { withProcessLock } from '../packages/server/src/platform/process-lock.ts';

const ROOT = join(import.meta.dirname, '..');
const WEB = join(ROOT, 'packages', 'web');
const STAMP = join(WEB, 'dist', '.built-from');
const SOURCES = [
  'package-lock.json',
  ...['index.html', 'vite.config.ts', 'package.json', 'public', 'offline', 'src'].map((name) =>
    join('packages', 'web', name),
  ),
  join('packages', 'domain', 'src'),
  // The national values that the practice goes by.
  join('regions', 'cn', 'parameters.csv'),
];

/** @throws Error when the build fails; its words went to the terminal */
export async function buildWebWhenChanged(): Promise<void> {
  if (!existsSync(join(WEB, 'index.html'))) return;
  const wanted = sourceHash();
  if (isBuiltFrom(wanted)) return;
  mkdirSync(join(ROOT, '.tools'), { recursive: true });
  await withProcessLock(join(ROOT, '.tools', 'web-build-lock'), async () => {
    if (isBuiltFrom(wanted)) return;
    console.error('Building the web app (once, and after each change) …');
    rmSync(STAMP, { force: true });
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const run = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: WEB, stdio: 'inherit' });
    if (run.status !== 0) throw new Error('The build of the web app failed');
    compress(join(WEB, 'dist'));
    writeFileSync(STAMP, wanted);
  });
}

/** Compressed once here, not with every request: old PCs sit behind slow lines. */
function compress(folder: string): void {
  for (const file of listFiles(folder)) {
    if (!/\.(js|css|html|svg)$/.test(file) || statSync(file).size < 1024) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  }
}

function isBuiltFrom(hash: string): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;
}

function sourceHash(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => listFiles(join(ROOT, source)))) {
    hash.update(`${relative(ROOT, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .filter((name) => !name.includes('.test.'))
    .flatMap((name) => listFiles(join(path, name)));
}

if (import.meta.main) {
  try {
    await buildWebWhenChanged();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
