import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import {
  monitoredEmployerContracts as contracts,
  type MonitoredEmployer,
} from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useToday } from '../app/session.ts';
import { ActionDrawer } from '../kit/ActionDrawer.tsx';
import { DateField } from '../kit/DateField.tsx';
import { useTexts } from '../kit/i18n.ts';
import { useCommand } from '../kit/use-api.ts';
import { ContactFields, employerReads, NameFields, useUndoToast } from './EmployerDrawers.tsx';

interface ChangeValues {
  name: string;
  industry: MonitoredEmployer['industry'];
  keyEmployer: boolean;
  contactName: string;
  phone: string;
}

/** 修改: what the panel keeps of an employer; an empty telephone number leaves the stored one. */
export function ChangeEmployerDrawer(props: { employer: MonitoredEmployer; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const { employer } = props;
  const undoToast = useUndoToast();
  const { run } = useCommand(contracts.change, { invalidates: employerReads });
  return (
    <ActionDrawer<ChangeValues>
      open
      title={t('monitoredEmployer.changeTitle', { name: employer.name })}
      submitLabel={t('monitoredEmployer.actions.change')}
      draftKey={`monitored-employer.change:${employer.employerId}:${employer.version}`}
      initialValues={{
        name: employer.name,
        industry: employer.industry,
        keyEmployer: employer.keyEmployer,
        contactName: employer.contactName,
        phone: '',
      }}
      onClose={props.onClose}
      onSubmit={async ({ name, industry, keyEmployer, contactName, phone }) => {
        const { changeId } = await run({
          params: { employerId: employer.employerId },
          body: {
            name,
            industry,
            keyEmployer,
            contactName: contactName ?? '',
            phone: phone?.trim() ? phone : null,
            version: employer.version,
          },
        });
        undoToast(t('monitoredEmployer.changed'), employer.employerId, changeId);
        props.onClose();
      }}
    >
      <NameFields />
      <ContactFields
        {...(employer.phoneMasked === null
          ? {}
          : { phoneHint: t('monitoredEmployer.phoneKept', { phone: employer.phoneMasked }) })}
      />
    </ActionDrawer>
  );
}

/** 退出监测: with its reason; what was reported stays in the sums of its months. */
export function EndEmployerDrawer(props: { employer: MonitoredEmployer; onClose: () => void }): ReactNode {
  const { t } = useTexts();
  const today = useToday();
  const { employer } = props;
  const undoToast = useUndoToast();
  const { run } = useCommand(contracts.end, { invalidates: employerReads });
  const required = { required: true, message: t('monitoredEmployer.required') };
  return (
    <ActionDrawer<{ toOn: PlainDate; reason: string }>
      open
      danger
      title={t('monitoredEmployer.endTitle', { name: employer.name })}
      note={t('monitoredEmployer.endNote')}
      submitLabel={t('monitoredEmployer.actions.end')}
      draftKey={`monitored-employer.end:${employer.employerId}:${employer.version}`}
      initialValues={{ toOn: today }}
      onClose={props.onClose}
      onSubmit={async ({ toOn, reason }) => {
        const { changeId } = await run({
          params: { employerId: employer.employerId },
          body: { toOn, reason, version: employer.version },
        });
        undoToast(t('monitoredEmployer.ended', { name: employer.name }), employer.employerId, changeId);
        props.onClose();
      }}
    >
      <Form.Item name="toOn" label={t('monitoredEmployer.field.toOn')} rules={[required]}>
        <DateField today={today} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('monitoredEmployer.field.endReason')}
        rules={[{ ...required, whitespace: true, min: 2 }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </ActionDrawer>
  );
}
