import { analysisContracts, type Trend } from '@renshe/domain/analysis/analysis.contract.ts';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Chart } from '../kit/Chart.tsx';
import type { ChartModel } from '../kit/chart-option.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { TabProps } from './AnalysisPage.tsx';
import { peopleHref } from './analysis-address.ts';
import { shiftMonthText } from './analysis-months.ts';
import { decimalsOf, unitWords } from './analysis-words.ts';

/** 趋势: one chart an indicator, because persons and per cent do not fit on one axis. */
export function TrendTab(props: TabProps): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const from = shiftMonthText(month, 1 - view.months);
  const query = { area, from, to: month, indicators: view.indicators.join(','), basis: view.basis };
  const read = useRead(analysisContracts.trend, { query }, { keepPrevious: true });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const trend = read.data;
  const months = trend.months.map((one) => one.month);
  return (
    <>
      <p className="quiet">
        {t(view.basis === 'booked' ? 'analysis.trend.note' : 'analysis.trend.noteEffective')}
        {props.first > from ? ` ${t('analysis.trend.short', { month: props.first })}` : ''}
      </p>
      <div className={trend.indicators.length > 1 ? 'analysis-charts' : ''}>
        {trend.indicators.map((indicator, index) => {
          const hrefOf = (at: number) =>
            view.basis === 'booked' && months[at] ? peopleHref(indicator, area, months[at]) : undefined;
          return (
            <Chart
              key={indicator.key}
              title={t('analysis.trend.chart', { area: props.areaName, indicator: indicator[language] })}
              categoryName={t('analysis.trend.month')}
              note={indicator.definition[language]}
              model={trendModel(trend, index, language, {
                open: t('analysis.openShort'),
                adjusted: t('analysis.trend.adjusted'),
              })}
              hrefOf={hrefOf}
              {...(view.basis === 'booked'
                ? {
                    onOpen: (at: number) => {
                      const href = hrefOf(at);
                      if (href) window.location.assign(href);
                    },
                  }
                : {})}
              {...(props.onExport ? { onXlsx: () => props.onExport?.({ table: 'trend', ...query }) } : {})}
            />
          );
        })}
      </div>
    </>
  );
}

/** The line of one indicator. */
export function trendModel(
  trend: Trend,
  index: number,
  language: 'zh' | 'en',
  words: { open: string; adjusted: string },
): ChartModel {
  const indicator = trend.indicators[index]!;
  const firstOpen = trend.months.findIndex((one) => !one.sealed);
  return {
    kind: 'line',
    categories: trend.months.map((one) => one.month),
    series: [
      {
        key: indicator.key,
        name: indicator[language],
        values: trend.months.map((one) => one.values[index]?.value ?? null),
        marked: new Set(trend.months.flatMap((one, at) => (one.values[index]?.adjusted ? [at] : []))),
        markName: words.adjusted,
      },
    ],
    unit: unitWords(indicator.unit),
    decimals: decimalsOf(indicator.unit),
    ...(trend.basis === 'booked' && firstOpen >= 0 ? { open: { from: firstOpen, name: words.open } } : {}),
  };
}
