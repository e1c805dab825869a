/** The registrations of a person as her file shows them. */
import { z } from 'zod';
import { areaRefSchema, idSchema, plainDateSchema } from '../kernel/schema.ts';

export const unemploymentRegistrationSchema = z.strictObject({
  registrationId: idSchema,
  area: areaRefSchema,
  registeredOn: plainDateSchema,
  reason: z.string(),
  nature: z.enum(['1', '2']),
  channel: z.string(),
  unemployedSince: plainDateSchema,
  jobWish: z.string(),
  trainingWish: z.string(),
  endedOn: plainDateSchema.nullable(),
  endReason: z.string().nullable(),
  endEvidence: z.string().nullable(),
  endNote: z.string(),
  version: z.number(),
});
export const employmentSchema = z.strictObject({
  employmentId: idSchema,
  type: z.string(),
  urban: z.boolean(),
  employerName: z.string(),
  employerCode: z.string().nullable(),
  occupation: z.string().nullable(),
  industry: z.string().nullable(),
  proof: z.string(),
  platformWork: z.boolean(),
  startedOn: plainDateSchema,
  reportedOn: plainDateSchema,
  reportLate: z.boolean(),
  endedOn: plainDateSchema.nullable(),
  endReason: z.string().nullable(),
  endLate: z.boolean(),
  version: z.number(),
});
