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
      group: z.enum(['overdue', 'soon', 'later']).optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      /** Days from today that the middle group reaches (parameter `unemp.contact_soon_days`). */
      soonDays: z.number(),
      counts: z.strictObject({ overdue: z.number(), soon: z.number(), later: z.number() }),
      items: z.array(worklistItemSchema),
      /** The three numbers beside the list, with last month's (open stock of this area). */
      figures: z.array(z.strictObject({ indicator: z.string(), now: z.number(), lastMonth: z.number() })),
    }),
  }),
} as const;
