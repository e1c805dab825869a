/** Checks exchange files of others, or our own once more: .csv, .txt, .xlsx, or a .zip of these. Nothing is imported or kept. */
import { basename } from 'node:path';
import type { CheckReport } from '@renshe/domain/exchange/exchange.contract.ts';
import { type ExchangeEdition, type ExchangeTable, findTable } from '@renshe/domain/exchange/exchange.edition.ts';
import { type Finding, findingGroups, isError } from '@renshe/domain/exchange/exchange.findings.ts';
import { csvReader, separatedReader } from '@renshe/domain/exchange/exchange.text.ts';
import { columnsOf, type ExchangeValidator, exchangeValidator } from '@renshe/domain/exchange/exchange.validate.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { cellText } from '@renshe/domain/roster/roster.sheet.ts';
import { decodeText } from '../area/load-region.ts';
import { readInTurn } from '../roster/judge-batch.ts';
import { defaultRosterLimits } from '../roster/roster-limits.ts';
import { readZipDirectory, readZipEntry } from '../roster/roster-zip.ts';

const listed = 1000;
const charactersAtOnce = 256 * 1024;

type Source = { file: string; table: ExchangeTable; rows(): AsyncGenerator<readonly string[]> };
type Part = { name: string; bytes: Buffer };

/** Lets other requests in: a large file is work of seconds. */
const breathe = () => new Promise<void>((done) => setImmediate(done));

async function* textRows(part: Part, edition: ExchangeEdition): AsyncGenerator<readonly string[]> {
  let text: string;
  try {
    text = decodeText(part.bytes);
  } catch {
    throw new AppError('exchange.file-unreadable', 'invalid');
  }
  const reader = /\.txt$/i.test(part.name) ? separatedReader(edition.files.separator) : csvReader();
  for (let at = 0; at < text.length; at += charactersAtOnce) {
    // Half of a surrogate pair waits for the other one by itself: the readers put pieces together.
    yield* reader.push(text.slice(at, at + charactersAtOnce));
    await breathe();
  }
  yield* reader.end();
}

/** Tables are told by the beginning of a name: DY13_321102…, or a sheet DY13. */
function tableNamed(edition: ExchangeEdition, name: string): ExchangeTable | undefined {
  const code = /[A-Z]{1,4}\d{1,4}/.exec(name.toUpperCase())?.[0];
  return code === undefined ? undefined : findTable(edition, code);
}

async function* sheetRows(
  rows: readonly (readonly (string | number)[])[],
  width: number,
): AsyncGenerator<readonly string[]> {
  for (const [i, row] of rows.entries()) {
    const cells = row.map(cellText);
    if (cells.every((cell) => cell === '')) continue;
    // A sheet does not keep the empty cells at the end of a row.
    while (cells.length < width) cells.push('');
    yield cells;
    if (i % 2000 === 1999) await breathe();
  }
}

async function sourcesOf(part: Part, edition: ExchangeEdition, chosen: ExchangeTable | undefined): Promise<Source[]> {
  const file = basename(part.name);
  const unknown = () => new AppError('exchange.file-table-unknown', 'invalid', { name: file });
  if (/\.(csv|txt)$/i.test(file)) {
    const table = chosen ?? tableNamed(edition, file);
    if (!table) throw unknown();
    return [{ file, table, rows: () => textRows(part, edition) }];
  }
  if (!/\.xlsx$/i.test(file)) throw new AppError('exchange.file-unreadable', 'invalid');
  const workbook = await readInTurn(part.bytes, file);
  const sheets = workbook.sheets.filter((sheet) => !sheet.hidden && sheet.rows.length > 0);
  const sources = sheets.flatMap((sheet) => {
    const table =
      (sheets.length === 1 ? chosen : undefined) ??
      tableNamed(edition, sheet.name) ??
      (sheets.length === 1 ? tableNamed(edition, file) : undefined);
    const width = sheet.rows[0]?.length ?? 0;
    return table
      ? [
          {
            file: sheets.length === 1 ? file : `${file} / ${sheet.name}`,
            table,
            rows: () => sheetRows(sheet.rows, width),
          },
        ]
      : [];
  });
  if (sources.length === 0) throw unknown();
  return sources;
}

async function allSources(
  upload: Part,
  edition: ExchangeEdition,
  chosen: ExchangeTable | undefined,
): Promise<Source[]> {
  if (!/\.zip$/i.test(upload.name)) return sourcesOf(upload, edition, chosen);
  const directory = readZipDirectory(upload.bytes, defaultRosterLimits);
  const sources: Source[] = [];
  for (const entry of directory.entries.values()) {
    // Keys of rows to strike out have nothing to check but themselves.
    if (!/\.(csv|txt|xlsx)$/i.test(entry.name) || /_delete\.\w+$/i.test(entry.name)) continue;
    const bytes = readZipEntry(directory, entry.name);
    if (bytes) sources.push(...(await sourcesOf({ name: entry.name, bytes }, edition, chosen)));
  }
  if (sources.length === 0) throw new AppError('exchange.file-unreadable', 'invalid');
  return sources.sort((a, b) => edition.tables.indexOf(a.table) - edition.tables.indexOf(b.table));
}

class Report {
  readonly groups = findingGroups();
  readonly findings: CheckReport['findings'] = [];
  errors = 0;
  warnings = 0;

  note(
    found: readonly Finding[],
    place: { file: string; line: number; places: readonly number[] },
    table: ExchangeTable,
  ): void {
    for (const finding of found) {
      if (isError(finding)) this.errors++;
      else this.warnings++;
      this.groups.add(finding);
      if (this.findings.length >= listed) continue;
      const column = place.places[table.fields.findIndex((field) => field.name === finding.field)] ?? -1;
      this.findings.push({ ...finding, file: place.file, line: place.line, column: column < 0 ? null : column + 1 });
    }
  }
}

async function checkSource(source: Source, edition: ExchangeEdition, validator: ExchangeValidator, report: Report) {
  const { table } = source;
  let places = edition.files.header ? undefined : table.fields.map((_, i) => i);
  let width = table.fields.length;
  let missing = new Set<string>();
  let rows = 0;
  let faultyRows = 0;
  for await (const cells of source.rows()) {
    if (places === undefined) {
      const columns = columnsOf(table, cells);
      places = columns.places;
      width = cells.length;
      missing = new Set(columns.findings.flatMap((one) => (one.code === 'column-missing' ? (one.field ?? []) : [])));
      report.note(columns.findings, { file: source.file, line: 1, places }, table);
      continue;
    }
    rows++;
    const found: Finding[] =
      cells.length === width
        ? validator
            .row(
              table.code,
              rows,
              places.map((place) => (place < 0 ? '' : cells[place]!)),
            )
            // A column that is not there was told once.
            .filter((one) => !(one.field !== null && missing.has(one.field)))
        : [
            {
              table: table.code,
              row: rows,
              field: null,
              code: 'cell-count',
              details: { count: cells.length, expected: width },
            },
          ];
    report.note(found, { file: source.file, line: rows + (edition.files.header ? 1 : 0), places }, table);
    if (found.some(isError)) faultyRows++;
  }
  return { table: table.code, file: source.file, rows, faultyRows };
}

/** @throws AppError when the file cannot be read at all or nobody can tell its table. */
export async function checkExchangeFile(
  edition: ExchangeEdition,
  upload: Part,
  of: { table?: string | undefined; today: PlainDate },
): Promise<CheckReport> {
  const chosen = of.table === undefined ? undefined : findTable(edition, of.table);
  if (of.table !== undefined && !chosen) throw new AppError('exchange.table-unknown', 'invalid', { table: of.table });
  const sources = await allSources(upload, edition, chosen);
  const tables = [...new Set(sources.map((source) => source.table.code))];
  const validator = exchangeValidator(edition, { today: of.today, tables });
  const report = new Report();
  const counted = [];
  for (const source of sources)
    counted.push({
      ...(await checkSource(source, edition, validator, report)),
      unchecked: [...new Set(source.table.references.map((one) => one.table).filter((code) => !tables.includes(code)))],
    });
  return {
    edition: edition.edition,
    tables: counted,
    errors: report.errors,
    warnings: report.warnings,
    groups: report.groups.list(),
    findings: report.findings,
  };
}
