/**
 * Loaded with `node --import` into a child of a proof lane, never by the program itself: while files are loaded, one planted bug of
 * `RENSHE_PLANTED` replaces the right text by a wrong one. A bug whose text is gone stops the child: a lane must not count what it
 * did not plant.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
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
}
