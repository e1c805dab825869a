import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fetchPatiently } from './patient-fetch.ts';

let close = () => {};
afterEach(() => close());

/** A server that answers as told, the last answer for ever; counts what it was asked. */
async function serve(answers: readonly { status: number; code?: string }[]) {
  let asked = 0;
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    const { status, code } = answers[Math.min(asked++, answers.length - 1)]!;
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(JSON.stringify(code ? { error: { code } } : { ok: true }));
  });
  server.listen(0);
  await once(server, 'listening');
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://localhost:${(server.address() as AddressInfo).port}/`, asked: () => asked };
}

const shed = { status: 503, code: 'request.overloaded' };

test.each([
  ['a read that was not begun is sent again', 'read', [shed, shed, { status: 200 }], 200, 3],
  ['a read is given up in the end', 'read', [shed], 503, 4],
  ['a command is left to its author', 'change', [shed, { status: 200 }], 503, 1],
  ['a read that was begun is not sent again', 'read', [{ status: 503, code: 'request.busy' }], 503, 1],
  ['nor one that a gateway refused in its own words', 'read', [{ status: 503 }], 503, 1],
  ['any other answer is handed on', 'read', [{ status: 404, code: 'request.not-found' }], 404, 1],
] as const)('%s', async (_, effect, answers, status, times) => {
  const server = await serve(answers);
  expect((await fetchPatiently(effect, server.address, {})).status).toBe(status);
  expect(server.asked()).toBe(times);
});

test('who leaves the page ends the waiting', async () => {
  const server = await serve([shed]);
  const leaving = new AbortController();
  const answer = fetchPatiently('read', server.address, { signal: leaving.signal });
  leaving.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
