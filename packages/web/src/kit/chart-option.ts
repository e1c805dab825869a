import { formatNumber } from './format.ts';

/** What a chart shows, apart from how it is drawn: the same model fills the chart and its table twin. */
export interface ChartModel {
  /** Lines over time, standing bars, or lying bars (one a category, for long names). */
  kind: 'line' | 'bar' | 'lying-bar';
  categories: readonly string[];
  /** At most five: more cannot be told apart by colour and label. */
  series: readonly ChartSeries[];
  /** In words, on the value axis: 人, %. */
  unit: string;
  decimals: number;
  /** Lines that a number should not pass, or should reach; the heading of the chart names them. */
  targets?: readonly { name: string; value: number }[];
  /** Categories that are not final yet, drawn on a grey ground. */
  open?: { from: number; name: string };
}

export interface ChartSeries {
  key: string;
  name: string;
  values: readonly (number | null)[];
  /** Categories whose point carries a mark, said in words by `markName`: months with adjustments. */
  marked?: ReadonlySet<number>;
  markName?: string;
}

export const mostSeries = 5;

interface Look {
  ink: string;
  quiet: string;
  line: string;
  ground: string;
  band: string;
  target: string;
  series: readonly string[];
}

/** Five colours each, apart also for the colour-blind; every one passes 4.5:1 on its ground, so labels may wear them. */
export const chartLooks: Record<'light' | 'dark', Look> = {
  light: {
    ink: '#1f2328',
    quiet: '#4d5561',
    line: '#d9dde3',
    ground: '#ffffff',
    band: '#eceff3',
    target: '#b3261e',
    series: ['#0b57d0', '#9a4a00', '#1a6b34', '#7a3fa0', '#59616d'],
  },
  dark: {
    ink: '#f2f6ff',
    quiet: '#b4c3df',
    line: '#2b416b',
    ground: '#0a1a3a',
    band: '#14284f',
    target: '#ff9c8f',
    series: ['#7fb2ff', '#ffb866', '#6fdca0', '#d6b0ff', '#c3ccda'],
  },
};

const dashes = ['solid', 'dashed', 'dotted', 'solid', 'dashed'] as const;
const symbols = ['circle', 'diamond', 'triangle', 'rect', 'roundRect'] as const;

export interface Drawing {
  look: 'light' | 'dark';
  /** px of the labels; everything else follows. */
  size: number;
  fontFamily: string;
  /** Names at the ends of the lines; a narrow chart has a legend instead. */
  wide: boolean;
  /** px of the whole chart: a low one has fewer lines across. */
  height: number;
}

/** Round limits around what lines show: a line may leave zero out where the change is what matters, a bar never does. */
export function valueRange(model: ChartModel): { min: number; max: number | undefined } {
  const values = model.series.flatMap((one) => one.values.filter((value) => value !== null));
  for (const target of model.targets ?? []) values.push(target.value);
  const least = Math.min(0, ...values);
  return { min: least, max: values.some((value) => value > 0) ? undefined : 1 };
}

/** The chart as ECharts wants it. */
export function chartOption(model: ChartModel, drawing: Drawing): Record<string, unknown> {
  const look = chartLooks[drawing.look];
  const { size } = drawing;
  const lying = model.kind === 'lying-bar';
  const format = (value: number | null) => (value === null ? '—' : formatNumber(value, model.decimals));
  const text = { fontFamily: drawing.fontFamily, fontSize: size, color: look.quiet };
  const categoryAxis = {
    type: 'category',
    data: model.categories,
    inverse: lying,
    boundaryGap: model.kind !== 'line',
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    axisLabel: {
      ...text,
      margin: size * 0.8,
      hideOverlap: true,
      ...(lying ? { interval: 0 } : { showMaxLabel: true }),
    },
  };
  const range = valueRange(model);
  const valueAxis = {
    type: 'value',
    min: range.min === 0 ? 0 : undefined,
    ...(range.max === undefined ? {} : { max: range.max }),
    minInterval: model.decimals === 0 ? 1 : 0,
    name: lying ? '' : model.unit,
    nameTextStyle: { ...text, align: 'left', padding: [0, 0, 0, -size * 1.5] },
    splitNumber: drawing.height < size * 16 ? 2 : 4,
    splitLine: lying ? { show: false } : { lineStyle: { color: look.line } },
    axisLabel: lying ? { show: false } : { ...text, formatter: (value: number) => formatNumber(value) },
  };
  const several = model.series.length > 1;
  // Names of several lines stand at their ends, the last number at the end of one.
  const named = model.kind === 'line' && several && drawing.wide;
  const endWords = named ? model.series.map((one) => one.name) : model.series.map((one) => format(lastOf(one.values)));
  const longest = model.kind === 'line' ? Math.max(0, ...endWords.map(wordWidth)) : 0;
  return {
    animation: false,
    backgroundColor: 'transparent',
    color: look.series,
    textStyle: text,
    legend:
      several && !named
        ? { top: 0, left: 'center', itemGap: size, textStyle: { ...text, color: look.ink }, icon: 'roundRect' }
        : { show: false },
    grid: {
      top: (several && !named ? size * 3 : size) + (lying || model.unit === '' ? 0 : size * 1.6),
      left: size * 0.6,
      right: model.kind === 'line' ? size * (longest * 0.62 + 1.2) : lying ? size * 4.5 : size * 1.5,
      bottom: size * 0.4,
      containLabel: true,
    },
    tooltip: {
      trigger: 'axis',
      // As HTML it would be written with inline styles, which the content security policy forbids.
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: model.kind === 'line' ? 'line' : 'shadow' },
      backgroundColor: look.ground,
      borderColor: look.line,
      textStyle: { ...text, color: look.ink },
      valueFormatter: (value: unknown) => `${format(typeof value === 'number' ? value : null)} ${model.unit}`,
    },
    xAxis: lying ? valueAxis : categoryAxis,
    yAxis: lying ? categoryAxis : valueAxis,
    series: model.series.slice(0, mostSeries).map((one, index) => ({
      name: one.name,
      type: model.kind === 'line' ? 'line' : 'bar',
      data: one.values.map((value, at) =>
        one.marked?.has(at)
          ? { value, symbol: 'diamond', symbolSize: size * 0.95, itemStyle: { color: look.target } }
          : value,
      ),
      connectNulls: false,
      ...(model.kind === 'line'
        ? {
            lineStyle: { width: Math.max(2, size / 6), type: dashes[index] },
            symbol: symbols[index],
            symbolSize: size * 0.45,
            endLabel: {
              show: named || !several,
              formatter: named ? '{a}' : ({ value }: { value: number | null }) => format(value),
              fontFamily: drawing.fontFamily,
              fontSize: size,
              color: look.series[index],
              distance: size * 0.6,
            },
            labelLayout: { moveOverlap: 'shiftY' },
          }
        : {
            barMaxWidth: size * 2,
            label: {
              show: true,
              position: lying ? 'right' : 'top',
              formatter: ({ value }: { value: number | null }) => format(value),
              ...text,
              color: look.ink,
            },
          }),
      ...(index === 0 ? marksOf(model, look, drawing, lying) : {}),
    })),
  };
}

/** Target lines and the ground of months that are not final, hung on the first series. */
function marksOf(model: ChartModel, look: Look, drawing: Drawing, lying: boolean): Record<string, unknown> {
  const { size } = drawing;
  const label = { fontFamily: drawing.fontFamily, fontSize: size };
  const targets = model.targets ?? [];
  return {
    ...(targets.length > 0
      ? {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: look.target, type: 'dashed', width: Math.max(1.5, size / 8) },
            // A name on the line would cover the numbers, which are near it more often than not.
            label: { show: false },
            data: targets.map((target) => ({ [lying ? 'xAxis' : 'yAxis']: target.value })),
          },
        }
      : {}),
    ...(model.open && model.open.from < model.categories.length
      ? {
          markArea: {
            silent: true,
            itemStyle: { color: look.band },
            label: { ...label, color: look.quiet, position: 'insideTop' },
            data: [
              [
                { xAxis: model.categories[Math.max(model.open.from - 1, 0)], name: model.open.name },
                { xAxis: model.categories.at(-1) },
              ],
            ],
          },
        }
      : {}),
  };
}

const lastOf = (values: readonly (number | null)[]): number | null =>
  values.findLast((value) => value !== null) ?? null;

/** Width of a text in letters; a Chinese sign is as wide as two. */
export function wordWidth(text: string): number {
  let width = 0;
  for (const sign of text) width += sign.codePointAt(0)! > 0x2e7f ? 1.65 : 0.9;
  return width;
}
