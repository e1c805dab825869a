import { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import {
  type CampaignDifference,
  campaignRecheckContracts as contracts,
  type Recheck,
} from '@renshe/domain/campaign/campaign-recheck.contract.ts';
import { correctsItself } from '@renshe/domain/campaign/campaign-recheck.ts';
import { type CodeSet, codeName, isCode } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Button, Form, Pagination, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ApiError } from '../kit/api.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { readsOfPeople } from '../resident/resident-reads.ts';
import type { Progress } from './CampaignProgress.tsx';
import { ErrorRates } from './CampaignSummary.tsx';
import { readsOfCampaigns } from './campaign-reads.ts';

const PAGE = 50;

/** 复查: the sample, where the two answers differ, and who was right. */
export function CampaignRechecks(props: { progress: Progress; area: string }): ReactNode {
  const { t } = useTexts();
  const { progress, area } = props;
  const { campaignId } = progress.campaign;
  const search = useSearch({ strict: false }) as { offset?: string | number };
  const patchSearch = useSearchPatch();
  const [drawing, setDrawing] = useState(false);
  const offset = Number(search.offset ?? 0) || 0;
  const read = useRead(
    contracts.rechecks,
    { params: { campaignId }, query: { area, limit: PAGE, offset } },
    { keepPrevious: true },
  );
  if (!read.data)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className="card">{t('kit.loading')}</div>
    );
  const { count, rechecks } = read.data;
  return (
    <>
      <div className="filter-bar">
        <span>{count > 0 ? t('campaign.recheck.figures', { ...progress.recheck }) : null}</span>
        {progress.may.includes('draw') ? (
          <Button type="primary" onClick={() => setDrawing(true)}>
            {t('campaign.recheck.draw')}
          </Button>
        ) : null}
      </div>
      {count === 0 ? (
        <section className="card">
          <EmptyState title={t('campaign.recheck.empty')} help={t('campaign.recheck.emptyHelp')} />
        </section>
      ) : (
        <>
          <ErrorRates workers={progress.workers} />
          <ul className="campaign-rechecks">
            {rechecks.map((one) => (
              <RecheckCard key={one.recheckId} recheck={one} />
            ))}
          </ul>
          {count > PAGE ? (
            <Pagination
              current={Math.floor(offset / PAGE) + 1}
              pageSize={PAGE}
              total={count}
              showSizeChanger={false}
              onChange={(page) => patchSearch({ offset: (page - 1) * PAGE || undefined })}
            />
          ) : null}
        </>
      )}
      {drawing ? <DrawDrawer campaignId={campaignId} area={area} onClose={() => setDrawing(false)} /> : null}
    </>
  );
}

const codes: Partial<Record<CampaignDifference['field'], CodeSet>> = {
  relation: familyRelations,
  hukouType: householdRegistrations,
  education: educations,
  employmentStatus: employmentStatuses,
};

function RecheckCard(props: { recheck: Recheck }): ReactNode {
  const { t } = useTexts();
  const { recheck } = props;
  const where = recheck.address || recheck.headName || '';
  return (
    <li className="card">
      <h3>
        {recheck.householdId ? (
          <Link to="/households/$householdId" params={{ householdId: recheck.householdId }}>
            {where}
          </Link>
        ) : (
          where
        )}
      </h3>
      <p className="quiet">
        {t('campaign.recheck.by', { worker: recheck.worker.name, checker: recheck.checker.name })}
      </p>
      {recheck.submittedOn === null ? (
        <p className="quiet">{t('campaign.recheck.waiting')}</p>
      ) : recheck.differences.length === 0 ? (
        <p>{t('campaign.recheck.agrees')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways is reached by keyboard (WCAG 2.1.1)
        <section className="campaign-scroll" tabIndex={0} aria-label={where}>
          <table className="campaign-table">
            <thead>
              <tr>
                {(['person', 'field', 'first', 'second', 'verdict'] as const).map((key) => (
                  <th scope="col" key={key}>
                    {t(`campaign.recheck.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {recheck.differences.map((one) => (
                <DifferenceRow key={one.differenceId} difference={one} recheck={recheck} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </li>
  );
}

function DifferenceRow(props: { difference: CampaignDifference; recheck: Recheck }): ReactNode {
  const { t, language } = useTexts();
  const toast = useToast();
  const { difference, recheck } = props;
  const maySurvey = useCan('survey.write');
  const decide = useCommand(contracts.decide, { invalidates: [...readsOfCampaigns, ...readsOfPeople] });
  const said = (answer: string | null) => {
    if (answer === null) return t('campaign.recheck.nothing');
    if (difference.field === 'presence') return t(`campaign.recheck.${answer === 'yes' ? 'yes' : 'no'}`);
    const set = codes[difference.field];
    return set && isCode(set, answer) ? codeName(set, answer, language) : answer;
  };
  const rule = async (verdict: 'first' | 'second') => {
    try {
      const { corrected, changedSince } = await decide.run({
        params: { differenceId: difference.differenceId },
        body: { verdict, version: difference.version },
      });
      if (changedSince) toast.problem(t('campaign.recheck.decidedChangedSince'));
      else toast.saved(t(corrected ? 'campaign.recheck.decidedCorrected' : 'campaign.recheck.decidedToast'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  const label = `${difference.name} ${t(`campaign.recheck.fields.${difference.field}`)}`;
  return (
    <tr>
      <td>{difference.name}</td>
      <td>{t(`campaign.recheck.fields.${difference.field}`)}</td>
      <td>{said(difference.first)}</td>
      <td>{said(difference.second)}</td>
      <td>
        {difference.verdict !== null ? (
          <>
            {t('campaign.recheck.decided', {
              verdict: t(`campaign.recheck.${difference.verdict}Right`),
              by: difference.decidedBy ?? '',
            })}{' '}
            {difference.verdict === 'second' ? (
              difference.corrected ? (
                <span className="campaign-done">{t('campaign.recheck.corrected')}</span>
              ) : (
                <CorrectLink difference={difference} recheck={recheck} />
              )
            ) : null}
          </>
        ) : !maySurvey ? (
          <small className="quiet">{t('campaign.recheck.undecided')}</small>
        ) : difference.mayDecide ? (
          <span className="campaign-verdicts">
            {(['first', 'second'] as const).map((verdict) => (
              <Button
                key={verdict}
                size="small"
                disabled={decide.isPending}
                aria-label={`${t(`campaign.recheck.${verdict}Right`)}: ${label}`}
                onClick={() => void rule(verdict)}
              >
                {t(`campaign.recheck.${verdict}Right`)}
              </Button>
            ))}
          </span>
        ) : (
          <small className="quiet">{t('campaign.recheck.own')}</small>
        )}
      </td>
    </tr>
  );
}

/** What a decision does not write itself is corrected where it belongs: in the file of the person or of the household. */
function CorrectLink(props: { difference: CampaignDifference; recheck: Recheck }): ReactNode {
  const { t } = useTexts();
  const { difference, recheck } = props;
  if (difference.residentId && difference.field !== 'relation' && !correctsItself(difference.field))
    return (
      <Link to="/residents/$residentId" params={{ residentId: difference.residentId }}>
        {t('campaign.recheck.correct')}
      </Link>
    );
  return recheck.householdId ? (
    <Link to="/households/$householdId" params={{ householdId: recheck.householdId }}>
      {t('campaign.recheck.correct')}
    </Link>
  ) : null;
}

function DrawDrawer(props: { campaignId: string; area: string; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const workers = useRead(campaignContracts.workers, { query: { area: props.area } });
  const draw = useCommand(contracts.draw, { invalidates: readsOfCampaigns });
  return (
    <ActionDrawer<{ checkers: string[] }>
      open
      title={t('campaign.recheck.draw')}
      note={t('campaign.recheck.drawNote')}
      submitLabel={t('campaign.recheck.draw')}
      draftKey={`campaign.draw:${props.campaignId}`}
      initialValues={{ checkers: [] }}
      onClose={props.onClose}
      onSubmit={async ({ checkers }) => {
        const { drawn, alone } = await draw.run({
          params: { campaignId: props.campaignId },
          body: { area: props.area, checkers },
        });
        toast.saved(
          [
            t('campaign.recheck.drawn', { count: drawn }),
            ...(alone > 0 ? [t('campaign.recheck.alone', { count: alone })] : []),
          ].join(' · '),
        );
        props.onClose();
      }}
    >
      <Form.Item
        name="checkers"
        label={t('campaign.recheck.checkers')}
        rules={[{ required: true, message: t('campaign.recheck.checkersMissing') }]}
      >
        <Select
          mode="multiple"
          loading={workers.isPending}
          showSearch={{ optionFilterProp: 'label' }}
          options={(workers.data?.workers ?? []).map((one) => ({
            value: one.accountId,
            label: `${one.name} · ${one.office}`,
          }))}
        />
      </Form.Item>
    </ActionDrawer>
  );
}
