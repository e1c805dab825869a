import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { z } from 'zod';
import { answerTypes } from './answer.ts';

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'kind', 'message', 'details', 'requestId'],
      properties: {
        code: { type: 'string' },
        kind: { type: 'string' },
        message: { type: 'string' },
        details: { type: 'object' },
        requestId: { type: 'string' },
        fields: {
          type: 'array',
          items: {
            type: 'object',
            properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
          },
        },
      },
    },
  },
} as const;

type JsonSchema = Record<string, unknown> & { properties?: Record<string, unknown>; required?: string[] };

function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as JsonSchema;
  return schema;
}

function parameters(contract: RouteContract): unknown[] {
  const from = (schema: JsonSchema, place: 'path' | 'query') =>
    Object.entries(schema.properties ?? {}).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || (schema.required ?? []).includes(name),
      schema: property,
    }));
  const list = [
    ...from(schemaOf(contract.params, 'input'), 'path'),
    ...from(schemaOf(contract.query, 'input'), 'query'),
  ];
  if (contract.effect === 'change' && contract.permission !== 'public')
    list.push({
      name: 'Idempotency-Key',
      in: 'header' as 'path',
      required: true,
      schema: { type: 'string', pattern: '^[A-Za-z0-9-]{16,80}$' },
    });
  return list;
}

function requestBody(contract: RouteContract): Record<string, unknown> {
  if (contract.method === 'GET') return {};
  const schema = schemaOf(contract.body, 'input');
  if (contract.consumes === 'upload') {
    const properties = { ...schema.properties, file: { type: 'string', contentMediaType: 'application/octet-stream' } };
    return {
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': { schema: { ...schema, properties, required: [...(schema.required ?? []), 'file'] } },
        },
      },
    };
  }
  if (Object.keys(schema.properties ?? {}).length === 0 && !('anyOf' in schema)) return {};
  return { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

/** The OpenAPI 3.1 document, made from the same contracts that serve. */
export function openApiDocument(contracts: readonly RouteContract[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const contract of contracts) {
    const path = contract.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][contract.method.toLowerCase()] = {
      operationId: contract.id,
      summary: contract.summary.en,
      'x-summary-zh': contract.summary.zh,
      'x-permission': contract.permission,
      'x-scope': contract.scope,
      'x-audit': contract.audit,
      'x-step-up': contract.stepUp,
      'x-idempotent': contract.effect === 'change' && contract.permission !== 'public',
      tags: [contract.id.split('.')[0]],
      security: contract.permission === 'public' ? [] : [{ session: [] }],
      parameters: parameters(contract),
      ...requestBody(contract),
      responses: {
        200: {
          description: 'OK',
          content: Object.fromEntries(
            answerTypes(contract).map((type) => [
              type.split(';')[0],
              contract.produces === 'json' ? { schema: schemaOf(contract.output, 'output') } : {},
            ]),
          ),
        },
        default: {
          description: 'Error',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Renshe 人社', version },
    paths,
    components: {
      schemas: { Error: errorSchema },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-renshe' } },
    },
  };
}
