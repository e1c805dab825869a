import { type WarningCase, type WarningRow, warningContracts } from '@renshe/domain/warning/warning.contract.ts';
import { warningIndicatorRows, warningLevels } from '@renshe/domain/warning/warning.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ApiError } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { MonthSwitch } from '../kit/MonthSwitch.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { type DrawerAct, WarningActDrawer } from './WarningActDrawer.tsx';
import { type WarningAct, WarningCard } from './WarningCard.tsx';
import './warning.css';

interface WarningSearch {
  area?: string;
  month?: string;
  view?: string;
  state?: string;
  offset?: number;
}
interface Acting {
  row: WarningRow;
  month: string;
  act: DrawerAct;
}

export const warningReads = [warningContracts.list, warningContracts.cases, warningContracts.notices];

/** 失业预警: what the figures of a month say against the lines, and what was done about it. */
export function WarningPage(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const area = useArea();
  const patchSearch = useSearchPatch();
  const search = useSearch({ strict: false }) as WarningSearch;
  const { byCode } = useAreas();
  const mayAct = useCan('warning.handle');
  const toast = useToast();
  const [acting, setActing] = useState<Acting>();
  const month = /^\d{4}-\d{2}$/.test(search.month ?? '') ? search.month! : today.slice(0, 7);
  const view = search.view === 'ledger' ? 'ledger' : 'now';
  const state = search.state === 'open' || search.state === 'closed' ? search.state : undefined;
  const mayExport = useCan('report.export');
  const file = useFile(warningContracts.exportCases);
  const change = (next: WarningSearch) => patchSearch({ offset: undefined, ...next }, true);
  const acknowledge = useCommand(warningContracts.acknowledge, { invalidates: warningReads });
  const areaName = byCode.get(area.code)?.name ?? '';
  const hrefOf = (code: string) => `/warnings?${new URLSearchParams({ area: code, month })}`;

  const act = async (row: WarningRow, of: string, what: WarningAct) => {
    if (what !== 'acknowledge') {
      setActing({ row, month: of, act: what });
      return;
    }
    const key = { area: row.area.code, month: of, indicator: row.indicator, version: row.case?.version ?? 0 };
    try {
      await acknowledge.run({ body: key });
      toast.saved(t('warning.acknowledged'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const card = (row: WarningRow, of: string) => (
    <WarningCard
      key={`${row.area.code}-${of}-${row.indicator}`}
      row={row}
      month={of}
      mayAct={mayAct}
      busy={acknowledge.isPending}
      hrefOf={hrefOf}
      onOpenArea={(code) => change({ area: code, month: of, view: undefined } as WarningSearch)}
      onAct={(what) => void act(row, of, what)}
    />
  );
  return (
    <div className="page">
      <PageHeader
        title={t('warning.title')}
        tabTitle={t('warning.tabTitle', { area: areaName, month })}
        note={t('warning.note')}
      />
      <div className="warning-tools">
        <Segmented
          aria-label={t('warning.viewLabel')}
          value={view}
          options={(['now', 'ledger'] as const).map((one) => ({ value: one, label: t(`warning.views.${one}`) }))}
          onChange={(one) => change({ view: one === 'now' ? undefined : one } as WarningSearch)}
        />
        {view === 'now' ? (
          <MonthSwitch month={month} last={today} onChange={(next) => change({ month: next })} />
        ) : (
          <>
            <Select
              aria-label={t('warning.ledgerState')}
              value={state ?? ''}
              popupMatchSelectWidth={false}
              onChange={(next: string) => change({ state: next || undefined } as WarningSearch)}
              options={[
                { value: '', label: t('warning.ledgerAll') },
                { value: 'open', label: t('warning.ledgerOpen') },
                { value: 'closed', label: t('warning.ledgerClosed') },
              ]}
            />
            {mayExport ? (
              <Button
                loading={file.busy}
                disabled={area.code === ''}
                onClick={() => void file.get({ body: { area: area.code, ...(state && { state }) } })}
              >
                {t('warning.export')}
              </Button>
            ) : null}
          </>
        )}
      </div>
      {view === 'now' ? (
        <Present area={area.code} month={month} card={card} />
      ) : (
        <Ledger area={area.code} state={state} card={card} />
      )}
      {acting ? (
        <WarningActDrawer row={acting.row} month={acting.month} act={acting.act} onClose={() => setActing(undefined)} />
      ) : null}
    </div>
  );
}

type Card = (row: WarningRow, month: string) => ReactNode;

function Present(props: { area: string; month: string; card: Card }): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    warningContracts.list,
    { query: { area: props.area, month: props.month } },
    { keepPrevious: true, enabled: props.area !== '' },
  );
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const { warnings, areaCount, open, thresholds, leastBase } = read.data;
  return (
    <>
      <p aria-live="polite" className="quiet">
        {t('warning.count', { count: warnings.length, areas: areaCount })} {open ? null : t('warning.noteClosed')}
      </p>
      {warnings.length === 0 ? (
        <section className="card">
          <EmptyState title={t('warning.none')} help={t('warning.noneHelp')} />
        </section>
      ) : (
        <ul className="warning-list">{warnings.map((row) => props.card(row, props.month))}</ul>
      )}
      <section className="table-block warning-limits">
        <h2>{t('warning.thresholds')}</h2>
        <p className="quiet">{t('warning.thresholdsHelp', { base: leastBase })}</p>
        <DataTable
          name="warning.thresholds"
          label={t('warning.thresholds')}
          rows={thresholds}
          rowKey={(row) => row.indicator}
          count={thresholds.length}
          columns={[
            {
              title: t('warning.thresholdColumns.indicator'),
              key: 'indicator',
              render: (_, row) => t(`warning.indicator.${row.indicator}`),
            },
            ...warningLevels.map((level, index) => ({
              title: t(`warning.level.${level}`),
              key: level,
              align: 'right' as const,
              render: (_: unknown, row: (typeof thresholds)[number]) => (
                <span className="figures">
                  {row.limits[index]}
                  {warningIndicatorRows[row.indicator].unit === '%' ? '%' : ''}
                </span>
              ),
            })),
            {
              title: t('warning.thresholdColumns.from'),
              key: 'from',
              render: (_, row) => <span className="figures nowrap">{row.fromOn ?? ''}</span>,
            },
            { title: t('warning.thresholdColumns.source'), key: 'source', render: (_, row) => row.source },
          ]}
        />
      </section>
    </>
  );
}

function Ledger(props: { area: string; state: 'open' | 'closed' | undefined; card: Card }): ReactNode {
  const { t } = useTexts();
  const read = useRead(
    warningContracts.cases,
    { query: { area: props.area, ...(props.state && { state: props.state }), limit: 200 } },
    { keepPrevious: true, enabled: props.area !== '' },
  );
  if (read.error) return <ErrorLine error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const { cases } = read.data;
  if (cases.length === 0)
    return (
      <section className="card">
        <EmptyState title={t('warning.noLedger')} help={t('warning.noLedgerHelp')} />
      </section>
    );
  return <ul className="warning-list">{cases.map((one) => props.card(rowOfCase(one), one.month))}</ul>;
}

/** A recorded case as a row: what was true then. */
function rowOfCase(one: WarningCase): WarningRow {
  const { area, indicator, level, value, limit: reached, sentence, parts } = one;
  const kind = kindOfCode(area.code);
  return { area, kind, indicator, level, value, limit: reached, sentence, parts, case: one };
}

function kindOfCode(code: string): string {
  if (!code.endsWith('000')) return 'community';
  if (!code.endsWith('000000')) return 'street';
  return code.endsWith('00000000') ? 'city' : 'district';
}
