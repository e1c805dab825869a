/** Numbers that are right and nobody's, for the people and employers of the made world. */
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';

/** A number that nobody has: born on a day of 1985, made valid. */
export function citizenIdOf(serial: number): string {
  const first17 = `3211021985${String(1 + (serial % 12)).padStart(2, '0')}15${String(100 + serial).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

/** One line that a roster is read from. */
export function rosterOf(name: string, citizenId: string): Buffer {
  return Buffer.from(`姓名,身份证号,联系电话\n${name},${citizenId},13500001234\n`);
}

/** A unified social credit code with its check character (GB 32100). */
export function creditCodeOf(serial: number): string {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const first17 = `91321102MA${String(2000000 + serial)}`;
  let weight = 1;
  let sum = 0;
  for (const sign of first17) {
    sum += signs.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return first17 + signs[(31 - (sum % 31)) % 31];
}
