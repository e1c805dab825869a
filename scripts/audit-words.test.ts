/** The audit page has words for what the program writes, and for nothing that it does not write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allContracts } from '../packages/domain/src/access/all-contracts.ts';
import { ofTheSystem } from '../packages/web/src/audit/audit-words.ts';
import { listTreeFiles, ROOT } from './tree-files.ts';

const program = listTreeFiles()
  .filter((file) => /^packages\/server\/src\/(?!prove\/|bench\/).*(?<!\.test)\.ts$/.test(file))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))
  .join('\n');
const ofRoutes = new Set(allContracts.map(({ audit }) => audit));

test.each(Object.keys(ofTheSystem))('%s is written by the program', (action) => {
  expect(program).toContain(`'${action}'`);
  expect(ofRoutes).not.toContain(action);
});

test('what commands without a route and refused tries write has words', () => {
  const written = [
    ...program.matchAll(/(?:\baction: |auditRefusal\([\w.]+, |auditBackup\(\w+, \w+, )'([a-z-]+\.[a-z-]+)'/g),
  ];
  const actions = new Set(written.map(([, action]) => action!));
  expect(actions.size).toBeGreaterThan(10);
  expect([...actions].filter((action) => !ofRoutes.has(action) && !(action in ofTheSystem))).toEqual([]);
});
