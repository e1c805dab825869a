/**
 * A survey sheet in this tab's own storage, for one account and one community, so that a reload loses nothing. The numbers of saved rows are never
 * part of it, only their masks; those of rows that are not saved yet are, and go with the tab, at sign-out, or when somebody else signs in
 * (ADR 0024).
 */
import type { SurveyResult } from '@renshe/domain/survey/survey.contract.ts';
import { isBlankRow } from '../grid/grid.model.ts';
import { isUntouched, type KnownInRow, newSheetRow, type SheetRow } from './survey-sheet.ts';

const prefix = 'renshe.survey.';
const keyOf = (accountId: string, areaCode: string) => `${prefix}${accountId}.${areaCode}`;

interface StoredRow {
  id: string;
  rowKey: string;
  cells: Record<string, string>;
  saved?: SurveyResult;
  person?: KnownInRow;
}

export interface StoredSheet {
  rows: StoredRow[];
  saves: string[];
}

export function readSheet(accountId: string, areaCode: string): { rows: SheetRow[]; saves: string[] } | undefined {
  const stored = sessionStorage.getItem(keyOf(accountId, areaCode));
  if (stored === null) return undefined;
  try {
    const sheet = JSON.parse(stored) as StoredSheet;
    return {
      saves: sheet.saves,
      rows: sheet.rows.map((stored) => {
        const row: SheetRow = {
          ...newSheetRow(stored.id, stored.rowKey),
          cells: stored.cells,
          ...(stored.person ? { person: stored.person } : {}),
        };
        if (stored.saved) return { ...row, status: 'saved' as const, result: stored.saved };
        return isUntouched(row) ? row : { ...row, tried: true };
      }),
    };
  } catch {
    return undefined;
  }
}

let isOver = false;

/** @returns false when the browser has no room for it */
export function keepSheet(
  accountId: string,
  areaCode: string,
  rows: readonly SheetRow[],
  saves: readonly string[],
): boolean {
  // A page that is being left after signing out must not write it down again.
  if (isOver) return true;
  const filled = rows.filter((row) => !isBlankRow(row));
  // People whom the sheet was opened with are read again next time.
  const used = filled.every((row) => row.status === 'open' && isUntouched(row)) ? [] : filled;
  try {
    if (used.length === 0) {
      sessionStorage.removeItem(keyOf(accountId, areaCode));
      return true;
    }
    const sheet: StoredSheet = {
      saves: [...saves],
      rows: used.map((row) => ({
        id: row.id,
        rowKey: row.rowKey,
        cells: { ...row.cells },
        ...(row.person ? { person: row.person } : {}),
        ...(row.status === 'saved' && row.result ? { saved: row.result } : {}),
      })),
    };
    sessionStorage.setItem(keyOf(accountId, areaCode), JSON.stringify(sheet));
    return true;
  } catch {
    return false;
  }
}

/** At sign-out with nobody named; when somebody signs in, the sheets of everybody else. */
export function dropSheets(except?: string): void {
  isOver = except === undefined;
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(prefix) && (except === undefined || !key.startsWith(`${prefix}${except}.`)))
      sessionStorage.removeItem(key);
}
