import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
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

export const policySchema = z.strictObject({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  document: z.string(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
});

/** A hundred million yuan: more is a slip of the keyboard. */
const largestAmount = 10_000_000_000;
const benefitParams = z.strictObject({ residentId: idSchema, benefitId: idSchema });

export const policyContracts = {
  list: readContract({
    id: 'policy.list',
    path: '/api/policies',
    zh: '政策清单',
    en: 'List of policies',
    permission: 'resident.read',
    scope: 'none',
    output: z.strictObject({ policies: z.array(policySchema) }),
  }),
  recordBenefit: commandContract({
    id: 'policy.record-benefit',
    path: '/api/residents/:residentId/policy-benefits',
    zh: '登记享受政策',
    en: 'Record a policy that somebody enjoys',
    permission: 'policy.write',
    scope: 'area',
    audit: 'policy.benefit-recorded',
    params: z.strictObject({ residentId: idSchema }),
    body: z.strictObject({
      policy: codeSchema,
      fromOn: plainDateSchema,
      toOn: plainDateSchema.nullable(),
      /** In fen; null where nothing is paid to the person. */
      amount: z.number().int().min(0).max(largestAmount).nullable(),
      /** Where it is known from: a list of payments, a decision, the person. */
      note: textSchema(200, 2),
    }),
    output: z.strictObject({ benefitId: idSchema }),
  }),
  endBenefit: commandContract({
    id: 'policy.end-benefit',
    path: '/api/residents/:residentId/policy-benefits/:benefitId/end',
    zh: '终止享受政策',
    en: 'End a benefit',
    permission: 'policy.write',
    scope: 'area',
    audit: 'policy.benefit-ended',
    params: benefitParams,
    body: z.strictObject({ version: versionSchema, toOn: plainDateSchema, why: textSchema(200, 2) }),
    output: okSchema,
  }),
  voidBenefit: commandContract({
    id: 'policy.void-benefit',
    path: '/api/residents/:residentId/policy-benefits/:benefitId/void',
    zh: '作废享受政策记录',
    en: 'Void a benefit',
    permission: 'policy.write',
    scope: 'area',
    audit: 'policy.benefit-voided',
    params: benefitParams,
    body: z.strictObject({ version: versionSchema, why: textSchema(200, 2) }),
    output: voidedSchema,
  }),
  restoreBenefit: commandContract({
    id: 'policy.restore-benefit',
    path: '/api/residents/:residentId/policy-benefits/:benefitId/restore',
    zh: '恢复享受政策记录',
    en: 'Restore a benefit',
    permission: 'policy.write',
    scope: 'area',
    audit: 'policy.benefit-restored',
    params: benefitParams,
    body: restoreBodySchema,
    output: okSchema,
  }),
} as const;
