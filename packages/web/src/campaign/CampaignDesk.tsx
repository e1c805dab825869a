import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCan } from '../app/session.ts';
import { useTexts } from '../kit/i18n.ts';
import { useRead } from '../kit/use-api.ts';
import '../warning/warning.css';

/** A line above the work list for each running campaign in which the reader still has doors to go to. */
export function CampaignDesk(): ReactNode {
  const surveys = useCan('survey.write');
  return surveys ? <OwnCampaigns /> : null;
}

function OwnCampaigns(): ReactNode {
  const { t } = useTexts();
  const read = useRead(campaignVisitContracts.ownCount, {});
  const campaigns = read.data?.campaigns ?? [];
  if (campaigns.length === 0) return null;
  return (
    <section className="warning-desk" aria-label={t('campaign.own.deskTitle')}>
      {campaigns.map((one) => (
        <p key={one.campaignId} className="warning-card level-blue">
          <span>
            <strong>{t('campaign.own.deskTitle')}</strong>
            {one.open > 0
              ? ` · ${t('campaign.own.deskLine', { name: one.name, count: one.open, date: one.endsOn })}`
              : ` · ${one.name}`}
            {one.again > 0 ? ` · ${t('campaign.own.deskAgain', { count: one.again })}` : ''}
            {one.rechecks > 0 ? ` · ${t('campaign.own.deskRechecks', { count: one.rechecks })}` : ''}{' '}
            <Link to="/campaigns/own" search={{ campaign: one.campaignId } as never}>
              {t('campaign.own.deskOpen')}
            </Link>
          </span>
        </p>
      ))}
    </section>
  );
}
