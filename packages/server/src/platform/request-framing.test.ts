/** Requests as bytes on a socket of the real server: where one ends and the next begins is never in doubt, and what is said is read once. */
import { type AddressInfo, connect } from 'node:net';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { commandContract, readContract } from '@renshe/domain/kernel/define-contract.ts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { buildHttp } from './http.ts';
import { type CommandContext, type RouteDefinition, readRoute } from './route.ts';

const words = z.string().max(200);
const open = { zh: '回声', en: 'Echo', permission: 'public', scope: 'none' } as const;
const get = readContract({
  ...open,
  id: 'echo.get',
  path: '/api/echo/:id',
  params: z.strictObject({ id: words }),
  query: z.strictObject({ text: words.optional(), list: z.array(words).optional() }),
  output: z.unknown(),
});
const post = commandContract({
  ...open,
  id: 'echo.post',
  path: '/api/echo',
  audit: 'echo.heard',
  query: z.strictObject({ text: words.optional() }),
  body: z.strictObject({ text: words, count: z.number().int().max(9).optional() }),
  output: z.unknown(),
});

let app: TestApp;
let http: FastifyInstance;
let heard: unknown[] = [];
beforeAll(async () => {
  app = await openTestApp();
  const echo = (c: Pick<CommandContext<RouteContract>, 'params' | 'query' | 'body' | 'audit'>) => {
    heard.push({ params: c.params, query: c.query, body: c.body });
    c.audit({ districtId: 0 });
    return Promise.resolve({ heard: heard.length });
  };
  const routes: RouteDefinition[] = [
    readRoute({ ...get, output: z.strictObject({ heard: z.number() }) }, echo),
    { contract: { ...post, output: z.strictObject({ heard: z.number() }) }, permission: null, command: echo },
  ];
  http = await buildHttp(app.system, routes);
  await http.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await http.close();
  await app.close();
});

/** Everything that comes back for these bytes, until the server closes: it was asked to by the last of them, or will hear no more. */
async function send(bytes: string): Promise<{ statuses: number[]; text: string }> {
  const { port } = http.server.address() as AddressInfo;
  const text = await new Promise<string>((resolve, reject) => {
    let all = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(all));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(all) : reject(error)));
  });
  return { statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1])), text };
}

const body = '{"text":"first"}';
const hidden = 'GET /api/echo/hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
/** A right request as bytes, with these lines beside those that every one has. */
const request = (lines: string[], rest: string) =>
  [
    'POST /api/echo HTTP/1.1',
    'Host: localhost',
    'Origin: http://localhost',
    'Content-Type: application/json',
    ...lines,
    '',
    rest,
  ].join('\r\n');
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe('the end of a request', () => {
  it('is where its length or its last piece says, and the next one is answered after it', async () => {
    for (const right of [
      request([`Content-Length: ${body.length}`], body),
      request(['Transfer-Encoding: chunked'], chunked),
    ]) {
      heard = [];
      const { statuses } = await send(right + hidden);
      expect(statuses).toEqual([200, 200]);
      // Both are worked on at once.
      expect(heard).toHaveLength(2);
      expect(heard).toContainEqual({ params: {}, query: {}, body: { text: 'first' } });
    }
  });

  it.each<[string, string]>([
    [
      'length and pieces',
      request([`Content-Length: ${body.length}`, 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`),
    ],
    ['pieces and length', request(['Transfer-Encoding: chunked', 'Content-Length: 4'], chunked + hidden)],
    ['two lengths', request([`Content-Length: ${body.length}`, 'Content-Length: 0'], body + hidden)],
    ['two lengths in one line', request([`Content-Length: ${body.length}, 0`], body + hidden)],
    ['a length with a sign', request([`Content-Length: +${body.length}`], body + hidden)],
    ['a length in other digits', request([`Content-Length: 0x${body.length.toString(16)}`], body + hidden)],
    ['a length below nothing', request(['Content-Length: -1'], body + hidden)],
    ['a way of sending that nobody knows', request(['Transfer-Encoding: xchunked'], chunked + hidden)],
    ['pieces inside of something else', request(['Transfer-Encoding: chunked, identity'], chunked + hidden)],
    [
      'a name with a blank before its colon',
      request(['Transfer-Encoding : chunked', `Content-Length: ${body.length}`], body + hidden),
    ],
    ['a name that begins with a blank', request([' Transfer-Encoding: chunked'], chunked + hidden)],
    ['a line that goes on in the next', request(['Transfer-Encoding:', ' chunked'], chunked + hidden)],
    [
      'a tab that goes on',
      request(['X-Words: a', `\tContent-Length: 0`, `Content-Length: ${body.length}`], body + hidden),
    ],
    [
      'ends of lines without return',
      request([`Content-Length: ${body.length}`], body).replaceAll('\r\n', '\n') + hidden,
    ],
    [
      'a return without end of line',
      request([`X-Words: a\rContent-Length: 0`, `Content-Length: ${body.length}`], body + hidden),
    ],
    [
      'a piece whose size has words beside it',
      request(['Transfer-Encoding: chunked'], `${body.length.toString(16)} x\r\n${body}\r\n0\r\n\r\n${hidden}`),
    ],
    ['a piece that ends too late', request(['Transfer-Encoding: chunked'], `3\r\n${body}\r\n0\r\n\r\n${hidden}`)],
    [
      'pieces that end by end of line alone',
      request(['Transfer-Encoding: chunked'], chunked.replaceAll('\r\n', '\n') + hidden),
    ],
    [
      'a size beyond numbers',
      request(['Transfer-Encoding: chunked'], `fffffffffffffffff\r\n${body}\r\n0\r\n\r\n${hidden}`),
    ],
    ['a zero sign in a header', request([`X-Words: a\0b`, `Content-Length: ${body.length}`], body + hidden)],
  ])('is not guessed: %s', async (_, bytes) => {
    heard = [];
    const { statuses } = await send(bytes);
    // Refused, and nothing behind it is taken for a request.
    expect(statuses).toEqual([400]);
    expect(heard).toEqual([]);
  });

  it('is no question of hosts: a request with two of them or none is refused', async () => {
    heard = [];
    const { statuses } = await send(
      request(['Host: evil.example', 'Connection: close', `Content-Length: ${body.length}`], body),
    );
    expect([statuses, heard]).toEqual([[422], []]);
    const none = request(['Connection: close', `Content-Length: ${body.length}`], body).replace(
      'Host: localhost\r\n',
      '',
    );
    expect([(await send(none)).statuses, heard]).toEqual([[400], []]);
  });

  it('of an answer is where its own length says', async () => {
    for (const [method, path] of [
      ['GET', '/api/echo/x'],
      ['GET', '/api/nothing'],
      ['GET', '/api/echo/%E0%A4%A'],
      ['POST', '/api/echo'],
    ] as const) {
      const { text } = await send(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      const at = text.indexOf('\r\n\r\n');
      const lengths = [...text.slice(0, at).matchAll(/^content-length: (\d+)\r?$/gim)].map((match) => Number(match[1]));
      expect([path, lengths]).toEqual([path, [Buffer.from(text.slice(at + 4), 'latin1').length]]);
      expect(text.slice(0, at).toLowerCase()).not.toContain('transfer-encoding');
    }
  });
});

describe('what is said', () => {
  const ask = async (url: string, payload?: string, headers: Record<string, string> = {}) => {
    heard = [];
    const answer = await http.inject({
      method: payload === undefined ? 'GET' : 'POST',
      url,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    return {
      status: answer.statusCode,
      heard: heard[0] as { params: unknown; query: unknown; body: unknown } | undefined,
    };
  };

  it('is decoded once, in the form that belongs there, and in no other', async () => {
    expect((await ask('/api/echo/%2527%252e%252e?text=%2527%2B%253Cb%253E+x')).heard).toMatchObject({
      params: { id: '%27%2e%2e' },
      query: { text: '%27+%3Cb%3E x' },
    });
    expect((await ask('/api/echo/a%2Fb')).heard).toMatchObject({ params: { id: 'a/b' } });
    expect((await ask('/api/echo/&lt;b&gt;?text=%26lt%3B')).heard).toMatchObject({
      params: { id: '&lt;b&gt;' },
      query: { text: '&lt;' },
    });
    expect((await ask('/api/echo', '{"text":"\\\\u0041%41&#65;\\u0042"}')).heard).toMatchObject({
      body: { text: '\\u0041%41&#65;B' },
    });
  });

  it('is not unpacked for whoever sends it packed', async () => {
    const packed = Buffer.from('H4sIAAAAAAAAA6tWKkmtKFGyUkrLLCouUaoFAHlHxmoQAAAA', 'base64').toString('latin1');
    expect((await ask('/api/echo', packed, { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  it('twice in an address is refused, and what belongs into the body is not taken from elsewhere', async () => {
    expect((await ask('/api/echo/x?text=a&text=b')).status).toBe(422);
    expect((await ask('/api/echo/x?text=a&text[]=b')).status).toBe(422);
    expect((await ask('/api/echo/x?text[a]=b')).status).toBe(422);
    expect((await ask('/api/echo/x?id=y')).status).toBe(422);
    expect((await ask('/api/echo?text=fromAddress', '{}')).status).toBe(422);
    expect((await ask('/api/echo', '{}', { text: 'from a header', cookie: 'text=from-a-cookie' })).status).toBe(422);
    expect((await ask('/api/echo?count=3', '{"text":"a"}')).status).toBe(422);
    expect(heard).toEqual([]);
  });

  it('is of its kind: no number is a text, no text a number, no list one of its parts', async () => {
    for (const text of ['1', 'true', 'null', '["a"]', '{"a":1}', '{"toString":"x"}'])
      expect([text, (await ask('/api/echo', `{"text":${text}}`)).status]).toEqual([text, 422]);
    for (const count of ['"1"', 'true', '[1]', '1.5', '10', '1e400', '9007199254740993', 'null'])
      expect([count, (await ask('/api/echo', `{"text":"a","count":${count}}`)).status]).toEqual([count, 422]);
  });

  it('does not reach a prototype', async () => {
    for (const payload of [
      '{"text":"a","__proto__":{"isAdmin":true}}',
      '{"text":"a","constructor":{"prototype":{"isAdmin":true}}}',
    ])
      expect((await ask('/api/echo', payload)).status).toBe(400);
    for (const url of [
      '/api/echo/x?__proto__[isAdmin]=1',
      '/api/echo/x?constructor.prototype.isAdmin=1',
      '/api/echo/x?__proto__=1',
    ])
      expect([url, (await ask(url)).status]).toEqual([url, 422]);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});
