import type { Language, Sentence } from '../kernel/app-error.ts';

/** A ledger's name as the head of a column: every column is a ledger, so the word need not be said again. */
export function ledgerHead(names: Sentence, language: Language): string {
  return language === 'zh' ? names.zh.replace(/台账(?=(\(.*\))?$)/, '') : names.en;
}
