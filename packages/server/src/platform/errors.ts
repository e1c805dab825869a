import { errorSentences } from '@renshe/domain/access/all-errors.ts';
import {
  AppError,
  type ErrorKind,
  type ErrorSentences,
  type FieldProblem,
  fillSentence,
  type Language,
} from '@renshe/domain/kernel/app-error.ts';
import { requestErrors } from '@renshe/domain/kernel/request.errors.ts';
import { z } from 'zod';
import { databaseErrorOf, isPassing } from './db.ts';
import { PasswordBusyError } from './password.ts';

/** The one error shape of the API and the only place that knows HTTP status codes. */
export interface ErrorBody {
  error: {
    code: string;
    kind: ErrorKind | 'failed';
    message: string;
    details: Record<string, unknown>;
    requestId: string;
    fields?: FieldProblem[];
  };
}

const statusOf: Record<ErrorKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unsupported: 415,
  unavailable: 503,
};

const sentences: ErrorSentences = { ...requestErrors, ...errorSentences };

export function sentenceOf(code: string, language: Language, details: Readonly<Record<string, unknown>> = {}): string {
  const sentence = sentences[code];
  return sentence ? fillSentence(sentence, language, details) : code;
}

function issueCode(issue: z.core.$ZodIssue): { code: keyof typeof requestErrors; details: Record<string, unknown> } {
  if (issue.code === 'invalid_type' && issue.input === undefined) return { code: 'field.required', details: {} };
  if (issue.code === 'too_big') return { code: 'field.too-long', details: { maximum: issue.maximum } };
  if (issue.code === 'too_small')
    return {
      code: Number(issue.minimum) <= 1 ? 'field.required' : 'field.too-short',
      details: { minimum: issue.minimum },
    };
  if (issue.code === 'unrecognized_keys')
    return { code: 'field.unknown', details: { keys: issue.keys.join(', ').slice(0, 100) } };
  if (issue.message === 'plain-date') return { code: 'field.date', details: {} };
  if (issue.message === 'control-character') return { code: 'field.characters', details: {} };
  return { code: 'field.wrong', details: {} };
}

function fieldProblems(error: z.ZodError, language: Language): FieldProblem[] {
  return error.issues.slice(0, 50).map((issue) => {
    const { code, details } = issueCode(issue);
    return { path: issue.path.join('.'), code, message: sentenceOf(code, language, details) };
  });
}

/** Turns whatever was thrown into status and body. Unknown errors tell nothing but the request's number. */
export function toErrorResponse(
  thrown: unknown,
  language: Language,
  requestId: string,
): { status: number; body: ErrorBody; unexpected: boolean } {
  const answer = (
    status: number,
    code: string,
    kind: ErrorKind | 'failed',
    details: Readonly<Record<string, unknown>>,
    fields?: FieldProblem[],
  ) => ({
    status,
    // A document that cannot be made is a mistake of ours: the log has to say which.
    unexpected: kind === 'failed' || code === 'document.failed',
    body: {
      error: {
        code,
        kind,
        message: sentenceOf(code, language, { ...details, requestId }),
        details: { ...details },
        requestId,
        ...(fields && { fields }),
      },
    },
  });
  if (thrown instanceof AppError) return answer(statusOf[thrown.kind], thrown.code, thrown.kind, thrown.details);
  if (thrown instanceof z.ZodError)
    return answer(422, 'request.invalid', 'invalid', {}, fieldProblems(thrown, language));
  if (thrown instanceof PasswordBusyError) return answer(503, 'request.busy', 'unavailable', {});
  const database = databaseErrorOf(thrown);
  if (isPassing(thrown) || database?.state === '57014') return answer(503, 'request.busy', 'unavailable', {});
  // Two at once, and a unique key let one of them pass: the other one looks again. A command that expects it says so better itself.
  if (database?.state === '23505')
    return { ...answer(409, 'request.changed-meanwhile', 'conflict', {}), unexpected: true };
  const http = thrown as { statusCode?: number; code?: string };
  if (http?.statusCode === 413) return answer(413, 'request.too-large', 'tooLarge', { limit: '1 MB' });
  if (http?.statusCode === 415) return answer(415, 'request.unsupported-type', 'unsupported', {});
  if (http?.statusCode !== undefined && http.statusCode >= 400 && http.statusCode < 500)
    return answer(400, 'request.malformed', 'invalid', {});
  return answer(500, 'request.failed', 'failed', {});
}

export const notFound = () => new AppError('request.not-found', 'notFound');
export const outsideArea = () => new AppError('request.outside-area', 'forbidden');
export const changedMeanwhile = (details: Record<string, unknown> = {}) =>
  new AppError('request.changed-meanwhile', 'conflict', details);

/** A guarded update must have touched exactly one row; otherwise somebody was faster (security handbook rule 4). */
export function requireOneRow(result: { numUpdatedRows?: bigint; numAffectedRows?: bigint }): void {
  if ((result.numUpdatedRows ?? result.numAffectedRows) !== 1n) throw changedMeanwhile();
}
