/**
 * Citizen identity numbers 公民身份号码, GB 11643-1999 (handbook §1.1): six address digits, eight birth digits, three
 * sequence digits (odd = male), one check character ISO 7064 MOD 11-2.
 */
import { ageOn, isPlainDate, type PlainDate } from './plain-date.ts';

export type Sex = '1' | '2';

export type CitizenIdErrorCode = 'id-missing' | 'id-format' | 'id-birth-date' | 'id-checksum';

export type CitizenIdResult =
  | {
      ok: true;
      /** 18 characters, upper-case X. */
      id: string;
      birthOn: PlainDate;
      /** GB/T 2261.1: '1' male, '2' female. */
      sex: Sex;
      /** Place of first registration; no proof of today's hukou, and possibly withdrawn long ago. */
      addressCode: string;
      /** True when 15 digits were turned into 18. */
      converted: boolean;
      /** True when the text had to be mended: blanks, full-width, lower-case x, apostrophe, 15 digits. */
      repaired: boolean;
    }
  | { ok: false; code: CitizenIdErrorCode; expectedCheck?: string };

export type CitizenIdOptions = {
  /** Only an import of old files accepts 15 digits; new input of 15 digits is `id-format`. */
  convertFifteenDigits?: boolean;
};

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkCharacters = '10X98765432';

/** First two address digits that were ever given out: provinces, 81/82/83 for residents of Hong Kong, Macao, Taiwan. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** Nobody alive is older; product default of handbook §1.1. */
const oldestAge = 130;

/** Check character of the first 17 digits. */
export function checkDigit(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (weights[i] ?? 0);
  return checkCharacters.charAt(sum % 11);
}

/** Full-width letters, digits and signs to their ASCII forms. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** Every kind of blank, also full-width, no-break, zero-width, byte-order and direction marks. */
const blanks = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Takes out every blank character, also the invisible ones. */
export function removeBlanks(text: string): string {
  return text.replace(blanks, '');
}

/**
 * Mends what typing and spreadsheets do to a number: blanks anywhere, full-width characters, a leading apostrophe, a
 * lower-case x; and, when asked, 15 digits to 18 (19 is inserted, the check character computed). It does not judge.
 */
export function normalizeCitizenId(
  text: string,
  options: CitizenIdOptions = {},
): { id: string; converted: boolean; repaired: boolean } {
  let id = removeBlanks(toHalfWidth(text))
    .replace(/^['`´‘’]+/, '')
    .toUpperCase();
  let converted = false;
  if (options.convertFifteenDigits && /^\d{15}$/.test(id)) {
    const first17 = `${id.slice(0, 6)}19${id.slice(6)}`;
    id = first17 + checkDigit(first17);
    converted = true;
  }
  return { id, converted, repaired: id !== text };
}

/**
 * Reads an identity number. The first fault in this order is given: missing, format (also an address that begins with no
 * province), birth date (impossible, future, over 130 years), check character (then `expectedCheck` says the right one).
 * @param today decides what is a future birth date and an impossible age.
 */
export function parseCitizenId(text: string, today: PlainDate, options: CitizenIdOptions = {}): CitizenIdResult {
  const { id, converted, repaired } = normalizeCitizenId(text, options);
  if (id === '') return { ok: false, code: 'id-missing' };
  if (!/^\d{17}[\dX]$/.test(id) || !provinces.has(id.slice(0, 2))) return { ok: false, code: 'id-format' };
  const birthOn = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isPlainDate(birthOn) || birthOn > today || ageOn(birthOn, today) > oldestAge) {
    return { ok: false, code: 'id-birth-date' };
  }
  const expectedCheck = checkDigit(id);
  if (id.charAt(17) !== expectedCheck) return { ok: false, code: 'id-checksum', expectedCheck };
  const sex: Sex = (id.charCodeAt(16) - 48) % 2 === 1 ? '1' : '2';
  return { ok: true, id, birthOn, sex, addressCode: id.slice(0, 6), converted, repaired };
}

/**
 * True when a spreadsheet has kept only fifteen significant digits of the number: scientific notation, or 18 digits that
 * end in 000 with a wrong check character. The lost digits cannot be restored.
 */
export function hasLostPrecision(text: string): boolean {
  const { id } = normalizeCitizenId(text);
  if (/^\d(\.\d+)?E\+?\d{1,2}$/.test(id)) return true;
  return /^\d{15}000$/.test(id) && checkDigit(id) !== '0';
}

/** 321102********0018: six, eight masked, four. Shorter or longer texts keep at most their first two and last two characters. */
export function maskCitizenId(id: string): string {
  if (id.length === 18) return `${id.slice(0, 6)}********${id.slice(14)}`;
  return maskMiddle(id, 2, 2);
}

/** 138****5678; a landline or foreign number keeps its last two digits. */
export function maskPhone(phone: string): string {
  return /^1\d{10}$/.test(phone) ? `${phone.slice(0, 3)}****${phone.slice(7)}` : maskMiddle(phone, 0, 2);
}

/** 张*, 王*明, 欧**华: the first character, and from three characters on the last one. For public notices. */
export function maskName(name: string): string {
  const characters = [...name];
  return maskMiddle(name, 1, characters.length > 2 ? 1 : 0);
}

const identityNumbers =
  /(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const mobileNumbers = /(?<![0-9A-Za-z])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])/g;

/**
 * Free text (a purpose, a reason, a file name) in which identity and mobile numbers are masked, whatever was typed around them; text
 * without any stays as it is. Full-width digits count as digits.
 */
export function maskNumbersIn(text: string): string {
  const plain = text.replace(/[０-９Ｘｘ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
  const masked = plain
    .replace(identityNumbers, maskCitizenId)
    .replace(mobileNumbers, (number) => maskPhone(number.replace(/[ -]/g, '')));
  return masked === plain ? text : masked;
}

function maskMiddle(text: string, head: number, tail: number): string {
  const characters = [...text];
  if (characters.length <= head + tail) return '*'.repeat(characters.length);
  const end = characters.length - tail;
  return characters.slice(0, head).join('') + '*'.repeat(end - head) + characters.slice(end).join('');
}
