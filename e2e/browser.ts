/**
 * The browser of the journeys: Chromium from npm, with a Chinese font, without any package of the system.
 *
 * `@sparticuz/chromium` unpacks itself into the temporary folder under fixed names. It gets a folder of its own, kept
 * between runs, so that two checkouts or users do not take each other's half-written files.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserServer, type LaunchOptions, chromium as playwright } from 'playwright-core';

const require = createRequire(import.meta.url);
const UNPACK = join(import.meta.dirname, 'unpack-chromium.ts');

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/**
 * Starts Chromium: the one that the environment variable RENSHE_CHROMIUM names, else the one from npm. One browser for
 * a whole run is enough; give every test its own context. Use `localhost` in addresses: the clipboard and service
 * workers are off elsewhere.
 * @throws Error with one sentence when it cannot start
 */
export async function launchBrowser(): Promise<Browser> {
  return start((options) => playwright.launch(options));
}

/** The same, for several processes: each connects to its address. */
export async function launchBrowserServer(): Promise<BrowserServer> {
  return start((options) => playwright.launchServer({ ...options, host: '127.0.0.1' }));
}

async function start<T>(launch: (options: LaunchOptions) => Promise<T>): Promise<T> {
  const installed = process.env.RENSHE_CHROMIUM;
  try {
    if (installed) return await launch({ executablePath: installed, args: ARGUMENTS });
    const { folder, executable } = await unpackChromium();
    return await launch({
      executablePath: executable,
      args: ARGUMENTS,
      env: {
        ...process.env,
        // Without a UTF-8 locale Chromium cannot open files with Chinese names.
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        TMPDIR: folder,
        FONTCONFIG_FILE: writeFontConfiguration(folder),
        LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      },
    });
  } catch (error) {
    const message = (error as Error).message;
    const missing = /error while loading shared libraries: ([^:\s]+)/.exec(message)?.[1];
    const reason = missing ? `the library ${missing} is missing` : message.split('\n')[0];
    throw new Error(`Chromium does not start (${reason}): install Chromium and name its program in RENSHE_CHROMIUM`, {
      cause: error,
    });
  }
}

async function unpackChromium(): Promise<{ folder: string; executable: string }> {
  const manifest = require.resolve('@sparticuz/chromium').replace(/(chromium)[/\\]build[/\\].*$/, '$1/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(tmpdir(), `renshe-chromium-${version}-${userInfo().username}`);
  const executable = join(folder, 'chromium');
  if (existsSync(executable)) {
    // The name can be guessed by others on this machine.
    if (statSync(folder).uid !== (process.getuid?.() ?? 0)) throw new Error(`${folder} belongs to another user`);
    return { folder, executable };
  }
  const making = `${folder}-making-${process.pid}`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  try {
    // A process of its own: where it unpacks to is set for the whole process, and others make their folders meanwhile.
    await promisify(execFile)(process.execPath, [UNPACK, join(dirname(manifest), 'bin', 'al2023.tar.br')], {
      env: { ...process.env, TMPDIR: making },
    });
    renameSync(making, folder);
  } catch (error) {
    // Another run may have been faster.
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(executable)) throw error;
  }
  return { folder, executable };
}

/** Chromium from npm brings Latin letters only; Chinese comes from the font that the server prints with. */
function writeFontConfiguration(folder: string): string {
  const chinese = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const prefer = (family: string) =>
    `<alias binding="strong"><family>${family}</family><prefer><family>Noto Sans SC</family></prefer></alias>`;
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(chinese, '400Regular')}</dir>
  <dir>${join(chinese, '500Medium')}</dir>
  <dir>${join(chinese, '700Bold')}</dir>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fontconfig-cache')}</cachedir>
  ${['sans-serif', 'serif', 'system-ui', 'PingFang SC', 'Microsoft YaHei'].map(prefer).join('\n  ')}
</fontconfig>
`,
  );
  return file;
}
