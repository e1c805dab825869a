/** People chosen in a list for the sheet of results; in memory alone, from one page to the next. */
import type { SheetPerson } from './result-sheet.ts';

let chosen: readonly SheetPerson[] = [];

export function choosePeople(people: readonly SheetPerson[]): void {
  chosen = people;
}

export function chosenPeople(): readonly SheetPerson[] {
  return chosen;
}
