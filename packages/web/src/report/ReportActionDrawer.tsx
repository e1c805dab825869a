import { type MonthlyReport, reportContracts } from '@renshe/domain/report/report.contract.ts';
import { submissionContracts } from '@renshe/domain/submission/submission.contract.ts';
import { Checkbox, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useToast } from '../kit/toast.ts';
import { useCommand } from '../kit/use-api.ts';
import { ReturnedCellFields } from '../submission/ReturnedCellFields.tsx';

export type ReportAction = MonthlyReport['state']['allowedActions'][number];

interface ReasonValues {
  cells?: { row: string; column: string; remark?: string }[];
  reason?: string;
  force?: boolean;
}

const reads = [
  reportContracts.monthly,
  reportContracts.board,
  submissionContracts.obligations,
  submissionContracts.history,
];

/** The act on a report that was chosen: says for whom, for which month and what follows, and asks a reason where one is owed. */
export function ReportActionDrawer(props: {
  report: MonthlyReport;
  areaName: string;
  action: ReportAction | undefined;
  onClose: () => void;
  /** A closing runs in the background. */
  onClosing: (taskId: string) => void;
}): ReactNode {
  const { t } = useTexts();
  const toast = useToast();
  const today = useToday();
  const { report, areaName, action } = props;
  const [form] = Form.useForm<ReasonValues>();
  const forced = Form.useWatch('force', form) ?? false;
  const submit = useCommand(reportContracts.submit, { invalidates: reads });
  const giveBack = useCommand(reportContracts.return, { invalidates: reads });
  const accept = useCommand(reportContracts.accept, { invalidates: reads });
  const close = useCommand(reportContracts.close, { invalidates: reads });
  if (action === undefined) return null;

  const names = { area: areaName, month: report.month };
  const body = { area: report.area.code, month: report.month };
  const { version, dueOn } = report.state;
  const changed = report.state.changedSinceSubmission.length;
  const mayForce = today > dueOn;
  const run = async (values: ReasonValues) => {
    const reason = values.reason?.trim() ?? '';
    if (action === 'submit') await submit.run({ body: { ...body, version } });
    else if (action === 'accept') await accept.run({ body: { ...body, version } });
    else if (action === 'return') await giveBack.run({ body: { ...body, version, reason, cells: cellsOf(values) } });
    else {
      const task = await close.run({ body: { ...body, force: values.force ?? false, reason } });
      props.onClosing(task.taskId);
      props.onClose();
      return;
    }
    toast.saved(t(`report.${action}Done`, names));
    props.onClose();
  };
  const reasonRule = { required: true, whitespace: true, min: 2, message: t('report.reasonTooShort') };
  return (
    <ActionDrawer<ReasonValues>
      open
      title={t(`report.${action}Title`, names)}
      submitLabel={t(`report.actions.${action}`)}
      danger={action === 'return'}
      draftKey={`report:${action}:${body.area}:${body.month}`}
      initialValues={{ reason: '', force: false, cells: [] }}
      form={form}
      onSubmit={run}
      onClose={props.onClose}
      note={action === 'return' ? undefined : t(`report.${action}Text`)}
    >
      {action === 'accept' && changed > 0 ? (
        <p className="note-warning">{t('report.acceptChanged', { count: changed })}</p>
      ) : null}
      {action === 'close' ? (
        mayForce ? (
          <Form.Item name="force" valuePropName="checked">
            <Checkbox>{t('report.closeForce', { date: dueOn })}</Checkbox>
          </Form.Item>
        ) : (
          <p className="note">{t('report.closeNotDue', { date: dueOn })}</p>
        )
      ) : null}
      {action === 'return' || forced ? (
        <Form.Item
          name="reason"
          label={t(action === 'return' ? 'report.returnReason' : 'report.closeForceReason')}
          rules={[reasonRule]}
        >
          <Input.TextArea
            rows={3}
            maxLength={200}
            showCount
            placeholder={t(action === 'return' ? 'report.returnReasonHint' : 'report.closeForceHint')}
          />
        </Form.Item>
      ) : null}
      {action === 'return' ? <ReturnedCellFields rows={report.lines} columns={report.columns} /> : null}
    </ActionDrawer>
  );
}

function cellsOf(values: ReasonValues): { row: string; column: string; remark: string }[] {
  return (values.cells ?? []).map(({ row, column, remark }) => ({ row, column, remark: remark?.trim() ?? '' }));
}
