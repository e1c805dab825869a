import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '../kit/EmptyState.tsx';
import { useTexts } from '../kit/i18n.ts';
import type { KeptPack } from './along-store.ts';
import { isFound, nameOf, type TakenCampaign } from './door-answers.ts';
import type { DoorRecord } from './door-store.ts';

/** 带走的调查户: where, who, how it stands; a press opens what is to be asked there. */
export function DoorList(props: {
  kept: KeptPack;
  households: readonly HouseholdSheet[];
  doors: readonly DoorRecord[];
  today: PlainDate;
  onOpen: (household: HouseholdSheet, campaign: TakenCampaign) => void;
}): ReactNode {
  const { t } = useTexts();
  const [typed, setTyped] = useState('');
  const { kept, households } = props;
  const { campaigns, left } = kept.pack.drive;
  const own = new Map(
    props.doors.filter((one) => one.accountId === kept.owner.accountId).map((one) => [one.household.entryId, one]),
  );
  const shown = households.filter((one) => isFound(one, typed));
  return (
    <section className="card" aria-labelledby="doors">
      <h2 id="doors">{t('door.title', { count: households.length })}</h2>
      {campaigns.map((one) => (
        <p key={one.campaignId} className="quiet">
          {t('door.campaign', { name: one.name, date: one.endsOn })} {one.purpose}
        </p>
      ))}
      {left > 0 ? <p className="quiet">{t('door.left', { count: left })}</p> : null}
      <Input
        type="search"
        allowClear
        value={typed}
        aria-label={t('door.search')}
        placeholder={t('door.search')}
        onChange={(event) => setTyped(event.target.value)}
      />
      {shown.length === 0 ? <EmptyState title={t('door.noneFound')} /> : null}
      <ul className="along-people">
        {shown.map((one) => {
          const mine = own.get(one.entryId);
          const campaign = campaigns.find((each) => each.campaignId === one.campaignId);
          return (
            <li key={one.entryId} className={mine ? 'recorded' : ''}>
              <div className="along-words">
                <div>
                  <b>{nameOf(one)}</b> <span className="quiet">{t(`campaign.status.${one.status}`)}</span>{' '}
                  {one.nextOn !== null && one.nextOn <= props.today ? (
                    <span className="overdue-words">{t('campaign.own.again')}</span>
                  ) : null}
                  {mine ? <span className="state-word saved"> {t(`door.outcomes.${mine.words.outcome}`)}</span> : null}
                </div>
                <div>
                  {one.people.length === 0
                    ? t('campaign.own.noMembers')
                    : one.people.map((person) => person.name).join(t('survey.comma'))}
                </div>
                <LastVisit household={one} />
                {campaigns.length > 1 ? <div className="quiet">{campaign?.name}</div> : null}
              </div>
              {campaign ? (
                <Button
                  size="large"
                  aria-label={`${t('visit.along.record')}: ${nameOf(one)}`}
                  onClick={() => props.onOpen(one, campaign)}
                >
                  {t('visit.along.record')}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function LastVisit(props: { household: HouseholdSheet }): ReactNode {
  const { t } = useTexts();
  const { lastVisitOn, attempts, nextOn, note } = props.household;
  const parts = [
    lastVisitOn ? t('door.lastVisit', { date: lastVisitOn }) : '',
    attempts > 0 ? t('campaign.households.attempts', { count: attempts }) : '',
    nextOn ? t('campaign.households.next', { date: nextOn }) : '',
    note,
  ].filter(Boolean);
  return parts.length === 0 ? null : <div className="quiet">{parts.join(' · ')}</div>;
}
