import { z } from 'zod';
import { commandContract } from '../kernel/define-contract.ts';
import { codeSchema, idSchema, okSchema, plainDateSchema, textSchema, versionSchema } from '../kernel/schema.ts';

const registrationParams = z.strictObject({ residentId: idSchema, registrationId: idSchema });
export const unemploymentFieldsSchema = z.strictObject({
  registeredOn: plainDateSchema,
  unemployedSince: plainDateSchema,
  reason: codeSchema,
  nature: z.enum(['1', '2']),
  jobWish: textSchema(100),
  trainingWish: textSchema(100),
});

export const unemploymentContracts = {
  register: commandContract({
    id: 'unemployment.register',
    path: '/api/residents/:residentId/unemployment',
    zh: '失业登记',
    en: 'Register as unemployed',
    permission: 'unemployment.write',
    scope: 'area',
    audit: 'unemployment.registered',
    params: z.strictObject({ residentId: idSchema }),
    body: unemploymentFieldsSchema.extend({ promiseSigned: z.literal(true) }),
    output: z.strictObject({ registrationId: idSchema }),
  }),
  change: commandContract({
    id: 'unemployment.change',
    path: '/api/residents/:residentId/unemployment/:registrationId',
    method: 'PUT',
    zh: '变更失业登记',
    en: 'Correct a registration',
    permission: 'unemployment.write',
    scope: 'area',
    audit: 'unemployment.changed',
    params: registrationParams,
    body: unemploymentFieldsSchema.extend({ version: versionSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
  deregister: commandContract({
    id: 'unemployment.deregister',
    path: '/api/residents/:residentId/unemployment/:registrationId/end',
    zh: '注销失业登记',
    en: 'Deregister',
    permission: 'unemployment.write',
    scope: 'area',
    audit: 'unemployment.deregistered',
    params: registrationParams,
    body: z.strictObject({
      version: versionSchema,
      endedOn: plainDateSchema,
      reason: codeSchema,
      evidence: textSchema(200),
      note: textSchema(200),
    }),
    output: okSchema,
  }),
  reverse: commandContract({
    id: 'unemployment.reverse',
    path: '/api/residents/:residentId/unemployment/:registrationId/reversal',
    zh: '恢复误注销的登记',
    en: 'Reverse a wrong deregistration',
    permission: 'unemployment.write',
    scope: 'area',
    audit: 'unemployment.reversed',
    params: registrationParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
  void: commandContract({
    id: 'unemployment.void',
    path: '/api/residents/:residentId/unemployment/:registrationId/void',
    zh: '作废失业登记',
    en: 'Void a registration',
    permission: 'unemployment.write',
    scope: 'area',
    audit: 'unemployment.voided',
    params: registrationParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
} as const;
