import { addYears, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { minimumWorkingAge } from '@renshe/domain/resident/resident.derive.ts';
import { retirementCategoryOf, workingAgePeriod } from '@renshe/domain/retirement/retirement.rules.ts';

/** What rows know about somebody's age; a file knows the day of retirement itself. */
export interface PersonOfAge {
  sex: '1' | '2' | null;
  age: number | null;
  birthOn?: PlainDate;
  statutoryRetirementOn?: PlainDate | null;
}

/** From sixteen to retirement. A row that does not say a woman's post counts her up to the later age. */
export function isOfWorkingAge(person: PersonOfAge, today: PlainDate): boolean {
  if (person.sex === null || person.age === null) return true;
  const birthOn = person.birthOn ?? addYears(today, -person.age);
  const period = workingAgePeriod(birthOn, retirementCategoryOf(person.sex, null, 55), minimumWorkingAge);
  return today >= period.from && today < (person.statutoryRetirementOn ?? period.to);
}
