/** What stands in a ledger's cell, in words: the same on the screen, on paper and in the workbook. */
import { codeName, type Language } from '../code/code-set.ts';
import type { LedgerCondition } from './ledger.ts';
import { getLedgerColumn, type LedgerColumnKey } from './ledger-column.ts';

/** A cell as it is read: codes, dates and numbers as they are kept. */
export type LedgerValue = string | number | boolean | string[] | null;

const yesNo = { zh: { yes: '是', no: '否' }, en: { yes: 'yes', no: 'no' } } as const;

/** The words of a cell; empty where nothing is kept. */
export function ledgerText(key: LedgerColumnKey, value: LedgerValue | undefined, language: Language): string {
  if (value === null || value === undefined) return '';
  const { codes, kind } = getLedgerColumn(key);
  if (kind === 'money') return (Number(value) / 100).toFixed(2);
  if (typeof value === 'boolean') return yesNo[language][value ? 'yes' : 'no'];
  if (typeof value === 'object')
    return value.map((one) => (codes ? codeName(codes, one, language) : one)).join(language === 'zh' ? '、' : ', ');
  return codes ? codeName(codes, String(value), language) : String(value);
}

const said = {
  zh: {
    is: (column: string, value: string) => `${column}：${value}`,
    filled: (column: string) => `${column}已填`,
    empty: (column: string) => `${column}未填`,
    contains: (column: string, value: string) => `${column}包含“${value}”`,
    atLeast: (column: string, value: number) => `${column}不少于 ${value}`,
    between: (column: string, from: string, to: string) => `${column} ${from} 至 ${to}`,
    since: (column: string, from: string) => `${column} ${from} 起`,
    until: (column: string, to: string) => `${column} 截至 ${to}`,
  },
  en: {
    is: (column: string, value: string) => `${column}: ${value}`,
    filled: (column: string) => `${column} is filled in`,
    empty: (column: string) => `${column} is empty`,
    contains: (column: string, value: string) => `${column} contains “${value}”`,
    atLeast: (column: string, value: number) => `${column} at least ${value}`,
    between: (column: string, from: string, to: string) => `${column} ${from} to ${to}`,
    since: (column: string, from: string) => `${column} from ${from}`,
    until: (column: string, to: string) => `${column} until ${to}`,
  },
} as const satisfies Record<Language, object>;

/** A filter in words: on its tag and above the printed table. */
export function conditionText(condition: LedgerCondition, language: Language): string {
  const words = said[language];
  const column = getLedgerColumn(condition.column)[language];
  if ('is' in condition) return words.is(column, codesText(condition.column, condition.is, language));
  if ('filled' in condition) return condition.filled ? words.filled(column) : words.empty(column);
  if ('contains' in condition) return words.contains(column, condition.contains);
  if ('atLeast' in condition) return words.atLeast(column, condition.atLeast);
  const { from, to } = condition;
  if (from && to) return words.between(column, from, to);
  return from ? words.since(column, from) : words.until(column, to ?? '');
}

function codesText(key: LedgerColumnKey, values: readonly string[], language: Language): string {
  const { codes } = getLedgerColumn(key);
  return values
    .map((value) => (codes ? codeName(codes, value, language) : yesNo[language][value === 'yes' ? 'yes' : 'no']))
    .join(language === 'zh' ? '、' : ', ');
}

/** Where a ledger comes from, for its readers: sections of the handbook that engineers work with tell a clerk nothing. */
export function articlesOf(source: string, language: Language): string {
  const parts = source.split(/；|; /).filter((part) => !/^(领域手册|handbook) /.test(part));
  return parts.join(language === 'zh' ? '；' : '; ');
}
