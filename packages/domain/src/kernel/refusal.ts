import { AppError, type ErrorSentences, fillSentence } from './app-error.ts';
import type { AllowedAction } from './schema.ts';

/**
 * Why a rule says no: the code of the sentence, the article that says so, and the field where one is to blame. A rule gives all reasons
 * at once, an empty list means allowed. The server throws the first one, the file page shows them all beside the button.
 */
export interface Refusal {
  code: string;
  /** Article of law or section of the handbook. */
  article: string;
  /** The form field to blame; without one it is the state of the file that forbids. */
  field?: string;
  details?: Readonly<Record<string, string | number>>;
}

/** Throws the first refusal: `invalid` when a field is to blame, `conflict` when the state of the file is. */
export function requireAllowed(refusals: readonly Refusal[]): void {
  const [first, ...others] = refusals;
  if (!first) return;
  throw new AppError(first.code, first.field ? 'invalid' : 'conflict', {
    ...first.details,
    article: first.article,
    ...(first.field && { field: first.field }),
    ...(others.length > 0 && { also: others.map((other) => other.code) }),
  });
}

/** What the file page shows for a command: allowed, or the sentences and articles that forbid it. */
export function allowedAction(
  action: string,
  refusals: readonly Refusal[],
  sentences: ErrorSentences,
  primary = false,
): AllowedAction {
  return {
    action,
    allowed: refusals.length === 0,
    primary: primary && refusals.length === 0,
    reasons: refusals.map((refusal) => {
      const sentence = sentences[refusal.code] ?? { zh: refusal.code, en: refusal.code };
      return {
        code: refusal.code,
        zh: fillSentence(sentence, 'zh', refusal.details ?? {}),
        en: fillSentence(sentence, 'en', refusal.details ?? {}),
        article: refusal.article,
      };
    }),
  };
}
