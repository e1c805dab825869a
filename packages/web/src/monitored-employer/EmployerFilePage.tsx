import { codeName } from '@renshe/domain/code/code-set.ts';
import { industries } from '@renshe/domain/code/industry.ts';
import { layoffReasons } from '@renshe/domain/code/layoff-reason.ts';
import { addToMonth, formatMonth, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { monitoredEmployerContracts as contracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { Chart } from '../kit/Chart.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { ErrorPage } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { ChangeEmployerDrawer, EndEmployerDrawer } from './ChangeEmployerDrawers.tsx';
import { LayoffDrawer, MonthDrawer } from './EmployerDrawers.tsx';
import { EmployerHistory } from './EmployerHistory.tsx';
import { EmployerPhone } from './EmployerPhone.tsx';
import { LayoffTable } from './LayoffList.tsx';
import '../resident/resident.css';
import '../warning/warning.css';
import './monitored-employer.css';

type Open = { form: 'change' | 'end' | 'layoff' } | { form: 'month'; month: string };

/** 监测企业档案: what is known of the employer, its headcount by month, layoffs, and every change. */
export function EmployerFilePage(): ReactNode {
  const { t, language } = useTexts();
  const { employerId } = useParams({ strict: false }) as { employerId: string };
  const read = useRead(contracts.file, { params: { employerId } });
  const [open, setOpen] = useState<Open>();
  if (read.error) return <ErrorPage error={read.error} onRetry={() => void read.refetch()} />;
  const data = read.data;
  if (!data) return <p className="quiet">{t('kit.loading')}</p>;
  const { employer, months } = data;
  // The oldest month that nobody reported; when all are in, the newest one can be corrected.
  const waiting = months.findLast((one) => one.report === null);
  const close = () => setOpen(undefined);
  const reportOf = (month: string) => months.find((one) => one.month === month)?.report ?? null;
  const ended = employer.toOn === null ? undefined : t('monitoredEmployer.endedAlready');
  return (
    <div className="page">
      <PageHeader
        title={employer.name}
        note={
          <dl className="employer-facts">
            <div>
              <dt>{t('monitoredEmployer.field.creditCode')}</dt>
              <dd className="figures">{employer.creditCode}</dd>
            </div>
            <div>
              <dt>{t('monitoredEmployer.column.industry')}</dt>
              <dd>
                {employer.keyEmployer ? `${t('monitoredEmployer.keyEmployer')} · ` : ''}
                {codeName(industries, employer.industry, language)}
              </dd>
            </div>
            <div>
              <dt>{t('monitoredEmployer.column.area')}</dt>
              <dd>{employer.area.pathName}</dd>
            </div>
            <div>
              <dt>{t('monitoredEmployer.field.contactName')}</dt>
              <dd>
                {employer.contactName || '—'}{' '}
                <EmployerPhone employerId={employer.employerId} masked={employer.phoneMasked} />
              </dd>
            </div>
            <div>
              <dt>{t('monitoredEmployer.panelSpan')}</dt>
              <dd>
                <span className="figures nowrap">
                  {employer.toOn === null
                    ? t('monitoredEmployer.since', { from: employer.fromOn })
                    : t('monitoredEmployer.span', { from: employer.fromOn, to: employer.toOn })}
                </span>{' '}
                {employer.endReason}
              </dd>
            </div>
          </dl>
        }
        primary={
          waiting ? (
            <Button type="primary" onClick={() => setOpen({ form: 'month', month: waiting.month })}>
              {t('monitoredEmployer.reportMonth', { month: waiting.month })}
            </Button>
          ) : null
        }
        more={[
          {
            key: 'change',
            label: t('monitoredEmployer.actions.change'),
            refused: ended,
            onClick: () => setOpen({ form: 'change' }),
          },
          {
            key: 'layoff',
            label: t('monitoredEmployer.actions.layoff'),
            refused: ended,
            onClick: () => setOpen({ form: 'layoff' }),
          },
          {
            key: 'end',
            label: t('monitoredEmployer.actions.end'),
            danger: true,
            refused: ended,
            onClick: () => setOpen({ form: 'end' }),
          },
        ]}
      />
      <Headcount months={months} />
      <section className="table-block">
        <h2>{t('monitoredEmployer.months')}</h2>
        <MonthTable months={months} onOpen={(month) => setOpen({ form: 'month', month })} />
      </section>
      <section className="table-block">
        <h2>{t('monitoredEmployer.views.reports')}</h2>
        <LayoffTable rows={data.layoffs} count={data.layoffs.length} />
      </section>
      <section className="table-block">
        <h2>{t('monitoredEmployer.history')}</h2>
        <EmployerHistory employerId={employerId} history={data.history} />
      </section>
      {open?.form === 'month' ? (
        <MonthDrawer
          employer={employer}
          month={open.month}
          report={reportOf(open.month)}
          before={reportOf(formatMonth(addToMonth(parseMonth(open.month)!, -1)))?.staffEnd}
          onClose={close}
        />
      ) : open?.form === 'layoff' ? (
        <LayoffDrawer employer={employer} onClose={close} />
      ) : open?.form === 'change' ? (
        <ChangeEmployerDrawer employer={employer} onClose={close} />
      ) : open?.form === 'end' ? (
        <EndEmployerDrawer employer={employer} onClose={close} />
      ) : null}
    </div>
  );
}

type Months = z.output<typeof contracts.file.output>['months'];

/** Two years of staff and of who came and went; months that were not reported are gaps, not zeros. */
function Headcount(props: { months: Months }): ReactNode {
  const { t } = useTexts();
  const months = props.months.slice(0, 24).toReversed();
  if (!months.some((one) => one.report)) return null;
  const series = (key: 'staffEnd' | 'hired' | 'departed' | 'laidOff', title: string) => ({
    key,
    name: t(`monitoredEmployer.column.${title}`),
    values: months.map((one) => one.report?.[key] ?? null),
  });
  const shared = { categories: months.map((one) => one.month), unit: t('monitoredEmployer.persons'), decimals: 0 };
  return (
    <div className="employer-charts">
      <Chart
        title={t('monitoredEmployer.chart.staff')}
        note={t('monitoredEmployer.chart.note')}
        categoryName={t('monitoredEmployer.trendColumn.month')}
        model={{ kind: 'line', ...shared, series: [series('staffEnd', 'end')] }}
        height={260}
      />
      <Chart
        title={t('monitoredEmployer.chart.flows')}
        categoryName={t('monitoredEmployer.trendColumn.month')}
        model={{
          kind: 'line',
          ...shared,
          series: [series('hired', 'hired'), series('departed', 'departed'), series('laidOff', 'laidOff')],
        }}
        height={260}
      />
    </div>
  );
}

function MonthTable(props: { months: Months; onOpen: (month: string) => void }): ReactNode {
  const { t, language } = useTexts();
  const [offset, setOffset] = useState(0);
  type Row = Months[number];
  const number = (key: 'staffStart' | 'hired' | 'departed' | 'laidOff' | 'staffEnd', title: string) => ({
    title: t(`monitoredEmployer.column.${title}`),
    key,
    align: 'right' as const,
    render: (_: unknown, row: Row) => (
      <span className="figures">{row.report ? formatNumber(row.report[key]) : '—'}</span>
    ),
  });
  return (
    <DataTable<Row>
      name="monitoredEmployer.months"
      label={t('monitoredEmployer.months')}
      rows={props.months.slice(offset, offset + 12)}
      paging={{ offset, limit: 12, onOffset: setOffset }}
      rowKey={(row) => row.month}
      count={props.months.length}
      columns={[
        {
          title: t('monitoredEmployer.trendColumn.month'),
          key: 'month',
          render: (_, row) => <span className="figures nowrap">{row.month}</span>,
        },
        number('staffStart', 'start'),
        number('hired', 'hired'),
        number('departed', 'departed'),
        number('laidOff', 'laidOff'),
        number('staffEnd', 'end'),
        {
          title: t('monitoredEmployer.column.outlook'),
          key: 'outlook',
          render: (_, row) => (row.report ? t(`monitoredEmployer.outlook.${row.report.outlook}`) : '—'),
        },
        {
          title: t('monitoredEmployer.field.note'),
          key: 'note',
          className: 'wrapping',
          render: (_, row) =>
            row.report
              ? [row.report.reason ? codeName(layoffReasons, row.report.reason, language) : '', row.report.note]
                  .filter(Boolean)
                  .join(' · ')
              : '',
        },
        {
          title: t('monitoredEmployer.column.due'),
          key: 'due',
          render: (_, row) => (
            <span className="nowrap">
              <span className="figures">{row.dueOn}</span>{' '}
              {row.late ? (
                <strong className="late-word">{t('monitoredEmployer.late')}</strong>
              ) : row.report === null ? (
                t('monitoredEmployer.waiting')
              ) : row.report.late ? (
                t('monitoredEmployer.reportedLate')
              ) : null}
            </span>
          ),
        },
        {
          title: t('monitoredEmployer.column.act'),
          key: 'act',
          render: (_, row) => (
            <Button size="small" type={row.late ? 'primary' : 'default'} onClick={() => props.onOpen(row.month)}>
              {t(row.report ? 'monitoredEmployer.actions.correct' : 'monitoredEmployer.actions.report')}
            </Button>
          ),
        },
      ]}
    />
  );
}
