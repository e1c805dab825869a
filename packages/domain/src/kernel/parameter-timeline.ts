/**
 * Policy parameters are timelines (kernel K10): the old value holds before a date and the new one after it, so a derivation
 * splits its intervals where a value changes and closed months are never touched.
 *
 * A row of an area holds for everything below it; the nearest area on the path community → street → district → city →
 * province → 0 (national) that has a row on the day wins.
 */
import type { AreaId } from './file.ts';
import { maxDate, minEnd, type PlainDate } from './plain-date.ts';

export type ParameterValue = number | string | boolean | readonly (number | string)[];

export type ParameterRow = {
  parameterId: string;
  key: string;
  areaId: AreaId;
  from: PlainDate;
  to: PlainDate | null;
  value: ParameterValue;
};

/** [from, to) with one value; the first segment of a timeline begins at the beginning of time. */
export type ParameterSegment = {
  from: PlainDate;
  to: PlainDate | null;
  value: ParameterValue;
  /** The row that decided, stored with every decision. */
  parameterId: string;
};

export const beginningOfTime: PlainDate = '0001-01-01';

/** The path of an area on a day, itself first; the national level 0 is added by the timelines. */
export type AreaPath = {
  pathOf(areaId: AreaId, on: PlainDate): readonly AreaId[];
  /** Days on which the path may change. */
  pathChangesOf(areaId: AreaId): readonly PlainDate[];
};

export interface ParameterTimelines {
  /** Throws when no row of the key reaches the area. */
  timeline(key: string, areaId: AreaId): readonly ParameterSegment[];
}

/** Builds the timelines of all keys and areas from the stored rows; results are cached per key and area. */
export function parameterTimelines(rows: readonly ParameterRow[], path: AreaPath): ParameterTimelines {
  const byKey = new Map<string, Map<AreaId, ParameterRow[]>>();
  for (const row of rows) {
    const areas = byKey.get(row.key) ?? new Map<AreaId, ParameterRow[]>();
    byKey.set(row.key, areas);
    const list = areas.get(row.areaId) ?? [];
    areas.set(row.areaId, list);
    list.push(row);
  }
  const cache = new Map<string, readonly ParameterSegment[]>();

  function build(key: string, areaId: AreaId): readonly ParameterSegment[] {
    const areas = byKey.get(key);
    if (!areas) throw new RangeError(`parameter ${key} has no value`);
    const changes = new Set<PlainDate>([beginningOfTime, ...path.pathChangesOf(areaId)]);
    for (const list of areas.values()) {
      for (const row of list) {
        changes.add(row.from);
        if (row.to !== null) changes.add(row.to);
      }
    }
    const dates = [...changes].sort();
    const segments: ParameterSegment[] = [];
    for (const [i, from] of dates.entries()) {
      const row = deciding(areas, areaId, from);
      if (!row) continue;
      const last = segments.at(-1);
      const to = dates[i + 1] ?? null;
      if (last && last.parameterId === row.parameterId && last.to === from) last.to = to;
      else segments.push({ from, to, value: row.value, parameterId: row.parameterId });
    }
    const first = segments[0];
    if (!first) throw new RangeError(`parameter ${key} has no value for area ${areaId}`);
    // Days before the first row have no better knowledge than the first row.
    first.from = beginningOfTime;
    // A gap between rows is a mistake of the data; the older value stays in force through it.
    for (const [i, segment] of segments.entries()) segment.to = segments[i + 1]?.from ?? null;
    return segments;
  }

  function deciding(areas: Map<AreaId, ParameterRow[]>, areaId: AreaId, on: PlainDate): ParameterRow | undefined {
    for (const at of [...path.pathOf(areaId, on), 0]) {
      const row = areas.get(at)?.find((r) => r.from <= on && (r.to === null || on < r.to));
      if (row) return row;
    }
    return undefined;
  }

  return {
    timeline(key, areaId) {
      const id = `${key}|${areaId}`;
      const known = cache.get(id);
      if (known) return known;
      const built = build(key, areaId);
      cache.set(id, built);
      return built;
    },
  };
}

/** The parameters as they hold for one subject, wherever it lived on each day. */
export type SubjectParameters = {
  segments(key: string): readonly ParameterSegment[];
  /** The number in force on a day. Throws when the parameter is no number. */
  number(key: string, on: PlainDate): number;
};

type Place = { areaId: AreaId; from: PlainDate; to: PlainDate | null };

/** Joins the timelines of the places where a subject lived; before the first and after the last place those two hold on. */
export function subjectParameters(timelines: ParameterTimelines, places: readonly Place[]): SubjectParameters {
  const cache = new Map<string, readonly ParameterSegment[]>();
  function segments(key: string): readonly ParameterSegment[] {
    const known = cache.get(key);
    if (known) return known;
    const joined = join(key);
    cache.set(key, joined);
    return joined;
  }
  function join(key: string): readonly ParameterSegment[] {
    const first = places[0];
    if (!first) return timelines.timeline(key, 0);
    const own = timelines.timeline(key, first.areaId);
    if (
      places.every(
        (p) => timelines.timeline(key, p.areaId) === own || sameSegments(timelines.timeline(key, p.areaId), own),
      )
    )
      return own;
    const result: ParameterSegment[] = [];
    for (const [i, place] of places.entries()) {
      const from = i === 0 ? beginningOfTime : place.from;
      const to = places[i + 1]?.from ?? null;
      for (const s of timelines.timeline(key, place.areaId)) {
        const start = maxDate(s.from, from);
        const end = minEnd(s.to, to);
        if (end !== null && end <= start) continue;
        result.push({ ...s, from: start, to: end });
      }
    }
    return result;
  }
  return {
    segments,
    number(key, on) {
      for (const s of segments(key)) {
        if (s.to !== null && s.to <= on) continue;
        if (typeof s.value !== 'number') throw new RangeError(`parameter ${key} is no number`);
        return s.value;
      }
      throw new RangeError(`parameter ${key} has no value on ${on}`);
    },
  };
}

function sameSegments(a: readonly ParameterSegment[], b: readonly ParameterSegment[]): boolean {
  return (
    a.length === b.length &&
    a.every((s, i) => {
      const t = b[i];
      return t !== undefined && s.from === t.from && s.parameterId === t.parameterId;
    })
  );
}
