import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import accessBugs from './access-bugs.json' with { type: 'json' };
import { type PlantedBug, plantedText } from './planted-bug.ts';
import tamperBugs from './tamper-bugs.json' with { type: 'json' };

const folder = import.meta.dirname;
const bug: PlantedBug = {
  id: 'empty-scope-includes',
  file: 'server/src/platform/scope.ts',
  right: '  includes: () => false,\n',
  wrong: '  includes: () => true,\n',
  breaks: 'nobody sees everything',
};

function included(planted: PlantedBug | null) {
  const program = `import { emptyScope } from ${JSON.stringify(join(folder, '../platform/scope.ts'))}; console.log(emptyScope.includes(1));`;
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
  it('stops the child when the text is not there', () => {
    const gone = included({ ...bug, right: 'text that stands nowhere' });
    expect(gone.status).not.toBe(0);
    expect(gone.stderr).toContain('empty-scope-includes: its text stands 0 times in server/src/platform/scope.ts');
  });
  it.each<PlantedBug>([...accessBugs, ...tamperBugs])('finds the text of $id once', (planted) => {
    const source = readFileSync(join(folder, '..', '..', '..', planted.file), 'utf8');
    expect(plantedText(planted, source)).not.toBe(source);
  });
  it('refuses a text that stands twice', () => {
    expect(() => plantedText({ ...bug, right: 'a' }, 'a a')).toThrow('2 times');
  });
});
