import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  okSchema,
  plainDateSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';

/** What a published value says of itself. `document` is the title or number of the paper, `publisher` the office that published it. */
const publication = {
  value: z.number().min(-1e15).max(1e15),
  document: textSchema(200, 2),
  publisher: textSchema(100, 2),
  publishedOn: plainDateSchema,
  note: textSchema(500),
};

export const externalValueSchema = z.strictObject({
  valueId: idSchema,
  indicator: codeSchema,
  area: areaRefSchema,
  /** '2026-10', '2026-Q3' or '2026', by the indicator. */
  period: z.string(),
  value: z.number(),
  document: z.string(),
  publisher: z.string(),
  publishedOn: plainDateSchema,
  note: z.string(),
  /** Of a correction: why the earlier value was replaced. */
  reason: z.string(),
  status: z.enum(['current', 'replaced', 'void']),
  enteredAt: z.string(),
  enteredBy: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  voidReason: z.string(),
  version: z.number(),
  /** The reader may correct and void it. */
  mayChange: z.boolean(),
});
export type ExternalValue = z.infer<typeof externalValueSchema>;

export const externalContracts = {
  /** All values of an indicator for an area and the areas above it, replaced and voided ones too, newest period first. */
  list: readContract({
    id: 'external.list',
    path: '/api/external-values',
    zh: '外部指标数值',
    en: 'Values of an external indicator',
    permission: 'report.read',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema, indicator: codeSchema }),
    output: z.strictObject({
      values: z.array(externalValueSchema),
      /** The reader may enter values for the area that was asked for. */
      mayEnter: z.boolean(),
    }),
  }),
  enter: commandContract({
    id: 'external.enter',
    path: '/api/external-values',
    zh: '录入外部指标',
    en: 'Enter an external value',
    permission: 'external.write',
    scope: 'area',
    audit: 'external.entered',
    body: z.strictObject({ area: areaCodeSchema, indicator: codeSchema, period: textSchema(10), ...publication }),
    output: z.strictObject({ valueId: idSchema }),
  }),
  /** Writes a new value in the place of one; the old one stays, with the reason. */
  correct: commandContract({
    id: 'external.correct',
    path: '/api/external-values/:valueId/correction',
    zh: '更正外部指标',
    en: 'Correct an external value',
    permission: 'external.write',
    scope: 'area',
    audit: 'external.corrected',
    params: z.strictObject({ valueId: idSchema }),
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2), ...publication }),
    output: z.strictObject({ valueId: idSchema }),
  }),
  void: commandContract({
    id: 'external.void',
    path: '/api/external-values/:valueId/voiding',
    zh: '作废外部指标',
    en: 'Void an external value',
    permission: 'external.write',
    scope: 'area',
    audit: 'external.voided',
    params: z.strictObject({ valueId: idSchema }),
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
} as const;
