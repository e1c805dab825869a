import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { industries } from '@renshe/domain/code/industry.ts';
import { formatMonth, monthOf, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { monitoredEmployerContracts as contracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { MonthSwitch } from '../kit/MonthSwitch.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { AddEmployerDrawer, LayoffDrawer, MonthDrawer } from './EmployerDrawers.tsx';
import { EmployerPhone } from './EmployerPhone.tsx';
import { LayoffList } from './LayoffList.tsx';
import '../resident/resident.css';
import '../warning/warning.css';
import './monitored-employer.css';

interface PanelSearch {
  area?: string;
  month?: string;
  show?: string;
  offset?: number;
}
const views = ['all', 'late', 'layoffs', 'reports'] as const;
const limit = 50;

/** 失业动态监测: the panel of a month, who is late, the sums, and the layoff reports. */
export function MonitoredEmployerPage(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const area = useArea();
  const patchSearch = useSearchPatch();
  const search = useSearch({ strict: false }) as PanelSearch;
  const [adding, setAdding] = useState(false);
  const month = /^\d{4}-\d{2}$/.test(search.month ?? '') ? search.month! : formatMonth(previousMonth(monthOf(today)));
  const show = views.find((one) => one === search.show) ?? 'all';
  const change = (next: PanelSearch) => patchSearch({ offset: undefined, ...next }, true);
  return (
    <div className="page">
      <PageHeader
        title={t('monitoredEmployer.title')}
        note={t('monitoredEmployer.note')}
        makesNew
        primary={<Button onClick={() => setAdding(true)}>{t('monitoredEmployer.actions.add')}</Button>}
      />
      <div className="warning-tools">
        <Select
          aria-label={t('monitoredEmployer.viewLabel')}
          value={show}
          popupMatchSelectWidth={false}
          options={views.map((one) => ({ value: one, label: t(`monitoredEmployer.views.${one}`) }))}
          onChange={(one) => change({ show: one === 'all' ? undefined : one } as PanelSearch)}
        />
        {show === 'reports' ? null : (
          <MonthSwitch month={month} last={today} onChange={(next) => change({ month: next })} />
        )}
      </div>
      {show === 'reports' ? (
        <LayoffList area={area.code} offset={search.offset ?? 0} onOffset={(offset) => change({ offset })} />
      ) : (
        <Panel
          area={area.code}
          month={month}
          show={show}
          offset={search.offset ?? 0}
          onOffset={(offset) => change({ offset })}
        />
      )}
      {adding ? <AddEmployerDrawer area={area.code} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Panel(props: {
  area: string;
  month: string;
  show: 'all' | 'late' | 'layoffs';
  offset: number;
  onOffset: (offset: number) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { area, month, show, offset } = props;
  const read = useRead(
    contracts.list,
    { query: { area, month, show, limit, offset } },
    { keepPrevious: true, enabled: area !== '' },
  );
  const data = read.data;
  type Row = NonNullable<typeof data>['employers'][number];
  const [open, setOpen] = useState<{ row: Row; form: 'month' | 'layoff' }>();
  const number = (key: 'staffStart' | 'hired' | 'departed' | 'laidOff' | 'staffEnd', title: string) => ({
    title: t(`monitoredEmployer.column.${title}`),
    key,
    align: 'right' as const,
    render: (_: unknown, row: Row) => (
      <span className="figures">{row.report ? formatNumber(row.report[key]) : '—'}</span>
    ),
  });
  const rate = data?.sums.changeRate;
  return (
    <>
      {data ? (
        <p>
          {t('monitoredEmployer.sums', { expected: data.expected, reported: data.reported, late: data.late })}
          <br />
          <span className="quiet">
            {t('monitoredEmployer.rate', {
              start: formatNumber(data.sums.staffStart),
              end: formatNumber(data.sums.staffEnd),
              rate: rate === null || rate === undefined ? t('monitoredEmployer.rateNone') : `${rate}%`,
              laidOff: formatNumber(data.sums.laidOff),
            })}
          </span>
        </p>
      ) : null}
      <DataTable<Row>
        name="monitoredEmployer.title"
        label={t('monitoredEmployer.title')}
        rows={data?.employers}
        rowKey={(row) => row.employerId}
        count={data?.count}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit, onOffset: props.onOffset }}
        empty={{ title: t('monitoredEmployer.empty'), help: t('monitoredEmployer.emptyHelp') }}
        columns={[
          {
            title: t('monitoredEmployer.column.name'),
            key: 'name',
            render: (_, row) => (
              <span className="stacked employer-cell">
                <Link to={`/monitored-employers/${row.employerId}` as never}>{row.name}</Link>
                <small className="quiet">
                  {row.keyEmployer ? `${t('monitoredEmployer.keyEmployer')} · ` : ''}
                  {codeName(industries, row.industry, language)} · {row.contactName}{' '}
                  <EmployerPhone employerId={row.employerId} masked={row.phoneMasked} />
                </small>
              </span>
            ),
          },
          {
            title: t('monitoredEmployer.column.area'),
            key: 'area',
            responsive: ['md' as const],
            render: (_, row) => shortAreaName(row.area.name),
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
              <span className="stacked">
                <Button
                  size="small"
                  type={row.report ? 'default' : 'primary'}
                  onClick={() => setOpen({ row, form: 'month' })}
                >
                  {t(row.report ? 'monitoredEmployer.actions.correct' : 'monitoredEmployer.actions.report')}
                </Button>
                <Button size="small" onClick={() => setOpen({ row, form: 'layoff' })}>
                  {t('monitoredEmployer.actions.layoffShort')}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {data ? (
        <section className="table-block warning-limits">
          <h2>{t('monitoredEmployer.trend')}</h2>
          <DataTable
            name="monitoredEmployer.trend"
            label={t('monitoredEmployer.trend')}
            rows={data.series.toReversed()}
            rowKey={(row) => row.month}
            count={data.series.length}
            columns={[
              {
                title: t('monitoredEmployer.trendColumn.month'),
                key: 'month',
                render: (_, row) => <span className="figures">{row.month}</span>,
              },
              ...(['reported', 'staffStart', 'staffEnd', 'laidOff'] as const).map((key) => ({
                title: t(
                  `monitoredEmployer.trendColumn.${key === 'staffStart' ? 'start' : key === 'staffEnd' ? 'end' : key}`,
                ),
                key,
                align: 'right' as const,
                render: (_: unknown, row: Record<typeof key, number>) => (
                  <span className="figures">{formatNumber(row[key])}</span>
                ),
              })),
              {
                title: t('monitoredEmployer.trendColumn.rate'),
                key: 'rate',
                align: 'right' as const,
                render: (_, row) => <span className="figures">{row.changeRate ?? '—'}</span>,
              },
            ]}
          />
        </section>
      ) : null}
      {open?.form === 'month' ? (
        <MonthDrawer employer={open.row} month={month} report={open.row.report} onClose={() => setOpen(undefined)} />
      ) : open ? (
        <LayoffDrawer employer={open.row} onClose={() => setOpen(undefined)} />
      ) : null}
    </>
  );
}
