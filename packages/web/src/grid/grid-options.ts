/** Code columns: what a typed word, code or a few pinyin initials stand for. */
import type { CodeSet } from '@renshe/domain/code/code-set.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { GridOption } from './grid.model.ts';
import type { Spellings } from './use-spellings.ts';

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** How well an option answers what was typed, from 0: exactly, from the beginning, inside; -1 not at all. */
function rank(option: GridOption, typed: string): number {
  const words = [option.text, option.value, ...option.keys].map(plain);
  if (words.includes(typed)) return 0;
  if (words.some((word) => word.startsWith(typed))) return 1;
  return plain(option.text).includes(typed) ? 2 : -1;
}

/** The options for what was typed, best first; all of them for nothing. */
export function matchingOptions(options: readonly GridOption[], typed: string): GridOption[] {
  const text = plain(typed);
  if (text === '') return [...options];
  return options
    .map((option, index) => ({ option, index, rank: rank(option, text) }))
    .filter((one) => one.rank >= 0)
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map((one) => one.option);
}

/** The value of what was typed when it can only be one option; otherwise the text itself, which is then no option. */
export function readOption(options: readonly GridOption[], typed: string): string {
  const text = plain(typed);
  if (text === '') return '';
  const ranked = options.map((option) => ({ option, rank: rank(option, text) }));
  for (const wanted of [0, 1]) {
    const found = ranked.filter((one) => one.rank === wanted);
    if (found.length === 1) return found[0]!.option.value;
    if (found.length > 1) {
      // 子 is the son and the beginning of nothing else; a code or the whole name decides over further words.
      const named = found.filter((one) => plain(one.option.text) === text || plain(one.option.value) === text);
      return named.length === 1 ? named[0]!.option.value : typed;
    }
  }
  return typed;
}

export function optionText(options: readonly GridOption[], value: string): string {
  return options.find((option) => option.value === value)?.text ?? value;
}

/** The rows of a code list: chosen by word in either language, pinyin or code. */
export function optionsOf(set: CodeSet, language: Language, spellings: Spellings): GridOption[] {
  return set.map((row) => ({
    value: row.code,
    text: row[language],
    keys: [row.zh, row.en, ...(spellings.get(row.zh) ?? [])],
    hint: row.code,
  }));
}

/** Something that stands already, chosen from a list that had to be asked for: its id, and its words for the cell. */
const chosen = /^#([0-9a-f-]{36}) (.*)$/;

export function choiceOf(id: string, words: string): string {
  return `#${id} ${words}`;
}

export function chosenId(cell: string): string | undefined {
  return chosen.exec(cell)?.[1];
}

export function chosenText(cell: string): string {
  return chosen.exec(cell)?.[2] ?? cell;
}
