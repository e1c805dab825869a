import { isUrban } from '@renshe/domain/area/area.rules.ts';
import { type AreaId, type AreaTree, areaVersionAt, getArea } from '@renshe/domain/area/area-tree.ts';
import { type Breakdown, breakdownsOf, inGroupOrder } from '@renshe/domain/indicator/indicator.breakdowns.ts';
import type { indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import {
  type Declared,
  type Indicator,
  type Ratio,
  type RatioPart,
  ratioValue,
} from '@renshe/domain/kernel/indicator.ts';
import { addToMonth, formatMonth, lastDayOf, type Month } from '@renshe/domain/kernel/plain-date.ts';
import { type Figures, noFigures } from '@renshe/domain/kernel/report-figures.ts';
import type { z } from 'zod';
import type { Reader } from '../platform/db.ts';
import { districtsOfCity, leavesOf } from '../report/report-leaves.ts';
import { indicatorValues, inUnit, partsOf } from '../statistics/indicator-values.ts';
import { type FigureTable, findRollup, type Leaves, readAgeBands, readFigures } from '../statistics/read-figures.ts';

type Detail = z.input<typeof indicatorContracts.detail.output>;
type Group = Detail['breakdowns'][number]['groups'][number];

/** The figures of an area and month by cell, and those of its urban communities alone. */
interface MonthTables {
  all: FigureTable;
  urban: FigureTable;
  leaves: Leaves;
}

export async function indicatorDetail(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  declared: Declared,
  month: Month,
): Promise<Detail> {
  const months = await monthsOf(r, tree, areaId, declared.key, month);
  if (declared.type === 'external') return { key: declared.key, breakdowns: [], parts: [], months };
  const now = await readTables(r, tree, areaId, month);
  if (declared.type === 'ratio') {
    const yearStart = partsOf(declared).some((part) => part.measure === 'year-start');
    const december = (Math.floor(month / 100) - 1) * 100 + 12;
    const before =
      yearStart && (await isOpen(r, leavesOf(tree, areaId, december), december))
        ? await readTables(r, tree, areaId, december)
        : undefined;
    const total = partsOf(declared).map((part) => partFigure(part, now, before, ''));
    return {
      key: declared.key,
      breakdowns: breakdownsOf(declared).map((b) => ({
        dimension: b.dimension,
        groups: ratioGroups(declared, b, now, before),
      })),
      parts: partsOf(declared).map((part, i) => ({ ...part, value: total[i] ?? null })),
      months,
    };
  }
  const ages = breakdownsOf(declared).some((b) => b.how === 'ages')
    ? await readAgeBands(r, now.leaves, districtsOfCity(tree), month, [declared.key], true)
    : undefined;
  const bands = ages === 'pending' ? undefined : ages?.get(declared.key);
  const breakdowns = breakdownsOf(declared).map((b) => ({
    dimension: b.dimension,
    groups:
      b.how === 'ages'
        ? inGroupOrder('age', [...(bands?.keys() ?? [])]).map((group) => ({
            group,
            value: bands?.get(group as never) ?? 0,
            ytd: null,
          }))
        : groupsOf(declared, b, now),
  }));
  return { key: declared.key, breakdowns, parts: [], months };
}

async function monthsOf(
  r: Reader,
  tree: AreaTree,
  areaId: AreaId,
  key: string,
  month: Month,
): Promise<Detail['months']> {
  const values = await indicatorValues(r, tree, [areaId], [key], addToMonth(month, -12), month);
  return [...(values.get(areaId) ?? [])].map(([of, row]) => ({
    month: formatMonth(of),
    value: row.get(key)?.value ?? null,
    ytd: row.get(key)?.ytd ?? null,
  }));
}

async function readTables(r: Reader, tree: AreaTree, areaId: AreaId, month: Month): Promise<MonthTables> {
  const leaves = leavesOf(tree, areaId, month);
  const all =
    (await findRollup(r, getArea(tree, areaId).districtId, areaId, month)) ?? (await readFigures(r, leaves, month));
  const areas = leaves.areas.filter((id) => isUrban(areaVersionAt(tree, id, lastDayOf(month)).urbanRural));
  const urban = areas.length === leaves.areas.length ? all : await readFigures(r, { ...leaves, areas }, month);
  return { all, urban, leaves };
}

async function isOpen(r: Reader, leaves: Leaves, month: Month): Promise<boolean> {
  const row = await r
    .selectFrom('area_period')
    .select((eb) => eb.fn.min<number | null>('opening_month').as('month'))
    .where('district_id', 'in', [...leaves.districts, -1])
    .where('area_id', 'in', [...leaves.areas, -1])
    .executeTakeFirst();
  return row?.month != null && row.month <= month;
}

const figuresIn = (table: FigureTable, indicator: string, cell: string): Figures =>
  table.get(indicator)?.get(cell) ?? noFigures();

/** Country is what is not town: the same sums, without a second count. */
function figuresOf(tables: MonthTables, indicator: string, cell: string): Figures {
  if (cell === 'urban') return figuresIn(tables.urban, indicator, '');
  const all = figuresIn(tables.all, indicator, cell === 'rural' ? '' : cell);
  if (cell !== 'rural') return all;
  const urban = figuresIn(tables.urban, indicator, '');
  return {
    own: all.own - urban.own,
    adjustment: all.adjustment - urban.adjustment,
    priorYear: all.priorYear - urban.priorYear,
    ytd: all.ytd - urban.ytd,
    stock: all.stock - urban.stock,
  };
}

/** The values of a dimension that have rows of an indicator. */
function cellValues(table: FigureTable, indicator: string, dimension: string): string[] {
  const prefix = `${dimension}=`;
  return [...(table.get(indicator)?.keys() ?? [])]
    .filter((cell) => cell.startsWith(prefix))
    .map((cell) => cell.slice(prefix.length));
}

function groupsOf(indicator: Indicator, b: Breakdown, tables: MonthTables): Group[] {
  const shown = (group: string, figures: Figures): Group =>
    indicator.type === 'stock'
      ? { group, value: figures.stock, ytd: null }
      : { group, value: figures.own, ytd: figures.ytd };
  if (b.how === 'communities')
    return (['urban', 'rural'] as const).map((group) => shown(group, figuresOf(tables, indicator.key, group)));
  const [of, dimension] = b.how === 'part' ? [b.indicator, b.cell] : [indicator.key, b.dimension as string];
  const groups = inGroupOrder(b.dimension, cellValues(tables.all, of, dimension)).map((group) =>
    shown(group, figuresOf(tables, of, `${dimension}=${group}`)),
  );
  if (b.how === 'part' || (b.how === 'cells' && b.sparse)) {
    const total = shown('none', figuresOf(tables, indicator.key, ''));
    const rest = (key: 'value' | 'ytd') =>
      total[key] === null ? null : groups.reduce((sum, group) => sum - (group[key] ?? 0), total[key]);
    groups.push({ group: 'none', value: rest('value'), ytd: rest('ytd') });
  }
  return groups.filter((group) => group.value !== 0 || (group.ytd !== null && group.ytd !== 0));
}

function partFigure(
  part: RatioPart,
  now: MonthTables,
  before: MonthTables | undefined,
  cell: string,
): number | undefined {
  if (part.measure === 'year-start') return before && figuresOf(before, part.indicator, cell).stock;
  return figuresOf(now, part.indicator, cell)[part.measure];
}

function ratioGroups(ratio: Ratio, b: Breakdown, now: MonthTables, before: MonthTables | undefined): Group[] {
  const groups =
    b.how === 'communities'
      ? ['urban', 'rural']
      : inGroupOrder(b.dimension, [
          ...new Set(partsOf(ratio).flatMap((part) => cellValues(now.all, part.indicator, b.dimension))),
        ]);
  return groups.map((group) => {
    const cell = b.how === 'communities' ? group : `${b.dimension}=${group}`;
    const [numerator, ...denominator] = partsOf(ratio).map((part) => partFigure(part, now, before, cell));
    const unknown = numerator === undefined || denominator.some((value) => value === undefined);
    const sum = denominator.reduce<number>((total, value) => total + (value ?? 0), 0);
    return { group, value: unknown ? null : inUnit(ratio, ratioValue(numerator, sum)), ytd: null };
  });
}
