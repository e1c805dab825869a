import { analysisContracts, type Outliers } from '@renshe/domain/analysis/analysis.contract.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { DataTable } from '../kit/DataTable.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import type { TabProps } from './AnalysisPage.tsx';
import { peopleHref } from './analysis-address.ts';
import { signedFigure } from './analysis-words.ts';

type Row = Outliers['rows'][number];

/** 异常: communities whose number jumps against their own past, with what happened and who it was. */
export function OutliersTab(props: TabProps): ReactNode {
  const { t, language } = useTexts();
  const { area, month, view } = props;
  const [indicator = ''] = view.indicators;
  const query = { area, month, indicator };
  const read = useRead(analysisContracts.outliers, { query }, { keepPrevious: true });
  const { data } = read;
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 8 }} />;
  const flow = data.indicator.kind === 'flow';
  const what = t(flow ? 'analysis.outliers.whatFlow' : 'analysis.outliers.whatStock');
  const { spread, minimum, months } = data.thresholds;
  const people = (row: Row) => peopleHref(data.indicator, row.area.code, month);
  return (
    <>
      <div className="analysis-tools">
        <span className="quiet">
          {t('analysis.outliers.rule', { what, spread, minimum })}
          {data.indicator.key === indicator
            ? ''
            : ` ${t('analysis.outliers.rate', { indicator: data.indicator[language] })}`}
        </span>
        {props.onExport ? (
          <Button onClick={() => props.onExport?.({ table: 'outliers', ...query })}>{t('analysis.export')}</Button>
        ) : null}
      </div>
      <p>
        <strong>{t('analysis.outliers.judged', { judged: formatNumber(data.judged), count: data.rows.length })}</strong>{' '}
        {data.tooNew > 0 ? t('analysis.outliers.tooNew', { count: data.tooNew, months }) : ''}
      </p>
      <DataTable<Row>
        name="analysis.outliers.label"
        label={t('analysis.outliers.label', {
          area: props.areaName,
          month,
          indicator: data.indicator[language],
        })}
        rows={data.rows}
        rowKey={(row) => row.area.code}
        count={data.rows.length}
        empty={{ title: t('analysis.outliers.none'), help: t('analysis.outliers.noneHelp') }}
        columns={[
          {
            title: t('analysis.outliers.area'),
            key: 'area',
            render: (_, row) => (
              <>
                <a
                  href={props.hrefOf(row.area.code)}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey) return;
                    event.preventDefault();
                    props.change({ area: row.area.code, tab: 'trend' });
                  }}
                >
                  {shortAreaName(row.area.name)}
                </a>
              </>
            ),
          },
          {
            title: t('analysis.outliers.now'),
            key: 'value',
            align: 'right',
            render: (_, row) => {
              const href = people(row);
              return href ? (
                <a
                  href={href}
                  aria-label={`${formatNumber(row.value)} ${t('analysis.outliers.peopleOf', { area: row.area.name })}`}
                >
                  {formatNumber(row.value)}
                </a>
              ) : (
                formatNumber(row.value)
              );
            },
          },
          ...(flow
            ? []
            : [
                {
                  title: t('analysis.outliers.observed'),
                  key: 'observed',
                  align: 'right' as const,
                  render: (_: unknown, row: Row) => signedFigure(row.observed, 0),
                },
              ]),
          {
            title: t('analysis.outliers.usual'),
            key: 'usual',
            align: 'right',
            responsive: ['md'],
            render: (_, row) =>
              `${flow ? formatNumber(row.usual, row.usual % 1 === 0 ? 0 : 1) : signedFigure(row.usual, row.usual % 1 === 0 ? 0 : 1)} ± ${formatNumber(row.spread, 1)}`,
          },
          {
            title: t('analysis.outliers.score'),
            key: 'score',
            align: 'right',
            render: (_, row) => (
              <strong className="nowrap">
                {t(row.score > 0 ? 'analysis.outliers.up' : 'analysis.outliers.down')}{' '}
                {t('analysis.outliers.times', { value: formatNumber(Math.abs(row.score), 1) })}
              </strong>
            ),
          },
          {
            title: t('analysis.outliers.happened'),
            key: 'parts',
            render: (_, row) => <Parts row={row} month={month} />,
          },
          {
            title: t('analysis.outliers.history'),
            key: 'history',
            responsive: ['lg'],
            render: (_, row) => <Spark values={row.history} />,
          },
        ]}
      />
    </>
  );
}

/** 上月末 34 + 新登记 12 − 注销 0: each part with its people, where the report has it. */
function Parts(props: { row: Row; month: string }): ReactNode {
  const { language } = useTexts();
  return (
    <span className="outlier-parts figures">
      {props.row.parts.map((part, index) => {
        const number = `${part[language]} ${index === 0 || part.kind === 'left' ? formatNumber(Math.abs(part.value)) : formatNumber(Math.abs(part.value))}`;
        const sign = index === 0 ? (part.value < 0 ? '−' : '') : part.kind === 'left' || part.value < 0 ? '− ' : '+ ';
        const href = peopleHref(part, props.row.area.code, props.month);
        return (
          <span key={part.kind}>
            {sign}
            {href ? <a href={href}>{number}</a> : number}
          </span>
        );
      })}
    </span>
  );
}

/** The last months as small bars, the judged one in the main colour: a picture beside the words, not instead of them. */
function Spark(props: { values: readonly number[] }): ReactNode {
  const { values } = props;
  const most = Math.max(1, ...values);
  const least = Math.min(0, ...values);
  const scale = 30 / (most - least);
  return (
    <svg className="outlier-spark" viewBox={`0 0 ${values.length * 8} 32`} aria-hidden>
      {values.map((value, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: months stand in order and have no other identity here
          key={index}
          x={index * 8}
          width={6}
          y={1 + (most - Math.max(value, 0)) * scale}
          height={Math.max(1, Math.abs(value) * scale)}
          className={index === values.length - 1 ? 'outlier-spark-now' : ''}
        />
      ))}
    </svg>
  );
}
