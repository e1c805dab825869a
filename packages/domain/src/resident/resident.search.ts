/** What somebody typed into the one search box, told by its shape alone. */
import { normalizeCitizenId, removeBlanks, toHalfWidth } from '../kernel/citizen-id.ts';
import { plainName } from '../kernel/person-name.ts';

export type SearchShape =
  | { by: 'citizen-id'; citizenId: string }
  | { by: 'phone'; phone: string }
  | { by: 'certificate'; number: string }
  | { by: 'name'; prefix: string }
  | { by: 'pinyin'; prefix: string };

/** Digits of a telephone number as it is compared: no blanks, brackets, dashes, nor the country code of China. */
export function normalizePhone(text: string): string {
  return removeBlanks(toHalfWidth(text))
    .replace(/[-()–—.]/g, '')
    .replace(/^(\+86|0086)/, '');
}

/** Digits of a telephone number as it is kept, '' for none; undefined when the text is none: 7 to 12 digits, a landline with its area code. */
export function telephoneDigits(text: string): string | undefined {
  const digits = normalizePhone(text);
  return digits === '' || /^\d{7,12}$/.test(digits) ? digits : undefined;
}

/** The last four signs of an identity or mobile number (尾号), as people say them; undefined for any other text. */
export function numberTail(text: string): string | undefined {
  const compact = removeBlanks(toHalfWidth(text)).toUpperCase();
  return /^\d{3}[\dX]$/.test(compact) ? compact : undefined;
}

/**
 * 18 or 15 characters of an identity number, else 7 to 12 digits of a telephone number, else any longer number of a certificate,
 * else letters as pinyin or initials, else a name. The prefix of a name keeps its own characters; pinyin is lower case without
 * blanks and apostrophes.
 */
export function searchShape(text: string): SearchShape {
  const compact = removeBlanks(toHalfWidth(text)).toUpperCase();
  if (/^'?(\d{17}[\dX]|\d{15})$/.test(compact))
    return { by: 'citizen-id', citizenId: normalizeCitizenId(compact, { convertFifteenDigits: true }).id };
  const phone = normalizePhone(compact);
  if (/^\d{7,12}$/.test(phone)) return { by: 'phone', phone };
  if (/^[0-9A-Z-]{8,24}$/.test(compact) && /\d{6}/.test(compact)) return { by: 'certificate', number: compact };
  if (/^[A-Za-züÜ'’·\s.-]+$/.test(text.trim())) {
    const prefix = text.toLowerCase().replace(/[^a-zü]/g, '');
    if (prefix !== '') return { by: 'pinyin', prefix: prefix.replaceAll('ü', 'v') };
  }
  return { by: 'name', prefix: plainName(text) };
}
