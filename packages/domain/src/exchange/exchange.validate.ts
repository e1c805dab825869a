/**
 * Checks rows of exchange tables, our own before they leave and those of others. Rows are given table by table (referred tables first) or
 * person by person; what it keeps is one entry a key, and `endOfBatch` lets go of those that cannot come again.
 */
import { parseCitizenId } from '../kernel/citizen-id.ts';
import { parseCreditCode } from '../kernel/credit-code.ts';
import { isPlainDate, type PlainDate } from '../kernel/plain-date.ts';
import type { ExchangeEdition, ExchangeField, ExchangeTable } from './exchange.edition.ts';
import { type Finding, type FindingCode, isError } from './exchange.findings.ts';
import { exchangeCodeSets } from './exchange.records.ts';
import { theirCode, theirCodes } from './exchange.render.ts';

export type ValidatorOptions = {
  today: PlainDate;
  /** The tables at hand; a reference to another one is not checked. */
  tables: readonly string[];
  /** Warn of texts that hold the separator of .txt. */
  separated?: boolean;
};

export type ExchangeValidator = {
  /** @param row from 1. A row with an error does not count as there for what refers to it. */
  row(table: string, row: number, cells: readonly string[]): Finding[];
  /** Rows that come later have nothing to do with those before, but for tables that persons do not share (employers). */
  endOfBatch(): void;
};

/** Bytes of GB18030: one of ASCII, two of what GBK holds, four of the rest; Chinese text is counted exactly, rare signs not too low. */
export function gbLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const two =
      (code >= 0x4e00 && code <= 0x9fa5) ||
      (code >= 0x3000 && code <= 0x30fe) ||
      (code >= 0xff01 && code <= 0xff5e) ||
      code === 0xb7 ||
      (code >= 0x2014 && code <= 0x2026);
    bytes += code < 0x80 ? 1 : two ? 2 : 4;
  }
  return bytes;
}

const datePatterns = {
  yyyymmdd: /^(\d{4})(\d{2})(\d{2})$/,
  'yyyy-mm-dd': /^(\d{4})-(\d{2})-(\d{2})$/,
  yyyymm: /^(\d{4})(\d{2})()$/,
  yyyy: /^(\d{4})()()$/,
} as const;

/** The first day that a cell means, or undefined when it is no date of that format. */
export function dateOfCell(cell: string, format: ExchangeField['format']): PlainDate | undefined {
  if (format === undefined || !(format in datePatterns)) return undefined;
  const match = datePatterns[format as keyof typeof datePatterns].exec(cell);
  if (!match) return undefined;
  const on = `${match[1]}-${match[2] || '01'}-${match[3] || '01'}`;
  return isPlainDate(on) ? on : undefined;
}

/** Also behind blanks and signs that nobody sees, and in full width: spreadsheets look past them. */
const startsFormula = (cell: string) => /^[\s\p{C}\p{Z}]*[=+\-@]/u.test(cell.normalize('NFKC'));
const numberLike = /^[+-]?[\d ().-]*%?$/;

type Compiled = {
  table: ExchangeTable;
  at: ReadonlyMap<string, number>;
  codes: ReadonlyMap<string, ReadonlySet<string>>;
  key: readonly number[];
  seen: Map<string, number>;
  /** Values of the fields that other tables refer to. */
  offered: Map<string, Set<string>>;
  /** References of this table that can be checked. */
  references: { at: number; field: string; table: string; to: string }[];
  citizen: number;
  birth: number;
  sex: number;
  /** No reference to a person: its keys are kept over batches. */
  lasting: boolean;
};

function compile(edition: ExchangeEdition, table: ExchangeTable, options: ValidatorOptions): Compiled {
  const at = new Map(table.fields.map((field, i) => [field.name, i]));
  const index = (test: (field: ExchangeField) => boolean) => table.fields.findIndex(test);
  const codes = new Map<string, ReadonlySet<string>>();
  for (const field of table.fields) {
    if (field.codes === undefined) continue;
    const map = edition.codeMaps[field.codes]!;
    codes.set(
      field.name,
      theirCodes(
        map,
        exchangeCodeSets[map.of].map((row) => row.code),
      ),
    );
  }
  const wanted = edition.tables
    .filter((other) => options.tables.includes(other.code))
    .flatMap((other) => other.references)
    .filter((reference) => reference.table === table.code);
  return {
    table,
    at,
    codes,
    key: table.key.map((name) => at.get(name)!),
    seen: new Map(),
    offered: new Map(wanted.map((reference) => [reference.to, new Set<string>()])),
    references: table.references
      .filter((reference) => options.tables.includes(reference.table))
      .map((reference) => ({ ...reference, at: at.get(reference.field)! })),
    citizen: index((field) => field.check === 'citizen-id'),
    birth: index((field) => field.from === 'person.birthOn' && field.format === 'yyyymmdd'),
    sex: index((field) => field.from === 'person.sex'),
    lasting: table.of === 'employer',
  };
}

function fieldFinding(
  field: ExchangeField,
  cell: string,
  codes: ReadonlySet<string> | undefined,
  edition: ExchangeEdition,
  options: ValidatorOptions,
): [FindingCode, Record<string, string | number>] | undefined {
  if (cell === '') return field.required ? ['required', {}] : undefined;
  const length = edition.files.lengthIn === 'bytes' ? gbLength(cell) : [...cell].length;
  if (length > field.length) return ['too-long', { limit: field.length }];
  if (field.type === 'N') {
    const decimals = field.decimals ?? 0;
    const pattern = decimals === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`);
    if (!pattern.test(cell)) return ['not-number', { decimals }];
  }
  if (field.format !== undefined && field.format in datePatterns && dateOfCell(cell, field.format) === undefined)
    return ['not-date', { format: field.format }];
  if (codes && !codes.has(cell)) return ['code-unknown', {}];
  if (field.check === 'citizen-id') {
    const parsed = parseCitizenId(cell, options.today);
    if (!parsed.ok || parsed.id !== cell) return ['citizen-id', {}];
  }
  if (field.check === 'credit-code') {
    const parsed = parseCreditCode(cell);
    if (!parsed.ok || parsed.code !== cell) return ['credit-code', {}];
  }
  if (field.check === 'area-code' && !/^(\d{6}|\d{12})$/.test(cell)) return ['area-code', {}];
  if (field.type === 'C' && startsFormula(cell) && !numberLike.test(cell)) return ['starts-formula', {}];
  if (options.separated && cell.includes(edition.files.separator)) return ['separator-in-text', {}];
  return undefined;
}

export function exchangeValidator(edition: ExchangeEdition, options: ValidatorOptions): ExchangeValidator {
  const compiled = new Map(edition.tables.map((table) => [table.code, compile(edition, table, options)]));
  const sexMap = (table: Compiled) => {
    const name = table.table.fields[table.sex]?.codes;
    return name === undefined ? undefined : edition.codeMaps[name];
  };

  function acrossFields(
    c: Compiled,
    cells: readonly string[],
    say: (field: string, code: FindingCode, d?: object) => void,
  ) {
    for (const [earlier, later] of c.table.order) {
      const fieldOf = (name: string) => c.table.fields[c.at.get(name)!]!;
      const from = dateOfCell(cells[c.at.get(earlier)!] ?? '', fieldOf(earlier).format);
      const to = dateOfCell(cells[c.at.get(later)!] ?? '', fieldOf(later).format);
      if (from !== undefined && to !== undefined && to < from) say(later, 'date-order', { other: earlier });
    }
    if (c.citizen < 0) return;
    const parsed = parseCitizenId(cells[c.citizen] ?? '', options.today);
    if (!parsed.ok) return;
    const birth = cells[c.birth] ?? '';
    if (c.birth >= 0 && birth !== '' && birth !== parsed.birthOn.replaceAll('-', ''))
      say(c.table.fields[c.birth]!.name, 'birth-date-differs');
    const sex = cells[c.sex] ?? '';
    const map = sexMap(c);
    if (c.sex >= 0 && sex !== '' && map && sex !== theirCode(map, parsed.sex))
      say(c.table.fields[c.sex]!.name, 'sex-differs');
  }

  return {
    row(code, row, cells) {
      const c = compiled.get(code);
      if (!c) throw new RangeError(`no table ${code}`);
      const findings: Finding[] = [];
      const say = (field: string | null, kind: FindingCode, details: object = {}) =>
        void findings.push({ table: code, row, field, code: kind, details: details as Finding['details'] });
      if (cells.length !== c.table.fields.length) {
        say(null, 'cell-count', { count: cells.length, expected: c.table.fields.length });
        return findings;
      }
      for (const [i, field] of c.table.fields.entries()) {
        const found = fieldFinding(field, cells[i]!, c.codes.get(field.name), edition, options);
        if (found) say(field.name, found[0], found[1]);
      }
      acrossFields(c, cells, say);
      const key = c.key.map((i) => cells[i]).join('\u001f');
      const first = c.seen.get(key);
      if (first === undefined) c.seen.set(key, row);
      else say(c.table.key[0]!, 'duplicate-key', { first });
      for (const reference of c.references) {
        const value = cells[reference.at]!;
        if (value !== '' && !compiled.get(reference.table)!.offered.get(reference.to)?.has(value))
          say(reference.field, 'reference-missing', { other: reference.table });
      }
      if (!findings.some(isError)) for (const [name, values] of c.offered) values.add(cells[c.at.get(name)!]!);
      return findings;
    },
    endOfBatch() {
      for (const c of compiled.values()) {
        if (c.lasting) continue;
        c.seen.clear();
        for (const values of c.offered.values()) values.clear();
      }
    },
  };
}

/** All findings of the rows of one table by itself. */
export function validateExchange(
  edition: ExchangeEdition,
  table: string,
  rows: readonly (readonly string[])[],
  today: PlainDate,
): Finding[] {
  const validator = exchangeValidator(edition, { today, tables: [table] });
  return rows.flatMap((cells, i) => validator.row(table, i + 1, cells));
}

/**
 * The order of the columns of a foreign file: place of each field of the table in its header, -1 where it is missing.
 * Names are compared without case and blanks; a header in Chinese names works too.
 */
export function columnsOf(table: ExchangeTable, header: readonly string[]): { places: number[]; findings: Finding[] } {
  const plain = (text: string) => text.replace(/\s+/g, '').toUpperCase();
  const names = header.map(plain);
  const places = table.fields.map((field) => {
    const byName = names.indexOf(plain(field.name));
    return byName >= 0 ? byName : names.indexOf(plain(field.zh));
  });
  const findings: Finding[] = [];
  for (const [i, field] of table.fields.entries())
    if (places[i]! < 0)
      findings.push({ table: table.code, row: 0, field: field.name, code: 'column-missing', details: {} });
  for (const [i, name] of header.entries())
    if (name.trim() !== '' && !places.includes(i))
      findings.push({
        table: table.code,
        row: 0,
        field: null,
        code: 'column-unknown',
        details: { name: name.slice(0, 40) },
      });
  return { places, findings };
}
