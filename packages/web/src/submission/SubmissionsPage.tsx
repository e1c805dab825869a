import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { type Period, parsePeriod, periodOf, shiftPeriod } from '@renshe/domain/kernel/period.ts';
import { ledgerForm, type SubmissionForm, shortPeriodName } from '@renshe/domain/submission/submission.rules.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useAreas } from '../kit/area-names.ts';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { CorrectionList } from './CorrectionList.tsx';
import { OnTimeTable } from './OnTimeTable.tsx';
import { SubmissionBoard } from './SubmissionBoard.tsx';
import { useForms } from './use-forms.ts';
import './submission.css';

export interface SubmissionSearch {
  area?: string | undefined;
  form?: string | undefined;
  period?: string | undefined;
  view?: string | undefined;
  filter?: string | undefined;
  below?: string | undefined;
  year?: string | undefined;
  reports?: string | undefined;
  kind?: string | undefined;
}

/** Until the list of forms is there. */
const monthly: SubmissionForm = { key: ledgerForm, zh: '', en: '', periodKind: 'month', levels: [] };

const views = ['board', 'on-time', 'corrections'] as const;

/** 上报进度: who has handed in what, who keeps the dates, and what is asked to be corrected. */
export function SubmissionsPage(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const search = useSearch({ strict: false }) as SubmissionSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const { byCode } = useAreas();
  const forms = useForms();
  const form = forms.find((one) => one.key === (search.form ?? ledgerForm)) ?? monthly;
  const period = periodFor(form, search.period, today);
  const view = views.find((one) => one === search.view) ?? 'board';
  const change = (next: SubmissionSearch) => patchSearch(next);
  const known = byCode.get(area.code);
  const areaName = known ? shortAreaName(known.name) : '';

  return (
    <div className="page submission-page">
      <PageHeader
        title={t('submission.title')}
        tabTitle={`${areaName} ${period.text} ${t('submission.title')}`}
        note={areaName}
        primary={
          <Segmented
            aria-label={t('submission.viewLabel')}
            value={view}
            options={views.map((one) => ({ value: one, label: t(`submission.views.${one}`) }))}
            onChange={(one) => change({ view: one, filter: undefined, reports: undefined, kind: undefined })}
          />
        }
      />
      {view === 'board' ? (
        <div className="submission-tools">
          {forms.length > 1 ? (
            <Select
              aria-label={t('submission.form')}
              value={form.key}
              popupMatchSelectWidth={false}
              options={forms.map((one) => ({ value: one.key, label: one[language] }))}
              onChange={(key) => change({ form: key, period: undefined, filter: undefined })}
            />
          ) : (
            <strong>{form[language]}</strong>
          )}
          <span className="submission-period">
            <Button
              aria-label={t('submission.previous')}
              onClick={() => change({ period: shiftPeriod(period, -1).text })}
            >
              ‹
            </Button>
            <span className="submission-period-name">{shortPeriodName(period)[language]}</span>
            <Button
              aria-label={t('submission.next')}
              disabled={shiftPeriod(period, 1).from > today}
              onClick={() => change({ period: shiftPeriod(period, 1).text })}
            >
              ›
            </Button>
          </span>
        </div>
      ) : null}
      {view === 'board' ? (
        <SubmissionBoard
          area={area.code}
          areaName={areaName}
          form={form}
          period={period}
          search={search}
          change={change}
        />
      ) : view === 'on-time' ? (
        <OnTimeTable area={area.code} areaName={areaName} search={search} change={change} />
      ) : (
        <CorrectionList area={area.code} areaName={areaName} />
      )}
    </div>
  );
}

/** The period of the address, or the one that is being reported now: the last one that is over, today's of a daily form. */
export function periodFor(form: SubmissionForm, text: string | undefined, today: string): Period {
  const asked = parsePeriod(text ?? '');
  if (asked?.kind === form.periodKind) return asked;
  const now = periodOf(form.periodKind, today);
  return form.periodKind === 'day' ? now : shiftPeriod(now, -1);
}
