/**
 * Shapes of areas for the map: GeoJSON (RFC 7946) as a city sends it, checked and reduced to what is drawn. Coordinates only: no
 * properties but the area's code are kept. Shapes of administrative areas have owners, so the file must say under which licence it is used.
 */
import { normalizeAreaCode } from '../area/area.rules.ts';
import type { Sentence } from '../kernel/app-error.ts';

/** Rings of longitude and latitude in degrees (WGS 84 or GCJ-02, the same for all); holes are rings like others. */
export interface AreaShape {
  /** 12 digits. */
  code: string;
  rings: readonly (readonly (readonly [number, number])[])[];
}

export interface ShapeFile {
  /** Who made the shapes and how they may be used, shown under the map. */
  licence: string;
  shapes: readonly AreaShape[];
}

/** What one city needs at most; beyond that the browser of an old PC would stand still. */
export const mostShapePoints = 200_000;

export type ShapeFileAnswer = { ok: true; file: ShapeFile } | { ok: false; problem: Sentence };

const wrong = (zh: string, en: string): ShapeFileAnswer => ({ ok: false, problem: { zh, en } });
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function positionOf(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [longitude, latitude] = value as unknown[];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : undefined;
}

/** A closed ring of at least four positions, or undefined. */
function ringOf(value: unknown): (readonly [number, number])[] | undefined {
  if (!Array.isArray(value) || value.length < 4) return undefined;
  const ring: (readonly [number, number])[] = [];
  for (const one of value as unknown[]) {
    const position = positionOf(one);
    if (!position) return undefined;
    ring.push(position);
  }
  const [first, last] = [ring[0]!, ring.at(-1)!];
  return first[0] === last[0] && first[1] === last[1] ? ring : undefined;
}

function ringsOf(geometry: Record<string, unknown>): AreaShape['rings'] | undefined {
  const { coordinates } = geometry;
  if (!Array.isArray(coordinates)) return undefined;
  const polygons: unknown[] = geometry.type === 'Polygon' ? [coordinates] : (coordinates as unknown[]);
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return undefined;
  const rings: AreaShape['rings'][number][] = [];
  for (const polygon of polygons) {
    if (!Array.isArray(polygon)) return undefined;
    for (const one of polygon as unknown[]) {
      const ring = ringOf(one);
      if (!ring) return undefined;
      rings.push(ring);
    }
  }
  return rings.length > 0 ? rings : undefined;
}

/**
 * Checks a FeatureCollection: `licence` at the top, each feature with `properties.code` (6, 9 or 12 digits) and a Polygon or MultiPolygon.
 * The whole file is refused at the first fault, with the number of the feature (from 1): a map with a hole in it would mislead.
 */
export function readShapeFile(value: unknown): ShapeFileAnswer {
  if (!isObject(value) || value.type !== 'FeatureCollection' || !Array.isArray(value.features))
    return wrong('文件不是 GeoJSON FeatureCollection。', 'The file is no GeoJSON FeatureCollection.');
  if (typeof value.licence !== 'string' || value.licence.trim().length < 2)
    return wrong(
      '文件开头没有 licence：请写明边界数据的来源和使用许可。',
      'The file has no licence: say where the shapes come from and how they may be used.',
    );
  const shapes: AreaShape[] = [];
  const codes = new Set<string>();
  let points = 0;
  for (const [index, feature] of (value.features as unknown[]).entries()) {
    const number = index + 1;
    const properties = isObject(feature) && isObject(feature.properties) ? feature.properties : {};
    const code = normalizeAreaCode(String(properties.code ?? ''));
    if (code === undefined)
      return wrong(`第 ${number} 个图形没有区划代码（properties.code）。`, `Shape ${number} has no area code.`);
    if (codes.has(code)) return wrong(`区划代码 ${code} 出现了两次。`, `Area code ${code} stands there twice.`);
    const geometry = isObject(feature) && isObject(feature.geometry) ? feature.geometry : {};
    const rings = ringsOf(geometry);
    if (!rings)
      return wrong(
        `第 ${number} 个图形（${code}）不是闭合的多边形，或坐标不是经纬度。`,
        `Shape ${number} (${code}) is no closed polygon, or its coordinates are not degrees.`,
      );
    points += rings.reduce((sum, ring) => sum + ring.length, 0);
    if (points > mostShapePoints)
      return wrong(
        `图形的点数超过 ${mostShapePoints}，请先简化边界。`,
        `More than ${mostShapePoints} points: simplify the shapes first.`,
      );
    codes.add(code);
    shapes.push({ code, rings });
  }
  if (shapes.length === 0) return wrong('文件里没有图形。', 'The file holds no shapes.');
  return { ok: true, file: { licence: value.licence.trim(), shapes } };
}

export interface DrawnShape {
  code: string;
  /** SVG path data in the view box. */
  path: string;
  /** Where its label stands: the middle of its largest ring's box. */
  labelX: number;
  labelY: number;
  /** Of that box: a label is no wider. */
  labelWidth: number;
}

/** Shapes in a box of the given width; degrees of longitude are shortened as they are at the middle latitude, north is up. */
export function drawShapes(
  shapes: readonly AreaShape[],
  width: number,
): { width: number; height: number; shapes: DrawnShape[] } {
  const all = shapes.flatMap((shape) => shape.rings.flat());
  if (all.length === 0) return { width, height: 0, shapes: [] };
  const box = boxOf(all);
  const shorten = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  const scale = width / Math.max((box.east - box.west) * shorten, 1e-9);
  const x = (longitude: number) => Math.round((longitude - box.west) * shorten * scale * 10) / 10;
  const y = (latitude: number) => Math.round((box.north - latitude) * scale * 10) / 10;
  return {
    width,
    height: Math.ceil((box.north - box.south) * scale),
    shapes: shapes.map((shape) => {
      const largest = shape.rings.toSorted((a, b) => areaOf(b) - areaOf(a))[0]!;
      const place = boxOf(largest);
      return {
        code: shape.code,
        path: shape.rings
          .map((ring) => `M${ring.map(([longitude, latitude]) => `${x(longitude)} ${y(latitude)}`).join('L')}Z`)
          .join(''),
        labelX: x((place.west + place.east) / 2),
        labelY: y((place.south + place.north) / 2),
        labelWidth: x(place.east) - x(place.west),
      };
    }),
  };
}

function boxOf(points: readonly (readonly [number, number])[]) {
  const box = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [longitude, latitude] of points) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}

const areaOf = (ring: AreaShape['rings'][number]): number => {
  const box = boxOf(ring);
  return (box.east - box.west) * (box.north - box.south);
};
