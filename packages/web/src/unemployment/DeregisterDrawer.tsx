import { codeName, findCode } from '@renshe/domain/code/code-set.ts';
import { isReached } from '@renshe/domain/code/contact-outcome.ts';
import { deregistrationReasons, evidenceKinds } from '@renshe/domain/code/deregistration-reason.ts';
import { unemploymentReasons } from '@renshe/domain/code/unemployment-reason.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { Alert, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { call } from '../kit/api.ts';
import { CodeSelect } from '../kit/CodeSelect.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { dayRules } from '../resident/date-rules.ts';
import { FileActionDrawer, type FileActionProps } from '../resident/FileActionDrawer.tsx';
import { lastReachedOn, registrationOf } from './registration-of.ts';

interface Values {
  endedOn: PlainDate;
  reason: string;
  evidence: string;
  note: string;
}

/** Reasons that leave open what happened: the note has to say it. */
const explained = new Set(['082', '109']);

/** 注销失业登记: each reason asks for the evidence that proves it (就业服务与就业管理规定 §66). */
export function DeregisterDrawer(action: FileActionProps): ReactNode {
  const { t, language } = useTexts();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const reason = Form.useWatch('reason', form);
  const { file } = action;
  const { name, residentId } = file;
  const registration = registrationOf(file, action.recordId, 'open');
  if (!registration) return null;
  const { registrationId, registeredOn } = registration;
  const row = findCode(deregistrationReasons, reason);
  const evidence = row ? codeName(evidenceKinds, row.evidence, language) : '';
  const reachedOn = lastReachedOn(file, registeredOn, isReached);
  const needsNote = reason !== undefined && explained.has(reason);
  return (
    <FileActionDrawer<typeof unemploymentContracts.deregister, Values>
      action={action}
      contract={unemploymentContracts.deregister}
      form={form}
      danger
      title={t('unemployment.deregister.title', { name })}
      submitLabel={t('unemployment.deregister.submit', { name })}
      note={
        <>
          <p>
            {t('unemployment.deregister.current', {
              on: registeredOn,
              reason: codeName(unemploymentReasons, registration.reason, language),
            })}
          </p>
          <p>{t('unemployment.deregister.notice')}</p>
        </>
      }
      initialValues={{ endedOn: today, evidence: '', note: '' }}
      onValuesChange={(changed) => {
        const chosen = changed.reason === undefined ? undefined : findCode(deregistrationReasons, changed.reason);
        // The usual proof is offered; what the worker typed herself stays.
        if (chosen && !form.isFieldTouched('evidence')) {
          form.setFieldsValue({ evidence: codeName(evidenceKinds, chosen.evidence, 'zh') });
        }
      }}
      argumentsOf={(values, latest) => ({
        params: { residentId, registrationId },
        body: {
          endedOn: values.endedOn,
          reason: values.reason,
          evidence: values.evidence,
          note: values.note ?? '',
          version: registrationOf(latest, registrationId, 'any')?.version ?? registration.version,
        },
      })}
      doneSentence={() => t('unemployment.deregister.done', { name })}
      undo={(_, fresh) =>
        call(unemploymentContracts.reverse, {
          params: { residentId, registrationId },
          body: {
            version: registrationOf(fresh, registrationId, 'any')?.version ?? registration.version + 1,
            why: t('resident.undoReason'),
          },
        })
      }
    >
      <Form.Item
        name="reason"
        label={t('unemployment.field.endReason')}
        rules={[{ required: true, message: t('unemployment.deregister.reasonMissing') }]}
      >
        <CodeSelect codes={deregistrationReasons} />
      </Form.Item>
      {row?.code === '01' ? (
        <Alert type="info" showIcon className="form-hint" title={t('unemployment.deregister.byWork')} />
      ) : null}
      {row?.code === '09' ? (
        <Alert
          type="warning"
          showIcon
          className="form-hint"
          title={
            reachedOn === null
              ? t('unemployment.deregister.silenceNever', { on: registeredOn })
              : t('unemployment.deregister.silence', { on: reachedOn })
          }
        />
      ) : null}
      <Form.Item
        name="endedOn"
        label={t('unemployment.field.endedOn')}
        rules={dayRules({
          today,
          earliest: { on: registeredOn, message: t('unemployment.deregister.before', { on: registeredOn }) },
        })}
      >
        <DateField today={today} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t('unemployment.field.evidence')}
        extra={evidence ? t('unemployment.deregister.needs', { evidence }) : undefined}
        rules={[
          {
            required: true,
            whitespace: true,
            message: evidence
              ? t('unemployment.deregister.evidenceMissing', { evidence })
              : t('unemployment.deregister.evidenceMissingPlain'),
          },
        ]}
      >
        <Input maxLength={200} placeholder={t('unemployment.deregister.evidenceHint')} />
      </Form.Item>
      <Form.Item
        name="note"
        label={t('unemployment.field.note')}
        dependencies={['reason']}
        rules={
          needsNote ? [{ required: true, whitespace: true, message: t('unemployment.deregister.noteMissing') }] : []
        }
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 4 }} maxLength={200} />
      </Form.Item>
    </FileActionDrawer>
  );
}
