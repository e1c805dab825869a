import type { AreaId } from '@renshe/domain/area/area-tree.ts';
import type { ParameterSegment } from '@renshe/domain/kernel/parameter-timeline.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import type { ParameterKey } from '@renshe/domain/parameter/parameter.keys.ts';
import type { Reference } from './reference.ts';

/** The value of a parameter in force for an area on a day, with the row that says so. */
export function parameterAt(reference: Reference, key: ParameterKey, areaId: AreaId, on: PlainDate): ParameterSegment {
  const segment = reference.timelines.timeline(key, areaId).find((s) => s.from <= on && (s.to === null || on < s.to));
  if (!segment) throw new Error(`parameter ${key} has no value on ${on}`);
  return segment;
}

export function parameterNumber(reference: Reference, key: ParameterKey, areaId: AreaId, on: PlainDate): number {
  const { value } = parameterAt(reference, key, areaId, on);
  if (typeof value !== 'number') throw new Error(`parameter ${key} is no number`);
  return value;
}
