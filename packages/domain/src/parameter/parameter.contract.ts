import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { areaCodeSchema, idSchema, plainDateSchema, textSchema } from '../kernel/schema.ts';

export const parameterSchema = z.strictObject({
  parameterId: idSchema,
  key: z.string(),
  areaCode: areaCodeSchema.nullable(),
  areaName: z.string(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  unit: z.string(),
  source: z.string(),
  certainty: z.string(),
});
export type ParameterRow = z.infer<typeof parameterSchema>;

export const parameterContracts = {
  list: readContract({
    id: 'parameter.list',
    path: '/api/parameters',
    zh: '政策参数',
    en: 'Policy parameters',
    permission: 'parameter.read',
    scope: 'none',
    output: z.strictObject({ parameters: z.array(parameterSchema) }),
  }),
  /** A new value from a date; earlier values stay. Subjects are derived again in the background (K10). */
  set: commandContract({
    id: 'parameter.set',
    path: '/api/parameters',
    zh: '设定参数',
    en: 'Set a parameter',
    permission: 'parameter.manage',
    scope: 'area',
    audit: 'parameter.set',
    stepUp: 'always',
    body: z.strictObject({
      key: textSchema(80),
      areaCode: areaCodeSchema.nullable(),
      fromOn: plainDateSchema,
      value: z.union([z.number(), textSchema(200), z.boolean()]),
      source: textSchema(200, 2),
    }),
    /** A task where what is booked depends on the parameter; null for all others, which hold at once. */
    output: z.strictObject({ taskId: idSchema.nullable() }),
  }),
  /** Takes a value back that was entered by mistake: the one before it holds again. The value stays in the records, voided. */
  void: commandContract({
    id: 'parameter.void',
    path: '/api/parameters/:parameterId/voiding',
    zh: '作废参数值',
    en: 'Void a parameter value',
    permission: 'parameter.manage',
    scope: 'area',
    audit: 'parameter.voided',
    stepUp: 'always',
    params: z.strictObject({ parameterId: idSchema }),
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: z.strictObject({ taskId: idSchema.nullable() }),
  }),
} as const;
