/**
 * The ledger in memory, for the property test alone: the real difference and booking month over plain arrays, with the
 * booking rule exchangeable so that the broken readings of the rule can be shown to fail.
 */
import { bookedMonth, frontierOf } from './booked-month.ts';
import { difference, type Fact } from './difference.ts';
import type { AreaId, Id } from './file.ts';
import { type Month, monthOf, nextMonth, type PlainDate } from './plain-date.ts';
import { addToFigures, clampToOpening, type Figures, noFigures, type TotalRow } from './report-figures.ts';

export type BookingRule =
  | 'subject-frontier'
  /** Mutant: only the areas of this difference count for the frontier. */
  | 'touched-areas-only'
  /** Mutant: areas whose booked sum is 0 now are forgotten. */
  | 'netted-areas-forgotten'
  /** Mutant: every row goes into its own area's open month. */
  | 'own-open-month'
  /** Mutant: nothing closes. */
  | 'no-closing'
  /** Mutant: a merged area is rolled up from its effective date instead of its booked month. */
  | 'roll-up-by-effective-date'
  /** Mutant: an area that got another parent reports there from its effective date instead of its booked month. */
  | 'parent-by-effective-date';

export type ModelSuccession = { areaId: AreaId; intoAreaId: AreaId; effectiveOn: PlainDate; bookedMonth: Month };

export type BookedFact = Fact & { bookedMonth: Month };

export class LedgerModel {
  readonly facts = new Map<Id, BookedFact[]>();
  readonly totals = new Map<AreaId, Map<string, TotalRow>>();
  readonly closedThrough = new Map<AreaId, Month>();
  readonly successions = new Map<AreaId, ModelSuccession>();
  readonly sealed = new Map<string, string>();
  readonly leaves: AreaId[];
  readonly openingMonth: Month;
  readonly rule: BookingRule;

  constructor(leaves: readonly AreaId[], openingMonth: Month, rule: BookingRule) {
    this.leaves = [...leaves];
    this.openingMonth = openingMonth;
    this.rule = rule;
    for (const areaId of leaves) this.closedThrough.set(areaId, openingMonth - 1);
  }

  /** A new leaf, closed as far as the areas above it are. */
  addLeaf(areaId: AreaId, closedThrough: Month): void {
    this.leaves.push(areaId);
    this.closedThrough.set(areaId, closedThrough);
  }

  closed(areaId: AreaId): Month {
    return this.closedThrough.get(areaId) ?? 0;
  }

  book(subjectId: Id, target: readonly Fact[]): BookedFact[] {
    const booked = this.facts.get(subjectId) ?? [];
    const rows = difference(target, booked);
    const areas = this.frontierAreas(target, booked, rows);
    const frontier = frontierOf(areas, (a) => this.closed(a));
    const added = rows.map((row) => ({ ...row, bookedMonth: this.monthOfRow(row, frontier) }));
    for (const row of added) this.addTotal(row);
    this.facts.set(subjectId, [...booked, ...added]);
    return added;
  }

  private frontierAreas(target: readonly Fact[], booked: readonly Fact[], rows: readonly Fact[]): Set<AreaId> {
    if (this.rule === 'touched-areas-only') return new Set(rows.map((r) => r.areaId));
    if (this.rule !== 'netted-areas-forgotten') return new Set([...target, ...booked].map((f) => f.areaId));
    const open = difference(booked, []).map((f) => f.areaId);
    return new Set([...target.map((f) => f.areaId), ...open]);
  }

  private monthOfRow(row: Fact, frontier: Month): Month {
    if (this.rule === 'no-closing') return monthOf(row.effectiveOn);
    if (this.rule === 'own-open-month') return bookedMonth(row.effectiveOn, nextMonth(this.closed(row.areaId)));
    return bookedMonth(row.effectiveOn, frontier);
  }

  private addTotal(row: BookedFact): void {
    const effectiveMonth = clampToOpening(monthOf(row.effectiveOn), this.openingMonth);
    const key = `${row.indicator}|${row.cell}|${row.bookedMonth}|${effectiveMonth}`;
    const rows = this.totals.get(row.areaId) ?? new Map<string, TotalRow>();
    this.totals.set(row.areaId, rows);
    const known = rows.get(key);
    if (known) known.quantity += row.quantity;
    else {
      const { indicator, cell, quantity } = row;
      rows.set(key, { indicator, cell, bookedMonth: row.bookedMonth, effectiveMonth, quantity });
    }
  }

  /** The leaf in whose report of a month an area appears. */
  reportArea(areaId: AreaId, month: Month): AreaId {
    const s = this.successions.get(areaId);
    if (!s) return areaId;
    const from = this.rule === 'roll-up-by-effective-date' ? monthOf(s.effectiveOn) : s.bookedMonth;
    return from <= month ? this.reportArea(s.intoAreaId, month) : areaId;
  }

  /** Closes the leaf's next month together with what it absorbed. False when that is not possible yet. */
  close(areaId: AreaId, currentMonth: Month): boolean {
    const month = nextMonth(this.closed(areaId));
    if (month >= currentMonth || this.bookedArea(areaId, month) !== areaId) return false;
    const group = this.leaves.filter((a) => this.bookedArea(a, month) === areaId);
    if (group.some((a) => this.closed(a) !== this.closed(areaId))) return false;
    for (const a of group) this.closedThrough.set(a, month);
    this.sealed.set(`${areaId}|${month}`, this.report(areaId, month));
    return true;
  }

  private bookedArea(areaId: AreaId, month: Month): AreaId {
    const s = this.successions.get(areaId);
    return s && s.bookedMonth <= month ? this.bookedArea(s.intoAreaId, month) : areaId;
  }

  /** The whole report as text: every figure of every indicator and cell. */
  report(areaId: AreaId, month: Month): string {
    return this.reportOf(
      this.leaves.filter((leaf) => this.reportArea(leaf, month) === areaId),
      month,
    );
  }

  /** The report that some leaves make up together. */
  reportOf(leaves: readonly AreaId[], month: Month): string {
    const figures = new Map<string, Figures>();
    for (const leaf of leaves) {
      for (const row of this.totals.get(leaf)?.values() ?? []) {
        const key = `${row.indicator}|${row.cell}`;
        const known = figures.get(key) ?? noFigures();
        figures.set(key, known);
        addToFigures(known, row, month, this.openingMonth);
      }
    }
    const lines = [...figures].map(([key, f]) => [key, f.own, f.adjustment, f.priorYear, f.ytd, f.stock].join(' '));
    return lines
      .filter((line) => !line.endsWith(' 0 0 0 0 0'))
      .sort()
      .join('\n');
  }
}
