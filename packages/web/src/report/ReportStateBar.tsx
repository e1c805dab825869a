import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { Button, Drawer, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { formatFigure, stateSteps } from './report-grid.ts';

/** 待填 → 已报 → 已收 → 锁定 with who and when, and what changed since submission. */
export function ReportStateBar(props: { report: MonthlyReport }): ReactNode {
  const { t } = useTexts();
  const { state } = props.report;
  const [showsChanges, setShowsChanges] = useState(false);
  const at = stateSteps.indexOf(state.state);
  const traces = {
    draft: null,
    submitted: { by: state.submittedBy, at: state.submittedAt },
    accepted: { by: state.acceptedBy, at: state.acceptedAt },
    closed: { by: state.closedBy, at: state.closedAt },
  };
  const changed = state.changedSinceSubmission.length;
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
          <Button type="link" size="small" className="report-changed-link" onClick={() => setShowsChanges(true)}>
            {t('report.changed', { count: changed })}
          </Button>
        ) : null}
        {state.openChildren > 0 ? <span>{t('report.openChildren', { count: state.openChildren })}</span> : null}
      </div>
      <Drawer
        open={showsChanges}
        onClose={() => setShowsChanges(false)}
        size={480}
        title={<h2 className="drawer-title">{t('report.changedTitle')}</h2>}
      >
        <ChangeTable report={props.report} />
      </Drawer>
    </section>
  );
}

function ChangeTable(props: { report: MonthlyReport }): ReactNode {
  const { t, language } = useTexts();
  const { report } = props;
  const rows = report.state.changedSinceSubmission.map((change) => {
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
        { title: t('report.changedColumns.before'), dataIndex: 'before', align: 'right', className: 'figures' },
        { title: t('report.changedColumns.now'), dataIndex: 'now', align: 'right', className: 'figures' },
      ]}
    />
  );
}
