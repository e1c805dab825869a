import { z } from 'zod';
import { readContract } from '../kernel/define-contract.ts';
import { areaRefSchema, codeSchema, idSchema } from '../kernel/schema.ts';

/** How many days back notices reach, and how many of them are shown: what is older is found where it happened. */
export const noticeDays = 30;
export const mostNotices = 60;

const sentenceSchema = z.strictObject({ zh: z.string(), en: z.string() });
const common = { key: z.string(), at: z.string() };

/**
 * What has happened to things of mine while I was doing something else. Nothing is stored for it: each notice is read from the record that it tells of,
 * and is gone when the record is settled.
 */
export const noticeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('task-over'),
    ...common,
    taskKind: z.string(),
    title: z.string(),
    outcome: z.enum(['done', 'failed']),
  }),
  z.strictObject({
    kind: z.literal('report-returned'),
    ...common,
    form: z.string(),
    formName: sentenceSchema,
    period: z.string(),
    periodName: sentenceSchema,
    area: areaRefSchema,
    by: z.string(),
    reason: z.string(),
  }),
  z.strictObject({
    kind: z.literal('report-reminded'),
    ...common,
    form: z.string(),
    formName: sentenceSchema,
    period: z.string(),
    periodName: sentenceSchema,
    area: areaRefSchema,
    by: z.string(),
  }),
  z.strictObject({ kind: z.literal('grant-asked'), ...common, name: z.string(), by: z.string() }),
  z.strictObject({
    kind: z.literal('grant-decided'),
    ...common,
    name: z.string(),
    by: z.string(),
    status: z.enum(['consented', 'refused', 'lapsed']),
  }),
  z.strictObject({
    kind: z.literal('campaign-assigned'),
    ...common,
    campaignId: idSchema,
    name: z.string(),
    count: z.number(),
  }),
  z.strictObject({
    kind: z.enum(['remark-mention', 'remark-settled']),
    ...common,
    remarkId: idSchema,
    subjectKind: z.enum(['resident', 'household']),
    subjectId: idSchema,
    name: z.string(),
    by: z.string(),
    text: z.string(),
  }),
  z.strictObject({ kind: z.literal('transfer-asked'), ...common, to: areaRefSchema, reason: z.string() }),
  z.strictObject({
    kind: z.literal('transfer-decided'),
    ...common,
    by: z.string(),
    status: codeSchema,
    note: z.string(),
  }),
]);
export type Notice = z.infer<typeof noticeSchema>;

export const noticeContracts = {
  list: readContract({
    id: 'notice.list',
    path: '/api/session/notices',
    zh: '我的消息',
    en: 'My notices',
    permission: 'signed-in',
    scope: 'own',
    output: z.strictObject({ notices: z.array(noticeSchema) }),
  }),
} as const;
