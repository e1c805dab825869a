/** Values that fit a schema, made from the schema alone: what a route accepts is what it declares. */
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { z } from 'zod';

export interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  default?: unknown;
}

const known = new WeakMap<z.ZodType, JsonSchema>();

/** The JSON schema of what a part of a contract accepts. */
export function inputSchema(type: z.ZodType): JsonSchema {
  let schema = known.get(type);
  if (!schema) {
    schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any', target: 'draft-2020-12' }) as JsonSchema;
    known.set(type, schema);
  }
  return schema;
}

/** Values by field name, for what a pattern cannot say: real codes, days that are no holiday of reason. */
export type Hints = Readonly<Record<string, unknown>>;

/** A value that fits the schema; `name` is the field's, `hints` win wherever they name it. */
export function fittingValue(schema: JsonSchema, hints: Hints, name = ''): unknown {
  if (name in hints) return hints[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.find((value) => value !== null) ?? null;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fittingValue(choices.find((choice) => choice.type !== 'null') ?? choices[0]!, hints, name);
  if (schema.allOf) return fittingValue(Object.assign({}, ...schema.allOf) as JsonSchema, hints, name);
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  switch (type) {
    case 'object':
      return fittingObject(schema, hints);
    case 'array':
      return schema.prefixItems
        ? schema.prefixItems.map((item) => fittingValue(item, hints))
        : Array.from({ length: schema.minItems ?? 0 }, () => fittingValue(schema.items ?? {}, hints, `${name}[]`));
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
    case 'string':
      return fittingText(schema, name);
    default:
      return null;
  }
}

/** All required fields, and of the others those that a hint names. */
export function fittingObject(schema: JsonSchema, hints: Hints): Record<string, unknown> {
  const required = new Set(schema.required ?? []);
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => required.has(name) || name in hints)
      .map(([name, property]) => [name, fittingValue(property, hints, name)]),
  );
}

/** Days, months and areas carry a check of their own behind the schema: they go by the names that the whole system uses for them. */
function fittingText(schema: JsonSchema, name: string): string {
  if (schema.format === 'uuid') return '00000000-0000-7000-8000-000000000000';
  if (/(^|[a-z])(On|Since)$|^(on|from|to|asOf)$/.test(name) || schema.format === 'date') return '2026-11-10';
  if (/month/i.test(name) || schema.pattern?.includes('0[1-9]|1[0-2]')) return '2026-10';
  if (name === 'period') return '2026-10';
  if (/phone/i.test(name)) return '13912345678';
  const text = schema.pattern === undefined ? '核对资料' : '1'.repeat(schema.minLength ?? 1);
  const least = schema.minLength ?? 0;
  return text.length >= least ? text.slice(0, schema.maxLength ?? 4) : text.padEnd(least, '料');
}

export function fittingParts(contract: RouteContract, hints: Hints) {
  const objectOf = (type: z.ZodType) => {
    const schema = inputSchema(type);
    return fittingValue(schema, hints) as Record<string, unknown>;
  };
  return {
    params: objectOf(contract.params),
    query: objectOf(contract.query),
    body: contract.method === 'GET' ? undefined : objectOf(contract.body),
  };
}
