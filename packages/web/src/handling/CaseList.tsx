import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type HandledCase, handlingContracts } from '@renshe/domain/handling/handling.contract.ts';
import type { HandlingUnit, ProcessKey } from '@renshe/domain/handling/handling.rules.ts';
import { parsePeriod } from '@renshe/domain/kernel/period.ts';
import { shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { Drawer, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useAreas } from '../kit/area-names.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import { formHref } from '../submission/form-address.ts';
import type { HandlingSearch } from './HandlingPage.tsx';
import { daysWords } from './handling-words.ts';

const limit = 50;

/** The cases behind a number, the longest first; each leads to the file, the request or the report that it was about. */
export function CaseList(props: {
  query: { area: string; period: string };
  process: ProcessKey;
  name: string;
  unit: HandlingUnit;
  promised: boolean;
  late: boolean;
  offset: number;
  change: (next: HandlingSearch) => void;
}): ReactNode {
  const { t } = useTexts();
  const { byCode } = useAreas();
  const { query, process, late, offset, change } = props;
  const read = useRead(
    handlingContracts.cases,
    { query: { ...query, process, ...(late ? { late: 'yes' as const } : {}), limit, offset } },
    { keepPrevious: true },
  );
  const areaName = shortAreaName(byCode.get(query.area)?.name ?? '');
  return (
    <Drawer
      open
      size={720}
      onClose={() => change({ cases: undefined, of: undefined, late: undefined })}
      title={<h2 className="drawer-title">{t('handling.casesTitle', { area: areaName, name: props.name })}</h2>}
    >
      {props.promised ? (
        <Segmented
          className="handling-cases-filter"
          aria-label={t('handling.casesFilter')}
          value={late ? 'late' : 'all'}
          options={[
            { value: 'all', label: t('handling.all') },
            { value: 'late', label: t('handling.lateOnly') },
          ]}
          onChange={(one) => change({ late: one === 'late' ? 'yes' : undefined })}
        />
      ) : null}
      <DataTable<HandledCase>
        name="handling.casesLabel"
        label={t('handling.casesLabel')}
        rows={read.data?.cases}
        rowKey={(one) => one.caseId}
        count={read.data?.count}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next }) }}
        empty={{ title: t('handling.casesEmpty') }}
        columns={[
          { title: t('handling.case.subject'), key: 'subject', render: (_, one) => <Subject of={one} /> },
          { title: t('handling.case.area'), key: 'area', render: (_, one) => shortAreaName(one.area.name) },
          {
            title: t('handling.case.started'),
            key: 'started',
            render: (_, one) => <span className="figures nowrap">{one.startedOn}</span>,
          },
          {
            title: t('handling.case.finished'),
            key: 'finished',
            render: (_, one) => <span className="figures nowrap">{one.finishedOn}</span>,
          },
          {
            title: t('handling.case.days'),
            key: 'days',
            align: 'right',
            render: (_, one) => {
              const tooLong = one.promise !== null && one.days > one.promise;
              return (
                <span className={tooLong ? 'figures nowrap handling-late' : 'figures nowrap'}>
                  {daysWords(one.days, props.unit)}
                  {tooLong ? ` · ${t('handling.lateWord')}` : ''}
                </span>
              );
            },
          },
        ]}
      />
    </Drawer>
  );
}

function Subject(props: { of: HandledCase }): ReactNode {
  const { t, language } = useTexts();
  const { subject, area } = props.of;
  if (subject.kind === 'report') {
    const period = parsePeriod(subject.period);
    return (
      <a href={formHref(subject.form, area.code, subject.period)}>
        {period ? shortPeriodName(period)[language] : subject.period} {subject.name[language]}
      </a>
    );
  }
  if (subject.kind === 'help-request')
    return (
      <span className="stacked">
        <a href={`/help-requests?${new URLSearchParams({ area: area.code, show: 'all' })}`}>{subject.name}</a>
        <small className="quiet figures">{subject.number}</small>
      </span>
    );
  return subject.residentId === null ? (
    <span className="stacked">
      <span>{subject.name}</span>
      <small className="quiet">{t('handling.elsewhere')}</small>
    </span>
  ) : (
    <a href={`/residents/${subject.residentId}`} aria-label={t('handling.openFile', { name: subject.name })}>
      {subject.name}
    </a>
  );
}
