import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { Alert, Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useMe, useToday } from '../app/session.ts';
import { useArea, useChangeArea } from '../app/use-area.ts';
import { EntryGrid, type EntryGridHandle } from '../grid/EntryGrid.tsx';
import { GridKeys, GridTools } from '../grid/GridTools.tsx';
import { AreaPicker } from '../kit/AreaPicker.tsx';
import { call, newKey } from '../kit/api.ts';
import type { AreaChoice } from '../kit/area-names.ts';
import { useAreas } from '../kit/area-names.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useToast } from '../kit/toast.ts';
import { columnsOfSurvey, householdChoice, ownSurveyColumns, type Spellings, surveyWords } from './survey-columns.ts';
import { useSurveySheet } from './use-survey-sheet.ts';
import './survey.css';

/** 入户调查录入: the sheet of one community, or the question which one. */
export function SurveyEntryPage(): ReactNode {
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

function SurveySheet(props: { community: AreaChoice }): ReactNode {
  const { t, language } = useTexts();
  const { community } = props;
  const me = useMe();
  const today = useToday();
  const toast = useToast();
  const grid = useRef<EntryGridHandle>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const spellings = useSpellings();
  const survey = useSurveySheet(me.accountId, community.code, today);
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
        title={t('survey.title')}
        tabTitle={t('survey.tabTitle', { area: community.name })}
        note={t('survey.note.page', { area: community.name })}
        primary={
          <Button
            type="primary"
            onClick={() =>
              save(
                rows.map((row) => row.id),
                false,
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

/** Pinyin of the words of the lists, a moment after the page. */
function useSpellings(): Spellings {
  const [spellings, setSpellings] = useState<Spellings>(new Map());
  useEffect(() => {
    let over = false;
    void import('pinyin-pro').then(({ pinyin }) => {
      if (over) return;
      const spell = (word: string) => {
        const syllables = pinyin(word, { toneType: 'none', type: 'array', nonZh: 'removed' });
        return [syllables.join(''), syllables.map((one) => one.charAt(0)).join('')];
      };
      setSpellings(new Map(surveyWords().map((word) => [word, spell(word)])));
    });
    return () => {
      over = true;
    };
  }, []);
  return spellings;
}
