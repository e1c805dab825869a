import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  textSchema,
} from '../kernel/schema.ts';

export const transferRequestSchema = z.strictObject({
  requestId: idSchema,
  direction: z.enum(['out', 'in']),
  /** The name is shown to the side that keeps the file; the asking side sees only a masked name until agreed. */
  residentName: z.string(),
  residentId: idSchema.nullable(),
  fromArea: areaRefSchema,
  toArea: areaRefSchema,
  reason: z.string(),
  status: z.enum(['asked', 'agreed', 'refused', 'withdrawn']),
  askedAt: z.string(),
  decisionNote: z.string(),
});
export type TransferRequest = z.infer<typeof transferRequestSchema>;

export const transferContracts = {
  list: readContract({
    id: 'transfer.list',
    path: '/api/transfers',
    zh: '转入转出申请',
    en: 'Transfer requests',
    permission: 'resident.read',
    scope: 'area',
    query: z.strictObject({
      status: transferRequestSchema.shape.status.optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), requests: z.array(transferRequestSchema) }),
  }),
  ask: commandContract({
    id: 'transfer.ask',
    path: '/api/transfers',
    zh: '申请转入',
    en: 'Ask for a transfer',
    permission: 'transfer.ask',
    scope: 'area',
    audit: 'transfer.asked',
    body: z.strictObject({ citizenId: textSchema(60), toAreaCode: areaCodeSchema, reason: textSchema(200, 2) }),
    output: z.strictObject({ requestId: idSchema }),
  }),
  agree: commandContract({
    id: 'transfer.agree',
    path: '/api/transfers/:requestId/agreement',
    zh: '同意转出',
    en: 'Agree to a transfer',
    permission: 'transfer.decide',
    scope: 'area',
    audit: 'transfer.agreed',
    params: z.strictObject({ requestId: idSchema }),
    body: z.strictObject({ movedOn: plainDateSchema, note: textSchema(200) }),
    output: okSchema,
  }),
  refuse: commandContract({
    id: 'transfer.refuse',
    path: '/api/transfers/:requestId/refusal',
    zh: '不同意转出',
    en: 'Refuse a transfer',
    permission: 'transfer.decide',
    scope: 'area',
    audit: 'transfer.refused',
    params: z.strictObject({ requestId: idSchema }),
    body: z.strictObject({ note: textSchema(200, 2) }),
    output: okSchema,
  }),
  /** By the side that asked, before the other one has answered. */
  withdraw: commandContract({
    id: 'transfer.withdraw',
    path: '/api/transfers/:requestId/withdrawal',
    zh: '撤回转入申请',
    en: 'Withdraw a transfer request',
    permission: 'transfer.ask',
    scope: 'area',
    audit: 'transfer.withdrawn',
    params: z.strictObject({ requestId: idSchema }),
    body: z.strictObject({ note: textSchema(200) }),
    output: okSchema,
  }),
} as const;
