/** The forms of this installation: those that come with the system, and files of the country and of the city, which may replace them. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { ReportForm } from '@renshe/domain/report/form.ts';
import { type FormProblem, readFormFile } from '@renshe/domain/report/form-file.ts';
import { builtInForms } from '@renshe/domain/report/report-forms.ts';
import { findText, regionsFolder } from '../area/load-region.ts';
import type { Database } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';

export interface CataloguedForm {
  form: ReportForm;
  origin: 'built-in' | 'region';
}

export interface FormCatalogue {
  forms: ReadonlyMap<string, CataloguedForm>;
  problems: readonly (FormProblem & { file: string })[];
}

/** Forms of some folders, the later ones first in line for a key; a file with problems is left out and said. */
export async function readFormCatalogue(folders: readonly string[]): Promise<FormCatalogue> {
  const forms = new Map<string, CataloguedForm>(
    builtInForms.map((form) => [form.key, { form, origin: 'built-in' as const }]),
  );
  const problems: (FormProblem & { file: string })[] = [];
  for (const folder of folders) {
    const directory = join(folder, 'forms');
    if (!existsSync(directory)) continue;
    for (const file of (await readdir(directory)).filter((name) => name.endsWith('.json')).sort()) {
      const outcome = readFormFile(findText(await readFile(join(directory, file))) ?? '');
      if (outcome.form) forms.set(outcome.form.key, { form: outcome.form, origin: 'region' });
      else problems.push(...outcome.problems.map((problem) => ({ ...problem, file })));
    }
  }
  // The monthly form closes the ledger and has a contract of its own: a city adds to it by a form of its own.
  const monthly = builtInForms.find((form) => form.key === 'monthly')!;
  if (forms.get('monthly')?.form !== monthly) {
    forms.set('monthly', { form: monthly, origin: 'built-in' });
    problems.push({
      file: 'monthly',
      where: 'key',
      zh: '“monthly”是系统月报的代码，请给这张表换一个代码。',
      en: '“monthly” is the key of the system’s own report; give this form another one.',
    });
  }
  return { forms, problems };
}

const catalogues = new WeakMap<Database, Promise<FormCatalogue>>();

/** Read once per process: forms change with a release or a restart. */
export function formCatalogue(db: Database): Promise<FormCatalogue> {
  const known = catalogues.get(db);
  if (known) return known;
  const reading = findInstallation(db.kysely).then((installation) =>
    readFormCatalogue([
      join(regionsFolder, 'cn'),
      ...(installation?.region ? [join(regionsFolder, installation.region)] : []),
    ]),
  );
  catalogues.set(db, reading);
  // An error must not stay: the next reader tries again.
  reading.catch(() => catalogues.delete(db));
  return reading;
}

/** @throws AppError `report.unknown-form` */
export async function getReportForm(db: Database, key: string): Promise<CataloguedForm> {
  const found = (await formCatalogue(db)).forms.get(key);
  if (!found) throw new AppError('report.unknown-form', 'notFound', { form: key });
  return found;
}
