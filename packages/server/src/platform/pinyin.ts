import { pinyin } from 'pinyin-pro';

export type NamePinyin = {
  /** Surname reading, no tones, words joined: 'shanxiaoming'. A character without reading (a rare one) stays itself. */
  full: string;
  /** Every sequence of first letters that the name can have, the most likely one first: 乐天 → ['lt', 'yt']. */
  initials: string[];
};

/** A name with many polyphones would explode; a search needs no more. */
const mostInitials = 16;

/**
 * How a person's name is found by typing. The surname has its reading as a surname (单 shan, 解 xie, 仇 qiu, 尉迟 yuchi, 万俟 moqi);
 * first letters cover the other readings as well, because people type what they know. Separators (· in 买买提·艾力) and blanks
 * do not count; Latin letters stay, in lower case.
 */
export function namePinyin(name: string): NamePinyin {
  const before = found.get(name);
  if (before) return before;
  const read = readName(name);
  if (found.size >= mostFound) found.clear();
  found.set(name, read);
  return read;
}

/** Namesakes are many, and reading a name costs more than sealing an identity number. */
const mostFound = 20_000;
const found = new Map<string, NamePinyin>();

function readName(name: string): NamePinyin {
  const characters = [...name.replace(/[\s·•・.．]/g, '')];
  const text = characters.join('');
  const syllables = pinyin(text, { toneType: 'none', type: 'array', surname: 'head', v: true, nonZh: 'spaced' });
  // One syllable for each character; should the two ever disagree (astral characters), read character by character.
  const main =
    syllables.length === characters.length
      ? syllables
      : characters.map((c) => pinyin(c, { toneType: 'none', surname: 'off', v: true }));
  const plain = main.map((syllable) => syllable.toLowerCase());
  let initials = [''];
  for (const [i, character] of characters.entries()) {
    const first = firstOf(plain[i] ?? character);
    const letters = new Set([first, ...initialsOf(character)]);
    initials = [...letters].flatMap((letter) => initials.map((start) => start + letter)).slice(0, mostInitials);
  }
  return { full: plain.join(''), initials };
}

/** Bounded by the script: some twenty thousand characters, of which names use a tenth. */
const known = new Map<string, readonly string[]>();

function initialsOf(character: string): readonly string[] {
  let letters = known.get(character);
  if (letters === undefined) {
    letters = /\p{Script=Han}/u.test(character) ? [...new Set(readings(character).map(firstOf))] : [];
    known.set(character, letters);
  }
  return letters;
}

function readings(character: string): string[] {
  return pinyin(character, { toneType: 'none', type: 'array', multiple: true, v: true }).map((r) => r.toLowerCase());
}

function firstOf(syllable: string): string {
  return [...syllable][0] ?? '';
}
