/**
 * derive: what follows from a file. Pure; no today (kernel K1). The kernel crosses the intervals of each indicator with the
 * intervals of residence, through the dated area tree, and turns them into +1 and −1 per leaf area.
 */

import { educationLevelOf } from '../code/education.ts';
import { ageBandOf } from './age-band.ts';
import type { Fact } from './difference.ts';
import type { Duty, DutyDeclaration, DutyDraft } from './duty.ts';
import { type AreaId, type HouseholdFile, hardshipOn, type Id, type ResidentFile, type SubjectFile } from './file.ts';
import type { Flag, FlagDeclaration, FlagDraft } from './flag.ts';
import type { Cells, Flow, Indicator, IndicatorEvent, Interval, Stock } from './indicator.ts';
import { disjoint, intersect, isEmpty, type Span, without } from './interval.ts';
import { type ParameterTimelines, type SubjectParameters, subjectParameters } from './parameter-timeline.ts';
import type { PlainDate } from './plain-date.ts';

/** What is derived: all declarations of all slices. */
export type Catalogue = {
  indicators: readonly Indicator[];
  duties: readonly DutyDeclaration[];
  flags: readonly FlagDeclaration[];
};

/** The part of the area tree that a derivation needs: into which area an area went, and when. */
export type Successions = {
  successions: ReadonlyMap<AreaId, { intoAreaId: AreaId; effectiveOn: PlainDate }>;
};

export type Derivation = { facts: Fact[]; duties: Duty[]; flags: Flag[] };

/** Days in one leaf area. */
export type Place = { areaId: AreaId; from: PlainDate; to: PlainDate | null };

export function derive(
  catalogue: Catalogue,
  file: SubjectFile,
  timelines: ParameterTimelines,
  tree: Successions,
): Derivation {
  const places = placesOf(file, tree);
  const parameters = subjectParameters(timelines, places);
  const facts = new FactSheet();
  if (file.kind === 'resident') {
    for (const i of catalogue.indicators)
      if (i.of === 'resident') addIndicator(facts, i, file, file, places, parameters);
  } else if (file.householdKind === 'family') {
    for (const i of catalogue.indicators)
      if (i.of === 'household') addIndicator(facts, i, file, undefined, places, parameters);
  }
  return {
    facts: facts.rows(),
    duties: catalogue.duties.flatMap((d) => dutiesOf(d, file, places, parameters)),
    flags: catalogue.flags.flatMap((f) => flagsOf(f, file, places, parameters)),
  };
}

/**
 * Where a subject lives: disjoint, in date order, split where an area went into another one. Nobody lives anywhere after
 * death. A household lives where its head 户主 lives, or, where no head is recorded, its earliest member.
 */
export function placesOf(file: SubjectFile, tree: Successions): Place[] {
  const spans = file.kind === 'resident' ? residentSpans(file) : householdSpans(file);
  const places: Place[] = [];
  for (const span of disjoint(spans)) {
    let { areaId, from } = span;
    for (;;) {
      const succession = tree.successions.get(areaId);
      if (!succession || (span.to !== null && span.to <= succession.effectiveOn)) break;
      if (succession.effectiveOn > from) {
        places.push({ areaId, from, to: succession.effectiveOn });
        from = succession.effectiveOn;
      }
      areaId = succession.intoAreaId;
    }
    places.push({ areaId, from, to: span.to });
  }
  return places;
}

function residentSpans(file: ResidentFile): Place[] {
  const alive: Span = { from: file.birthOn, to: file.diedOn };
  return disjoint(file.residences).flatMap((r) => intersect({ areaId: r.areaId, from: r.from, to: r.to }, alive) ?? []);
}

function householdSpans(file: HouseholdFile): Place[] {
  const heads = file.members.filter((m) => m.relation.startsWith('0'));
  const others = file.members.filter((m) => !m.relation.startsWith('0'));
  let covered: Place[] = [];
  for (const member of [...heads, ...others]) {
    const lived = residentSpans(member.resident).flatMap((r) => intersect(r, member) ?? []);
    covered = [...covered, ...lived.flatMap((l) => without(l, covered))].sort((a, b) => (a.from < b.from ? -1 : 1));
  }
  return covered;
}

/** The leaf area on a day. A day on which a residence ends (death, move out) still belongs to it when no other one begins. */
export function areaOn(places: readonly Place[], on: PlainDate): AreaId | undefined {
  let ending: AreaId | undefined;
  for (const p of places) {
    if (p.from <= on && (p.to === null || on < p.to)) return p.areaId;
    if (p.to === on) ending = p.areaId;
  }
  return ending;
}

function addIndicator(
  facts: FactSheet,
  indicator: Stock | Flow,
  file: SubjectFile,
  person: ResidentFile | undefined,
  places: readonly Place[],
  parameters: SubjectParameters,
): void {
  const dimensions = indicator.dimensions ?? [];
  if (indicator.type === 'stock') {
    const read = indicator.intervals as (f: SubjectFile, p: SubjectParameters) => readonly Interval[];
    for (const interval of disjoint(read(file, parameters))) {
      const cells = cellsOf(dimensions, interval.cells, person, interval.from, false);
      for (const place of places) {
        const part = intersect(place, interval);
        if (!part) continue;
        for (const cell of cells) {
          facts.add(indicator.key, place.areaId, cell, part.from, interval.record, 1);
          if (part.to !== null) facts.add(indicator.key, place.areaId, cell, part.to, interval.record, -1);
        }
      }
    }
    return;
  }
  const read = indicator.events as (f: SubjectFile, p: SubjectParameters) => readonly IndicatorEvent[];
  for (const event of read(file, parameters)) {
    const areaId = areaOn(places, event.on);
    if (areaId === undefined) continue;
    for (const cell of cellsOf(dimensions, event.cells, person, event.on, true))
      facts.add(indicator.key, areaId, cell, event.on, event.record, event.quantity ?? 1);
  }
}

/** The total and one cell a dimension, with the values of the day on which the interval begins or the event happened. */
function cellsOf(
  dimensions: readonly string[],
  own: Cells | undefined,
  person: ResidentFile | undefined,
  on: PlainDate,
  event: boolean,
): string[] {
  const cells = [''];
  for (const dimension of dimensions) {
    let value = own?.[dimension];
    if (value === undefined && person) {
      if (dimension === 'sex') value = person.sex;
      else if (dimension === 'hukou') value = person.hukouType;
      else if (dimension === 'education') value = educationLevelOf(person.education);
      else if (dimension === 'age' && event) value = ageBandOf(person.birthOn, on);
      else if (dimension === 'hardship') {
        // Few are marked: the others need no row, they are what remains of the total.
        value = hardshipOn(person, on);
        if (value === null) continue;
      }
    }
    cells.push(`${dimension}=${value ?? 'unknown'}`);
  }
  return cells;
}

function dutiesOf(
  declaration: DutyDeclaration,
  file: SubjectFile,
  places: readonly Place[],
  parameters: SubjectParameters,
): Duty[] {
  if (declaration.of !== file.kind) return [];
  const read = declaration.duties as (f: SubjectFile, p: SubjectParameters) => readonly DutyDraft[];
  return read(file, parameters).flatMap((draft) => {
    const doneOn = draft.doneOn ?? null;
    // An open duty moves with the person: the last known home answers for it.
    const areaId = (doneOn === null ? undefined : areaOn(places, doneOn)) ?? places.at(-1)?.areaId;
    if (areaId === undefined) return [];
    const { anchor, appearsOn, dueOn } = draft;
    const doneByRecord = draft.doneByRecord ?? null;
    return [
      { kind: declaration.kind, anchor, areaId, appearsOn, dueOn, doneOn, doneByRecord, reason: draft.reason ?? null },
    ];
  });
}

function flagsOf(
  declaration: FlagDeclaration,
  file: SubjectFile,
  places: readonly Place[],
  parameters: SubjectParameters,
): Flag[] {
  if (declaration.of !== file.kind) return [];
  const read = declaration.flags as (f: SubjectFile, p: SubjectParameters) => readonly FlagDraft[];
  return read(file, parameters).flatMap((draft) => {
    const areaId = places.at(-1)?.areaId;
    if (areaId === undefined || isEmpty(draft)) return [];
    return [{ kind: declaration.kind, anchor: draft.anchor, areaId, from: draft.from, to: draft.to }];
  });
}

/** Sums by key; what nets to zero (two homes in the same community back to back) leaves no row. */
class FactSheet {
  private readonly byKey = new Map<string, Fact>();

  add(indicator: string, areaId: AreaId, cell: string, effectiveOn: PlainDate, recordId: Id, quantity: number): void {
    const key = `${indicator}|${areaId}|${cell}|${effectiveOn}|${recordId}`;
    const known = this.byKey.get(key);
    if (known) known.quantity += quantity;
    else this.byKey.set(key, { indicator, areaId, cell, effectiveOn, recordId, quantity });
  }

  rows(): Fact[] {
    return [...this.byKey.values()].filter((f) => f.quantity !== 0);
  }
}
