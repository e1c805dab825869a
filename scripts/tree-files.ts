/** The files that belong to the tree: what git tracks or would add; without git, everything that is not installed or built. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

const MADE = new Set(['node_modules', '.tools', '.git', 'dist', 'data', 'screenshots']);

/** Paths relative to the root, with forward slashes. */
export function listTreeFiles(): string[] {
  const git = runGit(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const files = git === undefined ? walk('') : git.split('\0').filter((file) => file !== '');
  return [...new Set(files)].filter((file) => existsSync(join(ROOT, file))).sort();
}

/** What git says; undefined when there is no git, no repository, or nothing under that name. */
export function runGit(args: readonly string[]): string | undefined {
  // A checkout of another user's is read all the same: nothing in it is run by ls-files and show.
  const run = spawnSync('git', ['-c', `safe.directory=${ROOT}`, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return run.status === 0 ? run.stdout : undefined;
}

function walk(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : walk(path);
    return entry.name.endsWith('.log') ? [] : [path];
  });
}
