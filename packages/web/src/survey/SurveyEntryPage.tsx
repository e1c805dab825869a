import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { useArea, useChangeArea } from '../app/use-area.ts';
import { EntrySheet } from '../grid/EntrySheet.tsx';
import { choiceOf } from '../grid/grid-options.ts';
import { useSpellings } from '../grid/use-spellings.ts';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { call } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useRead } from '../kit/use-api.ts';
import { rowsOfHousehold } from './known-rows.ts';
import { columnsOfSurvey, ownSurveyColumns, surveyWords } from './survey-columns.ts';
import { type HouseholdToEnter, useSurveySheet } from './use-survey-sheet.ts';
import './survey.css';

/** 入户调查录入: the sheet of one community, or of one household of a campaign, or the question which one. */
export function SurveyEntryPage(): ReactNode {
  const { entry } = useSearch({ strict: false }) as { entry?: string };
  return entry === undefined ? <CommunityEntry /> : <HouseholdEntry key={entry} entryId={entry} />;
}

function CommunityEntry(): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const changeArea = useChangeArea();
  const { byCode } = useAreas();
  const here = byCode.get(area.code);
  if (here?.kind === 'community') return <SurveySheet key={here.code} community={here} />;
  return (
    <>
      <PageHeader title={t('survey.title')} note={t('survey.lead')} />
      <section className="card survey-where">
        <label htmlFor="survey-area">{t('survey.where')}</label>
        <AreaPicker
          id="survey-area"
          aria-label={t('survey.where')}
          kinds={['community']}
          within={area.code}
          value={null}
          onChange={(code) => {
            if (code) changeArea(code);
          }}
        />
      </section>
    </>
  );
}

/** The household of a campaign with the people known, so that only what has changed is typed. */
function HouseholdEntry(props: { entryId: string }): ReactNode {
  const { t } = useTexts();
  const read = useRead(campaignVisitContracts.entry, { params: { entryId: props.entryId } });
  // The sheet begins with what was known; what is saved meanwhile stands in it already.
  const [first, setFirst] = useState<(HouseholdSheet & { campaignName: string; open: boolean }) | undefined>();
  if (first === undefined && read.data) setFirst(read.data);
  if (!first)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <Skeleton active paragraph={{ rows: 6 }} />
    );
  if (!first.open)
    return (
      <section className="card">
        <EmptyState
          title={t('survey.entry.closed')}
          action={<Link to="/campaigns/own">{t('survey.entry.back')}</Link>}
        />
      </section>
    );
  const status = read.data?.status ?? first.status;
  return (
    <SurveySheet
      community={first.area}
      entry={{
        entryId: first.entryId,
        rows: rowsOfHousehold(first, t('survey.householdOf', { name: first.headName ?? t('survey.noHead') })),
      }}
      heading={{
        title: t('survey.entry.title', { address: first.address || (first.headName ?? '') }),
        note: (
          <>
            {t('survey.entry.note', { campaign: first.campaignName })} <strong>{t(`campaign.status.${status}`)}</strong>{' '}
            <Link to="/campaigns/own" className="link-in-words">
              {t('survey.entry.back')}
            </Link>
          </>
        ),
      }}
    />
  );
}

function SurveySheet(props: {
  community: { code: string; name: string };
  entry?: HouseholdToEnter;
  heading?: { title: string; note: ReactNode };
}): ReactNode {
  const { t, language } = useTexts();
  const { community, entry, heading } = props;
  const me = useMe();
  const today = useToday();
  const spellings = useSpellings(surveyWords);
  const survey = useSurveySheet(me.accountId, community.code, today, entry);

  const findHouseholds = useCallback(
    async (typed: string) => {
      const text = typed.trim();
      if (text === '') return [];
      const { households } = await call(householdContracts.list, {
        query: { area: community.code, text: text.slice(0, 40), limit: 8, offset: 0 },
      });
      return households
        .filter((one) => one.kind === 'family')
        .map((one) => {
          const head = one.headName ?? t('survey.noHead');
          return {
            value: choiceOf(one.householdId, t('survey.householdOf', { name: head })),
            text: t('survey.householdOf', { name: head }),
            keys: [],
            hint: [one.number, one.address].filter(Boolean).join(' · '),
          };
        });
    },
    [community.code, t],
  );
  const columns = useMemo(
    () => columnsOfSurvey(t, language, spellings, findHouseholds),
    [t, language, spellings, findHouseholds],
  );
  return (
    <EntrySheet
      name="survey"
      title={heading?.title ?? t('survey.title')}
      tabTitle={heading?.title ?? t('survey.tabTitle', { area: community.name })}
      note={heading?.note ?? t('survey.note.page', { area: community.name })}
      label={t('survey.gridLabel', { area: community.name })}
      columns={columns}
      frozen={3}
      ownColumns={ownSurveyColumns}
      sheet={survey}
      grows
      // Everybody of the household was seen, also of whom nothing has changed.
      saveAllByHand={entry !== undefined}
      onUndo={survey.undoLast}
      confirmLabel={(count) => t('survey.confirm', { count })}
    />
  );
}
