/** Closed lists of codes with their names: one file per list in this folder, the source in its docstring. */

export type CodeRow = { readonly code: string; readonly zh: string; readonly en: string };

export type CodeSet<Row extends CodeRow = CodeRow> = readonly Row[];

/** The union of the codes of a list. */
export type CodeOf<Set extends CodeSet> = Set[number]['code'];

export type Language = 'zh' | 'en';

/** The row of a code, or undefined. */
export function findCode<Row extends CodeRow>(set: CodeSet<Row>, code: string | null | undefined): Row | undefined {
  return set.find((row) => row.code === code);
}

/** The row of a code; throws when the list lacks it. */
export function getCode<Row extends CodeRow>(set: CodeSet<Row>, code: string): Row {
  const row = findCode(set, code);
  if (!row) throw new Error(`unknown code ${code}`);
  return row;
}

export function isCode<Set extends CodeSet>(set: Set, code: unknown): code is CodeOf<Set> {
  return set.some((row) => row.code === code);
}

/** Name of a code in a language; an unknown code is shown as it is, a missing one as the empty text. */
export function codeName(set: CodeSet, code: string | null | undefined, language: Language): string {
  return findCode(set, code)?.[language] ?? code ?? '';
}

/** The row whose Chinese or English name is exactly this text. */
export function findCodeByName<Row extends CodeRow>(set: CodeSet<Row>, name: string): Row | undefined {
  return set.find((row) => row.zh === name || row.en.toLowerCase() === name.toLowerCase());
}

/** The codes as a tuple for `z.enum`. */
export function codesOf<Set extends CodeSet>(set: Set): [CodeOf<Set>, ...CodeOf<Set>[]] {
  return set.map((row) => row.code) as [CodeOf<Set>, ...CodeOf<Set>[]];
}
