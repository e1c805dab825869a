import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '../src/app.ts';
import { openApiDocument } from '../src/platform/openapi.ts';
import { accessMatrix, matrixPersonas } from '../src/prove/access-matrix.ts';
import { inputSchema } from '../src/prove/schema-values.ts';
import { openTestApp, type TestApp } from './test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const sorted = (ids: Iterable<string>) => [...ids].sort();

describe('the inventory', () => {
  it('is the same in contracts, routes, OpenAPI document and matrix', () => {
    const contracts = sorted(allContracts.map((contract) => contract.id));
    expect(new Set(contracts).size).toBe(contracts.length);
    expect(sorted(allRoutes.map((route) => route.contract.id))).toEqual(contracts);
    expect(sorted(Object.keys(accessMatrix))).toEqual(contracts);
    const document = openApiDocument(
      allRoutes.map((route) => route.contract),
      '0',
    ) as { paths: Record<string, Record<string, { operationId: string }>> };
    expect(
      sorted(
        Object.values(document.paths).flatMap((methods) =>
          Object.values(methods).map((operation) => operation.operationId),
        ),
      ),
    ).toEqual(contracts);
  });
  it('says in the document every format that a picture may have', () => {
    const view = attachmentContracts.view;
    const { paths } = openApiDocument([view], '0') as {
      paths: Record<string, { post: { responses: { 200: { content: object } } } }>;
    };
    const [answers] = Object.values(paths);
    expect(Object.keys(answers!.post.responses[200].content)).toEqual(['image/jpeg', 'image/png', 'image/webp']);
  });
  it('requires an audit event of every command and of nothing that only reads without trace', () => {
    for (const contract of allContracts) {
      expect([contract.id, contract.effect === 'change' && contract.audit === null]).toEqual([contract.id, false]);
      expect([contract.id, contract.method === 'GET' && contract.effect === 'change']).toEqual([contract.id, false]);
    }
  });
  it('lets no address carry a number or a secret', () => {
    // Addresses stand in histories, logs of proxies and on the wall of whoever prints a page.
    const said = /citizenId|phone|password|secret|token|bank|account(No|Number)/i;
    for (const contract of allContracts) {
      const fields = [contract.params, contract.query].flatMap((part) =>
        Object.keys(inputSchema(part).properties ?? {}),
      );
      expect([contract.id, fields.filter((field) => said.test(field))]).toEqual([contract.id, []]);
    }
  });
});

/** Reaches the permission check and no further: a body that fails its schema shows that the door was open (422), a refusal that it was not. */
async function knock(
  persona: (typeof matrixPersonas)[number],
  contract: RouteContract,
): Promise<'open' | 'refused' | 'sign-in'> {
  const params = Object.fromEntries([...contract.path.matchAll(/:(\w+)/g)].map((match) => [match[1], 'not-an-id']));
  const answer = await app.call(
    persona === 'anonymous' ? null : persona,
    { ...contract, output: contract.output },
    {
      params: params as never,
      body: { unexpectedField: 1 } as never,
      query: { unexpectedField: 1 } as never,
      file: { name: 'x.csv', bytes: Buffer.from('x') },
    },
  );
  // Whatever is said is data in one kind of signs, for nobody else and not to be kept.
  expect(answer.raw.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  });
  if (answer.status === 401) return 'sign-in';
  if (answer.status === 403) return 'refused';
  return 'open';
}

describe('every route × every persona', () => {
  it.each(allContracts.map((contract) => [contract.id, contract] as const))('%s', async (id, contract) => {
    const row = accessMatrix[id]!;
    const before = await digest();
    for (const [index, persona] of matrixPersonas.entries()) {
      const expected = ({ '+': 'open', '-': 'refused', '.': 'sign-in' } as const)[row[index] as '+' | '-' | '.'];
      expect([persona, await knock(persona, contract)]).toEqual([persona, expected]);
    }
    // Nothing changes before a refusal (adv 13).
    expect(await digest()).toEqual(before);
  });
});

/** Row counts of all tables: a refused call leaves every one as it was. */
async function digest(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [
    'account',
    'audit_event',
    'idempotency',
    'import_batch',
    'office',
    'post',
    'report_form',
    'resident',
    'session',
    'task',
    'transfer_request',
    'unemployment_registration',
  ] as const) {
    const { count } = await app.system.db.kysely
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts[table] = count;
  }
  return counts;
}
