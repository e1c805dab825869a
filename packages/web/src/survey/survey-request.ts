/** What is sent for rows of the sheet. */
import { type SurveyRow, surveyRowLimit } from '@renshe/domain/survey/survey.contract.ts';
import { surveyPhone } from '@renshe/domain/survey/survey.rules.ts';
import { cellOf } from '../grid/grid.model.ts';
import { chosenHouseholdId } from './survey-columns.ts';
import type { SheetRow, SurveyColumn } from './survey-sheet.ts';
import type { SheetFacts } from './survey-view.ts';

/** The households that stand already, by their place in the sheet: chosen from the list, or opened by a row that is saved. */
function standing(rows: readonly SheetRow[], facts: SheetFacts): Map<number, string> {
  const ids = new Map<number, string>();
  for (const [index, row] of rows.entries()) {
    const household = facts.households[index] ?? null;
    if (household === null) continue;
    const chosen = chosenHouseholdId(cellOf(row, 'household'));
    const saved = row.status === 'saved' ? row.result?.householdId : undefined;
    const id = chosen ?? saved;
    if (id && (chosen !== undefined || !ids.has(household))) ids.set(household, id);
  }
  return ids;
}

function requestRow(
  row: SheetRow,
  household: number,
  householdId: string | undefined,
  facts: SheetFacts,
  confirmed: boolean,
): SurveyRow {
  const cell = (column: SurveyColumn) => cellOf(row, column);
  const code = (column: SurveyColumn) => cell(column) || null;
  return {
    rowKey: row.rowKey,
    // Her household was opened to bring it up to date: what was changed was meant.
    confirmed: confirmed || row.person !== undefined,
    ...(row.person ? { residentId: row.person.residentId } : {}),
    household: householdId === undefined ? { how: 'together', group: household } : { how: 'existing', householdId },
    relation: code('relation'),
    name: cell('name'),
    citizenId: cell('citizenId') === row.person?.citizenIdMasked ? '' : cell('citizenId'),
    phone: cell('phone') === row.person?.phoneMasked ? '' : (surveyPhone(cell('phone')) ?? cell('phone')),
    address: cell('address') || (facts.addresses.get(household) ?? ''),
    hukouType: code('hukouType'),
    education: code('education'),
    employmentStatus: code('employmentStatus'),
    employer: cell('employer'),
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
