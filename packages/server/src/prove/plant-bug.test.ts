import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PlantedBug, plantedText } from './planted-bug.ts';

const folder = import.meta.dirname;
/** Of every lane: a list that is new is looked at too. */
const planted = globSync('*bugs.json', { cwd: folder }).flatMap(
  (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as PlantedBug[],
);
const bug: PlantedBug = {
  id: 'empty-scope-includes',
  file: 'server/src/platform/scope.ts',
  right: '  includes: () => false,\n',
  wrong: '  includes: () => true,\n',
  breaks: 'nobody sees everything',
};

const look = `import { emptyScope } from ${JSON.stringify(join(folder, '../platform/scope.ts'))}; console.log(emptyScope.includes(1));`;

function included(planted: PlantedBug | null, program = look) {
  return spawnSync(
    process.execPath,
    ['--import', join(folder, 'plant-bug.ts'), '--input-type=module-typescript', '-e', program],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', RENSHE_PLANTED: JSON.stringify(planted) } },
  );
}

describe('planting a bug', () => {
  it('replaces the text in the child alone', () => {
    expect(included(null).stdout.trim()).toBe('false');
    expect(included(bug).stdout.trim()).toBe('true');
  });
  it('goes along into processes that the child starts with nothing of its own settings', () => {
    const there = mkdtempSync(join(tmpdir(), 'renshe-planted-'));
    try {
      const file = join(there, 'grandchild.ts');
      writeFileSync(file, look);
      const starts = `import { fork } from 'node:child_process'; fork(${JSON.stringify(file)}, [], { execArgv: [], env: {} });`;
      expect(included(null, starts).stdout.trim()).toBe('false');
      expect(included(bug, starts).stdout.trim()).toBe('true');
    } finally {
      rmSync(there, { recursive: true });
    }
  });
  it('stops the child when the text is not there', () => {
    const gone = included({ ...bug, right: 'text that stands nowhere' });
    expect(gone.status).not.toBe(0);
    expect(gone.stderr).toContain('empty-scope-includes: its text stands 0 times in server/src/platform/scope.ts');
  });
  it.each<PlantedBug>(planted)('finds the text of $id once', (one) => {
    const source = readFileSync(join(folder, '..', '..', '..', one.file), 'utf8');
    expect(plantedText(one, source)).not.toBe(source);
  });
  it('refuses a text that stands twice', () => {
    expect(() => plantedText({ ...bug, right: 'a' }, 'a a')).toThrow('2 times');
  });
});
