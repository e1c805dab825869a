import { type AreaFigures, analysisContracts } from '@renshe/domain/analysis/analysis.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Chart } from '../kit/Chart.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { TabProps } from './AnalysisPage.tsx';
import { peopleHref } from './analysis-address.ts';
import { figure, unitWords } from './analysis-words.ts';

/** A chart of lying bars beyond this would be a wall. */
const mostBars = 15;

/** 排名: areas over a fair denominator; those too small are listed and not ranked. */
export function RankingTab(props: TabProps): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const [indicator = ''] = view.indicators;
  const query = { area, month, indicator, level: view.level, basis: view.basis };
  const read = useRead(analysisContracts.areas, { query }, { keepPrevious: true });
  const { data } = read;
  const words = data?.fair?.[language] ?? '';
  const names = { area: props.areaName, month, indicator: data?.indicator[language] ?? '', words };
  const ranked = data?.rows.filter((row) => row.rank !== null) ?? [];
  const onXlsx = props.onExport && data?.fair ? () => props.onExport?.({ table: 'areas', ...query }) : undefined;
  return (
    <>
      {data ? (
        <div className="analysis-tools">
          <span className="quiet">
            {data.fair
              ? t('analysis.ranking.note', { words, minimum: formatNumber(data.minimum) })
              : t('analysis.ranking.unfair', names)}
          </span>
          {onXlsx ? <Button onClick={onXlsx}>{t('analysis.export')}</Button> : null}
        </div>
      ) : null}
      {data && ranked.length > 1 ? (
        <Chart
          title={t('analysis.ranking.chart', names)}
          categoryName={t('analysis.ranking.area')}
          note={ranked.length > mostBars ? t('analysis.ranking.chartMost', { count: mostBars }) : undefined}
          model={{
            kind: 'lying-bar',
            categories: ranked.slice(0, mostBars).map((row) => shortAreaName(row.area.name)),
            series: [
              {
                key: 'rate',
                name: t('analysis.ranking.rate'),
                values: ranked.slice(0, mostBars).map((row) => row.rate),
              },
            ],
            unit: '',
            decimals: data.fair?.per === 1000 ? 1 : 2,
          }}
          onOpen={(index) => {
            const code = ranked[index]?.area.code;
            if (code) props.change({ area: code });
          }}
          hrefOf={(index) => (ranked[index] ? props.hrefOf(ranked[index].area.code) : undefined)}
          {...(onXlsx ? { onXlsx } : {})}
        />
      ) : null}
      <RankingTable
        {...props}
        data={data}
        loading={read.isFetching}
        error={read.error}
        onRetry={() => void read.refetch()}
      />
    </>
  );
}

type Row = AreaFigures['rows'][number];

export function RankingTable(
  props: TabProps & { data: AreaFigures | undefined; loading: boolean; error: unknown; onRetry: () => void },
): ReactNode {
  const { t, language } = useTexts();
  const { data, month } = props;
  const unit = data?.indicator.unit ?? 'person';
  const names = { area: props.areaName, month, indicator: data?.indicator[language] ?? '' };
  const linked = props.view.basis === 'booked';
  const numbers = (key: 'lastMonth' | 'lastYear') => ({
    title: t(`analysis.ranking.${key}`),
    key,
    align: 'right' as const,
    responsive: ['md' as const],
    render: (_: unknown, row: Row) => figure(row[key], unit),
  });
  return (
    <DataTable<Row>
      name="analysis.ranking.label"
      label={t('analysis.ranking.label', names)}
      rows={data?.rows}
      rowKey={(row) => row.area.code}
      count={data?.rows.length}
      loading={props.loading && !data}
      error={props.error}
      onRetry={props.onRetry}
      onOpen={(row) => props.change({ area: row.area.code })}
      hrefOf={(row) => props.hrefOf(row.area.code)}
      empty={{ title: t('analysis.ranking.none') }}
      columns={[
        ...(data?.fair
          ? [
              {
                title: t('analysis.ranking.rank'),
                key: 'rank',
                align: 'right' as const,
                width: 72,
                render: (_: unknown, row: Row) => (
                  <strong className="figures">{row.rank ?? t('analysis.noValue')}</strong>
                ),
              },
            ]
          : []),
        {
          title: t('analysis.ranking.area'),
          key: 'area',
          render: (_, row) => (
            <>
              <a
                href={props.hrefOf(row.area.code)}
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey) return;
                  event.preventDefault();
                  props.change({ area: row.area.code });
                }}
              >
                {shortAreaName(row.area.name)}
              </a>
              {row.unranked === null ? null : (
                <small className="quiet ranking-remark">
                  {t(`analysis.ranking.${row.unranked}`, { minimum: formatNumber(data?.minimum ?? 0) })}
                </small>
              )}
            </>
          ),
        },
        ...(data?.fair && unit !== 'percent' && unit !== 'permille'
          ? [
              {
                title: t('analysis.ranking.rateOf', { words: data.fair[language] }),
                key: 'rate',
                align: 'right' as const,
                render: (_: unknown, row: Row) =>
                  row.rate === null ? t('analysis.noObject') : formatNumber(row.rate, 2),
              },
            ]
          : []),
        {
          title: `${t('analysis.ranking.value')} (${unitWords(unit)})`,
          key: 'value',
          align: 'right',
          render: (_, row) => {
            const href =
              linked && row.value !== null && data ? peopleHref(data.indicator, row.area.code, month) : undefined;
            const words = figure(row.value, unit);
            return href ? (
              <a href={href} aria-label={`${words} ${t('analysis.ranking.people', { area: row.area.name })}`}>
                {words}
              </a>
            ) : (
              words
            );
          },
        },
        ...(data?.fair
          ? [
              {
                title: t('analysis.ranking.denominator'),
                key: 'denominator',
                align: 'right' as const,
                responsive: ['md' as const],
                render: (_: unknown, row: Row) =>
                  row.denominator === null ? t('analysis.noValue') : formatNumber(row.denominator),
              },
            ]
          : []),
        numbers('lastMonth'),
        numbers('lastYear'),
      ]}
    />
  );
}
