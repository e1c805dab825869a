import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { Declared } from '@renshe/domain/kernel/indicator.ts';
import { formatNumber } from '../kit/format.ts';

/** Ratios have two decimals, published values those of their publication, counts none. */
export function decimalsOf(declared: Declared): number {
  return declared.type === 'ratio' ? 2 : declared.type === 'external' ? declared.decimals : 0;
}

export function formatValue(declared: Declared, value: number): string {
  return formatNumber(value, decimalsOf(declared));
}

/** A change with its sign: +3, −0.4; empty where nothing can be compared or nothing changed. */
export function formatChange(declared: Declared, now: number | null, before: number | null): string {
  if (now === null || before === null) return '';
  const text = formatValue(declared, Math.abs(now - before));
  if (Number(text.replaceAll(',', '')) === 0) return '';
  return `${now < before ? '−' : '+'}${text}`;
}

/** Entries whose name, definition, formula or source holds all typed words. */
export function matches(declared: Declared, typed: string, language: Language): boolean {
  const text = [declared, declared.definition, declared.formula, declared.source]
    .map((sentence) => sentence[language])
    .join(' ')
    .toLowerCase();
  const words = typed.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word) || declared.key.includes(word));
}
