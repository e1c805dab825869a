/**
 * `npm test [filter]`: the checks, the tests of domain and server, then the browser journeys against the built web app.
 * The last line is the sum. With a filter (part of a file name) only the matching tests run, without the checks.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buildWebWhenChanged } from './build-web.ts';
import { runChecks } from './check.ts';
import { listTreeFiles, ROOT } from './tree-files.ts';

interface Sum {
  readonly passed: number;
  readonly failed: number;
}

/** What vitest writes down of a run; times are milliseconds. */
interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

const filters = process.argv.slice(2);
const sums: Sum[] = [];
/** What took how long: to see where the next minute can be won. */
const spent: string[] = [];

if (filters.length === 0) sums.push({ passed: 0, failed: (await timed('checks', runChecks, () => '')).failed });
if (hasTests((file) => file.endsWith('.test.ts')))
  sums.push(await timed('tests', () => runTests('!browser'), longestOf));
if (hasTests((file) => file.endsWith('.e2e.ts'))) {
  try {
    await timed('building the web', buildWebWhenChanged, () => '');
    sums.push(await timed('journeys', () => runTests('browser'), longestOf));
  } catch (error) {
    console.error((error as Error).message);
    sums.push({ passed: 0, failed: 1 });
  }
}

const passed = sums.reduce((total, sum) => total + sum.passed, 0);
const failed = sums.reduce((total, sum) => total + sum.failed, 0);
console.log(`\nSeconds: ${spent.join('; ')}`);
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function hasTests(ofKind: (file: string) => boolean): boolean {
  const matches = (file: string) => filters.length === 0 || filters.some((filter) => file.includes(filter));
  return listTreeFiles().some((file) => ofKind(file) && matches(file));
}

async function timed<T>(part: string, run: () => Promise<T>, more: (result: T) => string): Promise<T> {
  const from = performance.now();
  const result = await run();
  spent.push(`${part} ${Math.round((performance.now() - from) / 1000)}${more(result)}`);
  return result;
}

function longestOf({ files }: { files: Results['testResults'] }): string {
  const seconds = (file: (typeof files)[number]) => Math.round((file.endTime - file.startTime) / 1000);
  const longest = [...files].sort((a, b) => seconds(b) - seconds(a)).slice(0, 5);
  if (longest.length === 0) return '';
  return ` (${longest.map((file) => `${relative(ROOT, file.name)} ${seconds(file)}`).join(', ')})`;
}

/** Runs one part of the tests; a run that breaks off counts as one failure at least. */
async function runTests(project: string): Promise<Sum & { files: Results['testResults'] }> {
  const folder = mkdtempSync(join(tmpdir(), 'renshe-results-'));
  const results = join(folder, 'results.json');
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const child = spawn(process.execPath, [vitest, ...args, ...filters], {
    cwd: ROOT,
    stdio: 'inherit',
    // Many tests start the program again: it need not be compiled each time.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  });
  const stop = () => child.kill('SIGTERM');
  process.once('SIGTERM', stop);
  const code = await new Promise<number>((done) => {
    child.on('error', () => done(1));
    child.on('close', (exit) => done(exit ?? 1));
  });
  process.removeListener('SIGTERM', stop);
  const counted: Results = existsSync(results)
    ? (JSON.parse(readFileSync(results, 'utf8')) as Results)
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  rmSync(folder, { recursive: true, force: true });
  const brokenOff = code !== 0 && counted.numFailedTests === 0 ? 1 : 0;
  return { passed: counted.numPassedTests, failed: counted.numFailedTests + brokenOff, files: counted.testResults };
}
