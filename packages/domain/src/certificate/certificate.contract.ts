import { z } from 'zod';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import { areaRefSchema, idSchema, okSchema, plainDateSchema, purposeSchema, textSchema } from '../kernel/schema.ts';

const certificateParams = z.strictObject({ residentId: idSchema, certificateId: idSchema });

export const certificateContracts = {
  issue: commandContract({
    id: 'certificate.issue',
    path: '/api/residents/:residentId/certificates',
    zh: '发放就业创业证',
    en: 'Issue the certificate',
    permission: 'certificate.issue',
    scope: 'area',
    audit: 'certificate.issued',
    params: z.strictObject({ residentId: idSchema }),
    body: z.strictObject({ issuedOn: plainDateSchema }),
    output: z.strictObject({ certificateId: idSchema, number: z.string() }),
  }),
  reissue: commandContract({
    id: 'certificate.reissue',
    path: '/api/residents/:residentId/certificates/:certificateId/reissue',
    zh: '补发',
    en: 'Re-issue with the same number',
    permission: 'certificate.issue',
    scope: 'area',
    audit: 'certificate.reissued',
    params: certificateParams,
    body: z.strictObject({ issuedOn: plainDateSchema, reason: textSchema(200, 2) }),
    output: z.strictObject({ certificateId: idSchema, number: z.string() }),
  }),
  void: commandContract({
    id: 'certificate.void',
    path: '/api/residents/:residentId/certificates/:certificateId/void',
    zh: '作废证件',
    en: 'Void a certificate',
    permission: 'certificate.issue',
    scope: 'area',
    audit: 'certificate.voided',
    params: certificateParams,
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  print: auditedReadContract({
    id: 'certificate.print',
    path: '/api/residents/:residentId/certificates/:certificateId/print',
    zh: '打印证件',
    en: 'Print the certificate',
    permission: 'certificate.issue',
    scope: 'area',
    audit: 'certificate.printed',
    produces: 'pdf',
    params: certificateParams,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.unknown(),
  }),
  /** Public page: confirms a code without leaking anybody: masked name, issuer, state. */
  verify: readContract({
    id: 'certificate.verify',
    path: '/api/public/certificates/:code',
    zh: '证件核验',
    en: 'Verify a certificate',
    permission: 'public',
    scope: 'none',
    params: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{16}$/) }),
    output: z.strictObject({
      result: z.enum(['valid', 'replaced', 'void', 'unknown']),
      nameMasked: z.string().nullable(),
      numberTail: z.string().nullable(),
      issuer: areaRefSchema.pick({ name: true }).nullable(),
      issuedOn: plainDateSchema.nullable(),
    }),
  }),
} as const;
