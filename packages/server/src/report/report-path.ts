import type { reportContracts } from '@renshe/domain/report/report.contract.ts';
import type { z } from 'zod';
import type { FilledForm } from './monthly-report.ts';
import type { Cell } from './report-people.ts';

type Step = z.infer<typeof reportContracts.people.output>['path'][number];

const valueIn = (
  form: FilledForm | undefined,
  line: string,
  column: string,
  measure: 'month' | 'yearToDate' | 'adjustment' | 'priorYear',
): number => form?.lines.find((filled) => filled.line.key === line)?.[measure][column] ?? 0;

/** How a number came about, in words: 期初 41 + 新登记 6 − 注销 8 + 迁入、更正 1 = 40. What the flows do not explain is moves and corrections. */
export function numberPath(cell: Cell, form: FilledForm, before: FilledForm | undefined): Step[] {
  const { line, column, measure } = cell;
  const value = valueIn(form, line.key, column.key, measure);
  const signed = (zh: string, en: string, amount: number): Step => ({
    sign: amount < 0 ? '-' : '+',
    zh,
    en,
    value: Math.abs(amount),
  });
  const deducted = (zh: string, en: string, amount: number): Step => ({
    sign: amount < 0 ? '+' : '-',
    zh,
    en,
    value: Math.abs(amount),
  });
  if (line.kind === 'ratio') {
    const at = (key: string) => valueIn(form, key, column.key, 'month');
    return [
      {
        sign: '=',
        zh: '登记失业（分子）',
        en: 'Registered unemployed (numerator)',
        value: at('registered-unemployed'),
      },
      {
        sign: '+',
        zh: '城镇从业（分母的另一部分）',
        en: 'Urban employed (rest of the denominator)',
        value: at('urban-employed'),
      },
    ];
  }
  if (line.key === 'registered-unemployed' && column.dimension !== 'age') {
    const flow = (key: string) =>
      valueIn(form, key, column.key, 'month') +
      valueIn(form, key, column.key, 'adjustment') +
      valueIn(form, key, column.key, 'priorYear');
    const entered = flow('newly-registered-unemployed');
    const left = flow('deregistered-unemployed');
    // The first month begins with those who were registered before the system opened.
    if (!before)
      return [
        {
          sign: '=',
          zh: '启用前已登记（含迁移、更正）',
          en: 'Registered before the opening (with moves and corrections)',
          value: value - entered + left,
        },
        signed('新登记', 'newly registered', entered),
        deducted('注销', 'deregistered', left),
      ];
    const opening = valueIn(before, line.key, column.key, 'month');
    const rest = value - opening - entered + left;
    return [
      { sign: '=', zh: '期初', en: 'At the start', value: opening },
      signed('新登记', 'newly registered', entered),
      deducted('注销', 'deregistered', left),
      ...(rest === 0 ? [] : [signed('迁入迁出及更正', 'moves and corrections', rest)]),
    ];
  }
  if (line.kind === 'stock') {
    const opening = valueIn(before, line.key, column.key, 'month');
    return [
      { sign: '=', zh: '期初', en: 'At the start', value: opening },
      signed('本期净变化', 'net change', value - opening),
    ];
  }
  if (measure === 'yearToDate') {
    const own = valueIn(form, line.key, column.key, 'month');
    const adjustment = valueIn(form, line.key, column.key, 'adjustment');
    return [
      {
        sign: '=',
        zh: '本年以前各月（已入账）',
        en: 'Earlier months of the year, as booked',
        value: value - own - adjustment,
      },
      signed('本月发生', 'this month', own),
      ...(adjustment === 0 ? [] : [signed('以前月份调整', 'adjustments of earlier months', adjustment)]),
    ];
  }
  return [];
}
