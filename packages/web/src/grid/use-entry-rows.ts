/** One sheet: kept in the tab, saved in the order of its rows, one call at a time. What is sent and how rows look is the sheet's own. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../kit/api.ts';
import { keepSheet, readSheet } from './entry-draft.ts';
import {
  type EntryRow,
  editRows,
  isOpen,
  isUntouched,
  lastSave,
  markFailed,
  markSaving,
  markTried,
  withSpareRows,
} from './entry-rows.ts';
import type { EditBatch, GridRow } from './grid.model.ts';
import type { EditKind } from './use-entry-grid.ts';

/** Rows as the grid shows them, and what else the sheet found out about them. */
export interface SeenRows {
  rows: readonly GridRow[];
}

/** What one call carries of the rows that wait. */
export interface SheetRequest<Row> {
  ids: ReadonlySet<string>;
  send(): Promise<{ take: (rows: readonly Row[]) => readonly Row[]; saves: readonly string[] }>;
}

export interface EntrySheetRules<Row extends EntryRow, Seen extends SeenRows> {
  /** Names the sheet in the tab's storage. */
  name: string;
  accountId: string;
  /** Whose sheet: a community, a household, a list. */
  place: string;
  /** What it begins with, beside what was kept. */
  first: (kept: readonly Row[] | undefined) => readonly Row[];
  /** Left out where rows are not made in the sheet. */
  newRow?: (id?: string) => Row;
  unkept?: readonly string[];
  /** Rows that are written down; all that have something in them when left out. */
  keeps?: (row: Row) => boolean;
  see: (rows: readonly Row[]) => Seen;
  /** Rows of which nothing is wanted yet, though there is something in them. */
  isIdle?: (row: Row) => boolean;
  /** Whether a row can be sent as it stands; an answer that refused it may be asked again. */
  maySave: (row: Row, shown: GridRow) => boolean;
  request: (
    rows: readonly Row[],
    seen: Seen,
    waiting: ReadonlyMap<string, { confirmed: boolean }>,
  ) => SheetRequest<Row> | undefined;
  /** Something was saved or taken back: other pages are out of date. */
  onSaved: () => void;
  /** Rows that are saved when they are edited so, beside pasted blocks. */
  savesAtOnce?: (row: Row, kind: EditKind) => boolean;
}

interface Sheet<Row> {
  rows: readonly Row[];
  /** The saves of this sheet, the last one last. */
  saves: readonly string[];
}

const keepAfterMs = 300;

export function useEntryRows<Row extends EntryRow, Seen extends SeenRows>(rules: EntrySheetRules<Row, Seen>) {
  const { name, accountId, place } = rules;
  const newRow = rules.newRow;
  const spared = useCallback((rows: readonly Row[]) => (newRow ? withSpareRows(rows, newRow) : rows), [newRow]);
  const [drawn, draw] = useState<Sheet<Row>>(() => {
    const kept = readSheet<Row>(name, accountId, place);
    return { rows: spared(rules.first(kept?.rows)), saves: kept?.saves ?? [] };
  });
  const [restored] = useState(() => drawn.rows.filter((row) => row.tried).length);
  const [isKept, setKept] = useState(true);

  // The sheet as it stands, drawn or not: a busy browser draws late, and who looked at the drawing would miss what was typed or answered meanwhile.
  const sheet = useRef(drawn);
  const now = useRef(rules);
  now.current = rules;
  const last = useRef<{ see: unknown; rows: readonly Row[]; seen: Seen }>(undefined);
  const seenOf = (rows: readonly Row[]): Seen => {
    const { see } = now.current;
    if (last.current?.see !== see || last.current.rows !== rows) last.current = { see, rows, seen: see(rows) };
    return last.current.seen;
  };
  const seen = seenOf(drawn.rows);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a moment after every change
  useEffect(() => {
    const keep = () => setKept(keepRules(now.current, sheet.current));
    const wait = setTimeout(keep, keepAfterMs);
    window.addEventListener('pagehide', keep);
    return () => {
      clearTimeout(wait);
      window.removeEventListener('pagehide', keep);
    };
  }, [drawn]);
  useEffect(() => () => void keepRules(now.current, sheet.current), []);

  const rowsNow = useCallback(() => sheet.current.rows, []);
  const change = useCallback(
    (after: (rows: readonly Row[]) => readonly Row[], saves: readonly string[] = []) => {
      const before = sheet.current;
      sheet.current = {
        rows: spared(after(before.rows)),
        saves: [...before.saves, ...saves.filter((id) => !before.saves.includes(id))],
      };
      draw(sheet.current);
    },
    [spared],
  );

  const waiting = useRef(new Map<string, { confirmed: boolean }>());
  /** Somebody types in the row: it does not go out under her hands, but when she leaves it. */
  const hold = useCallback((id: string) => void waiting.current.delete(id), []);
  const running = useRef(false);
  const run = async () => {
    if (running.current) return;
    running.current = true;
    let saved = false;
    try {
      while (waiting.current.size > 0) {
        const { rows } = sheet.current;
        const request = now.current.request(rows, seenOf(rows), waiting.current);
        if (request === undefined || request.ids.size === 0) {
          waiting.current.clear();
          break;
        }
        for (const id of request.ids) waiting.current.delete(id);
        change((rows) => markSaving(rows, request.ids));
        try {
          const { take, saves } = await request.send();
          change(take, saves);
          saved ||= saves.length > 0;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          waiting.current.clear();
          change((rows) => markFailed(rows, request.ids, error.message));
        }
      }
    } finally {
      running.current = false;
    }
    if (saved) now.current.onSaved();
  };

  const ask = (ids: ReadonlySet<string>, byHand: boolean) => {
    const { isIdle, maySave } = now.current;
    change((rows) => markTried(rows, isIdle ? busyOf(rows, ids, isIdle) : ids));
    const { rows } = sheet.current;
    const shown = seenOf(rows).rows;
    for (const [index, row] of rows.entries()) {
      const view = shown[index];
      if (!ids.has(row.id) || !view || !isOpen(row)) continue;
      if (!byHand && ((row.status !== 'open' && row.status !== 'failed') || isUntouched(row))) continue;
      if (maySave(row, view)) waiting.current.set(row.id, { confirmed: row.status === 'waiting' });
    }
    if (waiting.current.size > 0) void run();
  };
  const asking = useRef(ask);
  asking.current = ask;
  /**
   * Saves those of the rows that can be saved; the others are marked with what they lack. Only by hand is a row sent again that was refused, or that
   * changes something known.
   */
  const save = useCallback((ids: readonly string[], byHand: boolean) => {
    // Whatever else the same press changes comes first.
    queueMicrotask(() => asking.current(new Set(ids), byHand));
  }, []);

  const edit = useCallback(
    (batch: EditBatch, kind: EditKind) => {
      const { newRow: made, savesAtOnce } = now.current;
      change((rows) => editRows(rows, batch, (id) => made!(id)));
      const ids = [...new Set(batch.edits.map((one) => one.rowId))];
      // A pasted block is saved at once; a row that is typed when it is left.
      if (kind === 'paste' && ids.length > 1) save(ids, false);
      if (!savesAtOnce) return;
      const atOnce = rowsNow().filter((row) => ids.includes(row.id) && savesAtOnce(row, kind));
      if (atOnce.length > 0)
        save(
          atOnce.map((row) => row.id),
          false,
        );
    },
    [change, rowsNow, save],
  );

  /** Saved rows leave the sheet; what is not saved stays. */
  const clearSaved = useCallback(() => change((rows) => rows.filter((row) => row.status !== 'saved')), [change]);

  return {
    rows: seen.rows,
    sheet: drawn.rows,
    saves: drawn.saves,
    rowsNow,
    restored,
    isKept,
    edit,
    hold,
    save,
    change,
    clearSaved,
    lastSave: lastSave(drawn.rows, drawn.saves),
  };
}
export type EntrySheetState<Row extends EntryRow, Seen extends SeenRows> = ReturnType<typeof useEntryRows<Row, Seen>>;

function keepRules<Row extends EntryRow>(
  rules: Pick<EntrySheetRules<Row, SeenRows>, 'name' | 'accountId' | 'place' | 'unkept' | 'keeps'>,
  sheet: Sheet<Row>,
): boolean {
  const rows = rules.keeps ? sheet.rows.filter(rules.keeps) : sheet.rows;
  return keepSheet(rules.name, rules.accountId, rules.place, rows, sheet.saves, rules.unkept);
}

function busyOf<Row extends EntryRow>(
  rows: readonly Row[],
  ids: ReadonlySet<string>,
  isIdle: (row: Row) => boolean,
): Set<string> {
  return new Set(rows.filter((row) => ids.has(row.id) && !isIdle(row)).map((row) => row.id));
}
