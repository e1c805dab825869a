import { z } from 'zod';
import type { Sentence } from './app-error.ts';
import type { RouteContract, RoutePermission, StepUp } from './contract.ts';

const nothing = z.strictObject({});
type Nothing = typeof nothing;

interface Definition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType> {
  id: string;
  path: `/api/${string}`;
  zh: string;
  en: string;
  permission: RoutePermission;
  scope: 'area' | 'own' | 'none';
  params?: P;
  query?: Q;
  body?: B;
  output: O;
  /** High risk: when a fresh proof of who is there is asked; never when left out. */
  stepUp?: StepUp;
}

function build<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  definition: Definition<P, Q, B, O>,
  rest: Pick<RouteContract, 'method' | 'audit' | 'effect' | 'produces' | 'consumes'>,
): RouteContract<P, Q, B, O> {
  const summary: Sentence = { zh: definition.zh, en: definition.en };
  return {
    id: definition.id,
    path: definition.path,
    summary,
    permission: definition.permission,
    scope: definition.scope,
    params: definition.params ?? (nothing as unknown as P),
    query: definition.query ?? (nothing as unknown as Q),
    body: definition.body ?? (nothing as unknown as B),
    output: definition.output,
    stepUp: definition.stepUp ?? 'never',
    ...rest,
  };
}

/** A plain read: GET, nothing changes, not audited. */
export function readContract<O extends z.ZodType, P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing>(
  definition: Omit<Definition<P, Q, Nothing, O>, 'body'>,
): RouteContract<P, Q, Nothing, O> {
  return build(definition as Definition<P, Q, Nothing, O>, {
    method: 'GET',
    audit: null,
    effect: 'read',
    produces: 'json',
    consumes: 'nothing',
  });
}

/** A read that must leave a trace: reveal, search by identity number, export, print. POST, so that purposes stay out of URLs. */
export function auditedReadContract<
  O extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  definition: Definition<P, Q, B, O> & { audit: string; produces?: RouteContract['produces'] },
): RouteContract<P, Q, B, O> {
  return build(definition, {
    method: 'POST',
    audit: definition.audit,
    effect: 'read',
    produces: definition.produces ?? 'json',
    consumes: 'json',
  });
}

/** A command: runs once per idempotency key, in one transaction with its audit event. */
export function commandContract<
  O extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  definition: Definition<P, Q, B, O> & {
    audit: string;
    method?: 'POST' | 'PUT' | 'DELETE';
    consumes?: 'json' | 'upload';
  },
): RouteContract<P, Q, B, O> {
  return build(definition, {
    method: definition.method ?? 'POST',
    audit: definition.audit,
    effect: 'change',
    produces: 'json',
    consumes: definition.consumes ?? 'json',
  });
}
