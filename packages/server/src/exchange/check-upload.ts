/** Checks an uploaded exchange file in a process of its own: whatever somebody sends, the server goes on answering. */
import type { CheckReport } from '@renshe/domain/exchange/exchange.contract.ts';
import type { ExchangeEdition } from '@renshe/domain/exchange/exchange.edition.ts';
import { AppError, type ErrorKind } from '@renshe/domain/kernel/app-error.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { askReadingProcess, inReadingTurn } from '../roster/reading-process.ts';
import { defaultRosterLimits } from '../roster/roster-limits.ts';
import type { ExchangeUpload } from './check-file.ts';

export interface ExchangeChecking {
  edition: ExchangeEdition;
  upload: ExchangeUpload;
  of: { table?: string | undefined; today: PlainDate };
}

export type ExchangeChildMessage =
  | { type: 'report'; report: CheckReport }
  | { type: 'error'; code: string; kind: ErrorKind; details: Readonly<Record<string, unknown>> };

/** @throws AppError as checkExchangeFile does, RosterFileError when it takes too long or too much memory */
export function checkUploadedFile(checking: ExchangeChecking): Promise<CheckReport> {
  return inReadingTurn(() =>
    askReadingProcess<ExchangeChildMessage, CheckReport>(
      new URL('./exchange-child.ts', import.meta.url),
      checking,
      defaultRosterLimits,
      {
        hear(message, done, refuse) {
          if (message.type === 'report') done(message.report);
          else refuse(new AppError(message.code, message.kind, message.details));
        },
      },
    ),
  );
}
