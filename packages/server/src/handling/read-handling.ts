import { type AreaId, ancestorsAt, areaAt, childrenAt } from '@renshe/domain/area/area-tree.ts';
import type { HandledCase, HandlingTable, ProcessView } from '@renshe/domain/handling/handling.contract.ts';
import {
  elapsedDays,
  type HandledGroup,
  handledFigures,
  type ProcessDefinition,
  type ProcessKey,
  promisedOn,
} from '@renshe/domain/handling/handling.rules.ts';
import { maskName } from '@renshe/domain/kernel/citizen-id.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { type Period, parsePeriod } from '@renshe/domain/kernel/period.ts';
import { addDays, minDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type RawBuilder, sql } from 'kysely';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import type { Context } from '../platform/route.ts';
import { formCatalogue } from '../report/report-form-catalogue.ts';
import { districtsOfCity } from '../report/report-leaves.ts';
import { type HandledSpan, handledCases } from './handled-cases.ts';
import { processDefinitions } from './process-definitions.ts';

type Asker = Context<RouteContract>;

/** What is read: an area and a period, with the area right below that each area belongs to as the city stands today. */
export interface HandlingFrame {
  areaId: AreaId;
  period: Period;
  /** Last day that is counted. */
  last: PlainDate;
  span: HandledSpan;
  /** Of every area of the span: the area right below the asked one, or the asked one itself. */
  below: ReadonlyMap<AreaId, AreaId>;
}

const startOf = (on: PlainDate) => new Date(`${on}T00:00:00+08:00`);

/** @throws AppError outside the reader's area */
export function handlingFrame(c: Asker, asked: { area: string; period: string }): HandlingFrame {
  const { areaId, scope } = areaInScope(c.scope, c.tree, asked.area, c.today);
  const period = parsePeriod(asked.period)!;
  const last = minDate(period.last, c.today);
  const below = new Map<AreaId, AreaId>();
  for (const id of c.tree.areas.keys()) {
    if (!scope.includes(id)) continue;
    const now = areaAt(c.tree, id, c.today);
    const path = [now, ...ancestorsAt(c.tree, now, c.today)];
    below.set(id, path[path.indexOf(areaId) - 1] ?? areaId);
  }
  return {
    areaId,
    period,
    last,
    span: {
      // City reports are kept in district 0.
      districts: [0, ...districtsOfCity(c.tree)],
      areas: [...below.keys()],
      from: startOf(period.from),
      to: startOf(addDays(last, 1)),
    },
    below,
  };
}

/** The promise in force for an area on the day on which a case began; null where none was. */
function promiseOn(c: Asker, process: ProcessDefinition, areaId: AreaId, on: PlainDate): number | null {
  if (process.promise === null) return null;
  const segment = c.reference.timelines
    .timeline(process.promise, areaId)
    .find((one) => one.from <= on && (one.to === null || on < one.to));
  return segment ? Number(segment.value) : null;
}

const casesOf = (frame: HandlingFrame, process: ProcessDefinition): RawBuilder<unknown> => sql`
  select x.*, b.below from (${handledCases[process.key](frame.span)}) x
  join unnest(${[...frame.below.keys()]}::int[], ${[...frame.below.values()]}::int[]) as b (area_id, below) on b.area_id = x.area_id`;

interface Group extends HandledGroup {
  below: AreaId;
  startedOn: PlainDate;
}

/** Cases by area below, first and last day: a year of a big city is some thousands of rows, whatever the number of people. */
async function readGroups(
  c: Asker,
  r: Reader,
  frame: HandlingFrame,
  process: ProcessDefinition,
): Promise<Map<AreaId, Group[]>> {
  const { rows } = await sql<{ below: AreaId; started_on: PlainDate; finished_on: PlainDate; cases: number }>`
    select s.below, s.started_on, s.finished_on, count(*)::int as cases from (${casesOf(frame, process)}) s group by 1, 2, 3`.execute(
    r,
  );
  const groups = new Map<AreaId, Group[]>();
  for (const row of rows) {
    const list = groups.get(row.below) ?? [];
    groups.set(row.below, list);
    list.push({
      below: row.below,
      startedOn: row.started_on,
      cases: row.cases,
      days: elapsedDays(row.started_on, row.finished_on, process.unit, c.reference.calendar),
      promise: promiseOn(c, process, row.below, row.started_on),
    });
  }
  return groups;
}

export async function readHandlingTable(c: Asker, r: Reader, frame: HandlingFrame): Promise<HandlingTable> {
  const { areaId, period, last } = frame;
  const children = childrenAt(c.tree, areaId, c.today);
  const views = await processViews(c, r, frame);
  const rows: HandlingTable['rows'] = [];
  for (const process of processDefinitions()) {
    const groups = await readGroups(c, r, frame, process);
    rows.push({
      process: views.get(process.key)!,
      figures: handledFigures([...groups.values()].flat()),
      below: children.map((child) => ({
        area: areaRef(c.tree, child, c.today),
        hasBelow: childrenAt(c.tree, child, c.today).length > 0,
        figures: handledFigures(groups.get(child) ?? []),
      })),
    });
  }
  return { area: areaRef(c.tree, areaId, c.today), period: period.text, from: period.from, last, rows };
}

/** The definitions with what is promised on the last day of the period, and who says so. */
async function processViews(c: Asker, r: Reader, frame: HandlingFrame): Promise<Map<ProcessKey, ProcessView>> {
  const inForce = new Map<ProcessKey, { days: number; parameterId: string }>();
  for (const { key, promise } of processDefinitions()) {
    const segment =
      promise &&
      c.reference.timelines
        .timeline(promise, frame.areaId)
        .find((one) => one.from <= frame.last && (one.to === null || frame.last < one.to));
    if (segment) inForce.set(key, { days: Number(segment.value), parameterId: segment.parameterId });
  }
  const sources = new Map(
    (
      await r
        .selectFrom('parameter')
        .select(['parameter_id', 'source', 'certainty'])
        .where('parameter_id', '=', sql<string>`any(${[...inForce.values()].map((one) => one.parameterId)}::uuid[])`)
        .execute()
    ).map((row) => [row.parameter_id, row]),
  );
  return new Map(
    processDefinitions().map((process) => {
      const { key, zh, en, unit, steps, materials, source } = process;
      const promise = inForce.get(key);
      const row = promise && sources.get(promise.parameterId);
      const view: ProcessView = {
        key,
        zh,
        en,
        unit,
        promise:
          promise && row
            ? {
                days: promise.days,
                source: row.source,
                certainty: row.certainty as NonNullable<ProcessView['promise']>['certainty'],
              }
            : null,
        steps: [...steps],
        materials: [...materials],
        source,
      };
      return [key, view];
    }),
  );
}

interface CaseRow {
  district_id: number;
  case_id: string;
  subject_id: string;
  area_id: AreaId;
  below: AreaId;
  started_on: PlainDate;
  finished_on: PlainDate;
  count: number;
}

/** The cases behind the figures of a business, those that took longest first. */
export async function listHandledCases(
  c: Asker,
  r: Reader,
  frame: HandlingFrame,
  asked: { process: ProcessKey; late: boolean; limit: number; offset: number },
): Promise<{ count: number; cases: HandledCase[] }> {
  const process = processDefinitions().find((one) => one.key === asked.process)!;
  const { rows } = await sql<CaseRow>`
    with s as materialized (${casesOf(frame, process)})
    select s.*, count(*) over ()::int as count from s ${asked.late ? await lateOnly(c, r, frame, process) : sql``}
    order by s.finished_on - s.started_on desc, s.finished_on desc, s.case_id limit ${asked.limit} offset ${asked.offset}`.execute(
    r,
  );
  const subjectOf = await readSubjects(c, r, frame, process.key, rows);
  return {
    count: rows[0]?.count ?? 0,
    cases: rows.map((row) => ({
      caseId: row.case_id,
      subject: subjectOf(row),
      area: areaRef(c.tree, row.area_id, c.today),
      startedOn: row.started_on,
      finishedOn: row.finished_on,
      days: elapsedDays(row.started_on, row.finished_on, process.unit, c.reference.calendar),
      promise: promiseOn(c, process, row.below, row.started_on),
    })),
  };
}

/** Working days are counted here, not in SQL: the last day of the promise of every area and first day goes along. */
async function lateOnly(
  c: Asker,
  r: Reader,
  frame: HandlingFrame,
  process: ProcessDefinition,
): Promise<RawBuilder<unknown>> {
  const due = new Map<string, { below: AreaId; startedOn: PlainDate; dueOn: PlainDate }>();
  for (const { below, startedOn, promise } of [...(await readGroups(c, r, frame, process)).values()].flat())
    if (promise !== null)
      due.set(`${below}|${startedOn}`, {
        below,
        startedOn,
        dueOn: promisedOn(startedOn, promise, process.unit, c.reference.calendar),
      });
  const all = [...due.values()];
  return sql`join unnest(${all.map((one) => one.below)}::int[], ${all.map((one) => one.startedOn)}::date[], ${all.map((one) => one.dueOn)}::date[])
    as d (below, started_on, due_on) on d.below = s.below and d.started_on = s.started_on and s.finished_on > d.due_on`;
}

/** Whom or what the cases were about; a person who lives outside the reader's area by now is masked and leads nowhere. */
async function readSubjects(
  c: Asker,
  r: Reader,
  frame: HandlingFrame,
  process: ProcessKey,
  rows: readonly CaseRow[],
): Promise<(row: CaseRow) => HandledCase['subject']> {
  const ids = [...new Set(rows.map((row) => row.subject_id))];
  const districts = [...frame.span.districts];
  if (process === 'help-request') {
    const requests = await sql<{ request_id: string; number: string; name: string }>`
      select request_id, number, name from help_request where district_id = any(${districts}::int[]) and request_id = any(${ids}::uuid[])`.execute(
      r,
    );
    const known = new Map(requests.rows.map((one) => [one.request_id, one]));
    return (row) => {
      const one = known.get(row.subject_id);
      return { kind: 'help-request', number: one?.number ?? '', name: one?.name ?? '' };
    };
  }
  if (process === 'report-review' || process === 'report-closing' || process === 'report-correction') {
    const reports = await sql<{ report_id: string; form: string; period: string }>`
      select report_id, form, period from report_form where district_id = any(${districts}::int[]) and report_id = any(${ids}::uuid[])`.execute(
      r,
    );
    const known = new Map(reports.rows.map((one) => [one.report_id, one]));
    const { forms } = await formCatalogue(c.host.db);
    return (row) => {
      const { form = '', period = '' } = known.get(row.subject_id) ?? {};
      const named = forms.get(form)?.form;
      return { kind: 'report', form, name: { zh: named?.zh ?? form, en: named?.en ?? form }, period };
    };
  }
  const residents = await sql<{ resident_id: string; name: string; area_id: AreaId }>`
    select resident_id, name, area_id from resident where district_id = any(${districts}::int[]) and resident_id = any(${ids}::uuid[])`.execute(
    r,
  );
  const known = new Map(residents.rows.map((one) => [one.resident_id, one]));
  return ({ subject_id }) => {
    const one = known.get(subject_id);
    if (!one) return { kind: 'resident', residentId: null, name: '' };
    return c.scope.includes(one.area_id)
      ? { kind: 'resident', residentId: one.resident_id, name: one.name }
      : { kind: 'resident', residentId: null, name: maskName(one.name) };
  };
}
