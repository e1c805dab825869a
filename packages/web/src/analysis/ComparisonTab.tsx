import { analysisContracts, type Comparison } from '@renshe/domain/analysis/analysis.contract.ts';
import { changeOf } from '@renshe/domain/analysis/analysis.rules.ts';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Chart } from '../kit/Chart.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { TabProps } from './AnalysisPage.tsx';
import { peopleHref } from './analysis-address.ts';
import { monthBefore, yearBefore } from './analysis-months.ts';
import { changeWords, decimalsOf, figure, isRate, signedFigure, unitWords } from './analysis-words.ts';

type Row = Comparison['rows'][number];

/** 对比: this month, last month, the same month last year, the year so far. */
export function ComparisonTab(props: TabProps): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const indicators = view.indicators.join(',');
  const query = { area, month, indicators, basis: view.basis };
  const read = useRead(analysisContracts.comparison, { query }, { keepPrevious: true });
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const { rows } = read.data;
  const onXlsx = props.onExport && (() => props.onExport?.({ table: 'comparison', ...query }));
  return (
    <>
      <div className="analysis-tools">
        <span className="quiet">{t('analysis.comparison.note')}</span>
        {onXlsx ? <Button onClick={onXlsx}>{t('analysis.export')}</Button> : null}
      </div>
      <ComparisonTable {...props} rows={rows} />
      <div className="analysis-charts">
        {rows.map((row) => (
          <Chart
            key={row.indicator.key}
            title={t('analysis.comparison.chart', { indicator: row.indicator[language] })}
            categoryName={t('analysis.comparison.when')}
            height={150}
            model={{
              kind: 'lying-bar',
              categories: [month, monthBefore(month), yearBefore(month)],
              series: [
                {
                  key: row.indicator.key,
                  name: row.indicator[language],
                  values: [row.month, row.lastMonth, row.lastYear],
                },
              ],
              unit: unitWords(row.indicator.unit),
              decimals: decimalsOf(row.indicator.unit),
            }}
            {...(onXlsx ? { onXlsx } : {})}
          />
        ))}
      </div>
    </>
  );
}

function ComparisonTable(props: TabProps & { rows: readonly Row[] }): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const change = (row: Row, then: number | null) =>
    changeWords(changeOf(row.month, then, isRate(row.indicator.unit)), row.indicator.unit);
  // The closed reports open their people; what really happened in a month is in no report.
  const linked = view.basis === 'booked';
  const cell = (
    row: Row,
    value: number | null,
    what: string,
    at: string,
    measure: 'month' | 'yearToDate' = 'month',
  ) => {
    const words = figure(value, row.indicator.unit);
    const href = linked && value !== null ? peopleHref(row.indicator, area, at, measure) : undefined;
    if (!href) return words;
    return (
      <a
        href={href}
        aria-label={`${words} ${t('analysis.comparison.people', { indicator: row.indicator[language], what })}`}
      >
        {words}
      </a>
    );
  };
  const heads = ['now', 'lastMonth', 'monthChange', 'lastYear', 'yearChange', 'ytd', 'lastYtd', 'ytdChange'] as const;
  return (
    <section className="analysis-table" aria-label={t('analysis.comparison.label', { area: props.areaName, month })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('analysis.comparison.indicator')}</th>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {t(`analysis.comparison.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => {
            const { unit, kind } = row.indicator;
            const flow = kind === 'flow';
            const ytdChange = changeOf(row.yearToDate, row.lastYearToDate, false);
            return (
              <tr key={row.indicator.key}>
                <th scope="row">
                  {row.indicator[language]} <small>{unitWords(unit)}</small>
                </th>
                <td className="analysis-main">
                  {cell(row, row.month, t('analysis.comparison.now'), month)}
                  {row.adjustment === 0 ? null : (
                    <small className="analysis-adjusted" title={t('analysis.comparison.adjustmentHelp')}>
                      {t('analysis.comparison.adjustment', { value: signedFigure(row.adjustment, 0) })}
                    </small>
                  )}
                </td>
                <td>{cell(row, row.lastMonth, t('analysis.comparison.lastMonth'), monthBefore(month))}</td>
                <td>{change(row, row.lastMonth)}</td>
                <td>{cell(row, row.lastYear, t('analysis.comparison.lastYear'), yearBefore(month))}</td>
                <td>{change(row, row.lastYear)}</td>
                <td>
                  {flow
                    ? cell(row, row.yearToDate, t('analysis.comparison.ytd'), month, 'yearToDate')
                    : t('analysis.noValue')}
                </td>
                <td>
                  {flow ? (
                    cell(row, row.lastYearToDate, t('analysis.comparison.lastYtd'), yearBefore(month), 'yearToDate')
                  ) : (
                    <>
                      <small>{t('analysis.comparison.yearStart')}</small> {figure(row.yearStart, unit)}
                    </>
                  )}
                </td>
                <td>{flow ? changeWords(ytdChange, unit) : change(row, row.yearStart)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
