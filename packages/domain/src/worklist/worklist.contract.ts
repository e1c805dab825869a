import { z } from 'zod';
import { readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  plainDateSchema,
} from '../kernel/schema.ts';

/** What is late, what is due within days, benefits that are about to end and of which nobody has told yet, and the rest. */
export const worklistGroups = ['overdue', 'soon', 'ending', 'later'] as const;
export type WorklistGroup = (typeof worklistGroups)[number];

export const worklistItemSchema = z.strictObject({
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  name: z.string(),
  kind: z.string(),
  anchor: idSchema,
  area: areaRefSchema,
  appearsOn: plainDateSchema,
  dueOn: plainDateSchema,
  overdueDays: z.number(),
  /** Facts for the sentence: last contact, registered on … */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type WorklistItem = z.infer<typeof worklistItemSchema>;

export const worklistContracts = {
  list: readContract({
    id: 'worklist.list',
    path: '/api/worklist',
    zh: '工作台',
    en: 'Work list',
    permission: 'worklist.read',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema.optional(),
      kind: codeSchema.optional(),
      group: z.enum(worklistGroups).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      /** Days from today that the middle group reaches (parameter `unemp.contact_soon_days`). */
      soonDays: z.number(),
      /** Days before its end on which a benefit is on the list (parameter `policy.ending_days`). */
      endingDays: z.number(),
      counts: z.strictObject({ overdue: z.number(), soon: z.number(), ending: z.number(), later: z.number() }),
      items: z.array(worklistItemSchema),
      /** The three numbers beside the list, with last month's (open stock of this area). */
      figures: z.array(z.strictObject({ indicator: z.string(), now: z.number(), lastMonth: z.number() })),
    }),
  }),
} as const;
