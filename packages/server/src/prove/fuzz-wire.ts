/** Requests that no web page makes: odd types, bodies, headers and addresses around a call that would be right. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { RawRequest } from './prove-request.ts';

export interface WireCase {
  kind: string;
  request: Omit<RawRequest, 'method'> & { method: string };
  /** It must not succeed. */
  refused: boolean;
  /** It must not even be read: a schema that refuses it too is the second net. */
  malformed?: boolean;
}

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

/** Every odd form of one right request. */
export function wireCases(contract: RouteContract, right: RawRequest): WireCase[] {
  const cases: WireCase[] = [];
  const add = (kind: string, changed: Partial<WireCase['request']>, refused: boolean) =>
    cases.push({ kind, request: { ...right, ...changed }, refused });
  const heads = (kind: string, headers: Record<string, string | undefined>, refused: boolean) => {
    const all = { ...right.headers, ...headers };
    const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    add(kind, { headers: kept as Record<string, string> }, refused);
  };
  const closed = contract.permission !== 'public';
  const writes = contract.method !== 'GET';
  if (contract.consumes === 'json') {
    for (const type of oddTypes) heads(`type ${JSON.stringify(type).slice(0, 60)}`, { 'content-type': type }, true);
    for (const [kind, payload, refused] of oddBodies(right))
      cases.push({
        kind: `body ${kind}`,
        request: { ...right, payload },
        refused,
        malformed: /^(__proto__|constructor|deep|very deep)/.test(kind),
      });
  }
  if (contract.consumes === 'upload')
    for (const [kind, boundary, payload] of oddUploads)
      add(
        `upload ${kind}`,
        { payload, headers: { ...right.headers, 'content-type': `multipart/form-data; boundary=${boundary}` } },
        true,
      );
  if (contract.effect === 'change' && closed)
    for (const key of [undefined, '', 'short', 'x'.repeat(81), "1234567890123456' or 1=1", 'ｋｅｙ-1234567890123'])
      heads(`idempotency key ${key?.slice(0, 20)}`, { 'idempotency-key': key }, true);
  if (writes) {
    for (const origin of [undefined, 'null', 'https://elsewhere.example', 'http://localhost.elsewhere.example', ''])
      heads(`origin ${origin}`, { origin }, true);
    heads('host of somebody else', { host: 'elsewhere.example' }, true);
    for (const method of ['GET', 'HEAD', 'PATCH', 'OPTIONS', 'TRACE'])
      if (method !== 'GET' || right.payload === undefined)
        add(`method ${method}`, { method, ...(method === 'GET' && { payload: undefined as never }) }, false);
  }
  for (const cookie of ['renshe=', 'renshe=x; renshe=y', `renshe=${'a'.repeat(5000)}`, '=;=;%E0%A4%A', 'renshe=%00'])
    heads(`cookie ${cookie.slice(0, 24)}`, { cookie }, closed);
  const odd: Record<string, string>[] = [
    { 'accept-language': `en;q=NaN,${'zh,'.repeat(3000)}` },
    { 'accept-language': "en'; drop table x" },
    { 'x-forwarded-for': "127.0.0.1' or 1=1, ::ffff:127.0.0.1" },
    { 'x-http-method-override': 'DELETE', 'x-original-url': '/api/accounts', 'x-rewrite-url': '/' },
    { 'user-agent': '<script>alert(1)</script>'.repeat(50) },
    { 'content-encoding': 'gzip' },
    { range: 'bytes=0-0,-1', 'if-none-match': '*', expect: '100-continue' },
    { accept: '../../etc/passwd' },
    { __proto__x: '1', constructor: '1' },
  ];
  for (const headers of odd) heads(`header ${JSON.stringify(headers).slice(0, 60)}`, headers, false);
  for (const [kind, url, refused] of oddAddresses(right.url)) add(`address ${kind}`, { url }, refused);
  return cases;
}

const oddTypes = [
  'application/json\ta',
  ' application/json',
  'application/json ;charset=utf-8 ;x',
  'application/json; charset=gb18030',
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'application/vnd.api+json',
  'application/merge-patch+json',
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  `multipart/form-data; boundary=${'x'.repeat(252)}`,
  'application/octet-stream',
  'application/xml',
  '',
  '*/*',
  `application/json; ${'a=b; '.repeat(500)}`,
];

function oddBodies(right: RawRequest): [string, string | Buffer, boolean][] {
  const text = String(right.payload ?? '{}');
  const record = JSON.parse(text) as Record<string, unknown>;
  const [first] = Object.keys(record);
  const rest = Object.keys(record).length === 0 ? '' : `,${text.slice(1, -1)}`;
  const withMember = (member: string) => `{${member}${rest}}`;
  const bodies: [string, string | Buffer, boolean][] = [
    ['array', '[]', true],
    ['array of it', `[${text}]`, true],
    ['text', '"text"', true],
    ['number', '1', true],
    ['true', 'true', true],
    ['half', text.slice(0, -1), true],
    ['a comment', `/* */${text}`, true],
    ['a comma too many', `${text.slice(0, -1)},}`, true],
    ['single quotes', "{'a':1}", true],
    ['NaN', withMember('"amount":NaN'), true],
    ['a number beyond numbers', withMember('"amount":1e999'), true],
    ['deep', withMember(`"deep":${'['.repeat(5000)}${']'.repeat(5000)}`), true],
    ['very deep and open', '['.repeat(100_000), true],
    ['huge', withMember(`"huge":"${'长'.repeat(400_000)}"`), true],
    ['ten thousand keys', withMember(Array.from({ length: 10_000 }, (_, i) => `"k${i}":1`).join(',')), true],
    ['__proto__', withMember('"__proto__":{"isAdmin":true}'), true],
    ['__proto__ in other signs', withMember('"\\u005f_proto__":{"isAdmin":true}'), true],
    ['constructor', withMember('"constructor":{"prototype":{"isAdmin":true}}'), true],
    ['a byte order mark in the middle', withMember('"\ufeffa":1'), true],
    ['a raw zero sign', withMember('"a":"\u0000"'), true],
    ['UTF-16', Buffer.from(text, 'utf16le'), true],
    // The bytes of a name in GB18030: taken for UTF-8 they would turn into signs that stand for nothing.
    ['GB18030', bytes('{"text":"', [0xd5, 0xc5, 0xc8, 0xfd], '"', rest, '}'), true],
    ['null', 'null', false],
    ['nothing', '', false],
  ];
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'string' || value === '') continue;
    const start = text.indexOf(`${JSON.stringify(name)}:${JSON.stringify(value)}`) + JSON.stringify(name).length + 2;
    const [head, tail] = [text.slice(0, start), text.slice(start)];
    bodies.push([`${name} with a broken sign of as many bytes`, bytes(head, [0xf0, 0x9f, 0x98], tail), true]);
    bodies.push([`${name} with a sign written too long`, bytes(head, [0xe0, 0x80, 0xaf], tail), true]);
    bodies.push([`${name} with half a character`, bytes(head, [0xed, 0xa0, 0x80], tail), true]);
    break;
  }
  if (first !== undefined)
    bodies.push([
      `${first} twice`,
      `${text.slice(0, -1)},${JSON.stringify(first)}:${JSON.stringify(record[first])}}`,
      true,
    ]);
  return bodies;
}

const disposition = 'content-disposition: form-data; name=';
const oddUploads: [string, string, string][] = [
  ['nothing', 'x', ''],
  ['no end', 'x', `--x\r\n${disposition}"file"; filename="a.csv"\r\n\r\n`],
  ['no file', 'x', `--x\r\n${disposition}"areaCode"\r\n\r\n321102001001\r\n--x--\r\n`],
  ['a long boundary', 'x'.repeat(252), `--${'x'.repeat(252)}--\r\n`],
  ['an empty boundary', '', '----\r\n'],
  [
    '__proto__ as a field',
    'x',
    `--x\r\n${disposition}"__proto__"\r\n\r\n1\r\n--x\r\n${disposition}"file"; filename="a.csv"\r\n\r\nx\r\n--x--\r\n`,
  ],
  [
    'two files',
    'x',
    `--x\r\n${disposition}"file"; filename="a.csv"\r\n\r\nx\r\n--x\r\n${disposition}"file"; filename="b.csv"\r\n\r\nx\r\n--x--\r\n`,
  ],
  [
    'a hundred fields',
    'x',
    `${Array.from({ length: 100 }, (_, i) => `--x\r\n${disposition}"f${i}"\r\n\r\n1\r\n`).join('')}--x--\r\n`,
  ],
  [
    'a name that climbs',
    'x',
    `--x\r\n${disposition}"file"; filename="../../a.csv"\r\n\r\n=cmd|' /c calc'!A0\r\n--x--\r\n`,
  ],
  ['many heads', 'x', `--x\r\n${'a: b\r\n'.repeat(3000)}\r\n\r\n--x--\r\n`],
];

function oddAddresses(url: string): [string, string, boolean][] {
  const mark = url.includes('?') ? '&' : '?';
  const path = url.split('?')[0]!;
  const repeated = /[?&]([^=&]+)=([^&]*)/.exec(url);
  return [
    ['with an unknown key', `${url}${mark}t1.name=1`, true],
    ['with $where', `${url}${mark}$where=1`, true],
    ['with __proto__', `${url}${mark}__proto__[isAdmin]=1`, true],
    ['with constructor.prototype', `${url}${mark}constructor.prototype.x=1`, true],
    ['with brackets', `${url}${mark}area[]=1`, true],
    ['with a broken sign', `${url}${mark}a=%zz`, true],
    ['with a zero sign', `${url}${mark}a=%00`, true],
    ['with a sign written too long', `${url}${mark}a=%c0%ae`, true],
    ['with a long query', `${url}${mark}a=${'x'.repeat(20_000)}`, true],
    ...(repeated
      ? [['with a key twice', `${url}&${repeated[1]}=${repeated[2]}`, true] as [string, string, boolean]]
      : []),
    ['in capitals', path.toUpperCase(), false],
    ['with a zero sign in it', `${path}%00`, false],
    ['that climbs', `${path}/..%2f..%2f..%2fetc%2fpasswd`, false],
    ['that is no address', `${path}/%zz`, false],
    ['with a slash more', `${path}//`, false],
    ['with a semicolon', `${path};/..;/`, false],
  ];
}
