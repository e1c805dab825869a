import { randomUUID } from 'node:crypto';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';

/** A call as the web makes it, with nothing checked on the way: values go out as they are. */
export interface RequestParts {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  /** Idempotency key; a new one when left out. */
  key?: string;
  file?: { name: string; bytes: Buffer };
  language?: 'zh' | 'en';
  /** Where the page comes from; the server's own when left out. */
  origin?: string;
}

export interface RawRequest {
  method: RouteContract['method'];
  url: string;
  headers: Record<string, string>;
  payload?: string | Buffer;
}

/** The request of a contract; `token` is a session's, null nobody's. */
export function requestOf(contract: RouteContract, token: string | null, parts: RequestParts = {}): RawRequest {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(parts.params?.[name] ?? '')),
  );
  const query = new URLSearchParams(
    Object.entries(parts.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const headers: Record<string, string> = {
    host: 'localhost',
    'accept-language': parts.language === 'en' ? 'en' : 'zh-CN',
  };
  if (token) headers.cookie = `renshe=${token}`;
  if (contract.method !== 'GET') headers.origin = parts.origin ?? 'http://localhost';
  if (contract.effect === 'change') headers['idempotency-key'] = parts.key ?? randomUUID();
  const payload = payloadOf(contract, parts, headers);
  return { method: contract.method, url: `${path}${query ? `?${query}` : ''}`, headers, ...(payload && { payload }) };
}

const boundary = 'renshe-boundary';

function payloadOf(
  contract: RouteContract,
  parts: RequestParts,
  headers: Record<string, string>,
): string | Buffer | undefined {
  if (contract.method === 'GET') return undefined;
  if (contract.consumes !== 'upload') {
    headers['content-type'] = 'application/json';
    return JSON.stringify(parts.body ?? {});
  }
  headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
  const field = ([name, value]: [string, unknown]) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`;
  const file = parts.file ?? { name: 'empty', bytes: Buffer.alloc(0) };
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const fields = Object.entries((parts.body ?? {}) as Record<string, unknown>)
    .map(field)
    .join('');
  return Buffer.concat([Buffer.from(fields + head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}
