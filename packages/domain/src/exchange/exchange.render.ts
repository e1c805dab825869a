/** From our records to the cells of an exchange table, and what a cell must look like when it comes back. */
import type { ExchangeCodeMap, ExchangeEdition, ExchangeField, ExchangeTable } from './exchange.edition.ts';
import type { RecordValue, RecordValues } from './exchange.records.ts';

/** Control characters and line breaks become one blank: the receiving tables hold one line a cell. */
export function plainCell(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\ufeff]+/gu, ' ')
    .trim();
}

/** Their code of ours. A code that no map knows stays as it is, so that the check names it instead of losing it. */
export function theirCode(map: ExchangeCodeMap, ours: string): string {
  if (map.map === 'same') return ours;
  return map.map[ours] ?? map.otherwise ?? ours;
}

/** Every code that the map can give or that `also` names; undefined when theirs are all of ours. */
export function theirCodes(map: ExchangeCodeMap, ours: readonly string[]): ReadonlySet<string> {
  const given = map.map === 'same' ? ours : Object.values(map.map);
  return new Set([...given, ...map.also, ...(map.otherwise === undefined ? [] : [map.otherwise])]);
}

function dateText(value: string, format: ExchangeField['format']): string {
  if (format === 'yyyymmdd') return value.replaceAll('-', '');
  if (format === 'yyyymm') return value.slice(0, 7).replaceAll('-', '');
  if (format === 'yyyy') return value.slice(0, 4);
  return value;
}

function amountText(fen: number, format: ExchangeField['format'], decimals: number): string {
  return format === 'yuan' ? (fen / 100).toFixed(decimals) : String(fen);
}

function textOf(edition: ExchangeEdition, field: ExchangeField, value: RecordValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number')
    return field.format === 'yuan' || field.format === 'fen'
      ? amountText(value, field.format, field.decimals ?? 2)
      : String(value);
  const text = plainCell(String(value));
  if (field.codes !== undefined && text !== '') return theirCode(edition.codeMaps[field.codes]!, text);
  return field.format === undefined ? text : dateText(text, field.format);
}

/** One cell. Nothing in our record gives the default of the field, or an empty cell. */
export function cellOf(edition: ExchangeEdition, field: ExchangeField, values: RecordValues): string {
  const value = field.from === null ? null : (values[field.from] ?? null);
  const text = value === null ? '' : textOf(edition, field, value);
  return text === '' ? (field.default ?? '') : text;
}

export function cellsOf(edition: ExchangeEdition, table: ExchangeTable, values: RecordValues): string[] {
  return table.fields.map((field) => cellOf(edition, field, values));
}

/** Fills the places of a file name. */
export function fileNameOf(
  table: ExchangeTable,
  of: { areaCode: string; asOf: string; number: number },
  deletions = false,
): string {
  const name = table.file
    .replaceAll('{table}', table.code)
    .replaceAll('{area}', of.areaCode)
    .replaceAll('{day}', of.asOf.replaceAll('-', ''))
    .replaceAll('{number}', String(of.number).padStart(4, '0'));
  return deletions ? `${name}_delete` : name;
}
