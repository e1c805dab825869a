import { z } from 'zod';
import { parsePeriod } from './period.ts';
import { plainName } from './person-name.ts';
import { isPlainDate } from './plain-date.ts';

/** Schemas that every contract shares. Text is trimmed, bounded and free of control characters. */
export const idSchema = z.uuid();
/** Years that anybody can mean. What lies beyond would run over the end of the calendar as soon as something is counted from it. */
const sensibleYear = /^(19|20|21|22)\d\d/;
export const plainDateSchema = z
  .string()
  .refine((text) => isPlainDate(text) && sensibleYear.test(text), { error: 'plain-date' })
  .meta({ format: 'date' });
/** Ends before the days do: what is due for the last month is still a day. */
export const monthTextSchema = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
/** A day, week, month, quarter or year as kernel/period.ts writes it. */
export const periodTextSchema = z
  .string()
  .max(10)
  .regex(/^(19|20|21)\d\d/)
  .refine((text) => parsePeriod(text) !== undefined, { error: 'period' });
export const areaCodeSchema = z.string().regex(/^\d{12}$/);
/** Anything a person types: well-formed, no control characters, trimmed. Half a character cannot be kept in JSON. */
export function textSchema(max: number, min = 0) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(
      (text) =>
        text.isWellFormed() && !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text.replace(/[\n\t]/g, '')),
      {
        error: 'control-character',
      },
    );
}
/** A person's name, kept as it is looked for. */
export const personNameSchema = textSchema(50, 1).overwrite(plainName).min(1);
/** Why a masked value is looked at, a list exported or printed; written into the audit event. */
export const purposeSchema = textSchema(200, 2);
export const codeSchema = z.string().regex(/^[0-9A-Za-z-]{1,40}$/);

export const areaRefSchema = z.strictObject({ code: areaCodeSchema, name: z.string(), pathName: z.string() });
export type AreaRef = z.infer<typeof areaRefSchema>;

/** Query strings arrive as text: numbers of pages are coerced, nothing else. */
export const limitSchema = z.coerce.number().int().min(1).max(200).default(50);
export const offsetSchema = z.coerce.number().int().min(0).max(1_000_000).default(0);
/** One less than the column holds: a change writes the next one. */
const largestVersion = 2_147_483_646;
export const versionSchema = z.number().int().min(1).max(largestVersion);
/** Of what may not be there yet: 0 stands for that. */
export const versionOrNoneSchema = z.number().int().min(0).max(largestVersion);

export const okSchema = z.strictObject({ ok: z.literal(true) });

/** Of a void: the change that restoring it has to name. */
export const voidedSchema = okSchema.extend({ changeId: idSchema });
/** Restoring a voided record: the void that the reader saw, and why it was wrong. */
export const restoreBodySchema = z.strictObject({ changeId: idSchema, why: textSchema(200, 2) });

/** What a command button may do now, with the article when it may not: the web draws it, the server enforces the same function. */
export const allowedActionSchema = z.strictObject({
  action: z.string(),
  allowed: z.boolean(),
  primary: z.boolean(),
  reasons: z.array(z.strictObject({ code: z.string(), zh: z.string(), en: z.string(), article: z.string() })),
});
export type AllowedAction = z.infer<typeof allowedActionSchema>;
