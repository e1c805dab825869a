/** What is promised of every answer, whatever was asked. */
import { errorSentences } from '@renshe/domain/access/all-errors.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { requestErrors } from '@renshe/domain/kernel/request.errors.ts';
import type { LightMyRequestResponse } from 'fastify';
import { z } from 'zod';
import { answerTypes, contentTypes } from '../platform/answer.ts';
import { tellTales } from './fuzz-texts.ts';

/** An answer that came through a socket, or one that was handed over inside the process. */
export type RawAnswer = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body' | 'rawPayload'> & {
  json(): unknown;
  raw?: LightMyRequestResponse['raw'];
};

export interface Expected {
  accepted: boolean;
  foreign?: boolean;
  malformed?: boolean | undefined;
}

const envelope = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    kind: z.string(),
    message: z.string().min(1),
    details: z.record(z.string(), z.unknown()),
    requestId: z.uuid(),
    fields: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  }),
});
const codes = new Set([...Object.keys(requestErrors), ...Object.keys(errorSentences)]);
const marks = { pdf: '%PDF', xlsx: 'PK', zip: 'PK', picture: '\xff\xd8\xff' } as const;

/**
 * What does not hold of an answer, in words; undefined when all does.
 * @param expected accepted: the contract takes the request; foreign: the request may have meant another route; malformed: nobody may read it
 */
export function wrongIn(contract: RouteContract, raw: RawAnswer, expected: Expected): string | undefined {
  const { statusCode: status } = raw;
  const told = () => `${status} ${raw.body.slice(0, 200)}`;
  if (status >= 500) return `a failure of the server, ${told()}`;
  // An address without a route: main.ts answers it, with the page or in the shape of an error.
  if (status === 404 && raw.body.includes('"statusCode":404')) return undefined;
  if (raw.headers['x-content-type-options'] !== 'nosniff') return `no nosniff, ${told()}`;
  if (raw.headers['access-control-allow-origin'] !== undefined) return 'another site may read it';
  const type = raw.headers['content-type'];
  const own = status >= 400 ? [contentTypes.json] : answerTypes(contract);
  if (raw.body !== '' && !own.includes(String(type)) && !(expected.foreign && status < 400))
    return `called ${type}, ${told()}`;
  if (expected.malformed && !raw.body.includes('"request.malformed"')) return `read, ${told()}`;
  if (status >= 400) return wrongRefusal(raw) && `${wrongRefusal(raw)}, ${told()}`;
  if (!expected.accepted) return `taken, though nobody may send it, ${told()}`;
  if (expected.foreign || status !== 200) return status === 200 || status === 204 ? undefined : told();
  return wrongSuccess(contract, raw);
}

function wrongRefusal(raw: RawAnswer): string | undefined {
  // To HEAD nobody says why.
  if (raw.body === '' && raw.raw?.req.method === 'HEAD') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(raw.body);
  } catch {
    return 'no JSON';
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return `not the shape of an error (${parsed.error.issues[0]?.path.join('.')})`;
  const { error } = parsed.data;
  if (!codes.has(error.code)) return 'a code without a sentence';
  if (error.requestId !== raw.headers['x-request-id']) return 'another request’s number';
  if (/\{\w+\}/.test(error.message)) return 'a sentence with a gap';
  // Paths are what was sent; the words beside them are ours.
  const words = (error.fields ?? []).map((field) => field.message).join();
  const tell = tellTales.exec(`${error.message}${JSON.stringify(error.details)}${words}`);
  return tell ? `tells of the inside: ${tell[0]}` : undefined;
}

function wrongSuccess(contract: RouteContract, raw: RawAnswer): string | undefined {
  if (contract.produces !== 'json')
    return raw.rawPayload.subarray(0, 4).toString('latin1').startsWith(marks[contract.produces])
      ? undefined
      : `no ${contract.produces}`;
  const json: unknown = raw.json();
  const parsed = contract.output.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `not what it declares: ${issue?.path.join('.')} ${issue?.message}`;
  }
  const extra = undeclared(json, parsed.data, '');
  return extra === undefined ? undefined : `more than it declares: ${extra}`;
}

/** The first key of an answer that its schema lets go. */
function undeclared(json: unknown, parsed: unknown, path: string): string | undefined {
  if (typeof json !== 'object' || json === null || typeof parsed !== 'object' || parsed === null) return undefined;
  for (const [key, value] of Object.entries(json)) {
    if (!(key in parsed)) return `${path}${key}`;
    const inner = undeclared(value, (parsed as Record<string, unknown>)[key], `${path}${key}.`);
    if (inner) return inner;
  }
  return undefined;
}
