import { accountErrors } from '../account/account.errors.ts';
import { areaErrors } from '../area/area.errors.ts';
import { documentErrors } from '../document/document.errors.ts';
import type { ErrorSentences } from '../kernel/app-error.ts';
import { setupErrors } from '../setup/setup.errors.ts';

/** Error sentences of all slices, collected; each stands in its own slice. */
export const errorSentences: ErrorSentences = { ...accountErrors, ...areaErrors, ...documentErrors, ...setupErrors };
