import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { Button, Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { PointedCells, ReportHistory } from '../submission/ReportHistory.tsx';
import { formatFigure, stateSteps } from './report-grid.ts';

/** 待填 → 已报 → 已收 → 锁定 with who and when, and what changed since submission. */
export function ReportStateBar(props: { report: MonthlyReport }): ReactNode {
  const { t } = useTexts();
  const { state } = props.report;
  const [shown, setShown] = useState<'submission' | 'acceptance' | 'history'>();
  const at = stateSteps.indexOf(state.state);
  const traces = {
    draft: null,
    submitted: { by: state.submittedBy, at: state.submittedAt },
    accepted: { by: state.acceptedBy, at: state.acceptedAt },
    closed: { by: state.closedBy, at: state.closedAt },
  };
  const changed = state.changedSinceSubmission.length;
  const acceptedChanges = state.changedSinceAcceptance.length;
  return (
    <section className="report-state" aria-label={t('report.stateLabel')}>
      <ol className="report-steps">
        {stateSteps.map((step, index) => {
          const trace = traces[step];
          return (
            <li
              key={step}
              className={index < at ? 'step-past' : index === at ? 'step-now' : 'step-future'}
              {...(index === at ? { 'aria-current': 'step' as const } : {})}
            >
              <strong>{t(`report.states.${step}`)}</strong>
              {index <= at && trace?.at ? (
                <small>{t('report.by', { by: trace.by ?? t('report.system'), at: formatInstant(trace.at) })}</small>
              ) : null}
              {step === 'draft' && at === 0 ? (
                <small className={state.overdue ? 'report-late' : ''}>
                  {t(state.overdue ? 'report.dueLate' : 'report.due', { date: state.dueOn })}
                </small>
              ) : null}
            </li>
          );
        })}
      </ol>
      <div className="report-state-notes">
        {state.state === 'draft' && state.returnReason !== '' ? (
          <span className="report-late">{t('report.returned', { reason: state.returnReason })}</span>
        ) : null}
        {changed > 0 ? (
          <Button type="link" size="small" className="report-changed-link" onClick={() => setShown('submission')}>
            {t('report.changed', { count: changed })}
          </Button>
        ) : null}
        {acceptedChanges > 0 && state.state !== 'submitted' ? (
          <Button type="link" size="small" className="report-changed-link" onClick={() => setShown('acceptance')}>
            {t('submission.accepted.changed', { count: acceptedChanges })}
          </Button>
        ) : null}
        {state.reminders.count > 0 && state.state === 'draft' ? (
          <span className="report-late">
            {t('submission.owed.reminded', {
              by: state.reminders.lastBy,
              count: state.reminders.count,
              date: state.reminders.lastOn ?? '',
            })}
          </span>
        ) : null}
        {state.openChildren > 0 ? <span>{t('report.openChildren', { count: state.openChildren })}</span> : null}
      </div>
      <Drawer
        open={shown === 'submission' || shown === 'acceptance'}
        onClose={() => setShown(undefined)}
        size={480}
        title={
          <h2 className="drawer-title">
            {t(shown === 'acceptance' ? 'submission.accepted.title' : 'report.changedTitle')}
          </h2>
        }
      >
        <ChangeTable report={props.report} since={shown === 'acceptance' ? 'acceptance' : 'submission'} />
      </Drawer>
      <Button type="link" size="small" onClick={() => setShown('history')}>
        {t('submission.history.open')}
      </Button>
      {shown === 'history' ? (
        <ReportHistory
          area={props.report.area.code}
          form={props.report.form}
          period={props.report.month}
          rows={props.report.lines}
          columns={props.report.columns}
          onClose={() => setShown(undefined)}
        />
      ) : null}
      {state.returnedCells.length > 0 ? (
        <div className="submission-notes">
          <h3>{t('submission.cells.title')}</h3>
          <PointedCells cells={state.returnedCells} rows={props.report.lines} columns={props.report.columns} />
        </div>
      ) : null}
    </section>
  );
}

function ChangeTable(props: { report: MonthlyReport; since: 'submission' | 'acceptance' }): ReactNode {
  const { t, language } = useTexts();
  const { report } = props;
  const rows = (
    props.since === 'acceptance' ? report.state.changedSinceAcceptance : report.state.changedSinceSubmission
  ).map((change) => {
    const line = report.lines.find((one) => one.key === change.key);
    const column = report.columns.find((one) => one.key === change.column);
    const words = (value: number | null) =>
      value === null ? t('report.noObject') : formatFigure(value, line?.unit ?? 'person');
    return {
      key: `${change.key}~${change.column}`,
      cell: t('report.cell.title', { line: line?.[language] ?? '', column: column?.[language] ?? '' }),
      before: words(change.before),
      now: words(change.now),
    };
  });
  return (
    <Table
      size="small"
      pagination={false}
      dataSource={rows}
      columns={[
        { title: t('report.changedColumns.cell'), dataIndex: 'cell' },
        {
          title: t(props.since === 'acceptance' ? 'submission.accepted.before' : 'report.changedColumns.before'),
          dataIndex: 'before',
          align: 'right',
          className: 'figures',
        },
        { title: t('report.changedColumns.now'), dataIndex: 'now', align: 'right', className: 'figures' },
      ]}
    />
  );
}
