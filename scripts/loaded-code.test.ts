/** What a server in service has loaded: the closure of static imports from its entry. Tools that prove, measure or test are loaded by their own commands alone. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './tree-files.ts';

/** Files of ours that are loaded with this one. */
function loadedWith(entry: string): Set<string> {
  const loaded = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const [, type, from = ''] of text.matchAll(/^(?:import|export)(\s+type)?\b[^;]*?from '([^']+)'/gm)) {
      if (type) continue;
      if (from.startsWith('@renshe/domain/')) open.push(from.replace('@renshe/domain/', 'packages/domain/src/'));
      else if (from.startsWith('.')) open.push(normalize(join(dirname(path), from)));
    }
  }
  return loaded;
}

test('the server loads what it serves with, and no tools of proof, measure or test', () => {
  const loaded = [...loadedWith('packages/server/src/main.ts')];
  expect(loaded.length).toBeGreaterThan(400);
  const tools = /\/(prove|bench|demo|test)\/|\.(test|e2e)\.ts$/;
  expect(loaded.filter((path) => tools.test(path))).toEqual([]);
});

test('the command that starts it loads none of them, nor the demo city', () => {
  const tools = [...loadedWith('packages/server/src/cli.ts')].filter((path) =>
    /\/(prove|bench|demo|test)\//.test(path),
  );
  expect(tools).toEqual([]);
});
