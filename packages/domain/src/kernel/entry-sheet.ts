/** What a sheet to type into is made of: its columns and, in the slice, what a row of them says. The web draws it, the same rules judge it. */
import type { CodeSet } from '../code/code-set.ts';
import type { Sentence } from './app-error.ts';

export interface SheetColumn extends Sentence {
  /** `shown`: filled by the system, nobody types there. `who`: somebody who has to be found. */
  kind: 'text' | 'code' | 'past-day' | 'future-day' | 'day' | 'number' | 'who' | 'shown';
  codes?: CodeSet;
  /** In rem. */
  width: number;
  maxLength: number;
  required?: true;
  /** Why nobody types there, and where it is recorded. */
  elsewhere?: Sentence;
}

/** Text of the cells by column; an empty or missing one says nothing. */
export type SheetCells = Readonly<Record<string, string>>;

/** What is wrong, by the column to blame. */
export type SheetFaults<Column extends string> = Partial<Record<Column, Sentence>>;
