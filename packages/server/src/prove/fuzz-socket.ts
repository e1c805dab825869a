/** Calls through a real socket: a file arrives in pieces there, as it does from a browser, and not all at once. */
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import type { RawAnswer } from './fuzz-oracles.ts';
import type { RawRequest } from './prove-request.ts';

const pieceBytes = 1 << 16;

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
}

/** @returns how to call the server, which listens from now on until it is closed */
export async function listen(http: FastifyInstance): Promise<(sent: RawRequest) => Promise<RawAnswer>> {
  if (!http.server.listening) await http.listen({ host: '127.0.0.1', port: 0 });
  const { port } = http.server.address() as AddressInfo;
  return async ({ method, url, headers, payload = '' }) => {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const outgoing = request({
      host: '127.0.0.1',
      port,
      method,
      path: url,
      headers: { ...headers, 'content-length': bytes.length },
      agent: false,
    });
    const answered = new Promise<RawAnswer>((resolve, reject) => {
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => {
        buffer(incoming).then((rawPayload) => {
          const body = rawPayload.toString();
          const { statusCode = 0 } = incoming;
          resolve({ statusCode, headers: incoming.headers, body, rawPayload, json: () => JSON.parse(body) as unknown });
        }, reject);
      });
    });
    // A server that has heard enough answers before everything is sent.
    pipeline(Readable.from(pieces(bytes)), outgoing).catch(() => {});
    return answered;
  };
}
