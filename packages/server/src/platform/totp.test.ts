import { describe, expect, it } from 'vitest';
import { base32, findTotpStep, hotp, newTotpSecret, totpAddress, totpStep } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('RFC 4226, appendix D: count %i is %s', (counter, code) => {
    expect(hotp(secret, counter)).toBe(code);
  });

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('RFC 6238, appendix B: second %i is %s', (second, code) => {
    expect(hotp(secret, totpStep(new Date(second * 1000)), 8)).toBe(code);
  });

  it('hold for their step and one beside it, and once', () => {
    const at = new Date('2026-11-20T02:00:10Z');
    const step = totpStep(at);
    for (const [offset, accepted] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const)
      expect([offset, findTotpStep(secret, hotp(secret, step + offset), at, null) !== undefined]).toEqual([
        offset,
        accepted,
      ]);
    expect(findTotpStep(secret, hotp(secret, step), at, step)).toBeUndefined();
    expect(findTotpStep(secret, hotp(secret, step - 1), at, step)).toBeUndefined();
    expect(findTotpStep(secret, hotp(secret, step + 1), at, step)).toBe(step + 1);
    for (const code of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      expect(findTotpStep(secret, code, at, null)).toBeUndefined();
  });

  it('are told to the app in base 32 (RFC 4648 §10)', () => {
    for (const [text, coded] of [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const)
      expect(base32(Buffer.from(text))).toBe(coded);
    expect(newTotpSecret()).toHaveLength(20);
    expect(totpAddress(secret, 'limin', '人社')).toBe(
      'otpauth://totp/%E4%BA%BA%E7%A4%BE%3Alimin?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E4%BA%BA%E7%A4%BE',
    );
  });
});
