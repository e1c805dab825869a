import { findCode } from '@renshe/domain/code/code-set.ts';
import { employmentEndReasons } from '@renshe/domain/code/employment-end-reason.ts';
import { employmentTypes } from '@renshe/domain/code/employment-type.ts';
import { employmentContracts } from '@renshe/domain/employment/employment.contract.ts';
import { isPlainDate, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { Form } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { employmentOf } from './employment-of.ts';
import { parameterOn, reportDeadline, useParameters } from './report-deadline.ts';

interface Values {
  endedOn: PlainDate;
  reason: string;
}

/** 终止就业: within fifteen days of the end, otherwise accepted and marked as late. */
export function EndEmploymentDrawer(action: FileActionProps): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const endedOn = Form.useWatch('endedOn', form);
  const parameters = useParameters();
  const { file } = action;
  const { name, residentId } = file;
  const employment = employmentOf(file, action.recordId, 'open');
  if (!employment) return null;
  const { employmentId, startedOn, employerName } = employment;
  const limit = endedOn ? parameterOn(parameters, 'employment.end_report_days', file.area.code, endedOn) : undefined;
  const hasLimit = employerName !== '' || findCode(employmentTypes, employment.type)?.needsEmployer === true;
  const deadline =
    hasLimit && isPlainDate(endedOn) && endedOn <= today ? reportDeadline(limit, endedOn, today) : undefined;
  return (
    <FileActionDrawer<typeof employmentContracts.end, Values>
      action={action}
      contract={employmentContracts.end}
      form={form}
      title={
        employerName
          ? t('employment.end.title', { name, employer: employerName })
          : t('employment.end.titlePlain', { name })
      }
      submitLabel={t('employment.end.submit', { name })}
      note={t('employment.end.next')}
      initialValues={{ endedOn: today }}
      argumentsOf={(values, latest) => ({
        params: { residentId, employmentId },
        body: {
          endedOn: values.endedOn,
          reason: values.reason,
          version: employmentOf(latest, employmentId, 'any')?.version ?? employment.version,
        },
      })}
      doneSentence={() => t('employment.end.done', { name })}
    >
      <Form.Item
        name="reason"
        label={t('employment.field.endReason')}
        rules={[{ required: true, message: t('employment.end.reasonMissing') }]}
      >
        <CodeSelect codes={employmentEndReasons} />
      </Form.Item>
      <Form.Item
        name="endedOn"
        label={t('employment.field.endedOn')}
        rules={dayRules({ today, earliest: { on: startedOn, message: t('employment.end.before', { on: startedOn }) } })}
        extra={
          deadline?.late ? (
            <span className="late-hint">
              {t('employment.end.late', { days: deadline.days, limit: deadline.limit })}
            </span>
          ) : undefined
        }
      >
        <DateField today={today} />
      </Form.Item>
    </FileActionDrawer>
  );
}
