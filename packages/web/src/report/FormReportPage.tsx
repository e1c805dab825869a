import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { useSearch } from '@tanstack/react-router';
import { Button, Segmented, Skeleton } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useAreas } from '../kit/area-names.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { ChainBar } from '../submission/ChainBar.tsx';
import { AreaTrail } from './AreaTrail.tsx';
import { FormCellPanel } from './FormCellPanel.tsx';
import { FormGrid } from './FormGrid.tsx';
import { ChecksAndNarrative } from './FormNotes.tsx';
import { FormSwitch } from './FormSwitch.tsx';
import { type FormAnswer, formViews, isFormView, isPeriodOf, openingPeriod } from './form-grid.ts';
import { PeriodStepper } from './PeriodStepper.tsx';
import { formatCellKey, parseCellKey } from './report-grid.ts';
import './report.css';
import './report-form.css';

interface FormSearch {
  period?: string | undefined;
  view?: string | undefined;
  cell?: string | undefined;
  area?: string | undefined;
}

/** Any form but the monthly one: figures, entries by hand, checks, text, and the people behind every number. */
export function FormReportPage(props: { form: string }): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const search = useSearch({ strict: false }) as FormSearch;
  const patchSearch = useSearchPatch();
  const area = useArea();
  const { byCode } = useAreas();
  const mayExport = useCan('report.export');
  const xlsx = useFile(reportFormContracts.exportXlsx);
  const pdf = useFile(reportFormContracts.exportPdf);
  const forms = useRead(reportFormContracts.forms, {}, { freshFor: 600_000 });
  const head = forms.data?.forms.find((one) => one.key === props.form);
  const kind = head?.periodKind ?? 'month';
  const period = isPeriodOf(kind, search.period) ? search.period : openingPeriod(kind, today);
  const view = isFormView(search.view) ? search.view : 'period';
  const cell = parseCellKey(search.cell);
  const params = { form: props.form };
  const query = { area: area.code, period };
  const read = useRead(
    reportFormContracts.fill,
    { params, query },
    { keepPrevious: true, enabled: area.code !== '' && head !== undefined },
  );
  const waits = read.data?.rows.some((row) => row.pending.length > 0) ?? false;
  // Stocks by age of an open month are counted from people: the form does not wait for them.
  const whole = useRead(
    reportFormContracts.fill,
    { params, query: { ...query, ages: 'true' } },
    { enabled: waits && !read.isPlaceholderData },
  );
  const answer = waits && whole.data ? whole.data : read.data;
  const areaName = answer ? shortAreaName(answer.area.name) : (byCode.get(area.code)?.name ?? '');
  const change = (next: FormSearch) => patchSearch(next);
  const openCell = (key: string | undefined) => patchSearch({ cell: key }, true);
  const hrefOf = (code: string) => `/reports?${new URLSearchParams({ area: code, form: props.form, period })}`;
  const body = { area: area.code, period };
  const title = head?.[language] ?? '';

  return (
    <div className={`page report-page${cell ? ' report-beside' : ''}`}>
      <PageHeader
        title={title}
        tabTitle={`${areaName} ${period} ${title}`}
        note={<AreaTrail code={area.code} hrefOf={hrefOf} onOpen={(code) => change({ area: code })} />}
      />
      <FormSwitch form={props.form} />
      {answer ? (
        <ChainBar
          area={area.code}
          areaName={areaName}
          form={props.form}
          period={period}
          rows={answer.rows}
          columns={answer.columns}
          manualRows={answer.rows.filter((row) => row.kind === 'manual').map((row) => row.key)}
        />
      ) : null}
      {forms.data && !head ? <p role="alert">{t('reportForm.opensNothing')}</p> : null}
      <section className="card report-paper">
        <div className="report-tools">
          <PeriodStepper
            kind={kind}
            period={period}
            today={today}
            onPeriod={(next) => change({ period: next, cell: undefined })}
          />
          <Segmented
            aria-label={t('report.viewLabel')}
            value={view}
            options={formViews.map((one) => ({ value: one, label: t(`reportForm.views.${kind}.${one}`) }))}
            onChange={(one) => change({ view: one === 'period' ? undefined : one, cell: undefined })}
          />
          {mayExport ? (
            <span className="report-files">
              <Button loading={xlsx.busy} onClick={() => void xlsx.get({ params, body })}>
                {t('report.actions.export')}
              </Button>
              <Button loading={pdf.busy} onClick={() => void pdf.print({ params, body })}>
                {t('reportForm.print')}
              </Button>
            </span>
          ) : null}
        </div>
        {answer ? (
          <>
            <PaperTitle answer={answer} areaName={areaName} />
            <FormGrid
              answer={answer}
              view={view}
              label={t('reportForm.gridLabel', { area: areaName, period: answer.period[language], form: title })}
              openCell={cell}
              onOpen={(row, column) => openCell(formatCellKey({ line: row, column, mark: null }))}
            />
            <Foot answer={answer} waits={waits && !whole.data} />
          </>
        ) : read.error ? (
          <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 10 }} />
        )}
      </section>
      {answer ? (
        <>
          <ChecksAndNarrative answer={answer} />
          <FormCellPanel
            answer={answer}
            areaName={areaName}
            view={view}
            cell={cell}
            onClose={() => openCell(undefined)}
          />
        </>
      ) : null}
    </div>
  );
}

/** As on the paper: title, number of the form, who issued it, the period. */
function PaperTitle(props: { answer: FormAnswer; areaName: string }): ReactNode {
  const { t, language } = useTexts();
  const { form, period, state, sealed } = props.answer;
  return (
    <div className="report-title form-title">
      <h2>{t('reportForm.title', { area: props.areaName, form: form[language] })}</h2>
      <p>
        <span>
          <span className={`report-chip report-chip-${state}`}>{t(`reportForm.state.${state}`)}</span>
          {sealed ? <span> {t(state === 'closed' ? 'reportForm.sealed' : 'reportForm.monthsClosed')}</span> : null}
        </span>
        <span>{period[language]}</span>
        <span>
          {t('reportForm.number', { number: form.number })}
          <br />
          {t('reportForm.issuer', { issuer: form.issuer[language] })}
        </span>
      </p>
    </div>
  );
}

function Foot(props: { answer: FormAnswer; waits: boolean }): ReactNode {
  const { t, language } = useTexts();
  const { answer } = props;
  const byHand = useMemo(() => answer.rows.some((row) => row.kind === 'manual'), [answer.rows]);
  return (
    <>
      {byHand ? (
        <ul className="report-legend">
          <li>
            <span className="form-legend-manual" /> {t('reportForm.legendManual')}
          </li>
        </ul>
      ) : null}
      <p className="report-foot">
        {answer.notes.map((note) => (
          <span key={note.zh}>
            {note[language]}
            <br />
          </span>
        ))}
        {t(`reportForm.basis.${answer.basis}`)}
        <span className="keys-hint"> {t('reportForm.keyboard')}</span>
      </p>
      {props.waits ? (
        <p className="report-foot" role="status">
          {t('report.countingAges')}
        </p>
      ) : null}
    </>
  );
}
