/**
 * The small world of the property test: five communities in three streets of two districts, some residents and households, and commands
 * that change, correct, void and undo their records, and merge, split, rename, create and move areas, the way the real commands do.
 * Only the test uses it.
 */
import { areaPath } from '../area/area-path.ts';
import { splitResidences } from '../area/area-split.ts';
import { type AreaTree, areaAt, getArea } from '../area/area-tree.ts';
import { deriveFile, indicators } from '../statistics/indicators.ts';
import { difference } from './difference.ts';
import {
  composeHousehold,
  emptyResidentFile,
  type HouseholdRecord,
  type Id,
  type ResidentFile,
  type SubjectFile,
} from './file.ts';
import { firstLeaves, LedgerAreas, leafDistricts, parents, streets } from './ledger-areas.ts';
import { type Command, changedFile } from './ledger-commands.ts';
import { type BookingRule, LedgerModel } from './ledger-model.ts';
import { type ParameterRow, type ParameterTimelines, parameterTimelines } from './parameter-timeline.ts';
import {
  addDays,
  addToMonth,
  isWithin,
  lastDayOf,
  listMonths,
  type Month,
  minDate,
  monthOf,
  nextMonth,
  type PlainDate,
} from './plain-date.ts';

const start: PlainDate = '2026-01-01';
const openingMonth: Month = 202512;
const people = 5;

const defaults: Record<string, number> = {
  'retirement.woman_default_age': 50,
  'hardship.long_months': 12,
  'unemp.long_months': 12,
  'unemp.contact_warning_months': 5,
  'hardship.age_m': 50,
  'hardship.age_f': 40,
  'cert.issue_days': 7,
  'plan.job_introduction_days': 30,
  'plan.training_days': 60,
  'plan.guidance_days': 30,
  'plan.living_security_days': 30,
  'plan.policy_days': 15,
  'policy.ending_days': 30,
  'unemp.contact_months': 1,
  'unemp.no_contact_months': 6,
  'unemp.proposal_days': 15,
  'visit.dual_family_days': 60,
  'visit.graduate_days': 60,
  'visit.hardship_days': 30,
  'visit.long_term_days': 60,
  'visit.new_days': 30,
  'visit.older_days': 60,
  'visit.registered_days': 90,
  'visit.retiree_alone_days': 30,
  'visit.retiree_old_age': 80,
  'visit.retiree_old_days': 30,
  'visit.willing_days': 90,
  'visit.zero_family_days': 30,
  'employment.transfer_days': 30,
  'employment.new_once_a_year': 1,
};

function parameterRow(key: string, from: PlainDate, value: number): ParameterRow {
  return { parameterId: `${key}@${from}`, key, areaId: 0, from, to: null, value };
}

export class LedgerWorld {
  private readonly ledger: LedgerModel;
  private readonly areas: LedgerAreas;
  private parameters: ParameterRow[] = Object.entries(defaults).map(([k, v]) => parameterRow(k, '2000-01-01', v));
  private timelines: ParameterTimelines;
  private readonly residents = new Map<Id, ResidentFile>();
  private readonly households = new Map<Id, HouseholdRecord>();
  private today: PlainDate = '2026-03-10';
  private ids = 0;

  constructor(rule: BookingRule) {
    this.ledger = new LedgerModel(firstLeaves, openingMonth, rule);
    this.areas = new LedgerAreas(this.ledger, openingMonth);
    this.timelines = parameterTimelines(this.parameters, areaPath(this.tree));
    for (let i = 0; i < people; i++) {
      const birthOn = ['1976-03-15', '1986-08-31', '1966-01-20', '2010-05-05', '1984-02-29'][i]!;
      const areaId = firstLeaves[i % firstLeaves.length]!;
      const file = emptyResidentFile({
        residentId: `p${i}`,
        districtId: leafDistricts.get(areaId)!,
        sex: i % 2 === 0 ? '1' : '2',
        birthOn,
        hukouType: '51',
      });
      const householdId = `h${i >> 1}`;
      this.households.set(householdId, this.household(householdId));
      const membership = {
        memberId: this.id(),
        householdId,
        relation: i % 2 === 0 ? '02' : '10',
        from: birthOn,
        to: null,
      };
      const residence = { residenceId: this.id(), areaId, from: '2020-01-01', to: null };
      this.residents.set(file.residentId, { ...file, residences: [residence], memberships: [membership] });
    }
    this.bookAll();
  }

  private get tree(): AreaTree {
    return this.areas.tree;
  }

  private household(householdId: Id): HouseholdRecord {
    return { kind: 'household', householdId, districtId: 1, householdKind: 'family' };
  }

  private id(): Id {
    return `r${++this.ids}`;
  }

  run(c: Command): void {
    const residentId = `p${c.who % people}`;
    const file = this.residents.get(residentId)!;
    // A day in the past half year or so, sometimes a little ahead.
    const on = addDays(start, c.on % 200);
    const past = minDate(on, this.today);
    switch (c.kind) {
      case 'advance':
        this.today = addDays(this.today, 5 + (c.extra % 40));
        return;
      case 'close-one':
        for (let i = 0; i <= c.extra % 3; i++) this.ledger.close(this.leafAt(c.where), monthOf(this.today));
        this.areas.sealParents();
        return;
      case 'close-all':
        for (const leaf of this.ledger.leaves) this.ledger.close(leaf, monthOf(this.today));
        this.areas.sealParents();
        return;
      case 'merge':
        this.merge(this.leafAt(c.where), this.leafAt(c.extra), past);
        return;
      case 'split-area':
        this.splitArea(this.leafAt(c.where), this.leafAt(c.extra), past, c.who + 1);
        return;
      case 'rename-area': {
        const areaId = c.extra % 4 === 0 ? parents[c.where % parents.length]! : this.leafAt(c.where);
        if (this.areas.rename(areaId, past)) this.areasChanged();
        return;
      }
      case 'change-parent':
        if (this.areas.changeParent(this.leafAt(c.where), streets[c.extra % streets.length]!, past))
          this.areasChanged();
        return;
      case 'create-area':
        if (this.areas.create(streets[c.extra % streets.length]!, past)) this.areasChanged();
        return;
      case 'parameter':
        this.changeParameter(c, on);
        return;
      default:
        this.change(residentId, changedFile(file, c, past, this));
    }
  }

  private change(residentId: Id, changed: ResidentFile | undefined): void {
    const before = this.residents.get(residentId)!;
    if (!changed || changed === before) return;
    this.residents.set(residentId, changed);
    this.book(changed);
    const touched = new Set([...before.memberships, ...changed.memberships].map((m) => m.householdId));
    for (const id of touched) this.book(this.householdFile(id));
  }

  /** Ids and places that a change of records needs. */
  readonly newId = (): Id => this.id();
  readonly leafAt = (n: number): number => this.ledger.leaves[n % this.ledger.leaves.length]!;
  readonly householdAt = (n: number): Id => {
    const known = [...this.households.keys()];
    return known[n % known.length]!;
  };
  readonly newHousehold = (): Id => {
    const householdId = `h${this.households.size}`;
    this.households.set(householdId, this.household(householdId));
    return householdId;
  };

  private merge(from: number, into: number, on: PlainDate): void {
    if (this.areas.merge(from, into, on)) this.areasChanged();
  }

  private areasChanged(): void {
    this.timelines = parameterTimelines(this.parameters, areaPath(this.tree));
    this.bookAll();
  }

  /** Some of the people, by the bits of `chosen`, belong to another area from a day on. */
  private splitArea(from: number, into: number, on: PlainDate, chosen: number): void {
    if (!this.areas.mayGoOver(from, into) || getArea(this.tree, into).versions[0]!.from > on) return;
    let moved = 0;
    for (const [i, file] of [...this.residents.values()].entries()) {
      if (((chosen >> i) & 1) === 0) continue;
      const split = { fromAreaId: from, intoAreaId: into, on };
      const { residences, cuts } = splitResidences(this.tree, file.residences, split, this.newId);
      if (cuts.length > 0) this.change(file.residentId, { ...file, residences });
      moved += cuts.length;
    }
    if (moved === 0) return;
    this.areas.split(from, into, on);
    this.areasChanged();
  }

  private changeParameter(c: Command, from: PlainDate): void {
    const key = ['hardship.age_m', 'hardship.age_f', 'unemp.long_months'][c.extra % 3]!;
    const value = key === 'unemp.long_months' ? 3 + (c.where % 12) : 35 + (c.where % 20);
    this.parameters = [
      ...this.parameters.filter((p) => p.key !== key || p.from !== from),
      parameterRow(key, from, value),
    ];
    const sorted = this.parameters.sort((a, b) => (a.from < b.from ? 1 : -1));
    this.timelines = parameterTimelines(sorted, areaPath(this.tree));
    this.bookAll();
  }

  private householdFile(householdId: Id): SubjectFile {
    return composeHousehold(this.households.get(householdId)!, this.residents.values());
  }

  private files(): SubjectFile[] {
    return [...this.residents.values(), ...[...this.households.keys()].map((id) => this.householdFile(id))];
  }

  private bookAll(): void {
    for (const file of this.files()) this.book(file);
  }

  private target(file: SubjectFile) {
    return deriveFile(file, this.timelines, this.tree).facts;
  }

  private book(file: SubjectFile): void {
    const id = file.kind === 'resident' ? file.residentId : file.householdId;
    for (const row of this.ledger.book(id, this.target(file))) {
      if (row.bookedMonth <= this.ledger.closed(row.areaId))
        throw new Error(`I4: ${row.indicator} entered ${row.bookedMonth} of ${row.areaId}, which is closed`);
    }
  }

  /** All invariants of the kernel. */
  check(): void {
    for (const file of this.files()) {
      const id = file.kind === 'resident' ? file.residentId : file.householdId;
      const missing = difference(this.target(file), this.ledger.facts.get(id) ?? []);
      if (missing.length > 0) throw new Error(`I1: ${id} derived and booked differ by ${JSON.stringify(missing[0])}`);
      this.checkSubject(id);
    }
    for (const [key, text] of this.ledger.sealed) {
      const [areaId, month] = key.split('|').map(Number) as [number, number];
      if (this.ledger.report(areaId, month) !== text) throw new Error(`I3: closed report ${key} changed`);
    }
    this.areas.check();
    this.checkRecount();
  }

  private checkSubject(id: Id): void {
    const last = nextMonth(Math.max(...this.ledger.leaves.map((l) => this.ledger.closed(l))));
    const rows = this.ledger.facts.get(id) ?? [];
    for (const indicator of indicators) {
      const own = rows.filter((r) => r.indicator === indicator.key && r.cell === '');
      const months = [...new Set([...own.map((r) => r.bookedMonth), ...listMonths(last, addToMonth(last, 2))])].sort();
      for (const month of months) {
        const booked = sumByArea(own.filter((r) => r.bookedMonth <= month));
        if (indicator.type === 'stock') {
          const city = [...booked.values()].reduce((a, b) => a + b, 0);
          for (const n of [...booked.values(), city]) {
            if (n !== 0 && n !== 1) throw new Error(`I6: ${id} counts ${n} in ${indicator.key} of ${month}`);
          }
        }
        if (month < last) continue;
        const effective = sumByArea(own.filter((r) => monthOf(r.effectiveOn) <= month));
        for (const a of new Set([...booked.keys(), ...effective.keys()]))
          if ((booked.get(a) ?? 0) !== (effective.get(a) ?? 0)) throw new Error(`I5: ${id} ${indicator.key} ${month}`);
      }
    }
  }

  /** I7: registered unemployed, counted from the records without derive. */
  private checkRecount(): void {
    const month = nextMonth(Math.max(...this.ledger.leaves.map((l) => this.ledger.closed(l))));
    for (const m of [month, nextMonth(month)]) {
      const day = lastDayOf(m);
      const counted = new Map<number, number>();
      for (const file of this.residents.values()) {
        const home = file.residences.find((r) => isWithin(day, r.from, r.to));
        if (!home || (file.diedOn !== null && file.diedOn <= day)) continue;
        if (!file.unemployment.some((u) => isWithin(day, u.registeredOn, u.endedOn))) continue;
        const leaf = areaAt(this.tree, home.areaId, day);
        counted.set(leaf, (counted.get(leaf) ?? 0) + 1);
      }
      for (const leaf of this.ledger.leaves) {
        let stock = 0;
        for (const row of this.ledger.totals.get(leaf)?.values() ?? [])
          if (row.indicator === 'registered-unemployed' && row.cell === '' && row.bookedMonth <= m)
            stock += row.quantity;
        if (stock !== (counted.get(leaf) ?? 0))
          throw new Error(`I7: ${leaf} ${m}: ${stock}, counted ${counted.get(leaf) ?? 0}`);
      }
    }
  }

  /** Totals equal the sum of the facts. */
  checkTotals(): void {
    const sums = new Map<string, number>();
    const add = (key: string, n: number) => sums.set(key, (sums.get(key) ?? 0) + n);
    for (const rows of this.ledger.facts.values())
      for (const r of rows) add(`${r.areaId}|${r.indicator}|${r.cell}|${r.bookedMonth}`, r.quantity);
    for (const [areaId, rows] of this.ledger.totals)
      for (const r of rows.values()) add(`${areaId}|${r.indicator}|${r.cell}|${r.bookedMonth}`, -r.quantity);
    for (const [key, n] of sums) if (n !== 0) throw new Error(`totals and facts differ by ${n} at ${key}`);
  }
}

function sumByArea(rows: readonly { areaId: number; quantity: number }[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const r of rows) sums.set(r.areaId, (sums.get(r.areaId) ?? 0) + r.quantity);
  return sums;
}
