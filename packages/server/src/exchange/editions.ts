/** Mapping files: the nation's in regions/cn/exchange, the city's own beside its region's lists, and those put into the data folder. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { type EditionProblem, type ExchangeEdition, readEdition } from '@renshe/domain/exchange/exchange.edition.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { findText, regionsFolder } from '../area/load-region.ts';
import type { Host } from '../platform/host.ts';
import { findInstallation } from '../platform/installation.ts';

export type LoadedEditions = {
  editions: ExchangeEdition[];
  faulty: { file: string; problems: EditionProblem[] }[];
};

type Read = { stamp: string; edition?: ExchangeEdition; problems: EditionProblem[] };
const cache = new Map<string, Read>();

async function readFileOnce(path: string): Promise<Read> {
  const { mtimeMs, size } = await stat(path);
  const stamp = `${mtimeMs}/${size}`;
  const known = cache.get(path);
  if (known?.stamp === stamp) return known;
  let read: Read;
  try {
    const result = readEdition(JSON.parse(findText(await readFile(path)) ?? ''));
    read = result.ok ? { stamp, edition: result.edition, problems: [] } : { stamp, problems: result.problems };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const where = '文件 file';
    read = {
      stamp,
      problems: [
        { where, zh: '不是 JSON，请检查括号、引号和逗号。', en: 'No JSON: check brackets, quotes and commas.' },
      ],
    };
  }
  cache.set(path, read);
  return read;
}

async function jsonFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.json')).sort();
}

/** Later folders win: a city's file of the same edition replaces the nation's. A file that cannot be used is told with its faults. */
export async function loadEditions(host: Pick<Host, 'db' | 'dataDir'>): Promise<LoadedEditions> {
  const region = (await findInstallation(host.db.kysely))?.region ?? '';
  const own = isAbsolute(region) || region.startsWith('.') ? resolve(region) : join(regionsFolder, region);
  const folders = [join(regionsFolder, 'cn'), ...(region === '' || region === 'cn' ? [] : [own]), host.dataDir];
  const editions = new Map<string, ExchangeEdition>();
  const faulty: LoadedEditions['faulty'] = [];
  for (const folder of folders) {
    for (const name of await jsonFiles(join(folder, 'exchange'))) {
      const read = await readFileOnce(join(folder, 'exchange', name));
      if (read.edition) editions.set(read.edition.edition, read.edition);
      else faulty.push({ file: name, problems: read.problems });
    }
  }
  return {
    editions: [...editions.values()].sort((a, b) => b.year - a.year || a.edition.localeCompare(b.edition)),
    faulty,
  };
}

export async function getEdition(host: Pick<Host, 'db' | 'dataDir'>, id: string): Promise<ExchangeEdition> {
  const { editions, faulty } = await loadEditions(host);
  const edition = editions.find((one) => one.edition === id);
  if (edition) return edition;
  const broken = faulty.find((one) => one.file === `${id}.json`);
  if (!broken) throw new AppError('exchange.edition-unknown', 'invalid', { edition: id });
  const [first] = broken.problems;
  throw new AppError('exchange.edition-faulty', 'invalid', {
    edition: id,
    count: broken.problems.length,
    where: first?.where ?? '',
    problem: `${first?.zh ?? ''} ${first?.en ?? ''}`,
  });
}
