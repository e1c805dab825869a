import type { Readable } from 'node:stream';
import type { Permission } from '@renshe/domain/access/permissions.ts';
import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { z } from 'zod';
import type { Actor } from './actor.ts';
import type { FileType } from './answer.ts';
import type { AuditEntry } from './audit.ts';
import type { Reader, Writer } from './db.ts';
import type { Host } from './host.ts';
import type { Reference } from './reference.ts';
import type { Scope } from './scope.ts';
import type { Session } from './session.ts';

export type CallerSession = Pick<Session, 'sessionId' | 'stage' | 'method' | 'verifiedAt' | 'factors'>;

/** What every handler gets. `scope` is that of the route's permission: all reads and writes of people go through it. */
export interface Context<C extends RouteContract> {
  host: Host;
  actor: Actor;
  scope: Scope;
  reference: Reference;
  tree: AreaTree;
  today: PlainDate;
  at: Date;
  language: Language;
  requestId: string;
  /** Network address of the caller: for limits, never stored as it is. */
  address: string;
  /** The session of the caller; undefined on public routes. */
  session: CallerSession | undefined;
  /** What the browser says it is. */
  userAgent: string;
  /** Address of this server as the browser sees it, for links on printed documents. */
  origin: string;
  params: z.output<C['params']>;
  query: z.output<C['query']>;
  body: z.output<C['body']>;
}

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/** A file instead of JSON; the name is what the browser saves. */
export interface FileAnswer {
  /** A stream for what may be larger than memory should hold. */
  file: Buffer | Readable;
  fileName: string;
  /** Where a route hands out files of several kinds; otherwise the one that its contract names. */
  type?: FileType;
  /** How many people it names; a route with `stepUp: 'many-people'` must say. */
  people?: number;
}

export interface Cookie {
  token: string | null;
}

/** A contract whose output is `z.unknown()` answers with a file. */
export type Answer<C extends RouteContract> = unknown extends z.input<C['output']> ? FileAnswer : z.input<C['output']>;

/** Reads: no transaction. Audited reads: the transaction carries the audit event alone. */
export type ReadContext<C extends RouteContract> = Context<C> & { r: Reader; audit(entry: AuditEntry): void };
export type CommandContext<C extends RouteContract> = Context<C> & {
  w: Writer;
  cause: string;
  audit(entry: AuditEntry): void;
  upload: UploadedFile | undefined;
  /** Set or clear the session cookie with the answer; used by sign-in and sign-out alone. */
  setCookie(cookie: Cookie): void;
  sessionToken: string | undefined;
};

/** What a preparation gets: it runs before the transaction is open, so that slow work holds no connection and no lock. */
export type PreparationContext<C extends RouteContract> = Context<C> & { r: Reader; upload: UploadedFile | undefined };

export interface RouteDefinition {
  contract: RouteContract;
  permission: Permission | null;
  read?: (context: ReadContext<RouteContract>) => Promise<unknown>;
  prepare?: (context: PreparationContext<RouteContract>) => Promise<unknown>;
  command?: (context: CommandContext<RouteContract> & { prepared: unknown }) => Promise<unknown>;
}

function permissionOf(contract: RouteContract): Permission | null {
  return contract.permission === 'public' || contract.permission === 'signed-in' ? null : contract.permission;
}

/** Implements a contract that changes nothing. */
export function readRoute<C extends RouteContract>(
  contract: C,
  handle: (context: ReadContext<C>) => Promise<Answer<C>>,
): RouteDefinition {
  if (contract.effect !== 'read') throw new Error(`${contract.id} is a command`);
  if ((contract.method === 'GET') !== (contract.audit === null))
    throw new Error(`${contract.id}: an audited read is a POST, a plain one a GET`);
  return {
    contract,
    permission: permissionOf(contract),
    read: handle as unknown as RouteDefinition['read'],
  } as RouteDefinition;
}

/**
 * Implements a contract that changes something: the transaction is open, the audit event and the idempotency row are written with it.
 * `prepare` runs once before the transaction, after the rights were checked: passwords, files; what it answers is `prepared`.
 */
export function commandRoute<C extends RouteContract, P = undefined>(
  contract: C,
  handle: (context: CommandContext<C> & { prepared: P }) => Promise<Answer<C>>,
  prepare?: (context: PreparationContext<C>) => Promise<P>,
): RouteDefinition {
  if (contract.effect !== 'change' || contract.audit === null || contract.method === 'GET')
    throw new Error(`${contract.id} is no command`);
  return {
    contract,
    permission: permissionOf(contract),
    command: handle as unknown as RouteDefinition['command'],
    ...(prepare && { prepare: prepare as unknown as RouteDefinition['prepare'] }),
  } as RouteDefinition;
}
