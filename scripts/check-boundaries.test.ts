import { expect, test } from 'vitest';
import { findBreaches } from './check-boundaries.ts';

const slice = 'packages/server/src';
const outOfTree = ['', 'home', 'somebody', 'x'].join('/');

test.each<[string, Record<string, string>, string[]]>([
  [
    'a sound tree',
    {
      'packages/domain/src/area/area.rules.ts':
        "import { z } from 'zod';\nimport { a } from '../kernel/plain-date.ts';\n",
      'packages/web/src/area/AreaPage.tsx': "import { a } from '@renshe/domain/area/area.rules.ts';\n",
      [`${slice}/area/area.queries.ts`]: "import { db } from '../platform/db.ts';\nimport pg from 'pg';\n",
      [`${slice}/platform/db.ts`]: "import { a } from '../area/area.queries.ts';\n",
    },
    [],
  ],
  [
    'domain and node',
    { 'packages/domain/src/area/area.ts': "import { join } from 'node:path';\n" },
    ['only itself and zod'],
  ],
  [
    'domain and clock',
    { 'packages/domain/src/area/area.ts': '// new Date()\nconst a = new Date();\n' },
    ['area.ts:2: the domain has no clock'],
  ],
  [
    'web and server',
    { 'packages/web/src/main.tsx': "import x from '../../server/src/app.ts';\n" },
    ['web may not import'],
  ],
  [
    'domain by path',
    { [`${slice}/a/a.ts`]: "import {\n  x,\n} from '../../../domain/src/a/a.ts';\n" },
    ['import the domain as'],
  ],
  [
    'a circle of slices',
    {
      [`${slice}/a/a.ts`]: "import '../b/b.ts';\n",
      [`${slice}/b/b.ts`]: "export { c } from '../c/c.ts';\n",
      [`${slice}/c/c.ts`]: "const a = await import('../a/a.ts');\n",
    },
    ['a → b → c → a'],
  ],
  ['an empty name', { 'packages/web/src/kit/utils.ts': '' }, ['says nothing']],
  ['a wrong case', { 'packages/web/src/kit/areaPicker.ts': '' }, ['kebab-case']],
  ['a long file', { 'scripts/long.ts': 'x\n'.repeat(401) }, ['401 lines']],
  [
    'a long file with a reason',
    { 'scripts/long.ts': `// Over 400 lines because one table.\n${'x\n'.repeat(401)}` },
    [],
  ],
  ['a path of a machine', { 'docs/a.md': `see\n${outOfTree}` }, ['docs/a.md:2']],
])('%s', (_, files, expected) => {
  const breaches = findBreaches(Object.entries(files).map(([path, text]) => ({ path, text })));
  expect(breaches).toHaveLength(expected.length);
  expected.forEach((part, index) => {
    expect(breaches[index]).toContain(part);
  });
});
