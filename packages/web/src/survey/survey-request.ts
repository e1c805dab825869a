/** What is sent for rows of the sheet. */

import { telephoneDigits } from '@renshe/domain/resident/resident.search.ts';
import { type SurveyRow, surveyRowLimit } from '@renshe/domain/survey/survey.contract.ts';
import { cellOf } from '../grid/grid.model.ts';
import { chosenId } from '../grid/grid-options.ts';
import type { SheetRow, SurveyColumn } from './survey-sheet.ts';
import type { SheetFacts } from './survey-view.ts';

/** The households that stand already, by their place in the sheet: chosen from the list, or opened by a row that is saved. */
function standing(rows: readonly SheetRow[], facts: SheetFacts): Map<number, string> {
  const ids = new Map<number, string>();
  for (const [index, row] of rows.entries()) {
    const household = facts.households[index] ?? null;
    if (household === null) continue;
    const chosen = chosenId(cellOf(row, 'household'));
    const saved = row.status === 'saved' ? row.result?.householdId : undefined;
    const id = chosen ?? saved;
    if (id && (chosen !== undefined || !ids.has(household))) ids.set(household, id);
  }
  return ids;
}

/**
 * Of somebody known only what was changed here is sent: what a colleague has corrected in the file since the sheet was opened must not be written over
 * by how the sheet knew it. Of work the state and the employer belong together.
 */
function requestRow(
  row: SheetRow,
  household: number,
  householdId: string | undefined,
  facts: SheetFacts,
  confirmed: boolean,
): SurveyRow {
  const cell = (column: SurveyColumn) => cellOf(row, column);
  const code = (column: SurveyColumn) => cell(column) || null;
  const began = row.person && row.began;
  const said = (...columns: SurveyColumn[]) =>
    began === undefined || columns.some((column) => cell(column) !== (began[column] ?? ''));
  const isWorkSaid = said('employmentStatus', 'employer');
  return {
    rowKey: row.rowKey,
    // Her household was opened to bring it up to date: what was changed was meant.
    confirmed: confirmed || row.person !== undefined,
    ...(row.person ? { residentId: row.person.residentId } : {}),
    household: householdId === undefined ? { how: 'together', group: household } : { how: 'existing', householdId },
    relation: code('relation'),
    name: said('name') ? cell('name') : '',
    citizenId: cell('citizenId') === row.person?.citizenIdMasked ? '' : cell('citizenId'),
    phone: cell('phone') === row.person?.phoneMasked ? '' : (telephoneDigits(cell('phone')) ?? cell('phone')),
    address: cell('address') === '' ? (facts.addresses.get(household) ?? '') : said('address') ? cell('address') : '',
    hukouType: said('hukouType') ? code('hukouType') : null,
    education: said('education') ? code('education') : null,
    employmentStatus: isWorkSaid ? code('employmentStatus') : null,
    employer: isWorkSaid ? cell('employer') : '',
    note: cell('note'),
  };
}

/** The first rows of these in the order of the sheet, as many as one call carries. */
export function requestOf(
  rows: readonly SheetRow[],
  facts: SheetFacts,
  wanted: ReadonlyMap<string, { confirmed: boolean }>,
): { ids: Set<string>; rows: SurveyRow[] } {
  const households = standing(rows, facts);
  const ids = new Set<string>();
  const sent: SurveyRow[] = [];
  for (const [index, row] of rows.entries()) {
    const asked = wanted.get(row.id);
    const household = facts.households[index] ?? null;
    if (!asked || household === null || sent.length >= surveyRowLimit) continue;
    ids.add(row.id);
    sent.push(requestRow(row, household, households.get(household), facts, asked.confirmed));
  }
  return { ids, rows: sent };
}
