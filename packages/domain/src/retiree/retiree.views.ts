/** Community care of a retiree as her file shows it. */
import { z } from 'zod';
import { idSchema, plainDateSchema } from '../kernel/schema.ts';

export const retireeCareSchema = z.strictObject({
  careId: idSchema,
  retiredOn: plainDateSchema,
  formerEmployer: z.string(),
  pension: z.string(),
  handedOverOn: plainDateSchema,
  lastConfirmedOn: plainDateSchema.nullable(),
  filePlace: z.string(),
  fileNumber: z.string(),
  living: z.string().nullable(),
  /** The day from which on she has lived so. */
  livingOn: plainDateSchema.nullable(),
  disabled: z.boolean(),
  partyMember: z.boolean(),
  note: z.string(),
  endedOn: plainDateSchema.nullable(),
  endReason: z.string().nullable(),
  version: z.number(),
});
export const confirmationSchema = z.strictObject({
  confirmationId: idSchema,
  confirmedOn: plainDateSchema,
  way: z.string(),
  result: z.string(),
  note: z.string(),
});
