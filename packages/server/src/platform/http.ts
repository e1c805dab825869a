import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { maskNumbersIn } from '@renshe/domain/kernel/citizen-id.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { type Actor, actorMay } from './actor.ts';
import { Admission, type AdmissionLimits, admissionLimits, inTurn } from './admission.ts';
import { dataPolicy, sendAnswer } from './answer.ts';
import { type AuditEntry, auditRows, reasonsIn, writeAudit } from './audit.ts';
import { runCommand } from './command.ts';
import { databaseErrorOf } from './db.ts';
import { digestBytes } from './digest-bytes.ts';
import { toErrorResponse } from './errors.ts';
import type { Host } from './host.ts';
import { newId } from './id.ts';
import { Pace, type PaceLimits } from './pace.ts';
import type { FileAnswer, RouteDefinition, UploadedFile } from './route.ts';
import { emptyScope, scopeFor } from './scope.ts';
import { findSession, needsTouch, type Session, touchSession } from './session.ts';
import { beforeFirstFactor, beforeSecondFactor, requireProofBefore, requireProofFor } from './step-up.ts';
import { parseStrictJson } from './strict-json.ts';
import { tlsSettings } from './tls-settings.ts';

export interface HttpOptions {
  tls?: { cert: Buffer; key: Buffer };
  /** What browsers see when a proxy on this machine ends TLS: https://renshe.example. Without it the Host header decides. */
  publicOrigin?: string;
  /** How much is worked on at once and how much may wait; the defaults when left out. */
  admission?: AdmissionLimits;
  /** How fast one account may change things; as people do when left out. */
  pace?: PaceLimits;
}

type MountOptions = HttpOptions & { lanes: Admission; steps: Pace };

export const uploadLimit = 32 * 1024 * 1024;
const anonymous: Actor = { kind: 'account', accountId: null, login: 'anonymous', name: '', posts: [] };
/** Routes that an account whose password was set by somebody else may call before choosing its own. */
const beforePasswordChange = new Set(['account.me', 'account.sign-out', 'account.change-password']);

export function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

/** Browsers reach us over TLS: our own, or the proxy's. */
function isSecure(options: HttpOptions): boolean {
  return options.tls !== undefined || options.publicOrigin !== undefined;
}

/** Scheme, host and port that the browser shows. */
function ownOrigin(request: FastifyRequest, options: HttpOptions): string {
  return options.publicOrigin ?? `${options.tls ? 'https' : 'http'}://${request.headers.host}`;
}

/** Who calls: the connection's other end; where a proxy on this machine ends TLS, what it says last. */
function callerAddress(request: FastifyRequest, options: HttpOptions): string {
  const forwarded = request.headers['x-forwarded-for'];
  const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip);
  if (options.publicOrigin === undefined || !local || typeof forwarded !== 'string') return request.ip;
  return forwarded.split(',').at(-1)?.trim() || request.ip;
}

/** `__Host-` needs TLS; plain HTTP exists on localhost alone. */
export function cookieName(options: HttpOptions): string {
  return isSecure(options) ? '__Host-renshe' : 'renshe';
}

/** Accounts of requests under way, and why they were refused. */
const callers = new WeakMap<FastifyRequest, string | null>();
const refusals = new WeakMap<FastifyRequest, string>();

/** The web server with every route of the list; a route that is not in the list does not exist. */
export async function buildHttp(
  host: Host,
  routes: readonly RouteDefinition[],
  options: HttpOptions = {},
): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: host.log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    bodyLimit: 1024 * 1024,
    trustProxy: false,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    frameworkErrors: (thrown, request, reply) => {
      const { status, body } = toErrorResponse(thrown, languageOf(request), request.id);
      host.log.info({ requestId: request.id, method: request.method, status, code: body.error.code });
      // No hook runs for an address that cannot be read: its answer is data like any other.
      (reply as FastifyReply).headers(dataHeaders(request.id, options)).code(status).send(body);
    },
    routerOptions: { maxParamLength: 200 },
    ...(options.tls && { https: { ...tlsSettings, ...options.tls } }),
  }) as unknown as FastifyInstance;
  await app.register(cookie);
  await app.register(multipart, {
    limits: { fileSize: uploadLimit, files: 1, fields: 10, fieldSize: 8000, parts: 12, headerPairs: 50 },
  });
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, bytes: Buffer) =>
    parseStrictJson(bytes),
  );

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(dataHeaders(request.id, options));
    // Of two hosts one program takes the first and another one the last (RFC 9112 §3.2).
    if (request.raw.rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name)).length > 1)
      throw new AppError('request.malformed', 'invalid');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (request.method !== 'GET' && request.method !== 'HEAD') requireOwnOrigin(request, options);
  });
  // A graceful stop waits for answers on their way, not for browsers that keep their connection for the next request.
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    if (!request.routeOptions.url?.startsWith('/api/')) return;
    host.log.info({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      // Who was refused and why, for whoever looks for a pattern; what was asked for stays out.
      ...(reply.statusCode >= 400 && { account: callers.get(request) ?? null, code: refusals.get(request) }),
    });
  });
  app.setErrorHandler((thrown, request, reply) => {
    const { status, body, unexpected } = toErrorResponse(thrown, languageOf(request), request.id);
    refusals.set(request, body.error.code);
    if (unexpected) host.log.error({ requestId: request.id, route: request.routeOptions.url, error: describe(thrown) });
    if (status === 503) reply.header('retry-after', '2');
    return reply.code(status).send(body);
  });

  const steps = new Pace(options.pace);
  const lanes = new Admission(options.admission ?? admissionLimits());
  for (const route of routes) mountRoute(app, host, route, { ...options, lanes, steps });
  return app;
}

/** What every answer says of itself; pages say more. */
function dataHeaders(requestId: string, options: HttpOptions): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': dataPolicy,
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'x-permitted-cross-domain-policies': 'none',
    'x-request-id': requestId,
    ...(isSecure(options) && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

/** Message and stack of our own code only: database details may hold people's data. */
function describe(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const database = databaseErrorOf(thrown);
  return database
    ? { ...database, stack: thrown.stack?.split('\n').slice(1, 12) }
    : { message: thrown.message, stack: thrown.stack?.split('\n').slice(1, 12) };
}

function requireOwnOrigin(request: FastifyRequest, options: HttpOptions): void {
  if (request.headers.origin !== ownOrigin(request, options)) throw new AppError('request.foreign-origin', 'forbidden');
}

function mountRoute(app: FastifyInstance, host: Host, route: RouteDefinition, options: MountOptions): void {
  const { contract } = route;
  const name = cookieName(options);
  const lane = options.lanes.laneOf(contract);
  app.route({
    method: contract.method,
    url: contract.path,
    exposeHeadRoute: false,
    onRequest: async () => lane?.requireRoom(),
    handler: inTurn(lane, async (request, reply) => {
      const token = request.cookies[name];
      const at = host.clock.now();
      const today = host.clock.today();
      const key = contract.effect === 'change' && contract.permission !== 'public' ? idempotencyKey(request) : null;
      const session =
        contract.permission === 'public' || !token
          ? undefined
          : await findSession(host.db.kysely, token, at, today, key);
      if (contract.permission !== 'public' && !session) throw new AppError('request.not-signed-in', 'unauthenticated');
      if (session) {
        callers.set(request, session.actor.accountId);
        const open = session.factors > 0 ? beforeSecondFactor : beforeFirstFactor;
        if (session.stage === 'pending' && !open.has(contract.id))
          throw new AppError('account.second-factor-owed', 'unauthenticated');
        if (needsTouch(session, at)) await touchSession(host.db.kysely, token!, at);
        if (
          session.mustChangePassword &&
          session.stage === 'full' &&
          session.method !== 'identity-provider' &&
          !beforePasswordChange.has(contract.id)
        )
          throw new AppError('account.must-change-password', 'forbidden');
        if (route.permission !== null && !actorMay(session.actor, route.permission))
          throw new AppError('request.forbidden', 'forbidden');
      }
      const actor = session?.actor ?? anonymous;
      const { fields, upload } = await readBody(request, contract);
      if (upload) await host.scanner?.(upload.bytes);
      const params = contract.params.parse(request.params ?? {});
      const query = contract.query.parse(request.query ?? {});
      const body = contract.body.parse(fields);
      const reference = await host.reference.current(session?.stamps);
      const scope = session ? scopeFor(actor, route.permission, reference.tree, today) : emptyScope;
      const context = {
        host,
        actor,
        scope,
        reference,
        tree: reference.tree,
        today,
        at,
        language: languageOf(request),
        requestId: request.id,
        origin: ownOrigin(request, options),
        address: callerAddress(request, options),
        session,
        userAgent: request.headers['user-agent'] ?? '',
        params,
        query,
        body,
      };

      if (session?.stage === 'full') await requireProofBefore(contract, context);

      if (route.read) {
        const entries: AuditEntry[] = [];
        const answer = await route.read({ ...context, r: host.db.kysely, audit: (entry) => void entries.push(entry) });
        if (contract.stepUp === 'many-people') requireProofFor(context, answer as FileAnswer);
        if (contract.audit !== null) {
          if (entries.length === 0) throw new Error(`${contract.id} wrote no audit event`);
          const { permission } = route;
          const given = reasonsIn(body);
          const frame = { at, actor, action: contract.audit, permission, requestId: request.id, given };
          // One statement is a transaction by itself.
          await writeAudit(host.db.kysely, auditRows(frame, newId(at.getTime()), entries));
        }
        return sendAnswer(reply, contract, answer);
      }

      const digest = key === null ? undefined : await digestOf(host, contract, params, query, body, upload);
      if (session?.replay && digest) return replayed(reply, session.replay, contract, digest);
      // Sessions of benchmarks are nobody's hands; guesses at a proof have a guard of their own.
      if (session && session.method !== 'program' && !beforeSecondFactor.has(contract.id))
        options.steps.step(session.actor.accountId);
      let cookieChange: { token: string | null } | undefined;
      try {
        const prepared = await route.prepare?.({ ...context, r: host.db.kysely, upload });
        const answer = await runCommand(
          host,
          {
            actor,
            action: contract.audit!,
            permission: route.permission,
            requestId: request.id,
            given: reasonsIn(body),
            ...(key !== null &&
              digest &&
              session && {
                idempotency: { accountId: session.actor.accountId, key, route: contract.id, requestDigest: digest },
              }),
          },
          (command) =>
            route.command!({
              ...context,
              ...command,
              at: command.at,
              prepared,
              upload,
              sessionToken: token,
              setCookie: (change) => {
                cookieChange = change;
              },
            }),
        );
        if (cookieChange) setSessionCookie(reply, name, isSecure(options), cookieChange.token);
        return sendAnswer(reply, contract, answer);
      } catch (error) {
        // The same key may have been committed by a request that ran at the same time: answer what that one answered.
        if (key === null || !digest) throw error;
        const again = await findSession(host.db.kysely, token!, at, today, key);
        if (!again?.replay) throw error;
        return replayed(reply, again.replay, contract, digest);
      }
    }),
  });
}

function setSessionCookie(reply: FastifyReply, name: string, secure: boolean, token: string | null): void {
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  if (token === null) reply.clearCookie(name, options);
  else reply.setCookie(name, token, options);
}

function idempotencyKey(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[A-Za-z0-9-]{16,80}$/.test(key))
    throw new AppError('request.no-idempotency-key', 'invalid');
  return key;
}

/** Keyed: a request may hold a password, which nobody who reads the database may try out on a plain digest. */
async function digestOf(
  host: Host,
  contract: RouteContract,
  params: unknown,
  query: unknown,
  body: unknown,
  upload: UploadedFile | undefined,
): Promise<Buffer> {
  const file = upload ? [upload.name, (await digestBytes(upload.bytes)).toString('hex')] : null;
  return host.keyring.blindIndex('request', JSON.stringify([contract.id, params, query, body, file]));
}

function replayed(
  reply: FastifyReply,
  replay: NonNullable<Session['replay']>,
  contract: RouteContract,
  digest: Buffer,
): void {
  if (replay.route !== contract.id || !replay.requestDigest.equals(digest))
    throw new AppError('request.key-reused', 'invalid');
  reply.code(replay.status).header('idempotent-replay', 'true').send(replay.response);
}

/** One body schema a route: exactly application/json, or one multipart file beside text fields; anything else is refused. */
async function readBody(
  request: FastifyRequest,
  contract: RouteContract,
): Promise<{ fields: unknown; upload: UploadedFile | undefined }> {
  if (contract.consumes === 'nothing' || request.method === 'GET') return { fields: {}, upload: undefined };
  if (contract.consumes === 'json') {
    const nothing = request.body === undefined || request.body === null;
    const type = request.headers['content-type'];
    if (type === undefined ? !nothing : !/^application\/json(;\s*charset=utf-8)?$/i.test(type))
      throw new AppError('request.unsupported-type', 'unsupported');
    if (nothing) return { fields: {}, upload: undefined };
    return { fields: request.body, upload: undefined };
  }
  if (!request.isMultipart()) throw new AppError('request.unsupported-type', 'unsupported');
  const fields: Record<string, string> = {};
  let upload: UploadedFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        if (part.file.truncated)
          throw new AppError('request.too-large', 'tooLarge', { limit: `${uploadLimit / 1024 / 1024} MB` });
        // A file called after a person would carry the number into titles and logs.
        upload = { name: maskNumbersIn(part.filename.slice(0, 200)), bytes };
      } else if (typeof part.value === 'string')
        Object.defineProperty(fields, part.fieldname, { value: part.value, enumerable: true });
    }
  } catch (error) {
    if (error instanceof AppError || (error as { statusCode?: number }).statusCode !== undefined) throw error;
    // The parser of forms throws plain errors at what is no form.
    throw new AppError('request.malformed', 'invalid');
  }
  if (!upload) throw new AppError('request.malformed', 'invalid');
  return { fields, upload };
}
