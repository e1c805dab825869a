/**
 * A mapping file 对应文件: one edition of the exchange tables as data. Field lists differ by year and province, so nothing of them is code.
 * Reading a file answers either the edition or every fault with its place, in sentences.
 */
import { z } from 'zod';
import type { Sentence } from '../kernel/app-error.ts';
import { exchangeCodeSets, findRecordField, type RowKind, rowKinds } from './exchange.records.ts';

const sentence = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
/** `sourced`: the standard or a working system of the field says so; `assumed`: ours, to be compared with the province's document. */
const certainty = z.enum(['sourced', 'assumed']);
const fieldName = z.string().regex(/^[A-Z][A-Z0-9_]{1,29}$/);

export const exchangeFormats = ['yyyymmdd', 'yyyy-mm-dd', 'yyyymm', 'yyyy', 'yuan', 'fen'] as const;
export const exchangeChecks = ['citizen-id', 'credit-code', 'area-code'] as const;

const fieldSchema = z.strictObject({
  name: fieldName,
  zh: z.string().min(1),
  en: z.string().min(1),
  /** C text, N number: the two types of the standard. Dates are text of digits. */
  type: z.enum(['C', 'N']),
  length: z.number().int().min(1).max(4000),
  decimals: z.number().int().min(0).max(6).optional(),
  required: z.boolean(),
  /** `kind.field` of our records, or null: the register does not have it. */
  from: z.string().nullable(),
  format: z.enum(exchangeFormats).optional(),
  /** Name of a code map of this file. */
  codes: z.string().optional(),
  /** Written where our record has nothing. */
  default: z.string().optional(),
  check: z.enum(exchangeChecks).optional(),
  certainty,
  source: z.string().optional(),
});
export type ExchangeField = z.infer<typeof fieldSchema>;

const tableSchema = z.strictObject({
  code: z.string().regex(/^[A-Z]{1,4}\d{1,4}$/),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** One row per … */
  of: z.enum(rowKinds.map((kind) => kind.code) as [RowKind, ...RowKind[]]),
  /** Name of the file without ending: {table} {area} {day} {number} are filled in. */
  file: z.string().regex(/^[\w{}.-]{1,80}$/),
  /** Fields that together name one row. */
  key: z.array(fieldName).min(1).max(6),
  /** A value that must stand in another table, which comes before this one. */
  references: z.array(z.strictObject({ field: fieldName, table: z.string(), to: fieldName })).default([]),
  /** Dates, the earlier one first. */
  order: z.array(z.tuple([fieldName, fieldName])).default([]),
  /** How many fields the standard gives the table, as far as known. */
  fieldsInSource: z.number().int().min(1).optional(),
  note: sentence.optional(),
  certainty,
  source: z.string().optional(),
  fields: z.array(fieldSchema).min(1).max(120),
});
export type ExchangeTable = z.infer<typeof tableSchema>;

const codeMapSchema = z.strictObject({
  of: z.enum(Object.keys(exchangeCodeSets) as [keyof typeof exchangeCodeSets, ...(keyof typeof exchangeCodeSets)[]]),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** Ours to theirs; "same": their codes are ours. */
  map: z.union([z.literal('same'), z.record(z.string(), z.string().min(1))]),
  /** For every code of ours that `map` does not name. */
  otherwise: z.string().optional(),
  /** Codes of theirs that ours never become; a file of others may hold them. */
  also: z.array(z.string()).default([]),
  certainty,
  source: z.string().optional(),
});
export type ExchangeCodeMap = z.infer<typeof codeMapSchema>;

export const exchangeEditionSchema = z.strictObject({
  edition: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
  year: z.number().int().min(2000).max(2100),
  /** Six digits of the province, 000000 for the whole country. */
  province: z.string().regex(/^\d{6}$/),
  name: sentence,
  source: z.string().min(1),
  certainty,
  note: sentence.optional(),
  files: z.strictObject({
    /** First line of .csv and .txt: the names of the fields, or none. */
    header: z.boolean(),
    /** Between the cells of .txt; texts that hold it get `substitute` in its place, since .txt knows no quotes. */
    separator: z.string().min(1).max(4),
    substitute: z.string().max(4),
    /** What a length counts: bytes of GB18030 (a Chinese character is 2), or characters. */
    lengthIn: z.enum(['bytes', 'characters']),
  }),
  codeMaps: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), codeMapSchema),
  tables: z.array(tableSchema).min(1).max(60),
});
export type ExchangeEdition = z.infer<typeof exchangeEditionSchema>;

export type EditionProblem = Sentence & { where: string };
export type EditionResult = { ok: true; edition: ExchangeEdition } | { ok: false; problems: EditionProblem[] };

const problem = (where: string, zh: string, en: string): EditionProblem => ({ where, zh, en });

/** Place of a fault in words: DY13 / ACC318 / length. */
function placeOf(path: readonly PropertyKey[], json: unknown): string {
  const words: string[] = [];
  let here = json as Record<PropertyKey, unknown> | undefined;
  for (const key of path) {
    here = (here as Record<PropertyKey, Record<PropertyKey, unknown>> | undefined)?.[key];
    const named = here !== null && typeof here === 'object' ? (here.code ?? here.name) : undefined;
    if (typeof key === 'number') words.push(typeof named === 'string' ? named : `#${key + 1}`);
    else if (key !== 'tables' && key !== 'fields') words.push(String(key));
  }
  return words.join(' / ') || '文件 file';
}

function structureProblem(issue: z.core.$ZodIssue, json: unknown): EditionProblem {
  const where = placeOf(issue.path, json);
  switch (issue.code) {
    case 'unrecognized_keys':
      return problem(
        where,
        `有不认识的项：${issue.keys.join('、')}。请删去，或核对拼写。`,
        `Unknown entries: ${issue.keys.join(', ')}. Take them out or check the spelling.`,
      );
    case 'invalid_value':
      return problem(
        where,
        `应为下列之一：${issue.values.map(String).join('、')}。`,
        `Must be one of: ${issue.values.map(String).join(', ')}.`,
      );
    case 'invalid_type':
      return problem(where, `缺少，或类型不对(应为 ${issue.expected})。`, `Missing, or not of type ${issue.expected}.`);
    case 'too_small':
      return problem(where, `太小或太少，至少 ${issue.minimum}。`, `Too small or too few: at least ${issue.minimum}.`);
    case 'too_big':
      return problem(where, `太大或太多，至多 ${issue.maximum}。`, `Too large or too many: at most ${issue.maximum}.`);
    case 'invalid_format':
      return problem(where, '写法不对，请对照说明。', 'Not written as the guide says.');
    default:
      return problem(where, '内容不合要求，请对照说明。', 'Does not fit; compare with the guide.');
  }
}

const dateLengths = { yyyymmdd: 8, 'yyyy-mm-dd': 10, yyyymm: 6, yyyy: 4 } as const;

function fieldProblems(edition: ExchangeEdition, table: ExchangeTable, field: ExchangeField): EditionProblem[] {
  const where = `${table.code} / ${field.name}`;
  const problems: EditionProblem[] = [];
  const say = (zh: string, en: string) => problems.push(problem(where, zh, en));
  const record = field.from === null ? undefined : findRecordField(table.of, field.from);
  if (field.from !== null && !record)
    say(
      `来源“${field.from}”不在可用清单里；本表每行为“${table.of}”。`,
      `The source “${field.from}” is not in the list for rows of kind “${table.of}”.`,
    );
  if (record?.value === 'date' && (field.format === undefined || !(field.format in dateLengths)))
    say('日期须写明 format，如 yyyymmdd。', 'A date needs a format such as yyyymmdd.');
  if (field.format !== undefined && field.format in dateLengths) {
    const needed = dateLengths[field.format as keyof typeof dateLengths];
    if (field.length < needed)
      say(`长度 ${field.length} 放不下 ${field.format}。`, `Length ${field.length} cannot hold ${field.format}.`);
    if (record && record.value !== 'date')
      say('来源不是日期，不能用日期格式。', 'The source is no date: no date format.');
  }
  if ((field.format === 'yuan' || field.format === 'fen') && record && record.value !== 'fen')
    say('来源不是金额，不能用金额格式。', 'The source is no amount: no amount format.');
  if (field.codes !== undefined) {
    const map = edition.codeMaps[field.codes];
    if (!map) say(`没有名为“${field.codes}”的代码表。`, `There is no code map “${field.codes}”.`);
    else if (record && record.codes !== map.of)
      say(
        `来源的代码是“${record.codes ?? '无'}”，代码表“${field.codes}”却用于“${map.of}”。`,
        `The source has codes “${record.codes ?? 'none'}”, the map “${field.codes}” is for “${map.of}”.`,
      );
  } else if (record?.codes !== undefined)
    say('来源是代码，须用 codes 指明代码表。', 'The source is a code: name its map with codes.');
  if (field.required && field.from === null && field.default === undefined)
    say('必填，却既无来源也无 default。', 'Required, but has neither a source nor a default.');
  if (field.default !== undefined && field.default.length > field.length)
    say('default 比字段还长。', 'The default is longer than the field.');
  return problems;
}

function tableProblems(edition: ExchangeEdition, table: ExchangeTable, at: number): EditionProblem[] {
  const problems = table.fields.flatMap((field) => fieldProblems(edition, table, field));
  const say = (zh: string, en: string) => problems.push(problem(table.code, zh, en));
  const names = new Set<string>();
  for (const { name } of table.fields) {
    if (names.has(name)) say(`字段 ${name} 写了两次。`, `The field ${name} stands twice.`);
    names.add(name);
  }
  for (const name of [...table.key, ...table.order.flat(), ...table.references.map((one) => one.field)])
    if (!names.has(name)) say(`没有字段 ${name}。`, `There is no field ${name}.`);
  for (const reference of table.references) {
    const other = edition.tables.findIndex((one) => one.code === reference.table);
    if (other < 0 || other >= at)
      say(
        `引用的表 ${reference.table} 须排在本表之前。`,
        `The table ${reference.table} it refers to must come before it.`,
      );
    else if (!edition.tables[other]!.fields.some((one) => one.name === reference.to))
      say(`${reference.table} 没有字段 ${reference.to}。`, `${reference.table} has no field ${reference.to}.`);
  }
  for (const place of table.file.match(/\{[^}]*\}?/g) ?? [])
    if (!['{table}', '{area}', '{day}', '{number}'].includes(place))
      say(`文件名里的 ${place} 不认识。`, `Unknown place ${place} in the file name.`);
  if (!table.file.includes('{table}'))
    say('文件名须含 {table}，各表才不重名。', 'The file name needs {table}, or tables collide.');
  return problems;
}

function codeMapProblems(name: string, map: ExchangeCodeMap): EditionProblem[] {
  if (map.map === 'same') return [];
  const ours: readonly string[] = exchangeCodeSets[map.of].map((row) => row.code);
  const problems: EditionProblem[] = [];
  const unknown = Object.keys(map.map).filter((code) => !ours.includes(code));
  if (unknown.length > 0)
    problems.push(problem(name, `我方没有代码 ${unknown.join('、')}。`, `We have no codes ${unknown.join(', ')}.`));
  const missing = ours.filter((code) => !(code in (map.map as Record<string, string>)));
  if (missing.length > 0 && map.otherwise === undefined)
    problems.push(
      problem(
        name,
        `我方代码 ${missing.join('、')} 没有对应，也没有 otherwise。`,
        `Our codes ${missing.join(', ')} have no counterpart, and there is no otherwise.`,
      ),
    );
  return problems;
}

/** Reads the parsed JSON of a mapping file. All faults at once: structure first, then what the entries say of each other. */
export function readEdition(json: unknown): EditionResult {
  const parsed = exchangeEditionSchema.safeParse(json);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.map((issue) => structureProblem(issue, json)) };
  const edition = parsed.data;
  const problems = [
    ...Object.entries(edition.codeMaps).flatMap(([name, map]) => codeMapProblems(name, map)),
    ...edition.tables.flatMap((table, at) => tableProblems(edition, table, at)),
  ];
  const codes = edition.tables.map((table) => table.code);
  for (const code of new Set(codes.filter((one, i) => codes.indexOf(one) !== i)))
    problems.push(problem(code, '这张表写了两次。', 'The table stands twice.'));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, edition };
}

export function findTable(edition: ExchangeEdition, code: string): ExchangeTable | undefined {
  return edition.tables.find((table) => table.code === code);
}

/** True when a deleted row can be told in the table itself; otherwise deletions go to a file of their own. */
export function tellsDeletion(table: ExchangeTable): boolean {
  return table.fields.some((field) => field.from === 'row.action' || field.from === 'row.valid');
}
