import { z } from 'zod';
import { readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  plainDateSchema,
  textSchema,
} from '../kernel/schema.ts';

/** Records that can be voided and restored, as the history of records names them. */
export const recycledKinds = [
  'contact',
  'unemployment',
  'employment',
  'certificate',
  'policy-benefit',
  'retiree-care',
  'confirmation',
] as const;
export type RecycledKind = (typeof recycledKinds)[number];

export const recycledEntrySchema = z.strictObject({
  /** The void; restoring names it. */
  changeId: idSchema,
  kind: z.enum(recycledKinds),
  recordId: idSchema,
  residentId: idSchema,
  residentName: z.string(),
  area: areaRefSchema,
  /** What it was: the day that it is about, and of each kind what tells it from others; codes stay codes. */
  on: plainDateSchema,
  way: z.string().nullable(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  type: z.string().nullable(),
  employerName: z.string().nullable(),
  policyName: z.string().nullable(),
  /** Of a confirmation of eligibility. */
  result: z.string().nullable(),
  number: z.string().nullable(),
  voidedAt: z.string(),
  voidedBy: z.string().nullable(),
  why: z.string(),
  /** Days on which it can still be restored, today included: as many from the void on as the parameter says today where she lives. */
  daysLeft: z.number(),
});
export type RecycledEntry = z.infer<typeof recycledEntrySchema>;

export const recycleContracts = {
  /** 回收站: what was voided in the actor's areas and can still be restored; the newest first. */
  list: readContract({
    id: 'recycle.list',
    path: '/api/recycle',
    zh: '回收站',
    en: 'Voided records',
    permission: 'contact.write',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      kind: z.enum(recycledKinds).optional(),
      /** Name, pinyin or initials of the person, as a prefix. */
      text: textSchema(40).optional(),
      /** Account that voided it. */
      by: idSchema.optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      entries: z.array(recycledEntrySchema),
      /** Who voided any of what the areas hold, for the filter. */
      workers: z.array(z.strictObject({ accountId: idSchema, name: z.string() })),
    }),
  }),
} as const;
