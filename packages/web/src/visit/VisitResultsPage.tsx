import { campaignVisitContracts, type HouseholdSheet } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { chosenContactWays, contactWays } from '@renshe/domain/code/contact-outcome.ts';
import { type ContactDefaults, contactSheetColumns } from '@renshe/domain/contact/contact-sheet.ts';
import { isPlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { type ListedVisit, visitContracts } from '@renshe/domain/visit/visit.contract.ts';
import { type CountingContact, visitLevels } from '@renshe/domain/visit/visit.policy.ts';
import { Link, useSearch } from '@tanstack/react-router';
import { Select, Skeleton } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import type { z } from 'zod';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { EntrySheet } from '../grid/EntrySheet.tsx';
import { gridColumn, wordsOfColumns } from '../grid/sheet-columns.ts';
import { useSpellings } from '../grid/use-spellings.ts';
import { DateField } from '../kit/DateField.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { freshAnswer, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { chosenPeople } from './chosen-people.ts';
import { ownResultColumns, resultColumns, type SheetPerson } from './result-sheet.ts';
import { useResultSheet } from './use-result-sheet.ts';
import type { VisitRule } from './visit-words.ts';
import './visit.css';

/** Whose results are typed: whoever is due for a visit or a call, the households of a campaign, people chosen in a ledger, or nobody yet. */
const lists = ['visits', 'calls', 'campaign', 'chosen', 'empty'] as const;
type List = (typeof lists)[number];
const most = 200;

/** 成批录入结果: what was written on paper on the way, typed in a sheet at the desk. */
export function VisitResultsPage(): ReactNode {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as { list?: string; level?: string; campaign?: string };
  const list = lists.find((one) => one === search.list) ?? 'visits';
  switch (list) {
    case 'visits':
    case 'calls': {
      const level = visitLevels.find((one) => one.code === search.level)?.code;
      return <DueResults key={list} list={list} contact={list === 'visits' ? 'visit' : 'any'} level={level} />;
    }
    case 'campaign':
      return <CampaignResults campaignId={search.campaign} />;
    case 'chosen':
      return <ChosenResults />;
    case 'empty':
      return <ResultSheet list="empty" place="empty" people={[]} note={t('visit.results.emptyNote')} />;
  }
}

/** What a sheet began with, for as long as it is the same sheet: it does not change under the hands of who types in it. */
function useFirst<T>(place: string, fresh: T | undefined): T | undefined {
  const [first, setFirst] = useState<{ place: string; value: T }>();
  if (fresh !== undefined && first?.place !== place) setFirst({ place, value: fresh });
  return first?.place === place ? first.value : undefined;
}

function ListLoading(props: { paused: boolean }): ReactNode {
  const { t } = useTexts();
  return (
    <>
      <p role="status">{t(props.paused ? 'visit.results.waiting' : 'visit.results.loading')}</p>
      <Skeleton active paragraph={{ rows: 8 }} />
    </>
  );
}

/** Who is due, once each, as the list stands when the page is opened. */
function DueResults(props: {
  list: List;
  contact: CountingContact;
  level: (typeof visitLevels)[number]['code'] | undefined;
}): ReactNode {
  const { t } = useTexts();
  const area = useArea();
  const query = (group: 'overdue' | 'soon') => ({
    query: {
      area: area.code,
      contact: props.contact,
      group,
      limit: most,
      ...(props.level ? { level: props.level } : {}),
    },
  });
  const overdue = useRead(visitContracts.list, query('overdue'), { freshFor: 0 });
  const soon = useRead(visitContracts.list, query('soon'), { freshFor: 0 });
  const place = `${props.list}.${area.code}.${props.level ?? ''}`;
  const failed = overdue.error ?? soon.error;
  const [late, near] = [freshAnswer(overdue), freshAnswer(soon)];
  const first = useFirst(place, late && near && dueList(late, near));
  if (first === undefined)
    return failed ? (
      <ErrorLine error={failed} onRetry={() => void Promise.all([overdue.refetch(), soon.refetch()])} />
    ) : (
      <ListLoading paused={overdue.isPaused || soon.isPaused} />
    );
  const note = [
    t(`visit.results.note.${props.list}`, { count: first.people.length }),
    ...(first.left > 0 ? [t('visit.results.left', { count: first.left })] : []),
  ].join(' ');
  return (
    <ResultSheet key={place} list={props.list} place={place} people={first.people} rule={first.rule} note={note} />
  );
}

type DueVisits = z.output<typeof visitContracts.list.output>;

function dueList(overdue: DueVisits, soon: DueVisits) {
  const { policy, contactMonths, counts } = overdue;
  const rows = [...overdue.rows, ...soon.rows];
  const rule: VisitRule = { policy, contactMonths };
  return { people: peopleOf(rows), rule, left: counts.overdue + counts.soon - rows.length };
}

function peopleOf(rows: readonly ListedVisit[]): SheetPerson[] {
  const people = new Map<string, SheetPerson>();
  for (const { residentId, name, citizenIdMasked, address, group, dutyKind } of rows)
    if (residentId !== null && !people.has(residentId))
      people.set(residentId, {
        residentId,
        name,
        citizenIdMasked: citizenIdMasked ?? '',
        address,
        due: { group, dutyKind },
      });
  return [...people.values()];
}

/** The people of the worker's own households in a campaign, in the order of the addresses. */
function CampaignResults(props: { campaignId: string | undefined }): ReactNode {
  const { t } = useTexts();
  const read = useRead(campaignVisitContracts.mine, {}, { freshFor: 0 });
  const first = useFirst('mine', freshAnswer(read));
  if (first === undefined)
    return read.error ? (
      <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <ListLoading paused={read.isPaused} />
    );
  const { campaigns, households } = first;
  const campaign = campaigns.find((one) => one.campaignId === props.campaignId) ?? campaigns[0];
  const own = households.filter((one) => one.campaignId === campaign?.campaignId);
  return (
    <ResultSheet
      key={campaign?.campaignId ?? ''}
      list="campaign"
      place={`campaign.${campaign?.campaignId ?? ''}`}
      people={own.flatMap(membersOf)}
      note={t('visit.results.note.campaign', { name: campaign?.name ?? '', count: own.length })}
    />
  );
}

/** Whoever was chosen in a ledger; after a reload only what was typed is left. */
function ChosenResults(): ReactNode {
  const { t } = useTexts();
  const [people] = useState(chosenPeople);
  return (
    <ResultSheet
      list="chosen"
      place="chosen"
      people={people}
      note={t('visit.results.note.chosen', { count: people.length })}
    />
  );
}

function membersOf(household: HouseholdSheet): SheetPerson[] {
  return household.people.map(({ residentId, name, citizenIdMasked, address }) => ({
    residentId,
    name,
    citizenIdMasked,
    address: address || household.address,
  }));
}

const wordsOfResults = () => wordsOfColumns(Object.values(contactSheetColumns));

function ResultSheet(props: {
  list: List;
  place: string;
  people: readonly SheetPerson[];
  rule?: VisitRule;
  note: string;
}): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const spellings = useSpellings(wordsOfResults);
  const [defaults, setDefaults] = useState<ContactDefaults>({
    contactedOn: today,
    way: props.list === 'calls' ? 'phone' : 'visit',
  });
  const { rule } = props;
  const facts = useMemo(() => ({ defaults, rule, today }), [defaults, rule, today]);
  const sheet = useResultSheet(props.place, props.people, facts);
  const { findPeople } = sheet;
  const columns = useMemo(
    () =>
      resultColumns.map((key) => gridColumn(key, contactSheetColumns[key], { language, spellings, today, findPeople })),
    [language, spellings, today, findPeople],
  );
  return (
    <EntrySheet
      name="visit-results"
      title={t('visit.results.title')}
      note={props.note}
      label={t('visit.results.label')}
      columns={columns}
      frozen={1}
      ownColumns={ownResultColumns}
      sheet={sheet}
      grows
      onUndo={sheet.undo}
      undoesByKey
    >
      <div className="filter-bar results-bar">
        <ListChoice list={props.list} />
        <label htmlFor="results-day">{t('visit.results.day')}</label>
        <span className="results-day">
          <DateField
            id="results-day"
            value={defaults.contactedOn}
            latest={today}
            today={today}
            onChange={(on) => {
              if (isPlainDate(on) && on <= today) setDefaults((before) => ({ ...before, contactedOn: on }));
            }}
          />
        </span>
        <label htmlFor="results-way">{t('visit.results.way')}</label>
        <Select
          id="results-way"
          value={defaults.way}
          popupMatchSelectWidth={false}
          onChange={(way) => setDefaults((before) => ({ ...before, way }))}
          options={chosenContactWays.map((way) => ({ value: way, label: codeName(contactWays, way, language) }))}
        />
        <Link to="/visits" className="link-in-words">
          {t('visit.results.back')}
        </Link>
      </div>
    </EntrySheet>
  );
}

function ListChoice(props: { list: List }): ReactNode {
  const { t } = useTexts();
  const patchSearch = useSearchPatch();
  const surveys = useCan('survey.write');
  return (
    <Select<List>
      aria-label={t('visit.results.list')}
      value={props.list}
      popupMatchSelectWidth={false}
      onChange={(list) => patchSearch({ list: list === 'visits' ? undefined : list, level: undefined })}
      options={lists
        .filter((list) => (list !== 'campaign' || surveys) && (list !== 'chosen' || props.list === 'chosen'))
        .map((list) => ({ value: list, label: t(`visit.results.lists.${list}`) }))}
    />
  );
}
