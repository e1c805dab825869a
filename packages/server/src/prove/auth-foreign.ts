/** Requests that another page could make a browser send, on every route that is more than a look: none of them is accepted. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { accessHints } from './access-hints.ts';
import { type AuthDesk, type Checks, contracts } from './auth-desk.ts';
import { type RawRequest, requestOf } from './prove-request.ts';
import { fittingParts } from './schema-values.ts';

type Forged = Omit<RawRequest, 'method'> & { method: string };

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

/** Everything that a foreign page, or one of ours gone wrong, can turn one right request into. */
function forgeries(contract: RouteContract, right: RawRequest): [string, Forged][] {
  const heads = (headers: Record<string, string | undefined>): Forged => ({
    ...right,
    headers: Object.fromEntries(
      Object.entries({ ...right.headers, ...headers }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>,
  });
  const typed = (type: string, payload: string): Forged => ({ ...heads({ 'content-type': type }), payload });
  const text = String(right.payload ?? '{}');
  const field = '--x\r\ncontent-disposition: form-data; name="reason"\r\n\r\nx\r\n--x--\r\n';
  const all: [string, Forged][] = [
    ['a foreign origin', heads({ origin: 'https://elsewhere.example' })],
    ['no origin', heads({ origin: undefined })],
    ['the origin null', heads({ origin: 'null' })],
    ['another port', heads({ origin: 'http://localhost:81' })],
    ['another scheme', heads({ origin: 'https://localhost' })],
    ['a name that begins like ours', heads({ origin: 'http://localhost.elsewhere.example' })],
    ['a foreign origin and our referrer', heads({ origin: 'https://elsewhere.example', referer: 'http://localhost/' })],
    [
      'a foreign form in text/plain',
      {
        ...typed('text/plain', text),
        headers: { ...heads({ origin: 'https://elsewhere.example' }).headers, 'content-type': 'text/plain' },
      },
    ],
    ['text/plain', typed('text/plain', text)],
    ['text/plain that says json', typed('text/plain; application/json', text)],
    ['a form', typed('application/x-www-form-urlencoded', 'reason=x')],
  ];
  if (contract.consumes !== 'upload') all.push(['multipart', typed('multipart/form-data; boundary=x', field)]);
  if (contract.effect === 'change' && contract.permission !== 'public')
    all.push(['no idempotency key', heads({ 'idempotency-key': undefined })]);
  for (const method of methods) {
    // What stands at the same address under another method is another route with its own rules.
    if (contracts.some((other) => other.method === method && samePath(other.path, contract.path))) continue;
    const { payload, ...bare } = right;
    const override = {
      'x-http-method-override': contract.method,
      'x-http-method': contract.method,
      'x-method-override': contract.method,
    };
    const body = method === 'GET' || method === 'HEAD' ? {} : payload === undefined ? {} : { payload };
    const join = right.url.includes('?') ? '&' : '?';
    all.push([
      `${method} that says ${contract.method}`,
      {
        ...bare,
        ...body,
        method,
        url: `${right.url}${join}_method=${contract.method}`,
        headers: { ...right.headers, ...override },
      },
    ]);
  }
  return all;
}

/** Two paths that one address may mean. */
function samePath(one: string, other: string): boolean {
  const [a, b] = [one.split('/'), other.split('/')];
  return a.length === b.length && a.every((part, i) => part === b[i] || part.startsWith(':') || b[i]!.startsWith(':'));
}

export async function forgeRequests(desk: AuthDesk, checks: Checks) {
  const http = desk.http;
  const before = await desk.traces();
  let tried = 0;
  let accepted = 0;
  const routes = contracts.filter(({ method }) => method !== 'GET');
  for (const contract of routes) {
    const token = contract.permission === 'public' ? null : await desk.session(desk.holderOf(contract));
    const right = requestOf(contract, token, fittingParts(contract, accessHints[contract.id] ?? {}));
    for (const [what, { method, ...request }] of forgeries(contract, right)) {
      const answer = await http.inject({ ...request, method: method as 'POST' });
      tried++;
      if (answer.statusCode < 400) accepted++;
      checks.holds(answer.statusCode >= 400, () => `${contract.id} with ${what}: ${answer.statusCode}`);
      checks.holds(
        answer.headers['access-control-allow-origin'] === undefined,
        () => `${contract.id} with ${what} may be read by other pages`,
      );
    }
  }
  checks.equal(await desk.traces(), before, 'events and kept answers after all forged requests');
  return { 'routes that change or reveal': routes.length, 'forged requests': tried, 'of them accepted': accepted };
}
