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
import { readWorkbook } from '../roster/read-workbook.ts';
import { defaultRosterLimits } from '../roster/roster-limits.ts';
import { inflatedPieces, readZipDirectory } from '../roster/roster-zip.ts';

const listed = 1000;
const bytesAtOnce = 256 * 1024;

type Source = { file: string; table: ExchangeTable; rows(): AsyncGenerator<readonly string[]> };
export type ExchangeUpload = { name: string; bytes: Buffer };
/** A file by itself, or one out of an archive: what it holds comes in pieces, as often as it is asked for. */
type Part = { name: string; pieces(): AsyncIterable<Buffer> };

async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += bytesAtOnce) yield bytes.subarray(at, at + bytesAtOnce);
}

async function bytesOf(part: Part): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of part.pieces()) pieces.push(piece);
  return Buffer.concat(pieces);
}

const unreadable = () => new AppError('exchange.file-unreadable', 'invalid');

/** @throws TypeError for bytes that the encoding does not know */
async function* decoded(part: Part, encoding: 'utf-8' | 'gb18030'): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of part.pieces()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** UTF-8 when every byte fits, else GB18030; a file that is neither is told, never read with signs that stand for nothing. */
async function encodingOf(part: Part): Promise<'utf-8' | 'gb18030'> {
  for (const encoding of ['utf-8', 'gb18030'] as const)
    try {
      for await (const text of decoded(part, encoding)) if (text.includes('\0')) throw unreadable();
      return encoding;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  throw unreadable();
}

async function* textRows(part: Part, edition: ExchangeEdition): AsyncGenerator<readonly string[]> {
  const reader = /\.txt$/i.test(part.name) ? separatedReader(edition.files.separator) : csvReader();
  for await (const text of decoded(part, await encodingOf(part))) yield* reader.push(text);
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
  for (const row of rows) {
    const cells = row.map(cellText);
    if (cells.every((cell) => cell === '')) continue;
    // A sheet does not keep the empty cells at the end of a row.
    while (cells.length < width) cells.push('');
    yield cells;
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
  if (!/\.xlsx$/i.test(file)) throw unreadable();
  const workbook = await readWorkbook(await bytesOf(part), file);
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
  upload: ExchangeUpload,
  edition: ExchangeEdition,
  chosen: ExchangeTable | undefined,
): Promise<Source[]> {
  if (!/\.zip$/i.test(upload.name))
    return sourcesOf({ name: upload.name, pieces: () => slices(upload.bytes) }, edition, chosen);
  const directory = readZipDirectory(upload.bytes, defaultRosterLimits);
  const sources: Source[] = [];
  for (const entry of directory.entries.values()) {
    // Keys of rows to strike out have nothing to check but themselves.
    if (!/\.(csv|txt|xlsx)$/i.test(entry.name) || /_delete\.\w+$/i.test(entry.name)) continue;
    const pieces = () => inflatedPieces(directory, entry.name);
    sources.push(...(await sourcesOf({ name: entry.name, pieces }, edition, chosen)));
  }
  if (sources.length === 0) throw unreadable();
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
  upload: ExchangeUpload,
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
