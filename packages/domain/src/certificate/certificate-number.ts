/**
 * Numbers of the 就业创业证 (人社部发〔2010〕75号; handbook §3.5). 16 digits: 1–6 county code of the issuer, 7 household type, 8 check digit,
 * 9–10 year, 11–16 serial of the county and year. The values of digit 7 and the algorithm of digit 8 are not public, so both are a
 * pluggable scheme; ours is called LOCAL and is used until the province publishes its own. A number is text of at most 18 characters.
 */

export interface CertNumberParts {
  /** Six digits of the issuing county on the day of issue. */
  countyCode: string;
  /** Code of the household registration, or null. */
  hukouType: string | null;
  year: number;
  /** 1–999999. */
  serial: number;
}

export interface CertNoScheme {
  key: string;
  largestSerial: number;
  compose(parts: CertNumberParts): string;
  /** Whether the digits that the scheme itself computes are right. */
  checks(number: string): boolean;
}

/** 1 town, 2 country: agricultural household types of the time before 2014 are 2x. */
export function digit7Of(hukouType: string | null): string {
  return hukouType?.startsWith('2') ? '2' : '1';
}

/**
 * Check digit of the LOCAL scheme, MOD 10: of the fifteen other digits from right to left every second one, the last first, is
 * doubled (9 taken off above 9); the check digit makes the sum a multiple of ten. Every wrong digit shows, and every swap of
 * neighbours but 0 and 9.
 */
export function check8Of(others: string): string {
  let sum = 0;
  for (let i = 0; i < others.length; i++) {
    const digit = others.charCodeAt(others.length - 1 - i) - 48;
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (sum % 10)) % 10);
}

export const localScheme: CertNoScheme = {
  key: 'LOCAL',
  largestSerial: 999_999,
  compose({ countyCode, hukouType, year, serial }) {
    if (!/^\d{6}$/.test(countyCode)) throw new RangeError(`not a county code: ${countyCode}`);
    if (!Number.isInteger(serial) || serial < 1 || serial > 999_999) throw new RangeError(`no serial: ${serial}`);
    const head = countyCode + digit7Of(hukouType);
    const tail = String(year % 100).padStart(2, '0') + String(serial).padStart(6, '0');
    return head + check8Of(head + tail) + tail;
  },
  checks: (number) => /^\d{16}$/.test(number) && check8Of(number.slice(0, 7) + number.slice(8)) === number.charAt(7),
};

const schemes: readonly CertNoScheme[] = [localScheme];

/** The scheme of a key (parameter `cert.scheme`), or undefined. */
export function findCertNoScheme(key: string): CertNoScheme | undefined {
  return schemes.find((scheme) => scheme.key === key);
}

/** A number from elsewhere is judged by its structure alone: sixteen digits, a known county, a year since 2010. */
export function isPlausibleCertNumber(
  number: string,
  isCounty: (code: string) => boolean,
  presentYear: number,
): boolean {
  if (!/^\d{16}$/.test(number) || !isCounty(number.slice(0, 6))) return false;
  const year = 2000 + Number(number.slice(8, 10));
  return year >= 2010 && year <= presentYear;
}
