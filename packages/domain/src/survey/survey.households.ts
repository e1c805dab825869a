/** Who belongs together in a survey sheet: people write a household once and its members below it. */
import { headOfHousehold } from '../code/family-relation.ts';
import type { Id } from '../kernel/file.ts';
import type { SurveyResult, SurveyRow } from './survey.contract.ts';

export interface PlacedRow {
  /** What stands in the household column: a sign of the worker's own, the same for one household, or nothing. */
  household: string;
  /** Code of `code/family-relation.ts`, or whatever was typed. */
  relation: string;
  /** Nothing is written in the row: it parts nobody. */
  blank: boolean;
}

/**
 * The household of each row, counted from 0; null for blank rows. The same sign again is the same household, wherever it stands; without one
 * a head of household begins a new one, everybody else belongs to the row above.
 */
export function surveyHouseholds(rows: readonly PlacedRow[]): (number | null)[] {
  const bySign = new Map<string, number>();
  let current = -1;
  let count = 0;
  return rows.map((row) => {
    if (row.blank) return null;
    if (row.household !== '') {
      const known = bySign.get(row.household);
      current = known ?? count++;
      if (known === undefined) bySign.set(row.household, current);
    } else if (current < 0 || row.relation === headOfHousehold) current = count++;
    return current;
  });
}

/** Whoever belongs together with a row that was saved before, maybe without its sender hearing of it, comes into the household that stands by it. */
export function withStandingHouseholds(
  rows: readonly SurveyRow[],
  saved: ReadonlyMap<Id, Pick<SurveyResult, 'householdId'>>,
): SurveyRow[] {
  const homes = new Map<number, Id>();
  for (const { rowKey, household } of rows) {
    const householdId = saved.get(rowKey)?.householdId;
    if (household.how === 'together' && householdId) homes.set(household.group, householdId);
  }
  return rows.map((row) => {
    const householdId = row.household.how === 'together' ? homes.get(row.household.group) : undefined;
    return householdId === undefined ? row : { ...row, household: { how: 'existing', householdId } };
  });
}
