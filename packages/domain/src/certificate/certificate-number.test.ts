import { describe, expect, test } from 'vitest';
import { check8Of, findCertNoScheme, isPlausibleCertNumber, localScheme } from './certificate-number.ts';
import { isVerificationCode, verificationAlphabet, verificationCheck } from './verification-code.ts';

describe('certificate numbers', () => {
  test.each([
    [{ countyCode: '321102', hukouType: '51', year: 2026, serial: 1 }, /^3211021\d26000001$/],
    [{ countyCode: '321111', hukouType: '21', year: 2009, serial: 999_999 }, /^3211112\d09999999$/],
    [{ countyCode: '321111', hukouType: null, year: 2025, serial: 42 }, /^3211111\d25000042$/],
  ])('%o', (parts, pattern) => {
    const number = localScheme.compose(parts);
    expect(number).toMatch(pattern);
    expect(localScheme.checks(number)).toBe(true);
  });
  test('a wrong digit and swapped neighbours show', () => {
    const number = localScheme.compose({ countyCode: '321102', hukouType: '51', year: 2026, serial: 123_457 });
    for (let i = 0; i < 16; i++) {
      for (let digit = 0; digit < 10; digit++) {
        const other = number.slice(0, i) + digit + number.slice(i + 1);
        if (other !== number) expect(localScheme.checks(other), other).toBe(false);
      }
    }
    expect(check8Of('321102126123457')).not.toBe(check8Of('321102126123475'));
  });
  test('numbers from elsewhere are judged by structure alone', () => {
    const county = (code: string) => code === '321102';
    expect(isPlausibleCertNumber('3211020012001234', county, 2026)).toBe(true);
    expect(isPlausibleCertNumber('9999990012001234', county, 2026)).toBe(false);
    expect(isPlausibleCertNumber('3211020027001234', county, 2026)).toBe(false);
    expect(isPlausibleCertNumber('321102001200123', county, 2026)).toBe(false);
    expect(findCertNoScheme('ELSEWHERE')).toBeUndefined();
  });
});

describe('verification codes', () => {
  const random = '7K3M92QDX4B01CD';
  const code = random + verificationCheck(random);
  test('have no I and O and a check character', () => {
    expect(verificationAlphabet).toHaveLength(34);
    expect(isVerificationCode(code)).toBe(true);
    expect(isVerificationCode(code.slice(1))).toBe(false);
    expect(isVerificationCode(`O${code.slice(1)}`)).toBe(false);
  });
  test('every single mistyped character shows', () => {
    for (let i = 0; i < code.length; i++)
      for (const c of verificationAlphabet)
        if (c !== code.charAt(i)) expect(isVerificationCode(code.slice(0, i) + c + code.slice(i + 1))).toBe(false);
  });
});
