import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readShapeFile, type ShapeFileAnswer } from '@renshe/domain/analysis/analysis-shape.rules.ts';
import { findText, regionsFolder } from '../area/load-region.ts';

/** By path and time of change: a city may replace the file while the server runs. */
const cache = new Map<string, { changed: number; answer: ShapeFileAnswer }>();
const mostBytes = 20_000_000;

/**
 * The shapes of a city's areas, checked: `shapes.geojson` of its data folder, which no update replaces, or else of the region.
 * Undefined when neither has one.
 */
export async function readShapes(
  dataDir: string,
  region: string,
  folder = regionsFolder,
): Promise<ShapeFileAnswer | undefined> {
  const own = await readOnce(join(dataDir, 'shapes.geojson'));
  if (own || !/^[a-z0-9-]{1,20}$/.test(region)) return own;
  return readOnce(join(folder, region, 'shapes.geojson'));
}

async function readOnce(path: string): Promise<ShapeFileAnswer | undefined> {
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) return undefined;
  const known = cache.get(path);
  if (known?.changed === file.mtimeMs) return known.answer;
  const answer = file.size > mostBytes ? tooLarge : parse(findText(await readFile(path)) ?? '');
  cache.set(path, { changed: file.mtimeMs, answer });
  return answer;
}

const tooLarge: ShapeFileAnswer = {
  ok: false,
  problem: { zh: '文件超过 20 MB，请先简化边界。', en: 'The file is larger than 20 MB: simplify the shapes first.' },
};

function parse(text: string): ShapeFileAnswer {
  try {
    return readShapeFile(JSON.parse(text));
  } catch {
    return { ok: false, problem: { zh: '文件不是 JSON。', en: 'The file is no JSON.' } };
  }
}
