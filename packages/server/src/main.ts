import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { accountsExist } from './account/create-account.ts';
import { purgeGuesses } from './account/guess-guard.ts';
import { allRoutes } from './app.ts';
import { shredAttachments } from './attachment/shred-attachments.ts';
import { startSequencer } from './audit/link-audit.ts';
import { publishHeads } from './audit/published-heads.ts';
import { type BackupKeeper, startBackupKeeper } from './backup/keep-backups.ts';
import { removeExpired } from './exchange/remove-expired.ts';
import { lapseGrants } from './grant/lapse-grants.ts';
import { removeExpiredFiles } from './ledger/task-file.ts';
import { admissionLimits, connectionsFor } from './platform/admission.ts';
import type { Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { buildHttp } from './platform/http.ts';
import { createLog } from './platform/log.ts';
import { openSystem, type System } from './platform/open-system.ts';
import { openApiDocument } from './platform/openapi.ts';
import type { PaceLimits } from './platform/pace.ts';
import { pagePolicy, workerPolicy } from './platform/page-policy.ts';
import { purgeSessions } from './platform/session.ts';
import { startQualityKeeper } from './quality/quality-keeper.ts';
import { registerTaskHandlers } from './task-handlers.ts';

const webFolder = join(import.meta.dirname, '..', '..', 'web', 'dist');
const version = (
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8')) as { version: string }
).version;

/** The built page, read again when it was built anew. */
function readPage(): () => string {
  const path = join(webFolder, 'index.html');
  let read = { at: 0, text: '' };
  return () => {
    const at = statSync(path).mtimeMs;
    if (at !== read.at) read = { at, text: readFileSync(path, 'utf8') };
    return read.text;
  };
}

/** So many milliseconds a stop waits for answers that are on their way. */
const longestAnswer = 10_000;

export interface RunningServer {
  address: string;
  system: System;
  stop(): Promise<void>;
}

/**
 * Serves API, OpenAPI document, health and web app. `prepare` fills an empty database before the port opens. Tests give a
 * clock, benchmarks a log.
 */
export async function startServer(
  config: Config,
  prepare: (system: System) => Promise<void>,
  options: { clock?: Clock; log?: Logger; mayLoseData?: boolean; pace?: PaceLimits } = {},
): Promise<RunningServer> {
  const log = options.log ?? createLog();
  const admission = admissionLimits(config.atOnce, config.waiting);
  const system = await openSystem(config, {
    ...options,
    log,
    maxConnections: connectionsFor(admission),
    keepDatabase: true,
  });
  try {
    await prepare(system);
    if (await accountsExist(system.db.kysely)) system.setupCode = '';
    registerTaskHandlers(system);
    const tls = config.tls && { cert: readFileSync(config.tls.certPath), key: readFileSync(config.tls.keyPath) };
    const app = await buildHttp(system, allRoutes, {
      admission,
      ...(options.pace && { pace: options.pace }),
      ...(tls && { tls }),
      ...(config.publicOrigin !== undefined && { publicOrigin: config.publicOrigin }),
    });
    // An external database has its own backups.
    let backups: BackupKeeper | undefined;
    const document = openApiDocument(
      allRoutes.map((route) => route.contract),
      version,
    );
    app.get('/api/openapi.json', async () => document);
    app.get('/api/health', async () => {
      await system.db.kysely.selectFrom('cache_stamp').select('name').limit(1).execute();
      return { status: 'ready', version, backup: backups?.status() ?? null };
    });
    await app.register(fastifyStatic, {
      root: webFolder,
      index: false,
      preCompressed: true,
      maxAge: '1h',
      immutable: true,
    });
    const page = readPage();
    // The page itself is made anew for everybody who asks: it carries the nonce of its style elements.
    const sendPage = (reply: FastifyReply) => {
      const nonce = randomBytes(18).toString('base64url');
      return reply
        .header('content-security-policy', pagePolicy(nonce))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(page().replaceAll('__STYLE_NONCE__', nonce));
    };
    // Asked for anew each time: a new version must be seen at once. It may fetch from us, and nothing else.
    app.get('/sw.js', (_request, reply) =>
      reply
        .header('content-security-policy', workerPolicy)
        .header('cache-control', 'no-cache')
        .sendFile('sw.js', { cacheControl: false }),
    );
    for (const path of ['/', '/index.html', '/index.html.br', '/index.html.gz'])
      app.get(path, (_request, reply) => sendPage(reply));
    app.setNotFoundHandler((request, reply) => {
      // A script of an earlier version is gone for good: HTML in its place would be taken for the script.
      if (/^\/(api|assets)\//.test(request.url) || request.method !== 'GET')
        return reply.code(404).send({
          error: {
            code: 'request.not-found',
            kind: 'notFound',
            message: '没有这个地址。 No such address.',
            details: {},
            requestId: request.id,
          },
        });
      return sendPage(reply);
    });
    await system.tasks.start();
    const sequencer = startSequencer(
      system.db,
      system.clock,
      (error) => log.error({ sequencer: String(error) }),
      async () => {
        const missed = await publishHeads(system.db.kysely, config.dataDir, system.clock.now(), config.headsCopies);
        for (const copy of missed) log.error({ headsCopy: copy.path, reason: copy.reason });
        await purgeSessions(system.db.kysely, system.clock.now());
        await purgeGuesses(system.db.kysely, system.clock.now());
        await removeExpired(system);
        await removeExpiredFiles(system);
        await lapseGrants(system);
        await shredAttachments(system);
      },
    );
    const quality = startQualityKeeper(system, (error) => log.error({ qualityKeeper: String(error) }));
    await app.listen({ port: config.port, host: config.host });
    if (system.superuser) backups = startBackupKeeper(system, config);
    const bound = app.server.address();
    const port = typeof bound === 'object' && bound ? bound.port : config.port;
    return {
      address: `${config.tls ? 'https' : 'http'}://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`,
      system,
      async stop() {
        const cut = setTimeout(() => app.server.closeAllConnections(), longestAnswer);
        await app.close();
        clearTimeout(cut);
        await quality.stop();
        await sequencer.stop();
        // After the last heads, so that they are in the archive as well.
        await backups?.stop();
        await system.close();
      },
    };
  } catch (error) {
    await system.close();
    throw error;
  }
}
