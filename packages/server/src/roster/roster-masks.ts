/** What of a roster's sensitive values may be shown on a screen. */
import { maskCitizenId, maskPhone, removeBlanks, toHalfWidth } from '@renshe/domain/kernel/citizen-id.ts';
import type { RosterDetails } from '@renshe/domain/roster/roster.judge.ts';

/** An identity number as far as it may be seen, whole or spoilt: the first six and the last four characters at most. */
export function maskedIdentity(text: string): string {
  if (/^\d{17}[\dX]$/.test(text)) return maskCitizenId(text);
  if (text.length <= 8) return text;
  const tail = text.length >= 15 ? 4 : 2;
  return `${text.slice(0, 6)}${'*'.repeat(text.length - 6 - tail)}${text.slice(-tail)}`.slice(0, 40);
}

/** A sample of a column: longer numbers are masked whatever the column is called. */
export function maskedSample(text: string): string {
  const plain = removeBlanks(toHalfWidth(text)).replace(/^'/, '');
  if (/^\d{14,17}[\dXx]?$/.test(plain) || /^\d(\.\d+)?E\+?\d+$/i.test(plain))
    return maskedIdentity(plain.toUpperCase());
  return text.replace(/\d{7,}/g, maskPhone).slice(0, 60);
}

/** Details of a sentence with the written number masked. */
export function maskedDetails(details: RosterDetails): RosterDetails {
  return typeof details.text === 'string' ? { ...details, text: maskedIdentity(details.text) } : details;
}
