/** One community's sheet of the survey, or that of one household: what is sent, what is looked up, what is taken back. */

import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { readsOfCampaigns } from '../campaign/campaign-reads.ts';
import { isOpen } from '../grid/entry-rows.ts';
import { cellOf, type EditBatch } from '../grid/grid.model.ts';
import type { EditKind } from '../grid/use-entry-grid.ts';
import { useEntryRows } from '../grid/use-entry-rows.ts';
import { call, newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { readKey } from '../kit/use-api.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import { requestOf } from './survey-request.ts';
import { newSheetRow, reopen, type SheetRow, takeResults, unkeptOfSurvey } from './survey-sheet.ts';
import { createSurveyView, mayBeSaved } from './survey-view.ts';

/** A household of a campaign that is entered by itself: it has a sheet of its own, which begins with the people known. */
export interface HouseholdToEnter {
  entryId: string;
  rows: readonly SheetRow[];
}

const newRow = (id = newKey()) => newSheetRow(id);

export function useSurveySheet(accountId: string, areaCode: string, today: PlainDate, entry?: HouseholdToEnter) {
  const entryId = entry?.entryId;
  const { t } = useTexts();
  const client = useQueryClient();
  const view = useRef(createSurveyView());
  const see = useCallback((rows: readonly SheetRow[]) => view.current(rows, today, t), [today, t]);
  const refresh = () => {
    for (const read of [...readsOfPeople, ...readsOfCampaigns])
      void client.invalidateQueries({ queryKey: readKey(read) });
  };
  const sheet = useEntryRows<SheetRow, ReturnType<typeof see>>({
    name: 'survey',
    accountId,
    place: entry ? `${areaCode}.${entry.entryId}` : areaCode,
    first: (kept) => kept ?? entry?.rows ?? [],
    newRow,
    unkept: unkeptOfSurvey,
    see,
    maySave: (row, shown) => mayBeSaved({ ...shown, problems: withoutAnswer(row, shown) }),
    request: (rows, { facts }, waiting) => {
      const request = requestOf(rows, facts, waiting);
      const body = { areaCode, rows: request.rows, ...(entryId === undefined ? {} : { entryId }) };
      return {
        ids: request.ids,
        send: async () => {
          const { rows: results } = await call(surveyContracts.save, { body });
          const saves = results.flatMap((one) => (one.saveId === null ? [] : [one.saveId]));
          return { take: (now) => takeResults(now, results), saves };
        },
      };
    },
    onSaved: refresh,
  });
  const { change, edit: editRows } = sheet;

  const check = useKnownCheck(change);
  const edit = useCallback(
    (batch: EditBatch, kind: EditKind) => {
      editRows(batch, kind);
      for (const one of batch.edits) {
        if (kind !== 'typed' || one.column !== 'citizenId') continue;
        const parsed = parseCitizenId(one.after, today);
        if (parsed.ok) check(one.rowId, parsed.id);
      }
    },
    [editRows, check, today],
  );

  const undoLast = async () => {
    if (!sheet.lastSave) return undefined;
    const { rowKeys } = await call(surveyContracts.undo, { params: { saveId: sheet.lastSave.saveId } });
    change((rows) => reopen(rows, rowKeys, newKey));
    refresh();
    return rowKeys.length;
  };

  return { ...sheet, edit, undoLast };
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
