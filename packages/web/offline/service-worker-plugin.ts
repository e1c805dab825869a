/** Writes `sw.js` beside the built app: the service worker with the files that the page of taken-along visits needs, and no others. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What of a built chunk this needs to know. */
interface BuiltFile {
  type: string;
  fileName: string;
  isEntry?: boolean;
  facadeModuleId?: string | null;
  imports?: string[];
  viteMetadata?: { importedCss?: Iterable<string> };
}

const offlinePage = 'AlongPage.tsx';
/** Of the folder `public`, as index.html names them. */
const always = ['/before.js', '/icon.svg'];

/**
 * The entry, the offline page, and all that these load before they run.
 * @throws Error when the page is not part of the build
 */
export function offlineFiles(bundle: Readonly<Record<string, BuiltFile>>): string[] {
  const open = Object.values(bundle).filter(
    (file) => file.type === 'chunk' && (file.isEntry || file.facadeModuleId?.endsWith(`/${offlinePage}`)),
  );
  if (!open.some((file) => file.facadeModuleId?.endsWith(`/${offlinePage}`)))
    throw new Error(`${offlinePage} is no chunk of its own`);
  const found = new Set<string>();
  for (let file = open.pop(); file; file = open.pop()) {
    if (found.has(file.fileName)) continue;
    found.add(file.fileName);
    for (const css of file.viteMetadata?.importedCss ?? []) found.add(css);
    for (const name of file.imports ?? []) if (bundle[name]) open.push(bundle[name]);
  }
  return [...always, ...[...found].sort().map((name) => `/${name}`)];
}

export function serviceWorker(): Plugin {
  return {
    name: 'renshe-service-worker',
    apply: 'build',
    writeBundle(options, bundle) {
      const files = offlineFiles(bundle as unknown as Record<string, BuiltFile>);
      const source = readFileSync(join(import.meta.dirname, 'service-worker.js'), 'utf8');
      const unhashed = always.map((path) => readFileSync(join(options.dir!, path)));
      const hash = createHash('sha256').update(source).update(files.join(','));
      for (const bytes of unhashed) hash.update(bytes);
      const version = hash.digest('hex').slice(0, 16);
      writeFileSync(
        join(options.dir!, 'sw.js'),
        source.replace('__VERSION__', version).replace('__FILES__', files.join(',')),
      );
    },
  };
}
