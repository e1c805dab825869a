import { z } from 'zod';
import { householdRowSchema } from '../household/household.contract.ts';
import { auditedReadContract } from '../kernel/define-contract.ts';
import { areaRefSchema, idSchema, plainDateSchema, textSchema } from '../kernel/schema.ts';
import { residentRowSchema } from '../resident/resident.contract.ts';

/** The parts of the shown text that were found: from, to (exclusive), in UTF-16 units. */
const marksSchema = z.array(z.tuple([z.number(), z.number()]));

export const foundPersonSchema = residentRowSchema.extend({
  /** What of the person was found; of a number that is shown masked the whole is marked. */
  by: z.enum(['citizen-id', 'phone', 'name', 'pinyin', 'address']),
  marks: marksSchema,
});
export type FoundPerson = z.infer<typeof foundPersonSchema>;

export const foundHouseholdSchema = householdRowSchema.extend({
  by: z.enum(['number', 'address']),
  marks: marksSchema,
});
export type FoundHousehold = z.infer<typeof foundHouseholdSchema>;

export const foundCertificateSchema = z.strictObject({
  certificateId: idSchema,
  number: z.string(),
  status: z.enum(['valid', 'replaced', 'void']),
  issuedOn: plainDateSchema,
  copyNumber: z.number(),
  residentId: idSchema,
  residentName: z.string(),
  area: areaRefSchema,
});
export type FoundCertificate = z.infer<typeof foundCertificateSchema>;

function group<T extends z.ZodType>(found: T) {
  /** `more` when the limit cut some off. */
  return z.strictObject({ found: z.array(found), more: z.boolean() });
}

export const searchContracts = {
  /** The one box: people, households and certificates of the actor's areas. POST keeps numbers out of URLs. */
  find: auditedReadContract({
    id: 'search.find',
    path: '/api/search',
    zh: '搜索',
    en: 'Search',
    permission: 'resident.read',
    scope: 'area',
    audit: 'resident.searched',
    body: z.strictObject({ text: textSchema(60, 1), limit: z.number().int().min(1).max(20).default(8) }),
    output: z.strictObject({
      people: group(foundPersonSchema),
      households: group(foundHouseholdSchema),
      certificates: group(foundCertificateSchema),
    }),
  }),
} as const;
