/** One community's sheet: kept in the tab, saved row by row in the order of the sheet, one call at a time. */

import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { readsOfCampaigns } from '../campaign/campaign-reads.ts';
import { cellOf, type EditBatch } from '../grid/grid.model.ts';
import type { EditKind } from '../grid/use-entry-grid.ts';
import { ApiError, call, newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { keepSheet, readSheet } from './survey-draft.ts';
import { requestOf } from './survey-request.ts';
import {
  editSheet,
  isOpen,
  isUntouched,
  lastSave,
  markFailed,
  markSaving,
  markTried,
  reopen,
  type SheetRow,
  takeResults,
  withSpareRows,
} from './survey-sheet.ts';
import { createSurveyView, mayBeSaved } from './survey-view.ts';

interface Sheet {
  rows: readonly SheetRow[];
  /** The saves of this sheet, the last one last. */
  saves: readonly string[];
}

const keepAfterMs = 300;

/** A household of a campaign that is entered by itself: it has a sheet of its own, which begins with the people known. */
export interface HouseholdToEnter {
  entryId: string;
  rows: readonly SheetRow[];
}

export function useSurveySheet(accountId: string, areaCode: string, today: PlainDate, entry?: HouseholdToEnter) {
  const place = entry ? `${areaCode}.${entry.entryId}` : areaCode;
  const entryId = entry?.entryId;
  const { t } = useTexts();
  const client = useQueryClient();
  const [sheet, setSheet] = useState<Sheet>(() => {
    const kept = readSheet(accountId, place);
    return { rows: withSpareRows(kept?.rows ?? entry?.rows ?? [], newKey), saves: kept?.saves ?? [] };
  });
  const [restored] = useState(() => sheet.rows.filter((row) => row.tried).length);
  const [isKept, setKept] = useState(true);
  const view = useRef(createSurveyView());
  const seen = useMemo(() => view.current(sheet.rows, today, t), [sheet.rows, today, t]);

  // What follows runs after the drawing of what it looks at.
  const now = useRef({ sheet, seen });
  now.current = { sheet, seen };

  useEffect(() => {
    const keep = () => setKept(keepSheet(accountId, place, sheet.rows, sheet.saves));
    const wait = setTimeout(keep, keepAfterMs);
    window.addEventListener('pagehide', keep);
    return () => {
      clearTimeout(wait);
      window.removeEventListener('pagehide', keep);
    };
  }, [accountId, place, sheet]);
  useEffect(
    () => () => {
      keepSheet(accountId, place, now.current.sheet.rows, now.current.sheet.saves);
    },
    [accountId, place],
  );

  const change = useCallback(
    (after: (rows: readonly SheetRow[]) => readonly SheetRow[], saves: readonly string[] = []) =>
      setSheet((before) => ({
        rows: withSpareRows(after(before.rows), newKey),
        saves: [...before.saves, ...saves.filter((id) => !before.saves.includes(id))],
      })),
    [],
  );

  const waiting = useRef(new Map<string, { confirmed: boolean }>());
  const running = useRef(false);

  const run = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    let saved = false;
    try {
      while (waiting.current.size > 0) {
        const request = requestOf(now.current.sheet.rows, now.current.seen.facts, waiting.current);
        for (const id of request.ids) waiting.current.delete(id);
        if (request.rows.length === 0) {
          waiting.current.clear();
          break;
        }
        change((rows) => markSaving(rows, request.ids));
        try {
          const { rows: results } = await call(surveyContracts.save, {
            body: { areaCode, rows: request.rows, ...(entryId === undefined ? {} : { entryId }) },
          });
          const saves = results.flatMap((one) => (one.saveId === null ? [] : [one.saveId]));
          change((rows) => takeResults(rows, results), saves);
          saved ||= saves.length > 0;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          waiting.current.clear();
          change((rows) => markFailed(rows, request.ids, error.message));
        }
        // The next call must see the households that this one has opened.
        await new Promise((resolve) => setTimeout(resolve));
      }
    } finally {
      running.current = false;
    }
    if (saved)
      for (const read of [...readsOfPeople, ...readsOfCampaigns])
        void client.invalidateQueries({ queryKey: readKey(read) });
  }, [areaCode, entryId, change, client]);

  const asks = useRef<{ ids: ReadonlySet<string>; byHand: boolean }[]>([]);
  const [asked, setAsked] = useState(0);
  /**
   * Saves those of the rows that can be saved, once they stand in the sheet; the others are marked with what they lack. Only by hand is a row sent
   * again that was refused, or that changes a known file.
   */
  const save = useCallback((ids: readonly string[], byHand: boolean) => {
    asks.current.push({ ids: new Set(ids), byHand });
    setAsked((count) => count + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each ask, after the edits that came with it are drawn
  useEffect(() => {
    for (const { ids, byHand } of asks.current.splice(0)) {
      change((rows) => markTried(rows, ids));
      for (const [index, row] of now.current.sheet.rows.entries()) {
        const shown = now.current.seen.rows[index];
        if (!ids.has(row.id) || !shown || !isOpen(row)) continue;
        if (!byHand && ((row.status !== 'open' && row.status !== 'failed') || isUntouched(row))) continue;
        if (!mayBeSaved({ ...shown, problems: withoutAnswer(row, shown) })) continue;
        waiting.current.set(row.id, { confirmed: row.status === 'waiting' });
      }
    }
    if (waiting.current.size > 0) void run();
  }, [asked]);

  const check = useKnownCheck(change);
  const edit = useCallback(
    (batch: EditBatch, kind: EditKind) => {
      change((rows) => editSheet(rows, batch));
      const ids = [...new Set(batch.edits.map((one) => one.rowId))];
      // A pasted block is saved at once; a row that is typed when it is left.
      if (kind === 'paste' && ids.length > 1) save(ids, false);
      for (const one of batch.edits) {
        if (kind !== 'typed' || one.column !== 'citizenId') continue;
        const parsed = parseCitizenId(one.after, today);
        if (parsed.ok) check(one.rowId, parsed.id);
      }
    },
    [change, check, save, today],
  );

  const undoLast = useCallback(async () => {
    const last = lastSave(now.current.sheet.rows, now.current.sheet.saves);
    if (!last) return undefined;
    const { rowKeys } = await call(surveyContracts.undo, { params: { saveId: last.saveId } });
    change((rows) => reopen(rows, rowKeys, newKey));
    for (const read of [...readsOfPeople, ...readsOfCampaigns])
      void client.invalidateQueries({ queryKey: readKey(read) });
    return rowKeys.length;
  }, [change, client]);

  /** Saved rows leave the sheet; what is not saved stays. */
  const clearSaved = useCallback(() => change((rows) => rows.filter((row) => row.status !== 'saved')), [change]);

  return {
    rows: seen.rows,
    sheet: sheet.rows,
    restored,
    isKept,
    edit,
    save,
    clearSaved,
    undoLast,
    lastSave: lastSave(sheet.rows, sheet.saves),
  };
}

/** A refusal of the server may be asked again; what can be seen here may not. */
function withoutAnswer(row: SheetRow, shown: { problems: Readonly<Record<string, unknown>> }) {
  const field = row.status === 'refused' ? (row.result?.field ?? 'name') : undefined;
  return Object.fromEntries(
    Object.entries(shown.problems).filter(([column]) => column !== field || cellOf(row, column) === ''),
  ) as Parameters<typeof mayBeSaved>[0]['problems'];
}

/** Says of a number that was typed whether there is a file already, before the row is saved. */
function useKnownCheck(change: (after: (rows: readonly SheetRow[]) => readonly SheetRow[]) => void) {
  const { t } = useTexts();
  return useCallback(
    (rowId: string, citizenId: string) => {
      call(residentContracts.check, { body: { citizenId } }).then(
        (answer) => {
          const text =
            answer.result === 'exists'
              ? t('survey.known.exists', { name: answer.resident.name, area: shortAreaName(answer.resident.area.name) })
              : answer.result === 'elsewhere'
                ? t('survey.known.elsewhere', { area: shortAreaName(answer.areaName) })
                : undefined;
          change((rows) =>
            rows.map((row) =>
              row.id === rowId && cellOf(row, 'citizenId') === citizenId && isOpen(row)
                ? text === undefined
                  ? row
                  : { ...row, known: { citizenId, text } }
                : row,
            ),
          );
        },
        () => {
          // Saving says the same; nobody has to know that this look-up failed.
        },
      );
    },
    [change, t],
  );
}
