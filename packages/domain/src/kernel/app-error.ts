/** The one error of the system. `code` is declared in its slice's `*.errors.ts`; only the server's platform knows HTTP. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'tooLarge'
  | 'unsupported'
  | 'unavailable';

export type Sentence = { zh: string; en: string };
export type Language = 'zh' | 'en';

/** Error sentences by code. `{name}` in a sentence is filled from the error's details. */
export type ErrorSentences = Readonly<Record<string, Sentence>>;

export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}

export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, kind: ErrorKind, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.kind = kind;
    this.details = details;
  }
}

/** Fill `{name}` placeholders of a sentence; a missing detail leaves nothing behind. */
export function fillSentence(
  sentence: Sentence,
  language: Language,
  details: Readonly<Record<string, unknown>>,
): string {
  return sentence[language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? '' : String(value);
  });
}
