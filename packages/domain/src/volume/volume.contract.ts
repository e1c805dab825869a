import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  periodTextSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
} from '../kernel/schema.ts';
import { differenceReasons, volumeLevels } from './volume.rules.ts';

const ledgerKey = z.string().regex(/^[a-z0-9-]{1,60}$/);

const partSchema = z.strictObject({
  code: areaCodeSchema,
  name: z.string(),
  /** Names of areas that it has absorbed: their people stand with it. */
  absorbed: z.array(z.string()),
});

const volumeLedgerSchema = z.strictObject({
  ledger: z.string(),
  zh: z.string(),
  en: z.string(),
  rows: z.enum(['stock', 'flow', 'records']),
  /** With which the ledger is opened: a day or the month. */
  period: z.string(),
  /** By part, in their order. */
  counts: z.array(z.number()),
  sum: z.number(),
  /** What the ledger of the whole area counts, found by itself. */
  whole: z.number(),
  difference: z.number(),
  /** Of the whole: who lives outside the area by now. */
  away: z.number(),
});
export type VolumeLedger = z.infer<typeof volumeLedgerSchema>;

export const volumeTableSchema = z.strictObject({
  area: areaRefSchema,
  level: z.enum(volumeLevels),
  period: z.string(),
  from: plainDateSchema,
  last: plainDateSchema,
  parts: z.array(partSchema),
  ledgers: z.array(volumeLedgerSchema),
});
export type VolumeTable = z.infer<typeof volumeTableSchema>;

const differenceSchema = z.strictObject({
  subjectKind: z.enum(['resident', 'household']),
  subjectId: idSchema,
  /** Masked when she lives outside the reader's area by now. */
  name: z.string(),
  inScope: z.boolean(),
  /** Parts that count her. */
  parts: z.array(z.string()),
  /** Where she lives now; empty outside the reader's area. */
  lives: z.string(),
  inWhole: z.boolean(),
  reason: z.enum(differenceReasons),
});
export type VolumeDifference = z.infer<typeof differenceSchema>;

export const volumeFormats = ['pdf', 'xlsx'] as const;
/** Rows of lists that one volume holds at most. */
export const volumeRowLimit = 20_000;

const asked = { area: areaCodeSchema.optional(), period: periodTextSchema.optional() };
/** Keys of ledgers, with commas between them; all that there are when left out. */
const ledgersSchema = textSchema(1500).optional();

export const volumeContracts = {
  table: readContract({
    id: 'volume.table',
    path: '/api/volume',
    zh: '一街一册汇总表',
    en: 'Summary of a street volume',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({ ...asked, ledgers: ledgersSchema }),
    output: volumeTableSchema,
  }),
  differences: readContract({
    id: 'volume.differences',
    path: '/api/volume/differences',
    zh: '汇总差异明细',
    en: 'People behind a difference of a volume',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({ ...asked, ledger: ledgerKey }),
    output: z.strictObject({ count: z.number(), people: z.array(differenceSchema) }),
  }),
  /** 编制一街一册: put together in the background; whoever asked fetches it from her tasks. */
  start: commandContract({
    id: 'volume.start',
    path: '/api/volumes',
    zh: '编制一街一册',
    en: 'Put a street volume together',
    permission: 'resident.export',
    scope: 'area',
    audit: 'volume.started',
    body: z.strictObject({
      ...asked,
      /** In the summary. */
      ledgers: ledgersSchema,
      /** Of which the lists are printed too, community by community. */
      lists: z.array(ledgerKey).max(60),
      format: z.enum(volumeFormats),
      purpose: purposeSchema,
    }),
    output: z.strictObject({ taskId: idSchema }),
  }),
} as const;
