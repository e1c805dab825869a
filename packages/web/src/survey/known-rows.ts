/** The rows that the sheet of one household begins with: a person each, or one empty head where nobody is known. */
import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { headOfHousehold } from '@renshe/domain/code/family-relation.ts';
import { choiceOf } from '../grid/grid-options.ts';
import { newKey } from '../kit/api.ts';
import { newSheetRow, type SheetRow } from './survey-sheet.ts';

export function rowsOfHousehold(household: HouseholdSheet, label: string): SheetRow[] {
  const { householdId } = household;
  if (householdId === null)
    return [{ ...newSheetRow(newKey()), cells: { relation: headOfHousehold, address: household.address } }];
  return household.people.map((person): SheetRow => {
    const cells = {
      household: choiceOf(householdId, label),
      relation: person.relation,
      name: person.name,
      citizenId: person.citizenIdMasked,
      sex: person.sex,
      birthOn: person.birthOn,
      phone: person.phoneMasked ?? '',
      address: person.address,
      hukouType: person.hukouType ?? '',
      education: person.education ?? '',
      employmentStatus: person.employmentStatus ?? '',
      employer: person.employer,
    };
    return {
      ...newSheetRow(newKey()),
      cells,
      began: cells,
      person: {
        residentId: person.residentId,
        citizenIdMasked: person.citizenIdMasked,
        phoneMasked: person.phoneMasked ?? '',
      },
    };
  });
}
