import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Segmented } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { newKey } from '../kit/api.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { mayRecordOn } from './along-owner.ts';
import type { KeptPack } from './along-store.ts';
import { DoorDrawer } from './DoorDrawer.tsx';
import { DoorList } from './DoorList.tsx';
import { type DoorWords, nameOf, type TakenCampaign } from './door-answers.ts';
import { keepDoor } from './door-store.ts';
import type { Along } from './use-along.ts';

/** The visits that were taken along, the households of survey drives, or both one beside the other; and the form of a household. */
export function AlongLists(props: {
  phone: Along & { kept: KeptPack | null };
  today: PlainDate;
  /** The visits, or what stands there without any list. */
  children: ReactNode;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { phone, today } = props;
  const { kept } = phone;
  const [view, setView] = useState<'people' | 'doors'>('people');
  // With the list as it stood then: when its hours are over while somebody types, what is typed is still kept.
  const [at, setAt] = useState<{ household: HouseholdSheet; campaign: TakenCampaign; kept: KeptPack } | null>(null);
  const goesOn = at !== null && mayRecordOn(at.kept, phone, Date.now());
  useEffect(() => {
    if (!goesOn) setAt(null);
  }, [goesOn]);

  const record = async (words: DoorWords) => {
    if (!at) return;
    const key = newKey();
    const { household, campaign } = at;
    await keepDoor({
      key,
      accountId: at.kept.owner.accountId,
      at: new Date().toISOString(),
      state: 'waiting',
      why: null,
      household,
      campaign,
      words,
      seen: { takenAt: at.kept.pack.takenAt, areaCode: household.area.code },
      areaCode: household.area.code,
      results: {},
      command: newKey(),
    });
    setAt(null);
    // Its line in the outbox takes it back: what offers that here for ten seconds would lie over the results of the next door.
    toast.saved(t('visit.along.keptHere', { name: nameOf(household) }));
  };

  // What an older version of the page has kept knows no households.
  const households = (kept?.pack.drive as KeptPack['pack']['drive'] | undefined)?.households ?? [];
  const people = kept?.pack.people.length ?? 0;
  const shown = people === 0 ? 'doors' : view;
  return (
    <>
      {households.length > 0 && people > 0 ? (
        <Segmented
          className="along-views"
          block
          aria-label={t('door.viewLabel')}
          value={view}
          options={[
            { value: 'people', label: t('door.views.people', { count: people }) },
            { value: 'doors', label: t('door.views.doors', { count: households.length }) },
          ]}
          onChange={setView}
        />
      ) : null}
      {kept && households.length > 0 && shown === 'doors' ? (
        <DoorList
          kept={kept}
          households={households}
          doors={phone.doors}
          today={today}
          onOpen={(household, campaign) => setAt({ household, campaign, kept })}
        />
      ) : (
        props.children
      )}
      {at && goesOn ? (
        <DoorDrawer
          household={at.household}
          campaign={at.campaign}
          today={today}
          draftKey={`${at.kept.owner.accountId}:${at.household.entryId}`}
          onSubmit={record}
          onClose={() => setAt(null)}
        />
      ) : null}
    </>
  );
}
