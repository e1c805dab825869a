/** A ledger to type into: rows are loaded as one scrolls, each changed one is looked up again and corrected by the commands of its file. */
import type { Permission } from '@renshe/domain/access/permissions.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type LedgerView, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { rowIdentity } from '@renshe/domain/ledger/ledger-copy.ts';
import { type LedgerCorrection, ledgerCorrections } from '@renshe/domain/ledger/ledger-edit.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '../app/session.ts';
import { isUntouched, markSaving } from '../grid/entry-rows.ts';
import type { EditBatch } from '../grid/grid.model.ts';
import type { EditKind } from '../grid/use-entry-grid.ts';
import { useEntryRows } from '../grid/use-entry-rows.ts';
import { ApiError, type CallArguments, call, isRefusal, newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { correctRow, type LedgerFiles, putBack } from './correct-row.ts';
import { beforeFirstPage, type LedgerPaging, readOn } from './ledger-paging.ts';
import {
  createLedgerView,
  keptRow,
  type LedgerSheetRow,
  lastSaved,
  mayBeSent,
  sheetRowOf,
  stillContested,
  takeRefused,
  takeSaved,
  takeUndone,
  undoOf,
  withLoaded,
  withMeanwhile,
} from './ledger-sheet.ts';

const pageRows = 200;
/** What one sheet holds; a longer ledger is filtered first. */
export const mostSheetRows = 10_000;

export interface LedgerSheetGiven {
  ledger: LedgerView;
  columns: readonly LedgerColumnKey[];
  /** The day on which it shows what stands in it. */
  on: PlainDate;
  question: CallArguments<typeof ledgerContracts.rows>['query'] & { area: string };
  /** Why registrations are corrected. */
  why: string;
}

/** Whether the reader may give the command of a correction. */
export function mayCorrect(permissions: readonly Permission[]): (command: LedgerCorrection) => boolean {
  return (command) => permissions.includes(ledgerCorrections[command].permission as Permission);
}

/** The files that a row is about, and the commands that correct them. */
const files: LedgerFiles = {
  read: async ({ subjectKind, subjectId }) =>
    subjectKind === 'household'
      ? { household: await call(householdContracts.file, { params: { householdId: subjectId } }) }
      : { resident: await call(residentContracts.file, { params: { residentId: subjectId } }) },
  correct: ({ by, params, body }) => call(ledgerCorrections[by], { params, body } as never),
};

export function useLedgerSheet(given: LedgerSheetGiven) {
  const { t, language } = useTexts();
  const { accountId, permissions } = useMe();
  const client = useQueryClient();
  const { ledger, columns, question } = given;
  const view = useRef(createLedgerView());
  const see = useCallback(
    (rows: readonly LedgerSheetRow[]) => ({ rows: view.current(rows, t, language) }),
    [t, language],
  );
  const refresh = () => {
    for (const read of readsOfPeople) void client.invalidateQueries({ queryKey: readKey(read) });
  };

  /** Rows that are being corrected may leave the ledger, or stand elsewhere in it, while it is read on. */
  const moves = useRef({ begun: 0, ended: 0 });
  const correct = async (row: LedgerSheetRow, how = correctRow) => {
    moves.current.begun++;
    try {
      return await how(row, given.why, files);
    } finally {
      moves.current.ended++;
    }
  };

  const sheet = useEntryRows<LedgerSheetRow, ReturnType<typeof see>>({
    name: 'ledger',
    accountId,
    place: `${ledger.key}.${question.area}`,
    first: (kept) => (kept ?? []).map(keptRow),
    keeps: (row) => !isUntouched(row),
    see,
    isIdle: isUntouched,
    maySave: mayBeSent,
    savesAtOnce: (row, kind) => row.undoable !== undefined && (kind === 'undo' || kind === 'redo'),
    request: (rowsNow, _, waiting) => {
      const row = rowsNow.find((one) => waiting.has(one.id));
      if (!row) return undefined;
      return {
        ids: new Set([row.id]),
        send: async () => {
          const saveId = newKey();
          try {
            const { now, faults, present, error } = await correct(row);
            const saves = Object.keys(now).length > 0 ? [saveId] : [];
            const take = (rows: readonly LedgerSheetRow[]) => takeSaved(rows, row, now, saveId);
            if (error !== undefined) {
              // What was obeyed is done; the rest of the row waits for the server.
              change((rows) => markSaving(take(rows), new Set([row.id])), saves);
              refresh();
              throw error;
            }
            return { take: (rows) => (faults ? takeRefused(take(rows), row.id, faults, present) : take(rows)), saves };
          } catch (error) {
            if (!isRefusal(error)) throw error;
            const [column] = columns;
            const said = { [column!]: { zh: error.message, en: error.message } };
            return { take: (rows) => takeRefused(rows, row.id, said), saves: [] };
          }
        },
      };
    },
    onSaved: refresh,
  });
  const { change, edit: editRows } = sheet;
  const edit = useCallback(
    (batch: EditBatch, kind: EditKind) => {
      editRows(batch, kind);
      if (kind === 'undo') change((rows) => withMeanwhile(rows, batch.edits));
      change((rows) => stillContested(rows, batch.edits));
    },
    [editRows, change],
  );

  const may = mayCorrect(permissions);
  const [loaded, setLoaded] = useState<{ paging: LedgerPaging; error: ApiError | null }>({
    paging: beforeFirstPage,
    error: null,
  });
  const loading = useRef(false);
  /** How many corrections had ended when the ledger was read last. */
  const seenMoves = useRef(0);
  const now = useRef({ loaded, given, may, language, rows: sheet.sheet });
  now.current = { loaded, given, may, language, rows: sheet.sheet };
  const load = useCallback(async () => {
    const { loaded: so, given: here, rows: known } = now.current;
    if (loading.current || so.paging.isAll) return;
    loading.current = true;
    const { begun, ended } = moves.current;
    const hasMoved = so.paging.hasMoved || ended > seenMoves.current;
    const stand = new Set(known.map((row) => row.id));
    try {
      const { paging, rows } = await readOn(
        { ...so.paging, hasMoved },
        (offset) =>
          call(ledgerContracts.rows, {
            params: { ledger: here.ledger.key },
            query: { ...here.question, limit: pageRows, offset },
          }),
        (row) => stand.has(rowIdentity(row)),
        pageRows,
        mostSheetRows,
      );
      const shape = { ...here, may: now.current.may, language: now.current.language };
      change((before) =>
        withLoaded(
          before,
          rows.map((row) => sheetRowOf(row, newKey, shape)),
        ),
      );
      const isCalm = moves.current.begun === begun && begun === ended;
      seenMoves.current = ended;
      setLoaded({ paging: isCalm ? paging : { ...paging, hasMoved: true, isAll: false }, error: null });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setLoaded((before) => ({ ...before, error }));
    } finally {
      loading.current = false;
    }
  }, [change]);
  useEffect(() => void load(), [load]);

  const last = lastSaved(sheet.sheet, sheet.saves);
  /** What the last save changed, put back by corrections of its own; what could not be put back still can be. */
  const undo = async () => {
    if (!last) return undefined;
    const { row } = last;
    const { now: back, faults, error, present = {} } = await correct(row, putBack);
    change((rows) => takeUndone(rows, row, { ...back, ...present }));
    const [done, theirs] = [Object.keys(back), Object.keys(present)];
    if (done.length > 0) refresh();
    if (error !== undefined && !(error instanceof ApiError)) throw error;
    const [fault] = Object.values(faults ?? {});
    const why = error?.message ?? fault?.[language];
    const { back: wanted, lost } = undoOf(row);
    if (why === undefined && lost.length === 0 && theirs.length === 0) return 1;
    const left = Object.keys(wanted).filter((key) => !done.includes(key) && !theirs.includes(key));
    throw new Error(
      [
        ...(done.length > 0 ? [t('ledger.sheet.undone', { columns: named(done) })] : []),
        ...(theirs.length > 0 ? [t('ledger.sheet.undoneTheirs', { columns: named(theirs) })] : []),
        ...(lost.length > 0 ? [t('ledger.sheet.undoneLost', { columns: named(lost) })] : []),
        ...(why === undefined || left.length === 0 ? [] : [t('ledger.sheet.undoneNot', { columns: named(left), why })]),
      ].join(language === 'zh' ? '' : ' '),
    );
  };
  const named = (keys: readonly string[]) =>
    keys.map((key) => getLedgerColumn(key as LedgerColumnKey)[language]).join(language === 'zh' ? '、' : ', ');

  return {
    ...sheet,
    edit,
    lastSave: last && { saveId: last.saveId, rows: 1 },
    undo,
    load,
    loaded: { ...loaded.paging, error: loaded.error, shown: sheet.sheet.length },
  };
}
