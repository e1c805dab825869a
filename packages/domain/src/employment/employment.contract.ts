import { z } from 'zod';
import { commandContract } from '../kernel/define-contract.ts';
import {
  codeSchema,
  idSchema,
  okSchema,
  plainDateSchema,
  restoreBodySchema,
  textSchema,
  versionSchema,
  voidedSchema,
} from '../kernel/schema.ts';

const employmentParams = z.strictObject({ residentId: idSchema, employmentId: idSchema });
export const employmentFieldsSchema = z.strictObject({
  type: codeSchema,
  urban: z.boolean(),
  employerName: textSchema(100),
  employerCode: textSchema(18).nullable(),
  occupation: textSchema(60).nullable(),
  industry: codeSchema.nullable(),
  platformWork: z.boolean(),
  proof: textSchema(200),
  startedOn: plainDateSchema,
});

export const employmentContracts = {
  register: commandContract({
    id: 'employment.register',
    path: '/api/residents/:residentId/employment',
    zh: '就业登记',
    en: 'Register employment',
    permission: 'employment.write',
    scope: 'area',
    audit: 'employment.registered',
    params: z.strictObject({ residentId: idSchema }),
    /** An open unemployment registration is deregistered on the start date with the fitting reason in the same transaction. */
    body: employmentFieldsSchema,
    output: z.strictObject({ employmentId: idSchema, late: z.boolean(), deregistered: z.boolean() }),
  }),
  change: commandContract({
    id: 'employment.change',
    path: '/api/residents/:residentId/employment/:employmentId',
    method: 'PUT',
    zh: '变更就业登记',
    en: 'Correct an employment',
    permission: 'employment.write',
    scope: 'area',
    audit: 'employment.changed',
    params: employmentParams,
    body: employmentFieldsSchema.extend({ version: versionSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
  end: commandContract({
    id: 'employment.end',
    path: '/api/residents/:residentId/employment/:employmentId/end',
    zh: '终止就业',
    en: 'End an employment',
    permission: 'employment.write',
    scope: 'area',
    audit: 'employment.ended',
    params: employmentParams,
    body: z.strictObject({ version: versionSchema, endedOn: plainDateSchema, reason: codeSchema }),
    output: z.strictObject({ late: z.boolean() }),
  }),
  void: commandContract({
    id: 'employment.void',
    path: '/api/residents/:residentId/employment/:employmentId/void',
    zh: '作废就业登记',
    en: 'Void an employment',
    permission: 'employment.write',
    scope: 'area',
    audit: 'employment.voided',
    params: employmentParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: voidedSchema,
  }),
  /** 恢复: what was voided by mistake, within the days of the parameter; `changeId` is the void that the reader saw. */
  restore: commandContract({
    id: 'employment.restore',
    path: '/api/residents/:residentId/employment/:employmentId/restore',
    zh: '恢复就业登记',
    en: 'Restore an employment',
    permission: 'employment.write',
    scope: 'area',
    audit: 'employment.restored',
    params: employmentParams,
    body: restoreBodySchema,
    output: okSchema,
  }),
} as const;
