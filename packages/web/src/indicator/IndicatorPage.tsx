import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type IndicatorFigures, indicatorContracts } from '@renshe/domain/indicator/indicator.contract.ts';
import { type Declared, indicatorSubjects } from '@renshe/domain/kernel/indicator.ts';
import { declared, findDeclared } from '@renshe/domain/statistics/indicators.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Input, Select, Skeleton } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { reportedMonth, shiftMonth } from '../report/report-grid.ts';
import { IndicatorDrawer } from './IndicatorDrawer.tsx';
import { formatChange, formatValue, matches } from './indicator-text.ts';
import { TargetText } from './TargetText.tsx';
import './indicator.css';

interface IndicatorSearch {
  month?: string | undefined;
  subject?: string | undefined;
  text?: string | undefined;
  open?: string | undefined;
}

/** 指标目录: every indicator with its live value; a row opens what it means and how it breaks down. */
export function IndicatorPage(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const search = useSearch({ strict: false }) as IndicatorSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const mayExport = useCan('report.export');
  const xlsx = useFile(indicatorContracts.export);
  const month = search.month && /^\d{4}-(0[1-9]|1[0-2])$/.test(search.month) ? search.month : reportedMonth(today);
  const read = useRead(
    indicatorContracts.list,
    { query: { area: area.code, month } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (next: IndicatorSearch, replace = false) => patchSearch(next, replace);
  const typed = search.text?.trim() ?? '';
  const shown = declared.filter(
    (d) => (!search.subject || d.subject === search.subject) && matches(d, typed, language),
  );
  const areaName = read.data ? shortAreaName(read.data.area.name) : '';
  const open = search.open ? findDeclared(search.open) : undefined;
  const body = { area: area.code, month };
  return (
    <div className="page">
      <PageHeader
        title={t('indicator.title')}
        tabTitle={`${areaName} ${month} ${t('indicator.title')}`}
        note={t('indicator.note')}
        primary={
          mayExport ? (
            <Button loading={xlsx.busy} onClick={() => void xlsx.get({ body })}>
              {t('indicator.export')}
            </Button>
          ) : null
        }
      />
      <section className="card">
        <div className="indicator-tools">
          <span className="indicator-month">
            <Button aria-label={t('indicator.previousMonth')} onClick={() => change({ month: shiftMonth(month, -1) })}>
              ‹
            </Button>
            <DatePicker
              picker="month"
              allowClear={false}
              aria-label={t('indicator.month')}
              value={dayjs(`${month}-01`)}
              maxDate={dayjs(today)}
              onChange={(chosen) => change({ month: chosen ? chosen.format('YYYY-MM') : undefined })}
            />
            <Button
              aria-label={t('indicator.nextMonth')}
              disabled={month >= today.slice(0, 7)}
              onClick={() => change({ month: shiftMonth(month, 1) })}
            >
              ›
            </Button>
          </span>
          <Select
            aria-label={t('indicator.subject')}
            className="indicator-subject"
            value={search.subject ?? ''}
            options={[
              { value: '', label: t('indicator.allSubjects') },
              ...indicatorSubjects.map((s) => ({ value: s.code as string, label: s[language] })),
            ]}
            onChange={(subject) => change({ subject: subject || undefined })}
          />
          <Input.Search
            className="indicator-search"
            allowClear
            aria-label={t('indicator.search')}
            placeholder={t('indicator.search')}
            defaultValue={search.text}
            onChange={(event) => change({ text: event.target.value || undefined }, true)}
          />
        </div>
        {read.data ? (
          <p className="quiet indicator-state">
            <strong>{areaName}</strong> {month} · {t(read.data.sealed ? 'indicator.sealed' : 'indicator.open')}
          </p>
        ) : null}
        {read.error ? (
          <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
        ) : read.data === undefined ? (
          <Skeleton active paragraph={{ rows: 12 }} />
        ) : shown.length === 0 ? (
          <EmptyState title={t('indicator.empty')} />
        ) : (
          <IndicatorTable
            shown={shown}
            figures={read.data.indicators}
            label={t('indicator.tableLabel', { area: areaName, month })}
            open={open?.key}
            onOpen={(key) => change({ open: key }, true)}
          />
        )}
      </section>
      <IndicatorDrawer
        declared={open}
        figures={read.data?.indicators.find((f) => f.key === open?.key)}
        areaCode={area.code}
        areaName={areaName}
        month={month}
        onClose={() => change({ open: undefined }, true)}
      />
    </div>
  );
}

function IndicatorTable(props: {
  shown: readonly Declared[];
  figures: readonly IndicatorFigures[];
  label: string;
  open: string | undefined;
  onOpen: (key: string) => void;
}): ReactNode {
  const { t, language } = useTexts();
  const columns = ['value', 'lastMonth', 'lastYear', 'ytd', 'target'] as const;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard (WCAG 2.1.1).
    <section className="indicator-scroll" aria-label={props.label} tabIndex={0}>
      <table className="indicator-table">
        <thead className="indicator-table-head">
          <tr>
            <th scope="col">{t('indicator.columns.name')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="number-cell">
                {t(`indicator.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {indicatorSubjects.map((subject) => {
          const rows = props.shown.filter((d) => d.subject === subject.code);
          if (rows.length === 0) return null;
          return (
            <tbody key={subject.code}>
              <tr className="indicator-group">
                <th scope="rowgroup" colSpan={6}>
                  {subject[language]}
                </th>
              </tr>
              {rows.map((d) => (
                <IndicatorRow
                  key={d.key}
                  declared={d}
                  figures={props.figures.find((f) => f.key === d.key)}
                  open={props.open === d.key}
                  onOpen={() => props.onOpen(d.key)}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </section>
  );
}

function IndicatorRow(props: {
  declared: Declared;
  figures: IndicatorFigures | undefined;
  open: boolean;
  onOpen: () => void;
}): ReactNode {
  const { t, language } = useTexts();
  const { declared: d, figures: f } = props;
  const text = (value: number | null | undefined) => (value == null ? '—' : formatValue(d, value));
  const compared = (before: number | null | undefined) => (
    <td className="number-cell">
      {text(before)}
      <span className="indicator-change">{formatChange(d, f?.value ?? null, before ?? null)}</span>
    </td>
  );
  return (
    <tr className={props.open ? 'row-open' : ''}>
      <th scope="row">
        <button type="button" className="indicator-name" onClick={props.onOpen}>
          {d[language]}
        </button>
        <span className="indicator-kind">
          {t(`indicator.types.${d.type}`)} · {d.unit[language]}
        </span>
      </th>
      <td className="number-cell">
        {f === undefined || f.value === null ? (
          <span className="quiet">{t(d.type === 'external' ? 'indicator.notPublished' : 'indicator.noObject')}</span>
        ) : (
          <strong>{formatValue(d, f.value)}</strong>
        )}
        {f?.published ? (
          <span className="indicator-change">
            {t('indicator.published', { period: f.published.period, area: shortAreaName(f.published.area.name) })}
          </span>
        ) : null}
      </td>
      {compared(f?.lastMonth)}
      {compared(f?.sameMonthLastYear)}
      <td className="number-cell">{d.type === 'flow' ? text(f?.ytd) : ''}</td>
      <td className="number-cell">{f?.target ? <TargetText declared={d} target={f.target} /> : null}</td>
    </tr>
  );
}
