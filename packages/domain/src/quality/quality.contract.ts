import { z } from 'zod';
import { codesOf } from '../code/code-set.ts';
import { auditedReadContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  codeSchema,
  idSchema,
  limitSchema,
  monthTextSchema,
  offsetSchema,
  plainDateSchema,
  purposeSchema,
} from '../kernel/schema.ts';
import { qualityGroups, qualityParts } from './quality-check.ts';

const scoreSchema = z.number().nullable();
const scoresSchema = z.strictObject({
  all: scoreSchema,
  completeness: scoreSchema,
  freshness: scoreSchema,
  consistency: scoreSchema,
});
const sentence = z.strictObject({ zh: z.string(), en: z.string() });

export const qualityRuleViewSchema = z.strictObject({
  key: z.string(),
  check: z.string(),
  part: z.enum(codesOf(qualityParts)),
  group: z.enum(codesOf(qualityGroups)),
  weight: z.number(),
  /** For freshness: after how many days a file is stale, where this area has one value. */
  days: z.number().nullable(),
  source: sentence,
  files: z.number(),
  flawed: z.number(),
});
export type QualityRuleView = z.infer<typeof qualityRuleViewSchema>;

export const qualityAreaSchema = z.strictObject({
  area: areaRefSchema,
  people: z.number(),
  households: z.number(),
  /** Files of people and of households with anything to mend. */
  flawed: z.number(),
  scores: scoresSchema,
});
export type QualityArea = z.infer<typeof qualityAreaSchema>;

/** How the files of an area stood when a month was closed. */
export const qualityMonthSchema = z.strictObject({
  month: monthTextSchema,
  people: z.number(),
  households: z.number(),
  flawed: z.number(),
  scores: scoresSchema,
  /** Communities whose month is closed and kept, of those that the area has. */
  communities: z.number(),
  of: z.number(),
});
export type QualityMonth = z.infer<typeof qualityMonthSchema>;

export const qualityFileSchema = z.strictObject({
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  name: z.string(),
  area: areaRefSchema,
  /** Keys of the rules that it breaks, the weightiest first. */
  rules: z.array(z.string()),
  /** When it was last changed, confirmed or its person contacted. */
  touchedOn: plainDateSchema.nullable(),
  /** Who changed it last. */
  worker: z.string().nullable(),
});
export type QualityFile = z.infer<typeof qualityFileSchema>;

const filter = {
  area: areaCodeSchema.optional(),
  rule: codeSchema.optional(),
  part: z.enum(codesOf(qualityParts)).optional(),
  worker: idSchema.optional(),
};

export const qualityContracts = {
  score: readContract({
    id: 'quality.score',
    path: '/api/quality',
    zh: '档案完整度与鲜活度',
    en: 'Completeness and freshness of files',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({ area: areaCodeSchema.optional() }),
    output: z.strictObject({
      whole: qualityAreaSchema,
      /** The areas right below it. */
      areas: z.array(qualityAreaSchema),
      rules: z.array(qualityRuleViewSchema),
      /**
       * Communities and streets are counted when they are asked for: null. Districts and the city add up what is counted anew in the background as
       * files change: the oldest of these instants.
       */
      countedAt: z.string().nullable(),
      /** Of the last twelve closed months, the oldest first. */
      trend: z.array(qualityMonthSchema),
    }),
  }),
  /**
   * 待补正档案: the files behind the score, those that weigh most first. Of a district or the city community by community, in pages and a number
   * by the last count: a page may be longer or shorter by what has come or was mended since.
   */
  files: readContract({
    id: 'quality.files',
    path: '/api/quality/files',
    zh: '待补正档案',
    en: 'Files to mend',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({ ...filter, limit: limitSchema, offset: offsetSchema }),
    output: z.strictObject({
      count: z.number(),
      files: z.array(qualityFileSchema),
      /** Who changed these files last, with how many each; of a district or the city nobody is named. */
      workers: z.array(z.strictObject({ accountId: idSchema, name: z.string(), files: z.number() })),
    }),
  }),
  export: auditedReadContract({
    id: 'quality.export',
    path: '/api/quality/export',
    zh: '导出档案质量与待补正名单',
    en: 'Export the quality of files and the list to mend',
    permission: 'resident.export',
    scope: 'area',
    audit: 'quality.exported',
    stepUp: 'many-people',
    produces: 'xlsx',
    body: z.strictObject({ ...filter, purpose: purposeSchema }),
    output: z.unknown(),
  }),
  print: auditedReadContract({
    id: 'quality.print',
    path: '/api/quality/print',
    zh: '打印档案质量与待补正名单',
    en: 'Print the quality of files and the list to mend',
    permission: 'resident.export',
    scope: 'area',
    audit: 'quality.printed',
    stepUp: 'many-people',
    produces: 'pdf',
    body: z.strictObject({ ...filter, purpose: purposeSchema }),
    output: z.unknown(),
  }),
} as const;
