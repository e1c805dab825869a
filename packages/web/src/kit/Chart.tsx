import { Segmented, Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useLook } from '../app/preferences.ts';
import type { ChartPicture } from './ChartCanvas.tsx';
import type { ChartModel } from './chart-option.ts';
import { chartLooks } from './chart-option.ts';
import { formatNumber } from './format.ts';
import { useTexts } from './i18n.ts';
import { MoreMenu } from './PageHeader.tsx';
import { saveAs } from './PurposeDialog.tsx';
import './chart.css';

const ChartCanvas = lazy(() => import('./ChartCanvas.tsx'));

export interface ChartProps {
  /** What the chart shows, one line; also the name of its files and of its table. */
  title: string;
  /** Basis, source, what the marks mean. */
  note?: ReactNode;
  model: ChartModel;
  height?: number;
  /** A point, bar or number of the table was chosen. */
  onOpen?: (category: number, series: number) => void;
  /** Address behind a number, so that it can be opened in a tab of its own. */
  hrefOf?: (category: number, series: number) => string | undefined;
  /** The table as .xlsx, made by the server with its audit. */
  onXlsx?: () => void;
  /** Head of the column of categories in the table. */
  categoryName: string;
}

/**
 * A chart with its table twin. The numbers are always there for screen readers and for paper; the switch shows one or the other.
 * Pictures are made here in the browser, sheets by the server.
 */
export function Chart(props: ChartProps): ReactNode {
  const { t } = useTexts();
  const { look } = useLook();
  const large = look.textSize !== 'standard';
  const [shown, setShown] = useState('chart');
  const picture = useRef<ChartPicture>(null);
  const { model } = props;
  const height = props.height ?? (model.kind === 'lying-bar' ? model.categories.length * 30 + 48 : 300);
  return (
    <figure className="chart" aria-label={props.title}>
      <figcaption className="chart-head">
        <h3>{props.title}</h3>
        <span className="chart-tools">
          <Segmented
            size="small"
            aria-label={t('kit.chart.switch')}
            value={shown}
            options={[
              { value: 'chart', label: t('kit.chart.chart') },
              { value: 'table', label: t('kit.chart.table') },
            ]}
            onChange={(one) => setShown(one)}
          />
          <MoreMenu
            label={t('kit.chart.download')}
            actions={[
              ...(props.onXlsx ? [{ key: 'xlsx', label: t('kit.chart.xlsx'), onClick: props.onXlsx }] : []),
              ...(shown === 'chart'
                ? [
                    {
                      key: 'png',
                      label: t('kit.chart.png'),
                      onClick: () => void savePicture(picture.current, props.title, 'png'),
                    },
                    {
                      key: 'svg',
                      label: t('kit.chart.svg'),
                      onClick: () => void savePicture(picture.current, props.title, 'svg'),
                    },
                  ]
                : []),
            ]}
          />
        </span>
      </figcaption>
      {shown === 'chart' ? (
        <div className="chart-drawing" aria-hidden>
          <Suspense fallback={<Skeleton active paragraph={{ rows: 5 }} />}>
            <ChartCanvas
              model={model}
              look="light"
              size={large ? 16 : 12}
              height={large ? height * 1.25 : height}
              onOpen={props.onOpen}
              picture={picture}
            />
          </Suspense>
        </div>
      ) : null}
      <ChartTable {...props} hidden={shown === 'chart'} />
      {props.note ? <p className="chart-note">{props.note}</p> : null}
    </figure>
  );
}

/** The same numbers as a table: shown instead of the chart, read out beside it. */
export function ChartTable(
  props: Pick<ChartProps, 'title' | 'model' | 'onOpen' | 'hrefOf' | 'categoryName'> & { hidden?: boolean },
): ReactNode {
  const { t } = useTexts();
  const { model, hidden } = props;
  const numberOf = (category: number, series: number): ReactNode => {
    const one = model.series[series]!;
    const value = one.values[category] ?? null;
    if (value === null) return t('kit.chart.none');
    const words = formatNumber(value, model.decimals);
    // What cannot be seen must not take the focus.
    const href = hidden ? undefined : props.hrefOf?.(category, series);
    const mark = one.marked?.has(category) ? <small className="chart-mark"> {one.markName}</small> : null;
    if (hidden || (!href && !props.onOpen))
      return (
        <>
          {words}
          {mark}
        </>
      );
    return (
      <>
        <a
          href={href ?? '#'}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || !props.onOpen) return;
            event.preventDefault();
            props.onOpen(category, series);
          }}
        >
          {words}
        </a>
        {mark}
      </>
    );
  };
  return (
    <div className={hidden ? 'chart-twin chart-twin-hidden' : 'chart-twin'} {...(hidden ? {} : { tabIndex: 0 })}>
      <table aria-label={props.title}>
        <thead>
          <tr>
            <th scope="col">{props.categoryName}</th>
            {model.series.map((one) => (
              <th scope="col" key={one.key}>
                {one.name}
                {model.unit ? t('kit.chart.inUnit', { unit: model.unit }) : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {model.categories.map((category, index) => (
            // Two areas may have the same short name.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a category
            <tr key={index}>
              <th scope="row">
                {category}
                {model.open && index >= model.open.from ? <small> {model.open.name}</small> : null}
              </th>
              {model.series.map((one, series) => (
                <td key={one.key}>{numberOf(index, series)}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {model.targets && model.targets.length > 0 ? (
          <tfoot>
            <tr>
              <td colSpan={model.series.length + 1}>{model.targets.map((target) => target.name).join(' · ')}</td>
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  );
}

/** A chart without tools for boards: the drawing, and the numbers for those who listen. */
export function BoardChart(props: {
  title: string;
  model: ChartModel;
  /** Dark on the wall, light on paper. */
  look: 'light' | 'dark';
  size: number;
  height: number | string;
  categoryName: string;
}): ReactNode {
  return (
    <div className="board-chart">
      <div aria-hidden className="board-chart-drawing">
        <Suspense fallback={null}>
          <ChartCanvas model={props.model} look={props.look} size={props.size} height={props.height} />
        </Suspense>
      </div>
      <ChartTable title={props.title} model={props.model} categoryName={props.categoryName} hidden />
    </div>
  );
}

/** The drawing as a file: SVG as it is, PNG at twice the size on white. */
async function savePicture(picture: ChartPicture | null, title: string, kind: 'png' | 'svg'): Promise<void> {
  if (!picture) return;
  const svg = new Blob([picture.svg()], { type: 'image/svg+xml' });
  const blob = kind === 'svg' ? svg : await pngOf(svg, picture.width, picture.height);
  const address = URL.createObjectURL(blob);
  saveAs(address, `${title}.${kind}`);
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function pngOf(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image(width, height);
  const source = URL.createObjectURL(svg);
  try {
    image.src = source;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext('2d')!;
    context.fillStyle = chartLooks.light.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(source);
  }
}
