import { BarChart, LineChart } from 'echarts/charts';
import {
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { type ChartModel, chartOption } from './chart-option.ts';

use([
  BarChart,
  LineChart,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
  LabelLayout,
  SVGRenderer,
]);

/** The drawing as an SVG document, for downloads. */
export interface ChartPicture {
  svg(): string;
  width: number;
  height: number;
}

export interface ChartCanvasProps {
  model: ChartModel;
  look: 'light' | 'dark';
  /** px of the labels. */
  size: number;
  height: number | string;
  onOpen?: ((category: number, series: number) => void) | undefined;
  picture?: RefObject<ChartPicture | null> | undefined;
}

/** Draws a chart. The only module that knows ECharts; loaded when the first chart is shown. */
export default function ChartCanvas(props: ChartCanvasProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const open = useRef(props.onOpen);
  open.current = props.onOpen;
  const { model, look, size, picture } = props;

  useEffect(() => {
    const element = box.current!;
    const made = init(element, undefined, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => {
      if (event.componentType === 'series') open.current?.(event.dataIndex, event.seriesIndex ?? 0);
    });
    return () => {
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    const made = chart.current!;
    const draw = () => {
      // Double quotes would end the attribute that ECharts writes the names into.
      const fontFamily = getComputedStyle(box.current!).fontFamily.replaceAll('"', "'");
      const drawing = { look, size, fontFamily, wide: made.getWidth() > size * 38, height: made.getHeight() };
      made.setOption(chartOption(model, drawing), true);
      box.current!.querySelector('svg')?.setAttribute('viewBox', `0 0 ${made.getWidth()} ${made.getHeight()}`);
    };
    draw();
    // The chart follows its box; on paper, which is laid out without scripts, it scales as a picture.
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      if (Math.round(width) === made.getWidth() && Math.round(height) === made.getHeight()) return;
      made.resize();
      draw();
    });
    observer.observe(box.current!);
    if (picture)
      picture.current = {
        svg: () => decodeURIComponent(made.getDataURL({ type: 'svg' }).replace(/^data:[^,]*,/, '')),
        width: made.getWidth(),
        height: made.getHeight(),
      };
    return () => observer.disconnect();
  }, [model, look, size, picture]);

  return (
    <div
      ref={box}
      className={props.onOpen ? 'chart-canvas chart-opens' : 'chart-canvas'}
      style={{ height: props.height }}
    />
  );
}
