import { cadenceContracts } from '@renshe/domain/cadence/cadence.contract.ts';
import { addToMonth, formatMonth, monthOf, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { CadenceTable } from './CadenceTable.tsx';
import { EntryList } from './EntryList.tsx';
import './cadence.css';

const views = ['matrix', 'late'] as const;
interface CadenceSearch {
  month?: string | undefined;
  view?: string | undefined;
  offset?: string | number | undefined;
}

/** 工作节奏: offices against rules for what is due in a month, and what is missing. */
export function CadencePage(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const area = useArea();
  const search = useSearch({ strict: false }) as CadenceSearch;
  const patchSearch = useSearchPatch();
  const month = search.month && parseMonth(search.month) ? search.month : today.slice(0, 7);
  const view = views.find((one) => one === search.view) ?? 'matrix';
  const change = (next: CadenceSearch) => patchSearch({ offset: undefined, ...next });
  const xlsx = useFile(cadenceContracts.exportXlsx);
  const pdf = useFile(cadenceContracts.exportPdf);
  const body = { area: area.code, month };
  return (
    <>
      <PageHeader title={t('cadence.title')} note={t('cadence.note')} />
      <div className="cadence-tools">
        <MonthSteps month={month} onChange={(next) => change({ month: next })} />
        <Segmented
          aria-label={t('cadence.viewLabel')}
          value={view}
          options={views.map((one) => ({ value: one, label: t(`cadence.views.${one}`) }))}
          onChange={(one) => change({ view: one === 'matrix' ? undefined : one })}
        />
        <span className="cadence-files">
          <Button loading={xlsx.busy} onClick={() => void xlsx.get({ body })}>
            {t('cadence.export')}
          </Button>
          <Button loading={pdf.busy} onClick={() => void pdf.print({ body })}>
            {t('cadence.print')}
          </Button>
        </span>
      </div>
      {area.code === '' ? null : view === 'matrix' ? (
        <Matrix area={area.code} month={month} onArea={(code) => change({ area: code } as CadenceSearch)} />
      ) : (
        <Late
          area={area.code}
          month={month}
          offset={Number(search.offset ?? 0) || 0}
          onOffset={(offset) => change({ offset: offset || undefined })}
        />
      )}
    </>
  );
}

/** A month with a step back and forth. */
export function MonthSteps(props: { month: string; onChange: (month: string) => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { month, onChange } = props;
  const step = (by: number) => onChange(formatMonth(addToMonth(parseMonth(month)!, by)));
  return (
    <span className="cadence-month">
      <Button aria-label={t('cadence.previous')} onClick={() => step(-1)}>
        ‹
      </Button>
      <DatePicker
        picker="month"
        allowClear={false}
        aria-label={t('cadence.month')}
        value={dayjs(`${month}-01`)}
        onChange={(chosen) => onChange(chosen ? chosen.format('YYYY-MM') : formatMonth(monthOf(today)))}
      />
      <Button aria-label={t('cadence.next')} onClick={() => step(1)}>
        ›
      </Button>
    </span>
  );
}

function Matrix(props: { area: string; month: string; onArea: (code: string) => void }): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    cadenceContracts.matrix,
    { query: { area: props.area, month: props.month } },
    { keepPrevious: true },
  );
  if (!read.data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  if (read.data.levels.length === 0)
    return (
      <div className="card">
        <EmptyState title={t('cadence.empty')} />
      </div>
    );
  return (
    <>
      {read.data.levels.map((level) => (
        <section key={level.level} className="table-block">
          <h2>{t(`cadence.levels.${level.level}`)}</h2>
          <CadenceTable level={level} month={props.month} onArea={props.onArea} />
        </section>
      ))}
      <p className="quiet">{t('cadence.shareNote')}</p>
    </>
  );
}

const PAGE = 50;

function Late(props: { area: string; month: string; offset: number; onOffset: (offset: number) => void }): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    cadenceContracts.late,
    { query: { area: props.area, month: props.month, limit: PAGE, offset: props.offset } },
    { keepPrevious: true },
  );
  if (!read.data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  const { count, entries } = read.data;
  if (count === 0)
    return (
      <div className="card">
        <EmptyState title={t('cadence.lateEmpty')} help={t('cadence.lateEmptyHelp')} />
      </div>
    );
  const last = props.offset + entries.length;
  return (
    <section className="card" aria-label={t('cadence.views.late')}>
      <p>
        <strong>{t('kit.table.count', { count, formatted: formatNumber(count) })}</strong>
      </p>
      <EntryList entries={entries} withOffice />
      {count > PAGE ? (
        <p className="between">
          <Button
            aria-label={t('cadence.earlier')}
            disabled={props.offset === 0}
            onClick={() => props.onOffset(Math.max(0, props.offset - PAGE))}
          >
            ‹
          </Button>
          <span>{t('kit.table.range', { from: formatNumber(props.offset + 1), to: formatNumber(last) })}</span>
          <Button
            aria-label={t('cadence.later')}
            disabled={last >= count}
            onClick={() => props.onOffset(props.offset + PAGE)}
          >
            ›
          </Button>
        </p>
      ) : null}
    </section>
  );
}
