import { accountErrors } from '../account/account.errors.ts';
import type { ErrorSentences } from '../kernel/app-error.ts';

/** Error sentences of all slices, collected; each stands in its own slice. */
export const errorSentences: ErrorSentences = { ...accountErrors };
