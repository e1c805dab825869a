import { ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { getLedgerColumn, type LedgerColumnKey } from '@renshe/domain/ledger/ledger-column.ts';
import { ledgerUseContracts, type UsedLedger } from '@renshe/domain/ledger/ledger-use.contract.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { formatNumber } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { WhyField } from '../resident/WhyField.tsx';
import './ledger.css';

const choices = [1, 3, 6, 12, 24];
const shows = ['all', 'unused', 'retired'] as const;
type Show = (typeof shows)[number];

/** What is retired or restored: a ledger, or one of its columns. */
interface Meant {
  ledger: UsedLedger;
  column: LedgerColumnKey | null;
  restore: boolean;
}

const total = (uses: { opened: number; exported: number; printed: number }) =>
  uses.opened + uses.exported + uses.printed;

/** 台账使用情况: which ledgers and columns are used, which nobody uses, and the city's hand to retire and restore them. */
export function LedgerUsePage(): ReactNode {
  const { t, language } = useTexts();
  const search = useSearch({ strict: false }) as { months?: number; show?: string; ledger?: string };
  const patch = useSearchPatch();
  const mayRetire = useCan('ledger.define');
  const [meant, setMeant] = useState<Meant>();
  const months = choices.includes(search.months ?? 6) ? (search.months ?? 6) : 6;
  const show: Show = shows.find((one) => one === search.show) ?? 'all';
  const read = useRead(ledgerUseContracts.read, { query: { months } }, { keepPrevious: true });
  const ledgers = read.data?.ledgers ?? [];
  const shown = ledgers.filter((one) =>
    show === 'unused' ? !one.retired && total(one.uses) === 0 : show === 'retired' ? isTouched(one) : true,
  );
  const open = ledgers.find((one) => one.ledger === search.ledger);
  return (
    <div className="page ledger-use">
      <PageHeader title={t('ledger.use.title')} note={t('ledger.use.note')} />
      <div className="ledger-use-tools">
        <Select
          aria-label={t('ledger.use.months')}
          value={months}
          options={choices.map((count) => ({ value: count, label: t('ledger.use.lastMonths', { count }) }))}
          onChange={(value: number) => patch({ months: value }, true)}
        />
        <Segmented<Show>
          aria-label={t('ledger.use.show')}
          value={show}
          options={shows.map((value) => ({ value, label: t(`ledger.use.shows.${value}`) }))}
          onChange={(value) => patch({ show: value === 'all' ? undefined : value }, true)}
        />
        {read.data ? (
          <span className="quiet">
            {read.data.since ? t('ledger.use.since', { month: read.data.since }) : t('ledger.use.never')}
          </span>
        ) : null}
      </div>
      <DataTable<UsedLedger>
        name="ledger.use.title"
        label={t('ledger.use.title')}
        rows={read.data ? shown : undefined}
        count={read.data ? shown.length : undefined}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        rowKey={(row) => row.ledger}
        openKey={search.ledger}
        onOpen={(row) => patch({ ledger: row.ledger === search.ledger ? undefined : row.ledger }, true)}
        empty={{ title: t('ledger.use.empty') }}
        columns={[
          {
            key: 'name',
            title: t('ledger.use.ledger'),
            render: (_, row) => (
              <>
                <strong>{row[language]}</strong> {row.retired ? <Tag>{t('ledger.use.retired')}</Tag> : null}
                {row.own ? <Tag>{t('ledger.own')}</Tag> : null}
              </>
            ),
          },
          ...figures<UsedLedger>(t),
          {
            key: 'offices',
            title: t('ledger.use.offices'),
            align: 'right',
            className: 'figures',
            render: (_, row) => formatNumber(row.offices),
          },
          {
            key: 'last',
            title: t('ledger.use.last'),
            className: 'figures',
            render: (_, row) => row.last ?? t('ledger.use.notYet'),
          },
          {
            key: 'unused',
            title: t('ledger.use.unusedColumns'),
            align: 'right',
            className: 'figures',
            render: (_, row) =>
              formatNumber(row.columns.filter((one) => one.delivered && !one.retired && total(one.uses) === 0).length),
          },
          ...(mayRetire
            ? [
                {
                  key: 'act',
                  title: t('ledger.use.act'),
                  render: (_: unknown, row: UsedLedger) => (
                    <Button
                      size="small"
                      aria-label={`${t(row.retired ? 'ledger.use.restore' : 'ledger.use.retire')} ${row[language]}`}
                      onClick={() => setMeant({ ledger: row, column: null, restore: row.retired })}
                    >
                      {t(row.retired ? 'ledger.use.restore' : 'ledger.use.retire')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {open ? (
        <ColumnsOf ledger={open} mayRetire={mayRetire} onMean={setMeant} />
      ) : (
        <p className="quiet">{t('ledger.use.openHint')}</p>
      )}
      {meant ? <RetireDrawer meant={meant} onClose={() => setMeant(undefined)} /> : null}
    </div>
  );
}

const isTouched = (ledger: UsedLedger) => ledger.retired || ledger.columns.some((one) => one.retired);

function figures<Row extends { uses: UsedLedger['uses'] }>(t: (key: string) => string) {
  return (['opened', 'exported', 'printed'] as const).map((act) => ({
    key: act,
    title: t(`ledger.use.acts.${act}`),
    align: 'right' as const,
    className: 'figures',
    render: (_: unknown, row: Row) => formatNumber(row.uses[act]),
  }));
}

function ColumnsOf(props: { ledger: UsedLedger; mayRetire: boolean; onMean: (meant: Meant) => void }): ReactNode {
  const { t, language } = useTexts();
  const { ledger } = props;
  type Column = UsedLedger['columns'][number];
  const needed = (key: LedgerColumnKey) => key === 'name' || key === 'head' || key === 'householdKey';
  return (
    <section className="card" aria-labelledby="ledger-use-columns">
      <h2 id="ledger-use-columns">{t('ledger.use.columnsOf', { ledger: ledger[language] })}</h2>
      <p>
        <Link to="/ledgers/$ledger" params={{ ledger: ledger.ledger }}>
          {t('ledger.use.openLedger')}
        </Link>
      </p>
      <DataTable<Column>
        name="ledger.use.columnsOf"
        label={t('ledger.use.columnsOf', { ledger: ledger[language] })}
        rows={ledger.columns.toSorted((a, b) => total(b.uses) - total(a.uses))}
        count={ledger.columns.length}
        rowKey={(row) => row.column}
        columns={[
          {
            key: 'column',
            title: t('ledger.use.column'),
            render: (_, row) => (
              <>
                {getLedgerColumn(row.column)[language]} {row.delivered ? <Tag>{t('ledger.use.delivered')}</Tag> : null}
                {row.retired ? <Tag>{t('ledger.use.retired')}</Tag> : null}
              </>
            ),
          },
          ...figures<Column>(t),
          {
            key: 'last',
            title: t('ledger.use.last'),
            className: 'figures',
            render: (_, row) => row.last ?? t('ledger.use.notYet'),
          },
          ...(props.mayRetire
            ? [
                {
                  key: 'act',
                  title: t('ledger.use.act'),
                  render: (_: unknown, row: Column) =>
                    needed(row.column) ? null : (
                      <Button
                        size="small"
                        aria-label={`${t(row.retired ? 'ledger.use.restore' : 'ledger.use.retire')} ${getLedgerColumn(row.column)[language]}`}
                        onClick={() => props.onMean({ ledger, column: row.column, restore: row.retired })}
                      >
                        {t(row.retired ? 'ledger.use.restore' : 'ledger.use.retire')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      <h3>{t('ledger.use.views')}</h3>
      {ledger.views.length === 0 ? (
        <EmptyState title={t('ledger.use.noViews')} />
      ) : (
        <DataTable<UsedLedger['views'][number]>
          name="ledger.use.views"
          label={t('ledger.use.views')}
          rows={ledger.views}
          count={ledger.views.length}
          rowKey={(row) => row.viewId}
          columns={[
            { key: 'name', title: t('ledger.use.view'), render: (_, row) => `${row.name} (${row.owner})` },
            ...figures<UsedLedger['views'][number]>(t),
          ]}
        />
      )}
    </section>
  );
}

function RetireDrawer(props: { meant: Meant; onClose: () => void }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { ledger, column, restore } = props.meant;
  const invalidates = [ledgerUseContracts.read, ledgerContracts.list];
  const retiring = useCommand(ledgerUseContracts.retire, { invalidates });
  const restoring = useCommand(ledgerUseContracts.restore, { invalidates });
  const name = column === null ? ledger[language] : getLedgerColumn(column)[language];
  const words = restore ? 'restoring' : 'retiring';
  return (
    <ActionDrawer<{ why: string }>
      open
      title={t(`ledger.use.${words}.title`, { name })}
      submitLabel={t(restore ? 'ledger.use.restore' : 'ledger.use.retire')}
      danger={!restore}
      note={t(`ledger.use.${words}.${column === null ? 'ledger' : 'column'}`)}
      draftKey={`ledger-use:${ledger.ledger}:${column ?? ''}`}
      initialValues={{ why: '' }}
      onSubmit={async ({ why }) => {
        const args = { params: { ledger: ledger.ledger }, body: { column, why } };
        await (restore ? restoring.run(args) : retiring.run(args));
        toast.saved(t(`ledger.use.${words}.done`, { name }));
        props.onClose();
      }}
      onClose={props.onClose}
    >
      <WhyField name="why" label={t('ledger.use.why')} />
    </ActionDrawer>
  );
}
