import { z } from 'zod';
import { commandContract, readContract } from '../kernel/define-contract.ts';
import { idSchema, okSchema, textSchema } from '../kernel/schema.ts';
import { meSchema } from './account.contract.ts';

/** How somebody shows once more that she is herself: the second step of signing in, and before acts of high risk. */
export const proofKinds = ['password', 'totp', 'webauthn', 'recovery'] as const;
export type ProofKind = (typeof proofKinds)[number];

const base64url = z
  .string()
  .max(8000)
  .regex(/^[\w-]+$/);
const codeSchema = z.string().max(40);

export const factorSchema = z.strictObject({
  factorId: idSchema,
  kind: z.enum(['totp', 'webauthn']),
  name: z.string(),
  createdAt: z.string(),
  usedAt: z.string().nullable(),
});
export type Factor = z.infer<typeof factorSchema>;

export const proofSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('totp'), code: codeSchema }),
  z.strictObject({ kind: z.literal('recovery'), code: codeSchema }),
  z.strictObject({
    kind: z.literal('webauthn'),
    credentialId: base64url,
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
]);
export type Proof = z.infer<typeof proofSchema>;

const own = { permission: 'signed-in', scope: 'own' } as const;

export const factorContracts = {
  proofOptions: readContract({
    id: 'account.proof-options',
    path: '/api/session/proof',
    zh: '可用的验证方式',
    en: 'Ways to prove who I am',
    ...own,
    output: z.strictObject({
      kinds: z.array(z.enum(proofKinds)),
      /** Name of the identity provider, for whoever came by it and has no second factor here: signing in there again is a proof too. */
      provider: z.string().nullable(),
      /** For the browser's own dialog, when there is a security key. */
      webauthn: z
        .strictObject({
          challenge: base64url,
          rpId: z.string(),
          credentials: z.array(z.strictObject({ credentialId: base64url, transports: z.array(z.string()) })),
        })
        .nullable(),
    }),
  }),
  prove: commandContract({
    id: 'account.prove',
    path: '/api/session/proof',
    zh: '再次验证本人',
    en: 'Prove who I am',
    ...own,
    audit: 'account.proved',
    body: z.strictObject({ proof: proofSchema }),
    output: meSchema,
  }),
  list: readContract({
    id: 'factor.list',
    path: '/api/session/factors',
    zh: '我的第二因子',
    en: 'My second factors',
    ...own,
    output: z.strictObject({
      factors: z.array(factorSchema),
      recoveryCodesLeft: z.number(),
      /** A post of mine asks for one. */
      required: z.boolean(),
    }),
  }),
  offerTotp: readContract({
    id: 'factor.offer-totp',
    path: '/api/session/factors/totp',
    zh: '准备绑定验证器',
    en: 'A new secret for an authenticator app',
    ...own,
    output: z.strictObject({
      /** Goes back with the first code; nothing is kept until then. */
      ticket: z.string(),
      secret: z.string(),
      qrSvg: z.string(),
    }),
  }),
  addTotp: commandContract({
    id: 'factor.add-totp',
    path: '/api/session/factors/totp',
    zh: '绑定验证器',
    en: 'Add an authenticator app',
    ...own,
    audit: 'factor.added',
    stepUp: 'always',
    body: z.strictObject({ ticket: z.string().max(1000), code: codeSchema, name: textSchema(40, 1) }),
    output: okSchema,
  }),
  offerWebauthn: readContract({
    id: 'factor.offer-webauthn',
    path: '/api/session/factors/webauthn',
    zh: '准备绑定安全密钥',
    en: 'A challenge for a new security key',
    ...own,
    output: z.strictObject({
      challenge: base64url,
      rpId: z.string(),
      rpName: z.string(),
      userId: base64url,
      userName: z.string(),
      displayName: z.string(),
      /** Keys that are bound already. */
      exclude: z.array(base64url),
    }),
  }),
  addWebauthn: commandContract({
    id: 'factor.add-webauthn',
    path: '/api/session/factors/webauthn',
    zh: '绑定安全密钥',
    en: 'Add a security key',
    ...own,
    audit: 'factor.added',
    stepUp: 'always',
    body: z.strictObject({
      name: textSchema(40, 1),
      credentialId: base64url,
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().regex(/^[a-z-]{1,20}$/)).max(8),
    }),
    output: okSchema,
  }),
  offerRecovery: readContract({
    id: 'factor.offer-recovery',
    path: '/api/session/factors/recovery',
    zh: '准备备用码',
    en: 'New recovery codes',
    ...own,
    output: z.strictObject({ ticket: z.string(), codes: z.array(z.string()) }),
  }),
  saveRecovery: commandContract({
    id: 'factor.save-recovery',
    path: '/api/session/factors/recovery',
    zh: '启用备用码',
    en: 'Use new recovery codes',
    ...own,
    audit: 'factor.recovery-saved',
    stepUp: 'always',
    body: z.strictObject({ ticket: z.string().max(2000) }),
    output: okSchema,
  }),
  remove: commandContract({
    id: 'factor.remove',
    path: '/api/session/factors/:factorId',
    method: 'DELETE',
    zh: '解除第二因子',
    en: 'Remove a second factor',
    ...own,
    audit: 'factor.removed',
    stepUp: 'always',
    params: z.strictObject({ factorId: idSchema }),
    output: okSchema,
  }),
} as const;
