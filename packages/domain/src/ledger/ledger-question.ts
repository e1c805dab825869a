/**
 * What somebody asks of a ledger, as it stands in an address: `where=education:11.12;employedOn:2026-01-01~;employer*恒顺;hardship+`.
 * One text, so that a view can be kept, shared and opened again.
 */
import { isPlainDate } from '../kernel/plain-date.ts';
import type { LedgerCondition, LedgerSort } from './ledger.ts';
import { isLedgerColumn } from './ledger-column.ts';

/** The conditions of a text; undefined when it is not written as it should be. */
export function parseConditions(text: string): LedgerCondition[] | undefined {
  if (text === '') return [];
  const conditions = text.split(';').map(parseCondition);
  return conditions.every((one) => one !== undefined) ? conditions : undefined;
}

function parseCondition(text: string): LedgerCondition | undefined {
  const match = /^([a-zA-Z]+)([:*>+-])(.*)$/su.exec(text);
  if (!match) return undefined;
  const [, column = '', mark, rest = ''] = match;
  if (!isLedgerColumn(column)) return undefined;
  switch (mark) {
    case '+':
    case '-':
      return rest === '' ? { column, filled: mark === '+' } : undefined;
    case '*':
      return rest === '' ? undefined : { column, contains: decode(rest) };
    case '>':
      return /^\d{1,3}$/.test(rest) ? { column, atLeast: Number(rest) } : undefined;
    default: {
      const [from, to, more] = rest.split('~');
      if (to === undefined) return rest === '' ? undefined : { column, is: rest.split('.') };
      if (more !== undefined || (from !== '' && !isPlainDate(from!)) || (to !== '' && !isPlainDate(to)))
        return undefined;
      return { column, ...(from ? { from } : {}), ...(to ? { to } : {}) };
    }
  }
}

/** The text of some conditions. */
export function formatConditions(conditions: readonly LedgerCondition[]): string {
  return conditions
    .map((one) => {
      if ('is' in one) return `${one.column}:${one.is.join('.')}`;
      if ('filled' in one) return `${one.column}${one.filled ? '+' : '-'}`;
      if ('contains' in one) return `${one.column}*${encode(one.contains)}`;
      if ('atLeast' in one) return `${one.column}>${one.atLeast}`;
      return `${one.column}:${one.from ?? ''}~${one.to ?? ''}`;
    })
    .join(';');
}

const encode = (text: string) => text.replaceAll('%', '%25').replaceAll(';', '%3B');
const decode = (text: string) => text.replaceAll('%3B', ';').replaceAll('%25', '%');

/** `community,name-desc`; undefined when it names no column. */
export function parseSort(text: string): LedgerSort[] | undefined {
  if (text === '') return [];
  const sort = text.split(',').map((one): LedgerSort | undefined => {
    const column = one.replace(/-desc$/, '');
    return isLedgerColumn(column) ? { column, descending: one.endsWith('-desc') } : undefined;
  });
  return sort.every((one) => one !== undefined) ? sort : undefined;
}

export function formatSort(sort: readonly LedgerSort[]): string {
  return sort.map(({ column, descending }) => `${column}${descending ? '-desc' : ''}`).join(',');
}
