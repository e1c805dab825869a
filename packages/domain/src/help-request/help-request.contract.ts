import { z } from 'zod';
import { codesOf } from '../code/code-set.ts';
import { helpNeeds } from '../code/help-need.ts';
import { auditedReadContract, commandContract, readContract } from '../kernel/define-contract.ts';
import {
  areaCodeSchema,
  areaRefSchema,
  idSchema,
  limitSchema,
  offsetSchema,
  okSchema,
  plainDateSchema,
  purposeSchema,
  textSchema,
  versionSchema,
} from '../kernel/schema.ts';
import { helpChannels, helpStates } from './help-request.rules.ts';

const askSchema = z.strictObject({
  name: textSchema(40, 1),
  phone: z.string().max(30),
  area: areaCodeSchema,
  need: z.enum(codesOf(helpNeeds)),
  detail: textSchema(500),
});
const params = z.strictObject({ requestId: idSchema });

export const helpRequestSchema = z.strictObject({
  requestId: idSchema,
  number: z.string(),
  area: areaRefSchema,
  channel: z.enum(helpChannels),
  name: z.string(),
  phoneMasked: z.string(),
  need: z.enum(codesOf(helpNeeds)),
  detail: z.string(),
  state: z.enum(helpStates),
  receivedAt: z.string(),
  receivedBy: z.string().nullable(),
  dueOn: plainDateSchema,
  overdue: z.boolean(),
  takenBy: z.string().nullable(),
  answer: z.string(),
  answeredAt: z.string().nullable(),
  answeredBy: z.string().nullable(),
  forwardedTo: z.string(),
  result: z.string(),
  closedAt: z.string().nullable(),
  version: z.number(),
});
export type HelpRequest = z.infer<typeof helpRequestSchema>;

export const helpRequestContracts = {
  /** Open to everybody: asks for help without an account. `website` is a field that people do not see; machines fill it. */
  ask: commandContract({
    id: 'help-request.ask',
    path: '/api/public/help-requests',
    zh: '网上求助',
    en: 'Ask for help',
    permission: 'public',
    scope: 'none',
    audit: 'help-request.asked',
    body: askSchema.extend({ website: z.string().max(200).default('') }),
    output: z.strictObject({ number: z.string(), dueOn: plainDateSchema }),
  }),
  /** The communities of the city, for the public form: names are no secret. */
  communities: readContract({
    id: 'help-request.communities',
    path: '/api/public/communities',
    zh: '社区名单',
    en: 'Communities',
    permission: 'public',
    scope: 'none',
    output: z.strictObject({ communities: z.array(areaRefSchema) }),
  }),
  list: readContract({
    id: 'help-request.list',
    path: '/api/help-requests',
    zh: '求助',
    en: 'Requests for help',
    permission: 'help.handle',
    scope: 'area',
    query: z.strictObject({
      area: areaCodeSchema,
      show: z.enum(['open', 'overdue', 'all']).default('open'),
      limit: limitSchema,
      offset: offsetSchema,
    }),
    output: z.strictObject({
      count: z.number(),
      /** Whose clock runs, and of these the overdue ones. */
      open: z.number(),
      overdue: z.number(),
      requests: z.array(helpRequestSchema),
    }),
  }),
  receive: commandContract({
    id: 'help-request.receive',
    path: '/api/help-requests',
    zh: '登记求助',
    en: 'Record a request for help',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.received',
    body: askSchema.extend({ channel: z.enum(['walk-in', 'phone']) }),
    output: z.strictObject({ requestId: idSchema, number: z.string(), dueOn: plainDateSchema }),
  }),
  take: commandContract({
    id: 'help-request.take',
    path: '/api/help-requests/:requestId/taking',
    zh: '接办',
    en: 'Take a request',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.taken',
    params,
    body: z.strictObject({ version: versionSchema }),
    output: okSchema,
  }),
  answer: commandContract({
    id: 'help-request.answer',
    path: '/api/help-requests/:requestId/answer',
    zh: '答复',
    en: 'Answer a request',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.answered',
    params,
    body: z.strictObject({ version: versionSchema, answer: textSchema(500, 2) }),
    output: okSchema,
  }),
  /** To another community of the city (its clock keeps the due day), or to somebody else in words. */
  forward: commandContract({
    id: 'help-request.forward',
    path: '/api/help-requests/:requestId/forwarding',
    zh: '转办',
    en: 'Forward a request',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.forwarded',
    params,
    body: z.strictObject({ version: versionSchema, area: areaCodeSchema.nullable(), to: textSchema(100) }),
    output: okSchema,
  }),
  close: commandContract({
    id: 'help-request.close',
    path: '/api/help-requests/:requestId/closing',
    zh: '办结',
    en: 'Close a request',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.closed',
    params,
    body: z.strictObject({ version: versionSchema, result: textSchema(300, 2) }),
    output: okSchema,
  }),
  reveal: auditedReadContract({
    id: 'help-request.reveal',
    path: '/api/help-requests/:requestId/phone',
    zh: '查看求助人电话',
    en: 'Show the telephone number of a request',
    permission: 'help.handle',
    scope: 'area',
    audit: 'help-request.revealed',
    params,
    body: z.strictObject({ purpose: purposeSchema }),
    output: z.strictObject({ phone: z.string() }),
  }),
} as const;
