/** What is installed is what was written down, byte for byte, and runs nothing while it is installed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTreeFiles, ROOT } from './tree-files.ts';

interface Locked {
  link?: boolean;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const locked = Object.entries(read('package-lock.json').packages as Record<string, Locked>).filter(
  ([path, { link }]) => path.includes('node_modules/') && !link,
);

describe('packages of others', () => {
  it('are locked with the digest of their bytes, and come from no address of their own', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
    // Without an address the one configured registry is asked, and nobody else.
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
  it('are asked for in exact versions', () => {
    const manifests = listTreeFiles().filter((path) => /(^|\/)package\.json$/.test(path));
    for (const path of manifests) {
      const { dependencies, devDependencies, optionalDependencies } = read(path);
      const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
      );
      expect([path, ranges]).toEqual([path, []]);
    }
  });
  it('run no scripts of theirs when they are installed', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
  it('never take a name of ours', () => {
    const ours = locked.filter(([path]) => /node_modules\/@renshe\//.test(path));
    expect(ours).toEqual([]);
  });
});
