import type { CadenceState } from '@renshe/domain/cadence/cadence.rules.ts';
import { text } from '../kit/i18n.ts';

/** The order in which the states of a cell are said: what needs doing first. */
export const stateOrder: readonly CadenceState[] = ['missing', 'late', 'on-time', 'pending', 'no-object'];

/** A period as people say it; weeks by their days. */
export function periodWords(period: string, from: string, last: string): string {
  const [year = '', rest = ''] = period.split(/-(.*)/);
  if (rest === '') return text('cadence.yearWord', { year });
  if (rest.startsWith('W')) return text('cadence.weekWord', { from, last });
  if (rest.startsWith('Q')) return text('cadence.quarterWord', { year, quarter: rest.slice(1) });
  const month = { month: Number(rest.slice(0, 2)), two: rest.slice(0, 2) };
  if (rest.includes('-H')) return text(`cadence.halfWord.${rest.slice(-1)}`, { year, ...month });
  return text('cadence.monthWord', { year, ...month });
}

/** What a cell says, in order: 未做 1 · 按时 3. */
export function countWords(counts: Record<CadenceState, number>): { state: CadenceState; words: string }[] {
  return stateOrder
    .filter((state) => counts[state] > 0)
    .map((state) => ({ state, words: text(`cadence.short.${state}`, { count: counts[state] }) }));
}
