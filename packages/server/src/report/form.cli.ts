import { getArea } from '@renshe/domain/area/area-tree.ts';
import { parsePeriod, periodName } from '@renshe/domain/kernel/period.ts';
import { basicMeasures, cellsOf } from '@renshe/domain/report/form.ts';
import { failedChecks, missingEntries } from '@renshe/domain/report/form-checks.ts';
import { columnValueOf } from '@renshe/domain/report/form-figures.ts';
import { type CliCommand, UsageError } from '../platform/command-line.ts';
import { scopeFor } from '../platform/scope.ts';
import { fillReport, formState, isSealed, reportingMonth } from './fill-report.ts';
import { reportAreaInScope, reportAreaRef } from './report-area.ts';
import { formCatalogue, getReportForm } from './report-form-catalogue.ts';
import { isBooked } from './report-source.ts';

/** Any form, the region's own ones included. */
export const reportCommand: CliCommand = {
  name: 'report',
  usage: 'FORM --area CODE --period PERIOD',
  summary: 'print a report form of an area: daily-brief, weekly-market, quarterly-analysis …',
  options: {
    area: { value: 'CODE', help: '12-digit area code' },
    period: { value: 'PERIOD', help: '2026-11-21, 2026-W47, 2026-11 or 2026-Q4' },
  },
  async run(call) {
    const [key = ''] = call.words;
    const code = String(call.options.area ?? '');
    const period = parsePeriod(String(call.options.period ?? ''));
    if (!key || !/^\d{12}$/.test(code) || !period)
      throw new UsageError('用法：renshe report weekly-market --area 321100000000 --period 2026-W47');
    const system = await call.open();
    try {
      const { form } = await getReportForm(system.db, key);
      const today = system.clock.today();
      const { tree } = await system.reference.current();
      const month = reportingMonth(period, today);
      const scope = scopeFor(await call.actor(system), 'report.read', tree, today);
      const areaId = reportAreaInScope(scope, tree, code, month, today);
      const r = system.db.kysely;
      const report = await fillReport(r, tree, form, areaId, period, today, { ages: true });
      const state = await formState(r, tree, form.key, areaId, period);
      const area = reportAreaRef(tree, areaId, month);
      const rows = Object.fromEntries(
        form.rows
          .filter((row) => row.kind !== 'heading')
          .map((row) => [
            row.key,
            {
              unit: row.unit,
              values: Object.fromEntries(
                form.columns.flatMap((column) => {
                  const value = columnValueOf(form, report.sources, row, column);
                  return typeof value === 'number' || value === null ? [[column.key, value]] : [];
                }),
              ),
            },
          ]),
      );
      call.print(
        {
          form: form.key,
          area: { ...area, kind: getArea(tree, areaId).kind },
          period: period.text,
          state,
          sealed: isSealed(report),
          basis: isBooked(period) ? 'as-booked' : 'as-known-now',
          rows,
          checks: failedChecks(form, report.sources).map(({ key: check, severity, cell, left, right }) => ({
            check,
            severity,
            cell,
            left,
            right,
          })),
          missing: missingEntries(form, report.sources),
        },
        [
          `${form.zh} ${area.pathName} ${periodName(period).zh} (${state})`,
          ...form.rows.map((row) => {
            const value = rows[row.key]?.values[form.columns[0]?.key ?? ''];
            const words = value === undefined ? '' : `: ${value ?? (row.kind === 'ratio' ? '无对象' : '未填')}`;
            return `${'  '.repeat(row.level)}${row.zh}${words}${row.unit === 'percent' && typeof value === 'number' ? '%' : ''}`;
          }),
        ],
      );
      return 0;
    } finally {
      await system.close();
    }
  },
};

/** Which forms there are, and what is wrong with files that could not be used. */
export const reportFormsCommand: CliCommand = {
  name: 'report forms',
  usage: '',
  summary: 'list the report forms, and what is wrong with form files of the region',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const { forms, problems } = await formCatalogue(system.db);
      const list = [...forms.values()].map(({ form, origin }) => ({
        form: form.key,
        zh: form.zh,
        en: form.en,
        period: form.periodKind,
        rows: form.rows.length,
        columns: form.columns.length,
        cells: cellsOf(form).length,
        measures: basicMeasures.filter((measure) => form.columns.some((column) => column.measure === measure)),
        origin,
      }));
      call.print({ forms: list, problems }, [
        ...list.map(
          (form) => `${form.form}  ${form.zh}  ${form.rows}×${form.columns}  ${form.period} (${form.origin})`,
        ),
        ...problems.map((problem) => `${problem.file} ${problem.where}: ${problem.zh} ${problem.en}`),
      ]);
      return problems.length === 0 ? 0 : 1;
    } finally {
      await system.close();
    }
  },
};
