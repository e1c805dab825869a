import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type ResidentRow, residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select, type TableColumnsType } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatCitizenId } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { flagChoices } from './declared-words.ts';
import { ResidentDrawer } from './ResidentDrawer.tsx';
import { StatusChips } from './StatusChips.tsx';
import './resident.css';

const limit = 50;
const statuses = ['registered-unemployed', 'employed', 'ended'] as const;
const sorts = ['name', 'birth', 'registered'] as const;

function oneOf<T extends string>(choices: readonly T[], value: string | undefined): T | undefined {
  return choices.find((choice) => choice === value);
}

/** 居民: filters, page and the open file stand in the address. */
export function ResidentListPage(): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: '/frame/residents' });
  const area = useArea();
  const narrow = useNarrow();
  const mayWrite = useCan('resident.write');
  const mayExport = useCan('resident.export');
  const xlsx = useFile(residentContracts.export);
  const status = oneOf(statuses, search.status);
  const sort = oneOf(sorts, search.sort) ?? 'name';
  const offset = search.offset ?? 0;
  const filters = {
    area: area.code,
    ...(search.text ? { text: search.text } : {}),
    ...(status ? { status } : {}),
    ...(search.flag ? { flag: search.flag } : {}),
  };
  const read = useRead(
    residentContracts.list,
    { query: { ...filters, sort, limit, offset } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (changes: Record<string, string | number | undefined>) =>
    void navigate({
      to: '/residents',
      search: (previous) => ({ ...previous, offset: undefined, open: undefined, ...changes }),
      replace: true,
    });
  const open = (residentId: string | undefined) => change({ offset: search.offset, open: residentId });
  const isFiltered = search.text !== undefined || status !== undefined || search.flag !== undefined;

  const columns: TableColumnsType<ResidentRow> = [
    { title: t('resident.field.name'), dataIndex: 'name', render: (name: string) => <strong>{name}</strong> },
    { title: t('resident.field.sex'), dataIndex: 'sex', render: (sex: string) => t(`resident.sex.${sex}`) },
    { title: t('resident.field.age'), dataIndex: 'age', align: 'right', className: 'figures' },
    {
      title: t('resident.field.citizenId'),
      dataIndex: 'citizenIdMasked',
      responsive: ['md'],
      className: 'figures',
      render: (masked: string) => formatCitizenId(masked),
    },
    {
      title: t('resident.field.phone'),
      dataIndex: 'phoneMasked',
      responsive: ['md'],
      className: 'figures',
      render: (masked: string | null) => masked ?? '—',
    },
    {
      title: t('resident.field.address'),
      dataIndex: 'address',
      responsive: ['md'],
      ellipsis: { showTitle: true },
      width: 200,
      render: (address: string) => address || '—',
    },
    {
      key: 'area',
      title: t('resident.field.area'),
      responsive: ['md'],
      render: (_, row) => shortAreaName(row.area.name),
    },
    {
      key: 'status',
      title: t('resident.list.status'),
      render: (_, row) => <StatusChips status={row.status} person={row} endedOn={row.endedOn} short />,
    },
  ];

  return (
    <>
      <PageHeader
        title={t('resident.list.title')}
        makesNew
        primary={
          mayWrite ? (
            <Button type="primary" onClick={() => void navigate({ to: '/residents/new' })}>
              {t('resident.list.register')}
            </Button>
          ) : undefined
        }
        more={
          mayExport
            ? [{ key: 'export', label: t('resident.list.export'), onClick: () => void xlsx.get({ body: filters }) }]
            : []
        }
      />
      <search className="filter-bar">
        <TextFilter
          label={t('resident.list.text')}
          value={search.text ?? ''}
          onChange={(text) => change({ text: text || undefined })}
        />
        <Select
          aria-label={t('resident.list.status')}
          value={status ?? ''}
          onChange={(value) => change({ status: value || undefined })}
          options={[
            { value: '', label: t('resident.list.anyStatus') },
            ...statuses.map((value) => ({ value, label: t(`resident.status.${value}`) })),
          ]}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t('resident.list.flag')}
          value={search.flag ?? ''}
          onChange={(value) => change({ flag: value || undefined })}
          options={[{ value: '', label: t('resident.list.anyFlag') }, ...flagChoices(language)]}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t('resident.list.sort')}
          value={sort}
          onChange={(value) => change({ sort: value === 'name' ? undefined : value })}
          options={[
            { value: 'name', label: t('resident.list.sortName') },
            { value: 'birth', label: t('resident.list.sortBirth') },
            { value: 'registered', label: t('resident.list.sortRegistered') },
          ]}
          popupMatchSelectWidth={false}
        />
        {isFiltered ? (
          <Button type="link" onClick={() => change({ text: undefined, status: undefined, flag: undefined })}>
            {t('resident.list.clear')}
          </Button>
        ) : null}
      </search>
      <DataTable<ResidentRow>
        name="resident.list.title"
        label={t('resident.list.title')}
        columns={columns}
        rows={read.data?.residents}
        rowKey={(row) => row.residentId}
        count={read.data?.count}
        countIsExact={read.data?.countIsExact ?? true}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(row) =>
          narrow
            ? void navigate({ to: '/residents/$residentId', params: { residentId: row.residentId } })
            : open(row.residentId)
        }
        hrefOf={(row) => `/residents/${row.residentId}`}
        openKey={search.open}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next || undefined }) }}
        empty={
          isFiltered
            ? { title: t('resident.list.emptyFiltered'), help: t('resident.list.emptyFilteredHint') }
            : {
                title: t('resident.list.emptyArea'),
                help: t('resident.list.emptyAreaHint'),
                action: mayWrite ? <Button href="/rosters">{t('resident.list.import')}</Button> : undefined,
              }
        }
      />
      {search.open ? (
        <ResidentDrawer
          residentId={search.open}
          rows={read.data?.residents ?? []}
          onOpen={open}
          onClose={() => open(undefined)}
        />
      ) : null}
    </>
  );
}

/** Text that filters while it is typed, after a short pause; input methods finish their word first. */
export function TextFilter(props: { label: string; value: string; onChange: (text: string) => void }): ReactNode {
  const [typed, setTyped] = useState(props.value);
  const [composing, setComposing] = useState(false);
  const { value, onChange } = props;
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (composing || typed.trim() === value) return;
    const timer = window.setTimeout(() => onChange(typed.trim()), 350);
    return () => window.clearTimeout(timer);
  }, [typed, composing, value, onChange]);
  return (
    <Input
      className="text-filter"
      type="search"
      allowClear
      aria-label={props.label}
      placeholder={props.label}
      value={typed}
      maxLength={40}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onPressEnter={() => onChange(typed.trim())}
    />
  );
}
