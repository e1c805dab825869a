import { useEffect, useState } from 'react';

/** Full pinyin and initials by Chinese word. */
export type Spellings = ReadonlyMap<string, readonly string[]>;

/** Pinyin of the words of the lists, a moment after the page. */
export function useSpellings(wordsOf: () => string[]): Spellings {
  const [spellings, setSpellings] = useState<Spellings>(new Map());
  useEffect(() => {
    let over = false;
    void import('pinyin-pro').then(({ pinyin }) => {
      if (over) return;
      const spell = (word: string) => {
        const syllables = pinyin(word, { toneType: 'none', type: 'array', nonZh: 'removed' });
        return [syllables.join(''), syllables.map((one) => one.charAt(0)).join('')];
      };
      setSpellings(new Map(wordsOf().map((word) => [word, spell(word)])));
    });
    return () => {
      over = true;
    };
  }, [wordsOf]);
  return spellings;
}
