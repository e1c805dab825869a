/** Lists that stand in the code and in the documents are the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON_WORDS } from '@renshe/domain/account/password.rules.ts';
import { signInParameterKeys } from '@renshe/domain/parameter/parameter.sign-in-keys.ts';
import { expect, test } from 'vitest';
import { ROOT } from './tree-files.ts';

const page = (path: string) => readFileSync(join(ROOT, 'docs', path), 'utf8');

test('the words that passwords are not made of', () => {
  const [, block = ''] = /<!-- words -->\s*```\n([^`]*)```/.exec(page('security/checks.md')) ?? [];
  expect(block.trim().split(/\s+/).sort()).toEqual([...COMMON_WORDS].sort());
});

test('the parameters of signing in', () => {
  const table = [...page('guide/signing-in.md').matchAll(/^\| `(sign_in\.\w+)`/gm)].map(([, key]) => key);
  expect(table.sort()).toEqual(signInParameterKeys.map(({ code }) => code).sort());
});
