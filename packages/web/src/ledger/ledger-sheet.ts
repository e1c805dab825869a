/** Rows of a ledger as a sheet: what was loaded, what was changed since, what became of it. Pure. */
import type { Language, Sentence } from '@renshe/domain/kernel/app-error.ts';
import type { SheetCells, SheetFaults } from '@renshe/domain/kernel/entry-sheet.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { LedgerRow, LedgerView } from '@renshe/domain/ledger/ledger.contract.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { rowIdentity } from '@renshe/domain/ledger/ledger-copy.ts';
import { cellFault, type LedgerCorrection, ledgerEditOf, sheetText } from '@renshe/domain/ledger/ledger-edit.ts';
import { type EntryRow, isUntouched } from '../grid/entry-rows.ts';
import { type CellEdit, type CellProblem, cellOf, type GridRow } from '../grid/grid.model.ts';
import { createRowView, rowStateKinds } from '../grid/row-view.ts';
import type { Translate } from '../resident/timeline-sentence.ts';

export interface LedgerSheetRow extends EntryRow {
  /** `on` is the day on which the ledger shows it. */
  about: Pick<LedgerRow, 'subjectKind' | 'subjectId' | 'recordId' | 'inScope'> & { on: PlainDate };
  began: Readonly<Record<string, string>>;
  /** What the server, or the look at the file before it, has said of single cells. */
  faults?: Partial<Record<LedgerColumnKey, Sentence>>;
  /** What was saved of it, the last save last, each with what stood in its cells before. */
  undoable?: readonly { saveId: string; before: SheetCells }[];
  /** Cells that somebody else has written to since they were loaded: what they said before that, and since. */
  meanwhile?: Readonly<Record<string, { before: string; since: string }>>;
  /** Those of them that she has been told of and has not decided: the row waits until it is saved by hand, or they are typed again. */
  contested?: readonly string[];
}

export interface LedgerSheetColumns {
  ledger: Pick<LedgerView, 'of'>;
  columns: readonly LedgerColumnKey[];
  on: PlainDate;
  may: (command: LedgerCorrection) => boolean;
  language: Language;
}

export function sheetRowOf(row: LedgerRow, newId: () => string, given: LedgerSheetColumns): LedgerSheetRow {
  const cells = Object.fromEntries(
    given.columns.map((key) => {
      const edit = ledgerEditOf(key);
      return [key, sheetText(key, row, given.language, edit !== undefined && given.may(edit.by))];
    }),
  );
  const { subjectKind, subjectId, recordId, inScope } = row;
  const id = rowIdentity(row);
  return {
    id,
    rowKey: newId(),
    cells,
    began: cells,
    status: 'open',
    about: { subjectKind, subjectId, recordId, inScope, on: given.on },
  };
}

/** What is loaded, behind what was changed and not saved; nobody stands there twice. */
export function withLoaded(rows: readonly LedgerSheetRow[], loaded: readonly LedgerSheetRow[]): LedgerSheetRow[] {
  const found = new Map(loaded.map((row) => [row.id, row]));
  const kept = rows.map((row) => {
    const fresh = found.get(row.id);
    found.delete(row.id);
    // Columns that were not shown when it was changed.
    return fresh && Object.keys(fresh.cells).some((key) => row.began[key] === undefined)
      ? { ...row, cells: { ...fresh.cells, ...row.cells }, began: { ...fresh.began, ...row.began } }
      : row;
  });
  return [...kept, ...found.values()];
}

/**
 * The row after it was saved: what its cells say now is what they began with, in every row about the same person.
 * @param saved the row as it was sent; @param now the cells that were saved, as they are kept
 */
export function takeSaved(
  rows: readonly LedgerSheetRow[],
  saved: LedgerSheetRow,
  now: SheetCells,
  saveId: string,
): LedgerSheetRow[] {
  const keys = Object.keys(now);
  if (keys.length === 0) return rows.map((row) => (row.id === saved.id ? withoutAnswer(row) : row));
  const before = Object.fromEntries(keys.map((key) => [key, saved.began[key] ?? '']));
  return toldOthers(rows, saved, now).map((row) => {
    if (row.id !== saved.id) return row;
    // What was typed while it was being saved stays a change.
    const kept = Object.fromEntries(
      keys.filter((key) => row.cells[key] === saved.cells[key]).map((key) => [key, now[key] ?? '']),
    );
    return {
      ...withoutAnswer(row),
      cells: { ...row.cells, ...kept },
      began: { ...row.began, ...now },
      undoable: [...(row.undoable ?? []), { saveId, before }],
      result: { saveId },
    };
  });
}

/** The row with why it was not saved; `present` is what somebody else has written into its cells meanwhile: saved once more it is written over. */
export function takeRefused(
  rows: readonly LedgerSheetRow[],
  id: string,
  faults: SheetFaults<LedgerColumnKey>,
  present: SheetCells = {},
): LedgerSheetRow[] {
  return rows.map((row) => {
    if (row.id !== id) return row;
    const told = Object.entries(present).map(([key, since]) => {
      const before = row.meanwhile?.[key]?.before ?? row.began[key] ?? '';
      return [key, { before, since }] as const;
    });
    const meanwhile = told.length > 0 && {
      meanwhile: { ...row.meanwhile, ...Object.fromEntries(told) },
      contested: Object.keys(present),
    };
    return { ...row, status: 'refused', faults, began: { ...row.began, ...present }, ...meanwhile };
  });
}

/** After edits were taken back: a cell says what somebody else has written there since, not what it said before that. */
export function withMeanwhile(
  rows: readonly LedgerSheetRow[],
  edits: readonly Pick<CellEdit, 'rowId' | 'column'>[],
): LedgerSheetRow[] {
  return rows.map((row) => {
    if (row.meanwhile === undefined) return row;
    const { meanwhile } = row;
    const since = edits
      .filter(({ rowId, column }) => rowId === row.id && cellOf(row, column) === meanwhile[column]?.before)
      .map(({ column }) => [column, meanwhile[column]!.since]);
    return since.length === 0 ? row : { ...row, cells: { ...row.cells, ...Object.fromEntries(since) } };
  });
}

/** After other cells of a row were edited: the row still waits for her word on those that somebody else has written to. */
export function stillContested(
  rows: readonly LedgerSheetRow[],
  edits: readonly Pick<CellEdit, 'rowId' | 'column'>[],
): LedgerSheetRow[] {
  return rows.map((row) => {
    const { contested, ...decided } = row;
    if (contested === undefined || row.status === 'saving') return row;
    const left = contested.filter((key) => !isOf(edits, row.id, key) && cellOf(row, key) !== (row.began[key] ?? ''));
    return left.length === 0 ? decided : { ...row, contested: left, status: 'refused' };
  });
}

const isOf = (edits: readonly Pick<CellEdit, 'rowId' | 'column'>[], rowId: string, column: string) =>
  edits.some((one) => one.rowId === rowId && one.column === column);

/** A row that was kept in the tab: nobody remembers having been told what somebody else has written, so it is said again before it is written over. */
export function keptRow({ meanwhile = {}, contested: _, ...row }: LedgerSheetRow): LedgerSheetRow {
  const untold = Object.entries(meanwhile).filter(([key, { since }]) => row.began[key] === since);
  return { ...row, began: { ...row.began, ...Object.fromEntries(untold.map(([key, { before }]) => [key, before])) } };
}

/** The last save that stands, with its row; undefined when there is none. */
export function lastSaved(
  rows: readonly LedgerSheetRow[],
  saves: readonly string[],
): { saveId: string; row: LedgerSheetRow } | undefined {
  for (const saveId of saves.toReversed()) {
    const row = rows.find((one) => one.undoable?.at(-1)?.saveId === saveId);
    if (row) return { saveId, row };
  }
  return undefined;
}

/** Of a number only its mask is known afterwards: the former one cannot be put back. */
const isLost = (key: string) => getLedgerColumn(key as LedgerColumnKey).kind === 'masked';

/** What taking back the last save of a row can put back, and what it cannot. */
export function undoOf(row: LedgerSheetRow): { back: SheetCells; lost: string[] } {
  const before = Object.entries(row.undoable?.at(-1)?.before ?? {});
  return {
    back: Object.fromEntries(before.filter(([key]) => !isLost(key))),
    lost: before.map(([key]) => key).filter(isLost),
  };
}

/** The row as it was before its last save, to be sent. */
export function rowBefore(row: LedgerSheetRow): LedgerSheetRow {
  return { ...row, cells: { ...row.began, ...undoOf(row).back } };
}

/** The row after cells of its last save were put back; the others of that save can still be. What was typed and not saved stays. */
export function takeUndone(rows: readonly LedgerSheetRow[], sent: LedgerSheetRow, now: SheetCells): LedgerSheetRow[] {
  const saveId = sent.undoable?.at(-1)?.saveId;
  return toldOthers(rows, sent, now).map((row) => {
    if (row.id !== sent.id) return row;
    const { undoable = [], result: _, ...open } = row;
    const left = undoable
      .map((one) =>
        one.saveId === saveId ? { ...one, before: without(undoOf({ ...row, undoable: [one] }).back, now) } : one,
      )
      .filter((one) => Object.keys(one.before).length > 0);
    const isWhole = left.every((one) => one.saveId !== saveId);
    return {
      ...open,
      cells: { ...row.cells, ...untouchedOf(row, now) },
      began: { ...row.began, ...now },
      ...(left.length > 0 && { undoable: left }),
      ...(!isWhole && row.result && { result: row.result }),
    };
  });
}

const without = (cells: SheetCells, gone: SheetCells): SheetCells =>
  Object.fromEntries(Object.entries(cells).filter(([key]) => !Object.hasOwn(gone, key)));

/** Of these cells those in which nothing was typed. */
const untouchedOf = (row: LedgerSheetRow, now: SheetCells): SheetCells =>
  Object.fromEntries(Object.entries(now).filter(([key]) => row.cells[key] === row.began[key]));

function withoutAnswer(row: LedgerSheetRow): LedgerSheetRow {
  const { failure: _, faults: __, contested: ___, ...kept } = row;
  return { ...kept, status: 'open' };
}

/** What was written of a person stands in the other rows about her too. */
function toldOthers(rows: readonly LedgerSheetRow[], sent: LedgerSheetRow, now: SheetCells): LedgerSheetRow[] {
  const shared = Object.keys(now).filter((key) => ledgerEditOf(key as LedgerColumnKey)?.by === 'resident');
  return rows.map((row) => {
    if (row.id === sent.id || row.about.subjectId !== sent.about.subjectId) return row;
    const told = Object.fromEntries(
      shared.filter((key) => row.began[key] === sent.began[key]).map((key) => [key, now[key] ?? '']),
    );
    if (Object.keys(told).length === 0) return row;
    return { ...row, cells: { ...row.cells, ...untouchedOf(row, told) }, began: { ...row.began, ...told } };
  });
}

export function mayBeSent(row: LedgerSheetRow): boolean {
  return !isUntouched(row) && Object.keys(row.cells).every((key) => faultOf(row, key) === undefined);
}

function faultOf(row: LedgerSheetRow, key: string): Sentence | undefined {
  const value = cellOf(row, key);
  return value === (row.began[key] ?? '') ? undefined : cellFault(key as LedgerColumnKey, value);
}

export function viewLedgerRow(row: LedgerSheetRow, t: Translate, language: Language): GridRow {
  const { id, cells } = row;
  if (!row.about.inScope) return { id, cells, state: 'blank', stateText: '', problems: {}, locked: t('ledger.gone') };
  if (row.status === 'open' && isUntouched(row)) {
    const saved = row.result !== undefined;
    return {
      id,
      cells,
      state: saved ? 'saved' : 'blank',
      stateText: saved ? t('ledger.sheet.saved') : '',
      problems: {},
    };
  }
  const problems: Record<string, CellProblem> = {};
  if (row.status !== 'saving')
    for (const key of Object.keys(cells)) {
      const fault = faultOf(row, key) ?? (row.status === 'refused' ? row.faults?.[key as LedgerColumnKey] : undefined);
      if (fault) problems[key] = { kind: 'refused', text: fault[language] };
    }
  const bad = Object.keys(problems).length > 0;
  const state = row.status === 'open' && bad ? 'refused' : rowStateKinds[row.status];
  return {
    id,
    cells,
    state,
    stateText: t(state === 'refused' ? 'grid.state.refused' : `grid.state.${row.status}`),
    problems,
    ...(row.failure ? { note: row.failure } : {}),
    ...(row.status === 'saving' ? { locked: t('grid.state.saving') } : {}),
  };
}

export const createLedgerView = () => createRowView(viewLedgerRow);
