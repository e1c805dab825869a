import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { assignmentLimit, type CampaignEntry, campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { type EntryStatus, entryStatuses } from '@renshe/domain/campaign/campaign.rules.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { AssignDrawer } from './AssignDrawer.tsx';
import type { Progress } from './CampaignProgress.tsx';
import { ShareDrawer } from './ShareDrawer.tsx';

const PAGE = 100;
interface Search {
  status?: string;
  worker?: string;
  text?: string;
  offset?: string | number;
}

/** The households of a campaign: filter, choose, assign, print, export. */
export function CampaignHouseholds(props: { progress: Progress; area: string }): ReactNode {
  const { t } = useTexts();
  const { progress, area } = props;
  const { campaignId } = progress.campaign;
  const search = useSearch({ strict: false }) as Search;
  const patchSearch = useSearchPatch();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [drawer, setDrawer] = useState<'assign' | 'share' | null>(null);
  const mayExport = useCan('resident.export');
  const mayAssign = progress.may.includes('assign');
  const print = useFile(campaignContracts.printList);
  const xlsx = useFile(campaignContracts.export);
  const status = entryStatuses.find((one) => one === search.status);
  const worker = search.worker || undefined;
  const text = search.text || undefined;
  const offset = Number(search.offset ?? 0) || 0;
  const filter = { area, ...(status && { status }), ...(worker && { worker }), ...(text && { text }) };
  const read = useRead(
    campaignContracts.households,
    { params: { campaignId }, query: { ...filter, limit: PAGE, offset } },
    { keepPrevious: true },
  );
  const change = (next: Search) => {
    setChosen([]);
    patchSearch({ offset: undefined, ...next });
  };
  const params = { campaignId };
  return (
    <>
      <div className="filter-bar">
        <Select
          aria-label={t('campaign.households.status')}
          value={status ?? ''}
          popupMatchSelectWidth={false}
          onChange={(next: EntryStatus | '') => change({ status: next || undefined } as Search)}
          options={[
            { value: '', label: t('campaign.households.allStatuses') },
            ...entryStatuses.map((one) => ({ value: one, label: t(`campaign.status.${one}`) })),
          ]}
        />
        <Select
          aria-label={t('campaign.worker')}
          value={worker ?? ''}
          popupMatchSelectWidth={false}
          onChange={(next: string) => change({ worker: next || undefined } as Search)}
          options={[
            { value: '', label: t('campaign.households.allWorkers') },
            { value: 'none', label: t('campaign.nobody') },
            ...progress.workers.map((one) => ({ value: one.worker.accountId, label: one.worker.name })),
          ]}
        />
        <Input.Search
          allowClear
          className="campaign-find"
          aria-label={t('campaign.households.find')}
          placeholder={t('campaign.households.find')}
          defaultValue={text}
          maxLength={40}
          onSearch={(next) => change({ text: next.trim() || undefined } as Search)}
        />
        {mayAssign ? (
          <Button type="primary" onClick={() => setDrawer('share')}>
            {t('campaign.sharing.title')}
          </Button>
        ) : null}
        {mayExport ? (
          <>
            <Button
              loading={print.busy}
              onClick={() =>
                void print.print({ params, body: { area, worker: worker && worker !== 'none' ? worker : null } })
              }
            >
              {t('campaign.households.print')}
            </Button>
            <Button loading={xlsx.busy} onClick={() => void xlsx.get({ params, body: filter })}>
              {t('campaign.households.export')}
            </Button>
          </>
        ) : null}
      </div>
      <DataTable<CampaignEntry>
        name="campaign.households.label"
        label={t('campaign.households.label')}
        rows={read.data?.households}
        rowKey={(row) => row.entryId}
        count={read.data?.count}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        paging={{ offset, limit: PAGE, onOffset: (next) => patchSearch({ offset: next || undefined }) }}
        empty={{ title: t('campaign.households.empty') }}
        {...(mayAssign ? { selection: { keys: chosen, onChange: setChosen } } : {})}
        columns={[
          { title: t('campaign.households.address'), className: 'wrapping', dataIndex: 'address' },
          {
            key: 'head',
            title: t('campaign.households.head'),
            render: (_, row) =>
              row.householdId ? (
                <Link to="/households/$householdId" params={{ householdId: row.householdId }}>
                  {row.headName ?? t('campaign.own.noMembers')}
                </Link>
              ) : (
                '—'
              ),
          },
          { title: t('campaign.households.members'), dataIndex: 'memberCount', align: 'right' },
          {
            key: 'status',
            title: t('campaign.households.status'),
            render: (_, row) => (
              <>
                <span className={`campaign-status status-${row.status}`}>{t(`campaign.status.${row.status}`)}</span>
                {row.found ? <small> · {t('campaign.households.found')}</small> : null}
              </>
            ),
          },
          { key: 'worker', title: t('campaign.worker'), render: (_, row) => row.worker?.name ?? t('campaign.nobody') },
          {
            key: 'visits',
            title: t('campaign.households.visits'),
            className: 'wrapping',
            render: (_, row) => <Visits row={row} />,
          },
          { key: 'area', title: t('campaign.households.area'), render: (_, row) => shortAreaName(row.area.name) },
        ]}
      />
      {chosen.length > 0 ? (
        <section className="campaign-bulk" aria-label={t('campaign.households.selected', { count: chosen.length })}>
          <strong>{t('campaign.households.selected', { count: chosen.length })}</strong>
          <Button type="primary" onClick={() => setDrawer('assign')}>
            {t('campaign.households.assign', { count: chosen.length })}
          </Button>
          <Button onClick={() => setChosen([])}>{t('campaign.households.clear')}</Button>
        </section>
      ) : null}
      {drawer === 'assign' ? (
        <AssignDrawer
          campaignId={campaignId}
          area={area}
          what={{ how: 'chosen', entryIds: chosen.slice(0, assignmentLimit) }}
          title={t('campaign.assign.title', { count: chosen.length })}
          onClose={() => setDrawer(null)}
          onDone={() => {
            setDrawer(null);
            setChosen([]);
          }}
        />
      ) : null}
      {drawer === 'share' ? <ShareDrawer campaignId={campaignId} area={area} onClose={() => setDrawer(null)} /> : null}
    </>
  );
}

/** How often nobody was home, when to go again, when it was done, and what was noted. */
export function Visits(props: { row: CampaignEntry; none?: string }): ReactNode {
  const { t } = useTexts();
  const { row } = props;
  const parts = [
    row.attempts > 0 ? t('campaign.households.attempts', { count: row.attempts }) : '',
    row.nextOn ? t('campaign.households.next', { date: row.nextOn }) : '',
    row.doneOn ? t('campaign.households.doneOn', { date: row.doneOn }) : '',
    row.note,
  ].filter(Boolean);
  return parts.length === 0 ? (props.none ?? '—') : parts.join(' · ');
}
