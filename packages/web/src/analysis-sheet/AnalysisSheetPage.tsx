import { type AnalysisSheet, analysisSheetContracts } from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import { type AnalysisTexts, analysisSections } from '@renshe/domain/analysis-sheet/analysis-sheet.rules.ts';
import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { formatMonth, monthOf, previousMonth } from '@renshe/domain/kernel/plain-date.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Select, Skeleton } from 'antd';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { ApiError } from '../kit/api.ts';
import { useAreas } from '../kit/area-names.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { MonthSwitch } from '../kit/MonthSwitch.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { AnalysisBoard } from './AnalysisBoard.tsx';
import { AnalysisPart } from './AnalysisPart.tsx';
import { type SheetAct, SheetActDrawer } from './SheetActDrawer.tsx';
import '../warning/warning.css';
import './analysis-sheet.css';

interface SheetSearch {
  area?: string;
  month?: string;
  revision?: number;
}

const reads = [analysisSheetContracts.get, analysisSheetContracts.board];

/** 月度分析: figures that fill themselves, a text that is drafted, edited and signed; below, who has signed. */
export function AnalysisSheetPage(): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const area = useArea();
  const patchSearch = useSearchPatch();
  const search = useSearch({ strict: false }) as SheetSearch;
  const { byCode } = useAreas();
  const month = /^\d{4}-\d{2}$/.test(search.month ?? '') ? search.month! : formatMonth(previousMonth(monthOf(today)));
  const change = (next: SheetSearch) => patchSearch({ revision: undefined, ...next }, true);
  const read = useRead(
    analysisSheetContracts.get,
    { query: { area: area.code, month, ...(search.revision && { revision: search.revision }) } },
    { enabled: area.code !== '' },
  );
  const areaName = byCode.get(area.code)?.name ?? '';
  return (
    <div className="page">
      <PageHeader
        title={t('analysisSheet.title')}
        tabTitle={t('analysisSheet.tabTitle', { area: areaName, month })}
        note={t('analysisSheet.note')}
      />
      <div className="sheet-tools">
        <MonthSwitch month={month} last={today} onChange={(next) => change({ month: next })} />
        {read.data && read.data.revisions.length > 1 ? (
          <Select
            aria-label={t('analysisSheet.versions')}
            value={read.data.revision}
            popupMatchSelectWidth={false}
            onChange={(revision: number) => change(revision === read.data.revisions[0]!.revision ? {} : { revision })}
            options={read.data.revisions.map((one) => ({
              value: one.revision,
              label: t('analysisSheet.version', { revision: one.revision }),
            }))}
          />
        ) : null}
      </div>
      {read.data ? (
        <Sheet key={`${area.code}-${month}-${read.data.revision}-${read.data.version}`} sheet={read.data} />
      ) : read.error ? (
        <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 10 }} />
      )}
      <AnalysisBoard
        area={area.code}
        month={month}
        hrefOf={(code) => `/analysis-sheets?${new URLSearchParams({ area: code, month })}`}
        onOpen={(code) => change({ area: code, month })}
      />
    </div>
  );
}

function Sheet(props: { sheet: AnalysisSheet }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { sheet } = props;
  const mayPrint = useCan('report.export');
  const [texts, setTexts] = useState<AnalysisTexts>(sheet.texts);
  const [act, setAct] = useState<SheetAct>();
  const save = useCommand(analysisSheetContracts.save, { invalidates: reads });
  const pdf = useFile(analysisSheetContracts.print);
  const may = (action: AnalysisSheet['actions'][number]) => sheet.actions.includes(action);
  const editable = may('save');
  const body = { area: sheet.area.code, month: sheet.month, version: sheet.version };
  const store = async () => {
    try {
      await save.run({ body: { ...body, texts } });
      toast.saved(t('analysisSheet.saved'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast.problem(error.message);
    }
  };
  return (
    <>
      <section className="card">
        <div className="sheet-state">
          <strong>{shortAreaName(sheet.area.name)}</strong>
          <span className="figures">{sheet.month}</span>
          <span className={`sheet-chip sheet-chip-${sheet.state}`}>{t(`analysisSheet.state.${sheet.state}`)}</span>
          {sheet.revision > 1 ? <span>{t('analysisSheet.version', { revision: sheet.revision })}</span> : null}
          <span className={sheet.overdue ? 'late figures' : 'quiet figures'}>
            {t('analysisSheet.dueOn', { date: sheet.dueOn })}
            {sheet.overdue ? ` · ${t('analysisSheet.overdue')}` : ''}
          </span>
          {sheet.signedAt ? (
            <span>
              {t('analysisSheet.signedBy', { name: sheet.signedName, at: formatInstant(sheet.signedAt) })} ·{' '}
              <span className={sheet.intact === false ? 'late' : 'quiet'}>
                {t(sheet.intact === false ? 'analysisSheet.broken' : 'analysisSheet.intact')}
              </span>
            </span>
          ) : null}
          {sheet.reason ? <span>{t('analysisSheet.versionReason', { reason: sheet.reason })}</span> : null}
        </div>
        <div className="warning-buttons">
          {editable ? (
            <Button loading={save.isPending} onClick={() => void store()}>
              {t('analysisSheet.actions.save')}
            </Button>
          ) : null}
          {may('sign') ? (
            <Button type="primary" onClick={() => setAct('sign')}>
              {t('analysisSheet.actions.sign')}
            </Button>
          ) : null}
          {may('revise') ? <Button onClick={() => setAct('revise')}>{t('analysisSheet.actions.revise')}</Button> : null}
          {may('remark') ? (
            <Button type="primary" onClick={() => setAct('remark')}>
              {t('analysisSheet.actions.remark')}
            </Button>
          ) : null}
          {mayPrint ? (
            <Button
              loading={pdf.busy}
              onClick={() => void pdf.print({ body: { area: sheet.area.code, month: sheet.month } })}
            >
              {t('analysisSheet.actions.print')}
            </Button>
          ) : null}
        </div>
      </section>
      {analysisSections.map((section) => (
        <AnalysisPart
          key={section}
          sheet={sheet}
          section={section}
          text={texts[section]}
          onText={editable ? (text) => setTexts((old) => ({ ...old, [section]: text })) : undefined}
        />
      ))}
      {sheet.remarks.length > 0 ? (
        <section className="card sheet-part">
          <h2>{t('analysisSheet.remarks')}</h2>
          {sheet.remarks.map((remark) => (
            <p key={`${remark.remarkedAt}-${remark.remarkedBy}`}>
              <small className="quiet">
                {remark.office} {remark.remarkedBy} {formatInstant(remark.remarkedAt)}
              </small>
              <br />
              {remark.text || t('analysisSheet.read')}
            </p>
          ))}
        </section>
      ) : null}
      {sheet.digest ? (
        <p className="quiet sheet-digest">
          {t('analysisSheet.digest')} {sheet.digest}
        </p>
      ) : null}
      {act ? <SheetActDrawer sheet={sheet} texts={texts} act={act} onClose={() => setAct(undefined)} /> : null}
    </>
  );
}
