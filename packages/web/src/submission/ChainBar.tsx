import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { z } from 'zod';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { ErrorLine } from '../kit/ErrorPage.tsx';
import { formatInstant } from '../kit/format.ts';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand, useRead } from '../kit/use-api.ts';
import { AskCorrectionDrawer, type NamedKey } from './AskCorrectionDrawer.tsx';
import { CorrectionList } from './CorrectionList.tsx';
import { PointedCells, ReportHistory } from './ReportHistory.tsx';
import { ReturnedCellFields } from './ReturnedCellFields.tsx';
import './submission.css';

const steps = ['draft', 'submitted', 'accepted', 'closed'] as const;
const reads = [
  submissionContracts.state,
  submissionContracts.history,
  submissionContracts.obligations,
  submissionContracts.board,
  reportFormContracts.fill,
];
type Standing = z.output<typeof submissionContracts.state.output>;
type Action = Standing['allowedActions'][number];

interface FormProps {
  area: string;
  areaName: string;
  form: string;
  period: string;
  rows: readonly NamedKey[];
  columns: readonly NamedKey[];
  /** Of a cell that people fill in, a correction states the right value. */
  manualRows: readonly string[];
}

/** 待填 → 已报 → 已收 → 锁定 of a form that the ledger does not make: who and when, what came back, and what may be done now. */
export function ChainBar(props: FormProps): ReactNode {
  const { t } = useTexts();
  const { area, form, period } = props;
  const [action, setAction] = useState<Action>();
  const [shown, setShown] = useState<'history' | 'correction'>();
  const read = useRead(
    submissionContracts.state,
    { query: { area, form, period } },
    { keepPrevious: true, enabled: area !== '' },
  );
  const standing = read.data;
  if (!standing) return read.error ? <ErrorLine error={read.error} onRetry={() => void read.refetch()} /> : null;
  const at = steps.indexOf(standing.state);
  const changed = standing.changedSinceSubmission.length;
  const since = standing.changedSinceAcceptance.length;
  return (
    <>
      <section className="report-state" aria-label={t('report.stateLabel')}>
        <ol className="report-steps">
          {steps.map((step, index) => {
            const trace = index <= at ? standing.traces.find((one) => one.state === step) : undefined;
            return (
              <li
                key={step}
                className={index < at ? 'step-past' : index === at ? 'step-now' : 'step-future'}
                {...(index === at ? { 'aria-current': 'step' as const } : {})}
              >
                <strong>{t(`submission.states.${step}`)}</strong>
                {trace ? <small>{t('report.by', { by: trace.by, at: formatInstant(trace.at) })}</small> : null}
                {step === 'draft' && at === 0 && standing.owed ? (
                  <small className={standing.overdue ? 'report-late' : ''}>
                    {t(standing.overdue ? 'report.dueLate' : 'report.due', {
                      date: `${standing.dueOn}${standing.dueTime ? ` ${standing.dueTime}` : ''}`,
                    })}
                  </small>
                ) : null}
              </li>
            );
          })}
        </ol>
        <div className="report-state-notes">
          {standing.state === 'draft' && standing.returnReason !== '' ? (
            <span className="report-late">{t('report.returned', { reason: standing.returnReason })}</span>
          ) : null}
          {standing.state === 'draft' && standing.reminders.count > 0 ? (
            <span className="report-late">
              {t('submission.owed.reminded', {
                by: standing.reminders.lastBy,
                count: standing.reminders.count,
                date: standing.reminders.lastOn ?? '',
              })}
            </span>
          ) : null}
          {changed > 0 ? <span>{t('report.changed', { count: changed })}</span> : null}
          {since > 0 && standing.state !== 'submitted' ? (
            <span>{t('submission.accepted.changed', { count: since })}</span>
          ) : null}
          {standing.state === 'draft' && standing.waiting > 0 ? (
            <span>{t('submission.chain.waiting', { count: standing.waiting })}</span>
          ) : null}
        </div>
        <span className="row-buttons">
          {standing.allowedActions.map((one, index) => (
            <Button
              key={one}
              type={index === 0 ? 'primary' : 'default'}
              danger={one === 'return'}
              onClick={() => setAction(one)}
            >
              {t(`submission.chain.actions.${one}`)}
            </Button>
          ))}
          {standing.state === 'closed' ? (
            <Button onClick={() => setShown('correction')}>{t('submission.correction.ask')}</Button>
          ) : null}
          <Button type="link" size="small" onClick={() => setShown('history')}>
            {t('submission.history.open')}
          </Button>
        </span>
        {standing.returnedCells.length > 0 ? (
          <div className="submission-notes">
            <h3>{t('submission.cells.title')}</h3>
            <PointedCells cells={standing.returnedCells} rows={props.rows} columns={props.columns} />
          </div>
        ) : null}
      </section>
      {standing.state === 'closed' ? (
        <CorrectionList area={area} areaName={props.areaName} form={form} period={period} />
      ) : null}
      {action ? (
        <ChainDrawer {...props} action={action} version={standing.version} onClose={() => setAction(undefined)} />
      ) : null}
      {shown === 'history' ? <ReportHistory {...props} onClose={() => setShown(undefined)} /> : null}
      {shown === 'correction' ? <AskCorrectionDrawer {...props} onClose={() => setShown(undefined)} /> : null}
    </>
  );
}

interface Values {
  reason?: string;
  cells?: { row: string; column: string; remark?: string }[];
}

function ChainDrawer(props: FormProps & { action: Action; version: number; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const { area, form, period, action, version } = props;
  const commands = {
    submit: useCommand(submissionContracts.submit, { invalidates: reads }),
    accept: useCommand(submissionContracts.accept, { invalidates: reads }),
    lock: useCommand(submissionContracts.lock, { invalidates: reads }),
  };
  const giveBack = useCommand(submissionContracts.return, { invalidates: reads });
  const body = { area, form, period, version };
  const names = { area: props.areaName, period };
  return (
    <ActionDrawer<Values>
      open
      title={t(`submission.chain.titles.${action}`, names)}
      note={action === 'return' ? undefined : t(`submission.chain.texts.${action}`)}
      submitLabel={t(`submission.chain.actions.${action}`)}
      danger={action === 'return'}
      draftKey={`chain:${action}:${form}:${area}:${period}`}
      initialValues={{ reason: '', cells: [] }}
      onClose={props.onClose}
      onSubmit={async (values) => {
        if (action === 'return')
          await giveBack.run({
            body: {
              ...body,
              reason: values.reason?.trim() ?? '',
              cells: (values.cells ?? []).map((cell) => ({ ...cell, remark: cell.remark?.trim() ?? '' })),
            },
          });
        else await commands[action].run({ body });
        toast.saved(t(`submission.chain.done.${action}`, names));
        props.onClose();
      }}
    >
      {action === 'return' ? (
        <>
          <Form.Item
            name="reason"
            label={t('report.returnReason')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('report.reasonTooShort') }]}
          >
            <Input.TextArea rows={3} maxLength={200} showCount placeholder={t('report.returnReasonHint')} />
          </Form.Item>
          <ReturnedCellFields rows={props.rows} columns={props.columns} />
        </>
      ) : null}
    </ActionDrawer>
  );
}
