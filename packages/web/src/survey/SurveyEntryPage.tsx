import type { HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { campaignVisitContracts } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { useArea, useChangeArea } from '../app/use-area.ts';
import { EntryGrid, type EntryGridHandle } from '../grid/EntryGrid.tsx';
import { GridKeys, GridTools } from '../grid/GridTools.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { call, newKey } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { EmptyState } from '../kit/EmptyState.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { useRead } from '../kit/use-api.ts';
import { rowsOfHousehold } from './known-rows.ts';
import { columnsOfSurvey, householdChoice, ownSurveyColumns } from './survey-columns.ts';
import { useSpellings } from './use-spellings.ts';
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
  const toast = useToast();
  const grid = useRef<EntryGridHandle>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const spellings = useSpellings();
  const survey = useSurveySheet(me.accountId, community.code, today, entry);
  const { rows, save } = survey;

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
            value: householdChoice(one.householdId, t('survey.householdOf', { name: head })),
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
  const onActive = useCallback(
    (_: string | undefined, left: string | undefined) => {
      if (left !== undefined) save([left], false);
    },
    [save],
  );

  const used = rows.filter((row) => row.state !== 'blank');
  const counts = {
    saved: used.filter((row) => row.state === 'saved').length,
    open: used.filter((row) => row.state !== 'saved').length,
    refused: used.filter((row) => row.state === 'refused'),
    waiting: survey.sheet.filter((row) => row.status === 'waiting'),
    failed: survey.sheet.filter((row) => row.status === 'failed'),
  };

  const undoLast = () => {
    setUndoing(true);
    survey
      .undoLast()
      .then(
        (count) => {
          if (count !== undefined) toast.saved(t('survey.undone', { count }));
        },
        (error: Error) => toast.problem(error.message),
      )
      .finally(() => setUndoing(false));
  };

  return (
    <div className="survey-page">
      <PageHeader
        title={heading?.title ?? t('survey.title')}
        tabTitle={heading?.title ?? t('survey.tabTitle', { area: community.name })}
        note={heading?.note ?? t('survey.note.page', { area: community.name })}
        primary={
          <Button
            type="primary"
            onClick={() =>
              save(
                rows.map((row) => row.id),
                // Everybody of the household was seen, also of whom nothing has changed.
                entry !== undefined,
              )
            }
          >
            {t('survey.saveAll')}
          </Button>
        }
        more={[
          {
            key: 'clear',
            label: t('survey.clearSaved'),
            onClick: survey.clearSaved,
            refused: counts.saved === 0 ? t('survey.nothingSaved') : undefined,
          },
        ]}
      />
      {survey.restored > 0 ? (
        <Alert
          type="info"
          showIcon
          closable
          className="survey-hint"
          title={t('survey.restored', { count: survey.restored })}
        />
      ) : null}
      {survey.isKept ? null : <Alert type="warning" showIcon className="survey-hint" title={t('survey.notKept')} />}
      <GridTools grid={grid} keysOpen={keysOpen} onKeys={() => setKeysOpen((open) => !open)}>
        <Button disabled={survey.lastSave === undefined} loading={undoing} onClick={undoLast}>
          {survey.lastSave === undefined
            ? t('survey.undoSave')
            : t('survey.undoSaveRows', { count: survey.lastSave.rows })}
        </Button>
      </GridTools>
      {keysOpen ? <GridKeys /> : null}
      <div className="survey-counts" aria-live="polite">
        <span>{t('survey.count.saved', { count: counts.saved })}</span>
        <span>{t('survey.count.open', { count: counts.open })}</span>
        {counts.refused.length > 0 ? (
          <button
            type="button"
            className="link-button survey-refused"
            onClick={() => {
              const [first] = counts.refused;
              const bad = columns.find((column) => first?.problems[column.key]?.kind === 'refused');
              if (first) grid.current?.goTo(first.id, bad?.key ?? 'name');
            }}
          >
            {t('survey.count.refused', { count: counts.refused.length })}
          </button>
        ) : null}
        {counts.waiting.length > 0 ? (
          <Button
            size="small"
            onClick={() =>
              save(
                counts.waiting.map((row) => row.id),
                true,
              )
            }
          >
            {t('survey.confirm', { count: counts.waiting.length })}
          </Button>
        ) : null}
        {counts.failed.length > 0 ? (
          <Button
            size="small"
            danger
            onClick={() =>
              save(
                counts.failed.map((row) => row.id),
                true,
              )
            }
          >
            {t('survey.retry', { count: counts.failed.length })}
          </Button>
        ) : null}
      </div>
      <EntryGrid
        ref={grid}
        name="survey"
        label={t('survey.gridLabel', { area: community.name })}
        columns={columns}
        rows={rows}
        frozen={3}
        ownColumns={ownSurveyColumns}
        newRowId={newKey}
        onEdit={survey.edit}
        onActive={onActive}
        onSave={(ids) => save(ids, true)}
      />
    </div>
  );
}
