/** Sends what was changed in a row of a ledger, command by command, and says what of it stands at the server whatever becomes of the rest. */
import type { SheetCells, SheetFaults } from '@renshe/domain/kernel/entry-sheet.ts';
import type { LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { type Correction, correctionsOf, type LedgerSubject } from '@renshe/domain/ledger/ledger-correction.ts';
import { ledgerEditOf } from '@renshe/domain/ledger/ledger-edit.ts';
import { type ApiError, isRefusal } from '../kit/api.ts';
import { type LedgerSheetRow, rowBefore, takeUndone } from './ledger-sheet.ts';

export interface CorrectedRow {
  /** Cells that stand at the server as they were wanted, as they are kept. */
  now: SheetCells;
  /** Why others do not. */
  faults?: SheetFaults<LedgerColumnKey>;
  /** What somebody else has written into such cells. */
  present?: SheetCells;
  /** The server could not be asked about the rest. */
  error?: unknown;
}

export interface LedgerFiles {
  read(about: LedgerSheetRow['about']): Promise<Pick<LedgerSubject, 'resident' | 'household'>>;
  correct(correction: Correction): Promise<unknown>;
}

/**
 * Reads the file, says what to correct, corrects; with any fault nothing is sent.
 * @param why the reason that correcting a registration needs
 * @throws ApiError when the file could not be read: nothing has been done
 */
export async function correctRow(row: LedgerSheetRow, why: string, files: LedgerFiles): Promise<CorrectedRow> {
  const { subjectId, recordId, on } = row.about;
  const subject: LedgerSubject = { subjectId, recordId, on, ...(await files.read(row.about)) };
  const { corrections, done, present, faults } = correctionsOf(row.began, row.cells, subject, why);
  if (Object.keys(faults).length > 0) return { now: done, faults, present };
  let now = done;
  for (const correction of corrections) {
    try {
      await files.correct(correction);
      now = { ...now, ...correction.kept };
    } catch (error) {
      return isRefusal(error) ? { now, faults: blamed(correction, error) } : { now, error };
    }
  }
  return { now };
}

/**
 * Puts back what the last save of a row has changed. What somebody else has written since is theirs and stays; the rest is put back all the same.
 * @returns `now` with what was put back, `present` with what stays
 * @throws ApiError when the file could not be read: nothing has been done
 */
export async function putBack(row: LedgerSheetRow, why: string, files: LedgerFiles): Promise<CorrectedRow> {
  const first = await correctRow(rowBefore(row), why, files);
  const { now, present = {} } = first;
  if (Object.keys(present).length === 0) return first;
  const [rest] = takeUndone([row], row, { ...now, ...present });
  if (rest?.undoable?.at(-1)?.saveId !== row.undoable?.at(-1)?.saveId) return { now, present };
  const then = await correctRow(rowBefore(rest!), why, files);
  return { ...then, now: { ...now, ...then.now }, present: { ...present, ...then.present } };
}

function blamed({ columns }: Correction, error: ApiError): SheetFaults<LedgerColumnKey> {
  const field = error.fields[0]?.path.replace(/^fields\./, '') ?? error.details.field;
  const key = columns.find((one) => ledgerEditOf(one)?.field === field) ?? columns[0]!;
  return { [key]: { zh: error.message, en: error.message } };
}
