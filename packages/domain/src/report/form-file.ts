/**
 * A report form as a data file: `regions/<area>/forms/*.json`. Read here with a sentence for everything that does not fit, so that whoever
 * writes a form knows what to change; a form with problems is not offered.
 */
import { z } from 'zod';
import { areaKinds } from '../area/area.rules.ts';
import { findExternal } from '../external/external.indicators.ts';
import { type FileProblem, readDataFile } from '../kernel/data-file.ts';
import { textSchema } from '../kernel/schema.ts';
import { indicators } from '../statistics/indicators.ts';
import {
  cellsOf,
  dimensionOf,
  type FormRow,
  findRow,
  formMeasures,
  formUnits,
  isCountedByAge,
  type ReportForm,
  type RowTerms,
  rowHasCell,
  rowHasMeasure,
} from './form.ts';

const keySchema = z.string().regex(/^[a-z0-9]+(?:[-+][a-z0-9]+)*\+?$/, { error: 'key' });
const sentenceSchema = z.strictObject({ zh: textSchema(400, 1), en: textSchema(400, 1) });
const keysSchema = z.array(keySchema).min(1).max(60);
const cellSchema = z.union([z.literal(''), z.string().regex(/^[a-z-]+=[0-9A-Za-z+-]+$/)]);
const termsSchema = z.strictObject({ plus: keysSchema, minus: keysSchema.optional() });

const rowBase = {
  key: keySchema,
  zh: textSchema(80, 1),
  en: textSchema(120, 1),
  brief: sentenceSchema.optional(),
  level: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(0),
  unit: z.enum(Object.keys(formUnits) as [keyof typeof formUnits]).default('person'),
  deducted: z.boolean().optional(),
  dimensions: z.array(z.string().regex(/^[a-z-]+$/)).default([]),
  definition: sentenceSchema.extend({ source: sentenceSchema }),
};
const indicatorFields = {
  indicators: keysSchema,
  cells: z
    .array(z.string().regex(/^[a-z-]+=[0-9A-Za-z+-]*\*?$/))
    .min(1)
    .optional(),
};
const rowSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...rowBase, kind: z.literal('heading') }),
  z.strictObject({ ...rowBase, kind: z.literal('stock'), ...indicatorFields, movement: termsSchema.optional() }),
  z.strictObject({ ...rowBase, kind: z.literal('flow'), ...indicatorFields }),
  z.strictObject({ ...rowBase, kind: z.literal('sum'), ...termsSchema.shape }),
  z.strictObject({ ...rowBase, kind: z.literal('ratio'), numerator: keysSchema, denominator: keysSchema }),
  z.strictObject({ ...rowBase, kind: z.literal('manual') }),
  z.strictObject({ ...rowBase, kind: z.literal('external'), indicator: keySchema }),
]);

/** The file itself: the form of `form.ts` as JSON. */
export const formFileSchema = z.strictObject({
  key: keySchema,
  zh: textSchema(60, 1),
  en: textSchema(120, 1),
  short: sentenceSchema,
  number: textSchema(40, 1),
  issuer: sentenceSchema,
  periodKind: z.enum(['day', 'week', 'month', 'quarter']),
  levels: z.array(z.enum(areaKinds)).min(1),
  rows: z.array(rowSchema).min(1).max(200),
  columns: z
    .array(
      z.strictObject({
        key: keySchema,
        zh: textSchema(40, 1),
        en: textSchema(60, 1),
        heads: z.array(sentenceSchema).max(3).default([]),
        measure: z.enum(formMeasures),
        cell: cellSchema.default(''),
      }),
    )
    .min(1)
    .max(60),
  checks: z
    .array(
      sentenceSchema.extend({
        key: keySchema,
        severity: z.enum(['error', 'warning']),
        rule: z.discriminatedUnion('kind', [
          z.strictObject({
            kind: z.literal('compare'),
            left: termsSchema,
            op: z.enum(['=', '<=', '>=']),
            right: termsSchema,
          }),
          z.strictObject({
            kind: z.literal('jump'),
            row: keySchema,
            percent: z.number().positive(),
            least: z.number().min(0),
          }),
        ]),
      }),
    )
    .default([]),
  notes: z.array(sentenceSchema).default([]),
  narrative: z.boolean().default(true),
  paper: z.enum(['a4', 'a3']).default('a4'),
});

export type FormProblem = FileProblem;

export type FormFileOutcome = { form: ReportForm; problems: [] } | { form: undefined; problems: FormProblem[] };

/** Reads a form from the text of a file. */
export function readFormFile(text: string): FormFileOutcome {
  const outcome = readDataFile<ReportForm>(formFileSchema, text);
  if (outcome.value === undefined) return { form: undefined, problems: outcome.problems };
  const problems = formProblems(outcome.value);
  return problems.length === 0 ? { form: outcome.value, problems: [] } : { form: undefined, problems };
}

/** What is wrong with a form beyond its shape: keys that mean nothing, cells that are not booked, sums that go round in a circle. */
export function formProblems(form: ReportForm): FormProblem[] {
  const problems: FormProblem[] = [];
  const say = (where: string, zh: string, en: string) => problems.push({ where, zh, en });
  for (const [index, row] of form.rows.entries())
    if (goesRound(form, row.key))
      say(`rows[${index}]`, `“${row.zh}”由自己算出自己，请改公式。`, `“${row.en}” is computed from itself.`);
  // Nothing else can be computed as long as it goes round.
  if (problems.length > 0) return problems;
  const repeated = (keys: readonly string[]) => keys.find((key, index) => keys.indexOf(key) !== index);
  for (const [where, keys] of [
    ['rows', form.rows.map((row) => row.key)],
    ['columns', form.columns.map((column) => column.key)],
    ['checks', form.checks.map((check) => check.key)],
  ] as const) {
    const twice = repeated(keys);
    if (twice) say(where, `代码“${twice}”用了两次，请改成不同的。`, `The key “${twice}” is used twice.`);
  }
  const needRows = (where: string, keys: readonly string[] = []) => {
    for (const key of keys)
      if (!findRow(form, key)) say(where, `表中没有代码为“${key}”的行。`, `The form has no row “${key}”.`);
      else if (findRow(form, key)!.kind === 'heading')
        say(where, `“${key}”是标题行，没有数。`, `“${key}” is a heading and has no number.`);
  };
  const needTerms = (where: string, terms: RowTerms) => needRows(where, [...terms.plus, ...(terms.minus ?? [])]);
  for (const [index, row] of form.rows.entries()) {
    const where = `rows[${index}]`;
    if (row.kind === 'sum') needTerms(where, row);
    if (row.kind === 'ratio') needRows(where, [...row.numerator, ...row.denominator]);
    if (row.kind === 'stock' && row.movement) needTerms(`${where}.movement`, row.movement);
    if (row.kind === 'stock' || row.kind === 'flow') indicatorProblems(form, row, where, say);
    if (row.kind === 'external' && !findExternal(row.indicator))
      say(where, `外部指标中没有“${row.indicator}”。`, `There is no published indicator “${row.indicator}”.`);
    const inner = partsOf(row).flatMap((key) => findRow(form, key) ?? []);
    for (const dimension of row.dimensions) {
      const lacking = inner.find((part) => !part.dimensions.includes(dimension));
      if (lacking)
        say(where, `“${lacking.zh}”没有按 ${dimension} 分组的数。`, `“${lacking.en}” has no numbers by ${dimension}.`);
    }
    if (row.kind === 'sum' && new Set(inner.map((part) => part.unit === 'household')).size > 1)
      say(where, '不能把人和户相加。', 'Persons and households cannot be added up.');
  }
  for (const [index, column] of form.columns.entries()) {
    if (!form.rows.some((row) => rowHasCell(row, column.cell) && rowHasMeasure(form, row, column.measure)))
      say(`columns[${index}]`, `没有一行填“${column.zh}”这一列。`, `No row fills the column “${column.en}”.`);
    if (['change', 'changeRate'].includes(column.measure) && dimensionOf(column.cell) === 'age')
      say(`columns[${index}]`, '增减列不能按年龄分组。', 'A column of changes cannot be by age.');
  }
  for (const [index, check] of form.checks.entries()) {
    const where = `checks[${index}]`;
    if (check.rule.kind === 'jump') needRows(where, [check.rule.row]);
    else {
      needTerms(where, check.rule.left);
      needTerms(where, check.rule.right);
    }
  }
  return problems;
}

function partsOf(row: FormRow): readonly string[] {
  if (row.kind === 'sum') return [...row.plus, ...(row.minus ?? [])];
  if (row.kind === 'ratio') return [...row.numerator, ...row.denominator];
  return [];
}

function goesRound(form: ReportForm, key: string, seen: readonly string[] = []): boolean {
  if (seen.includes(key)) return true;
  const row = findRow(form, key);
  return row !== undefined && partsOf(row).some((part) => goesRound(form, part, [...seen, key]));
}

function indicatorProblems(
  form: ReportForm,
  row: FormRow & { kind: 'stock' | 'flow' },
  where: string,
  say: (where: string, zh: string, en: string) => void,
): void {
  for (const key of row.indicators) {
    const indicator = indicators.find((one) => one.key === key);
    if (!indicator) {
      say(where, `指标目录中没有“${key}”。`, `The catalogue has no indicator “${key}”.`);
      continue;
    }
    if (indicator.type !== row.kind)
      say(
        where,
        `“${indicator.zh}”是${indicator.type === 'stock' ? '期末数(stock)' : '发生数(flow)'}，行的种类要一致。`,
        `“${indicator.en}” is a ${indicator.type}; the row must say so.`,
      );
    if ((indicator.of === 'household') !== (row.unit === 'household'))
      say(
        where,
        `“${indicator.zh}”的计量单位与这一行不同。`,
        `“${indicator.en}” counts something else than this row says.`,
      );
    const booked = indicator.dimensions ?? [];
    for (const cell of row.cells ?? [])
      if (!booked.includes(dimensionOf(cell)))
        say(
          where,
          `“${indicator.zh}”不按 ${dimensionOf(cell)} 分组入账。`,
          `“${indicator.en}” is not booked by ${dimensionOf(cell)}.`,
        );
    const shown = cellsOf(form).filter((cell) => cell !== '' && rowHasCell(row, cell));
    if (row.cells && shown.length > 0)
      say(
        where,
        '按分组取数的行只填合计列，请去掉 dimensions。',
        'A row over cells fills the total only; leave out its dimensions.',
      );
    for (const dimension of new Set(shown.map(dimensionOf))) {
      const byAge = indicator.type === 'stock' && dimension === 'age';
      if (byAge ? !indicator.ages : !booked.includes(dimension))
        say(
          where,
          `“${indicator.zh}”没有按 ${dimension} 分组的数。`,
          `“${indicator.en}” has no numbers by ${dimension}.`,
        );
    }
    if (form.periodKind !== 'month' && form.periodKind !== 'quarter' && shown.some((cell) => isCountedByAge(row, cell)))
      say(where, '日报、周报的期末数不分年龄。', 'Stocks of days and weeks are not split by age.');
  }
}
