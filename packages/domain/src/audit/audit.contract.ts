import { z } from 'zod';
import { readContract } from '../kernel/define-contract.ts';
import { areaRefSchema, idSchema, limitSchema, offsetSchema, plainDateSchema, textSchema } from '../kernel/schema.ts';

export const auditEventSchema = z.strictObject({
  eventId: idSchema,
  at: z.string(),
  account: z.string().nullable(),
  office: z.string().nullable(),
  action: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  /** Whose account it is about, when it is about one: at a sign-in nobody is signed in yet. */
  subjectAccount: z.string().nullable(),
  area: areaRefSchema.nullable(),
  purpose: z.string().nullable(),
  requestId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  /** Number in the chain, null while not yet chained (at most five seconds). */
  seq: z.number().nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const auditContracts = {
  list: readContract({
    id: 'audit.list',
    path: '/api/audit/events',
    zh: '审计日志',
    en: 'Audit events',
    permission: 'audit.read',
    scope: 'area',
    query: z.strictObject({
      from: plainDateSchema.optional(),
      to: plainDateSchema.optional(),
      action: textSchema(60).optional(),
      account: textSchema(40).optional(),
      subjectId: textSchema(60).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), events: z.array(auditEventSchema) }),
  }),
  heads: readContract({
    id: 'audit.heads',
    path: '/api/audit/heads',
    zh: '审计链头',
    en: 'Chain heads',
    permission: 'audit.read',
    scope: 'area',
    output: z.strictObject({
      heads: z.array(
        z.strictObject({ districtId: z.number(), seq: z.number(), head: z.string(), linkedAt: z.string() }),
      ),
    }),
  }),
} as const;
