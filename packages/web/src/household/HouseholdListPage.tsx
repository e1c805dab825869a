import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type HouseholdRow, householdContracts } from '@renshe/domain/household/household.contract.ts';
import { cardLimit, type LedgerRow, ledgerContracts } from '@renshe/domain/ledger/ledger.contract.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, type TableColumnsType, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { CardsDrawer } from '../ledger/BulkBar.tsx';
import { TextFilter } from '../resident/ResidentListPage.tsx';

const limit = 50;

/** 家庭: found by head, number or address; filters and page stand in the address. */
export function HouseholdListPage(): ReactNode {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: '/frame/households' });
  const area = useArea();
  const offset = search.offset ?? 0;
  const onlyZero = search.zero === 'yes';
  const read = useRead(
    householdContracts.list,
    {
      query: {
        area: area.code,
        ...(search.text ? { text: search.text } : {}),
        ...(onlyZero ? { zeroEmployment: 'yes' as const } : {}),
        limit,
        offset,
      },
    },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (changes: { text?: string | undefined; zero?: string | undefined; offset?: number | undefined }) =>
    void navigate({
      to: '/households',
      search: (previous) => ({ ...previous, offset: undefined, ...changes }),
      replace: true,
    });
  const mayPrint = useCan('resident.export');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const isFiltered = search.text !== undefined || onlyZero;
  const columns: TableColumnsType<HouseholdRow> = [
    {
      key: 'head',
      title: t('household.field.head'),
      render: (_, row) =>
        row.headName ? <strong>{row.headName}</strong> : <span className="quiet">{t('household.list.noHead')}</span>,
    },
    {
      title: t('household.field.number'),
      dataIndex: 'number',
      responsive: ['md'],
      className: 'figures',
      render: (number: string) => number || '—',
    },
    { title: t('household.field.members'), dataIndex: 'memberCount', align: 'right', className: 'figures' },
    {
      title: t('household.field.address'),
      dataIndex: 'address',
      ellipsis: { showTitle: true },
      width: 240,
      render: (address: string) => address || '—',
    },
    {
      key: 'area',
      title: t('household.field.area'),
      responsive: ['md'],
      render: (_, row) => shortAreaName(row.area.name),
    },
    {
      title: t('household.field.kind'),
      dataIndex: 'kind',
      responsive: ['md'],
      render: (kind: string) => t(`household.kind.${kind}`),
    },
    {
      key: 'flag',
      title: t('resident.list.flag'),
      render: (_, row) =>
        row.zeroEmploymentCandidate ? (
          <Tag color="warning" variant="outlined">
            {t('household.list.zero')}
          </Tag>
        ) : null,
    },
  ];
  return (
    <>
      <PageHeader
        title={t('household.list.title')}
        more={[
          {
            key: 'ledger',
            label: t('household.list.ledger'),
            // The ledger prints and exports all rows with their members; its numbers are those of the report.
            onClick: () =>
              void navigate({
                to: '/ledgers/$ledger',
                params: { ledger: onlyZero ? 'zero-employment-families' : 'households' },
              }),
          },
        ]}
      />
      <search className="filter-bar">
        <TextFilter
          label={t('household.list.text')}
          value={search.text ?? ''}
          onChange={(text) => change({ text: text || undefined })}
        />
        <Checkbox checked={onlyZero} onChange={(event) => change({ zero: event.target.checked ? 'yes' : undefined })}>
          {t('household.list.zeroEmployment')}
        </Checkbox>
        {mayPrint && read.data && read.data.households.length > 0 ? (
          <Button
            onClick={() => setChosen([...new Set([...chosen, ...read.data.households.map((row) => row.householdId)])])}
          >
            {t('ledger.bulk.page')}
          </Button>
        ) : null}
        {isFiltered ? (
          <Button type="link" onClick={() => change({ text: undefined, zero: undefined })}>
            {t('resident.list.clear')}
          </Button>
        ) : null}
      </search>
      <DataTable<HouseholdRow>
        name="household.list.title"
        label={t('household.list.title')}
        columns={columns}
        rows={read.data?.households}
        rowKey={(row) => row.householdId}
        count={read.data?.count}
        {...(mayPrint ? { selection: { keys: [...chosen], onChange: setChosen } } : {})}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(row) => void navigate({ to: '/households/$householdId', params: { householdId: row.householdId } })}
        hrefOf={(row) => `/households/${row.householdId}`}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next || undefined }) }}
        empty={
          isFiltered
            ? { title: t('household.list.emptyFiltered'), help: t('household.list.emptyFilteredHint') }
            : { title: t('household.list.emptyArea'), help: t('household.list.emptyAreaHint') }
        }
      />
      {chosen.length > 0 ? <ChosenCards households={chosen} onDone={() => setChosen([])} /> : null}
    </>
  );
}

/** 打印一户一卡 of the chosen households, in one file. */
function ChosenCards(props: { households: readonly string[]; onDone: () => void }): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const [printing, setPrinting] = useState(false);
  // Cards are written, counted and audited as those of a ledger of households.
  const list = useRead(ledgerContracts.list, {});
  const ledger = list.data?.ledgers.find((one) => one.of === 'household' && !one.own);
  const { households } = props;
  const rows = households.map(
    (subjectId): LedgerRow => ({ subjectKind: 'household', subjectId, recordId: null, inScope: true, cells: {} }),
  );
  return (
    <section className="chosen-bar" aria-label={t('ledger.bulk.label')}>
      <strong>{t('household.list.chosen', { count: households.length })}</strong>
      <Button disabled={ledger === undefined || households.length > cardLimit} onClick={() => setPrinting(true)}>
        {t('household.list.cards')}
      </Button>
      {households.length > cardLimit ? <span>{t('ledger.bulk.tooMany', { limit: cardLimit })}</span> : null}
      <Button type="link" onClick={props.onDone}>
        {t('ledger.bulk.clear')}
      </Button>
      {printing && ledger ? (
        <CardsDrawer ledger={ledger} people={rows} question={{ area: area.code }} onClose={() => setPrinting(false)} />
      ) : null}
    </section>
  );
}
