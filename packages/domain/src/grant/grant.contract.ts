import { z } from 'zod';
import { loginSchema, passwordSchema, roleSchema } from '../account/account.contract.ts';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { grantHindrances } from './grant.rules.ts';

export const grantStatuses = ['asked', 'consented', 'refused', 'withdrawn', 'lapsed'] as const;
export type GrantStatus = (typeof grantStatuses)[number];

/**
 * What may be asked for: a post with high rights, an account with one, and for an account that holds one whatever would let somebody else in:
 * another password, no second factor, another identity at the provider, going on after a suspension.
 */
export const grantKinds = ['post', 'account', 'password', 'factors', 'identity', 'resumption'] as const;
export type GrantKind = (typeof grantKinds)[number];

const wantedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('post'),
    accountId: idSchema,
    role: roleSchema,
    officeId: idSchema,
    fromOn: plainDateSchema,
  }),
  z.strictObject({
    kind: z.literal('account'),
    login: loginSchema,
    name: textSchema(40, 1),
    password: passwordSchema,
    role: roleSchema,
    officeId: idSchema,
  }),
  z.strictObject({ kind: z.literal('password'), accountId: idSchema, password: passwordSchema }),
  z.strictObject({ kind: z.literal('factors'), accountId: idSchema }),
  z.strictObject({ kind: z.literal('identity'), accountId: idSchema, subject: textSchema(255, 1) }),
  z.strictObject({ kind: z.literal('resumption'), accountId: idSchema }),
]);
export type WantedGrant = z.output<typeof wantedSchema>;

const whoSchema = z.strictObject({ name: z.string(), login: z.string() });

export const grantRequestSchema = z.strictObject({
  requestId: idSchema,
  kind: z.enum(grantKinds),
  status: z.enum(grantStatuses),
  /** For whom. */
  receiver: whoSchema,
  /** The posts that the receiver holds now. */
  held: z.array(z.strictObject({ role: roleSchema, officeName: z.string() })),
  /** The post that is asked for; null where none is. */
  role: roleSchema.nullable(),
  officeName: z.string().nullable(),
  area: areaRefSchema.nullable(),
  fromOn: plainDateSchema.nullable(),
  /** Of a binding to the identity provider. */
  subject: z.string().nullable(),
  reason: z.string(),
  askedBy: whoSchema,
  askedAt: z.string(),
  expiresAt: z.string(),
  /** Null while nobody has decided, and of the operator on the server. */
  decidedBy: whoSchema.nullable(),
  decidedAt: z.string().nullable(),
  decisionReason: z.string(),
  version: z.number(),
  /** What the reader may do with it now. */
  mayDecide: z.boolean(),
  mayWithdraw: z.boolean(),
  /** Why she may not decide on what others may. */
  hindrance: z.enum(grantHindrances).nullable(),
});
export type GrantRequest = z.infer<typeof grantRequestSchema>;

const requestParams = z.strictObject({ requestId: idSchema });

/** 授权申请: high rights are granted by two people. */
export const grantContracts = {
  list: readContract({
    id: 'grant.list',
    path: '/api/grants',
    zh: '授权申请',
    en: 'Grant requests',
    permission: 'account.consent',
    scope: 'area',
    query: z.strictObject({ status: z.enum(grantStatuses).optional(), limit: limitSchema, offset: offsetSchema }),
    /** `waiting`: how many wait for the reader's own answer. */
    output: z.strictObject({ count: z.number(), waiting: z.number(), requests: z.array(grantRequestSchema) }),
  }),
  ask: commandContract({
    id: 'grant.ask',
    path: '/api/grants',
    zh: '提出授权申请',
    en: 'Ask for a grant',
    permission: 'account.manage',
    scope: 'area',
    audit: 'grant.asked',
    stepUp: 'always',
    body: z.strictObject({ reason: textSchema(200, 2), wanted: wantedSchema }),
    /** `others`: how many people here may consent; with none the operator on the server has to. */
    output: z.strictObject({ requestId: idSchema, others: z.number() }),
  }),
  consent: commandContract({
    id: 'grant.consent',
    path: '/api/grants/:requestId/consent',
    zh: '同意授权申请',
    en: 'Consent to a grant',
    permission: 'account.consent',
    scope: 'area',
    audit: 'grant.consented',
    stepUp: 'always',
    params: requestParams,
    body: z.strictObject({ version: versionSchema, note: textSchema(200) }),
    output: okSchema,
  }),
  refuse: commandContract({
    id: 'grant.refuse',
    path: '/api/grants/:requestId/refusal',
    zh: '不同意授权申请',
    en: 'Refuse a grant',
    permission: 'account.consent',
    scope: 'area',
    audit: 'grant.refused',
    params: requestParams,
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  /** By the one who asked, before anybody has answered. */
  withdraw: commandContract({
    id: 'grant.withdraw',
    path: '/api/grants/:requestId/withdrawal',
    zh: '撤回授权申请',
    en: 'Withdraw a grant request',
    permission: 'account.manage',
    scope: 'area',
    audit: 'grant.withdrawn',
    params: requestParams,
    body: z.strictObject({ version: versionSchema, note: textSchema(200) }),
    output: okSchema,
  }),
} as const;
