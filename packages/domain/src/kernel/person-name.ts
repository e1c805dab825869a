/** Names of people as they are kept and looked for: two names that look the same are the same. */
import { removeBlanks } from './citizen-id.ts';

/** What stands for the dot between the parts of a name (买买提·艾力); it is written U+00B7. */
const dots = /[\u2022\u2027\u2219\u22c5\u30fb\uff65]/g;
/** Signs for radicals: copied out of a PDF they look like the character that they are no more. */
const radicals = /[\u2e80-\u2fdf]/g;

/**
 * The name without what nobody sees: blanks between Chinese characters, signs without width, marks of direction. Between words in Latin
 * letters one blank stays. Composed characters (NFC), one kind of dot, radicals turned into characters where Unicode knows which.
 */
export function plainName(written: string): string {
  const composed = written
    .normalize('NFC')
    .replace(radicals, (sign) => sign.normalize('NFKC'))
    .replace(dots, '·');
  const words = composed
    .split(/[\s\u3000]+/)
    .map(removeBlanks)
    .filter((word) => word !== '');
  const latin = words.length > 1 && words.every((word) => /^[\p{Script=Latin}.'’·-]+$/u.test(word));
  return words.join(latin ? ' ' : '');
}
