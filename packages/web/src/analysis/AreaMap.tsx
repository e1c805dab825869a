import { classLimits, classOf } from '@renshe/domain/analysis/analysis.rules.ts';
import { type AreaShape, drawShapes } from '@renshe/domain/analysis/analysis-shape.rules.ts';
import { type MouseEvent, type ReactNode, useMemo } from 'react';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import './area-map.css';

export interface MapArea {
  code: string;
  name: string;
  /** What colours the area; null stays grey. */
  value: number | null;
  /** Why it is grey although it has a value. */
  remark?: string | undefined;
  href?: string | undefined;
}

/** Five steps of one colour, each with an ink that passes 4.5:1 on it. */
const ramps = {
  light: [
    ['#e6effc', '#1f2328'],
    ['#bcd4f7', '#1f2328'],
    ['#8ab4ef', '#10203c'],
    ['#2f6bc9', '#ffffff'],
    ['#0a3f94', '#ffffff'],
  ],
  dark: [
    ['#16305f', '#ffffff'],
    ['#1f4688', '#ffffff'],
    ['#2b5fb3', '#ffffff'],
    ['#7fb2ff', '#0a1a3a'],
    ['#c9deff', '#0a1a3a'],
  ],
} as const;
const greys = { light: ['#eceff3', '#4d5561'], dark: ['#13213f', '#b4c3df'] } as const;

/** As large as its shape lets it be, so that it is read from afar and on a phone; in units of the picture, 900 wide. */
const labelSize = (width: number, name: string): number =>
  Math.round(Math.min(32, Math.max(9, (width * 0.8) / Math.max(4, name.length))));

/**
 * Areas coloured by a value: in their shapes when there are some for all of them, as equal tiles in the order of their codes otherwise.
 * Every area is a link with its number in words; the colours have a legend and are never alone.
 */
export function AreaMap(props: {
  label: string;
  areas: readonly MapArea[];
  shapes: readonly AreaShape[];
  decimals: number;
  look: 'light' | 'dark';
  onOpen?: (code: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const { areas, look, decimals } = props;
  const limits = useMemo(
    () =>
      classLimits(
        areas.flatMap((area) => (area.value === null || area.remark ? [] : [area.value])),
        5,
        decimals,
      ),
    [areas, decimals],
  );
  const colours = (area: MapArea): readonly [string, string] => {
    if (area.value === null || area.remark) return greys[look];
    // One class alone is drawn in the middle of the ramp; few classes spread over it.
    const at = classOf(area.value, limits);
    return ramps[look][limits.length === 1 ? 1 : Math.round((at * 4) / (limits.length - 1))]!;
  };
  const words = (area: MapArea) =>
    area.value === null
      ? t('analysis.map.noObject')
      : `${formatNumber(area.value, decimals)}${area.remark ? ` · ${area.remark}` : ''}`;
  const open = (area: MapArea) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || !props.onOpen) return;
    event.preventDefault();
    props.onOpen(area.code);
  };
  const sorted = useMemo(() => areas.toSorted((a, b) => (a.code < b.code ? -1 : 1)), [areas]);
  const shown = props.shapes.filter((shape) => areas.some((area) => area.code === shape.code));
  const drawn = useMemo(() => drawShapes(shown, 900), [shown]);
  const byCode = new Map(areas.map((area) => [area.code, area]));
  return (
    <div className={`area-map area-map-${look}`}>
      {shown.length === areas.length ? (
        <svg viewBox={`-4 -4 ${drawn.width + 8} ${drawn.height + 8}`} className="area-shapes">
          <title>{props.label}</title>
          {drawn.shapes.map((shape) => {
            const area = byCode.get(shape.code)!;
            const [fill, ink] = colours(area);
            return (
              <a key={shape.code} href={area.href} onClick={open(area)} aria-label={`${area.name} ${words(area)}`}>
                <path d={shape.path} fill={fill} fillRule="evenodd" />
                <text x={shape.labelX} y={shape.labelY} fill={ink} fontSize={labelSize(shape.labelWidth, area.name)}>
                  <tspan x={shape.labelX}>{area.name}</tspan>
                  <tspan x={shape.labelX} dy="1.3em">
                    {words(area)}
                  </tspan>
                </text>
              </a>
            );
          })}
        </svg>
      ) : (
        <ul className="area-tiles" aria-label={props.label}>
          {sorted.map((area) => {
            const [fill, ink] = colours(area);
            const face = (
              <>
                <span className="area-tile-name">{area.name}</span>
                {area.value === null ? (
                  <span className="area-tile-none">{t('analysis.map.noObject')}</span>
                ) : (
                  <span className="area-tile-value figures">{formatNumber(area.value, decimals)}</span>
                )}
                {area.remark ? <small>{area.remark}</small> : null}
              </>
            );
            return (
              <li key={area.code}>
                {area.href ? (
                  <a href={area.href} onClick={open(area)} style={{ background: fill, color: ink }}>
                    {face}
                  </a>
                ) : (
                  <span className="area-tile" style={{ background: fill, color: ink }}>
                    {face}
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {limits.length > 1 ? (
        <ul className="area-legend" aria-label={t('analysis.map.legend')}>
          {limits.map((limit, index) => (
            <li key={limit}>
              <span
                className="area-legend-colour"
                style={{ background: ramps[look][Math.round((index * 4) / (limits.length - 1))]![0] }}
              />
              {t('analysis.map.upTo', { value: formatNumber(limit, decimals) })}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
