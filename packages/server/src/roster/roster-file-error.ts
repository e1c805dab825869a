import { AppError, type ErrorKind } from '@renshe/domain/kernel/app-error.ts';
import type { RosterFileErrorCode } from '@renshe/domain/roster/roster.errors.ts';

export type RosterFileErrorDetails = Readonly<Record<string, string | number>>;

/** A file that cannot be read as a roster. The sentence of the code is in `roster.errors.ts` of the domain. */
export class RosterFileError extends AppError {
  declare readonly code: RosterFileErrorCode;
  declare readonly details: RosterFileErrorDetails;

  constructor(code: RosterFileErrorCode, details: RosterFileErrorDetails = {}) {
    super(code, kindOf(code), details);
    this.name = 'RosterFileError';
  }
}

function kindOf(code: RosterFileErrorCode): ErrorKind {
  switch (code) {
    case 'roster-file-bomb':
    case 'roster-file-too-large':
    case 'roster-file-too-wide':
    case 'roster-file-too-slow':
      return 'tooLarge';
    case 'roster-file-type':
    case 'roster-file-encrypted':
    case 'roster-file-encoding':
      return 'unsupported';
    default:
      return 'invalid';
  }
}
