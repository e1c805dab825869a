/** `npm run check`: format and lint, types, boundaries, order of migrations, drift of the database types. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './tree-files.ts';

const STEPS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'format and lint', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'boundaries', command: ['scripts/check-boundaries.ts'] },
  { name: 'migration order', command: ['scripts/check-migrations.ts'] },
  { name: 'schema drift', command: ['packages/server/scripts/generate-schema.ts', '--check'] },
];

/** Runs every check and prints one line for each, with the findings of those that failed. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const results = await Promise.all(STEPS.map((step) => runStep(step.command)));
  STEPS.forEach((step, index) => {
    const result = results[index];
    console.log(`${result?.ok ? '✓' : '✗'} ${step.name}`);
    if (!result?.ok) console.log(result?.output.trim());
  });
  const passed = results.filter((result) => result.ok).length;
  return { passed, failed: results.length - passed };
}

function runStep([script = '', ...args]: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((done) => {
    child.on('error', (error) => done({ ok: false, output: error.message }));
    child.on('close', (code) => done({ ok: code === 0, output }));
  });
}

if (import.meta.main) {
  const { failed } = await runChecks();
  if (failed > 0) process.exitCode = 1;
}
