import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { onTimeKinds, submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { Button, Drawer, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { formHref } from './form-address.ts';
import type { SubmissionSearch } from './SubmissionsPage.tsx';
import { useForms } from './use-forms.ts';

const countOf = { 'on-time': 'onTime', late: 'late', missing: 'missing', returned: 'returned' } as const;

/** 上报及时率 by office and year; every number opens its reports. */
export function OnTimeTable(props: {
  area: string;
  areaName: string;
  search: SubmissionSearch;
  change: (next: SubmissionSearch) => void;
}): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { area, search, change } = props;
  const thisYear = Number(today.slice(0, 4));
  const year = /^\d{4}$/.test(search.year ?? '') ? Number(search.year) : thisYear;
  const below = search.below === 'all' ? 'all' : 'children';
  const read = useRead(
    submissionContracts.onTime,
    { query: { area, year, below } },
    { keepPrevious: true, enabled: area !== '' },
  );
  const rows = read.data?.rows;
  return (
    <>
      <div className="submission-tools">
        <Segmented
          aria-label={t('submission.onTime.year')}
          value={year}
          options={[thisYear - 2, thisYear - 1, thisYear]}
          onChange={(one) => change({ year: String(one) })}
        />
        <Segmented
          aria-label={t('submission.belowLabel')}
          value={below}
          options={(['children', 'all'] as const).map((one) => ({ value: one, label: t(`submission.below.${one}`) }))}
          onChange={(one) => change({ below: one })}
        />
      </div>
      <section className="card submission-card">
        <DataTable
          name="submission.onTime.label"
          label={t('submission.onTime.label', { area: props.areaName, year })}
          rows={rows}
          rowKey={(row) => row.area.code}
          count={rows?.length}
          error={read.error}
          onRetry={() => void read.refetch()}
          rowClassName={(row) => (row.area.code === area ? 'submission-own-row' : '')}
          columns={[
            {
              title: t('submission.onTime.columns.area'),
              key: 'area',
              render: (_, row) => shortAreaName(row.area.name),
            },
            {
              title: t('submission.onTime.columns.percent'),
              key: 'percent',
              align: 'right',
              render: (_, row) => (
                <strong className="figures">
                  {row.percent === null ? t('submission.onTime.none') : `${row.percent.toFixed(1)} %`}
                </strong>
              ),
            },
            ...onTimeKinds.map((kind) => ({
              title: t(`submission.onTime.columns.${countOf[kind]}`),
              key: kind,
              align: 'right' as const,
              render: (_: unknown, row: NonNullable<typeof rows>[number]) => {
                const count = row[countOf[kind]];
                return count === 0 ? (
                  <span className="figures">0</span>
                ) : (
                  <Button
                    type="link"
                    size="small"
                    className="figures"
                    aria-label={t('submission.onTime.open', {
                      area: shortAreaName(row.area.name),
                      kind: t(`submission.onTime.kinds.${kind}`),
                      count,
                    })}
                    onClick={() => change({ reports: row.area.code, kind })}
                  >
                    {count}
                  </Button>
                );
              },
            })),
          ]}
        />
        <p className="quiet">{t('submission.onTime.note')}</p>
      </section>
      {search.reports && /^\d{12}$/.test(search.reports) ? (
        <DueReports
          area={search.reports}
          name={shortAreaName(rows?.find((row) => row.area.code === search.reports)?.area.name ?? '')}
          year={year}
          kind={onTimeKinds.find((one) => one === search.kind)}
          onKind={(kind) => change({ kind })}
          onClose={() => change({ reports: undefined, kind: undefined })}
        />
      ) : null}
    </>
  );
}

function DueReports(props: {
  area: string;
  name: string;
  year: number;
  kind: (typeof onTimeKinds)[number] | undefined;
  onKind: (kind: string | undefined) => void;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { area, year, kind } = props;
  const forms = useForms();
  const read = useRead(submissionContracts.onTimeList, { query: { area, year, ...(kind ? { kind } : {}) } });
  const reports = read.data?.reports;
  return (
    <Drawer
      open
      size={640}
      onClose={props.onClose}
      title={<h2 className="drawer-title">{t('submission.onTime.listTitle', { area: props.name, year })}</h2>}
    >
      <Segmented
        aria-label={t('submission.filterLabel')}
        value={kind ?? 'all'}
        options={[
          { value: 'all', label: t('submission.filters.all') },
          ...onTimeKinds.map((one) => ({ value: one, label: t(`submission.onTime.kinds.${one}`) })),
        ]}
        onChange={(one) => props.onKind(one === 'all' ? undefined : one)}
      />
      <DataTable
        name="submission.onTime.listTitle"
        label={t('submission.onTime.listTitle', { area: props.name, year })}
        rows={reports}
        rowKey={(report) => `${report.form}|${report.period}`}
        count={reports?.length}
        error={read.error}
        onRetry={() => void read.refetch()}
        columns={[
          {
            title: t('submission.onTime.list.report'),
            key: 'report',
            render: (_, report) => {
              const period = parsePeriod(report.period);
              return (
                <a href={formHref(report.form, area, report.period)}>
                  {period ? shortPeriodName(period)[language] : report.period}{' '}
                  {forms.find((form) => form.key === report.form)?.[language] ?? ''}
                </a>
              );
            },
          },
          { title: t('submission.onTime.list.due'), dataIndex: 'dueOn', className: 'figures' },
          {
            title: t('submission.onTime.list.submitted'),
            key: 'submitted',
            render: (_, report) => <span className="figures">{report.submittedOn ?? t('submission.never')}</span>,
          },
          {
            title: t('submission.onTime.list.kind'),
            key: 'kind',
            render: (_, report) => (
              <span className={report.kind === 'on-time' ? 'nowrap' : 'nowrap submission-late'}>
                {t(`submission.onTime.kinds.${report.kind}`)}
                {report.kind === 'late' ? ` · ${t('submission.onTime.lateBy', { count: report.lateDays })}` : ''}
              </span>
            ),
          },
          { title: t('submission.onTime.list.returns'), dataIndex: 'returns', align: 'right' },
          { title: t('submission.onTime.list.reminders'), dataIndex: 'reminders', align: 'right' },
        ]}
      />
    </Drawer>
  );
}
