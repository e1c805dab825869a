import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { idSchema, monthTextSchema, okSchema, textSchema } from '../kernel/schema.ts';
import { ledgerColumnSchema } from './ledger-file.ts';

/** What somebody did with a ledger. */
export const ledgerActs = ['opened', 'exported', 'printed'] as const;
export type LedgerAct = (typeof ledgerActs)[number];

const ledgerParams = z.strictObject({ ledger: z.string().regex(/^[a-z0-9-]{1,60}$/) });
const usesSchema = z.strictObject({ opened: z.number(), exported: z.number(), printed: z.number() });
const lastSchema = z.string().nullable();

const usedLedgerSchema = z.strictObject({
  ledger: z.string(),
  zh: z.string(),
  en: z.string(),
  own: z.boolean(),
  retired: z.boolean(),
  uses: usesSchema,
  /** Offices that used it. */
  offices: z.number(),
  /** Last month in which it was used, however long ago. */
  last: lastSchema,
  columns: z.array(
    z.strictObject({
      column: ledgerColumnSchema,
      /** Shown by the definition of the ledger; others are chosen by who reads. */
      delivered: z.boolean(),
      retired: z.boolean(),
      uses: usesSchema,
      last: lastSchema,
    }),
  ),
  views: z.array(z.strictObject({ viewId: idSchema, name: z.string(), owner: z.string(), uses: usesSchema })),
});
export type UsedLedger = z.infer<typeof usedLedgerSchema>;

const retirementBody = z.strictObject({
  /** The whole ledger when null. */
  column: ledgerColumnSchema.nullable(),
  why: textSchema(200, 2),
});

export const ledgerUseContracts = {
  /** 台账使用情况: how often each ledger and column was opened, exported and printed by the offices below; nobody's own reading. */
  read: readContract({
    id: 'ledger-use.read',
    path: '/api/ledger-use',
    zh: '台账使用情况',
    en: 'Use of ledgers',
    permission: 'ledger.review',
    scope: 'area',
    query: z.strictObject({ months: z.coerce.number().int().min(1).max(24).default(6) }),
    output: z.strictObject({
      from: monthTextSchema,
      to: monthTextSchema,
      /** The first month that was counted at all; null before anybody opened anything. */
      since: monthTextSchema.nullable(),
      ledgers: z.array(usedLedgerSchema),
    }),
  }),
  retire: commandContract({
    id: 'ledger-use.retire',
    path: '/api/ledgers/:ledger/retirement',
    zh: '停用台账或列',
    en: 'Retire a ledger or one of its columns',
    permission: 'ledger.define',
    scope: 'none',
    audit: 'ledger.retired',
    params: ledgerParams,
    body: retirementBody,
    output: okSchema,
  }),
  restore: commandContract({
    id: 'ledger-use.restore',
    path: '/api/ledgers/:ledger/restoration',
    zh: '恢复停用的台账或列',
    en: 'Restore a retired ledger or column',
    permission: 'ledger.define',
    scope: 'none',
    audit: 'ledger.restored',
    params: ledgerParams,
    body: retirementBody,
    output: okSchema,
  }),
} as const;
