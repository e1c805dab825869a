import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type RecycledEntry, recycleContracts, recycledKinds } from '@renshe/domain/recycle/recycle.contract.ts';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select, type TableColumnsType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { TextFilter } from '../resident/ResidentListPage.tsx';
import { RestoreDrawer } from './RestoreDrawer.tsx';
import { recordText } from './record-text.ts';
import '../resident/resident.css';

const limit = 50;

/** 回收站: what was voided in my communities and can still be restored; filters and page stand in the address. */
export function RecyclePage(): ReactNode {
  const { t, language } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: '/frame/recycle' });
  const area = useArea();
  const narrow = useNarrow();
  const [restoring, setRestoring] = useState<RecycledEntry | null>(null);
  const offset = search.offset ?? 0;
  const kind = recycledKinds.find((one) => one === search.kind);
  const read = useRead(
    recycleContracts.list,
    {
      query: {
        area: area.code,
        ...(kind ? { kind } : {}),
        ...(search.text ? { text: search.text } : {}),
        ...(search.by ? { by: search.by } : {}),
        limit,
        offset,
      },
    },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (changes: { kind?: string; text?: string; by?: string; offset?: number }) =>
    void navigate({
      to: '/recycle',
      search: (previous) => ({
        ...previous,
        offset: undefined,
        ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value || undefined])),
      }),
      replace: true,
    });
  const isFiltered = kind !== undefined || search.text !== undefined || search.by !== undefined;
  const person = (entry: RecycledEntry) => (
    <Link to="/residents/$residentId" params={{ residentId: entry.residentId }}>
      {entry.residentName}
    </Link>
  );
  const restore = (entry: RecycledEntry) => (
    <Button
      size="small"
      onClick={() => setRestoring(entry)}
      aria-label={t('recycle.restore.title', {
        name: entry.residentName,
        kind: recordText(entry, t, language),
      })}
    >
      {t('recycle.restore.action')}
    </Button>
  );
  const voided = (entry: RecycledEntry) =>
    `${formatInstant(entry.voidedAt)} · ${entry.voidedBy ?? t('recycle.who.unknown')}`;
  const columns: TableColumnsType<RecycledEntry> = [
    { key: 'person', title: t('recycle.column.person'), render: (_, entry) => person(entry) },
    {
      key: 'record',
      title: t('recycle.column.record'),
      className: 'wrapping',
      width: 280,
      render: (_, entry) => recordText(entry, t, language),
    },
    { title: t('recycle.column.why'), dataIndex: 'why', className: 'wrapping', width: 200 },
    { key: 'voided', title: t('recycle.column.voided'), className: 'figures', render: (_, entry) => voided(entry) },
    { key: 'area', title: t('recycle.column.area'), render: (_, entry) => shortAreaName(entry.area.name) },
    {
      key: 'left',
      title: t('recycle.column.left'),
      className: 'figures',
      align: 'right',
      render: (_, entry) => t('recycle.daysLeft', { count: entry.daysLeft }),
    },
    {
      title: <span className="visually-hidden">{t('recycle.column.act')}</span>,
      align: 'right',
      render: (_, entry) => restore(entry),
    },
  ];
  const stacked: TableColumnsType<RecycledEntry> = [
    {
      key: 'record',
      title: t('recycle.column.record'),
      className: 'wrapping',
      render: (_, entry) => (
        <span className="stacked">
          <span>
            {person(entry)} · {shortAreaName(entry.area.name)}
          </span>
          <span>{recordText(entry, t, language)}</span>
          <span>{entry.why}</span>
          <small className="quiet figures">{voided(entry)}</small>
          <small className="quiet">
            {t('recycle.column.left')} {t('recycle.daysLeft', { count: entry.daysLeft })}
          </small>
          {restore(entry)}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('recycle.title')} note={t('recycle.note')} />
      <search className="filter-bar">
        <TextFilter label={t('recycle.text')} value={search.text ?? ''} onChange={(text) => change({ text })} />
        <Select
          aria-label={t('recycle.kindFilter')}
          value={kind ?? ''}
          onChange={(value: string) => change({ kind: value })}
          options={[
            { value: '', label: t('recycle.anyKind') },
            ...recycledKinds.map((value) => ({ value, label: t(`recycle.kind.${value}`) })),
          ]}
          popupMatchSelectWidth={false}
        />
        <Select
          aria-label={t('recycle.workerFilter')}
          value={search.by ?? ''}
          onChange={(value: string) => change({ by: value })}
          options={[
            { value: '', label: t('recycle.anyWorker') },
            ...(read.data?.workers ?? []).map((worker) => ({ value: worker.accountId, label: worker.name })),
          ]}
          popupMatchSelectWidth={false}
        />
        {isFiltered ? (
          <Button type="link" onClick={() => change({ kind: '', text: '', by: '' })}>
            {t('recycle.clear')}
          </Button>
        ) : null}
      </search>
      <DataTable<RecycledEntry>
        name="recycle.title"
        label={t('recycle.title')}
        columns={narrow ? stacked : columns}
        rows={read.data?.entries}
        rowKey={(entry) => entry.changeId}
        count={read.data?.count}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit, onOffset: (next) => change({ offset: next }) }}
        empty={
          isFiltered
            ? { title: t('recycle.emptyFiltered'), help: t('recycle.emptyFilteredHint') }
            : { title: t('recycle.empty'), help: t('recycle.emptyHint') }
        }
      />
      {restoring ? (
        <RestoreDrawer key={restoring.changeId} entry={restoring} onClose={() => setRestoring(null)} />
      ) : null}
    </>
  );
}
