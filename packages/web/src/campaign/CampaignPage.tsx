import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignKindNames, campaignStateNames, settledOf, totalOf } from '@renshe/domain/campaign/campaign.rules.ts';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { App, Button, Skeleton, Tabs } from 'antd';
import { type ReactNode, useState } from 'react';
import { useArea } from '../app/use-area.ts';
import { ApiError } from '../kit/api.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatNumber, formatPercent } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { CampaignDrawer } from './CampaignDrawer.tsx';
import { CampaignHouseholds } from './CampaignHouseholds.tsx';
import { CampaignProgress, type Progress } from './CampaignProgress.tsx';
import { CampaignRechecks } from './CampaignRechecks.tsx';
import { CampaignSummary } from './CampaignSummary.tsx';
import { readsOfCampaigns } from './campaign-reads.ts';
import './campaign.css';

const tabs = ['progress', 'households', 'rechecks', 'summary'] as const;

/** One survey drive as it stands in an area. */
export function CampaignPage(): ReactNode {
  const { t, say } = useTexts();
  const { campaignId } = useParams({ strict: false }) as { campaignId: string };
  const search = useSearch({ strict: false }) as { tab?: string };
  const patchSearch = useSearchPatch();
  const area = useArea();
  const [changing, setChanging] = useState(false);
  const read = useRead(
    campaignContracts.progress,
    { params: { campaignId }, query: { area: area.code } },
    { enabled: area.code !== '', keepPrevious: true },
  );
  const askDelete = useDelete(read.data);
  const progress = read.data;
  if (!progress)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <Skeleton active paragraph={{ rows: 8 }} />
    );
  const { campaign, may } = progress;
  const tab = tabs.find((one) => one === search.tab) ?? 'progress';
  const show = (next: (typeof tabs)[number], filter: object = {}) =>
    patchSearch({
      tab: next === 'progress' ? undefined : next,
      status: undefined,
      worker: undefined,
      text: undefined,
      offset: undefined,
      ...filter,
    });
  return (
    <>
      <PageHeader
        title={campaign.name}
        note={
          <>
            {say(campaignStateNames[campaign.state])} · {shortAreaName(campaign.area.name)} ·{' '}
            {t('campaign.period', { from: campaign.startsOn, to: campaign.endsOn })} ·{' '}
            {say(campaignKindNames[campaign.kind])}
            {campaign.purpose ? <div>{campaign.purpose}</div> : null}
          </>
        }
        primary={<StateButtons progress={progress} />}
        more={[
          ...(may.includes('change')
            ? [{ key: 'change', label: t('campaign.change'), onClick: () => setChanging(true) }]
            : []),
          ...(may.includes('delete')
            ? [{ key: 'delete', label: t('campaign.delete'), danger: true, onClick: askDelete }]
            : []),
        ]}
      />
      {campaign.state === 'drafted' ? (
        <section className="card">
          <p>{t('campaign.startHelp')}</p>
          <p className="quiet">{campaign.communities.map((one) => one.name).join(' · ')}</p>
        </section>
      ) : (
        <>
          <div className="campaign-state">
            <strong>
              {t('campaign.settled', {
                settled: formatNumber(settledOf(progress.counts)),
                total: formatNumber(totalOf(progress.counts)),
              })}
            </strong>
            <span>{t('campaign.elapsed', { percent: formatPercent(progress.pace.elapsed, 0) })}</span>
            {progress.pace.behind ? (
              <span className="overdue-words">{t('campaign.behind', { count: progress.pace.missing })}</span>
            ) : null}
            {progress.unassigned > 0 ? (
              <button type="button" className="link-button" onClick={() => show('households', { worker: 'none' })}>
                {t('campaign.unassigned', { count: progress.unassigned })}
              </button>
            ) : null}
            {progress.found > 0 ? <span>{t('campaign.foundCount', { count: progress.found })}</span> : null}
          </div>
          <Tabs
            activeKey={tab}
            destroyOnHidden
            onChange={(next) => show(next as (typeof tabs)[number])}
            items={[
              {
                key: 'progress',
                label: t('campaign.tabs.progress'),
                children: (
                  <CampaignProgress
                    progress={progress}
                    area={area.code}
                    onOpen={(filter) => show('households', filter)}
                  />
                ),
              },
              {
                key: 'households',
                label: t('campaign.tabs.households'),
                children: <CampaignHouseholds progress={progress} area={area.code} />,
              },
              {
                key: 'rechecks',
                label: t('campaign.tabs.rechecks'),
                children: <CampaignRechecks progress={progress} area={area.code} />,
              },
              {
                key: 'summary',
                label: t('campaign.tabs.summary'),
                children: <CampaignSummary progress={progress} area={area.code} />,
              },
            ]}
          />
        </>
      )}
      {changing ? (
        <CampaignDrawer
          campaign={campaign}
          area={area.code}
          recheckPercent={campaign.recheckPercent}
          onClose={() => setChanging(false)}
        />
      ) : null}
    </>
  );
}

/** 删除 of a draft, asked once more; then the list, where it no longer stands. */
function useDelete(progress: Progress | undefined): () => void {
  const { t } = useTexts();
  const toast = useToast();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const remove = useCommand(campaignContracts.deleteDraft, { invalidates: [campaignContracts.list] });
  return () => {
    if (!progress) return;
    const { campaignId, name, version } = progress.campaign;
    void modal.confirm({
      title: t('campaign.deleteTitle', { name }),
      content: t('campaign.deleteHelp'),
      okText: t('campaign.delete'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: async () => {
        try {
          await remove.run({ params: { campaignId }, body: { version } });
          toast.saved(t('campaign.deleted', { name }));
          void navigate({ to: '/campaigns' });
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          toast.problem(error.message);
        }
      },
    });
  };
}

/** 开始 and 结束, each asked once more: both write down what stays. */
function StateButtons(props: { progress: Progress }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { modal } = App.useApp();
  const { campaign, counts, may } = props.progress;
  const start = useCommand(campaignContracts.start, { invalidates: readsOfCampaigns });
  const end = useCommand(campaignContracts.end, { invalidates: readsOfCampaigns });
  const params = { campaignId: campaign.campaignId };
  const begin = async (confirmed: boolean): Promise<void> => {
    try {
      const { households } = await start.run({ params, body: { version: campaign.version, confirmed } });
      toast.saved(t('campaign.started', { count: households }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code !== 'campaign.overlaps') return toast.problem(error.message);
      void modal.confirm({
        title: t('campaign.start'),
        content: error.message,
        okText: t('campaign.startAnyway'),
        cancelText: t('kit.cancel'),
        onOk: () => begin(true),
      });
    }
  };
  const finish = () =>
    void modal.confirm({
      title: t('campaign.endTitle', { name: campaign.name }),
      content: t('campaign.endHelp', { count: totalOf(counts) - settledOf(counts) }),
      okText: t('campaign.end'),
      okButtonProps: { danger: true },
      cancelText: t('kit.cancel'),
      onOk: async () => {
        try {
          await end.run({ params, body: { version: campaign.version } });
          toast.saved(t('campaign.ended'));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          toast.problem(error.message);
        }
      },
    });
  if (may.includes('start'))
    return (
      <Button type="primary" loading={start.isPending} onClick={() => void begin(false)}>
        {t('campaign.start')}
      </Button>
    );
  return may.includes('end') ? <Button onClick={finish}>{t('campaign.end')}</Button> : null;
}
