/** Random work at the counters of a city, over HTTP on real PostgreSQL: after each stretch of it the monthly reports must hold together. */
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { type AreaTree, areaAt, reportAreaOf, reportChildren, reportLeaves } from '@renshe/domain/area/area-tree.ts';
import { periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import {
  addDays,
  addToMonth,
  firstDayAfter,
  formatMonth,
  lastDayOf,
  type Month,
  minDate,
  monthOf,
  nextMonth,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { parameterContracts } from '@renshe/domain/parameter/parameter.contract.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { columnValueOf } from '@renshe/domain/report/form-figures.ts';
import { monthlyColumns, monthlyLines } from '@renshe/domain/report/monthly-form.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRandomCounter, type RandomCounter } from '../../test/random-counter.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';
import { type FilledReport, fillReport } from './fill-report.ts';
import { type FilledForm, fillMonthlyForm, flatFigures } from './monthly-report.ts';
import { formCatalogue } from './report-form-catalogue.ts';
import { listBrokenSeals } from './seal-forms.ts';
import { verifyReports } from './verify-reports.ts';

const seed = Number(process.env.RENSHE_SEED ?? 7);
const stretches = Number(process.env.RENSHE_STRETCHES ?? 3);
const opening = '2025-12-01';
const city = '321100000000';
const measures = ['month', 'yearToDate', 'adjustment', 'priorYear'] as const;

let app: TestApp;
let counter: RandomCounter;
const sealed = new Map<string, string>();

beforeAll(async () => {
  app = await openTestApp({ now: '2026-02-10T10:00:00+08:00', openedOn: opening });
  counter = await openRandomCounter(app, seed, opening);
});
afterAll(() => app.close());

const today = () => app.clock.today();

/** The next working day of everybody: nobody has to sign in again. */
async function setDay(on: PlainDate): Promise<void> {
  app.clock.set(`${on}T10:00:00+08:00`);
  await app.staySignedIn();
}

async function closeMonthOf(month: Month): Promise<void> {
  const answer = await app.call('city', reportContracts.close, {
    body: { area: city, month: formatMonth(month), force: true, reason: '逾期未报' },
  });
  expect(answer.error).toBeUndefined();
  // Somebody is at the counter while the month is being closed.
  await Promise.all([
    app.system.tasks.runNow(answer.body.taskId),
    counter.command(),
    counter.command(),
    counter.command(),
  ]);
  const { tree } = await app.system.reference.current();
  for (const [areaId, form] of await formsOf(tree, month)) {
    expect(form.sealed || isEmpty(form), `${areaId} ${month} is sealed`).toBe(true);
    sealed.set(`${areaId}|${month}`, JSON.stringify(flatFigures(form)));
  }
}

const isEmpty = (form: FilledForm) => Object.values(flatFigures(form)).every((value) => !value);

/** Forms of every area that reports the month by itself. */
async function formsOf(tree: AreaTree, month: Month): Promise<Map<number, FilledForm>> {
  const forms = new Map<number, FilledForm>();
  for (const area of tree.areas.values())
    if (
      area.kind !== 'province' &&
      (area.kind !== 'community' || reportAreaOf(tree, area.areaId, month) === area.areaId)
    )
      forms.set(area.areaId, await fillMonthlyForm(app.system.db.kysely, tree, area.areaId, month));
  return forms;
}

const at = (form: FilledForm, line: string, column = 'total', measure: (typeof measures)[number] = 'month') =>
  form.lines.find((filled) => filled.line.key === line)![measure][column] ?? 0;

/** Each report is the sum of its communities; each line is the sum of its columns; the rate comes from the sums. */
function checkSums(tree: AreaTree, month: Month, forms: ReadonlyMap<number, FilledForm>): void {
  for (const [areaId, form] of forms) {
    const parts = reportLeaves(tree, areaId, month).filter((id) => reportAreaOf(tree, id, month) === id);
    for (const { line, pending: _pending, ...values } of form.lines) {
      const name = `${line.key} of ${areaId} in ${month}`;
      if (line.kind === 'ratio') {
        const unemployed = at(form, 'registered-unemployed');
        const all = unemployed + at(form, 'urban-employed');
        expect(values.month.total, name).toBe(all === 0 ? null : Math.round((unemployed / all) * 10_000) / 100);
        continue;
      }
      for (const measure of measures) {
        for (const [column, value] of Object.entries(values[measure])) {
          const sum = parts.reduce((n, id) => n + at(forms.get(id)!, line.key, column, measure), 0);
          expect(value, `${name}, ${column} ${measure}: sum of the communities`).toBe(sum);
        }
        if (values[measure].total === undefined) continue;
        const sumOf = (group: string) =>
          monthlyColumns
            .filter((column) => column.dimension === group)
            .reduce((n, column) => n + (values[measure][column.key] ?? 0), 0);
        if (line.dimensions.includes('sex'))
          expect(sumOf('sex'), `${name} ${measure} by sex`).toBe(values[measure].total);
        if (line.dimensions.includes('age'))
          expect(sumOf('age'), `${name} ${measure} by age`).toBe(values[measure].total);
      }
    }
    for (const measure of measures) {
      const reasons = monthlyLines.filter((line) => line.key.startsWith('deregistered-') && line.level === 1);
      const sum = reasons.reduce((n, line) => n + at(form, line.key, 'total', measure), 0);
      expect(sum, `reasons of ${areaId} in ${month}, ${measure}`).toBe(
        at(form, 'deregistered-unemployed', 'total', measure),
      );
    }
  }
}

/** What the records themselves say, counted without the ledger: by community, up to the end of the open month. */
async function recount(tree: AreaTree, month: Month) {
  const on = lastDayOf(month);
  const january = `${Math.floor(month / 100)}-01-01`;
  const places = `(select distinct on (x.resident_id) x.resident_id, x.area_id from residence x join resident p on p.resident_id = x.resident_id
    where x.voided_at is null`;
  const { rows } = await sql<{ what: string; area_id: number; n: number }>`
    select 'registered-unemployed' as what, l.area_id, count(*)::int as n from ${sql.raw(places)}
      and x.from_on <= ${on}::date and (x.to_on is null or x.to_on > ${on}::date) and (p.died_on is null or p.died_on > ${on}::date)) l
      where exists (select 1 from unemployment_registration u where u.resident_id = l.resident_id and u.voided_at is null
        and u.registered_on <= ${on}::date and (u.ended_on is null or u.ended_on > ${on}::date)) group by 2
    union all
    select 'employed', l.area_id, count(*)::int from ${sql.raw(places)}
      and x.from_on <= ${on}::date and (x.to_on is null or x.to_on > ${on}::date) and (p.died_on is null or p.died_on > ${on}::date)) l
      where exists (select 1 from employment e where e.resident_id = l.resident_id and e.voided_at is null
        and e.started_on <= ${on}::date and (e.ended_on is null or e.ended_on > ${on}::date)) group by 2
    union all
    select 'newly-registered-unemployed', 0, count(*)::int from unemployment_registration u where u.voided_at is null
      and u.registered_on between ${january}::date and ${on}::date and (u.ended_on is null or u.ended_on > u.registered_on)
      and exists (select 1 from residence x where x.resident_id = u.resident_id and x.voided_at is null and x.from_on <= u.registered_on and (x.to_on is null or x.to_on >= u.registered_on))
    union all
    select 'deregistered-unemployed', 0, count(*)::int from unemployment_registration u
      join lateral (select case when bool_or(x.to_on is null) then null else max(x.to_on) end as left_on from residence x
        where x.resident_id = u.resident_id and x.voided_at is null) x on true
      join resident p on p.resident_id = u.resident_id
      where u.voided_at is null and u.ended_on > u.registered_on and least(u.ended_on, p.died_on, x.left_on) >= u.registered_on
        and least(u.ended_on, p.died_on, x.left_on) between ${january}::date and ${on}::date`.execute(
    app.system.db.kysely,
  );
  const counted = new Map<string, number>();
  for (const row of rows) {
    const key = row.area_id === 0 ? row.what : `${row.what}|${areaAt(tree, row.area_id, on)}`;
    counted.set(key, (counted.get(key) ?? 0) + row.n);
  }
  return counted;
}

/** Each number opens as many people as it says, and says in words how it came about. */
async function checkPeople(code: string, form: FilledForm, month: Month): Promise<void> {
  const cells = form.lines.flatMap(({ line, pending: _pending, ...values }) =>
    measures.flatMap((measure) =>
      Object.entries(values[measure]).map(([column, value]) => ({ line, measure, column, value })),
    ),
  );
  const filled = cells.filter((cell) => cell.value);
  for (let i = 0; i < 12 && filled.length > 0; i++) {
    const { line, measure, column, value } = counter.pick(i < 10 ? filled : cells);
    if (line.kind === 'ratio') continue;
    const name = `${line.key} ${column} ${measure} of ${code} in ${month}`;
    const query = { area: code, month: formatMonth(month), line: line.key, column, measure, limit: 200, offset: 0 };
    const { body, error } = await app.call('city', reportContracts.people, { query });
    if (line.kind === 'stock' && measure !== 'month') continue;
    expect(error, name).toBeUndefined();
    expect(body.value, name).toBe(value);
    expect(body.people.length, name).toBe(body.count);
    expect(
      body.people.reduce((n, p) => n + p.quantity, 0),
      name,
    ).toBe(value);
    if (line.kind === 'stock')
      expect(
        body.people.every((p) => p.quantity === 1),
        name,
      ).toBe(true);
    if (body.path.length > 0)
      expect(
        body.path.reduce((n, step) => n + (step.sign === '-' ? -step.value : step.value), 0),
        `path of ${name}`,
      ).toBe(value);
  }
}

/** Of every form: an area is the sum of those below it, and a cell's list adds up to the cell. */
async function checkForms(tree: AreaTree): Promise<void> {
  const { forms } = await formCatalogue(app.system.db);
  const r = app.system.db.kysely;
  for (const { form } of forms.values()) {
    const period = shiftPeriod(periodOf(form.periodKind, today()), counter.pick([0, 0, -1]));
    if (monthOf(period.last) < monthOf(opening)) continue;
    const on = minDate(period.last, today());
    const read = (areaId: number) => fillReport(r, tree, form, areaId, period, today(), { ages: true });
    const whole = await read(1);
    const parts = [];
    for (const areaId of reportChildren(tree, 1, monthOf(on))) parts.push(await read(areaId));
    for (const row of form.rows)
      for (const column of form.columns) {
        if (['ratio', 'external', 'heading', 'manual'].includes(row.kind) || column.measure === 'changeRate') continue;
        const value = columnValueOf(form, whole.sources, row, column);
        if (typeof value !== 'number') continue;
        const sum = parts.reduce((n, part) => n + Number(columnValueOf(form, part.sources, row, column) ?? 0), 0);
        expect(value, `${form.key} ${row.key} ${column.key} of ${period.text}: sum of the areas below`).toBe(sum);
      }
    await checkFormCells(whole);
  }
}

async function checkFormCells(report: FilledReport): Promise<void> {
  const { form, sources, periods } = report;
  const cells = form.rows.flatMap((row) =>
    form.columns.flatMap((column) => {
      const value = columnValueOf(form, sources, row, column);
      return value === undefined || value === 'pending' ? [] : [{ row, column, value }];
    }),
  );
  const filled = cells.filter((cell) => cell.value);
  for (let i = 0; i < 7 && filled.length > 0; i++) {
    const { row, column, value } = counter.pick(filled);
    const name = `${form.key} ${row.key} ${column.key} of ${periods.period.text}`;
    for (const part of row.kind === 'ratio' ? (['numerator', 'denominator'] as const) : [undefined]) {
      const { body, error } = await app.call('city', reportFormContracts.people, {
        params: { form: form.key },
        query: {
          area: city,
          period: periods.period.text,
          row: row.key,
          column: column.key,
          ...(part && { part }),
          limit: 200,
          offset: 0,
        },
      });
      expect(error, name).toBeUndefined();
      expect(body.value, name).toBe(value);
      expect(body.people.length, name).toBe(body.count);
      const listed = body.people.reduce((n, person) => n + person.quantity, 0);
      const steps = (list: typeof body.path) => list.reduce((n, s) => n + (s.sign === '-' ? -s.value : s.value), 0);
      if (column.measure === 'changeRate') expect(listed, `${name}: the change`).toBe(steps(body.path));
      else if (row.kind !== 'ratio') {
        expect(listed, name).toBe(value);
        if (body.path.length > 0) expect(steps(body.path), `path of ${name}`).toBe(value);
      } else if (column.measure !== 'change')
        expect(listed, `${part} of ${name}`).toBe(steps(part === 'denominator' ? body.divisor! : body.path));
    }
  }
}

async function checkAll(): Promise<void> {
  const { tree } = await app.system.reference.current();
  const open = monthOf(today());
  expect(await verifyLedger(app.system)).toMatchObject({ differences: 0, unfinished: 0 });
  expect(await listBrokenSeals(app.system.db.kysely, [2, 10])).toEqual([]);
  expect(await verifyReports(app.system)).toMatchObject({ differences: 0 });
  const forms = new Map<Month, Map<number, FilledForm>>();
  for (let month = monthOf(opening); month <= open; month = nextMonth(month)) {
    const ofMonth = await formsOf(tree, month);
    forms.set(month, ofMonth);
    checkSums(tree, month, ofMonth);
    for (const [areaId, form] of ofMonth) {
      const kept = sealed.get(`${areaId}|${month}`);
      if (kept !== undefined) expect(JSON.stringify(flatFigures(form)), `closed ${areaId} ${month}`).toBe(kept);
    }
  }
  const now = forms.get(open)!;
  const counted = await recount(tree, open);
  for (const what of ['registered-unemployed', 'employed'])
    for (const [areaId, form] of now)
      if (tree.areas.get(areaId)!.kind === 'community')
        expect(at(form, what), `${what} of ${areaId} by the records`).toBe(counted.get(`${what}|${areaId}`) ?? 0);
  for (const what of ['newly-registered-unemployed', 'deregistered-unemployed'])
    expect(at(now.get(1)!, what, 'total', 'yearToDate'), `${what} of the year by the records`).toBe(
      counted.get(what) ?? 0,
    );
  // The year to date is all that its months booked of it.
  for (const line of monthlyLines.filter((l) => l.kind === 'flow')) {
    let sum = 0;
    for (const [month, ofMonth] of forms)
      if (Math.floor(month / 100) === Math.floor(open / 100))
        sum += at(ofMonth.get(1)!, line.key) + at(ofMonth.get(1)!, line.key, 'total', 'adjustment');
    expect(at(now.get(1)!, line.key, 'total', 'yearToDate'), `${line.key} to date`).toBe(sum);
  }
  const places: [string, number][] = [
    [city, 1],
    [counter.pick(['321102000000', '321111000000']), 0],
    [counter.pick(counter.openCommunities()), 0],
  ];
  for (const [code] of places) {
    const area = [...tree.areas.values()].find((a) => a.versions.some((v) => v.code === code))!;
    await checkPeople(code, now.get(area.areaId)!, open);
    const earlier = addToMonth(open, -1);
    await checkPeople(code, forms.get(earlier)!.get(area.areaId)!, earlier);
  }
  await checkForms(tree);
}

async function extraordinary(stretch: number): Promise<void> {
  let taskId: string | null = null;
  if (stretch === 0) {
    const body = { key: 'hardship.age_f', areaCode: null, fromOn: addDays(today(), -20), value: 45, source: '文件' };
    const answer = await app.call('system', parameterContracts.set, { body });
    expect(answer.error).toBeUndefined();
    taskId = answer.body.taskId;
  } else if (stretch === 1 || stretch === 2) {
    const [code, intoCode] = stretch === 1 ? ['321102001007', '321102001001'] : ['321102002200', '321111001006'];
    const effectiveOn = stretch === 1 ? addDays(today(), -70) : addDays(today(), -3);
    const answer = await app.call('system', areaContracts.merge, {
      params: { code: code! },
      body: { intoCode: intoCode!, effectiveOn, documentNo: '京政复〔2026〕18 号', reason: '撤并' },
    });
    expect(answer.error).toBeUndefined();
    counter.merged.add(code!);
    taskId = answer.body.taskId;
  }
  if (taskId) await app.system.tasks.runNow(taskId);
}

describe('monthly reports over random work', () => {
  it(`add up, open their people, never change once closed (seed ${seed})`, { timeout: 240_000 }, async () => {
    let closed = addToMonth(monthOf(opening), -1);
    for (let stretch = 0; stretch < stretches; stretch++) {
      for (let i = 0; i < 18; i++) await counter.command();
      await extraordinary(stretch);
      for (let i = 0; i < 6; i++) await counter.command();
      await checkAll();
      if (stretch % 3 !== 2) {
        await setDay(addDays(firstDayAfter(monthOf(today())), 11));
        while (closed < addToMonth(monthOf(today()), stretch % 2 === 0 ? -1 : -2)) {
          closed = nextMonth(closed);
          await closeMonthOf(closed);
        }
        await checkAll();
      }
    }
    if (process.env.RENSHE_SEED) console.log(counter.account());
  });
});
