/** Declared columns of a sheet as the grid takes them: what is typed is read by the kind of the column. */
import { codeName } from '@renshe/domain/code/code-set.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { SheetColumn } from '@renshe/domain/kernel/entry-sheet.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { readTypedDate } from '../kit/typed-date.ts';
import type { GridColumn, GridOption } from './grid.model.ts';
import { chosenText, optionsOf, readOption } from './grid-options.ts';
import type { Spellings } from './use-spellings.ts';

export interface SheetReader {
  language: Language;
  spellings: Spellings;
  today: PlainDate;
  /** For columns of kind `who`. */
  findPeople?: (typed: string) => Promise<readonly GridOption[]>;
}

/** The words of all code columns, for their pinyin. */
export function wordsOfColumns(columns: readonly SheetColumn[]): string[] {
  return [...new Set(columns.flatMap((column) => column.codes?.map((row) => row.zh) ?? []))];
}

export function gridColumn(key: string, column: SheetColumn, reader: SheetReader): GridColumn {
  const { language, today } = reader;
  const base: GridColumn = {
    key,
    title: column[language],
    width: column.width,
    maxLength: column.maxLength,
    ...(column.required && { required: true }),
  };
  const elsewhere = column.elsewhere?.[language];
  const locked = elsewhere !== undefined && column.kind !== 'who' ? { locked: elsewhere, auto: true } : {};
  switch (column.kind) {
    case 'text':
      return { ...base, ...locked };
    case 'shown':
      return { ...base, auto: true, ...locked };
    case 'number':
      return { ...base, ...locked, figures: true };
    case 'past-day':
      return { ...base, ...locked, figures: true, read: (typed) => readTypedDate(typed, today) ?? typed };
    case 'future-day':
      return { ...base, ...locked, figures: true, read: (typed) => readTypedDate(typed, undefined, today) ?? typed };
    case 'day':
      return { ...base, ...locked, figures: true, read: (typed) => readTypedDate(typed) ?? typed };
    case 'code': {
      const codes = column.codes ?? [];
      const options = optionsOf(codes, language, reader.spellings);
      return {
        ...base,
        ...locked,
        options,
        read: (typed) => readOption(options, typed),
        show: (value) => codeName(codes, value, language),
      };
    }
    case 'who':
      return {
        ...base,
        ...(reader.findPeople && { find: reader.findPeople, mustFind: true }),
        show: chosenText,
        names: (row, typed) => namesOne(row.cells[key] ?? '', typed),
      };
  }
}

function namesOne(cell: string, typed: string): boolean {
  return cell !== '' && chosenText(cell) === typed.replace(/\s+/g, '');
}
