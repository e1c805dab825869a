/** What a person has enjoyed, as her file shows it. */
import { z } from 'zod';
import { idSchema, plainDateSchema } from '../kernel/schema.ts';

export const policyBenefitSchema = z.strictObject({
  benefitId: idSchema,
  policy: z.string(),
  name: z.string(),
  document: z.string(),
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
  amount: z.number().nullable(),
  note: z.string(),
  version: z.number(),
});
