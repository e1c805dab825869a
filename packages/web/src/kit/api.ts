import type { ErrorKind, FieldProblem } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { z } from 'zod';
import { currentLanguage, languageTag, text } from './i18n.ts';
import { fetchPatiently } from './patient-fetch.ts';

type Part<Name extends string, Value> =
  Record<string, never> extends Value ? { [K in Name]?: Value } : { [K in Name]: Value };

/** What a contract needs: `params`, `query` and `body` are required exactly when the contract requires something in them. */
export type CallArguments<C extends RouteContract> = Part<'params', z.input<C['params']>> &
  Part<'query', z.input<C['query']>> &
  Part<'body', z.input<C['body']>> & { file?: File };

export interface CallOptions {
  signal?: AbortSignal;
  /** Commands only: the same key for the same form, so that a retry cannot happen twice. */
  idempotencyKey?: string;
}

/** The server's answer when it refused: `message` is a sentence in the reader's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly kind: ErrorKind | 'network';
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];

  constructor(answer: {
    status: number;
    code: string;
    kind: ErrorKind | 'network';
    message: string;
    details?: Readonly<Record<string, unknown>>;
    requestId?: string | null;
    fields?: readonly FieldProblem[];
  }) {
    super(answer.message);
    this.name = 'ApiError';
    this.status = answer.status;
    this.code = answer.code;
    this.kind = answer.kind;
    this.details = answer.details ?? {};
    this.requestId = answer.requestId ?? null;
    this.fields = answer.fields ?? [];
  }
}

/** Whether the server has answered and refused: anything else (no network, signed out) says nothing of what was asked. */
export function isRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && ['invalid', 'conflict', 'forbidden', 'notFound'].includes(error.kind);
}

/** Tells the frame (`lost`) that the session is over, so that it can ask for the password without leaving the page. */
export const sessionEvents = new EventTarget();

/**
 * Acts of high risk need a fresh proof of who is there. The frame sets how it is asked for; true when it was given, and the request is sent again.
 */
export const stepUp: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

/** Call a JSON route. Throws ApiError. */
export async function call<C extends RouteContract>(
  contract: C,
  args: CallArguments<C>,
  options: CallOptions = {},
): Promise<z.output<C['output']>> {
  const response = await send(contract, args, options);
  return (await received(() => response.json())) as z.output<C['output']>;
}

/** Call a route that answers with a file. Throws ApiError. */
export async function callForFile<C extends RouteContract>(
  contract: C,
  args: CallArguments<C>,
  options: CallOptions = {},
): Promise<{ blob: Blob; name: string }> {
  const response = await send(contract, args, options);
  const blob = await received(() => response.blob());
  return { blob, name: fileNameOf(response) ?? `${contract.id}.${contract.produces}` };
}

/** The address of a route with its parameters and query filled in. */
export function addressOf(
  contract: RouteContract,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const tail = search.toString();
  return tail ? `${path}?${tail}` : path;
}

async function send(
  contract: RouteContract,
  args: { params?: unknown; query?: unknown; body?: unknown; file?: File },
  options: CallOptions,
): Promise<Response> {
  // One key for both tries: it is the same act.
  const keyed = { ...options, idempotencyKey: options.idempotencyKey ?? newKey() };
  try {
    return await sendOnce(contract, args, keyed);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'account.step-up-needed') throw error;
    if (!(await stepUp.ask())) throw error;
    return sendOnce(contract, args, keyed);
  }
}

async function sendOnce(
  contract: RouteContract,
  args: { params?: unknown; query?: unknown; body?: unknown; file?: File },
  options: CallOptions,
): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': languageTag(currentLanguage()) };
  if (contract.effect === 'change') headers['Idempotency-Key'] = options.idempotencyKey ?? newKey();
  let body: BodyInit | null = null;
  if (contract.consumes === 'upload') {
    const form = new FormData();
    for (const [name, value] of Object.entries((args.body ?? {}) as Record<string, unknown>)) {
      if (value !== undefined && value !== null) form.set(name, String(value));
    }
    // Last, so that a streaming reader knows the fields before the file arrives.
    if (args.file) form.set('file', args.file);
    body = form;
  } else if (contract.consumes === 'json') {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(args.body ?? {});
  }
  const address = addressOf(
    contract,
    args.params as Record<string, unknown> | undefined,
    args.query as Record<string, unknown> | undefined,
  );
  const response = await received(() =>
    fetchPatiently(contract.effect, address, {
      method: contract.method,
      headers,
      body,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    }),
  );
  if (response.ok) return response;
  if (response.status === 401 && contract.permission !== 'public') sessionEvents.dispatchEvent(new Event('lost'));
  throw await errorOf(response);
}

/** The network may go away before the answer has begun or in the middle of it: to whoever waits it is the same. */
async function received<T>(wait: () => Promise<T>): Promise<T> {
  try {
    return await wait();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError({ status: 0, code: 'network', kind: 'network', message: text('kit.error.network') });
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  try {
    const answer = (await response.json()) as { error?: Omit<ConstructorParameters<typeof ApiError>[0], 'status'> };
    if (answer.error?.code) return new ApiError({ ...answer.error, status: response.status });
  } catch {
    // A gateway answered with something else than our error shape: the sentence below says so.
  }
  return new ApiError({
    status: response.status,
    code: 'no-answer',
    kind: response.status === 401 ? 'unauthenticated' : 'unavailable',
    message: text('kit.error.unavailable'),
  });
}

function fileNameOf(response: Response): string | undefined {
  const header = response.headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(header)?.[1];
}

/** A new idempotency key. `randomUUID` is missing on plain-HTTP origins other than localhost. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
