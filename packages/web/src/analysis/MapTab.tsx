import { type AreaFigures, analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { Button, Segmented, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { TabProps } from './AnalysisPage.tsx';
import { AreaMap, type MapArea } from './AreaMap.tsx';
import { decimalsOf } from './analysis-words.ts';
import { RankingTable } from './RankingTab.tsx';

/** What an area shows on a map: its fair rate, or its value where there is none. */
export function mapAreas(data: AreaFigures, hrefOf: ((code: string) => string) | undefined, small: string): MapArea[] {
  return data.rows.map((row) => ({
    code: row.area.code,
    name: shortAreaName(row.area.name),
    value: data.fair ? row.rate : row.value,
    remark: row.unranked === 'small' ? small : undefined,
    href: hrefOf?.(row.area.code),
  }));
}

/** 地图: the areas below by colour, in their shapes or as tiles; the table twin is the list of the ranking. */
export function MapTab(props: TabProps): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const [shown, setShown] = useState('map');
  const [indicator = ''] = view.indicators;
  const level = view.level === 'community' ? 'below' : view.level;
  const query = { area, month, indicator, level, basis: view.basis };
  const read = useRead(analysisContracts.areas, { query }, { keepPrevious: true });
  const shapes = useRead(analysisContracts.shapes, { query: { area, level } }, { freshFor: 60 * 60_000 });
  const { data } = read;
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!data || shapes.isPending) return <Skeleton active paragraph={{ rows: 8 }} />;
  if (data.rows.length === 0) return <EmptyState title={t('analysis.map.none')} help={t('analysis.ranking.none')} />;
  const words = data.fair?.[language];
  const problem = shapes.data?.problem;
  const rate = data.fair ? (data.fair.per === 1000 ? 1 : 2) : decimalsOf(data.indicator.unit);
  const having = new Set(shapes.data?.shapes.map((shape) => shape.code));
  const lacking = data.rows.filter((row) => !having.has(row.area.code)).map((row) => shortAreaName(row.area.name));
  const drawn = lacking.length === 0;
  return (
    <>
      <div className="analysis-tools">
        <h3>
          {data.indicator[language]}
          {words ? ` · ${words}` : ''}
        </h3>
        <Segmented
          size="small"
          aria-label={t('kit.chart.switch')}
          value={shown}
          options={[
            { value: 'map', label: t('analysis.map.mapView') },
            { value: 'table', label: t('analysis.map.table') },
          ]}
          onChange={setShown}
        />
        {props.onExport && data.fair ? (
          <Button onClick={() => props.onExport?.({ table: 'areas', ...query })}>{t('analysis.export')}</Button>
        ) : null}
      </div>
      {shown === 'map' ? (
        <>
          <AreaMap
            label={t('analysis.map.label', { area: props.areaName, indicator: data.indicator[language] })}
            areas={mapAreas(data, props.hrefOf, t('analysis.map.small'))}
            shapes={shapes.data?.shapes ?? []}
            decimals={rate}
            look="light"
            onOpen={(code) => props.change({ area: code })}
          />
          <p className="quiet analysis-map-note">
            {words ? t('analysis.map.note', { words }) : t('analysis.map.noteValues')}
            {drawn
              ? ''
              : having.size === 0
                ? ` ${t('analysis.map.tiles')}`
                : ` ${t('analysis.map.lacking', { count: lacking.length, names: lacking.slice(0, 5).join(t('analysis.map.and')) })}`}
            {drawn && shapes.data?.licence ? ` ${t('analysis.map.licence', { licence: shapes.data.licence })}` : ''}
          </p>
          {problem ? <p className="note-warning">{t('analysis.map.problem', { problem: problem[language] })}</p> : null}
        </>
      ) : (
        <RankingTable
          {...props}
          data={data}
          loading={read.isFetching}
          error={null}
          onRetry={() => void read.refetch()}
        />
      )}
    </>
  );
}
