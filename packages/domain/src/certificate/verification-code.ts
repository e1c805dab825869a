/**
 * Verification codes of certificates: fifteen random characters and a check character of the 34 digits and capital letters without
 * I and O. The check is Luhn over base 34: a mistyped or swapped character is seen without asking the register.
 */
export const verificationAlphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const verificationRandomLength = 15;

const base = verificationAlphabet.length;

/** Check character of fifteen characters of the alphabet. */
export function verificationCheck(random: string): string {
  let sum = 0;
  for (let i = 0; i < random.length; i++) {
    const value = verificationAlphabet.indexOf(random.charAt(random.length - 1 - i));
    if (value < 0) throw new RangeError('not a character of a verification code');
    const weighted = i % 2 === 0 ? value * 2 : value;
    sum += Math.floor(weighted / base) + (weighted % base);
  }
  return verificationAlphabet.charAt((base - (sum % base)) % base);
}

export function isVerificationCode(code: string): boolean {
  if (code.length !== verificationRandomLength + 1) return false;
  for (const character of code) if (!verificationAlphabet.includes(character)) return false;
  return verificationCheck(code.slice(0, verificationRandomLength)) === code.charAt(verificationRandomLength);
}

/** 7K3M-92QD-X4B0-1CDE: groups of four as printed. */
export function groupVerificationCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code;
}
