import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import { type EntryStatus, entryStatuses, openStatuses } from '@renshe/domain/campaign/campaign.rules.ts';
import {
  campaignVisitContracts as contracts,
  type HouseholdSheet,
  type RecheckTask,
} from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Dropdown, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useMe, useToday } from '../app/session.ts';
import { ApiError } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { TakeAlong } from '../visit/TakeAlong.tsx';
import { Visits } from './CampaignHouseholds.tsx';
import { readsOfCampaigns } from './campaign-reads.ts';
import { FindDrawer, VisitDrawer } from './VisitDrawer.tsx';
import './campaign.css';

const isSettled = (status: EntryStatus) => !(openStatuses as readonly string[]).includes(status);

/** 我的走访名单: the worker's households of all running campaigns in the order of addresses, and her re-checks. */
export function OwnHouseholdsPage(): ReactNode {
  const { t } = useTexts();
  const me = useMe();
  const search = useSearch({ strict: false }) as { campaign?: string; status?: string };
  const patchSearch = useSearchPatch();
  const [finding, setFinding] = useState(false);
  const mayPrint = useCan('resident.export');
  const mayContact = useCan('contact.write');
  const print = useFile(campaignContracts.printList);
  const read = useRead(contracts.mine, {});
  if (!read.data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  const { campaigns, households, rechecks } = read.data;
  const campaign = campaigns.find((one) => one.campaignId === search.campaign) ?? campaigns[0];
  const own = households.filter((one) => one.campaignId === campaign?.campaignId);
  const status = entryStatuses.find((one) => one === search.status);
  // What is settled need not be walked to any more.
  const shown =
    status === undefined
      ? [...own.filter((one) => !isSettled(one.status)), ...own.filter((one) => isSettled(one.status))]
      : own.filter((one) => one.status === status);
  const tasks = rechecks.filter((one) => one.campaignId === campaign?.campaignId);
  // One paper an area: who works in two of them chooses.
  const [area] = me.areas;
  const printOf = (campaignId: string, code: string) =>
    void print.print({ params: { campaignId }, body: { area: code, worker: me.accountId } });
  return (
    <>
      <PageHeader
        title={t('campaign.own.title')}
        note={t('campaign.own.note')}
        primary={
          campaign ? (
            <>
              {mayPrint && area ? (
                me.areas.length === 1 ? (
                  <Button loading={print.busy} onClick={() => printOf(campaign.campaignId, area.code)}>
                    {t('campaign.own.print')}
                  </Button>
                ) : (
                  <Dropdown
                    trigger={['click']}
                    menu={{
                      items: me.areas.map((one) => ({
                        key: one.code,
                        label: one.name,
                        onClick: () => printOf(campaign.campaignId, one.code),
                      })),
                    }}
                  >
                    <Button loading={print.busy}>{t('campaign.own.print')}</Button>
                  </Dropdown>
                )
              ) : null}
              {mayContact ? (
                <Link
                  to="/visits/results"
                  search={{ list: 'campaign', campaign: campaign.campaignId } as never}
                  className="link-as-button"
                >
                  {t('visit.results.button')}
                </Link>
              ) : null}
              <TakeAlong />
              <Button onClick={() => setFinding(true)}>{t('campaign.own.find')}</Button>
            </>
          ) : null
        }
      />
      {campaign === undefined ? (
        <section className="card">
          <EmptyState title={t('campaign.own.empty')} help={t('campaign.own.emptyHelp')} />
        </section>
      ) : (
        <>
          {campaign.purpose ? <p className="note-warning campaign-purpose">{campaign.purpose}</p> : null}
          {tasks.length > 0 ? <RecheckList tasks={tasks} /> : null}
          <div className="filter-bar">
            <Select
              aria-label={t('campaign.own.campaign')}
              value={campaign.campaignId}
              popupMatchSelectWidth={false}
              onChange={(next: string) => patchSearch({ campaign: next })}
              options={campaigns.map((one) => ({ value: one.campaignId, label: one.name }))}
            />
            <Select
              aria-label={t('campaign.own.filter')}
              value={status ?? ''}
              popupMatchSelectWidth={false}
              onChange={(next: EntryStatus | '') => patchSearch({ status: next || undefined })}
              options={[
                { value: '', label: `${t('campaign.own.all')} ${own.length}` },
                ...entryStatuses.map((one) => ({
                  value: one,
                  label: `${t(`campaign.status.${one}`)} ${own.filter((row) => row.status === one).length}`,
                })),
              ]}
            />
          </div>
          {shown.length === 0 ? (
            <section className="card">
              <EmptyState title={t('campaign.own.empty')} help={t('campaign.own.emptyHelp')} />
            </section>
          ) : (
            <ul className="campaign-doors">
              {shown.map((one) => (
                <Door key={one.entryId} household={one} />
              ))}
            </ul>
          )}
        </>
      )}
      {finding && campaign ? <FindDrawer campaign={campaign} onClose={() => setFinding(false)} /> : null}
    </>
  );
}

/** One door: where, who, how it stands, and what can be done there. */
function Door(props: { household: HouseholdSheet }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const toast = useToast();
  const { household } = props;
  const [visiting, setVisiting] = useState(false);
  const confirm = useCommand(contracts.visit, { invalidates: readsOfCampaigns });
  const undo = useCommand(contracts.voidVisit, { invalidates: readsOfCampaigns });
  const name = household.address || household.headName || '';
  const settled = isSettled(household.status);
  const due = household.nextOn !== null && household.nextOn <= today;
  const confirmAll = async () => {
    try {
      const { visitId } = await confirm.run({
        params: { entryId: household.entryId },
        body: { outcome: 'confirmed', visitedOn: today, nextOn: null, note: '' },
      });
      toast.undo(t('campaign.own.confirmed', { name }), () => undo.run({ params: { visitId } }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const takeBack = async () => {
    try {
      await undo.run({ params: { visitId: household.lastVisitId! } });
      toast.saved(t('campaign.own.undone'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <li className={`campaign-door${settled ? ' settled' : ''}`}>
      <span className="campaign-door-words">
        <strong>{name}</strong>
        <span className={`campaign-status status-${household.status}`}>{t(`campaign.status.${household.status}`)}</span>
        {due ? <span className="overdue-words">{t('campaign.own.again')}</span> : null}
        <small>
          {household.people.length === 0
            ? t('campaign.own.noMembers')
            : household.people.map((one) => one.name).join(t('survey.comma'))}
        </small>
        <small>
          <Visits row={household} none="" />
        </small>
      </span>
      <span className="campaign-door-acts">
        <Link
          to="/survey"
          search={{ entry: household.entryId } as never}
          className="link-as-button"
          aria-label={`${t('campaign.own.enter')}: ${name}`}
        >
          {t('campaign.own.enter')}
        </Link>
        {settled ? (
          household.lastVisitId !== null && household.doneOn !== null ? (
            <Button aria-label={`${t('campaign.own.undo')}: ${name}`} onClick={() => void takeBack()}>
              {t('campaign.own.undo')}
            </Button>
          ) : null
        ) : (
          <>
            {household.householdId === null ? null : (
              <Button
                type="primary"
                loading={confirm.isPending}
                aria-label={`${t('campaign.own.confirm')}: ${name}`}
                onClick={() => void confirmAll()}
              >
                {t('campaign.own.confirm')}
              </Button>
            )}
            <Button aria-label={`${t('campaign.own.other')}: ${name}`} onClick={() => setVisiting(true)}>
              {t('campaign.own.other')}
            </Button>
          </>
        )}
      </span>
      {visiting ? <VisitDrawer household={household} onClose={() => setVisiting(false)} /> : null}
    </li>
  );
}

function RecheckList(props: { tasks: readonly RecheckTask[] }): ReactNode {
  const { t } = useTexts();
  return (
    <section className="card" aria-labelledby="own-rechecks">
      <h2 id="own-rechecks">
        {t('campaign.own.rechecks')} {props.tasks.length}
      </h2>
      <ul className="campaign-doors">
        {props.tasks.map((task) => (
          <li key={task.recheckId} className="campaign-door">
            <span className="campaign-door-words">
              <strong>{task.address}</strong>
              <small>{task.people.map((one) => one.name).join(t('survey.comma'))}</small>
            </span>
            <Link
              to="/campaigns/rechecks/$recheckId"
              params={{ recheckId: task.recheckId }}
              className="link-as-button"
              aria-label={`${t('campaign.own.recheck')}: ${task.address}`}
            >
              {t('campaign.own.recheck')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
