import { z } from 'zod';
import { idSchema, plainDateSchema } from '../kernel/schema.ts';

export const certificateSchema = z.strictObject({
  certificateId: idSchema,
  number: z.string(),
  scheme: z.string(),
  issuedOn: plainDateSchema,
  copyNumber: z.number(),
  status: z.enum(['valid', 'replaced', 'void']),
  verificationCode: z.string(),
});
