import type {
  AreaChange,
  AreaChangeKind,
  AreaLine,
  areaChangeContracts,
} from '@renshe/domain/area/area-change.contract.ts';
import {
  type AreaId,
  type AreaTree,
  areaVersionAt,
  findAreaEverByCode,
  getArea,
  pathName,
} from '@renshe/domain/area/area-tree.ts';
import {
  addDays,
  addToMonth,
  formatMonth,
  monthOf,
  type PlainDate,
  parseMonth,
} from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { indicators } from '@renshe/domain/statistics/indicators.ts';
import type { z } from 'zod';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';
import { outsideArea } from '../platform/errors.ts';
import type { ReadContext } from '../platform/route.ts';
import type { Scope } from '../platform/scope.ts';
import { seriesUnder } from '../statistics/series-under.ts';
import { areaNode } from './area.queries.ts';

type History = z.input<(typeof areaChangeContracts.history)['output']>;
type Series = z.input<(typeof areaChangeContracts.series)['output']>;

/** An area by itself, as it was called on a day: history never shows a successor's name. */
function ownRef(tree: AreaTree, areaId: AreaId, on: PlainDate): AreaRef {
  const { code, name } = areaVersionAt(tree, areaId, on);
  return { code, name, pathName: pathName(tree, areaId, on) };
}

/** The last day that an area was there by that name, or a day if it still is. */
function lastDayAt(tree: AreaTree, areaId: AreaId, on: PlainDate): PlainDate {
  const end = getArea(tree, areaId).versions.at(-1)!.to;
  return end !== null && end <= on ? addDays(end, -1) : on;
}

/** Also by a code that is gone. Absorbed areas belong to the scope of what absorbed them. */
function areaOfCode(scope: Scope, tree: AreaTree, code: string, today: PlainDate): AreaId {
  const areaId = findAreaEverByCode(tree, code, today);
  if (areaId === undefined || !scope.includes(areaId)) throw outsideArea();
  return areaId;
}

export async function readHistory(c: ReadContext<typeof areaChangeContracts.history>): Promise<History> {
  const areaId = areaOfCode(c.scope, c.tree, c.params.code, c.today);
  const { versions } = getArea(c.tree, areaId);
  const into = c.tree.successions.get(areaId);
  const line = lineOf(c.tree, areaId);
  return {
    current: areaNode(c.tree, areaId, areaVersionAt(c.tree, areaId, c.today), c.today),
    absorbedBy: into ? ownRef(c.tree, into.intoAreaId, into.effectiveOn) : null,
    versions: versions.map((version) => ({
      ...areaNode(c.tree, areaId, version, version.from),
      parentName: version.parentId === null ? null : areaVersionAt(c.tree, version.parentId, version.from).name,
      bookedMonth: formatMonth(version.bookedMonth ?? monthOf(version.from)),
    })),
    changes: await listChanges(c.r, c.tree, areaId),
    line: {
      areas: line.ids.map((id) => {
        const own = getArea(c.tree, id).versions;
        const on = lastDayAt(c.tree, id, c.today);
        return { areaId: id, area: ownRef(c.tree, id, on), fromOn: own[0]!.from, toOn: own.at(-1)!.to };
      }),
      links: line.links,
    },
  };
}

/** Every area that mergers and splits join to this one, directly or over others. */
function lineOf(tree: AreaTree, areaId: AreaId): { ids: AreaId[]; links: AreaLine['links'] } {
  const merged = [...tree.successions.values()].map((s) => ({ kind: 'merged' as const, ...s }));
  const all = [...merged, ...tree.splits.map((s) => ({ kind: 'split' as const, ...s }))];
  const ids = new Set([areaId]);
  for (let grew = true; grew; ) {
    const before = ids.size;
    for (const link of all)
      if (ids.has(link.areaId) || ids.has(link.intoAreaId)) ids.add(link.areaId).add(link.intoAreaId);
    grew = ids.size > before;
  }
  const links = all
    .filter((link) => ids.has(link.areaId))
    .map((link) => ({
      kind: link.kind,
      fromAreaId: link.areaId,
      intoAreaId: link.intoAreaId,
      effectiveOn: link.effectiveOn,
      bookedMonth: formatMonth(link.bookedMonth),
    }))
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : 1));
  return { ids: [...ids].sort((a, b) => a - b), links };
}

/** What was entered in the register of changes about an area, newest first. */
async function listChanges(r: Reader, tree: AreaTree, areaId: AreaId): Promise<AreaChange[]> {
  const rows = await r
    .selectFrom('area_change as x')
    .leftJoin('account as a', 'a.account_id', 'x.made_by')
    .selectAll('x')
    .leftJoin('account as u', 'u.account_id', 'x.undone_by')
    .select(['a.name as maker', 'u.name as undoer'])
    .where((eb) => eb.or([eb('x.area_id', '=', areaId), eb('x.into_area_id', '=', areaId)]))
    .orderBy('x.effective_on', 'desc')
    .orderBy('x.made_at', 'desc')
    .limit(200)
    .execute();
  // The communities of a merged street are told by its merger; each has its own line on its own page.
  const mergers = new Set(rows.filter((row) => row.kind === 'merged').map((row) => row.cause));
  const told = rows.filter((row) => row.kind !== 'parent-changed' || row.area_id === areaId || !mergers.has(row.cause));
  return told.map((row) => {
    const dayBefore = row.kind === 'created' ? row.effective_on : addDays(row.effective_on, -1);
    return {
      changeId: row.change_id,
      kind: row.kind as AreaChangeKind,
      area: ownRef(tree, row.area_id, dayBefore),
      intoArea:
        row.into_area_id === null
          ? row.kind === 'renamed' || row.kind === 'urbanised'
            ? ownRef(tree, row.area_id, row.effective_on)
            : null
          : ownRef(tree, row.into_area_id, row.effective_on),
      effectiveOn: row.effective_on,
      bookedMonth: formatMonth(row.booked_month),
      documentNo: row.document_no,
      reason: row.reason,
      madeOn: businessDay(row.made_at),
      madeBy: row.maker,
      taskId: row.task_id,
      undoable: row.kind === 'merged' && row.undone_at === null && getArea(tree, row.area_id).kind === 'street',
      undone:
        row.undone_at === null ? null : { on: businessDay(row.undone_at), by: row.undoer, reason: row.undo_reason },
    };
  });
}

/** The main figures of the page: stocks at the end of the month, flows of the month. */
const mainIndicators = [
  'resident',
  'registered-unemployed',
  'newly-registered-unemployed',
  'new-urban-employment',
  'zero-employment-family',
] as const;

export async function readAreaSeries(c: ReadContext<typeof areaChangeContracts.series>): Promise<Series> {
  const areaId = areaOfCode(c.scope, c.tree, c.params.code, c.today);
  const present = monthOf(c.today);
  const asked = (text: string | undefined) => (text === undefined ? undefined : parseMonth(text));
  const to = Math.min(present, asked(c.query.to) ?? present);
  // At most five years at once.
  const from = Math.max(addToMonth(to, -59), asked(c.query.from) ?? addToMonth(to, -11));
  const then = await seriesUnder(c.r, c.tree, areaId, mainIndicators, from, to, 'then');
  // An area that is gone has no boundary of now: its last one is compared.
  const end = c.tree.successions.get(areaId)?.bookedMonth;
  const boundaryMonth = end !== undefined && end <= to ? addToMonth(end, -1) : to;
  const now = await seriesUnder(c.r, c.tree, areaId, mainIndicators, from, Math.max(from, boundaryMonth), 'now');
  const shown = mainIndicators.map((key) => indicators.find((indicator) => indicator.key === key)!);
  const values = (months: (typeof then)['months'], month: number) => {
    const found = months.find((one) => one.month === month);
    return shown.map((indicator) => {
      const figures = found?.figures.get(indicator.key);
      return figures === undefined ? null : indicator.type === 'stock' ? figures.stock : figures.own;
    });
  };
  const months = [...new Set([...then.months, ...now.months].map((one) => one.month))].sort((a, b) => a - b);
  const on = c.today;
  const refs = (ids: readonly AreaId[]) => ids.map((id) => ownRef(c.tree, id, lastDayAt(c.tree, id, on)));
  return {
    indicators: shown.map(({ key, zh, en, unit }) => ({ key, zh, en, unit })),
    added: refs(now.added),
    left: refs(now.left),
    joined: refs(now.joined),
    months: months.map((month) => ({
      month: formatMonth(month),
      sealed: then.months.find((one) => one.month === month)?.sealed ?? false,
      asReported: values(then.months, month),
      asNow: values(now.months, month),
    })),
  };
}
