import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { campaignKindNames, campaignStateNames, settledOf, totalOf } from '@renshe/domain/campaign/campaign.rules.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { useCan } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { CampaignDrawer } from './CampaignDrawer.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import './campaign.css';

type Row = z.output<typeof campaignContracts.list.output>['campaigns'][number];

/** 调查登记: the survey drives that concern an area. */
export function CampaignListPage(): ReactNode {
  const { t, say } = useTexts();
  const area = useArea();
  const navigate = useNavigate();
  const mayManage = useCan('campaign.manage');
  const maySurvey = useCan('survey.write');
  const [making, setMaking] = useState(false);
  const read = useRead(campaignContracts.list, { query: { area: area.code } }, { enabled: area.code !== '' });
  const search = { area: area.code };
  return (
    <>
      <PageHeader
        title={t('campaign.title')}
        note={t('campaign.note')}
        primary={
          <>
            {maySurvey ? (
              <Link to="/campaigns/own" className="link-as-button">
                {t('campaign.own.title')}
              </Link>
            ) : null}
            {mayManage ? (
              <Button type="primary" onClick={() => setMaking(true)}>
                {t('campaign.create')}
              </Button>
            ) : null}
          </>
        }
      />
      <DataTable<Row>
        name="campaign.title"
        label={t('campaign.title')}
        rows={read.data?.campaigns}
        rowKey={(row) => row.campaignId}
        count={read.data?.campaigns.length}
        loading={read.isPending}
        error={read.error}
        onRetry={() => void read.refetch()}
        onOpen={(row) =>
          void navigate({
            to: '/campaigns/$campaignId',
            params: { campaignId: row.campaignId },
            search: search as never,
          })
        }
        hrefOf={(row) => `/campaigns/${row.campaignId}?area=${area.code}`}
        empty={{ title: t('campaign.empty'), help: mayManage ? t('campaign.emptyHelp') : undefined }}
        columns={[
          {
            key: 'name',
            title: t('campaign.list.name'),
            className: 'wrapping',
            render: (_, row) => (
              <Link to="/campaigns/$campaignId" params={{ campaignId: row.campaignId }} search={search as never}>
                {row.name}
              </Link>
            ),
          },
          { key: 'state', title: t('campaign.list.state'), render: (_, row) => say(campaignStateNames[row.state]) },
          {
            key: 'period',
            title: t('campaign.list.period'),
            className: 'figures',
            render: (_, row) => t('campaign.period', { from: row.startsOn, to: row.endsOn }),
          },
          { key: 'kind', title: t('campaign.list.kind'), render: (_, row) => say(campaignKindNames[row.kind]) },
          {
            key: 'communities',
            title: t('campaign.list.communities'),
            className: 'wrapping',
            render: (_, row) =>
              row.communities.length > 3
                ? `${row.communities.length}`
                : row.communities.map((one) => shortAreaName(one.name)).join(' '),
          },
          {
            key: 'progress',
            title: t('campaign.list.progress'),
            render: (_, row) =>
              row.state === 'drafted' ? (
                '—'
              ) : (
                <ProgressBar settled={settledOf(row.counts)} total={totalOf(row.counts)} behind={row.pace.behind} />
              ),
          },
        ]}
      />
      {making && read.data ? (
        <CampaignDrawer
          campaign={null}
          area={area.code}
          recheckPercent={read.data.recheckPercent}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </>
  );
}
