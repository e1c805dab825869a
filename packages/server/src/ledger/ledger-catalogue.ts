/** The ledgers of this installation: files of the country and of the city, which adds its own or replaces one. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileProblem } from '@renshe/domain/kernel/data-file.ts';
import type { Ledger } from '@renshe/domain/ledger/ledger.ts';
import { readLedgerFile } from '@renshe/domain/ledger/ledger-file.ts';
import { findText, regionsFolder } from '../area/load-region.ts';
import type { Database } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';

export interface LedgerCatalogue {
  ledgers: ReadonlyMap<string, { ledger: Ledger; own: boolean }>;
  problems: readonly (FileProblem & { file: string })[];
}

/** Ledgers of some folders, a later one replacing an earlier; a file with problems is left out and said. */
export async function readLedgerCatalogue(folders: readonly string[]): Promise<LedgerCatalogue> {
  const ledgers = new Map<string, { ledger: Ledger; own: boolean }>();
  const problems: (FileProblem & { file: string })[] = [];
  for (const [index, folder] of folders.entries()) {
    const directory = join(folder, 'ledgers');
    if (!existsSync(directory)) continue;
    for (const file of (await readdir(directory)).filter((name) => name.endsWith('.json')).sort()) {
      const text = findText(await readFile(join(directory, file)));
      if (text === undefined) {
        problems.push({ file, where: '', zh: '这个文件不是文本。', en: 'This file is no text.' });
        continue;
      }
      const outcome = readLedgerFile(text);
      if (outcome.ledger) ledgers.set(outcome.ledger.key, { ledger: outcome.ledger, own: index > 0 });
      else problems.push(...outcome.problems.map((problem) => ({ ...problem, file })));
    }
  }
  return { ledgers, problems };
}

const catalogues = new WeakMap<Database, Promise<LedgerCatalogue>>();

/** The files, read once per process: they change with a release or a restart. What the city defines while it runs is in `own-ledger.ts`. */
export function ledgerCatalogue(db: Database): Promise<LedgerCatalogue> {
  const known = catalogues.get(db);
  if (known) return known;
  const reading = findInstallation(db.kysely).then((installation) =>
    readLedgerCatalogue([
      join(regionsFolder, 'cn'),
      ...(installation?.region ? [join(regionsFolder, installation.region)] : []),
    ]),
  );
  catalogues.set(db, reading);
  // An error must not stay: the next reader tries again.
  reading.catch(() => catalogues.delete(db));
  return reading;
}
