/** The monthly report of the practice, filled by the same function as the real one. */
import { type AgeBand, ageBandOf } from '@renshe/domain/kernel/age-band.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Fact } from '@renshe/domain/kernel/difference.ts';
import {
  addToMonth,
  firstDayOf,
  formatMonth,
  lastDayOf,
  type Month,
  type PlainDate,
  parseMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import type { Figures } from '@renshe/domain/kernel/report-figures.ts';
import { matchesCell } from '@renshe/domain/report/form.ts';
import { type DrillTerm, drillTerms, numberPath } from '@renshe/domain/report/form-drill.ts';
import { cellValueOf, type FormSource } from '@renshe/domain/report/form-figures.ts';
import { monthlyReportForm } from '@renshe/domain/report/forms/monthly.ts';
import {
  findColumn,
  findLine,
  monthlyColumns,
  monthlyLines,
  rateDenominator,
} from '@renshe/domain/report/monthly-form.ts';
import type { MonthlyReport, reportContracts } from '@renshe/domain/report/report.contract.ts';
import type { z } from 'zod';
import { type PracticeCity, type PracticeResident, practiceArea } from './practice-city.ts';

type People = z.output<(typeof reportContracts.people)['output']>;
const measures = {
  month: 'period',
  yearToDate: 'yearToDate',
  adjustment: 'adjustment',
  priorYear: 'priorYear',
} as const;

function sourceOf(city: PracticeCity, month: Month): FormSource {
  const from = firstDayOf(month);
  const last = lastDayOf(month);
  const figures = new Map<string, Map<string, Figures>>();
  const ages = new Map<string, Map<AgeBand, number>>();
  for (const one of city.residents)
    for (const fact of city.derive(one).facts) {
      if (fact.effectiveOn > last) continue;
      const cells = figures.get(fact.indicator) ?? new Map<string, Figures>();
      figures.set(fact.indicator, cells);
      const sum = cells.get(fact.cell) ?? { own: 0, adjustment: 0, priorYear: 0, ytd: 0, stock: 0 };
      cells.set(fact.cell, sum);
      sum.stock += fact.quantity;
      if (fact.effectiveOn >= from) sum.own += fact.quantity;
      if (fact.effectiveOn.slice(0, 4) === last.slice(0, 4)) sum.ytd += fact.quantity;
      if (fact.cell !== '') continue;
      const bands = ages.get(fact.indicator) ?? new Map<AgeBand, number>();
      ages.set(fact.indicator, bands);
      const band = ageBandOf(one.file.birthOn, last);
      bands.set(band, (bands.get(band) ?? 0) + fact.quantity);
    }
  return { figures, ages, manual: new Map(), external: new Map() };
}

function valuesOf(source: FormSource, line: (typeof monthlyLines)[number], measure: keyof typeof measures) {
  const values: Record<string, number | null> = {};
  for (const { key, cell } of monthlyColumns) {
    const value = cellValueOf(monthlyReportForm, source, line, cell, measures[measure]);
    if (value !== undefined && value !== 'pending') values[key] = value;
  }
  return values;
}

export function practiceReport(city: PracticeCity, monthText: string): MonthlyReport {
  const month = parseMonth(monthText)!;
  const source = sourceOf(city, month);
  const before = sourceOf(city, addToMonth(month, -1));
  const yearAgo = sourceOf(city, addToMonth(month, -12));
  return {
    form: 'monthly',
    area: practiceArea,
    month: formatMonth(month),
    basis: 'as-booked',
    sealed: false,
    columns: monthlyColumns.map(({ key, zh, en, group }) => ({ key, zh, en, group })),
    lines: monthlyLines.map((line) => ({
      key: line.key,
      zh: line.zh,
      en: line.en,
      level: line.level,
      unit: line.unit === 'percent' || line.unit === 'household' ? line.unit : 'person',
      definition: line.definition,
      month: valuesOf(source, line, 'month'),
      yearToDate: valuesOf(source, line, 'yearToDate'),
      adjustment: valuesOf(source, line, 'adjustment'),
      priorYear: valuesOf(source, line, 'priorYear'),
      lastMonth: valuesOf(before, line, 'month'),
      sameMonthLastYear: valuesOf(yearAgo, line, 'month'),
      pending: [],
      drill: true,
    })),
    denominator: rateDenominator,
    state: {
      state: 'draft',
      overdue: false,
      dueOn: firstDayOf(addToMonth(month, 1)),
      submittedAt: null,
      submittedBy: null,
      acceptedAt: null,
      acceptedBy: null,
      closedAt: null,
      closedBy: null,
      returnReason: '',
      returnedCells: [],
      reminders: { count: 0, lastOn: null, lastBy: '' },
      digest: null,
      version: 0,
      changedSinceSubmission: [],
      changedSinceAcceptance: [],
      allowedActions: [],
      openChildren: 0,
    },
  };
}

export function practicePeopleBehind(
  city: PracticeCity,
  query: {
    month: string;
    line: string;
    column: string;
    measure: keyof typeof measures;
    part?: 'numerator' | 'denominator' | undefined;
  },
): People {
  const month = parseMonth(query.month)!;
  const row = findLine(query.line);
  const column = findColumn(query.column);
  if (!row || !column) throw new AppError('request.not-found', 'notFound');
  const source = sourceOf(city, month);
  const before = sourceOf(city, addToMonth(month, -1));
  const address = { row, cell: column.cell, measure: measures[query.measure], part: query.part };
  const value = cellValueOf(monthlyReportForm, source, row, address.cell, address.measure);
  const path = numberPath(monthlyReportForm, address, (other, cell, measure, view) =>
    view === 'yearAgo'
      ? undefined
      : cellValueOf(monthlyReportForm, view === 'period' ? source : before, other, cell, measure),
  );
  const terms = drillTerms(monthlyReportForm, address);
  const people = city.residents.flatMap((one) => {
    const facts = city.derive(one).facts;
    const counted = terms.flatMap((term) => factsOf(one, facts, term, month).map((fact) => [term.sign, fact] as const));
    const quantity = counted.reduce((sum, [sign, fact]) => sum + sign * fact.quantity, 0);
    const last = counted.at(-1);
    return quantity === 0 || last === undefined ? [] : [person(city, one, quantity, last[1].effectiveOn)];
  });
  return {
    count: people.length,
    value: typeof value === 'number' ? value : null,
    path: path.steps,
    divisor: path.divisor,
    people,
  };
}

/** What of one person stands behind a term: of a stock everything until the end of the month, of a flow what happened in its time. */
function factsOf(one: PracticeResident, facts: readonly Fact[], term: DrillTerm, month: Month): Fact[] {
  const last = lastDayOf(month);
  if (term.band !== null && ageBandOf(one.file.birthOn, last) !== term.band) return [];
  if (term.measure === 'adjustment' || term.measure === 'priorYear') return [];
  const from =
    term.kind === 'stock'
      ? '0001-01-01'
      : term.measure === 'yearToDate'
        ? `${last.slice(0, 4)}-01-01`
        : firstDayOf(month);
  return facts.filter(
    (fact) =>
      fact.indicator === term.indicator &&
      fact.effectiveOn >= from &&
      fact.effectiveOn <= last &&
      matchesCell(term.cells, fact.cell),
  );
}

function person(
  city: PracticeCity,
  one: PracticeResident,
  quantity: number,
  since: PlainDate,
): People['people'][number] {
  const row = city.row(one);
  return {
    subjectKind: 'resident',
    subjectId: row.residentId,
    name: row.name,
    sex: row.sex,
    age: row.age,
    citizenIdMasked: row.citizenIdMasked,
    area: practiceArea,
    effectiveOn: since,
    quantity,
    inScope: true,
  };
}
