import { shortAreaName } from '@renshe/domain/area/area.rules.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Segmented, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useCan, useToday } from '../app/session.ts';
import { useArea } from '../app/use-area.ts';
import { useAreas } from '../kit/area-names.ts';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { useTexts } from '../kit/i18n.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { useFile } from '../kit/PurposeDialog.tsx';
import { TaskProgress } from '../kit/TaskProgress.tsx';
import { useToast } from '../kit/toast.ts';
import { readKey, useRead } from '../kit/use-api.ts';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { AskCorrectionDrawer } from '../submission/AskCorrectionDrawer.tsx';
import { CorrectionList } from '../submission/CorrectionList.tsx';
import { AreaTrail } from './AreaTrail.tsx';
import { CellPanel } from './CellPanel.tsx';
import { FormNotes } from './FormNotes.tsx';
import { FormSwitch } from './FormSwitch.tsx';
import { type ReportAction, ReportActionDrawer } from './ReportActionDrawer.tsx';
import { ReportBoard } from './ReportBoard.tsx';
import { ReportGrid } from './ReportGrid.tsx';
import { ReportStateBar } from './ReportStateBar.tsx';
import { formatCellKey, isReportView, parseCellKey, reportedMonth, reportViews, shiftMonth } from './report-grid.ts';
import './report.css';

interface ReportSearch {
  area?: string;
  month?: string;
  view?: string;
  cell?: string;
}

/** 就业失业月报: the form of one area and month, its state, the people behind each number and the areas below. */
export function MonthlyReportPage(): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const search = useSearch({ strict: false }) as ReportSearch;
  const patchSearch = useSearchPatch();
  const client = useQueryClient();
  const toast = useToast();
  const area = useArea();
  const mayExport = useCan('report.export');
  const maySubmit = useCan('report.submit');
  const [asking, setAsking] = useState(false);
  const month = search.month && /^\d{4}-\d{2}$/.test(search.month) ? search.month : reportedMonth(today);
  const view = isReportView(search.view) ? search.view : 'month';
  const cell = parseCellKey(search.cell);
  const [action, setAction] = useState<ReportAction>();
  const [closing, setClosing] = useState<string>();
  const xlsx = useFile(reportContracts.exportXlsx);
  const pdf = useFile(reportContracts.exportPdf);
  const read = useRead(
    reportContracts.monthly,
    { query: { area: area.code, month } },
    { keepPrevious: true, enabled: area.code !== '' },
  );
  const change = (next: ReportSearch) => patchSearch(next);
  const openCell = (key: string | undefined) => patchSearch({ cell: key }, true);
  const hrefOf = (code: string) => `/reports?${new URLSearchParams({ area: code, month })}`;

  // Stocks by age of an open month are counted from people: the form does not wait for them.
  const waits = read.data?.lines.some((line) => line.pending.length > 0) ?? false;
  const whole = useRead(
    reportContracts.monthly,
    { query: { area: area.code, month, ages: 'true' } },
    { enabled: waits && !read.isPlaceholderData },
  );
  const report = waits && whole.data ? whole.data : read.data;
  const { byCode } = useAreas();
  const areaName = report ? shortAreaName(report.area.name) : (byCode.get(area.code)?.name ?? '');
  const [year = '', monthOfYear = ''] = month.split('-');
  const monthText = t('report.monthText', {
    year,
    month: language === 'zh' ? String(Number(monthOfYear)) : monthOfYear,
  });
  const allowed = report?.state.allowedActions ?? [];
  const primary = (['submit', 'accept', 'close'] as const).find((one) => allowed.includes(one));
  const more = (['submit', 'accept', 'return', 'close'] as const).filter(
    (one) => one !== primary && allowed.includes(one),
  );
  const body = { area: area.code, month };

  return (
    <div className={`page report-page${cell ? ' report-beside' : ''}`}>
      <PageHeader
        title={t('report.title')}
        tabTitle={`${areaName} ${month} ${t('report.title')}`}
        note={<AreaTrail code={area.code} hrefOf={hrefOf} onOpen={(code) => change({ area: code })} />}
        primary={
          primary ? (
            <Button type="primary" onClick={() => setAction(primary)}>
              {t(`report.actions.${primary}`)}
            </Button>
          ) : null
        }
        more={[
          ...more.map((one) => ({
            key: one,
            label: t(`report.actions.${one}`),
            danger: one === 'return',
            onClick: () => setAction(one),
          })),
          ...(report?.state.state === 'closed' && maySubmit
            ? [{ key: 'correct', label: t('submission.correction.ask'), onClick: () => setAsking(true) }]
            : []),
        ]}
      />
      {closing ? (
        <section className="card">
          <p>{t('report.closeRunning')}</p>
          <TaskProgress
            key={closing}
            taskId={closing}
            onOver={(task) => {
              if (task.status === 'done') toast.saved(closedWords(t, month, task.result));
              for (const contract of [reportContracts.monthly, reportContracts.board, reportContracts.people]) {
                void client.invalidateQueries({ queryKey: readKey(contract) });
              }
            }}
          />
        </section>
      ) : null}
      <FormSwitch form="monthly" />
      {report ? <ReportStateBar report={report} /> : null}
      <section className="card report-paper">
        <div className="report-tools">
          <span className="report-month">
            <Button aria-label={t('report.previousMonth')} onClick={() => change({ month: shiftMonth(month, -1) })}>
              ‹
            </Button>
            <DatePicker
              picker="month"
              allowClear={false}
              aria-label={t('report.month')}
              value={dayjs(`${month}-01`)}
              maxDate={dayjs(today)}
              onChange={(chosen) => change({ month: chosen ? chosen.format('YYYY-MM') : undefined } as ReportSearch)}
            />
            <Button
              aria-label={t('report.nextMonth')}
              disabled={month >= today.slice(0, 7)}
              onClick={() => change({ month: shiftMonth(month, 1) })}
            >
              ›
            </Button>
          </span>
          <Segmented
            aria-label={t('report.viewLabel')}
            value={view}
            options={reportViews.map((one) => ({ value: one, label: t(`report.views.${one}`) }))}
            onChange={(one) => change({ view: one })}
          />
          {mayExport ? (
            <span className="report-files">
              <Button loading={xlsx.busy} onClick={() => void xlsx.get({ body })}>
                {t('report.actions.export')}
              </Button>
              <Button loading={pdf.busy} onClick={() => void pdf.print({ body })}>
                {t('report.actions.print')}
              </Button>
            </span>
          ) : null}
        </div>
        {report ? (
          <>
            <div className="report-title">
              <h2>{t('report.formTitle', { area: areaName })}</h2>
              <p>
                <span>{monthText}</span>
                <span>{view === 'month' ? '' : t(`report.views.${view}`)}</span>
                <span>{t('report.unit')}</span>
              </p>
            </div>
            <ReportGrid
              report={report}
              view={view}
              label={t('report.gridLabel', { area: areaName, month })}
              openCell={cell}
              onOpen={(one) => openCell(formatCellKey(one))}
            />
            {waits && !whole.data ? (
              <p className="report-foot" role="status">
                {t('report.countingAges')}
              </p>
            ) : null}
            <Legend />
            <p className="report-foot">
              {t('report.denominator', { text: report.denominator[language] })}
              <br />
              {t(report.sealed ? 'report.sealed' : 'report.open')}
              {language === 'en' ? ' ' : ''}
              {t('report.basis')}
              <span className="keys-hint"> {t('report.keyboard')}</span>
            </p>
          </>
        ) : read.error ? (
          <ErrorLine error={read.error} onRetry={() => void read.refetch()} />
        ) : (
          <Skeleton active paragraph={{ rows: 10 }} />
        )}
      </section>
      {report?.state.state === 'closed' ? (
        <CorrectionList ofReport area={area.code} areaName={areaName} form="monthly" period={month} />
      ) : null}
      {asking && report ? (
        <AskCorrectionDrawer
          area={area.code}
          areaName={areaName}
          form="monthly"
          period={month}
          rows={report.lines}
          columns={report.columns}
          onClose={() => setAsking(false)}
        />
      ) : null}
      {report ? <FormNotes form="monthly" area={area.code} period={month} /> : null}
      <ReportBoard area={area.code} month={month} hrefOf={hrefOf} onOpen={(code) => change({ area: code })} />
      {report ? (
        <>
          <CellPanel report={report} areaName={areaName} view={view} cell={cell} onClose={() => openCell(undefined)} />
          <ReportActionDrawer
            report={report}
            areaName={areaName}
            action={action}
            onClose={() => setAction(undefined)}
            onClosing={setClosing}
          />
        </>
      ) : null}
    </div>
  );
}

/** What a closing did: communities that are not accepted stay open, levels above that nobody accepted stay unsealed. */
function closedWords(
  t: ReturnType<typeof useTexts>['t'],
  month: string,
  result: Record<string, unknown> | null,
): string {
  const open = Array.isArray(result?.open) ? result.open.length : 0;
  const unsealed = (Array.isArray(result?.unsealed) ? result.unsealed : []) as { area: string }[];
  const done =
    open === 0
      ? t('report.closeDone', { month })
      : t('report.closePartly', { month, closed: Number(result?.closed ?? 0), count: open });
  if (unsealed.length === 0) return done;
  return `${done} ${t('report.closeUnsealed', { names: unsealed.map((one) => shortAreaName(one.area)).join(' ') })}`;
}

function Legend(): ReactNode {
  const { t } = useTexts();
  return (
    <ul className="report-legend">
      <li>
        <span className="report-mark">+1</span> {t('report.legend.adjustment')}
      </li>
      <li>
        <span className="report-legend-changed" /> {t('report.legend.changed')}
      </li>
      <li>
        <span className="report-legend-null">{t('report.noObject')}</span> {t('report.legend.noObject')}
      </li>
    </ul>
  );
}
