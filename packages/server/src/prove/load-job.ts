/** What the load lane sends: single requests, and chains of acts each of which needs the answer of the one before. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type RawRequest, type RequestParts, requestOf } from './prove-request.ts';

/** Shares of all requests (handbook/security.md §4d). */
export const mix = {
  read: 0.55,
  list: 0.2,
  write: 0.15,
  act: 0.05,
  export: 0.03,
  import: 0.02,
} as const;
export type Group = keyof typeof mix;
export const groups = Object.keys(mix) as Group[];

export interface LoadJob extends RawRequest {
  group: Group;
  /** Route, and what it asks for. */
  kind: string;
  /** Idempotency key of a command. */
  key?: string;
  /** Whom it changes, for the check afterwards. */
  subject?: string;
}

/** `jobs` are sent one after the other, `repeat` from the beginning again; of each chain the next once the last was acknowledged. */
export type Deck = { jobs: LoadJob[]; repeat: boolean } | { chains: LoadJob[][] };
export type Decks = Record<Group, Deck>;

/** A place in the address that the answer before fills: '{batchId}'. */
export function filledUrl(url: string, answer: Readonly<Record<string, unknown>>): string {
  return url.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(answer[name])));
}

export function jobOf(
  group: Group,
  contract: RouteContract,
  token: string,
  parts: RequestParts = {},
  more: { what?: string; subject?: string } = {},
): LoadJob {
  const raw = requestOf(contract, token, parts);
  const key = raw.headers['idempotency-key'];
  return {
    ...raw,
    // The brackets of a place that is filled later.
    url: raw.url.replace(/%7B(\w+)%7D/g, '{$1}'),
    group,
    kind: more.what ? `${contract.id} ${more.what}` : contract.id,
    ...(key !== undefined && { key }),
    ...(more.subject !== undefined && { subject: more.subject }),
  };
}

/** The request as it goes over the wire. */
export function wireOf(job: RawRequest, url = job.url): Buffer {
  const payload = typeof job.payload === 'string' ? Buffer.from(job.payload) : (job.payload ?? Buffer.alloc(0));
  const heads = { ...job.headers, ...(job.method !== 'GET' && { 'content-length': String(payload.length) }) };
  const lines = Object.entries(heads).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${job.method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`), payload]);
}
