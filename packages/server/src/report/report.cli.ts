import { getArea } from '@renshe/domain/area/area-tree.ts';
import { parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { scopeFor } from '../platform/scope.ts';
import { fillMonthlyForm } from './monthly-report.ts';
import { reportAreaInScope, reportAreaRef } from './report-area.ts';
import { findForm, monthlyOf } from './report-form.queries.ts';
import { leavesOf, requireReportableMonth } from './report-leaves.ts';

export const reportMonthlyCommand: CliCommand = {
  name: 'report monthly',
  usage: '--area CODE --month YYYY-MM',
  summary: 'print the monthly report 就业失业月报 of an area',
  options: { area: { value: 'CODE', help: '12-digit area code' }, month: { value: 'YYYY-MM', help: 'month' } },
  async run(call) {
    const code = String(call.options.area ?? '');
    const month = parseMonth(String(call.options.month ?? ''));
    if (!/^\d{12}$/.test(code) || month === undefined)
      throw new UsageError('用法：renshe report monthly --area 321100000000 --month 2026-10');
    const system = await call.open();
    try {
      const today = system.clock.today();
      const { tree } = await system.reference.current();
      if (![...tree.areas.values()].some((area) => area.versions.some((v) => v.code === code)))
        throw new UsageError(`没有代码为 ${code} 的区域。 There is no area ${code}.`);
      const scope = scopeFor(await call.actor(system), 'report.read', tree, today);
      const areaId = reportAreaInScope(scope, tree, code, month, today);
      const r = system.db.kysely;
      await requireReportableMonth(r, leavesOf(tree, areaId, month), month, today);
      const form = await fillMonthlyForm(r, tree, areaId, month);
      const row = await findForm(r, tree, areaId, monthlyOf(month));
      const area = reportAreaRef(tree, areaId, month);
      const lines = Object.fromEntries(
        form.lines.map(({ line, pending: _pending, ...values }) => [line.key, { unit: line.unit, ...values }]),
      );
      call.print(
        {
          form: 'monthly',
          area: { ...area, kind: getArea(tree, areaId).kind },
          month: call.options.month,
          state: row?.state ?? 'draft',
          sealed: form.sealed,
          basis: 'as-booked',
          lines,
        },
        [
          `就业失业月报 ${area.pathName} ${call.options.month} (${row?.state ?? 'draft'})`,
          ...form.lines.map(
            ({ line, month: values, yearToDate }) =>
              `${'  '.repeat(line.level)}${line.zh}: ${values.total ?? '无对象'}${line.unit === 'percent' ? '%' : ''}${line.kind === 'flow' ? ` (本年累计 ${yearToDate.total})` : ''}`,
          ),
        ],
      );
      return 0;
    } finally {
      await system.close();
    }
  },
};
