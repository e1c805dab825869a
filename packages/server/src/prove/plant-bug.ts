/**
 * Loaded with `node --import` into a child of a proof lane, never by the program itself: while files are loaded, one planted bug of
 * `RENSHE_PLANTED` replaces the right text by a wrong one. A bug whose text is gone stops the child: a lane must not count what it
 * did not plant. Processes that the child starts, with arguments and settings of their own, get the bug too.
 */
import type { ForkOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type PlantedBug, plantedText } from './planted-bug.ts';

const planted = JSON.parse(process.env.RENSHE_PLANTED ?? 'null') as PlantedBug | null;
if (planted) {
  const path = join(import.meta.dirname, '..', '..', '..', planted.file);
  const url = pathToFileURL(path).href;
  // Before anything else is loaded: the text has to be there, once.
  plantedText(planted, readFileSync(path, 'utf8'));
  registerHooks({
    load(asked, context, next) {
      const loaded = next(asked, context);
      if (asked !== url || loaded.source === undefined || loaded.source === null) return loaded;
      const text =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
      return { ...loaded, source: plantedText(planted, text) };
    },
  });
  const children = createRequire(import.meta.url)('node:child_process') as typeof import('node:child_process');
  const { fork } = children;
  const planting = ['--import', import.meta.filename];
  children.fork = ((module: string, args: readonly string[], { execArgv, env, ...options }: ForkOptions = {}) =>
    fork(module, args, {
      ...options,
      ...(execArgv && { execArgv: execArgv.includes(planting[1]!) ? execArgv : [...execArgv, ...planting] }),
      ...(env && { env: { RENSHE_PLANTED: process.env.RENSHE_PLANTED, ...env } }),
    })) as typeof fork;
  syncBuiltinESMExports();
}
