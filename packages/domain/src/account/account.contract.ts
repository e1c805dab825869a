import { z } from 'zod';
import { permissions, roles } from '../access/permissions.ts';
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

export const roleSchema = z.enum(roles);
export const loginSchema = z.string().regex(/^[a-z][a-z0-9.-]{1,39}$/);
export const passwordSchema = z.string().min(1).max(200);

export const postSchema = z.strictObject({
  postId: idSchema,
  role: roleSchema,
  officeId: idSchema,
  officeName: z.string(),
  area: areaRefSchema,
  fromOn: plainDateSchema,
  toOn: plainDateSchema.nullable(),
});

export const meSchema = z.strictObject({
  accountId: idSchema,
  login: z.string(),
  name: z.string(),
  mustChangePassword: z.boolean(),
  /** What signing in still needs: the second factor, or a first one of her own; nothing else is possible and nothing is shown before. */
  step: z.enum(['second-factor', 'enrol', 'done']),
  /** Fewest characters of a password here. */
  passwordLength: z.number(),
  posts: z.array(postSchema),
  permissions: z.array(z.enum(permissions)),
  /** The areas the actor may choose from the top: roots of the scope. */
  areas: z.array(areaRefSchema),
  today: plainDateSchema,
  demo: z.boolean(),
  cityName: z.string(),
});
export type Me = z.infer<typeof meSchema>;

export const accountSchema = z.strictObject({
  accountId: idSchema,
  login: z.string(),
  name: z.string(),
  status: z.enum(['active', 'suspended']),
  locked: z.boolean(),
  /** How many second factors it has. */
  factors: z.number(),
  /** Subject at the identity provider that means this account. */
  identity: z.string().nullable(),
  version: z.number(),
  posts: z.array(postSchema),
  lastSeenAt: z.string().nullable(),
});
export type Account = z.infer<typeof accountSchema>;

/** One place where the account is signed in. */
export const sessionSchema = z.strictObject({
  sessionId: idSchema,
  /** 'Chrome · Windows'; empty when the browser did not say. */
  device: z.string(),
  signedInAt: z.string(),
  seenAt: z.string(),
  current: z.boolean(),
});
export type OwnSession = z.infer<typeof sessionSchema>;

export const accountContracts = {
  signIn: commandContract({
    id: 'account.sign-in',
    path: '/api/session',
    zh: '登录',
    en: 'Sign in',
    permission: 'public',
    scope: 'none',
    audit: 'account.signed-in',
    body: z.strictObject({ login: textSchema(80), password: passwordSchema }),
    output: meSchema,
  }),
  /** No trace: nothing happens here yet. The ticket stays in the browser until the provider has answered. */
  beginByProvider: readContract({
    id: 'account.begin-by-provider',
    path: '/api/session/provider',
    zh: '前往统一身份认证',
    en: 'Go to the identity provider',
    permission: 'public',
    scope: 'none',
    /** `again`: to show once more who she is, before an act of high risk. */
    query: z.strictObject({ again: z.enum(['yes']).optional() }),
    output: z.strictObject({ address: z.string(), ticket: z.string() }),
  }),
  signInByProvider: commandContract({
    id: 'account.sign-in-by-provider',
    path: '/api/session/provider',
    zh: '用统一身份认证登录',
    en: 'Sign in by the identity provider',
    permission: 'public',
    scope: 'none',
    audit: 'account.signed-in-by-provider',
    body: z.strictObject({
      ticket: z.string().max(2000),
      /** What the provider added to our address: ?code=…&state=…, as a browser writes addresses. */
      answer: z
        .string()
        .max(4000)
        .regex(/^[!-~]*$/),
    }),
    output: meSchema,
  }),
  signOut: commandContract({
    id: 'account.sign-out',
    path: '/api/session',
    method: 'DELETE',
    zh: '退出',
    en: 'Sign out',
    permission: 'signed-in',
    scope: 'own',
    audit: 'account.signed-out',
    output: okSchema,
  }),
  me: readContract({
    id: 'account.me',
    path: '/api/session',
    zh: '当前用户',
    en: 'Who am I',
    permission: 'signed-in',
    scope: 'own',
    output: meSchema,
  }),
  changePassword: commandContract({
    id: 'account.change-password',
    path: '/api/session/password',
    zh: '修改密码',
    en: 'Change my password',
    permission: 'signed-in',
    scope: 'own',
    audit: 'account.password-changed',
    body: z.strictObject({ oldPassword: passwordSchema, newPassword: passwordSchema }),
    output: okSchema,
  }),
  listSessions: readContract({
    id: 'account.list-sessions',
    path: '/api/session/devices',
    zh: '我的登录',
    en: 'My sessions',
    permission: 'signed-in',
    scope: 'own',
    output: z.strictObject({ sessions: z.array(sessionSchema) }),
  }),
  endSession: commandContract({
    id: 'account.end-session',
    path: '/api/session/devices/:sessionId',
    method: 'DELETE',
    zh: '退出一处登录',
    en: 'End one of my sessions',
    permission: 'signed-in',
    scope: 'own',
    audit: 'account.session-ended',
    // Whoever sits at a forgotten screen does not throw its owner out elsewhere.
    stepUp: 'always',
    params: z.strictObject({ sessionId: idSchema }),
    output: okSchema,
  }),
  endSessions: commandContract({
    id: 'account.end-sessions',
    path: '/api/session/devices',
    method: 'DELETE',
    zh: '在所有地方退出',
    en: 'Sign out everywhere',
    permission: 'signed-in',
    scope: 'own',
    audit: 'account.sessions-ended',
    stepUp: 'always',
    output: z.strictObject({ ended: z.number() }),
  }),
  list: readContract({
    id: 'account.list',
    path: '/api/accounts',
    zh: '账户列表',
    en: 'List accounts',
    permission: 'account.read',
    scope: 'area',
    query: z.strictObject({
      text: textSchema(40).optional(),
      role: roleSchema.optional(),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({ count: z.number(), accounts: z.array(accountSchema) }),
  }),
  create: commandContract({
    id: 'account.create',
    path: '/api/accounts',
    zh: '新建账户',
    en: 'Create an account',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.created',
    stepUp: 'always',
    body: z.strictObject({
      login: loginSchema,
      name: textSchema(40, 1),
      password: passwordSchema,
      role: roleSchema,
      officeId: idSchema,
    }),
    output: z.strictObject({ accountId: idSchema }),
  }),
  suspend: commandContract({
    id: 'account.suspend',
    path: '/api/accounts/:accountId/suspension',
    zh: '停用账户',
    en: 'Suspend an account',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.suspended',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  /** After a theft of keys or cookies: everybody signs in anew. */
  endAllSessions: commandContract({
    id: 'account.end-all-sessions',
    path: '/api/accounts/sessions',
    method: 'DELETE',
    zh: '让所有人退出登录',
    en: 'Sign everybody out',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.all-sessions-ended',
    stepUp: 'always',
    /** The name of the city, written once more: nobody does this by mistake. */
    body: z.strictObject({ reason: textSchema(200, 2), cityName: textSchema(80, 1) }),
    output: z.strictObject({ ended: z.number() }),
  }),
  resume: commandContract({
    id: 'account.resume',
    path: '/api/accounts/:accountId/resumption',
    zh: '恢复账户',
    en: 'Resume an account',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.resumed',
    stepUp: 'always',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ version: versionSchema, reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  resetPassword: commandContract({
    id: 'account.reset-password',
    path: '/api/accounts/:accountId/password',
    zh: '重置密码',
    en: 'Reset a password',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.password-reset',
    stepUp: 'always',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ password: passwordSchema, version: versionSchema }),
    output: okSchema,
  }),
  resetFactors: commandContract({
    id: 'account.reset-factors',
    path: '/api/accounts/:accountId/factors',
    method: 'DELETE',
    zh: '解除第二因子',
    en: 'Reset the second factors',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.factors-reset',
    stepUp: 'always',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  bindIdentity: commandContract({
    id: 'account.bind-identity',
    path: '/api/accounts/:accountId/identity',
    zh: '绑定统一身份认证',
    en: 'Bind to the identity provider',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.identity-bound',
    stepUp: 'always',
    params: z.strictObject({ accountId: idSchema }),
    /** Empty takes the binding away. */
    body: z.strictObject({ subject: textSchema(255) }),
    output: okSchema,
  }),
  unlock: commandContract({
    id: 'account.unlock',
    path: '/api/accounts/:accountId/unlocking',
    zh: '解除登录锁定',
    en: 'Unlock an account',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.unlocked',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ reason: textSchema(200, 2) }),
    output: okSchema,
  }),
  grantPost: commandContract({
    id: 'account.grant-post',
    path: '/api/accounts/:accountId/posts',
    zh: '授予岗位',
    en: 'Grant a post',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.post-granted',
    stepUp: 'always',
    params: z.strictObject({ accountId: idSchema }),
    body: z.strictObject({ role: roleSchema, officeId: idSchema, fromOn: plainDateSchema }),
    output: z.strictObject({ postId: idSchema }),
  }),
  endPost: commandContract({
    id: 'account.end-post',
    path: '/api/accounts/:accountId/posts/:postId/end',
    zh: '结束岗位',
    en: 'End a post',
    permission: 'account.manage',
    scope: 'area',
    audit: 'account.post-ended',
    params: z.strictObject({ accountId: idSchema, postId: idSchema }),
    body: z.strictObject({ toOn: plainDateSchema }),
    output: okSchema,
  }),
} as const;

export const setupContracts = {
  state: readContract({
    id: 'setup.state',
    path: '/api/setup',
    zh: '启用状态',
    en: 'Set-up state',
    permission: 'public',
    scope: 'none',
    output: z.strictObject({
      ready: z.boolean(),
      demo: z.boolean(),
      cityName: z.string(),
      passwordLength: z.number(),
      /** Name of the city's identity provider, when there is one. */
      identityProvider: z.string().nullable(),
    }),
  }),
  /** Only while no account exists, with the one-time code printed by `renshe start`. */
  firstAdministrators: commandContract({
    id: 'setup.first-administrators',
    path: '/api/setup',
    zh: '建立首批管理员',
    en: 'Create the first administrators',
    permission: 'public',
    scope: 'none',
    audit: 'setup.first-administrators-created',
    body: z.strictObject({
      code: textSchema(100),
      system: z.strictObject({ login: loginSchema, name: textSchema(40, 1), password: passwordSchema }),
      security: z.strictObject({ login: loginSchema, name: textSchema(40, 1), password: passwordSchema }),
      audit: z.strictObject({ login: loginSchema, name: textSchema(40, 1), password: passwordSchema }),
    }),
    output: okSchema,
  }),
} as const;
