import { z } from 'zod';
import { seenHouseholdSchema } from '../campaign/campaign-visit.contract.ts';
import { commandContract } from '../kernel/define-contract.ts';
import { areaCodeSchema, codeSchema, idSchema, plainDateSchema, textSchema } from '../kernel/schema.ts';

/** Rows that one call may carry: well within what one transaction locks at once. */
export const surveyRowLimit = 50;

const saveParams = z.strictObject({ saveId: idSchema });

/** One person as the worker typed her at the door. Codes are codes of `code/*`; empty text means that nothing was written. */
export const surveyRowSchema = z.strictObject({
  /** Made in the browser when the row was begun: the row is saved once under it, however often it is sent. */
  rowKey: idSchema,
  /** The worker has been told that this person has a file already and that it will change. */
  confirmed: z.boolean(),
  /** Somebody of a household that was opened with the people known: what the server has of number and name is then left empty. */
  residentId: idSchema.optional(),
  /** Rows of one call with the same group form a household; or the household that stands already. */
  household: z.discriminatedUnion('how', [
    z.strictObject({ how: z.literal('together'), group: z.number().int().min(0).max(100_000) }),
    z.strictObject({ how: z.literal('existing'), householdId: idSchema }),
  ]),
  relation: codeSchema.nullable(),
  name: textSchema(50),
  citizenId: textSchema(60),
  phone: textSchema(60),
  address: textSchema(200),
  hukouType: codeSchema.nullable(),
  education: codeSchema.nullable(),
  employmentStatus: codeSchema.nullable(),
  employer: textSchema(100),
  note: textSchema(500),
});
export type SurveyRow = z.output<typeof surveyRowSchema>;
export type SurveyField = Exclude<keyof SurveyRow, 'rowKey' | 'confirmed' | 'residentId'>;

export const surveyResultSchema = z.strictObject({
  rowKey: idSchema,
  /**
   * created: a new file; updated: a file that was there changed; unchanged: it says all of this already; waiting: it would change, and
   * nobody has confirmed that; refused: nothing was written.
   */
  outcome: z.enum(['created', 'updated', 'unchanged', 'waiting', 'refused']),
  residentId: idSchema.nullable(),
  /** The family that the person belongs to now. */
  householdId: idSchema.nullable(),
  /** What undoing names: rows that were written together are taken back together. */
  saveId: idSchema.nullable(),
  citizenIdMasked: z.string(),
  sex: z.enum(['1', '2']).nullable(),
  birthOn: plainDateSchema.nullable(),
  /** The field to blame for a refusal. */
  field: z.string().nullable(),
  code: z.string().nullable(),
  /** Why it was refused, or what could not be taken over as written, in the reader's language. */
  message: z.string().nullable(),
  /** Fields of the known file that change or have changed. */
  changed: z.array(z.string()),
});
export type SurveyResult = z.infer<typeof surveyResultSchema>;

export const surveyContracts = {
  /** Rows of a household survey of one community. What is good is saved; each row says what became of it. */
  save: commandContract({
    id: 'survey.save',
    path: '/api/survey/rows',
    zh: '入户调查录入',
    en: 'Enter a household survey',
    permission: 'survey.write',
    scope: 'area',
    audit: 'survey.saved',
    body: z.strictObject({
      areaCode: areaCodeSchema,
      /** The household of a campaign that the rows are typed for. */
      entryId: idSchema.optional(),
      /** Only with the household of a campaign. */
      seen: seenHouseholdSchema.optional(),
      rows: z
        .array(surveyRowSchema)
        .min(1)
        .max(surveyRowLimit)
        .refine((rows) => new Set(rows.map((row) => row.rowKey)).size === rows.length, { error: 'row-twice' }),
    }),
    output: z.strictObject({ rows: z.array(surveyResultSchema) }),
  }),
  /** Takes back what one save wrote, while nobody has built on it. */
  undo: commandContract({
    id: 'survey.undo',
    path: '/api/survey/saves/:saveId/undo',
    zh: '撤销入户调查录入',
    en: 'Undo an entry of a survey',
    permission: 'survey.write',
    scope: 'area',
    audit: 'survey.undone',
    params: saveParams,
    output: z.strictObject({ rowKeys: z.array(idSchema) }),
  }),
} as const;
