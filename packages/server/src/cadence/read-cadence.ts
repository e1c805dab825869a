import { roleHas } from '@renshe/domain/access/permissions.ts';
import { type AreaId, areaAt, childrenAt, getArea } from '@renshe/domain/area/area-tree.ts';
import type {
  CadenceEntry,
  CadenceMatrix,
  CadenceRecord,
  CadenceRuleView,
} from '@renshe/domain/cadence/cadence.contract.ts';
import {
  type CadenceRule,
  type CadenceState,
  countStates,
  dueCount,
  type Evidence,
  mayChangeRecord,
  type OfficeLevel,
  occurrencesDue,
  officeLevels,
  onTimeShare,
  stateOf,
} from '@renshe/domain/cadence/cadence.rules.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import {
  firstDayOf,
  formatMonth,
  lastDayOf,
  type Month,
  maxDate,
  type PlainDate,
} from '@renshe/domain/kernel/plain-date.ts';
import { dueRules } from '@renshe/domain/submission/submission.rules.ts';
import { sql } from 'kysely';
import { areaRef } from '../platform/area-ref.ts';
import type { Reader } from '../platform/db.ts';
import { findInstallation } from '../platform/installation.ts';
import type { Reference } from '../platform/reference.ts';
import type { Context } from '../platform/route.ts';
import { chainParameter } from '../report/report-form.queries.ts';
import { type Asked, askedKey, readEvidence, recordedByHand } from './cadence-evidence.ts';
import { cadenceRules } from './cadence-rules.ts';

type AnyContext = Context<RouteContract>;

export interface OfficeRow {
  office_id: string;
  kind: string;
  area_id: number;
  name: string;
  opened_on: PlainDate;
  closed_on: PlainDate | null;
}

export async function listOffices(r: Reader, areaIds: readonly AreaId[]): Promise<OfficeRow[]> {
  if (areaIds.length === 0) return [];
  return r
    .selectFrom('office')
    .select(['office_id', 'kind', 'area_id', 'name', 'opened_on', 'closed_on'])
    .where(sql<boolean>`area_id = any(${[...areaIds]}::int[])`)
    .orderBy('area_id')
    .orderBy('name')
    .execute();
}

/** A rule as it holds for an office: reports and analysis sheets are due when the parameters of its area say so. */
export function ruleFor(rule: CadenceRule, reference: Reference, areaId: AreaId, on: PlainDate): CadenceRule {
  if (rule.rhythm !== 'monthly' || (rule.evidence !== 'report' && rule.evidence !== 'analysis-sheet')) return rule;
  const key =
    rule.evidence === 'report'
      ? dueRules.month.parameter(getArea(reference.tree, areaId).kind)
      : ('analysis.due_workday' as const);
  const count = chainParameter(reference, key, areaId, on);
  return typeof count === 'number' ? { ...rule, due: { kind: 'workday-after', count } } : rule;
}

export interface Due extends Asked {
  office: OfficeRow;
  evidence: Evidence | undefined;
  state: CadenceState;
}

/**
 * What offices have to do by [from, last], with its evidence and state. Nothing is asked of an office before it and the system opened, nor
 * after it closed or its area was merged into another one.
 */
export async function readDue(
  c: AnyContext,
  r: Reader,
  offices: readonly OfficeRow[],
  from: PlainDate,
  last: PlainDate,
  ruleKey?: string,
): Promise<Due[]> {
  const opened = (await findInstallation(r))?.opened_on ?? from;
  const asked: (Asked & { office: OfficeRow })[] = [];
  const rules = cadenceRules().filter((rule) => ruleKey === undefined || rule.key === ruleKey);
  // Rules × span are the same for offices whose due rule is the same.
  const known = new Map<string, ReturnType<typeof occurrencesDue>>();
  for (const office of offices) {
    const start = maxDate(office.opened_on, opened);
    for (const general of rules) {
      if (general.level !== office.kind) continue;
      const rule = ruleFor(general, c.reference, office.area_id, from);
      const key = `${rule.key}|${JSON.stringify(rule.due)}`;
      const occurrences = known.get(key) ?? occurrencesDue(rule, from, last, c.reference.calendar);
      known.set(key, occurrences);
      for (const occurrence of occurrences) {
        if (occurrence.from < start || (office.closed_on !== null && occurrence.last >= office.closed_on)) continue;
        if (areaAt(c.tree, office.area_id, occurrence.last) !== office.area_id) continue;
        asked.push({
          districtId: getArea(c.tree, office.area_id).districtId,
          areaId: office.area_id,
          officeId: office.office_id,
          rule,
          occurrence,
          office,
        });
      }
    }
  }
  const evidence = await readEvidence(r, asked);
  return asked.map((one) => {
    const found = evidence.get(askedKey(one));
    return { ...one, evidence: found, state: stateOf(one.occurrence, found, c.today) };
  });
}

export function ownOfficeIds(c: AnyContext): string[] {
  return c.actor.posts.filter((post) => roleHas(post.role, 'cadence.record')).map((post) => post.officeId);
}

export const ruleView = ({ due: _, form: __, ...rule }: CadenceRule): CadenceRuleView => rule;

export function officeView(c: AnyContext, office: OfficeRow): CadenceEntry['office'] {
  return {
    officeId: office.office_id,
    name: office.name,
    level: office.kind as OfficeLevel,
    area: areaRef(c.tree, office.area_id, c.today),
  };
}

export function editMonths(c: AnyContext, areaId: AreaId): number {
  return Number(chainParameter(c.reference, 'cadence.edit_months', areaId, c.today));
}

/** Entries with the records behind them, for lists. */
export async function entriesOf(c: AnyContext, r: Reader, due: readonly Due[]): Promise<CadenceEntry[]> {
  const own = ownOfficeIds(c);
  const records = await readRecords(c, r, due, own);
  return due.map((one) => ({
    office: officeView(c, one.office),
    rule: ruleView(one.rule),
    period: one.occurrence.period,
    from: one.occurrence.from,
    last: one.occurrence.last,
    dueOn: one.occurrence.dueOn,
    state: one.state,
    doneOn: one.evidence?.doneOn ?? null,
    wanted: one.evidence?.wanted ?? null,
    done: one.evidence?.done ?? null,
    records: records.get(askedKey(one)) ?? [],
    mayRecord:
      recordedByHand.includes(one.rule.evidence) && own.includes(one.officeId) && one.occurrence.from <= c.today,
  }));
}

async function readRecords(
  c: AnyContext,
  r: Reader,
  due: readonly Due[],
  own: readonly string[],
): Promise<Map<string, CadenceRecord[]>> {
  const result = new Map<string, CadenceRecord[]>();
  const some = due.filter((one) => recordedByHand.includes(one.rule.evidence) && one.evidence);
  if (some.length === 0) return result;
  const rows = await r
    .selectFrom('cadence_record as k')
    .leftJoin('account as a', 'a.account_id', 'k.entered_by')
    .selectAll('k')
    .select('a.name as entered_name')
    .where('k.district_id', 'in', [...new Set(some.map((one) => one.districtId))])
    .where('k.office_id', 'in', [...new Set(some.map((one) => one.officeId))])
    .where('k.period', 'in', [...new Set(some.map((one) => one.occurrence.period))])
    .where('k.voided_at', 'is', null)
    .orderBy('k.held_on')
    .execute();
  const areas = new Map(due.map((one) => [one.officeId, one.areaId]));
  for (const row of rows) {
    const key = `${row.office_id}|${row.rule}|${row.period}`;
    const list = result.get(key) ?? [];
    result.set(key, list);
    list.push({
      recordId: row.record_id,
      heldOn: row.held_on,
      place: row.place,
      people: row.people,
      note: row.note,
      enteredBy: row.entered_name ?? '',
      enteredAt: row.entered_at.toISOString(),
      mayChange:
        own.includes(row.office_id) &&
        mayChangeRecord(row.held_on, c.today, editMonths(c, areas.get(row.office_id) ?? 0)),
      version: row.version,
    });
  }
  return result;
}

/** The area's own offices and those right below, one table a level, for what is due in a month. */
export async function readMatrix(c: AnyContext, r: Reader, areaId: AreaId, month: Month): Promise<CadenceMatrix> {
  const below = childrenAt(c.tree, areaId, c.today);
  const offices = await listOffices(r, [areaId, ...below]);
  const due = await readDue(c, r, offices, firstDayOf(month), lastDayOf(month));
  const byOffice = Map.groupBy(due, (one) => one.officeId);
  const levels = [...officeLevels].reverse().flatMap((level) => {
    const here = offices.filter((office) => office.kind === level && officeIsOpen(office, month));
    if (here.length === 0) return [];
    const rules = cadenceRules().filter((rule) => rule.level === level);
    return [
      {
        level,
        rules: rules.map(ruleView),
        offices: here.map((office) => {
          const own = byOffice.get(office.office_id) ?? [];
          const counts = countStates(own.map((one) => one.state));
          return {
            office: officeView(c, office),
            cells: rules.map((rule) =>
              countStates(own.filter((one) => one.rule.key === rule.key).map((one) => one.state)),
            ),
            share: onTimeShare(counts),
            due: dueCount(counts),
            hasBelow: office.area_id !== areaId && childrenAt(c.tree, office.area_id, c.today).length > 0,
          };
        }),
      },
    ];
  });
  return { area: areaRef(c.tree, areaId, c.today), month: formatMonth(month), levels };
}

function officeIsOpen(office: OfficeRow, month: Month): boolean {
  return office.opened_on <= lastDayOf(month) && (office.closed_on === null || office.closed_on > firstDayOf(month));
}
