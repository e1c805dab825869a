/** Random worlds with closings, mergers and late entries: every cell of every form opens as many people as it says, and its path adds up to it. */
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { type AreaTree, reportAreaOf, reportsBy } from '@renshe/domain/area/area-tree.ts';
import { type Period, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { formatMonth, type Month, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { basicMeasures, type ReportForm } from '@renshe/domain/report/form.ts';
import { type CellAddress, numberPath, type PathStep } from '@renshe/domain/report/form-drill.ts';
import { columnValueOf } from '@renshe/domain/report/form-figures.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRandomCounter, type RandomCounter } from '../../test/random-counter.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { scopeOfRoots } from '../platform/scope.ts';
import { type FilledReport, fillReport, reportingMonth, valueAtOf } from './fill-report.ts';
import { listCellPeople } from './report-drill.ts';
import { formCatalogue } from './report-form-catalogue.ts';
import { leavesOf, openingMonthOf } from './report-leaves.ts';

const seed = Number(process.env.RENSHE_SEED ?? 11);
/** Every area, period and empty cell; otherwise some areas, and one empty cell in six. */
const thorough = process.env.RENSHE_THOROUGH !== undefined;
const city = '321100000000';

let app: TestApp;
let counter: RandomCounter;

beforeAll(async () => {
  app = await openTestApp({ now: '2025-12-20T10:00:00+08:00', openedOn: '2025-11-01' });
  counter = await openRandomCounter(app, seed, '2025-11-01');
});
afterAll(() => app.close());

const today = () => app.clock.today();

async function setDay(on: string): Promise<void> {
  app.clock.set(`${on}T10:00:00+08:00`);
  await app.staySignedIn();
}

async function work(commands: number): Promise<void> {
  for (let i = 0; i < commands; i++) await counter.command();
}

async function closeMonthOf(month: Month): Promise<void> {
  const body = { area: city, month: formatMonth(month), force: true, reason: '逾期未报' };
  const answer = await app.call('city', reportContracts.close, { body });
  expect(answer.error).toBeUndefined();
  await app.system.tasks.runNow(answer.body.taskId);
}

async function merge(code: string, intoCode: string, effectiveOn: string): Promise<void> {
  const body = { intoCode, effectiveOn, documentNo: '京政复〔2026〕18 号', reason: '撤并' };
  const answer = await app.call('system', areaContracts.merge, { params: { code }, body });
  expect(answer.error).toBeUndefined();
  counter.merged.add(code);
  if (answer.body.taskId) await app.system.tasks.runNow(answer.body.taskId);
}

const sumOf = (steps: readonly PathStep[]) => steps.reduce((n, s) => n + (s.sign === '-' ? -s.value : s.value), 0);

/** Cells that the form shows, and those of the monthly form's own pages: every row by every basic measure. */
function addressesOf(form: ReportForm): { address: CellAddress; name: string }[] {
  const shown = form.columns.map(({ key, cell, measure }) => ({ key, cell, measure }));
  const more = form.columns
    .filter((column) => column.measure === 'period')
    .flatMap(({ key, cell }) => basicMeasures.map((measure) => ({ key: `${key} ${measure}`, cell, measure })));
  return form.rows.flatMap((row) =>
    [...shown, ...more].flatMap(({ key, cell, measure }) =>
      (row.kind === 'ratio' ? (['numerator', 'denominator'] as const) : [undefined]).map((part) => ({
        address: { row, cell, measure, part },
        name: `${row.key} ${key} ${part ?? ''}`,
      })),
    ),
  );
}

let cells = 0;

async function checkCells(tree: AreaTree, report: FilledReport): Promise<string[]> {
  const { form, areaId, periods, sources } = report;
  const wrong: string[] = [];
  for (const { address, name } of addressesOf(form)) {
    const { row, cell, measure, part } = address;
    if (['manual', 'external', 'heading'].includes(row.kind)) continue;
    const column = { key: '', zh: '', en: '', heads: [], cell, measure };
    const value = columnValueOf(form, sources, row, column);
    if (value === undefined || (!thorough && !value && counter.pick([1, 2, 3, 4, 5, 6]) > 1)) continue;
    const comparesBefore = ['previous', 'yearAgo', 'change', 'changeRate'].includes(measure);
    if (value === null && row.kind !== 'ratio' && comparesBefore) continue;
    const where = `${form.key} of ${areaId} in ${periods.period.text}: ${name}`;
    const path = numberPath(form, address, valueAtOf(report));
    const { people, count } = await listCellPeople(
      app.system.db.kysely,
      tree,
      scopeOfRoots(tree, [1], today()),
      { form, areaId, periods, address },
      today(),
      { limit: 500, offset: 0 },
    );
    cells++;
    if (count !== people.length) wrong.push(`${where}: ${count} people, ${people.length} listed`);
    const listed = people.reduce((n, person) => n + person.quantity, 0);
    const steps = sumOf(path.steps);
    if (row.kind === 'ratio') {
      if (measure === 'change' || measure === 'changeRate') continue;
      const counted = part === 'denominator' ? sumOf(path.divisor ?? []) : steps;
      if (listed !== counted) wrong.push(`${where}: ${counted} counted, ${listed} listed`);
      continue;
    }
    const counted = measure === 'changeRate' ? steps : value;
    if (listed !== counted) wrong.push(`${where}: ${counted} counted, ${listed} listed`);
    if (measure !== 'changeRate' && path.steps.length > 0 && steps !== value)
      wrong.push(`${where}: path ${JSON.stringify(path.steps)} is not ${value}`);
    if (row.kind === 'stock' && measure === 'period' && people.some((person) => person.quantity !== 1))
      wrong.push(`${where}: somebody counts twice`);
  }
  return wrong;
}

async function checkForms(periodsOf: (form: ReportForm) => Period[]) {
  const { forms } = await formCatalogue(app.system.db);
  const { tree } = await app.system.reference.current();
  const r = app.system.db.kysely;
  const areas = someAreas(tree);
  const wrong: string[] = [];
  for (const { form } of forms.values())
    for (const period of periodsOf(form)) {
      const month = reportingMonth(period, today());
      for (const areaId of areas) {
        if (reportAreaOf(tree, areaId, month) !== areaId || !reportsBy(tree, areaId, month)) continue;
        if (monthOf(period.last) < (await openingMonthOf(r, leavesOf(tree, areaId, month)))) continue;
        wrong.push(
          ...(await checkCells(tree, await fillReport(r, tree, form, areaId, period, today(), { ages: true }))),
        );
      }
    }
  expect(wrong).toEqual([]);
}

/** The city, a district and the communities that absorb others; all of them when it is thorough. */
function someAreas(tree: AreaTree): number[] {
  const all = [...tree.areas.values()].filter((area) => area.kind !== 'province');
  const codes = [city, counter.pick(['321102000000', '321111000000']), '321102001001', '321111001006'];
  return all.filter((area) => thorough || codes.includes(area.versions[0]!.code)).map((area) => area.areaId);
}

/** The running period and those before it. */
const last = (count: number) => (form: ReportForm) =>
  Array.from({ length: count }, (_, back) => shiftPeriod(periodOf(form.periodKind, today()), -back));

describe('cells of forms over random work', () => {
  it(`open the people they count (seed ${seed})`, { timeout: 600_000 }, async () => {
    await work(40);
    await setDay('2026-01-03');
    await closeMonthOf(202511);
    await work(25);
    await checkForms(last(thorough ? 2 : 1));
    await setDay('2026-02-14');
    await closeMonthOf(202512);
    // Booked in January, which is open: with effect from a closed month, and from the middle of the quarter.
    await merge('321102001007', '321102001001', '2025-12-10');
    await work(20);
    await merge('321102002200', '321111001006', '2026-02-03');
    await work(20);
    await setDay('2026-03-12');
    await closeMonthOf(202601);
    await work(20);
    await checkForms(last(thorough ? 2 : 1));
    if (process.env.RENSHE_SEED) console.log(cells, counter.account());
  });
});
